package store_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

func TestABackupOfAStationUnderAPassphraseOpensWithoutIt(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	keys := store.Keys{Passphrase: func() ([]byte, error) { return []byte("mật khẩu thí dụ"), nil }}
	s := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: keys})
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	file(t, s, d, "một trang thí dụ")
	r := backUp(t, s, disk)
	path := filepath.Join(dir, "bundle.key")
	_, err := store.ReadIdentity(path, store.Keys{})
	wantCode(t, err, motcua.CodeDenied)
	id, err := store.ReadIdentity(path, keys)
	if err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(t.TempDir(), "x")
	if got, err := restore(r.File, there, "", id); err != nil || got.Files != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	wantClean(t, open(t, there))
}

func TestAnErasedDossierStaysErasedInARebuildAndWhenItComesBack(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	a := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	file(t, s, a, "một trang thí dụ")
	r := backUp(t, s, disk)
	b := receive(t, s, form("Trần Văn Thử"))
	for _, d := range []motcua.Dossier{a, b} {
		if _, err := s.Erase(ctx, "quay01", morning().Add(time.Hour), d.ID, "theo quy định"); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Rebuild(ctx, false); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	wantClean(t, s)
	there := filepath.Join(t.TempDir(), "x")
	if _, err := restore(r.File, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	n := open(t, there)
	head, err := n.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.PendingAfter(ctx, head, 100)
	if err != nil || len(events) != 3 {
		t.Fatal(len(events), err)
	}
	if err := n.Readmit(ctx, events); err != nil {
		t.Fatal(err)
	}
	wantClean(t, n)
	for _, d := range []motcua.Dossier{a, b} {
		got, err := n.ByCode(ctx, d.Received.Code)
		if err != nil || !got.Erased || got.Received.Intake.Owner() != "" {
			t.Errorf("%+v %v", got, err)
		}
	}
	if err := n.Proceed(ctx, 0); err != nil { // nothing was printed since
		t.Fatal(err)
	}
	if d := receive(t, n, form("Lê Thử")); d.Received.Code == b.Received.Code {
		t.Error("a number was given out twice")
	}
	if m, err := n.Rebuild(ctx, false); m != 3 || err != nil {
		t.Error(m, err)
	}
	wantClean(t, n)
}
