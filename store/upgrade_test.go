package store_test

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/store"
)

// wanted is one dossier of testdata/v1-want.json.
type wanted struct {
	ID       string        `json:"id"`
	Code     motcua.Code   `json:"code"`
	Name     string        `json:"name"`
	IDNumber string        `json:"idNumber"`
	Phone    string        `json:"phone"`
	Email    string        `json:"email"`
	Street   string        `json:"street"`
	Status   motcua.Status `json:"status"`
	Files    int           `json:"files"`
}

func oldStation(t *testing.T) (string, []wanted) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cũ")
	if err := os.CopyFS(dir, os.DirFS("testdata/v1-station")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/v1-want.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []wanted
	if err := json.Unmarshal(text, &out); err != nil || len(out) != 5 {
		t.Fatal(len(out), err)
	}
	return dir, out
}

func wantUpgraded(t *testing.T, s *store.Store, all []wanted) {
	t.Helper()
	for _, w := range all {
		d, err := s.ByCode(ctx, w.Code)
		if err != nil || d.ID != w.ID || d.Received.Intake.Owner() != w.Name || d.Status != w.Status ||
			d.Received.Intake.Applicant.Address.Street != w.Street {
			t.Errorf("%s: %+v %v", w.Code, d, err)
		}
		files := 0
		for _, c := range d.Components {
			files += len(c.Files)
		}
		if files != w.Files {
			t.Errorf("%s: %d files", w.Code, files)
		}
		for _, q := range []string{w.IDNumber, w.Phone, w.Name, string(w.Code)} {
			if got := found(t, s, q); len(got) != 1 || got[0] != w.Name {
				t.Errorf("%q found %q", q, got)
			}
		}
	}
	draft, at, err := s.Draft(ctx, "intake")
	if err != nil || !strings.Contains(string(draft), "Bùi Thị Đang Gõ") || at.IsZero() {
		t.Errorf("%s %v %v", draft, at, err)
	}
	if r := wantClean(t, s); r.Dossiers != 5 || r.Files != 4 {
		t.Errorf("%+v", r)
	}
}

func TestAStationOfSchema1IsSealedWithAllThatIsInIt(t *testing.T) {
	dir, all := oldStation(t)
	_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: true})
	wantCode(t, err, motcua.CodeConflict)
	s := open(t, dir)
	wantUpgraded(t, s, all)
	words := []string{"046190000066", "0905000066", "66 Xóm Thử", "PRIVATE KEY", "AGE-SECRET-KEY", "%PDF"}
	for _, w := range all {
		words = append(words, w.IDNumber, w.Phone, w.Email, w.Street, motcua.Fold(w.Street))
	}
	wantUnreadable(t, dir, words)
	if _, err := os.Stat(filepath.Join(dir, "station.db.v1.bak")); !os.IsNotExist(err) {
		t.Error("the plain copy is still there")
	}
	wantUpgraded(t, open(t, dir), all)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ Mới"))
	if d.Received.Code != "H57.19.789-261123-0001" {
		t.Error(d.Received.Code)
	}
}

func TestAnUpgradeThatWasCutShortGoesOnAtTheNextStart(t *testing.T) {
	for at := 1; ; at++ {
		dir, all := oldStation(t)
		random := &brokenRandom{at * 40}
		s, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: random})
		if err != nil {
			wantUpgraded(t, open(t, dir), all)
			at += at / 2
			continue
		}
		if err := s.Close(); err != nil || at < 3 {
			t.Error("never cut short", err)
		}
		return
	}
}

func TestAKeyFilePutBackPlainIsSealedAgain(t *testing.T) {
	dir, all := oldStation(t)
	if err := open(t, dir).Close(); err != nil {
		t.Log(err) // closed again by the clean-up
	}
	b, err := os.ReadFile("testdata/v1-station/station.key")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "station.key"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	wantUpgraded(t, open(t, dir), all)
	wantUnreadable(t, dir, []string{"PRIVATE KEY"})
}
