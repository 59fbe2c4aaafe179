package play

import (
	"time"

	"motcua/internal/testkit/screen"
)

// Person is what Fill types. Invented.
type Person struct{ ID, Name, Birth, Phone, Street string }

// Sample is an invented citizen.
var Sample = Person{
	ID: "046190000001", Name: "Nguyễn Thị Ví Dụ", Birth: "15/08/1990", Phone: "0912000001", Street: "Tổ 5, số 12 đường Thí Dụ",
}

// Choose finds a procedure by typing without marks and takes the first.
func Choose(s *screen.Screen, query string) error {
	if err := s.Keys("F2"); err != nil {
		return err
	}
	if err := s.Type(query); err != nil {
		return err
	}
	settle()
	return s.Keys("Return")
}

// Fill types a person into the form, from the number to the street, by Enter
// from field to field.
func Fill(s *screen.Screen, p Person) error {
	steps := []struct {
		text  string
		enter int // how often, to reach the next field that is typed
	}{
		{p.ID, 1}, {p.Name, 1}, {p.Birth, 2}, {p.Phone, 6}, {p.Street, 0},
	}
	for _, step := range steps {
		if err := s.Type(step.text); err != nil {
			return err
		}
		for range step.enter {
			if err := s.Keys("Return"); err != nil {
				return err
			}
		}
	}
	settle()
	return nil
}

// settle gives the window the moment that a person also takes.
func settle() { time.Sleep(600 * time.Millisecond) }
