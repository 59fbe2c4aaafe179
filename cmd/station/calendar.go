package station

import (
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"motcua"
	"motcua/assets/calendar"
	workdays "motcua/calendar"
	"motcua/store/filedir"
)

// CalendarTable is the table of one year in use.
type CalendarTable struct {
	workdays.Table
	Imported bool // from the station's folder, else shipped with the program
}

// RefusedTable is a table in the station's folder that cannot be used.
type RefusedTable struct {
	File string
	Err  error
}

// maxTableFile is more than any table that Parse takes.
const maxTableFile = 1 << 17

// Calendar returns the working-day calendar of the tables that the program
// ships.
func Calendar() (*workdays.Calendar, error) {
	tables, _, err := CalendarTables("")
	if err != nil {
		return nil, err
	}
	return calendarFrom(tables)
}

// calendarOf returns the calendar of a station. A table in its folder that
// cannot be used is logged and passed over: the counter opens with the shipped
// one.
func calendarOf(dir string, log *slog.Logger) (*workdays.Calendar, error) {
	tables, refused, err := CalendarTables(dir)
	if err != nil {
		return nil, err
	}
	for _, r := range refused {
		log.Warn("calendar table refused", "file", r.File, "err", r.Err)
	}
	return calendarFrom(tables)
}

func calendarFrom(tables []CalendarTable) (*workdays.Calendar, error) {
	var plain []workdays.Table
	for _, t := range tables {
		plain = append(plain, t.Table)
	}
	return workdays.New(plain...)
}

// CalendarTables returns the tables that a station in dir uses, in order of
// year, and those in its folder that cannot be used. Of two tables of one year
// the higher edition is used, the shipped one where they are equal. Without dir
// only the shipped ones are.
func CalendarTables(dir string) ([]CalendarTable, []RefusedTable, error) {
	files, err := calendar.Tables()
	if err != nil {
		return nil, nil, err
	}
	byYear := map[int]CalendarTable{}
	for _, b := range files {
		t, err := workdays.Parse(b)
		if err != nil {
			return nil, nil, err
		}
		byYear[t.Year] = CalendarTable{Table: t}
	}
	var refused []RefusedTable
	for _, file := range tableFiles(dir) {
		t, err := readTable(file)
		if err != nil {
			refused = append(refused, RefusedTable{file, err})
		} else if t.Edition() > byYear[t.Year].Edition() {
			byYear[t.Year] = CalendarTable{Table: t, Imported: true}
		}
	}
	var used []CalendarTable
	for _, t := range byYear {
		used = append(used, t)
	}
	slices.SortFunc(used, func(a, b CalendarTable) int { return a.Year - b.Year })
	return used, refused, nil
}

// tableFiles lists the tables in a station's folder, in order of name.
func tableFiles(dir string) []string {
	if dir == "" {
		return nil
	}
	// Glob would take a folder's own name for a pattern.
	names, err := fs.Glob(os.DirFS(filepath.Join(dir, "calendar")), "vn-*.json")
	if err != nil {
		return nil
	}
	for i, name := range names {
		names[i] = filepath.Join(dir, "calendar", name)
	}
	return names
}

// readTable reads a table that bears its year in its file's name.
func readTable(file string) (workdays.Table, error) {
	t, err := ReadCalendarTable(file)
	if err == nil && filepath.Base(file) != tableName(t.Year) {
		err = &motcua.Error{Code: motcua.CodeInvalid, Field: "year", Detail: "not that of the file's name"}
	}
	return t, err
}

func tableName(year int) string { return fmt.Sprintf("vn-%d.json", year) }

// ReadCalendarTable reads and checks a table from any file.
func ReadCalendarTable(file string) (workdays.Table, error) {
	f, err := os.Open(file)
	if err != nil {
		return workdays.Table{}, filedir.Named(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxTableFile))
	if err != nil {
		return workdays.Table{}, filedir.Named(err)
	}
	return workdays.Parse(b)
}

// CalendarFile makes room for an imported table in a station's folder and
// returns where it belongs. A table that would not be used, because one of its
// year and the same or a higher edition is there, is CodeConflict in "version".
func CalendarFile(dir string, t workdays.Table) (string, error) {
	used, _, err := CalendarTables(dir)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(used, func(u CalendarTable) bool { return u.Year == t.Year && u.Edition() >= t.Edition() }) {
		return "", &motcua.Error{Code: motcua.CodeConflict, Field: "version", Detail: "same or newer edition in use"}
	}
	folder := filepath.Join(dir, "calendar")
	if err := filedir.MakeFolder(folder); err != nil {
		return "", err
	}
	return filepath.Join(folder, tableName(t.Year)), nil
}
