package backup_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
	"motcua/store/backup"
)

func at(day, hour int) time.Time {
	return time.Date(2026, 11, day, hour, 0, 0, 0, motcua.Local)
}

// shelf is a list of snapshots of these times, oldest first.
func shelf(times ...time.Time) []backup.Snapshot {
	var out []backup.Snapshot
	for _, t := range times {
		out = append(out, backup.Snapshot{Path: backup.Name(t), Made: t})
	}
	slices.SortFunc(out, func(a, b backup.Snapshot) int { return a.Made.Compare(b.Made) })
	return out
}

func kept(list []backup.Snapshot, daily, weekly int) []string {
	gone := map[string]bool{}
	for _, s := range backup.Surplus(list, daily, weekly) {
		gone[s.Path] = true
	}
	var out []string
	for _, s := range list {
		if !gone[s.Path] {
			out = append(out, s.Made.In(motcua.Local).Format("02-15"))
		}
	}
	return out
}

func TestSevenDaysAndFourWeeksAreKept(t *testing.T) {
	var times []time.Time
	for day := 1; day <= 30; day++ { // twice a day in November 2026; the 1st is a Sunday
		times = append(times, at(day, 0), at(day, 17))
	}
	got := kept(shelf(times...), 7, 4)
	// The weeks end on the 29th, 22nd and 15th; the 30th is the fourth week.
	want := []string{"15-17", "22-17", "24-17", "25-17", "26-17", "27-17", "28-17", "29-17", "30-17"}
	if !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

func TestADayIsVietnams(t *testing.T) {
	// 23:30 and 00:30 in Vietnam are one day in Greenwich and two at the counter.
	late, early := at(20, 23).Add(30*time.Minute), at(21, 0).Add(30*time.Minute)
	if got := kept(shelf(late, early), 7, 0); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestTheNewestStaysWhateverIsAskedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		hours := rapid.SliceOfNDistinct(rapid.IntRange(0, 5000), 1, 60, rapid.ID).Draw(rt, "hours")
		daily, weekly := rapid.IntRange(0, 9).Draw(rt, "daily"), rapid.IntRange(0, 5).Draw(rt, "weekly")
		var times []time.Time
		for _, h := range hours {
			times = append(times, at(1, 0).Add(time.Duration(h)*time.Hour))
		}
		list := shelf(times...)
		gone := backup.Surplus(list, daily, weekly)
		left := len(list) - len(gone)
		if left < 1 || left > max(1, daily+weekly) {
			rt.Fatalf("%d of %d left for %d and %d", left, len(list), daily, weekly)
		}
		if slices.Contains(gone, list[len(list)-1]) {
			rt.Fatal("the newest goes")
		}
		// What is left is left again: rotating twice is rotating once.
		rest := slices.DeleteFunc(slices.Clone(list), func(s backup.Snapshot) bool { return slices.Contains(gone, s) })
		if again := backup.Surplus(rest, daily, weekly); len(again) != 0 {
			rt.Fatalf("%d more go the second time", len(again))
		}
	})
}

func TestOnlyWholeSnapshotsAreListedAndRotatedAway(t *testing.T) {
	dir := t.TempDir()
	if list, err := backup.List(filepath.Join(dir, "none")); len(list) != 0 || err != nil {
		t.Fatal(list, err)
	}
	old, newest := backup.Name(at(2, 8)), backup.Name(at(2, 17))
	others := []string{newest + ".part", "thư.docx", "20261102T080000.000Z.zip", "x" + backup.Suffix}
	for _, n := range append([]string{old, newest}, others...) {
		if err := os.WriteFile(filepath.Join(dir, n), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := backup.List(dir)
	if err != nil || len(list) != 2 || !list[0].Made.Equal(at(2, 8)) {
		t.Fatalf("%v %v", list, err)
	}
	// A backup dated before others, by a clock that was set back, is the new one.
	if n, err := backup.Rotate(dir, 1, 1, filepath.Join(dir, old)); n != 0 || err != nil {
		t.Error(n, err)
	}
	if n, err := backup.Rotate(dir, 1, 1, filepath.Join(dir, newest)); n != 1 || err != nil {
		t.Error(n, err)
	}
	for _, n := range append([]string{newest}, others...) {
		if _, err := os.Stat(filepath.Join(dir, n)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, old)); !os.IsNotExist(err) {
		t.Error("the old one stays", err)
	}
}
