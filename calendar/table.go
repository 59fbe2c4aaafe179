// Package calendar knows which days are worked in Vietnamese offices and when
// the result of a dossier is due. It is pure: the official tables of days off
// come in as bytes, the moment of reception as an argument.
//
// The tables carry what no rule can compute, because the government decides it
// each year: which five days are Tết, which day beside 2 September is off, and
// which Saturdays are worked in exchange. A year without a table is computed
// from Article 112 of the Labour Code and says so in its version.
package calendar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"motcua"
)

// DayKind says in what way a day differs from its weekday.
type DayKind string

// The kinds of special days.
const (
	Holiday DayKind = "holiday"  // a public holiday (ngày nghỉ lễ), on any weekday
	DayOff  DayKind = "day-off"  // a working day given off: nghỉ bù or hoán đổi
	Workday DayKind = "work-day" // a Saturday or Sunday worked in exchange (làm bù)
)

// Day is one special day of a table.
type Day struct {
	Date string  `json:"date"` // yyyy-MM-dd
	Kind DayKind `json:"kind"`
	Name string  `json:"name"` // Vietnamese, as people read it
}

// Table is the official list of one year's special days, in order of date.
type Table struct {
	Year    int    `json:"year"`
	Version string `json:"version"` // "2026/1", year and edition; kept in every appointment
	Source  string `json:"source"`  // the notices that decided it
	Days    []Day  `json:"days"`
}

// dateLayout is how tables and appointments write a day.
const dateLayout = "2006-01-02"

// The years a calendar answers for.
const (
	firstYear = 2000
	lastYear  = 2100
)

// maxTable bounds a table's bytes; a year has some twenty special days.
const maxTable = 1 << 16

// Parse reads one year's table and refuses, with CodeInvalid and the field,
// whatever a careless editor may have left in it: unknown fields, a day of
// another year, days out of order or twice, a worked Monday.
func Parse(data []byte) (Table, error) {
	if len(data) > maxTable {
		return Table{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "table"}
	}
	var t Table
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return Table{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "table", Cause: err}
	}
	if _, err := d.Token(); err != io.EOF {
		return Table{}, invalid("table", "more than one value")
	}
	if err := t.check(); err != nil {
		return Table{}, err
	}
	return t, nil
}

// Edition returns the number behind the year in Version, 0 where it is not
// written as "2026/1". Of two tables of a year the one of the higher edition is
// right.
func (t Table) Edition() int {
	year, edition, _ := strings.Cut(t.Version, "/")
	n, err := strconv.Atoi(edition)
	if err != nil || n < 1 || year != strconv.Itoa(t.Year) || edition != strconv.Itoa(n) {
		return 0
	}
	return n
}

func (t Table) check() error {
	switch {
	case t.Year < firstYear || t.Year > lastYear:
		return invalid("year", "out of range")
	case t.Edition() < 1:
		return invalid("version", "not year and edition")
	case !oneLine(t.Source):
		return invalid("source", "missing")
	case len(t.Days) == 0:
		return invalid("days", "missing")
	}
	last := ""
	for i, d := range t.Days {
		field := fmt.Sprintf("days[%d]", i)
		if err := d.check(field, t.Year); err != nil {
			return err
		}
		if d.Date <= last {
			return invalid(field+".date", "out of order")
		}
		last = d.Date
	}
	return nil
}

func (d Day) check(field string, year int) error {
	at, err := time.Parse(dateLayout, d.Date)
	if err != nil || at.Year() != year {
		return invalid(field+".date", "not a day of the year")
	}
	weekend := isWeekend(at)
	switch {
	case !oneLine(d.Name):
		return invalid(field+".name", "missing")
	case d.Kind == Holiday, d.Kind == DayOff && !weekend, d.Kind == Workday && weekend:
		return nil
	}
	return invalid(field+".kind", "not possible on that weekday")
}

// oneLine reports whether s is text in the one form that tables keep.
func oneLine(s string) bool {
	clean, ok := motcua.CleanText(s, false)
	return ok && s != "" && clean == s && !strings.ContainsAny(s, "+")
}

func invalid(field, detail string) error {
	return &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: detail}
}

func isWeekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}
