package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

var (
	sameDay  = motcua.Limit{Unit: motcua.LimitSameDay}
	workdays = func(n int) motcua.Limit { return motcua.Limit{Unit: motcua.LimitWorkDays, Count: n} }
	days     = func(n int) motcua.Limit { return motcua.Limit{Unit: motcua.LimitDays, Count: n} }
	hours    = func(n int) motcua.Limit { return motcua.Limit{Unit: motcua.LimitHours, Count: n} }
)

// The days were counted by hand on the 2026 calendar; the day of reception is
// day 0.
func TestWorkingDaysEndWhenTheTradeCountsThem(t *testing.T) {
	c := office(t)
	for _, v := range []struct {
		received string
		n        int
		due      string
		skipped  []string
	}{
		{"2026-02-13 09:00", 3, "2026-02-25 17:00", []string{"2026-02-16 Tết Nguyên đán", "2026-02-17 Tết Nguyên đán", "2026-02-18 Tết Nguyên đán", "2026-02-19 Tết Nguyên đán", "2026-02-20 Tết Nguyên đán"}},
		{"2026-04-24 09:00", 5, "2026-05-06 17:00", []string{"2026-04-27 Nghỉ bù Giỗ Tổ Hùng Vương", "2026-04-30 Ngày Chiến thắng", "2026-05-01 Ngày Quốc tế lao động"}},
		{"2026-04-29 09:00", 2, "2026-05-05 17:00", []string{"2026-04-30 Ngày Chiến thắng", "2026-05-01 Ngày Quốc tế lao động"}},
		{"2026-08-21 09:00", 1, "2026-08-22 17:00", nil},
		{"2026-08-28 09:00", 2, "2026-09-04 17:00", []string{"2026-08-31 Nghỉ hoán đổi Quốc khánh", "2026-09-01 Quốc khánh", "2026-09-02 Quốc khánh"}},
		{"2026-11-20 09:00", 5, "2026-11-30 17:00", []string{"2026-11-24 Ngày Văn hóa Việt Nam"}},
		{"2026-11-23 09:00", 1, "2026-11-25 17:00", []string{"2026-11-24 Ngày Văn hóa Việt Nam"}},
		{"2026-12-31 09:00", 1, "2027-01-04 17:00", []string{"2027-01-01 Tết Dương lịch"}},
	} {
		a, err := c.Due(at(t, v.received), workdays(v.n))
		if err != nil || !a.Due.Equal(at(t, v.due)) || !slices.Equal(a.Skipped, v.skipped) {
			t.Errorf("%s + %d: due %v, skipped %q, %v", v.received, v.n, a.Due, a.Skipped, err)
		}
	}
}

