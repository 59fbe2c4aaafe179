package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/fault"
)

// stubborn runs receiveStubbornly under a shot and returns what it said.
func stubborn(t *testing.T, dir string, n int, shot fault.Shot, also string) (fault.Outcome, map[string]motcua.Code) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	timed, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	o, err := fault.Run(timed, shot, also,
		strings.NewReader(strings.Repeat("\n", n)), []string{stubbornDir + "=" + dir}, exe)
	if err != nil {
		t.Fatal(err)
	}
	if !o.Killed || len(o.Lines) != n {
		t.Fatalf("%s: it said %d things of %d: %s", shot, len(o.Lines), n, o.Err)
	}
	told := map[string]motcua.Code{}
	for _, l := range o.Lines {
		if f := strings.Fields(l); f[0] == "ok" {
			told[f[1]] = motcua.Code(f[2])
		}
	}
	return o, told
}

func TestAfterAFailedWriteTheFileIsOpenedAnewAndTheNextDossierIsSafe(t *testing.T) {
	for _, c := range []struct {
		call string
		deed fault.Deed
		n    int
		want motcua.ErrorCode
	}{
		{"fsync,fdatasync", fault.IOError, 3, motcua.CodeIO},
		{"fsync,fdatasync", fault.NoSpace, 2, motcua.CodeIO},
		{"pwrite64", fault.IOError, 40, motcua.CodeIO},
		{"pwrite64", fault.NoSpace, 50, motcua.CodeDiskFull},
	} {
		dir := newStation(t)
		file := filepath.Join(dir, "station.db")
		shot := fault.Shot{Deed: c.deed, Calls: c.call, N: c.n, Paths: []string{file + "-wal", file}}
		o, told := stubborn(t, dir, 12, shot, "openat,?open,close")
		no := 0
		for _, l := range o.Lines {
			if code, failed := strings.CutPrefix(l, "no "); failed {
				no++
				if motcua.ErrorCode(code) != c.want {
					t.Errorf("%s: %q", shot, l)
				}
			}
		}
		// Each thread is hit once; a dossier that is refused is never the last word.
		if no == 0 || no > o.Fired || !strings.Contains(strings.Join(o.Lines, "\n"), "no "+string(c.want)+"\nok ") {
			t.Errorf("%s: %d hits, said %q", shot, o.Fired, o.Lines)
		}
		if !openedAnew(o.Trace) {
			t.Errorf("%s: the file was not opened anew after %q", shot, o.Lines)
		}
		wantAll(t, open(t, dir), told)
	}
}

// openedAnew reports whether after each failure every handle of the database
// and its journal was closed before one was opened again.
func openedAnew(trace string) bool {
	handles, failed, again, ever := 0, false, false, false
	for l := range strings.Lines(trace) {
		switch {
		case strings.Contains(l, "(INJECTED)"):
			failed, again = true, false
		case strings.Contains(l, " close("):
			handles--
		case strings.Contains(l, " open(") || strings.Contains(l, " openat("):
			if failed && !again && handles != 0 {
				return false
			}
			handles++
			again = true
			ever = ever || failed
		}
	}
	return ever
}

func TestADiskThatNeverTakesAnotherByteAcknowledgesNothing(t *testing.T) {
	for _, deed := range []fault.Deed{fault.IOError, fault.NoSpace} {
		dir := newStation(t)
		file := filepath.Join(dir, "station.db")
		shot := fault.Shot{Deed: deed, Calls: "fsync,fdatasync,pwrite64", N: 60, Always: true, Paths: []string{file + "-wal", file}}
		o, told := stubborn(t, dir, 20, shot, "")
		if len(told) == 0 || len(told) > 18 || strings.HasPrefix(o.Lines[19], "ok") {
			t.Fatalf("%s: %q", shot, o.Lines)
		}
		s := open(t, dir)
		wantAll(t, s, told)
		d := receive(t, s, form("Trần Thị Thử"))
		for id, c := range told {
			if c == d.Received.Code {
				t.Errorf("%s got the number of %s", d.ID, id)
			}
		}
	}
}

func TestAFileWhoseBytesDidNotReachTheDiskIsNeverNamed(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	_ = receive(t, s, form("Trần Thị Thử"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 2; n++ {
		exe, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		o, err := fault.Run(ctx, fault.Shot{Deed: fault.IOError, Calls: "fsync,fdatasync", N: n, Always: true},
			"renameat,?rename", strings.NewReader("page"), []string{putDir + "=" + dir}, exe)
		if err != nil {
			t.Fatal(err)
		}
		if o.Code != 1 || len(o.Lines) != 0 || !strings.Contains(o.Err, string(motcua.CodeIO)) {
			t.Errorf("fsync %d: exit %d, %q %q", n, o.Code, o.Lines, o.Err)
		}
		if n == 1 && strings.Contains(o.Trace, "rename") {
			t.Errorf("renamed after a failed fsync:\n%s", o.Trace)
		}
	}
	// Folders that a failed run made are synced by the next that uses them.
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o, err := fault.Run(ctx, fault.Shot{Deed: fault.IOError, Calls: "fsync,fdatasync", N: 60000},
		"", strings.NewReader("page"), []string{putDir + "=" + dir}, exe)
	if err != nil || len(o.Lines) != 1 || !strings.Contains(o.Trace, "/files>") {
		t.Errorf("%v, %q: its shelf was not made durable:\n%s", err, o.Lines, o.Trace)
	}
	left, err := filepath.Glob(filepath.Join(dir, "files", "tmp", "put-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("%q left behind, %v", left, err)
	}
}
