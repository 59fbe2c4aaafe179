package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"golang.org/x/crypto/argon2"

	"motcua"
	"motcua/store/filedir"
)

// Place is where a station's root key is kept: always a small file, which
// holds the key itself, or the key under a passphrase, or the name under
// which the operating system keeps it. The file may name two roots while one
// takes the other's place.
type Place struct {
	Path     string
	Keystore Keystore // the operating system's; OS() where nil
	// KeepInKeystore asks for new roots to be kept in the keystore. Where it
	// does not work they go into the file all the same: a counter that cannot
	// start helps nobody.
	KeepInKeystore bool
	// Passphrase is asked for where the file needs one, and new roots that go
	// into the file are sealed with it. nil: none.
	Passphrase func() ([]byte, error)
	Rand       io.Reader
}

// kept is one root in the file: exactly one of Key, KDF with Sealed, Keystore.
type kept struct {
	ID       string `json:"id"`
	Key      []byte `json:"key,omitempty"`
	KDF      *kdf   `json:"kdf,omitempty"`
	Sealed   []byte `json:"sealed,omitempty"`
	Keystore string `json:"keystore,omitempty"`
}

// kdf says how a passphrase becomes a key: Argon2id (RFC 9106).
type kdf struct {
	Time   uint32 `json:"time"`
	Memory uint32 `json:"memory"` // KiB
	Lanes  uint8  `json:"lanes"`
	Salt   []byte `json:"salt"`
}

type rootFile struct {
	Version int    `json:"v"`
	Roots   []kept `json:"roots"`
}

const (
	fileVersion = 1
	kdfTime     = 3
	kdfMemory   = 64 << 10
	kdfLanes    = 1
	saltLen     = 16
	// A file that asks for more than this is no file of ours, but one that
	// wants the machine to die.
	maxKDFTime, maxKDFMemory = 20, 1 << 20
)

// Load returns the roots, the newest first. CodeUnknown with field "root"
// means that there are none yet, CodeDenied with field "passphrase" that it is
// wrong or was not given, with field "keystore" that the operating system does
// not hand the key out.
func (p Place) Load() ([]Root, error) {
	f, err := p.read()
	if err != nil {
		return nil, err
	}
	var ask []byte // once, however many roots need it
	var out []Root
	for _, k := range f.Roots {
		if k.KDF != nil && ask == nil {
			if ask, err = p.phrase(); err != nil {
				return nil, err
			}
		}
		key, err := p.open(k, ask)
		if err != nil {
			return nil, err
		}
		r, err := rootOf(key)
		if err != nil {
			return nil, err
		}
		if r.id != k.ID {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "root", Detail: "key and name differ"}
		}
		out = append(out, r)
	}
	return out, nil
}

func (p Place) read() (rootFile, error) {
	var f rootFile
	text, err := os.ReadFile(p.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, &motcua.Error{Code: motcua.CodeUnknown, Field: "root", Cause: err}
	}
	if err != nil {
		return f, filedir.Named(err)
	}
	bad := &motcua.Error{Code: motcua.CodeCorrupt, Field: "root", Detail: "not a root key file"}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, bad // the cause is dropped: it may quote the key
	}
	if f.Version > fileVersion {
		return f, &motcua.Error{Code: motcua.CodeNewer, Field: "root"}
	}
	if f.Version != fileVersion || len(f.Roots) == 0 || len(f.Roots) > 2 {
		return f, bad
	}
	return f, nil
}

func (p Place) phrase() ([]byte, error) {
	if p.Passphrase == nil {
		return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Detail: "not given"}
	}
	b, err := p.Passphrase()
	// The same words however they were typed: input methods compose letters
	// in different ways.
	b = bytes.TrimSpace([]byte(motcua.NFC(string(b))))
	if err == nil && len(b) == 0 {
		err = &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Detail: "empty"}
	}
	return b, err
}

func (p Place) open(k kept, phrase []byte) ([]byte, error) {
	switch {
	case k.Keystore != "":
		return p.keystore().Get(k.Keystore)
	case k.KDF != nil:
		if k.KDF.Time < 1 || k.KDF.Time > maxKDFTime || k.KDF.Memory < 8 || k.KDF.Memory > maxKDFMemory || k.KDF.Lanes < 1 {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "root", Detail: "kdf"}
		}
		a, err := newAEAD(k.KDF.key(phrase), "passphrase")
		if err != nil {
			return nil, err
		}
		key, err := unbox(a, nil, []byte(k.ID), k.Sealed)
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Detail: "wrong"}
		}
		return key, nil
	}
	return k.Key, nil
}

