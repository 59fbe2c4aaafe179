//go:build linux

package fault_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"motcua/internal/testkit/fault"
)

func run(t *testing.T, s fault.Shot, script string) fault.Outcome {
	t.Helper()
	o, err := fault.Run(context.Background(), s, "", nil, nil, "/bin/sh", "-c", script)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAShotHitsTheCallItWasAimedAt(t *testing.T) {
	write := fault.Shot{Deed: fault.NoSpace, Calls: "write", N: 2}
	o := run(t, write, "echo one; echo two; echo three; exit 3")
	if want := []string{"one", "three"}; !slices.Equal(o.Lines, want) || o.Fired != 1 || o.Code != 3 || o.Killed || !strings.Contains(o.Err, "I/O error") {
		t.Errorf("%+v", o)
	}
	write.Always = true
	if o := run(t, write, "echo one; echo two; echo three"); !slices.Equal(o.Lines, []string{"one"}) || o.Fired < 2 {
		t.Errorf("%+v", o)
	}
	o = run(t, fault.Shot{Deed: fault.Kill, Calls: "write", N: 3}, "echo one; printf two; echo three")
	if !slices.Equal(o.Lines, []string{"one"}) || !o.Killed || o.Code != -1 || o.Fired != 1 {
		t.Errorf("%+v", o)
	}
	o = run(t, fault.Shot{Deed: fault.Kill, Calls: "write", N: 9}, "echo one")
	if o.Killed || o.Fired != 0 || o.Code != 0 {
		t.Errorf("%+v", o)
	}
}

func TestOnlyTheFilesThatWereNamedAreHit(t *testing.T) {
	dir := t.TempDir()
	s := fault.Shot{Deed: fault.IOError, Calls: "write", N: 1, Always: true, Paths: []string{filepath.Join(dir, "à b")}}
	o, err := fault.Run(context.Background(), s, "", nil, nil,
		"/bin/sh", "-c", `cd "$0"; echo x >c && echo fine; echo y >"à b" || echo failed`, dir)
	if err != nil || !slices.Equal(o.Lines, []string{"fine", "failed"}) {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestABookNamesEveryKindOfLoss(t *testing.T) {
	for want, c := range map[string]struct {
		there []fault.Taken
		runs  int
	}{
		"":                        {[]fault.Taken{{"a", "1", 2}, {"b", "2", 2}, {"c", "3", 2}}, 1},
		"acknowledged as":         {[]fault.Taken{{"a", "1", 2}}, 1},
		"and is \"3\" now":        {[]fault.Taken{{"a", "1", 2}, {"b", "3", 2}}, 1},
		"belongs to":              {[]fault.Taken{{"a", "1", 2}, {"b", "2", 2}, {"c", "2", 2}}, 1},
		"there twice":             {[]fault.Taken{{"a", "1", 2}, {"b", "2", 2}, {"b", "2", 2}}, 1},
		"nobody was told":         {[]fault.Taken{{"a", "1", 2}, {"b", "2", 2}, {"c", "3", 2}}, 0},
		"at status 2 and is at 4": {[]fault.Taken{{"a", "1", 4}, {"b", "2", 2}}, 1},
	} {
		b := fault.Book{}
		b.Say(fault.Taken{ID: "a", Code: "1"}, fault.Taken{ID: "b", Code: "2"})
		got := strings.Join(b.Check(c.there, c.runs, 2), "; ")
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("want %q, got %q", want, got)
		}
	}
	b := fault.Book{}
	if got := b.Check([]fault.Taken{{"x", "9", 2}}, 1, 2); len(got) != 0 || b.Unsaid != 1 {
		t.Error(got)
	}
	for _, there := range [][]fault.Taken{{{"y", "9", 2}}, {}} {
		b.Seen = map[string]string{"9": "x"}
		if got := b.Check(there, 9, 2); len(got) != 1 {
			t.Error(got)
		}
	}
}

func TestOnlyTheStepThatWasCutShortMayBeMadeUnsaid(t *testing.T) {
	three := []fault.Taken{{"a", "1", 2}, {"b", "2", 2}, {"c", "3", 2}}
	for _, c := range []struct {
		a, b, c int
		want    string
		silent  int
	}{
		{4, 2, 2, "", 0},
		{4, 4, 2, "", 1},
		{2, 2, 2, "dossier a was acknowledged at status 4 and is at 2", 0},
		{4, 2, 4, "dossier c was acknowledged at status 2 and is at 4", 0},
		{4, 5, 2, "dossier b was acknowledged at status 2 and is at 5", 0},
	} {
		b := fault.Book{}
		b.Say(three...)
		if got := b.Check(three, 1, 2); len(got) != 0 {
			t.Fatal(got)
		}
		b.Step(three, 4, fault.Taken{ID: "a", Code: "1", Status: 4})
		got := b.Check([]fault.Taken{{"a", "1", c.a}, {"b", "2", c.b}, {"c", "3", c.c}}, 2, 2)
		if strings.Join(got, "; ") != c.want || b.Silent != c.silent || b.Steps != 1 {
			t.Errorf("%+v: %q, %d", c, got, b.Silent)
		}
	}
}

func TestAPlanIsTheSameForTheSameSeedAndReachesBothEnds(t *testing.T) {
	a, b := fault.Plan(800, 7), fault.Plan(800, 7)
	if len(a) != 800 || !slices.Equal(a, b) || slices.Equal(a, fault.Plan(800, 8)) {
		t.Fatal(len(a))
	}
	for _, aim := range fault.Aims() {
		low, high := aim.Last, 0
		for _, x := range a {
			if x.Aim == aim {
				low, high = min(low, x.N), max(high, x.N)
			}
		}
		if low < 1 || low > 1+aim.Last/5 || high > aim.Last || high < aim.Last-aim.Last/5 {
			t.Errorf("%s: shots from %d to %d of %d", aim, low, high, aim.Last)
		}
	}
}

func TestTheSweepAndTheLongPlanKillAtEveryFsyncAndPwrite(t *testing.T) {
	for name, plan := range map[string][]fault.Trial{"sweep": fault.Sweep(0, 7), "half of 10,000": fault.Plan(5000, 7)} {
		for _, call := range []string{"fsync", "pwrite"} {
			for n := 1; n <= 200; n++ {
				if !slices.ContainsFunc(plan, func(x fault.Trial) bool {
					return x.N == n && x.Aim.Work == fault.Intake && x.Aim.Call == call && x.Aim.Deed == fault.Kill
				}) {
					t.Errorf("%s: no kill at %s %d", name, call, n)
				}
			}
		}
	}
}
