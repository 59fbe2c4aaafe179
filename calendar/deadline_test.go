package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

// pauses reads "from, to" pairs; an empty to is open.
func pauses(t *testing.T, ends ...string) []motcua.Pause {
	t.Helper()
	var out []motcua.Pause
	for i := 0; i < len(ends); i += 2 {
		p := motcua.Pause{From: at(t, ends[i]), Reason: motcua.PauseSupplement}
		if ends[i+1] != "" {
			p.To = at(t, ends[i+1])
		}
		out = append(out, p)
	}
	return out
}

func TestPausesMoveTheDueTimeByWhatTheyTook(t *testing.T) {
	c := office(t)
	for _, v := range []struct {
		why      string
		received string
		limit    motcua.Limit
		pauses   []string
		due      string
	}{
		{"without any", "2026-11-02 09:00", workdays(5), nil, "2026-11-09 17:00"},
		{"two working days", "2026-11-02 09:00", workdays(5), []string{"2026-11-04 10:00", "2026-11-06 09:00"}, "2026-11-11 17:00"},
		{"inside one day", "2026-11-02 09:00", workdays(5), []string{"2026-11-04 08:00", "2026-11-04 16:00"}, "2026-11-09 17:00"},
		{"ended on a Sunday", "2026-11-02 09:00", workdays(5), []string{"2026-11-04 10:00", "2026-11-08 09:00"}, "2026-11-11 17:00"},
		{"over the holiday", "2026-11-20 09:00", workdays(5), []string{"2026-11-23 09:00", "2026-11-25 09:00"}, "2026-12-01 17:00"},
		{"overlapping", "2026-11-02 09:00", workdays(5), []string{"2026-11-05 09:00", "2026-11-09 09:00", "2026-11-04 09:00", "2026-11-06 09:00"}, "2026-11-12 17:00"},
		{"one after the other", "2026-11-02 09:00", workdays(5), []string{"2026-11-03 09:00", "2026-11-04 09:00", "2026-11-05 09:00", "2026-11-06 09:00"}, "2026-11-11 17:00"},
		{"begun when it was late", "2026-11-02 09:00", workdays(5), []string{"2026-11-10 08:00", "2026-11-20 08:00"}, "2026-11-09 17:00"},
		{"ended after closing of what became the last day", "2026-11-02 09:00", workdays(1), []string{"2026-11-03 09:00", "2026-11-05 19:00"}, "2026-11-06 17:00"},
		{"of office hours", "2026-11-19 09:00", hours(8), []string{"2026-11-19 10:00", "2026-11-19 14:30"}, "2026-11-20 11:30"},
		{"of hours over a weekend", "2026-11-19 09:00", hours(8), []string{"2026-11-20 08:00", "2026-11-23 08:30"}, "2026-11-23 09:30"},
		{"of hours outside office hours", "2026-11-19 09:00", hours(8), []string{"2026-11-19 11:40", "2026-11-19 13:10"}, "2026-11-20 09:00"},
		{"same day, back in time", "2026-11-19 09:00", sameDay, []string{"2026-11-19 10:00", "2026-11-19 11:00"}, "2026-11-19 17:00"},
		{"same day, no time at all after the cut-off", "2026-11-19 09:00", sameDay, []string{"2026-11-19 15:30", "2026-11-19 15:30"}, "2026-11-19 17:00"},
		{"same day, back tomorrow", "2026-11-19 09:00", sameDay, []string{"2026-11-19 10:00", "2026-11-20 10:00"}, "2026-11-20 17:00"},
		{"same day, back after the cut-off", "2026-11-19 09:00", sameDay, []string{"2026-11-19 10:00", "2026-11-20 15:30"}, "2026-11-23 17:00"},
		{"calendar days", "2026-11-02 09:00", days(15), []string{"2026-11-05 09:00", "2026-11-08 09:00"}, "2026-11-20 17:00"},
		{"calendar days to a Saturday", "2026-11-02 09:00", days(15), []string{"2026-11-05 09:00", "2026-11-09 09:00"}, "2026-11-23 17:00"},
		{"calendar days that had room until Monday", "2026-11-02 09:00", days(13), []string{"2026-11-05 09:00", "2026-11-06 09:00"}, "2026-11-16 17:00"},
		{"calendar days, begun after the last one", "2026-11-02 09:00", days(13), []string{"2026-11-16 09:00", "2026-11-18 09:00"}, "2026-11-18 17:00"},
		{"calendar days in two pauses", "2026-11-02 09:00", days(15), []string{"2026-11-05 09:00", "2026-11-06 09:00", "2026-11-10 09:00", "2026-11-12 09:00"}, "2026-11-20 17:00"},
	} {
		a, err := c.Due(at(t, v.received), v.limit)
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Deadline(a, pauses(t, v.pauses...))
		if err != nil || !d.Due.Equal(at(t, v.due)) || d.Stands {
			t.Errorf("%s: %+v, want %s, %v", v.why, d, v.due, err)
		}
	}
}

