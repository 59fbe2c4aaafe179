package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"motcua"
	"motcua/store/filedir"
)

// Suffix ends the name of a whole, proven snapshot. Nothing gets it before.
const Suffix = ".motcua-backup"

const nameLayout = "20060102T150405.000Z"

// Snapshot is one proven snapshot in a folder.
type Snapshot struct {
	Path string
	Made time.Time
}

// Name is the file name of a snapshot made at this time.
func Name(made time.Time) string { return made.UTC().Format(nameLayout) + Suffix }

// List returns the snapshots in folder, oldest first. Other files are passed
// over; a folder that is not there holds none.
func List(folder string) ([]Snapshot, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, filedir.Named(err)
	}
	var out []Snapshot
	for _, e := range entries {
		stem, whole := strings.CutSuffix(e.Name(), Suffix)
		made, err := time.Parse(nameLayout, stem)
		if whole && err == nil && e.Type().IsRegular() {
			out = append(out, Snapshot{filepath.Join(folder, e.Name()), made})
		}
	}
	slices.SortFunc(out, func(a, b Snapshot) int { return a.Made.Compare(b.Made) })
	return out, nil
}

// Surplus returns those of list (oldest first) that need not be kept: all but
// the newest of each of the last daily days and weekly weeks that have any,
// by Vietnam's time. The newest of all always stays.
func Surplus(list []Snapshot, daily, weekly int) []Snapshot {
	days, weeks := map[string]bool{}, map[[2]int]bool{}
	var out []Snapshot
	for i, s := range slices.Backward(list) {
		local := s.Made.In(motcua.Local)
		day := local.Format(time.DateOnly)
		year, week := local.ISOWeek()
		keep := i == len(list)-1
		if !days[day] && len(days) < daily {
			days[day], keep = true, true
		}
		if w := [2]int{year, week}; !weeks[w] && len(weeks) < weekly {
			weeks[w], keep = true, true
		}
		if !keep {
			out = append(out, s)
		}
	}
	return out
}

// Rotate removes the surplus of folder, but never the snapshot at newest, and
// returns how many went.
func Rotate(folder string, daily, weekly int, newest string) (int, error) {
	list, err := List(folder)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range Surplus(list, daily, weekly) {
		if s.Path == newest { // dated before others by a clock that was set back
			continue
		}
		if err := removed(s.Path); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
