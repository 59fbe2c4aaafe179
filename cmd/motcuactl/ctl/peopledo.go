package ctl

import (
	"fmt"

	"motcua"
	"motcua/people"
)

// manager is the people of a station and who manages them.
type manager struct {
	*people.People
	by motcua.Account
}

// manage has an administrator log in, does something and says what.
func (c peopleOn) manage(e *env, said string, do func(manager) error) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	by, _ := motcua.WhoActs(e.ctx)
	if err := do(manager{s.People, by}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, said, c.Login)
	return err
}

// own has somebody log in and change a secret of his own; file holds the new
// one.
func (c peopleOn) own(e *env, file, said string, do func(manager, string) error) error {
	word, err := secretIn(file)
	if err != nil {
		return err
	}
	s, _, err := e.enter(c.Data, c.Login, "")
	if err != nil {
		return err
	}
	defer s.Close()
	by, ok := motcua.WhoActs(e.ctx)
	if !ok || by.Login != c.Login {
		return &motcua.Error{Code: motcua.CodeDenied, Field: "person"}
	}
	if err := do(manager{s.People, by}, word); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, said, c.Login)
	return err
}