func TestAnOpenPauseStopsTheClock(t *testing.T) {
	c := office(t)
	a, err := c.Due(at(t, "2026-11-02 09:00"), workdays(5))
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Deadline(a, pauses(t, "2026-11-05 09:00", "", "2026-11-03 09:00", "2026-11-04 09:00", "2026-11-06 09:00", "2026-11-07 09:00"))
	if err != nil || !d.Stands || !d.Since.Equal(at(t, "2026-11-05 09:00")) || !d.Due.Equal(at(t, "2026-11-10 17:00")) {
		t.Errorf("%+v %v", d, err)
	}
	if d, err = c.Deadline(a, pauses(t, "2026-11-10 09:00", "")); err != nil || d.Stands {
		t.Errorf("a late dossier stands still: %+v %v", d, err)
	}
	if d, err = c.Deadline(motcua.Appointment{Received: a.Received}, nil); err != nil || !d.Due.IsZero() || d.Stands {
		t.Errorf("without a promise: %+v %v", d, err)
	}
}

func TestPausesThatCannotBeAreRefused(t *testing.T) {
	c := office(t)
	a, err := c.Due(at(t, "2026-11-02 09:00"), workdays(5))
	if err != nil {
		t.Fatal(err)
	}
	good := pauses(t, "2026-11-03 09:00", "2026-11-04 09:00")
	for field, bad := range map[string][]motcua.Pause{
		"pauses[1].from":   append(good, pauses(t, "2026-11-02 08:59", "2026-11-04 09:00")...),
		"pauses[1].to":     append(good, pauses(t, "2026-11-04 09:00", "2026-11-04 08:59")...),
		"pauses[0].to":     pauses(t, "2026-11-04 09:00", "2099-11-04 08:59"),
		"pauses[0].reason": {{From: a.Received, Reason: "holiday"}},
		"pauses[0].from":   {{Reason: motcua.PausePayment}},
	} {
		if _, err := c.Deadline(a, bad); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAnExtendedDueTimeIsPausedToo(t *testing.T) {
	c := office(t)
	for _, v := range []struct {
		limit    motcua.Limit
		promised string
		due      string
	}{
		{sameDay, "2026-11-12 17:00", "2026-11-13 17:00"},
		{workdays(1), "2026-11-12 17:00", "2026-11-13 17:00"},
		{workdays(1), "2026-11-12 10:15", "2026-11-13 10:15"},
		{days(3), "2026-11-12 17:00", "2026-11-13 17:00"},
		{hours(3), "2026-11-12 17:00", "2026-11-13 17:00"},
		{motcua.Limit{}, "2026-11-12 17:00", "2026-11-13 17:00"},
	} {
		a := motcua.Appointment{Received: at(t, "2026-11-02 09:00"), Limit: v.limit, Due: at(t, v.promised)}
		d, err := c.Deadline(a, pauses(t, "2026-11-10 08:00", "2026-11-11 08:00"))
		if err != nil || !d.Due.Equal(at(t, v.due)) {
			t.Errorf("%+v: %v, want %s, %v", v.limit, d.Due, v.due, err)
		}
	}
}

func TestAPauseNeverBringsADueTimeForwardOrOntoADayOff(t *testing.T) {
	c := office(t)
	limits := []motcua.LimitUnit{motcua.LimitSameDay, motcua.LimitHours, motcua.LimitWorkDays, motcua.LimitDays}
	start := at(t, "2026-01-01 00:00")
	rapid.Check(t, func(rt *rapid.T) {
		minute := func(name string, max int) time.Duration {
			return time.Duration(rapid.IntRange(0, max).Draw(rt, name)) * time.Minute
		}
		a, err := c.Due(start.Add(minute("received", 300*24*60)), motcua.Limit{
			Unit: rapid.SampledFrom(limits).Draw(rt, "unit"), Count: rapid.IntRange(1, 30).Draw(rt, "count"),
		})
		if err != nil {
			rt.Fatal(err)
		}
		due := func(ps ...motcua.Pause) time.Time {
			d, err := c.Deadline(a, ps)
			if err != nil || d.Stands {
				rt.Fatal(d, err)
			}
			if !c.Works(d.Due) {
				rt.Fatalf("%v is outside office hours", d.Due)
			}
			return d.Due
		}
		from := a.Received.Add(minute("from", 40*24*60))
		length, more := minute("length", 20*24*60), minute("more", 3*24*60)
		none := motcua.Pause{From: from, To: from, Reason: motcua.PausePayment}
		p := motcua.Pause{From: from, To: from.Add(length), Reason: motcua.PauseVerification}
		longer := motcua.Pause{From: from, To: p.To.Add(more), Reason: p.Reason}
		if got := due(none); !got.Equal(a.Due) {
			rt.Fatalf("a pause of no length moved %v to %v", a.Due, got)
		}
		one, two := due(p), due(longer)
		if one.Before(a.Due) || two.Before(one) {
			rt.Fatalf("%v, paused %v, longer %v", a.Due, one, two)
		}
		if from.Before(a.Due) && !one.After(p.To) && length > 0 {
			rt.Fatalf("due %v before the pause ends %v", one, p.To)
		}
		later := motcua.Pause{From: p.To.Add(minute("gap", 5*24*60)), Reason: p.Reason}
		later.To = later.From.Add(minute("second", 5*24*60))
		if both := due(later, p); both.Before(one) || !both.Equal(due(p, later, p)) {
			rt.Fatalf("with a second pause %v, before %v", both, one)
		}
	})
}

func TestTimeLeftIsCountedAsTheWorkListShowsIt(t *testing.T) {
	c := office(t)
	now := at(t, "2026-11-20 10:42") // a Friday; 24/11 is off
	for due, want := range map[string]motcua.TimeLeft{
		"2026-11-18 17:00": {Late: true, Days: -2, Clock: -(41*time.Hour + 42*time.Minute), Work: -(11*time.Hour + 42*time.Minute)},
		"2026-11-20 09:30": {Late: true, Clock: -72 * time.Minute, Work: -72 * time.Minute},
		"2026-11-20 10:42": {},
		"2026-11-20 11:30": {Clock: 48 * time.Minute, Work: 48 * time.Minute},
		"2026-11-23 08:00": {Days: 1, Clock: 21*time.Hour + 18*time.Minute, Work: 5*time.Hour + 18*time.Minute},
		"2026-11-23 09:00": {Days: 1, Clock: 22*time.Hour + 18*time.Minute, Work: 6*time.Hour + 18*time.Minute},
		"2026-11-26 17:00": {Days: 3, Clock: 78*time.Hour + 18*time.Minute, Work: 28*time.Hour + 18*time.Minute},
		"2026-11-30 17:00": {Days: 5, Clock: 126*time.Hour + 18*time.Minute, Work: 44*time.Hour + 18*time.Minute},
	} {
		if got := c.Left(at(t, due), now); got != want {
			t.Errorf("%s: %+v, want %+v", due, got, want)
		}
	}
}

func TestAnApologyIsAskedForAWorkingDayBefore(t *testing.T) {
	c := office(t)
	for _, v := range []struct{ received, due, warn, by string }{
		{"2026-11-02 09:00", "2026-11-12 17:00", "2026-11-11 07:00", "2026-11-11 17:00"},
		{"2026-11-02 09:00", "2026-11-09 09:30", "2026-11-06 07:00", "2026-11-06 09:30"},
		{"2026-11-20 09:00", "2026-11-25 17:00", "2026-11-23 07:00", "2026-11-23 17:00"},
		{"2026-11-19 09:00", "2026-11-20 17:00", "2026-11-19 09:00", "2026-11-19 17:00"},
	} {
		warn, by := c.Notice(at(t, v.received), at(t, v.due))
		if !warn.Equal(at(t, v.warn)) || !by.Equal(at(t, v.by)) {
			t.Errorf("due %s: warn %v by %v", v.due, warn, by)
		}
	}
	for _, v := range [][2]string{{"2026-11-19 09:00", "2026-11-19 17:00"}, {"2026-11-19 09:00", "2026-11-20 09:00"}, {"2026-11-19 09:00", "2026-11-18 09:00"}} {
		if warn, by := c.Notice(at(t, v[0]), at(t, v[1])); !warn.IsZero() || !by.IsZero() {
			t.Errorf("from %s to %s: warn %v by %v", v[0], v[1], warn, by)
		}
	}
	if warn, by := c.Notice(at(t, "2026-11-19 09:00"), time.Time{}); !warn.IsZero() || !by.IsZero() {
		t.Error("without a due time there is something to warn of")
	}
}

func TestADossierIsExtendedOnceToALaterWorkingHour(t *testing.T) {
	c := office(t)
	due, now := at(t, "2026-11-20 17:00"), at(t, "2026-11-19 09:00")
	if err := c.CheckExtension(due, at(t, "2026-11-25 17:00"), now, 0); err != nil {
		t.Error(err)
	}
	for _, v := range []struct {
		to, now string
		done    int
		code    motcua.ErrorCode
		field   string
	}{
		{"2026-11-25 17:00", "2026-11-19 09:00", 1, motcua.CodeConflict, "extension"},
		{"2026-11-20 17:00", "2026-11-19 09:00", 0, motcua.CodeInvalid, "due"},
		{"2026-11-24 17:00", "2026-11-19 09:00", 0, motcua.CodeInvalid, "due"},
		{"2026-11-25 12:00", "2026-11-19 09:00", 0, motcua.CodeInvalid, "due"},
		{"2026-11-25 17:00", "2026-11-25 17:00", 0, motcua.CodeInvalid, "due"},
		{"2099-11-25 17:00", "2026-11-19 09:00", 0, motcua.CodeInvalid, "due"},
	} {
		err := c.CheckExtension(due, at(t, v.to), at(t, v.now), v.done)
		if motcua.CodeOf(err) != v.code || motcua.FieldOf(err) != v.field {
			t.Errorf("to %s at %s: %v", v.to, v.now, err)
		}
	}
}

// An independent count: what was left of the limit when the clock stopped is
// what is left when it runs again.
func TestTheWorkingDaysThatWereLeftAreStillLeftAfterAPause(t *testing.T) {
	c := office(t)
	between := func(from, to time.Time) int {
		n := 0
		for d := midnight(from).AddDate(0, 0, 1); !d.After(midnight(to)); d = d.AddDate(0, 0, 1) {
			if c.IsWorkday(d) {
				n++
			}
		}
		return n
	}
	rapid.Check(t, func(rt *rapid.T) {
		received := at(t, "2026-01-05 09:00").AddDate(0, 0, rapid.IntRange(0, 300).Draw(rt, "day"))
		a, err := c.Due(received, workdays(rapid.IntRange(2, 40).Draw(rt, "count")))
		if err != nil {
			rt.Fatal(err)
		}
		from := received.AddDate(0, 0, rapid.IntRange(0, 60).Draw(rt, "from"))
		left := between(from, a.Due)
		if !from.Before(a.Due) || left == 0 {
			return
		}
		to := from.AddDate(0, 0, rapid.IntRange(0, 60).Draw(rt, "length")).Add(time.Minute)
		d, err := c.Deadline(a, []motcua.Pause{{From: from, To: to, Reason: motcua.PauseSupplement}})
		if err != nil || between(to, d.Due) != left || clock(d.Due) != 17*time.Hour {
			rt.Fatalf("%d left at %v; resumed %v, due %v, %v", left, from, to, d.Due, err)
		}
	})
}

func TestTimeLeftIsTheOppositeOfTimeLate(t *testing.T) {
	c := office(t)
	rapid.Check(t, func(rt *rapid.T) {
		minute := func(name string) time.Time {
			return at(t, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(rt, name)) * time.Minute)
		}
		due, now := minute("due"), minute("now")
		l, back := c.Left(due, now), c.Left(now, due)
		if l.Clock != -back.Clock || l.Work != -back.Work || l.Days != -back.Days {
			rt.Fatalf("%+v and %+v", l, back)
		}
		if l.Late != now.After(due) || l.Late && (l.Clock > 0 || l.Work > 0 || l.Days > 0) || !l.Late && (l.Clock < 0 || l.Work < 0 || l.Days < 0) {
			rt.Fatalf("due %v now %v: %+v", due, now, l)
		}
		if abs := max(l.Work, -l.Work); abs > max(l.Clock, -l.Clock) {
			rt.Fatalf("more office time than time: %+v", l)
		}
	})
}

func TestNoticeIsAWholeWorkingDayAndNeverBeforeReception(t *testing.T) {
	c := office(t)
	rapid.Check(t, func(rt *rapid.T) {
		received := at(t, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 300*24*60).Draw(rt, "minute")) * time.Minute)
		a, err := c.Due(received, motcua.Limit{
			Unit:  rapid.SampledFrom([]motcua.LimitUnit{motcua.LimitHours, motcua.LimitWorkDays, motcua.LimitDays}).Draw(rt, "unit"),
			Count: rapid.IntRange(1, 30).Draw(rt, "count"),
		})
		if err != nil {
			rt.Fatal(err)
		}
		warn, by := c.Notice(received, a.Due)
		if by.IsZero() {
			if c.Between(received, a.Due) > 8*time.Hour {
				rt.Fatalf("received %v, due %v: no notice", received, a.Due)
			}
			return
		}
		if c.Between(by, a.Due) != 8*time.Hour || !c.IsWorkday(by) || warn.Before(received) || !warn.Before(by) || !by.After(received) {
			rt.Fatalf("received %v, due %v: warn %v by %v", received, a.Due, warn, by)
		}
	})
}

func TestAPauseKeepsTheHourThatWasPromised(t *testing.T) {
	c := morning(t) // same hour, Fridays until 11:00
	for _, v := range []struct{ from, to, due string }{
		{"2026-11-18 10:00", "2026-11-18 16:00", "2026-11-19 14:20"},
		{"2026-11-18 16:00", "2026-11-19 09:00", "2026-11-20 11:00"},
		{"2026-11-18 16:00", "2026-11-20 09:00", "2026-11-23 14:20"},
		{"2026-11-19 14:00", "2026-11-19 14:30", "2026-11-20 11:00"},
		{"2026-11-19 14:00", "2026-11-21 08:00", "2026-11-23 14:20"},
	} {
		a, err := c.Due(at(t, "2026-11-17 14:20"), workdays(2))
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Deadline(a, pauses(t, v.from, v.to))
		if err != nil || !d.Due.Equal(at(t, v.due)) {
			t.Errorf("%s to %s: %v, want %s, %v", v.from, v.to, d.Due, v.due, err)
		}
	}
}
