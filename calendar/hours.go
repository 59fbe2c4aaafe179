package calendar

import (
	"fmt"
	"slices"
	"time"

	"motcua"
)

// Shift is a stretch of office hours, measured from midnight.
type Shift struct{ From, To time.Duration }

// DueHour says at what time of its last day a result counted in days is due.
type DueHour int

// The two customs.
const (
	DueAtClose    DueHour = iota // the end of the last shift
	DueAtSameHour                // the hour of reception, moved into office hours
)

// Config is how one office works. The zero value is the usual one.
type Config struct {
	// Shifts are the office hours of a working day, in order and apart.
	// 07:00–11:30 and 13:30–17:00 where empty.
	Shifts []Shift
	// Weekdays holds the hours of weekdays that differ from Shifts, such as a
	// half-day; of a Saturday or Sunday where one is worked in exchange.
	Weekdays map[time.Weekday][]Shift
	// Reception holds hours in which dossiers are also taken in on Saturdays
	// or Sundays (QĐ 14/2010/QĐ-TTg). The day is no working day for it.
	Reception map[time.Weekday][]Shift
	// Cutoff is the time of day after which a same-day result moves to the
	// next working day. 15:00 where 0 (Article 7 of NĐ 23/2015/NĐ-CP). On a day
	// that closes earlier, its close is the cut-off.
	Cutoff time.Duration
	// DueHour is when the last day's result is due. Same-day results are due
	// at close in any case.
	DueHour DueHour
}

// schedule is a checked Config.
type schedule struct {
	week      [7][]Shift
	reception map[time.Weekday][]Shift
	cutoff    time.Duration
	dueHour   DueHour
}

func (cfg Config) schedule() (schedule, error) {
	o := schedule{cutoff: cfg.Cutoff, dueHour: cfg.DueHour, reception: map[time.Weekday][]Shift{}}
	usual := cfg.Shifts
	if len(usual) == 0 {
		usual = []Shift{{7 * time.Hour, 11*time.Hour + 30*time.Minute}, {13*time.Hour + 30*time.Minute, 17 * time.Hour}}
	}
	if o.cutoff == 0 {
		o.cutoff = 15 * time.Hour
	}
	if o.cutoff < 0 || o.cutoff > 24*time.Hour {
		return o, invalid("cutoff", "not a time of day")
	}
	if o.dueHour != DueAtClose && o.dueHour != DueAtSameHour {
		return o, invalid("dueHour", "unknown")
	}
	if err := checkShifts("shifts", usual); err != nil {
		return o, err
	}
	for day := range o.week {
		o.week[day] = slices.Clone(usual)
	}
	for day, shifts := range cfg.Weekdays {
		field := fmt.Sprintf("weekdays[%d]", day)
		if day < time.Sunday || day > time.Saturday {
			return o, invalid(field, "not a weekday")
		}
		if err := checkShifts(field, shifts); err != nil {
			return o, err
		}
		o.week[day] = slices.Clone(shifts)
	}
	for day, shifts := range cfg.Reception {
		field := fmt.Sprintf("reception[%d]", day)
		if day != time.Saturday && day != time.Sunday {
			return o, invalid(field, "a working day")
		}
		if err := checkShifts(field, shifts); err != nil {
			return o, err
		}
		o.reception[day] = slices.Clone(shifts)
	}
	return o, nil
}

func checkShifts(field string, shifts []Shift) error {
	if len(shifts) == 0 {
		return invalid(field, "no hours")
	}
	end := time.Duration(0)
	for i, s := range shifts {
		if s.From < end || s.To <= s.From || s.To >= 24*time.Hour {
			return invalid(fmt.Sprintf("%s[%d]", field, i), "not in order")
		}
		end = s.To
	}
	return nil
}

func (o *schedule) shifts(day time.Time) []Shift { return o.week[day.Weekday()] }

// closes returns the time of day at which a worked day ends.
func (o *schedule) closes(day time.Time) time.Duration {
	shifts := o.shifts(day)
	return shifts[len(shifts)-1].To
}

func (o *schedule) closing(day time.Time) time.Time { return day.Add(o.closes(day)) }

// within moves a time of day into the office hours of a worked day: to the
// next opening, after the last one to the close.
func (o *schedule) within(day time.Time, at time.Duration) time.Time {
	for _, s := range o.shifts(day) {
		if at <= s.To {
			return day.Add(max(at, s.From))
		}
	}
	return o.closing(day)
}

// end returns when a result counted in days is due on a worked day.
func (o *schedule) end(day, received time.Time) time.Time {
	if o.dueHour == DueAtSameHour {
		return o.within(day, clock(received))
	}
	return o.closing(day)
}

// lateOn reports whether a moment is past the cut-off of its day, by the
// minute.
func (o *schedule) lateOn(at time.Time) bool {
	return clock(at).Truncate(time.Minute) > min(o.cutoff, o.closes(at))
}

// Receives reports whether the counter takes in dossiers at a moment: in
// office hours of a working day, or in the reception hours of a weekend that
// is no holiday.
func (c *Calendar) Receives(at time.Time) bool {
	at = at.In(motcua.Local)
	shifts := c.reception[at.Weekday()]
	if c.IsWorkday(at) {
		shifts = c.shifts(at)
	} else if _, off := c.Holiday(at); off {
		return false
	}
	return slices.ContainsFunc(shifts, func(s Shift) bool { return clock(at) >= s.From && clock(at) < s.To })
}

// Works reports whether a moment is in office hours; the minute of closing
// is, that of opening is not, as with due times.
func (c *Calendar) Works(at time.Time) bool {
	at = at.In(motcua.Local)
	return c.IsWorkday(at) &&
		slices.ContainsFunc(c.shifts(at), func(s Shift) bool { return clock(at) > s.From && clock(at) <= s.To })
}

// Add returns the moment at which so much office time has passed since from;
// from itself where work is not above zero.
func (c *Calendar) Add(from time.Time, work time.Duration) time.Time {
	from = from.In(motcua.Local)
	if work <= 0 {
		return from
	}
	w := walk{Calendar: c, a: motcua.Appointment{Received: from}}
	w.hours(work)
	return w.a.Due
}

// Between returns the office time from one moment to another, negative where
// the second is the earlier.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	return c.span(from, to, c.shifts)
}

// span adds up what lies between two moments of the given stretches of every
// worked day.
func (c *Calendar) span(from, to time.Time, stretches func(time.Time) []Shift) time.Duration {
	if to.Before(from) {
		return -c.span(to, from, stretches)
	}
	from, to = from.In(motcua.Local), to.In(motcua.Local)
	sum := time.Duration(0)
	for day := midnight(from); day.Before(to); day = day.AddDate(0, 0, 1) {
		if !c.IsWorkday(day) {
			continue
		}
		for _, s := range stretches(day) {
			sum += max(0, min(s.To, to.Sub(day))-max(s.From, from.Sub(day)))
		}
	}
	return sum
}
