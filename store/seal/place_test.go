package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/store/seal"
)

// shelf is a keystore in memory.
type shelf map[string][]byte

func (s shelf) Get(name string) ([]byte, error) {
	if b, ok := s[name]; ok {
		return b, nil
	}
	return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "keystore"}
}
func (s shelf) Set(name string, secret []byte) error { s[name] = bytes.Clone(secret); return nil }
func (s shelf) Delete(name string) error             { delete(s, name); return nil }

// broken is a machine without a keystore.
type broken struct{}

func (broken) Get(string) ([]byte, error) { return nil, errors.New("no bus") }
func (broken) Set(string, []byte) error   { return errors.New("no bus") }
func (broken) Delete(string) error        { return errors.New("no bus") }

func place(t *testing.T) seal.Place {
	return seal.Place{Path: filepath.Join(t.TempDir(), "root.key"), Rand: rand.Reader, Keystore: broken{}}
}

func phrase(s string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(s), nil }
}

func TestRootsComeBackInOrderFromAPrivateFile(t *testing.T) {
	p, a, b := place(t), newRoot(t), newRoot(t)
	_, err := p.Load()
	wantCode(t, err, motcua.CodeUnknown, "root")
	if err := p.Save(a); err != nil {
		t.Fatal(err)
	}
	if err := p.Save(b, a); err != nil {
		t.Fatal(err)
	}
	got, err := p.Load()
	if err != nil || len(got) != 2 || got[0].ID() != b.ID() || got[1].ID() != a.ID() {
		t.Fatal(got, err)
	}
	if info, err := os.Stat(p.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

func TestAPassphraseIsNeededAndMustBeRight(t *testing.T) {
	p, root := place(t), newRoot(t)
	p.Passphrase = phrase("mật khẩu thử")
	if err := p.Save(root); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Load(); err != nil || got[0].ID() != root.ID() {
		t.Fatal(err)
	}
	for _, other := range []func() ([]byte, error){phrase("mật khẩu thu"), phrase(""), nil} {
		p.Passphrase = other
		_, err := p.Load()
		wantCode(t, err, motcua.CodeDenied, "passphrase")
	}
}

func TestAKeystoreIsUsedWhereItWorksAndAFileElsewhere(t *testing.T) {
	p, root, store := place(t), newRoot(t), shelf{}
	p.Keystore, p.KeepInKeystore = store, true
	if err := p.Save(root); err != nil || len(store) != 1 {
		t.Fatal(store, err)
	}
	text, err := os.ReadFile(p.Path)
	if err != nil || strings.Contains(string(text), `"key"`) {
		t.Fatalf("%s %v", text, err)
	}
	if got, err := p.Load(); err != nil || got[0].ID() != root.ID() {
		t.Fatal(err)
	}
	next := newRoot(t)
	if err := p.Save(next); err != nil || len(store) != 1 {
		t.Error(store, err)
	}
	if got, err := p.Load(); err != nil || got[0].ID() != next.ID() {
		t.Error(err)
	}
	clear(store)
	_, err = p.Load()
	wantCode(t, err, motcua.CodeDenied, "keystore")

	q := place(t)
	q.KeepInKeystore = true
	if err := q.Save(root); err != nil {
		t.Fatal(err)
	}
	if got, err := q.Load(); err != nil || got[0].ID() != root.ID() {
		t.Error(err)
	}
}

// hung never answers, as a session bus without a keystore behind it.
type hung struct {
	broken
	until chan struct{}
}

func (h hung) Get(string) ([]byte, error) { <-h.until; return nil, nil }
func (h hung) Set(string, []byte) error   { <-h.until; return nil }

func TestAKeystoreThatHangsIsNotWaitedFor(t *testing.T) {
	h := hung{until: make(chan struct{})}
	defer close(h.until)
	p := place(t)
	p.Keystore, p.KeepInKeystore = seal.Bounded(h, 20*time.Millisecond), true
	start := time.Now()
	if err := p.Save(newRoot(t)); err != nil {
		t.Fatal(err)
	}
	_, err := p.Keystore.Get("x")
	wantCode(t, err, motcua.CodeDenied, "keystore")
	if time.Since(start) > 5*time.Second {
		t.Error("waited")
	}
	wantCode(t, p.Keystore.Delete("x"), motcua.CodeDenied, "keystore")
	if got, err := p.Load(); err != nil || len(got) != 1 {
		t.Error(err)
	}
}

func TestABoundedKeystoreHandsOnWhatItIsGiven(t *testing.T) {
	k := seal.Bounded(shelf{}, time.Minute)
	if err := k.Set("a", []byte{1}); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get("a"); err != nil || !bytes.Equal(got, []byte{1}) {
		t.Error(got, err)
	}
}

func TestAFileThatIsNoKeyFileIsRefused(t *testing.T) {
	for text, want := range map[string]motcua.ErrorCode{
		"":                   motcua.CodeCorrupt,
		"{}":                 motcua.CodeCorrupt,
		`{"v":1,"roots":[]}`: motcua.CodeCorrupt,
		`{"v":9,"roots":[]}`: motcua.CodeNewer,
		`{"v":1,"roots":[{"id":"00","key":"AAAA"}]}`:                                                                 motcua.CodeCorrupt,
		`{"v":1,"roots":[{"id":"00","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}`:                         motcua.CodeCorrupt,
		`{"v":1,"roots":[{"id":"00","kdf":{"time":3,"memory":4294967295,"lanes":1,"salt":"AAAA"},"sealed":"AAAA"}]}`: motcua.CodeCorrupt,
	} {
		p := place(t)
		p.Passphrase = phrase("x")
		if err := os.WriteFile(p.Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := p.Load()
		wantCode(t, err, want, "root")
	}
}

func TestAPortableFileNeedsNeitherKeystoreNorPassphrase(t *testing.T) {
	root := newRoot(t)
	b, err := seal.Portable([]seal.Root{root})
	if err != nil {
		t.Fatal(err)
	}
	p := place(t)
	if err := seal.WriteSecret(p.Path, b); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Load(); err != nil || got[0].ID() != root.ID() {
		t.Error(err)
	}
	_, err = seal.Portable(nil)
	wantCode(t, err, motcua.CodeUnknown, "root")
}
