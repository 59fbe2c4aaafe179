package calendar

import (
	"encoding/json"
	"testing"
)

func TestEachYearHasOneTableInOrder(t *testing.T) {
	tables, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	last := 2024
	for _, b := range tables {
		var head struct {
			Year    int
			Version string
			Source  string
			Days    []struct{ Date, Kind, Name string }
		}
		if err := json.Unmarshal(b, &head); err != nil {
			t.Fatal(err)
		}
		if head.Year != last+1 || head.Version == "" || head.Source == "" || len(head.Days) < 12 {
			t.Errorf("after %d: %+v", last, head)
		}
		last = head.Year
	}
	if last < 2026 {
		t.Errorf("the newest table is of %d", last)
	}
}

func TestWhatTheCallerChangesStaysWithTheCaller(t *testing.T) {
	a, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	a[0][0] = 'x'
	b, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	if b[0][0] == 'x' {
		t.Error("the tables can be changed from outside")
	}
}
