package motcua_test

import (
	"testing"
	"time"

	"motcua"
)

func TestTheSharesOfADaysNumbersTouchAndNeverOverlap(t *testing.T) {
	if motcua.FreshFrom != 1 || motcua.FreshTo+1 != motcua.LeaseFrom || motcua.LeaseTo+1 != motcua.OwnFrom ||
		motcua.OwnFrom+motcua.Slots*motcua.OwnSize-1 != motcua.OwnTo || motcua.OwnTo != 9999 || motcua.Slots != 10 {
		t.Error("the shares leave a gap or overlap")
	}
}

func TestADayIsVietnamsDay(t *testing.T) {
	late := time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)
	if d := motcua.DayOf(late); d != "2026-12-31" {
		t.Error(d)
	}
	if d := motcua.DayOf(late.Add(time.Second)); d != "2027-01-01" {
		t.Error(d)
	}
	days := motcua.BlockDaysFrom(late)
	if len(days) != motcua.BlockDays || days[0] != "2026-12-31" || days[7] != "2027-01-07" {
		t.Error(days)
	}
	for s, want := range map[string]bool{"2026-12-31": true, "2026-02-29": false, "26-12-31": false, "2026-1-1": false, "": false} {
		if motcua.ValidDay(s) != want {
			t.Error(s)
		}
	}
}

func TestABlockThatCannotBeIsRefusedByItsField(t *testing.T) {
	good := motcua.Block{Agency: "H57.19.789", Day: "2026-11-20", From: 1, To: 9999}
	if err := good.Check(); err != nil || good.Count() != 9999 {
		t.Error(err)
	}
	for field, change := range map[string]func(*motcua.Block){
		"agency": func(b *motcua.Block) { b.Agency = "h57" }, "day": func(b *motcua.Block) { b.Day = "today" }, "serials": func(b *motcua.Block) { b.To = 10000 },
	} {
		b := good
		change(&b)
		if err := b.Check(); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	a, b := good, good
	a.To, b.From = 49, 50
	if a.Overlaps(b) || !a.Overlaps(good) || !good.Overlaps(b) {
		t.Error("neighbours overlap, or one inside another does not")
	}
	b.From, b.Day = 1, "2026-11-21"
	if a.Overlaps(b) {
		t.Error("of two days")
	}
}
