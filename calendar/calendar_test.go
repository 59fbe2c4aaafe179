package calendar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
)

// official reads the tables as they are shipped.
func official(t *testing.T) []Table {
	t.Helper()
	names, err := filepath.Glob("../assets/calendar/vn-*.json")
	if err != nil || len(names) < 2 {
		t.Fatalf("%d tables, %v", len(names), err)
	}
	var out []Table
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		table, err := Parse(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, table)
	}
	return out
}

func office(t *testing.T) *Calendar {
	t.Helper()
	c, err := New(official(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, motcua.Local)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestThePublishedDaysOffOf2026AreNotWorked(t *testing.T) {
	c := office(t)
	off := []string{
		"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
		"2026-04-26", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24",
	}
	for _, day := range off {
		d := at(t, day+" 10:00")
		if name, ok := c.Holiday(d); c.IsWorkday(d) || !ok || name == "" {
			t.Errorf("%s: worked, or without a name (%q)", day, name)
		}
	}
	n := 0
	for d := at(t, "2026-01-01 00:00"); d.Year() == 2026; d = d.AddDate(0, 0, 1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	// 261 weekdays, 14 of them off (26/4 is a Sunday), 2 Saturdays worked.
	if n != 261-14+2 {
		t.Errorf("%d working days in 2026", n)
	}
}

func TestSaturdaysWorkedInExchangeCount(t *testing.T) {
	c := office(t)
	for day, want := range map[string]bool{
		"2026-08-22": true, "2026-01-10": true, "2025-04-26": true, "2026-08-29": false, "2026-08-23": false, "2026-11-23": true,
	} {
		d := at(t, day+" 23:59")
		if c.IsWorkday(d) != want {
			t.Errorf("%s: worked is %v", day, !want)
		}
		if name, ok := c.Holiday(d); ok {
			t.Errorf("%s is called %q", day, name)
		}
	}
}

func TestADayBelongsToVietnamWhateverTheZone(t *testing.T) {
	c := office(t)
	// 18:00 in London on the 23rd is 01:00 in Hanoi on the 24th.
	if c.IsWorkday(time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)) {
		t.Error("24/11 in Vietnam was worked")
	}
	a, err := c.Due(time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC), motcua.Limit{Unit: motcua.LimitWorkDays, Count: 1})
	if err != nil || !a.Due.Equal(at(t, "2026-11-25 17:00")) {
		t.Errorf("%v %v", a.Due, err)
	}
}

func TestAYearWithoutATableIsComputedAndSaysSo(t *testing.T) {
	c := office(t)
	for day, worked := range map[string]bool{
		"2027-01-01": false, "2027-02-05": false, "2027-02-08": false, "2027-02-09": false, "2027-02-10": false,
		"2027-04-16": false, "2027-04-30": false, "2027-05-03": false, "2027-09-02": false, "2027-11-24": false,
		"2027-02-11": false, "2027-02-12": true, "2027-09-01": true, "2027-12-31": true, "2024-11-25": true,
	} {
		if c.IsWorkday(at(t, day+" 08:00")) != worked {
			t.Errorf("%s: worked is %v", day, !worked)
		}
	}
	if name, _ := c.Holiday(at(t, "2027-05-03 08:00")); name != "Nghỉ bù Ngày Quốc tế lao động" {
		t.Errorf("3/5/2027 is %q", name)
	}
	if v := c.Version(); v != "2025/1+2026/1+computed" {
		t.Errorf("version %q", v)
	}
	alone, err := New()
	if err != nil || alone.Version() != "computed" || alone.IsWorkday(at(t, "2026-11-24 08:00")) {
		t.Errorf("%v %v", alone, err)
	}
}

func TestCarelesslyEditedTablesAreRefused(t *testing.T) {
	good := `{"year":2027,"version":"2027/1","source":"TB","days":[{"date":"2027-01-01","kind":"holiday","name":"Tết"},{"date":"2027-01-09","kind":"work-day","name":"Bù"}]}`
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string][2]string{
		"year":         {"2027,", "1999,"},
		"version":      {`"2027/1"`, `""`},
		"source":       {`"TB"`, `" TB"`},
		"days[0].date": {"2027-01-01", "2026-01-01"},
		"days[1].date": {"2027-01-09", "2027-02-30"},
		"days[1].kind": {"2027-01-09", "2027-01-08"},
		"days[0].kind": {`"holiday"`, `"feast"`},
		"days[0].name": {`"Tết"`, `"Tết\u0007"`},
		"table":        {`"name":"Tết"`, `"nom":"Tết"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		_, err := Parse([]byte(bad))
		if motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, bad := range map[string]string{
		"two values":   good + good,
		"other year":   strings.Replace(good, "2027/1", "2026/1", 1),
		"edition 0":    strings.Replace(good, "2027/1", "2027/0", 1),
		"edition 01":   strings.Replace(good, "2027/1", "2027/01", 1),
		"out of order": strings.Replace(good, "2027-01-01", "2027-12-31", 1),
		"twice a day":  strings.Replace(good, `"work-day","name":"Bù"`, `"holiday","name":"Bù"},{"date":"2027-01-09","kind":"holiday","name":"Bù"`, 1),
		"no days":      `{"year":2027,"version":"2027/1","source":"TB","days":[]}`,
		"weekend off":  strings.Replace(good, `"work-day"`, `"day-off"`, 1),
		"too large":    good + strings.Repeat(" ", maxTable),
		"empty":        "",
	} {
		if table, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%s: %+v", name, table)
		}
	}
}

func TestOneYearHasOneTable(t *testing.T) {
	tables := official(t)
	if _, err := New(append(tables, tables[0])...); motcua.FieldOf(err) != "year" {
		t.Error(err)
	}
	if _, err := New(Table{}); err == nil {
		t.Error("an empty table was taken")
	}
}

func TestImpossibleOfficeHoursAreRefused(t *testing.T) {
	for name, cfg := range map[string]Config{
		"backwards":   {Shifts: []Shift{{17 * time.Hour, 7 * time.Hour}}},
		"overlapping": {Shifts: []Shift{{7 * time.Hour, 12 * time.Hour}, {11 * time.Hour, 17 * time.Hour}}},
		"past 24:00":  {Shifts: []Shift{{7 * time.Hour, 25 * time.Hour}}},
		"negative":    {Cutoff: -time.Hour},
	} {
		if _, err := cfg.New(); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where a weekend swallowed more than one holiday, the next working days are
// off one after the other, as they officially were in these years.
func TestHolidaysOnAWeekendAreGivenBackOneAfterTheOther(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for day, worked := range map[string]bool{
		"2022-05-02": false, "2022-05-03": false, "2022-05-04": true, "2022-01-03": false,
		"2023-05-01": false, "2023-05-02": false, "2023-05-03": false, "2023-05-04": true, "2023-01-02": false,
	} {
		if c.IsWorkday(at(t, day+" 09:00")) != worked {
			t.Errorf("%s: worked is %v", day, !worked)
		}
	}
}

func TestWhatCanBeComputedAgreesWithTheOfficialTables(t *testing.T) {
	free, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range official(t) {
		for _, d := range table.Days {
			// The government chooses the first of Tết's five days, the day
			// beside 2 September and all exchanges.
			chosen := d.Kind != Holiday || d.Date == "2025-01-27" || d.Date[5:] == "09-01"
			if name, ok := free.Holiday(at(t, d.Date+" 09:00")); !chosen && (!ok || name != d.Name) {
				t.Errorf("%s %s is computed as %q", d.Date, d.Name, name)
			}
		}
	}
}
