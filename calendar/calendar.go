package calendar

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// Calendar answers what is a working day and when a result is due, for the
// years 2000 … 2100. It never changes after New and is safe for concurrent use.
type Calendar struct {
	schedule
	years  map[int]year
	listed string // versions of the tables, in order of year
}

// year is what is special about one year's days.
type year struct {
	version string
	days    map[monthDay]Day
}

// monthDay is a date of a year, quicker to ask for than its text.
type monthDay struct {
	month time.Month
	day   int
}

// New returns the calendar of an office with the usual hours.
func New(tables ...Table) (*Calendar, error) { return Config{}.New(tables...) }

// New returns the calendar of an office with hours of its own. Each year may
// have one table at most; the other years are computed.
func (cfg Config) New(tables ...Table) (*Calendar, error) {
	o, err := cfg.schedule()
	if err != nil {
		return nil, err
	}
	c := &Calendar{schedule: o, years: map[int]year{}}
	for _, t := range tables {
		if err := t.check(); err != nil {
			return nil, err
		}
		if _, twice := c.years[t.Year]; twice {
			return nil, invalid("year", fmt.Sprintf("two tables for %d", t.Year))
		}
		c.years[t.Year] = year{t.Version, special(t.Days)}
	}
	var listed []string
	for y := firstYear; y <= lastYear; y++ {
		if known, ok := c.years[y]; ok {
			listed = append(listed, known.version)
			continue
		}
		c.years[y] = year{computedVersion(y), special(computed(y))}
	}
	c.listed = strings.Join(append(listed, "computed"), "+")
	return c, nil
}

func special(days []Day) map[monthDay]Day {
	m := make(map[monthDay]Day, len(days))
	for _, d := range days {
		if at, err := time.Parse(dateLayout, d.Date); err == nil { // checked, or computed
			m[monthDay{at.Month(), at.Day()}] = d
		}
	}
	return m
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
	y, m, n := day.Date()
	d, ok := c.years[y].days[monthDay{m, n}]
	return d, ok
}