func (k kdf) key(phrase []byte) []byte {
	return argon2.IDKey(phrase, k.Salt, k.Time, k.Memory, k.Lanes, KeyLen)
}

func (p Place) keystore() Keystore {
	if p.Keystore == nil {
		return OS()
	}
	return p.Keystore
}

// Save makes roots, the newest first and at most two, what Load returns. It is
// on disk when Save returns, all or nothing; roots that are left out are then
// taken out of the keystore. A root that the file names already stays as it is
// kept there.
func (p Place) Save(roots ...Root) error {
	before, err := p.read()
	if err != nil && motcua.CodeOf(err) != motcua.CodeUnknown {
		return err
	}
	return p.save(roots, before, before)
}

// Move does what Save does, but keeps every root as this place says: under its
// passphrase, or without one.
func (p Place) Move(roots ...Root) error {
	before, err := p.read()
	if err != nil {
		return err
	}
	return p.save(roots, before, rootFile{})
}

// save writes roots in the place of what was before; those that stay names are
// not touched.
func (p Place) save(roots []Root, before, stay rootFile) error {
	f := rootFile{Version: fileVersion}
	for _, r := range roots {
		k, err := p.keep(r, stay)
		if err != nil {
			return err
		}
		f.Roots = append(f.Roots, k)
	}
	text, err := json.Marshal(f)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "root", Cause: err}
	}
	if err := WriteSecret(p.Path, append(text, '\n')); err != nil {
		return err
	}
	return p.forget(before, f)
}

// keep returns how the file names a root; one that it names already stays as
// it is.
func (p Place) keep(r Root, before rootFile) (kept, error) {
	for _, k := range before.Roots {
		if k.ID == r.id {
			return k, nil
		}
	}
	if p.KeepInKeystore {
		name := "root " + r.id
		if err := p.keystore().Set(name, r.key); err == nil {
			if back, err := p.keystore().Get(name); err == nil && bytes.Equal(back, r.key) {
				return kept{ID: r.id, Keystore: name}, nil
			}
		}
	}
	if p.Passphrase == nil {
		return kept{ID: r.id, Key: r.key}, nil
	}
	phrase, err := p.phrase()
	if err != nil {
		return kept{}, err
	}
	k := kdf{Time: kdfTime, Memory: kdfMemory, Lanes: kdfLanes, Salt: make([]byte, saltLen)}
	if _, err := io.ReadFull(p.Rand, k.Salt); err != nil {
		return kept{}, filedir.Named(err)
	}
	a, err := newAEAD(k.key(phrase), "passphrase")
	if err != nil {
		return kept{}, err
	}
	sealed, err := box(a, p.Rand, nil, []byte(r.id), r.key)
	return kept{ID: r.id, KDF: &k, Sealed: sealed}, err
}

// forget takes the roots out of the keystore that the file named and names no
// more.
func (p Place) forget(before, now rootFile) error {
	for _, k := range before.Roots {
		if k.Keystore == "" || slices.ContainsFunc(now.Roots, func(n kept) bool { return n.ID == k.ID && n.Keystore == k.Keystore }) {
			continue
		}
		if err := p.keystore().Delete(k.Keystore); err != nil {
			return err
		}
	}
	return nil
}

// Portable returns a root key file that holds the newest root without
// keystore or passphrase: for a backup that is itself sealed.
func Portable(roots []Root) ([]byte, error) {
	if len(roots) == 0 {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "root"}
	}
	f := rootFile{Version: fileVersion}
	for _, r := range roots {
		f.Roots = append(f.Roots, kept{ID: r.id, Key: r.key})
	}
	b, err := json.Marshal(f)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "root", Cause: err}
	}
	return b, nil
}

// WriteSecret writes a file that only its owner may read, whole or not at all.
func WriteSecret(path string, data []byte) error {
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return filedir.Named(err)
	}
	if err := os.WriteFile(temp, data, 0o600); err != nil {
		return filedir.Named(err)
	}
	return filedir.Settle(temp, path)
}
