//go:build linux

package faults

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"motcua/internal/testkit/fault"
)

// disk is a file system of its own where this machine lets us mount one, and
// otherwise a folder whose system calls fail as that file system's would.
type disk struct {
	real bool
	path string
}

func newDisk(t *testing.T, size string) disk {
	t.Helper()
	d := disk{path: filepath.Join(t.TempDir(), "disk")}
	if err := os.Mkdir(d.path, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", d.path, "tmpfs", 0, "size="+size)
	d.real = err == nil
	if d.real {
		t.Cleanup(func() {
			if err := syscall.Unmount(d.path, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
	}
	t.Logf("a file system of its own: %v (%v)", d.real, err)
	return d
}

// remount changes size or permission of a real one.
func (d disk) remount(t *testing.T, flags uintptr, options string) {
	t.Helper()
	if !d.real {
		return
	}
	if err := syscall.Mount("tmpfs", d.path, "tmpfs", syscall.MS_REMOUNT|flags, options); err != nil {
		t.Fatal(err)
	}
}

// run runs motcuactl; where the disk is not real, every call from the n-th on
// fails with deed.
func (d disk) run(t *testing.T, l *lane, deed fault.Deed, calls string, n int, in string, args ...string) fault.Outcome {
	t.Helper()
	s := fault.Shot{Deed: deed, Calls: calls, N: n, Always: true}
	if d.real {
		s = fault.Shot{Deed: deed, Calls: "sync", N: 1} // nobody calls it
	} else {
		for _, end := range []string{"", "-wal", "-shm", ".lock"} {
			s.Paths = append(s.Paths, filepath.Join(l.data(), "station.db"+end))
		}
	}
	return l.shoot(t, s, in, args...)
}

func wantRefused(t *testing.T, o fault.Outcome, sentence, code string) {
	t.Helper()
	if o.Code != 1 || !strings.Contains(o.Err, sentence) || !regexp.MustCompile(`\((.*: )?`+code+`\b`).MatchString(o.Err) ||
		!strings.Contains(o.Err, "chưa được lưu") || strings.Count(o.Err, "\n") != 1 || strings.Contains(o.Err, "goroutine ") {
		t.Errorf("exit %d, %q", o.Code, o.Err)
	}
}

func newLane(t *testing.T, d disk) *lane {
	t.Helper()
	l := &lane{bin: build(t), folder: d.path, state: state{Tally: map[string]tally{}}}
	l.fresh(t)
	return l
}

func TestAFullDiskIsSaidAndNothingAcknowledgedIsLost(t *testing.T) {
	d := newDisk(t, "3m")
	l := newLane(t, d)
	for range 3 { // the clerk tries again
		l.state.Runs++
		o := d.run(t, l, fault.NoSpace, "pwrite64", 500, dossiers(l.state.Runs, 3000), "intake", "--data", l.data(), "--file", "-")
		wantRefused(t, o, "đĩa đã đầy", "disk-full")
		l.state.Book.Say(taken(t, o.Lines)...)
	}
	if n := len(l.state.Book.Said); n < 10 || n > 2900 {
		t.Errorf("%d dossiers until the disk was full", n)
	}
	d.remount(t, 0, "size=64m")
	l.check(t, "after the disk was full")
	if d.real { // closed well, so that the journal's index must be made anew
		fill := filepath.Join(d.path, "fill")
		if err := os.WriteFile(fill, make([]byte, 64<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		l.state.Runs++
		wantRefused(t, d.run(t, l, fault.NoSpace, "pwrite64", 1, dossiers(l.state.Runs, 1), "intake", "--data", l.data(), "--file", "-"), "đĩa đã đầy", "disk-full")
		if err := os.Remove(fill); err != nil {
			t.Fatal(err)
		}
	}
	l.state.Book.Say(taken(t, l.fine(t, dossiers(9, 2), "intake", "--data", l.data(), "--file", "-"))...)
	l.state.Runs++
	l.check(t, "after there was room again")
}

func TestADiskThatIsReadOnlyIsSaidAndNothingChanges(t *testing.T) {
	d := newDisk(t, "16m")
	l := newLane(t, d)
	l.check(t, "before")
	d.remount(t, syscall.MS_RDONLY, "")
	log := l.folder
	l.folder = t.TempDir() // for the trace
	data := filepath.Join(log, "d1")
	for _, args := range [][]string{
		{"intake", "--data", data, "--file", "-"},
		{"attach", "--data", data, l.state.Book.Said[0].Code, "p1", "--file", "/etc/hostname"},
	} {
		s := fault.Shot{Deed: fault.ReadOnly, Calls: "openat", N: 1, Always: true, Paths: []string{filepath.Join(data, "station.db.lock")}}
		if d.real {
			s.Calls, s.Paths = "sync", nil // nobody calls it
		}
		wantRefused(t, l.shoot(t, s, dossiers(1, 2), args...), "không ghi được", "read-only")
	}
	l.folder = log
	d.remount(t, 0, "")
	l.check(t, "after it could be written again")
	if l.state.Book.Unsaid != 0 {
		t.Error(fmt.Sprint(l.state.Book.Unsaid, " dossiers more"))
	}
}
