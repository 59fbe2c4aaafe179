package calendar

import (
	"strings"
	"time"

	"motcua"
)

// Due returns the appointment of a dossier received at a moment under a time
// limit.
//
// The day of reception is day 0. Working days end on the last one, at the
// office's due hour; calendar days too, but only a last day that is not worked
// moves on.
// Same-day results are due at close, those received after the cut-off at the
// close of the next working day; the minute of the cut-off itself is still in
// time, since that is the minute the receipt prints. Hours are counted inside
// office hours. Without a limit (LimitNone) the appointment has no Due. A
// count out of 1 … 3650 or an unknown unit is CodeInvalid; a moment outside the
// calendar's years is CodeClock, for only a wrong clock says 1970.
func (c *Calendar) Due(received time.Time, l motcua.Limit) (motcua.Appointment, error) {
	received = received.In(motcua.Local).Truncate(time.Second)
	// Ten years is the longest limit; twenty leave room for the days off.
	if received.Year() < firstYear || received.Year() > lastYear-20 {
		return motcua.Appointment{}, &motcua.Error{Code: motcua.CodeClock, Detail: "received out of range"}
	}
	if err := checkLimit(l); err != nil {
		return motcua.Appointment{}, err
	}
	w := walk{Calendar: c, a: motcua.Appointment{Received: received, Limit: l}}
	switch l.Unit {
	case motcua.LimitSameDay:
		w.sameDay()
	case motcua.LimitHours:
		w.hours(time.Duration(l.Count) * time.Hour)
	case motcua.LimitWorkDays:
		w.workdays(l.Count)
	case motcua.LimitDays:
		w.days(l.Count)
	}
	w.a.Calendar = c.versions(received, w.a.Due)
	return w.a, nil
}

func checkLimit(l motcua.Limit) error {
	switch l.Unit {
	case motcua.LimitNone, motcua.LimitSameDay:
		return nil
	case motcua.LimitHours, motcua.LimitWorkDays, motcua.LimitDays:
		if l.Count < 1 || l.Count > 3650 {
			return invalid("limit.count", "out of range")
		}
		return nil
	}
	return invalid("limit.unit", "unknown")
}

// versions names the tables of every year from reception to due time.
func (c *Calendar) versions(from, to time.Time) string {
	out := []string{c.years[from.Year()].version}
	for y := from.Year() + 1; y <= to.Year(); y++ {
		out = append(out, c.years[y].version)
	}
	return strings.Join(out, "+")
}

// walk finds one due time and notes the days off it passes.
type walk struct {
	*Calendar
	a motcua.Appointment
}

func (w *walk) sameDay() {
	day := midnight(w.a.Received)
	late := w.lateOn(w.a.Received)
	if w.worked(day) && !late {
		w.a.Due = w.closing(day)
		return
	}
	w.a.AfterCutoff = late && w.IsWorkday(day)
	w.a.Due = w.closing(w.nextWorkday(day))
}

func (w *walk) hours(left time.Duration) {
	day, from := midnight(w.a.Received), clock(w.a.Received)
	if !w.worked(day) {
		day, from = w.nextWorkday(day), 0
	}
	for {
		for _, s := range w.shifts(day) {
			start := max(s.From, from)
			open := s.To - start
			if open <= 0 {
				continue
			}
			if left <= open {
				w.a.Due = day.Add(start + left)
				return
			}
			left -= open
		}
		day, from = w.nextWorkday(day), 0
	}
}

func (w *walk) workdays(n int) {
	day := midnight(w.a.Received)
	for ; n > 0; n-- {
		day = w.nextWorkday(day)
	}
	w.a.Due = w.end(day, w.a.Received)
}

func (w *walk) days(n int) {
	day := midnight(w.a.Received).AddDate(0, 0, n)
	if !w.worked(day) {
		day = w.nextWorkday(day)
	}
	w.a.Due = w.end(day, w.a.Received)
}

func (w *walk) nextWorkday(day time.Time) time.Time {
	day = day.AddDate(0, 0, 1)
	for !w.worked(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// worked reports whether day is worked and notes it as skipped where not.
func (w *walk) worked(day time.Time) bool {
	if w.IsWorkday(day) {
		return true
	}
	if isWeekend(day) {
		w.a.Weekend = true
	} else if name, ok := w.Holiday(day); ok {
		w.a.Skipped = append(w.a.Skipped, day.Format(dateLayout)+" "+name)
	}
	return false
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, motcua.Local)
}

func clock(t time.Time) time.Duration { return t.Sub(midnight(t)) }
