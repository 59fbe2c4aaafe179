package store_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"motcua"
	"motcua/store"
)

func TestANewStationHasItsFolderKeysAndFirstEvent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	st, err := store.Init(ctx, dir, initConfig(9000, 9999))
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{".": 0o700, "station.key": 0o600, "bundle.key": 0o600, "root.key": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	s := open(t, dir)
	if got := s.Station(); got != st || got.ID != motcua.StationID(s.PublicKey()) || got.SerialFrom != 9000 || got.Hub != nil {
		t.Errorf("%+v", got)
	}
	events := pending(t, s)
	if len(events) != 1 || events[0].Kind != motcua.EventStationStarted || events[0].Verify(s.PublicKey()) != nil {
		t.Fatalf("%+v", events)
	}
	var b store.Started
	if err := events[0].DecodeBody(&b); err != nil || b.Recipient != s.Recipient() || !bytes.Equal(b.Key, s.PublicKey()) {
		t.Errorf("%+v, %v", b, err)
	}
	id, err := uuid.Parse(events[0].ID)
	if sec, _ := id.Time().UnixTime(); err != nil || id.Version() != 7 || sec != morning().Unix() {
		t.Errorf("%s of %d, %v", id, sec, err)
	}
	wantClean(t, s)
}

func TestAStationIsNeverMadeOverAnother(t *testing.T) {
	dir := newStation(t)
	before := open(t, dir).Station()
	_, err := store.Init(ctx, dir, initConfig(1, 9))
	wantCode(t, err, motcua.CodeConflict)
	if after := open(t, dir).Station(); after != before {
		t.Errorf("%+v became %+v", before, after)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "letter.docx"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Init(ctx, other, initConfig(1, 9))
	wantCode(t, err, motcua.CodeConflict)
}

func TestAnInitThatWasCutShortIsFinishedWithTheSameKey(t *testing.T) {
	whole := newStation(t)
	for _, left := range [][]string{{"root.key", "station.key"}, {"root.key", "station.key", "bundle.key"}} {
		dir := t.TempDir()
		for _, name := range left {
			b, err := os.ReadFile(filepath.Join(whole, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "bundle.key.part"), []byte("AGE-SEC"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
		wantCode(t, err, motcua.CodeUnknown)
		if _, err := store.Init(ctx, dir, initConfig(1, 9)); err != nil {
			t.Fatal(err)
		}
		if open(t, dir).Station().ID != open(t, whole).Station().ID {
			t.Error("a second key was made")
		}
	}
}

func TestAStationOfImpossibleWordsIsRefused(t *testing.T) {
	for field, change := range map[string]func(*store.InitConfig){
		"unit":     func(c *store.InitConfig) { c.Unit = "" },
		"unitName": func(c *store.InitConfig) { c.UnitName = "a\x00b" },
		"name":     func(c *store.InitConfig) { c.Name = strings.Repeat("x", 1<<20) },
		"agency":   func(c *store.InitConfig) { c.Agency = "57" },
		"serials":  func(c *store.InitConfig) { c.SerialFrom = 0 },
		"config":   func(c *store.InitConfig) { c.Rand = nil },
	} {
		cfg := initConfig(1, 9999)
		change(&cfg)
		dir := filepath.Join(t.TempDir(), "x")
		_, err := store.Init(ctx, dir, cfg)
		wantCode(t, err, motcua.CodeInvalid)
		if motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: folder made", field)
		}
	}
}

func TestWhatIsNoStationIsNotOpenedNorMade(t *testing.T) {
	dir := t.TempDir()
	_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	wantCode(t, err, motcua.CodeUnknown)
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left %v", entries)
	}
	dir = newStation(t)
	_, err = store.Open(ctx, dir, store.Config{})
	wantCode(t, err, motcua.CodeInvalid)
	foreign, err := os.ReadFile(filepath.Join(newStation(t), "station.key"))
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"foreign": foreign, "torn": foreign[:40], "empty": nil} {
		if err := os.WriteFile(filepath.Join(dir, "station.key"), key, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader}); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("%s key: %v", name, err)
		}
	}
}
