package store_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"motcua"
	"motcua/store"
)

func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "bản sao")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestAfterARotationTheOldRootOpensNothingAndEverythingIsThere(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	d, sum := addFile(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), "%PDF-1.7 thí dụ")
	old, err := os.ReadFile(filepath.Join(dir, "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	beside := open(t, dir) // another process, with the old keys
	for range 2 {
		if err := s.RotateKeys(ctx); err != nil {
			t.Fatal(err)
		}
	}
	later := receive(t, s, form("Trần Văn Sau"))
	if got, err := beside.Dossier(ctx, later.ID); err != nil || got.Received.Intake.Owner() != "Trần Văn Sau" {
		t.Errorf("beside: %v", err)
	}
	also := receive(t, beside, form("Lê Thị Bên Cạnh"))
	fresh := open(t, dir)
	for _, id := range []string{d.ID, later.ID, also.ID} {
		if _, err := fresh.Dossier(ctx, id); err != nil {
			t.Error(err)
		}
	}
	if f, err := fresh.OpenFile(sum); err != nil {
		t.Error(err)
	} else if err := f.Close(); err != nil {
		t.Error(err)
	}
	if got := found(t, fresh, "0905123456"); len(got) != 3 {
		t.Errorf("found %q", got)
	}
	wantClean(t, fresh)

	stolen := copied(t, dir)
	if err := os.WriteFile(filepath.Join(stolen, "root.key"), old, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(ctx, stolen, store.Config{Now: morning, Rand: rand.Reader})
	wantCode(t, err, motcua.CodeCorrupt)
}

// snapshots copies the station whenever randomness is read: what a cut at that
// moment would leave.
type snapshots struct {
	t   *testing.T
	dir string
	out []string
}

func (r *snapshots) Read(p []byte) (int, error) {
	r.out = append(r.out, copied(r.t, r.dir))
	return rand.Read(p)
}

func TestARotationThatIsCutShortAnywhereLosesNothing(t *testing.T) {
	dir := newStation(t)
	first := open(t, dir)
	d, _ := addFile(t, first, receive(t, first, form("Nguyễn Thị Ví Dụ")), "%PDF-1.7 thí dụ")
	cuts := &snapshots{t: t, dir: dir}
	s := openWith(t, dir, store.Config{Now: morning, Rand: cuts})
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	if len(cuts.out) < 6 {
		t.Fatalf("%d cuts", len(cuts.out))
	}
	for i, cut := range append(cuts.out, copied(t, dir)) {
		again := open(t, cut)
		if got, err := again.Dossier(ctx, d.ID); err != nil || got.Received.Intake.Owner() != "Nguyễn Thị Ví Dụ" {
			t.Errorf("cut %d: %v", i, err)
		}
		receive(t, again, form("Trần Văn Sau"))
		if err := again.RotateKeys(ctx); err != nil {
			t.Errorf("cut %d: %v", i, err)
		}
		wantClean(t, open(t, cut))
	}
}

func TestARotationThatFailsCanBeDoneAgain(t *testing.T) {
	dir := newStation(t)
	d := receive(t, open(t, dir), form("Nguyễn Thị Ví Dụ"))
	for after := 0; after < 200; after += 24 {
		s := openWith(t, dir, store.Config{Now: morning, Rand: &brokenRandom{after}})
		wantCode(t, s.RotateKeys(ctx), motcua.CodeIO)
		if _, err := open(t, dir).Dossier(ctx, d.ID); err != nil {
			t.Fatalf("after %d bytes: %v", after, err)
		}
	}
	s := open(t, dir)
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	wantClean(t, s)
}

func TestARotationWithoutAKeystoreFallsBackToTheFile(t *testing.T) {
	dir := newStation(t)
	s := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: store.Keys{InKeystore: true, Keystore: noKeystore{}}})
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	wantClean(t, open(t, dir))
}

type noKeystore struct{}

func (noKeystore) Get(string) ([]byte, error) { return nil, os.ErrNotExist }
func (noKeystore) Set(string, []byte) error   { return os.ErrNotExist }
func (noKeystore) Delete(string) error        { return os.ErrNotExist }

func TestAReaderCannotRotate(t *testing.T) {
	s := openWith(t, newStation(t), store.Config{Now: morning, Rand: rand.Reader, ReadOnly: true})
	wantCode(t, s.RotateKeys(ctx), motcua.CodeReadOnly)
}

func phrased(s string) store.Keys {
	return store.Keys{Passphrase: func() ([]byte, error) { return []byte(s), nil }}
}

func config(k store.Keys) store.Config { return store.Config{Now: morning, Rand: rand.Reader, Keys: k} }

// wantShut wants that a folder does not open with these keys.
func wantShut(t *testing.T, dir string, k store.Keys) {
	t.Helper()
	s, err := store.Open(ctx, dir, config(k))
	if err == nil {
		err = s.Close()
		t.Errorf("it opened (%v)", err)
	} else if motcua.CodeOf(err) != motcua.CodeDenied || motcua.FieldOf(err) != "passphrase" {
		t.Error(err)
	}
}

