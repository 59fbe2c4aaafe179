package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if asked, code := otherSelf(); asked {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

func TestPercentilesAreNearestRank(t *testing.T) {
	var all times
	for i := 200; i >= 1; i-- {
		all = append(all, time.Duration(i))
	}
	for p, want := range map[int]time.Duration{50: 100, 95: 190, 99: 198, 100: 200} {
		if got := all.at(p); got != want {
			t.Errorf("p%d is %d, want %d", p, got, want)
		}
	}
}

func TestASmallRunMeasuresEveryPartAndPutsTheTableInItsPlace(t *testing.T) {
	out := filepath.Join(t.TempDir(), "benchmarks.md")
	if err := os.WriteFile(out, []byte("before\n"+begin+"\nold\n"+end+"\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := config{dir: t.TempDir(), out: out, dossiers: 2100, intakes: 20}
	if err := run(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"before\n", "after\n", "durable intake, p50", "generating 2100", "opening 2100", "search as you type", "verify", "backed up", "a receipt as PDF", "a register of 1,000", "Enter to the job accepted", "a page of the preview", "key to redrawn screen, intake form", "key to redrawn screen, work list"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(string(text), "old") {
		t.Error("the old table is still there")
	}
}
