package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// putBack restores a backup over a station, as somebody would after a broken
// disk.
func putBack(t *testing.T, station, from string) {
	t.Helper()
	kept := t.TempDir()
	for _, name := range []string{"bundle.key", "root.key"} {
		key, err := os.ReadFile(filepath.Join(station, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(kept, name), key, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(station); err != nil {
		t.Fatal(err)
	}
	must(t, "restore", "--from", from, "--data", station, "--key", filepath.Join(kept, "bundle.key"))
}

func backUp(t *testing.T, station string) string {
	t.Helper()
	var made struct{ File string }
	out := must(t, "backup", "--data", station, "--to", t.TempDir(), "--json")
	if err := json.Unmarshal([]byte(out), &made); err != nil {
		t.Fatalf("%q: %v", out, err)
	}
	return made.File
}

func TestAnOlderCopyPutBackIsFoundOutAtTheNextSyncAndHealed(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	takeIn(t, station, 2)
	must(t, "sync", "--data", station, "--once")
	from := backUp(t, station)
	later := takeIn(t, station, 2)
	must(t, "sync", "--data", station, "--once")
	putBack(t, station, from)
	one := `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`
	if r := ctlIn(t, one, "intake", "--data", station, "--file", "-"); r.code != 2 || !strings.Contains(r.err, "chưa hỏi lại Trung tâm") {
		t.Fatalf("an intake before the hub was asked: exit %d, %q", r.code, r.err)
	}
	if n := len(lines[row](t, must(t, "dossiers", "--data", station, "--json"))); n != 2 {
		t.Fatalf("%d dossiers in the older copy", n)
	}
	r := ctl(t, "sync", "--data", station, "--once")
	if r.code != 0 || !strings.Contains(r.err, "đã lấy lại 2 sự kiện của chính quầy này") {
		t.Fatalf("exit %d, %q", r.code, r.err)
	}
	here := codes(lines[row](t, must(t, "dossiers", "--data", station, "--json")))
	for _, d := range later {
		if here[d.Code] != 1 {
			t.Errorf("%s did not come back", d.Code)
		}
	}
	for _, d := range takeIn(t, station, 1) {
		if here[d.Code] != 0 {
			t.Errorf("%s was given out twice", d.Code)
		}
	}
	if r := ctl(t, "sync", "--data", station, "--once"); r.code != 0 || strings.Contains(r.err, "lấy lại") {
		t.Errorf("exit %d, %q", r.code, r.err)
	}
	for _, dir := range []string{station, h.dir} {
		must(t, "verify", "--data", dir)
	}
}

func TestAnOlderCopyThatTookInOthersIsStoppedInWordsAndLosesNothing(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	takeIn(t, station, 1)
	older := filepath.Join(t.TempDir(), "chép tay")
	if err := os.CopyFS(older, os.DirFS(station)); err != nil {
		t.Fatal(err)
	}
	takeIn(t, station, 2)
	must(t, "sync", "--data", station, "--once")
	station = older
	takeIn(t, station, 1) // before the hub could say anything: nothing knows that this is a copy
	for range 2 {
		r := ctl(t, "sync", "--data", station, "--once")
		if r.code != 1 || !strings.Contains(r.err, "một bản sao cũ đã được đặt vào") || !strings.Contains(r.err, "còn nguyên") {
			t.Fatalf("exit %d, %q", r.code, r.err)
		}
	}
	if n := len(lines[row](t, must(t, "dossiers", "--data", station, "--json"))); n != 2 {
		t.Errorf("%d dossiers here", n)
	}
	if n := len(lines[row](t, must(t, "hub", "dossiers", "--data", h.dir, "--json"))); n != 3 {
		t.Errorf("%d dossiers at the hub", n)
	}
	for _, dir := range []string{station, h.dir} {
		must(t, "verify", "--data", dir)
	}
}
