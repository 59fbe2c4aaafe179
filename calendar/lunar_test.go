package calendar

import (
	"testing"
	"time"
)

func TestTetAndTheHungKingsDayFallOnTheirKnownDates(t *testing.T) {
	known := []struct {
		year         int
		tet, hungDay string
	}{
		{2015, "2015-02-19", "2015-04-28"}, {2016, "2016-02-08", "2016-04-16"},
		{2017, "2017-01-28", "2017-04-06"}, {2018, "2018-02-16", "2018-04-25"},
		{2019, "2019-02-05", "2019-04-14"}, {2020, "2020-01-25", "2020-04-02"},
		{2021, "2021-02-12", "2021-04-21"}, {2022, "2022-02-01", "2022-04-10"},
		{2023, "2023-01-22", "2023-04-29"}, {2024, "2024-02-10", "2024-04-18"},
		{2025, "2025-01-29", "2025-04-07"}, {2026, "2026-02-17", "2026-04-26"},
		{2027, "2027-02-06", "2027-04-16"}, {2028, "2028-01-26", "2028-04-04"},
		{2029, "2029-02-13", "2029-04-23"}, {2030, "2030-02-02", "2030-04-12"},
		{2031, "2031-01-23", "2031-04-01"}, {2032, "2032-02-11", "2032-04-19"},
		{2033, "2033-01-31", "2033-04-09"}, {2034, "2034-02-19", "2034-04-28"},
		{2035, "2035-02-08", "2035-04-17"},
	}
	for _, k := range known {
		if got := LunarDate(k.year, 1, 1).Format(dateLayout); got != k.tet {
			t.Errorf("Tết %d: %s, want %s", k.year, got, k.tet)
		}
		if got := LunarDate(k.year, 3, 10).Format(dateLayout); got != k.hungDay {
			t.Errorf("Giỗ Tổ %d: %s, want %s", k.year, got, k.hungDay)
		}
	}
}

// In these years China kept Tết on another day, or in another month.
func TestVietnamsMeridianDecidesWhereChinaDiffers(t *testing.T) {
	for _, v := range []struct {
		year           int
		vietnam, china string
	}{
		{1968, "1968-01-29", "1968-01-30"}, {1985, "1985-01-21", "1985-02-20"}, {2007, "2007-02-17", "2007-02-18"},
		{2030, "2030-02-02", "2030-02-03"}, {2053, "2053-02-18", "2053-02-19"},
	} {
		if got := LunarDate(v.year, 1, 1).Format(dateLayout); got != v.vietnam || got == v.china {
			t.Errorf("Tết %d: %s, want %s; in China %s", v.year, got, v.vietnam, v.china)
		}
	}
}

// There is no 30 Chạp before these years: the old year ends on the 29th.
func TestTheOldYearEndsOnTheTwentyNinth(t *testing.T) {
	short := map[int]bool{2016: true, 2022: true, 2025: true, 2026: true, 2027: true, 2028: true, 2029: true, 2030: true, 2031: true, 2032: true}
	for year := 2015; year <= 2035; year++ {
		if year == 2034 { // its eleventh month is leap
			continue
		}
		length := int(LunarDate(year, 1, 1).Sub(LunarDate(year-1, 12, 1)) / (24 * time.Hour))
		if short[year] != (length == 29) || length < 29 || length > 30 {
			t.Errorf("the month before Tết %d has %d days", year, length)
		}
	}
}

func TestTheLastMonthsOfALunarYearReachIntoTheNextSolarOne(t *testing.T) {
	if got := LunarDate(2026, 10, 14).Format(dateLayout); got != "2026-11-22" {
		t.Errorf("14/10 Bính Ngọ: %s", got)
	}
	for _, year := range []int{2016, 2022, 2025, 2026, 2027, 2033} {
		eve := LunarDate(year, 1, 1).AddDate(0, 0, -1)
		if got := LunarDate(year-1, 12, 29); year != 2033 && !got.Equal(eve) {
			t.Errorf("29 Chạp before Tết %d: %s, want %s", year, got, eve)
		}
	}
	if got, want := LunarDate(2033, 12, 1), LunarDate(2034, 1, 1); !got.Before(want) || want.Sub(got).Hours() > 31*24 {
		t.Errorf("1/12 of a year with a leap eleventh month: %s before %s", got, want)
	}
}

func TestLunarMonthsAreTwentyNineOrThirtyDaysAndLeapYearsHaveThirteen(t *testing.T) {
	leap := map[int]bool{2017: true, 2020: true, 2023: true, 2025: true, 2028: true, 2031: true, 2033: true}
	for year := 2015; year <= 2035; year++ {
		for month := 1; month < 12; month++ {
			days := int(LunarDate(year, month+1, 1).Sub(LunarDate(year, month, 1)) / (24 * time.Hour))
			// A leap month stands between the two.
			if days != 29 && days != 30 && !(leap[year] && days >= 58 && days <= 60) {
				t.Errorf("%d/%d has %d days", month, year, days)
			}
		}
		length := int(LunarDate(year+1, 1, 1).Sub(LunarDate(year, 1, 1)) / (24 * time.Hour))
		if leap[year] != (length > 380) || length < 353 || length > 385 {
			t.Errorf("the lunar year %d has %d days", year, length)
		}
	}
}
