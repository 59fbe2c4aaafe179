package store_test

import (
	"testing"
	"time"

	"motcua"
)

func TestIntakesAreMeasuredByTheNewestIntakeOrThePersonWhoSetTheClock(t *testing.T) {
	s := open(t, newStation(t))
	want := func(at time.Time) {
		t.Helper()
		if got, err := s.NewestWall(ctx); err != nil || !got.Equal(at) {
			t.Errorf("%v, want %v (%v)", got, at, err)
		}
	}
	want(time.Time{})
	d := receive(t, s, form("Trần Thị Thử"))
	want(morning())
	_, err := s.Append(ctx, "quay01", time.Unix(0, 0), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
	if err != nil {
		t.Fatal(err)
	}
	want(morning())
	// Numbers that people know go on from the highest day, not the newest row.
	back := form("Lê Văn Lùi")
	back.Appointment.Received = morning().AddDate(0, 0, -1)
	receive(t, s, back)
	want(morning())
	ahead := morning().AddDate(5, 0, 0)
	r := form("Nguyễn Văn Ví Dụ")
	r.Appointment.Received = ahead
	receive(t, s, r)
	want(ahead)
	if err := s.SetClock(ctx, "quay01", morning().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	want(morning().Add(time.Hour))
	later := form("Hồ Thị Sau")
	later.Appointment.Received = morning().Add(2 * time.Hour)
	receive(t, s, later)
	want(morning().Add(2 * time.Hour)) // and not of the intake that was ahead
	wantClean(t, s)
}

func TestAStepTakenWithAClockSetBackIsRecordedInOrderAndFlagged(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Trần Thị Thử"))
	for i, c := range []struct {
		to   motcua.Status
		at   time.Time
		flag string
	}{
		{motcua.StatusProcessing, morning().Add(-23 * time.Hour), ""},
		{motcua.StatusSupplement, morning().Add(-25 * time.Hour), "clock"},
		{motcua.StatusProcessing, time.UnixMilli(1), "clock"},
		{motcua.StatusDone, morning().Add(time.Minute), ""},
	} {
		var err error
		d, err = s.Append(ctx, "quay01", c.at, d.ID, motcua.EventStatusChanged, motcua.StatusChanged{From: d.Status, To: c.to})
		if err != nil {
			t.Fatal(err)
		}
		step := d.Steps[len(d.Steps)-1]
		if d.Status != c.to || len(d.Exceptions) != 0 || len(d.Steps) != i+2 || step.Detail != c.flag {
			t.Errorf("step %d: %+v, exceptions %v", i, step, d.Exceptions)
		}
	}
	wantClean(t, s)
}
