package calendar

import (
	"slices"
	"testing"
)

func TestOfficialTablesRaiseNoDoubt(t *testing.T) {
	for _, table := range official(t) {
		if d := table.Doubts(); len(d) > 0 {
			t.Errorf("%d: %+v", table.Year, d)
		}
	}
}

func TestWhatATableForgotIsDoubted(t *testing.T) {
	without := func(dates ...string) Table {
		table := official(t)[1]
		table.Days = slices.DeleteFunc(table.Days, func(d Day) bool { return slices.Contains(dates, d.Date) })
		return table
	}
	for _, v := range []struct {
		table Table
		want  []Doubt
	}{
		{without("2026-11-24"), []Doubt{{DoubtMissing, "2026-11-24"}}},
		{without("2026-02-17"), []Doubt{{DoubtMissing, "2026-02-17"}, {Kind: DoubtTet}}},
		{without("2026-02-16"), []Doubt{{Kind: DoubtTet}}},
		{without("2026-09-01"), []Doubt{{Kind: DoubtBeside}}},
		{without("2026-08-22"), []Doubt{{Kind: DoubtBalance}}},
		{without("2026-04-26"), []Doubt{{DoubtMissing, "2026-04-26"}, {Kind: DoubtBalance}}},
	} {
		if got := v.table.Doubts(); !slices.Equal(got, v.want) {
			t.Errorf("%+v, want %+v", got, v.want)
		}
	}
}
