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

func TestARotationGivesAStationItsPassphrase(t *testing.T) {
	dir := newStation(t)
	keys := store.Keys{Passphrase: func() ([]byte, error) { return []byte("mật khẩu thử"), nil }}
	s := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: keys})
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	if motcua.CodeOf(err) != motcua.CodeDenied || motcua.FieldOf(err) != "passphrase" {
		t.Error(err)
	}
	wantClean(t, openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: keys}))
}
