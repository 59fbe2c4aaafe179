package desk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"motcua"
)

func TestAClockThatCannotBeRightTakesNothingIn(t *testing.T) {
	at := now
	m := newMemory()
	d := New(Config{
		File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{},
		Now: func() time.Time { return at }, Random: zeros{},
	})
	in := func(id string) motcua.Intake {
		return motcua.Intake{ID: id, Procedure: "9.000001", Applicant: motcua.Person{Name: "Trần Thị Thử"}}
	}
	for i, c := range []struct {
		at   time.Time
		want motcua.ErrorCode
	}{
		{time.Unix(0, 0), motcua.CodeClock},
		{firstDay().Add(-time.Second), motcua.CodeClock},
		{now, ""},
		{now.Add(-25 * time.Hour), motcua.CodeClock},
		{now.Add(-30 * 24 * time.Hour), motcua.CodeClock},
		{time.Unix(0, 0), motcua.CodeClock},
		{now.Add(-23 * time.Hour), motcua.CodeClock}, // yesterday
		{now.Add(-time.Hour), ""},
		{now.Add(time.Minute), ""},
	} {
		at = c.at
		before := len(m.events)
		got, err := d.Receive(context.Background(), in(fmt.Sprintf("00000000-0000-4000-8000-%012d", i)))
		if motcua.CodeOf(err) != c.want {
			t.Errorf("%v: %v", c.at, err)
		}
		if taken := len(m.events) - before; (taken == 1) != (c.want == "") || taken == 1 && got.Received.Code == "" {
			t.Errorf("%v: %d events", c.at, taken)
		}
	}
	d.calendar = noDay{}
	if _, err := d.Prepare(in("")); motcua.CodeOf(err) != motcua.CodeClock || motcua.FieldOf(err) != "" {
		t.Errorf("a form filled in on an impossible day: %v", err)
	}
	if motcua.FieldOf(d.clock(context.Background(), time.Unix(0, 0))) != "" {
		t.Error("a box of the form is blamed for the clock")
	}
}

// noDay is a calendar that does not know today.
type noDay struct{ everyDay }

func (noDay) Due(time.Time, motcua.Limit) (motcua.Appointment, error) {
	return motcua.Appointment{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "received"}
}

func TestOtherStepsAreRecordedWhateverTheClockSays(t *testing.T) {
	at := now
	m := newMemory()
	d := New(Config{
		File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{},
		Now: func() time.Time { return at }, Random: zeros{},
	})
	got, err := d.Receive(context.Background(), motcua.Intake{Procedure: "9.000001", Applicant: motcua.Person{Name: "Trần Thị Thử"}})
	if err != nil {
		t.Fatal(err)
	}
	at = time.Unix(0, 0)
	got, err = d.ChangeStatus(context.Background(), got.ID, motcua.StatusProcessing, "")
	if err != nil || got.Status != motcua.StatusProcessing || got.Steps[1].Detail != "clock" {
		t.Errorf("%+v, %v", got.Steps, err)
	}
}
