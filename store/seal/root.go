package seal

import (
	"encoding/hex"
	"io"

	"motcua"
	"motcua/store/filedir"
)

// Root is a root key: it wraps data keys and seals the few files that must be
// readable before the database is. It never leaves the machine but inside a
// sealed backup.
type Root struct {
	id  string
	key []byte
}

// NewRoot makes a root key.
func NewRoot(random io.Reader) (Root, error) {
	key := make([]byte, KeyLen)
	if _, err := io.ReadFull(random, key); err != nil {
		return Root{}, filedir.Named(err)
	}
	return rootOf(key)
}

// rootOf names a root by what is derived from it and tells nothing about it.
func rootOf(key []byte) (Root, error) {
	if len(key) != KeyLen {
		return Root{}, &motcua.Error{Code: motcua.CodeCorrupt, Field: "root", Detail: "length"}
	}
	name, err := derive(key, "root name")
	if err != nil {
		return Root{}, err
	}
	return Root{id: hex.EncodeToString(name[:8]), key: key}, nil
}

// ID names the root: 16 lower-case hex digits.
func (r Root) ID() string { return r.id }

// rootMagic begins whatever a root seals as a file.
const rootMagic = "motcua sealed file v1\n"

// SealFile seals a small file that name says the purpose of.
func (r Root) SealFile(random io.Reader, name string, plain []byte) ([]byte, error) {
	a, err := newAEAD(r.key, "root file")
	if err != nil {
		return nil, err
	}
	return box(a, random, []byte(rootMagic), []byte(name), plain)
}

// IsSealedFile reports whether b claims to be what SealFile made.
func IsSealedFile(b []byte) bool {
	return len(b) >= len(rootMagic) && string(b[:len(rootMagic)]) == rootMagic
}

// OpenFile opens what SealFile made under one of roots and the same name;
// CodeCorrupt where none of them opens it.
func OpenFile(roots []Root, name string, sealed []byte) ([]byte, error) {
	if !IsSealedFile(sealed) {
		return nil, corrupt("not sealed")
	}
	for _, r := range roots {
		a, err := newAEAD(r.key, "root file")
		if err != nil {
			return nil, err
		}
		if plain, err := unbox(a, []byte(rootMagic), []byte(name), sealed[len(rootMagic):]); err == nil {
			return plain, nil
		}
	}
	return nil, corrupt("another root key")
}
