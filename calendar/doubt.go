package calendar

import (
	"fmt"
	"time"
)

// Doubt is what a table may be right about but seldom is, for whoever imports
// it to look at.
type Doubt struct {
	Kind DoubtKind
	Date string // yyyy-MM-dd, "" where it concerns the year
}

// DoubtKind names a doubt.
type DoubtKind string

// The kinds of doubts.
const (
	// A public holiday of Article 112 of the Labour Code is missing.
	DoubtMissing DoubtKind = "missing-holiday"
	// Tết has other than five days off around the first of the lunar year.
	DoubtTet DoubtKind = "tet-days"
	// National day has no second day beside 2 September.
	DoubtBeside DoubtKind = "national-day"
	// Days given off are not as many as holidays on a weekend and weekend days
	// worked in exchange.
	DoubtBalance DoubtKind = "not-balanced"
)

// Doubts returns what deserves a second look in a table that Parse took.
func (t Table) Doubts() []Doubt {
	var out []Doubt
	kinds := map[string]DayKind{}
	balance := 0
	for _, d := range t.Days {
		kinds[d.Date] = d.Kind
		at, err := time.Parse(dateLayout, d.Date)
		switch {
		case err != nil:
		case d.Kind == DayOff:
			balance++
		case d.Kind == Workday, d.Kind == Holiday && isWeekend(at):
			balance--
		}
	}
	missing := func(date string) {
		if kinds[date] != Holiday {
			out = append(out, Doubt{DoubtMissing, date})
		}
	}
	for _, f := range fixed {
		if t.Year >= f.from {
			missing(fmt.Sprintf("%04d-%s", t.Year, f.monthDay))
		}
	}
	tet := LunarDate(t.Year, 1, 1)
	missing(tet.Format(dateLayout))
	missing(LunarDate(t.Year, 3, 10).Format(dateLayout))
	days := 0
	for i := -4; i <= 4; i++ {
		if kinds[tet.AddDate(0, 0, i).Format(dateLayout)] == Holiday {
			days++
		}
	}
	if days != 5 {
		out = append(out, Doubt{Kind: DoubtTet})
	}
	if kinds[fmt.Sprintf("%04d-09-01", t.Year)] != Holiday && kinds[fmt.Sprintf("%04d-09-03", t.Year)] != Holiday {
		out = append(out, Doubt{Kind: DoubtBeside})
	}
	if balance != 0 {
		out = append(out, Doubt{Kind: DoubtBalance})
	}
	return out
}
