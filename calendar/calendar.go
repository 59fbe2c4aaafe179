package calendar

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// Shift is a stretch of office hours, measured from midnight.
type Shift struct{ From, To time.Duration }

// Config is how one office works. The zero value is the usual one.
type Config struct {
	// Shifts are the office hours of a working day, in order and apart.
	// 07:00–11:30 and 13:30–17:00 where empty. Results promised for a day are
	// due at the end of the last one.
	Shifts []Shift
	// Cutoff is the time of day after which a same-day result moves to the
	// next working day. 15:00 where 0 (Article 7 of NĐ 23/2015/NĐ-CP).
	Cutoff time.Duration
}

// Calendar answers what is a working day and when a result is due, for the
// years 2000 … 2100. It never changes after New and is safe for concurrent use.
type Calendar struct {
	shifts []Shift
	cutoff time.Duration
	years  map[int]year
	listed string // versions of the tables, in order of year
}

// year is what is special about one year's days, by yyyy-MM-dd.
type year struct {
	version string
	days    map[string]Day
}

// New returns the calendar of an office with the usual hours.
func New(tables ...Table) (*Calendar, error) { return Config{}.New(tables...) }

// New returns the calendar of an office with hours of its own. Each year may
// have one table at most; the other years are computed.
func (cfg Config) New(tables ...Table) (*Calendar, error) {
	c := &Calendar{shifts: cfg.Shifts, cutoff: cfg.Cutoff, years: map[int]year{}}
	if len(c.shifts) == 0 {
		c.shifts = []Shift{{7 * time.Hour, 11*time.Hour + 30*time.Minute}, {13*time.Hour + 30*time.Minute, 17 * time.Hour}}
	}
	if c.cutoff == 0 {
		c.cutoff = 15 * time.Hour
	}
	if err := c.checkHours(); err != nil {
		return nil, err
	}
	for _, t := range tables {
		if err := t.check(); err != nil {
			return nil, err
		}
		if _, twice := c.years[t.Year]; twice {
			return nil, invalid("year", fmt.Sprintf("two tables for %d", t.Year))
		}
		c.years[t.Year] = year{t.Version, byDate(t.Days)}
	}
	var listed []string
	for y := firstYear; y <= lastYear; y++ {
		if known, ok := c.years[y]; ok {
			listed = append(listed, known.version)
			continue
		}
		c.years[y] = year{computedVersion(y), byDate(computed(y))}
	}
	c.listed = strings.Join(append(listed, "computed"), "+")
	return c, nil
}

func byDate(days []Day) map[string]Day {
	m := make(map[string]Day, len(days))
	for _, d := range days {
		m[d.Date] = d
	}
	return m
}

func (c *Calendar) checkHours() error {
	end := time.Duration(0)
	for i, s := range c.shifts {
		if s.From < end || s.To <= s.From || s.To > 24*time.Hour {
			return invalid(fmt.Sprintf("shifts[%d]", i), "not in order")
		}
		end = s.To
	}
	if c.cutoff < 0 || c.cutoff > 24*time.Hour {
		return invalid("cutoff", "not a time of day")
	}
	return nil
}

// Version names the tables this calendar was made from, and "computed" for
// the years without one: "2025/1+2026/1+computed".
func (c *Calendar) Version() string { return c.listed }

// IsWorkday reports whether offices work on the Vietnamese day that holds the
// given moment.
func (c *Calendar) IsWorkday(day time.Time) bool {
	day = day.In(motcua.Local)
	if d, ok := c.special(day); ok {
		return d.Kind == Workday
	}
	return !isWeekend(day)
}

// Holiday returns the name of the holiday, or of the reason for the day off,
// on the Vietnamese day that holds the given moment. Plain weekends and worked
// Saturdays have none.
func (c *Calendar) Holiday(day time.Time) (string, bool) {
	d, ok := c.special(day.In(motcua.Local))
	if !ok || d.Kind == Workday {
		return "", false
	}
	return d.Name, true
}

func (c *Calendar) special(day time.Time) (Day, bool) {
	d, ok := c.years[day.Year()].days[day.Format(dateLayout)]
	return d, ok
}
