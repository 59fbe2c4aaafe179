package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"motcua"
)

// Deadline returns when the result is due once the pauses are taken out. a.Due
// is what was promised last, and pauses are those since that promise, in any
// order; they may overlap.
//
// Days are counted as at reception: the day on which a pause begins or ends is
// day 0. So a limit in working days moves by the working days after the first
// day of a pause up to its last one, a limit in days by its days, a limit in
// hours by its office time to the second; a same-day result is due as if
// received when the pause ended. A pause that ends past that due time, after
// closing, moves it to the next working day. A pause that begins once the
// result is late moves nothing. An open pause stops the clock.
//
// A pause that begins before reception or ends before it begins is CodeInvalid.
func (c *Calendar) Deadline(a motcua.Appointment, pauses []motcua.Pause) (motcua.Deadline, error) {
	if err := checkPauses(a.Received, pauses); err != nil {
		return motcua.Deadline{}, err
	}
	d := motcua.Deadline{Due: a.Due}
	if d.Due.IsZero() {
		return d, nil
	}
	run := c.counter(a)
	for _, p := range merge(pauses) {
		switch {
		case !p.From.Before(d.Due):
			return d, nil
		case p.To.IsZero():
			d.Stands, d.Since = true, p.From
			return d, nil
		case p.To.After(p.From):
			d.Due = run.pause(d.Due, p.From.In(motcua.Local), p.To.In(motcua.Local))
		}
	}
	return d, nil
}

func checkPauses(received time.Time, pauses []motcua.Pause) error {
	for i, p := range pauses {
		field := fmt.Sprintf("pauses[%d]", i)
		switch {
		case !p.Reason.Valid():
			return invalid(field+".reason", "unknown")
		case p.From.Before(received) || p.From.Year() > lastYear-20:
			return invalid(field+".from", "before reception, or out of range")
		case !p.To.IsZero() && (p.To.Before(p.From) || p.To.Year() > lastYear-20):
			return invalid(field+".to", "before it began, or out of range")
		}
	}
	return nil
}

// merge returns pauses in order of time with overlapping ones made one; an
// open one swallows all that come after it.
func merge(pauses []motcua.Pause) []motcua.Pause {
	pauses = slices.Clone(pauses)
	slices.SortStableFunc(pauses, func(a, b motcua.Pause) int { return cmp.Compare(a.From.UnixNano(), b.From.UnixNano()) })
	var out []motcua.Pause
	for _, p := range pauses {
		if n := len(out) - 1; n >= 0 && (out[n].To.IsZero() || !p.From.After(out[n].To)) {
			if !out[n].To.IsZero() && (p.To.IsZero() || p.To.After(out[n].To)) {
				out[n].To = p.To
			}
			continue
		}
		out = append(out, p)
	}
	return out
}

// counter moves one due time past its pauses.
type counter struct {
	*Calendar
	unit     motcua.LimitUnit
	received time.Time
	due      time.Time // as promised
	raw      time.Time // of calendar days: the last one, before it moved off a day off
}

func (c *Calendar) counter(a motcua.Appointment) *counter {
	k := &counter{
		Calendar: c, unit: a.Limit.Unit, received: a.Received.In(motcua.Local),
		due: a.Due.In(motcua.Local), raw: midnight(a.Due.In(motcua.Local)),
	}
	// A due time that the limit does not give was set anew: an extension of a
	// same-day result is counted in working days.
	first, err := c.Due(a.Received, a.Limit)
	extended := err != nil || !first.Due.Equal(a.Due)
	switch {
	case extended && (k.unit == motcua.LimitSameDay || k.unit == motcua.LimitNone):
		k.unit = motcua.LimitWorkDays
	case !extended && k.unit == motcua.LimitDays:
		k.raw = midnight(k.received).AddDate(0, 0, a.Limit.Count)
	}
	return k
}

