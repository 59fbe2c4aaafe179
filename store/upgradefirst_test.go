package store_test

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"motcua"
	"motcua/store"
)

// firstStation is a copy of the station that schema 1 wrote; see its README.
func firstStation(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "v1")
	if err := os.CopyFS(dir, os.DirFS("testdata/v1")); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAStationOfSchemaOneIsUpgradedAndBackedUp(t *testing.T) {
	dir := firstStation(t)
	_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: true})
	wantCode(t, err, motcua.CodeConflict) // a reader migrates nothing
	s := open(t, dir)
	if rep := wantClean(t, s); rep.Events != 6 || rep.Files != 1 || rep.Dossiers != 4 {
		t.Errorf("%+v", rep)
	}
	if r := rowsOf(t, s, "dang thi uoc"); len(r) != 1 || r[0].Name != "Đặng Thị Ước Lệ" || r[0].Code != "H57.19.789-261123-0003" {
		t.Errorf("%+v", r)
	}
	if d := receive(t, s, form("Lê Thử")); d.Received.Code != "H57.19.789-261123-0005" {
		t.Errorf("the next number is %s", d.Received.Code)
	}
	if n, err := s.Rebuild(ctx, false); n != 5 || err != nil {
		t.Error(n, err)
	}
	wantClean(t, s)
	// The copy of before the upgrade is plain: it goes once all of it is sealed.
	if _, err := os.Stat(filepath.Join(dir, "station.db.v1.bak")); !os.IsNotExist(err) {
		t.Error("the plain copy is still there", err)
	}
	r := backUp(t, s, t.TempDir())
	if got, err := restore(r.File, filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir)); err != nil || got.Files != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestAStationOfANewerProgramIsLeftAlone(t *testing.T) {
	dir := newStation(t)
	open(t, dir)
	tamper(t, dir, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	before, err := os.ReadFile(filepath.Join(dir, "station.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: readOnly})
		wantCode(t, err, motcua.CodeNewer)
	}
	after, err := os.ReadFile(filepath.Join(dir, "station.db"))
	if err != nil || string(after) != string(before) {
		t.Error("it was changed", err)
	}
}