func TestAPassphraseIsSetChangedAndTakenAway(t *testing.T) {
	dir := newStation(t)
	first := open(t, dir)
	d, _ := addFile(t, first, receive(t, first, form("Nguyễn Thị Ví Dụ")), "%PDF-1.7 thí dụ")
	plain, err := os.ReadFile(filepath.Join(dir, "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	set := func(now store.Keys, to string) {
		t.Helper()
		if err := store.SetPassphrase(ctx, dir, config(now), []byte(to)); err != nil {
			t.Fatal(err)
		}
	}
	wantOpen := func(k store.Keys) {
		t.Helper()
		s := openWith(t, dir, config(k))
		if _, err := s.Dossier(ctx, d.ID); err != nil {
			t.Error(err)
		}
		wantClean(t, s)
	}
	set(store.Keys{}, "mật khẩu một")
	wantShut(t, dir, store.Keys{})
	wantShut(t, dir, phrased("mật khẩu hai"))
	wantOpen(phrased("mật khẩu một"))
	// Letters composed the other way, as some keyboards send them.
	wantOpen(phrased(" ma\u0323\u0302t kha\u0302\u0309u mo\u0323\u0302t"))
	stolen := copied(t, dir)
	if err := os.WriteFile(filepath.Join(stolen, "root.key"), plain, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(ctx, stolen, config(store.Keys{}))
	wantCode(t, err, motcua.CodeCorrupt) // the key of before opens nothing

	set(phrased("mật khẩu một"), "mật khẩu hai")
	wantShut(t, dir, phrased("mật khẩu một"))
	wantOpen(phrased("mật khẩu hai"))
	if err := store.SetPassphrase(ctx, dir, config(phrased("mật khẩu một")), nil); motcua.CodeOf(err) != motcua.CodeDenied {
		t.Errorf("taken away with the wrong one: %v", err)
	}
	set(phrased("mật khẩu hai"), "")
	wantOpen(store.Keys{})
}

func TestAChangeOfPassphraseCutShortOpensWithOneOfTheTwo(t *testing.T) {
	const before, after = "mật khẩu một", "mật khẩu hai"
	dir := newStation(t)
	d := receive(t, open(t, dir), form("Nguyễn Thị Ví Dụ"))
	if err := store.SetPassphrase(ctx, dir, config(store.Keys{}), []byte(before)); err != nil {
		t.Fatal(err)
	}
	cuts := &snapshots{t: t, dir: dir}
	if err := store.SetPassphrase(ctx, dir, store.Config{Now: morning, Rand: cuts, Keys: phrased(before)}, []byte(after)); err != nil {
		t.Fatal(err)
	}
	old, fresh := 0, 0
	for i, cut := range append(cuts.out, copied(t, dir)) {
		keys := phrased(after)
		s, err := store.Open(ctx, cut, config(keys))
		if motcua.CodeOf(err) == motcua.CodeDenied {
			keys = phrased(before)
			s, err = store.Open(ctx, cut, config(keys))
			old++
		} else {
			fresh++
		}
		if err != nil {
			t.Errorf("cut %d: %v", i, err)
			continue
		}
		if _, err := s.Dossier(ctx, d.ID); err != nil {
			t.Errorf("cut %d: %v", i, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if i%8 != 0 { // each takes seconds: a passphrase is slow on purpose
			continue
		}
		if err := store.SetPassphrase(ctx, cut, config(keys), []byte(after)); err != nil {
			t.Errorf("cut %d, done again: %v", i, err)
		}
		wantClean(t, openWith(t, cut, config(phrased(after))))
	}
	if old == 0 || fresh < 4 {
		t.Errorf("%d cuts before, %d after", old, fresh)
	}
}

func TestAPassphraseTakesTheKeyOutOfTheKeystore(t *testing.T) {
	dir, shelf := newStation(t), memory{}
	in := store.Keys{InKeystore: true, Keystore: shelf}
	s := openWith(t, dir, config(in))
	if err := s.RotateKeys(ctx); err != nil || len(shelf) != 1 {
		t.Fatalf("%d keys kept, %v", len(shelf), err)
	}
	if err := store.SetPassphrase(ctx, dir, config(in), []byte("mật khẩu thử")); err != nil {
		t.Fatal(err)
	}
	if len(shelf) != 0 {
		t.Errorf("%d keys left in the keystore", len(shelf))
	}
	wantShut(t, dir, in)
	wantClean(t, openWith(t, dir, config(phrased("mật khẩu thử"))))
}

// memory is a keystore that works.
type memory map[string][]byte

func (m memory) Get(name string) ([]byte, error) {
	if b, ok := m[name]; ok {
		return b, nil
	}
	return nil, os.ErrNotExist
}
func (m memory) Set(name string, b []byte) error { m[name] = b; return nil }
func (m memory) Delete(name string) error        { delete(m, name); return nil }
