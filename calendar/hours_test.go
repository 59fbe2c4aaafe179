package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

// morning is the Saturday reception, half Friday and hour-true office of these
// tests.
func morning(t *testing.T) *Calendar {
	t.Helper()
	c, err := Config{
		Weekdays:  map[time.Weekday][]Shift{time.Friday: {{7 * time.Hour, 11 * time.Hour}}},
		Reception: map[time.Weekday][]Shift{time.Saturday: {{7*time.Hour + 30*time.Minute, 11 * time.Hour}}},
		DueHour:   DueAtSameHour,
	}.New(official(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestHalfDaysAndTheHourOfReceptionDecideTheDueHour(t *testing.T) {
	c := morning(t)
	for _, v := range []struct {
		why      string
		received string
		limit    motcua.Limit
		due      string
		late     bool
	}{
		{"same hour", "2026-11-18 09:20", workdays(1), "2026-11-19 09:20", false},
		{"same hour on a half-day", "2026-11-18 15:20", workdays(2), "2026-11-20 11:00", false},
		{"over lunch", "2026-11-18 12:20", workdays(1), "2026-11-19 13:30", false},
		{"before opening", "2026-11-18 06:20", days(1), "2026-11-19 07:00", false},
		{"after closing", "2026-11-18 18:20", days(1), "2026-11-19 17:00", false},
		{"same day is due at close", "2026-11-19 09:20", sameDay, "2026-11-19 17:00", false},
		{"same day on a half-day", "2026-11-20 09:20", sameDay, "2026-11-20 11:00", false},
		{"the close of a half-day is its cut-off", "2026-11-20 11:01", sameDay, "2026-11-23 17:00", true},
		{"hours over a half-day", "2026-11-20 10:30", hours(1), "2026-11-23 07:30", false},
		{"a Saturday is day 0", "2026-11-21 08:00", workdays(1), "2026-11-23 08:00", false},
		{"same day on a Saturday", "2026-11-21 08:00", sameDay, "2026-11-23 17:00", false},
		{"a worked Saturday has the usual hours", "2026-08-21 09:00", workdays(1), "2026-08-22 09:00", false},
	} {
		a, err := c.Due(at(t, v.received), v.limit)
		if err != nil || !a.Due.Equal(at(t, v.due)) || a.AfterCutoff != v.late {
			t.Errorf("%s: %v, late %v, want %s, %v", v.why, a.Due, a.AfterCutoff, v.due, err)
		}
	}
}

func TestSaturdayReceptionOpensTheCounterAndCountsNoDay(t *testing.T) {
	c := morning(t)
	for moment, want := range map[string]bool{
		"2026-11-21 08:00": true, "2026-11-21 07:30": true, "2026-11-21 11:00": false, "2026-11-22 08:00": false,
		"2026-11-20 10:00": true, "2026-11-20 14:00": false, "2026-11-24 10:00": false, "2026-02-21 08:00": true,
		"2026-08-22 15:00": true, // worked in exchange
	} {
		if c.Receives(at(t, moment)) != want {
			t.Errorf("%s: receives %v", moment, !want)
		}
	}
	if c.IsWorkday(at(t, "2026-11-21 08:00")) {
		t.Error("a Saturday of reception became a working day")
	}
	holiday, err := Config{Reception: map[time.Weekday][]Shift{time.Sunday: {{8 * time.Hour, 9 * time.Hour}}}}.New(official(t)...)
	if err != nil || holiday.Receives(at(t, "2026-04-26 08:30")) || !holiday.Receives(at(t, "2026-04-19 08:30")) {
		t.Errorf("reception on a holiday, or none on a Sunday: %v", err)
	}
}

func TestWeekdaysThatCannotBeAreRefused(t *testing.T) {
	some := []Shift{{8 * time.Hour, 9 * time.Hour}}
	for field, cfg := range map[string]Config{
		"weekdays[5]":    {Weekdays: map[time.Weekday][]Shift{time.Friday: nil}},
		"weekdays[5][0]": {Weekdays: map[time.Weekday][]Shift{time.Friday: {{9 * time.Hour, 8 * time.Hour}}}},
		"weekdays[7]":    {Weekdays: map[time.Weekday][]Shift{7: some}},
		"reception[1]":   {Reception: map[time.Weekday][]Shift{time.Monday: some}},
		"reception[6]":   {Reception: map[time.Weekday][]Shift{time.Saturday: {}}},
		"shifts[0]":      {Shifts: []Shift{{8 * time.Hour, 24 * time.Hour}}},
		"dueHour":        {DueHour: 2},
		"cutoff":         {Cutoff: 25 * time.Hour},
	} {
		if _, err := cfg.New(); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAnOfficesHoursStayAsTheyWereGiven(t *testing.T) {
	cfg := Config{Weekdays: map[time.Weekday][]Shift{time.Friday: {{7 * time.Hour, 11 * time.Hour}}}}
	c, err := cfg.New()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Weekdays[time.Friday][0].To = 20 * time.Hour
	if c.Works(at(t, "2026-11-20 15:00")) {
		t.Error("a calendar changed with the Config it came from")
	}
}

func TestOfficeTimeAddsUp(t *testing.T) {
	c := office(t)
	for _, v := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-19 07:00", "2026-11-19 17:00", 8 * time.Hour},
		{"2026-11-19 11:00", "2026-11-19 14:00", time.Hour},
		{"2026-11-20 16:00", "2026-11-23 08:00", 2 * time.Hour},
		{"2026-11-23 16:00", "2026-11-25 08:00", 2 * time.Hour},
		{"2026-11-21 08:00", "2026-11-22 08:00", 0},
		{"2026-11-23 08:00", "2026-11-20 16:00", -2 * time.Hour},
	} {
		if got := c.Between(at(t, v.from), at(t, v.to)); got != v.want {
			t.Errorf("%s to %s: %v", v.from, v.to, got)
		}
	}
	if from := at(t, "2026-11-22 08:00"); !c.Add(from, 0).Equal(from) || !c.Add(from, -time.Hour).Equal(from) {
		t.Error("no time moved a moment")
	}
}

func TestAddedOfficeTimeIsTheTimeBetween(t *testing.T) {
	for _, c := range []*Calendar{office(t), morning(t)} {
		rapid.Check(t, func(rt *rapid.T) {
			from := at(t, "2025-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 700*24*60).Draw(rt, "minute")) * time.Minute)
			work := time.Duration(rapid.IntRange(1, 100*60).Draw(rt, "work")) * time.Minute
			to := c.Add(from, work)
			if !c.Works(to) || c.Between(from, to) != work || c.Between(to, from) != -work {
				rt.Fatalf("%v + %v = %v, between %v", from, work, to, c.Between(from, to))
			}
			if then := c.Add(to, time.Minute); !then.Equal(c.Add(from, work+time.Minute)) {
				rt.Fatalf("in two steps %v", then)
			}
		})
	}
}
