package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAHubThatListensEverywhereMustSayWhatToPrintInTheQRCode(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::1]:0"} {
		dir := filepath.Join(t.TempDir(), "hub")
		r := ctl(t, "hub", "serve", "--data", dir, "--listen", listen)
		if r.code != 2 || !strings.Contains(r.err, "--public") {
			t.Errorf("%s: exit %d, said %q", listen, r.code, r.err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: a hub was made", listen)
		}
	}
}

func TestOnlyServeMakesAHub(t *testing.T) {
	for _, args := range [][]string{
		{"hub", "enrol-code", "--unit", "46-19789"}, {"hub", "dossiers"}, {"hub", "status", "H57.19.789-261120-0001", "4"},
		{"hub", "stations"}, {"hub", "revoke", "s0123456789abcdef"},
	} {
		dir := filepath.Join(t.TempDir(), "nowhere")
		r := ctl(t, append(args, "--data", dir)...)
		if r.code != 2 || !strings.Contains(r.err, "không phải của Trung tâm") {
			t.Errorf("%v: exit %d, said %q", args, r.code, r.err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%v made the folder", args)
		}
	}
}

// hubLine is a line of `hub stations --json`.
type hubLine struct {
	ID, Unit, Name string
	SerialFrom     int
	Revoked        bool
	LastSeq        uint64
}

func TestTheExitCodesOfSyncSayWhetherAHumanMustAct(t *testing.T) {
	h, station := startHub(t), newStation(t)
	r := ctl(t, "sync", "--data", station, "--once")
	if r.code != 2 || !strings.Contains(r.err, "Quầy này chưa đăng ký với Trung tâm") || r.out != "" {
		t.Errorf("without a hub: exit %d, said %q %q", r.code, r.out, r.err)
	}
	r = ctl(t, "station", "init", "--data", station, "--unit", "46-19789", "--name", "Quầy 02")
	if r.code != 2 || !strings.Contains(r.err, "Thư mục này đã là một quầy") {
		t.Errorf("init on a station: exit %d, said %q", r.code, r.err)
	}
	r = ctl(t, "station", "enrol", "--data", station, "--hub", "http://hub.example.vn", "--code", "AAAAAAAAAA")
	if r.code != 2 || !strings.Contains(r.err, "--insecure-http") {
		t.Errorf("plain http: exit %d, said %q", r.code, r.err)
	}
	r = ctl(t, "station", "enrol", "--data", station, "--hub", h.url, "--code", "AAAAAAAAAA")
	if r.code != 1 || !strings.Contains(r.err, "mã đăng ký sai") {
		t.Errorf("a wrong code: exit %d, said %q", r.code, r.err)
	}
	enrol(t, station, h)
	takeIn(t, station, 2)
	if r := ctl(t, "sync", "--data", station, "--once"); r.code != 0 || !strings.Contains(r.out, "refused 0") {
		t.Errorf("a good round: exit %d, said %q %q", r.code, r.out, r.err)
	}
	all := lines[hubLine](t, must(t, "hub", "stations", "--data", h.dir, "--json"))
	if len(all) != 1 || all[0].Unit != "46-19789" || all[0].Name != "Quầy 01" || all[0].LastSeq < 4 || all[0].SerialFrom < 1 || all[0].Revoked {
		t.Fatalf("%+v", all)
	}
	must(t, "hub", "revoke", "--data", h.dir, all[0].ID)
	if again := lines[hubLine](t, must(t, "hub", "stations", "--data", h.dir, "--json")); !again[0].Revoked {
		t.Errorf("%+v", again)
	}
	takeIn(t, station, 1)
	r = ctl(t, "sync", "--data", station, "--once")
	if r.code != 1 || !strings.Contains(r.out, "sent 0") || !strings.Contains(r.err, "thu hồi") {
		t.Errorf("a revoked station: exit %d, said %q %q", r.code, r.out, r.err)
	}
	if r := ctl(t, "hub", "revoke", "--data", h.dir, "s0123456789abcdef"); r.code != 1 || !strings.Contains(r.err, "không biết quầy này") {
		t.Errorf("a stranger: exit %d, said %q", r.code, r.err)
	}
}

func TestWhatIsRefusedEndsWith1ByWhicheverRoad(t *testing.T) {
	h, one, two := startHub(t), newStation(t), newStation(t)
	a, b := takeIn(t, one, 1), takeIn(t, two, 1) // neither knows of the other yet
	if a[0].Code != b[0].Code {
		t.Fatalf("%s and %s: nothing would be refused", a[0].Code, b[0].Code)
	}
	enrol(t, one, h)
	enrol(t, two, h)
	must(t, "sync", "--data", one, "--once")
	r := ctl(t, "sync", "--data", two, "--once")
	if r.code != 1 || !strings.Contains(r.out, "refused 1") || !strings.Contains(r.err, "không chấp nhận 1") {
		t.Errorf("by network: exit %d, said %q %q", r.code, r.out, r.err)
	}
	three := newStation(t)
	takeIn(t, three, 1)
	enrol(t, three, h)
	stick, reply := filepath.Join(t.TempDir(), "usb.mcb"), filepath.Join(t.TempDir(), "reply.mcb")
	must(t, "bundle", "make", "--data", three, "--file", stick)
	for _, args := range [][]string{
		{"bundle", "import", "--data", h.dir, "--file", stick, "--reply", reply},
		{"bundle", "import", "--data", three, "--file", reply},
	} {
		if r := ctl(t, args...); r.code != 1 || !strings.Contains(r.out, "refused 1") {
			t.Errorf("%v: exit %d, said %q %q", args, r.code, r.out, r.err)
		}
	}
}

func TestAStickAfterAHubCameBackFromAnOlderCopySaysWhatToBring(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	older := filepath.Join(t.TempDir(), "older")
	if err := os.CopyFS(older, os.DirFS(h.dir)); err != nil {
		t.Fatal(err)
	}
	takeIn(t, station, 2)
	must(t, "sync", "--data", station, "--once")
	takeIn(t, station, 1)
	stick, reply := filepath.Join(t.TempDir(), "usb.mcb"), filepath.Join(t.TempDir(), "reply.mcb")
	must(t, "bundle", "make", "--data", station, "--file", stick)
	r := ctl(t, "bundle", "import", "--data", older, "--file", stick, "--reply", reply)
	if r.code != 1 || !strings.Contains(r.err, "ghi gói mới") || !strings.Contains(r.err, reply) {
		t.Fatalf("exit %d, said %q", r.code, r.err)
	}
	must(t, "bundle", "import", "--data", station, "--file", reply)
	for _, d := range lines[row](t, must(t, "dossiers", "--data", station, "--json"))[1:] {
		if d.Truth != "received" {
			t.Errorf("%+v: the light went out", d)
		}
	}
	must(t, "bundle", "make", "--data", station, "--file", stick)
	must(t, "bundle", "import", "--data", older, "--file", stick, "--reply", reply)
	if got := lines[row](t, must(t, "hub", "dossiers", "--data", older, "--json")); len(got) != 3 {
		t.Errorf("%d dossiers at the hub, want 3", len(got))
	}
}