func TestDueTimesAtTheEdges(t *testing.T) {
	c := office(t)
	for _, v := range []struct {
		why      string
		received string
		limit    motcua.Limit
		due      string
		late     bool // AfterCutoff
		weekend  bool
	}{
		{"same day in the morning", "2026-11-19 08:10", sameDay, "2026-11-19 17:00", false, false},
		{"before opening", "2026-11-19 06:15", sameDay, "2026-11-19 17:00", false, false},
		{"over lunch", "2026-11-19 12:15", sameDay, "2026-11-19 17:00", false, false},
		{"15:00 is still in time", "2026-11-19 15:00", sameDay, "2026-11-19 17:00", false, false},
		{"15:01 is not", "2026-11-19 15:01", sameDay, "2026-11-20 17:00", true, false},
		{"after closing", "2026-11-19 19:00", sameDay, "2026-11-20 17:00", true, false},
		{"late on a Friday", "2026-11-20 15:30", sameDay, "2026-11-23 17:00", true, true},
		{"late before the holiday", "2026-11-23 16:00", sameDay, "2026-11-25 17:00", true, false},
		{"on the holiday", "2026-11-24 09:00", sameDay, "2026-11-25 17:00", false, false},
		{"on a Saturday afternoon", "2026-11-21 16:00", sameDay, "2026-11-23 17:00", false, true},
		{"on a worked Saturday", "2026-08-22 10:00", sameDay, "2026-08-22 17:00", false, false},
		{"days from a Sunday", "2026-11-22 10:00", workdays(1), "2026-11-23 17:00", false, false},
		{"days from after closing", "2026-11-18 20:00", workdays(1), "2026-11-19 17:00", false, false},
		{"calendar days end on a workday", "2026-11-02 09:00", days(15), "2026-11-17 17:00", false, false},
		{"calendar days pushed off a Sunday", "2026-11-02 09:00", days(13), "2026-11-16 17:00", false, true},
		{"calendar days pushed off the holiday", "2026-11-04 09:00", days(20), "2026-11-25 17:00", false, false},
		{"calendar days end on a worked Saturday", "2026-08-20 09:00", days(2), "2026-08-22 17:00", false, false},
		{"calendar days through Tết do not stretch", "2026-02-06 09:00", days(17), "2026-02-23 17:00", false, false},
		{"calendar days over the year's end", "2026-12-25 09:00", days(7), "2027-01-04 17:00", false, true},
		{"an hour in the morning", "2026-11-19 08:20", hours(1), "2026-11-19 09:20", false, false},
		{"an hour at 16:30", "2026-11-19 16:30", hours(1), "2026-11-20 07:30", false, false},
		{"an hour to closing exactly", "2026-11-19 16:00", hours(1), "2026-11-19 17:00", false, false},
		{"an hour over lunch", "2026-11-19 11:00", hours(1), "2026-11-19 14:00", false, false},
		{"an hour from lunch", "2026-11-19 12:00", hours(1), "2026-11-19 14:30", false, false},
		{"an hour to lunch exactly", "2026-11-19 10:30", hours(1), "2026-11-19 11:30", false, false},
		{"an hour before opening", "2026-11-19 05:00", hours(1), "2026-11-19 08:00", false, false},
		{"an hour after closing on a Friday", "2026-11-20 18:00", hours(1), "2026-11-23 08:00", false, true},
		{"an hour on a Sunday", "2026-11-22 09:00", hours(1), "2026-11-23 08:00", false, true},
		{"a day's hours", "2026-11-19 07:00", hours(8), "2026-11-19 17:00", false, false},
		{"a day's hours from nine", "2026-11-19 09:00", hours(8), "2026-11-20 09:00", false, false},
		{"hours over the holiday", "2026-11-23 16:30", hours(1), "2026-11-25 07:30", false, false},
	} {
		a, err := c.Due(at(t, v.received), v.limit)
		if err != nil || !a.Due.Equal(at(t, v.due)) || a.AfterCutoff != v.late || a.Weekend != v.weekend {
			t.Errorf("%s: due %v, late %v, weekend %v, %v", v.why, a.Due, a.AfterCutoff, a.Weekend, err)
		}
		if a.Limit != v.limit || !a.Received.Equal(at(t, v.received)) {
			t.Errorf("%s: %+v does not repeat what it was asked", v.why, a)
		}
	}
}

func TestSecondsPastTheCutoffMinuteDoNotCount(t *testing.T) {
	a, err := office(t).Due(at(t, "2026-11-19 15:00").Add(59*time.Second), sameDay)
	if err != nil || a.AfterCutoff {
		t.Errorf("%+v %v", a, err)
	}
}

func TestAnAppointmentNamesTheTablesItUsed(t *testing.T) {
	c := office(t)
	for received, want := range map[string]string{
		"2026-11-19 09:00": "2026/1", "2026-12-31 09:00": "2026/1+2027/computed", "2027-03-01 09:00": "2027/computed", "2025-12-31 09:00": "2025/1+2026/1",
	} {
		a, err := c.Due(at(t, received), workdays(2))
		if err != nil || a.Calendar != want {
			t.Errorf("%s: %q %v", received, a.Calendar, err)
		}
	}
}

func TestWithoutALimitNothingIsPromised(t *testing.T) {
	a, err := office(t).Due(at(t, "2026-11-19 09:00"), motcua.Limit{Text: "5"})
	if err != nil || !a.Due.IsZero() || a.Limit.Text != "5" || a.Calendar != "2026/1" {
		t.Errorf("%+v %v", a, err)
	}
}

