package e2e

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"testing"
)

var printedCode = regexp.MustCompile(`^H57\.19\.789-\d{6}-\d{4}$`)

// left is what `station show` says of today's numbers.
func left(t *testing.T, station string) int {
	t.Helper()
	var s struct {
		NumbersLeft int
	}
	if err := json.Unmarshal([]byte(must(t, "station", "show", "--data", station)), &s); err != nil {
		t.Fatal(err)
	}
	return s.NumbersLeft
}

func TestTwoOfflineCountersPrintNoCodeTwice(t *testing.T) {
	h, one, two, fresh := startHub(t), newStation(t), newStation(t), newStation(t)
	enrol(t, one, h)
	enrol(t, two, h)
	if n := left(t, one); n != 500 {
		t.Errorf("%d numbers of its own, want 500", n)
	}
	all := takeIn(t, one, 2) // before the first lease
	for _, s := range []string{one, two} {
		must(t, "sync", "--data", s, "--once")
		if n := left(t, s); n < 540 {
			t.Errorf("%d numbers left after the first lease", n)
		}
	}
	// Offline: their blocks are used up and they go on from their own numbers.
	for range 3 {
		all = append(all, takeIn(t, one, 20)...)
		all = append(all, takeIn(t, two, 19)...)
		all = append(all, takeIn(t, fresh, 3)...)
	}
	must(t, "sync", "--data", one, "--once")
	stick, reply := filepath.Join(t.TempDir(), "usb.mcb"), filepath.Join(t.TempDir(), "reply.mcb")
	must(t, "bundle", "make", "--data", two, "--file", stick)
	must(t, "bundle", "import", "--data", h.dir, "--file", stick, "--reply", reply)
	must(t, "bundle", "import", "--data", two, "--file", reply)
	enrol(t, fresh, h)
	must(t, "sync", "--data", fresh, "--once")
	all = append(all, takeIn(t, fresh, 2)...)
	for _, s := range []string{one, two, fresh, fresh} {
		must(t, "sync", "--data", s, "--once")
	}

	at := codes(lines[row](t, must(t, "hub", "dossiers", "--data", h.dir, "--json")))
	if len(at) != len(all) {
		t.Errorf("the hub has %d dossiers of %d", len(at), len(all))
	}
	for _, d := range all {
		if at[d.Code] != 1 || !printedCode.MatchString(d.Code) {
			t.Errorf("%s is at the hub %d times", d.Code, at[d.Code])
		}
	}
	for _, s := range []string{one, two, fresh} {
		for _, r := range lines[row](t, must(t, "dossiers", "--data", s, "--json")) {
			if r.Truth != "received" {
				t.Errorf("%s is %q, want received", r.Code, r.Truth)
			}
		}
		must(t, "verify", "--data", s)
	}
	must(t, "verify", "--data", h.dir)
}
