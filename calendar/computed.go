package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// fixed lists the holidays that fall on the same date each year: Article 112
// of the Labour Code of 2019, and NQ 28/2026/QH16 for 24 November.
var fixed = []struct {
	monthDay string
	from     int // first year
	name     string
}{
	{"01-01", firstYear, "Tết Dương lịch"},
	{"04-30", firstYear, "Ngày Chiến thắng"},
	{"05-01", firstYear, "Ngày Quốc tế lao động"},
	{"09-02", firstYear, "Quốc khánh"},
	{"11-24", 2026, "Ngày Văn hóa Việt Nam"},
}

func computedVersion(y int) string { return fmt.Sprintf("%d/computed", y) }

// computed returns the days off of a year without a table: the holidays of
// fixed date, Tết (the last day of the old lunar year and the first four of
// the new one) and the Hùng Kings' day, and the next working day for each that
// falls on a weekend (Article 111(3)). The day beside 2 September and all
// exchanged days are the government's to choose and are not guessed.
func computed(y int) []Day {
	var days []Day
	add := func(date, name string) { days = append(days, Day{date, Holiday, name}) }
	for _, f := range fixed {
		if y >= f.from {
			add(fmt.Sprintf("%04d-%s", y, f.monthDay), f.name)
		}
	}
	for _, l := range lunarHolidays(y) {
		add(l.Date, l.Name)
	}
	slices.SortFunc(days, func(a, b Day) int { return strings.Compare(a.Date, b.Date) })
	days = slices.CompactFunc(days, func(a, b Day) bool { return a.Date == b.Date })
	return append(days, compensated(days)...)
}

// compensated returns a day off for every holiday that falls on a weekend.
func compensated(days []Day) []Day {
	taken := map[string]bool{}
	for _, d := range days {
		taken[d.Date] = true
	}
	var out []Day
	for _, d := range days {
		at, err := time.Parse(dateLayout, d.Date)
		if err != nil || !isWeekend(at) {
			continue
		}
		for {
			at = at.AddDate(0, 0, 1)
			date := at.Format(dateLayout)
			if taken[date] || isWeekend(at) {
				continue
			}
			off := Day{date, DayOff, "Nghỉ bù " + d.Name}
			taken[date] = true
			out = append(out, off)
			break
		}
	}
	return out
}
