//go:build linux

package faults

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/internal/testkit/fault"
)

// The long plan is asked for by the environment; `make soak` does.
const (
	trialsVar = "MOTCUA_FAULT_TRIALS" // how many; the sweep where unset
	seedVar   = "MOTCUA_FAULT_SEED"   // of the plan; 1 where unset
	dirVar    = "MOTCUA_FAULT_DIR"    // where to keep what is needed to go on after a stop
)

const (
	besides = 120 // trials of all kinds besides the sweep
	lanes   = 2   // data folders tried at the same time
)

func TestNothingAcknowledgedIsLostWhateverFails(t *testing.T) {
	seed := uint64(number(t, seedVar, 1))
	plan := fault.Sweep(besides, seed)
	if n := number(t, trialsVar, 0); n > 0 {
		plan = fault.Plan(n, seed)
	}
	dir := os.Getenv(dirVar)
	if dir == "" {
		dir = quick(t)
	}
	bin := build(t)
	t.Logf("%d trials, %s=%d", len(plan), seedVar, seed)
	all := make([]*lane, lanes)
	t.Run("lanes", func(t *testing.T) {
		for i := range all {
			l := &lane{bin: bin, folder: filepath.Join(dir, fmt.Sprintf("trials%d-seed%d-lane%d", len(plan), seed, i+1))}
			all[i] = l
			var share []fault.Trial
			for n := i; n < len(plan); n += lanes {
				share = append(share, plan[n])
			}
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				l.run(t, share)
			})
		}
	})
	report(t, all)
}

// quick returns a folder in memory where the machine has one. What a killed
// program leaves there is what it leaves in the cache of a disk, and injected
// errors do not reach either.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "motcua-faults-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// run goes through a plan, from where an earlier run of it stopped.
func (l *lane) run(t *testing.T, plan []fault.Trial) {
	if err := os.MkdirAll(l.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(l.folder, "state.json")
	if b, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(b, &l.state); err != nil {
			t.Fatal(err)
		}
		t.Logf("going on after trial %d", l.state.Done)
	}
	if l.state.Tally == nil {
		l.state.Tally = map[string]tally{}
	}
	l.fresh(t) // what an interrupted trial had said is in no book
	for l.state.Done < len(plan) && !t.Failed() {
		l.try(t, plan[l.state.Done])
		l.state.Done++
		b, err := json.Marshal(l.state)
		if err == nil {
			err = os.WriteFile(file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	l.audit(t)
}

// audit opens the folder and reads every file that was acknowledged.
func (l *lane) audit(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	s, err := station.Open(ctx, station.Config{Dir: l.data()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, f := range l.state.Book.Files {
		d, err := s.Store.Dossier(ctx, f.Dossier)
		if err != nil {
			t.Errorf("%s: %v", f.Dossier, err)
			continue
		}
		i := slices.IndexFunc(d.Components, func(c motcua.Component) bool { return c.Rule.Key == f.Paper })
		if i < 0 || !slices.ContainsFunc(d.Components[i].Files, func(a motcua.FileAdded) bool { return a.File.SHA256 == f.SHA256 }) {
			t.Errorf("%s lost file %s", f.Dossier, f.SHA256)
		}
		r, err := s.Store.OpenFile(f.SHA256)
		if err != nil {
			t.Errorf("%s: %v", f.SHA256, err)
			continue
		}
		h := sha256.New()
		if _, err := io.Copy(h, r); err != nil || hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
			t.Errorf("%s holds other bytes (%v)", f.SHA256, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("folder %d after %d runs: %d dossiers, %d steps and %d files acknowledged and there; %d more dossiers and %d more steps nobody was told of",
		l.state.Folder, l.state.Runs, len(l.state.Book.Said), l.state.Book.Steps, len(l.state.Book.Files), l.state.Book.Unsaid, l.state.Book.Silent)
}

// report prints a line for each kind of trial and wants that most shots hit.
func report(t *testing.T, all []*lane) {
	sum := map[string]tally{}
	var total tally
	for _, l := range all {
		for name, c := range l.state.Tally {
			s := sum[name]
			for _, into := range []*tally{&s, &total} {
				into.Trials += c.Trials
				into.Hit += c.Hit
				into.Killed += c.Killed
				into.Refused += c.Refused
				into.Unharmed += c.Unharmed
			}
			sum[name] = s
		}
	}
	names := make([]string, 0, len(sum))
	for n := range sum {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range append(names, "all") {
		c, ok := sum[n]
		if !ok {
			c = total
		}
		t.Logf("%-28s trials %5d, hit %5d: killed %5d, refused with a sentence %5d, went on unharmed %5d",
			n, c.Trials, c.Hit, c.Killed, c.Refused, c.Unharmed)
	}
	if total.Hit*10 < total.Trials*7 {
		t.Errorf("only %d of %d shots hit", total.Hit, total.Trials)
	}
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no number", name, v)
	}
	return n
}

// build builds the program under test.
func build(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	out := filepath.Join(t.TempDir(), "motcuactl")
	c := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", out, "motcua/cmd/motcuactl")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if b, err := c.CombinedOutput(); err != nil {
		t.Fatalf("building motcuactl: %v\n%s", err, b)
	}
	return out
}
