package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// row is a line of `dossiers --json` and of `hub dossiers --json`.
type row struct {
	Code   string
	Status int
	Truth  string
}

func codes(rows []row) map[string]int {
	m := map[string]int{}
	for _, r := range rows {
		m[r.Code]++
	}
	return m
}

func TestTheSameDossiersByNetworkAndTwiceByStickAreAtTheHubOnce(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	dossiers := takeIn(t, station, 5)
	pdf := filepath.Join(t.TempDir(), "giấy.pdf")
	must(t, "receipt", "--data", station, dossiers[0].Code, "--out", pdf)
	must(t, "attach", "--data", station, dossiers[0].Code, "p1", "--file", pdf)

	stick := filepath.Join(t.TempDir(), "usb.mcb")
	must(t, "bundle", "make", "--data", station, "--file", stick)
	if got := must(t, "sync", "--data", station, "--once"); !strings.Contains(got, "refused 0") || strings.Contains(got, "accepted 0") {
		t.Fatalf("sync said %q", got)
	}
	for range 2 {
		reply := filepath.Join(t.TempDir(), "reply.mcb")
		got := must(t, "bundle", "import", "--data", h.dir, "--file", stick, "--reply", reply)
		if !strings.Contains(got, "accepted 0") {
			t.Fatalf("the hub took events of the stick twice: %q", got)
		}
		must(t, "bundle", "import", "--data", station, "--file", reply)
	}
	at := codes(lines[row](t, must(t, "hub", "dossiers", "--data", h.dir, "--json")))
	if len(at) != len(dossiers) {
		t.Fatalf("the hub has %d dossiers, want %d", len(at), len(dossiers))
	}
	for _, d := range dossiers {
		if at[d.Code] != 1 {
			t.Errorf("%s is at the hub %d times", d.Code, at[d.Code])
		}
	}
	for _, r := range lines[row](t, must(t, "dossiers", "--data", station, "--json")) {
		if r.Truth != "received" {
			t.Errorf("%s is %q here, want received", r.Code, r.Truth)
		}
	}
	for _, dir := range []string{station, h.dir} {
		must(t, "verify", "--data", dir)
	}
}

func TestByStickAloneTheReceiptComesBack(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	dossiers := takeIn(t, station, 3)
	stick, reply := filepath.Join(t.TempDir(), "usb.mcb"), filepath.Join(t.TempDir(), "reply.mcb")
	must(t, "bundle", "make", "--data", station, "--file", stick)
	for _, r := range lines[row](t, must(t, "dossiers", "--data", station, "--json")) {
		if r.Truth != "sent" {
			t.Errorf("%s is %q once it left on the stick, want sent", r.Code, r.Truth)
		}
	}
	must(t, "bundle", "import", "--data", h.dir, "--file", stick, "--reply", reply)
	must(t, "hub", "status", "--data", h.dir, dossiers[1].Code, "4")
	must(t, "bundle", "import", "--data", station, "--file", reply)
	for _, r := range lines[row](t, must(t, "dossiers", "--data", station, "--json")) {
		if r.Truth != "received" {
			t.Errorf("%s is %q, want received", r.Code, r.Truth)
		}
	}
	must(t, "sync", "--data", station, "--once")
	for _, r := range lines[row](t, must(t, "dossiers", "--data", station, "--json", "--query", dossiers[1].Code)) {
		if r.Status != 4 {
			t.Errorf("the step made at the hub did not come back: %+v", r)
		}
	}
}

func TestATornOrFlippedBundleIsRefusedWhole(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	takeIn(t, station, 2)
	stick := filepath.Join(t.TempDir(), "usb.mcb")
	must(t, "bundle", "make", "--data", station, "--file", stick)
	whole, err := os.ReadFile(stick)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)*2/3] ^= 1
	for name, data := range map[string][]byte{"torn": whole[:len(whole)/2], "flipped": flipped, "empty": nil} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		r := ctl(t, "bundle", "import", "--data", h.dir, "--file", bad)
		if r.code != 1 || !strings.Contains(r.err, ".") {
			t.Errorf("%s: exit %d, said %q", name, r.code, r.err)
		}
	}
	if got := must(t, "hub", "dossiers", "--data", h.dir, "--json"); got != "" {
		t.Errorf("something of a broken bundle arrived: %s", got)
	}
}

func TestAStepMadeAtTheCounterReachesTheHub(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	d := takeIn(t, station, 2)
	if got := must(t, "step", "--data", station, "--to", "4", d[0].Code, "--note", "Chuyển chuyên môn"); !strings.Contains(got, `"status":4`) {
		t.Errorf("it said %q", got)
	}
	if r := ctl(t, "step", "--data", station, "--to", "10", d[1].Code); r.code != 2 || r.out != "" ||
		!strings.Contains(r.err, "không cho làm bước này") || !strings.Contains(r.err, d[1].Code) {
		t.Errorf("exit %d, said %q %q", r.code, r.out, r.err)
	}
	must(t, "sync", "--data", station, "--once")
	for _, r := range lines[row](t, must(t, "hub", "dossiers", "--data", h.dir, "--json")) {
		if want := map[string]int{d[0].Code: 4, d[1].Code: 2}[r.Code]; r.Status != want {
			t.Errorf("%s is at %d at the hub, want %d", r.Code, r.Status, want)
		}
	}
}