// pause returns the due time after a pause that began before it.
func (k *counter) pause(due, from, to time.Time) time.Time {
	due = due.In(motcua.Local)
	switch k.unit {
	case motcua.LimitHours:
		return k.Add(due, k.Between(from, to))
	case motcua.LimitSameDay:
		w := walk{Calendar: k.Calendar, a: motcua.Appointment{Received: to}}
		w.sameDay()
		return later(due, w.a.Due)
	case motcua.LimitDays:
		k.raw = k.raw.AddDate(0, 0, daysBetween(from, to))
		last := k.raw
		if !k.IsWorkday(last) {
			last = k.next(last)
		}
		due = k.settle(last)
	default:
		for n := k.workdays(from, to); n > 0; n-- {
			due = k.next(due)
		}
	}
	due = k.settle(due)
	// Nothing was left of the last day when the clock stopped.
	for !due.After(to) {
		due = k.settle(k.next(due))
	}
	return due
}

// settle keeps what was promised on a day that may have other hours: close
// stays close, an hour stays that hour, inside office hours.
func (k *counter) settle(due time.Time) time.Time {
	if day := midnight(k.due); !k.due.Equal(k.closing(day)) {
		return k.within(midnight(due), clock(k.due))
	}
	return k.closing(midnight(due))
}

// next returns the same time of the next working day.
func (c *Calendar) next(t time.Time) time.Time {
	for t = t.AddDate(0, 0, 1); !c.IsWorkday(t); {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// workdays counts the working days after that of from, up to that of to.
func (c *Calendar) workdays(from, to time.Time) int {
	n := 0
	for day := midnight(from).AddDate(0, 0, 1); !day.After(to); day = day.AddDate(0, 0, 1) {
		if c.IsWorkday(day) {
			n++
		}
	}
	return n
}

func daysBetween(from, to time.Time) int {
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Left returns how far a due time is away from now.
func (c *Calendar) Left(due, now time.Time) motcua.TimeLeft {
	due, now = due.In(motcua.Local), now.In(motcua.Local)
	whole := []Shift{{0, 24 * time.Hour}}
	l := motcua.TimeLeft{
		Late:  now.After(due),
		Clock: c.span(now, due, func(time.Time) []Shift { return whole }),
		Work:  c.Between(now, due),
	}
	if l.Late {
		l.Days = -c.workdays(due, now)
	} else {
		l.Days = c.workdays(now, due)
	}
	return l
}

// Notice returns by when the unit that will be late must have said so and the
// apology (Mẫu 04) have gone out, a working day before the due time (QĐ 88/2025
// Lai Châu, QĐ 138/2025 Đồng Tháp, under NĐ 118/2025/NĐ-CP), and from when to
// warn: the opening of that day, or reception. Both are zero where the limit is
// too short for a day before.
func (c *Calendar) Notice(received, due time.Time) (warn, by time.Time) {
	received, due = received.In(motcua.Local), due.In(motcua.Local)
	if due.IsZero() || due.Before(received) {
		return time.Time{}, time.Time{}
	}
	day := midnight(due).AddDate(0, 0, -1)
	for !c.IsWorkday(day) {
		day = day.AddDate(0, 0, -1)
	}
	by = day.Add(min(clock(due), c.closes(day)))
	if !by.After(received) {
		return time.Time{}, time.Time{}
	}
	return later(received, day.Add(c.shifts(day)[0].From)), by
}

// CheckExtension checks a new due time: a dossier is given another appointment
// once at most (NĐ 107/2021/NĐ-CP), later than the one it had, in time to come
// and in office hours. done is how often it was extended already. A second
// extension is CodeConflict in "extension", a wrong time CodeInvalid in "due".
func (c *Calendar) CheckExtension(due, to, now time.Time, done int) error {
	switch {
	case done > 0:
		return &motcua.Error{Code: motcua.CodeConflict, Field: "extension", Detail: "already extended"}
	case !to.After(due):
		return invalid("due", "not later")
	case !to.After(now):
		return invalid("due", "past")
	case to.Year() > lastYear-20:
		return invalid("due", "out of range")
	case !c.Works(to):
		return invalid("due", "not worked")
	}
	return nil
}