func TestImpossibleLimitsAndMomentsAreRefused(t *testing.T) {
	c := office(t)
	for field, l := range map[string]motcua.Limit{"limit.count": workdays(0), "limit.unit": {Unit: "weeks", Count: 1}} {
		if _, err := c.Due(at(t, "2026-11-19 09:00"), l); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%+v: %v", l, err)
		}
	}
	for _, l := range []motcua.Limit{days(3651), hours(-1)} {
		if _, err := c.Due(at(t, "2026-11-19 09:00"), l); motcua.FieldOf(err) != "limit.count" {
			t.Errorf("%+v: %v", l, err)
		}
	}
	for _, moment := range []time.Time{{}, time.Unix(0, 0), at(t, "1999-12-31 09:00"), at(t, "2081-01-01 09:00")} {
		if _, err := c.Due(moment, sameDay); motcua.CodeOf(err) != motcua.CodeClock {
			t.Errorf("%v: %v", moment, err)
		}
	}
}

func TestAnOfficeMayKeepItsOwnHours(t *testing.T) {
	cfg := Config{Shifts: []Shift{{8 * time.Hour, 12 * time.Hour}, {13 * time.Hour, 16*time.Hour + 30*time.Minute}}, Cutoff: 14 * time.Hour}
	c, err := cfg.New(official(t)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		received string
		limit    motcua.Limit
		due      string
	}{
		{"2026-11-19 14:30", sameDay, "2026-11-20 16:30"},
		{"2026-11-19 11:30", hours(1), "2026-11-19 13:30"},
		{"2026-11-19 09:00", workdays(1), "2026-11-20 16:30"},
	} {
		if a, err := c.Due(at(t, v.received), v.limit); err != nil || !a.Due.Equal(at(t, v.due)) {
			t.Errorf("%s %+v: %v %v", v.received, v.limit, a.Due, err)
		}
	}
}

func TestEveryDueTimeIsInsideOfficeHoursAndNeverGoesBack(t *testing.T) {
	c := office(t)
	units := []motcua.LimitUnit{motcua.LimitHours, motcua.LimitWorkDays, motcua.LimitDays}
	rapid.Check(t, func(rt *rapid.T) {
		received := at(t, "2025-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 4*366*24*60).Draw(rt, "minute")) * time.Minute)
		l := motcua.Limit{Unit: rapid.SampledFrom(units).Draw(rt, "unit"), Count: rapid.IntRange(1, 90).Draw(rt, "count")}
		a, err := c.Due(received, l)
		if err != nil {
			rt.Fatal(err)
		}
		longer := l
		longer.Count++
		b, err := c.Due(received, longer)
		if err != nil {
			rt.Fatal(err)
		}
		clock := a.Due.Sub(midnight(a.Due))
		if !c.IsWorkday(a.Due) || clock <= 7*time.Hour || clock > 17*time.Hour || a.Due.Before(received) || b.Due.Before(a.Due) {
			rt.Fatalf("%v + %+v: %v, one more: %v", received, l, a.Due, b.Due)
		}
	})
}

// An independent count, day by day, of what the code finds by walking.
func TestWorkingDaysAgreeWithAPlainCount(t *testing.T) {
	c := office(t)
	rapid.Check(t, func(rt *rapid.T) {
		received := at(t, "2025-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 3*365*24*60).Draw(rt, "minute")) * time.Minute)
		n := rapid.IntRange(1, 60).Draw(rt, "n")
		a, err := c.Due(received, workdays(n))
		if err != nil {
			rt.Fatal(err)
		}
		counted, weekend, off := 0, false, 0
		for d := midnight(received).AddDate(0, 0, 1); !d.After(midnight(a.Due)); d = d.AddDate(0, 0, 1) {
			switch {
			case c.IsWorkday(d):
				counted++
			case d.Weekday() == time.Saturday || d.Weekday() == time.Sunday:
				weekend = true
			default:
				off++
			}
		}
		if counted != n || !c.IsWorkday(a.Due) || a.Weekend != weekend || len(a.Skipped) != off {
			rt.Fatalf("%v + %d: %+v holds %d working days, weekend %v, %d off", received, n, a, counted, weekend, off)
		}
	})
}
