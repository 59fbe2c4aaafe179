// Package seal keeps the keys that a station's file is sealed with, and seals.
//
// One root key, in the operating system's keystore or in a file, wraps a few
// numbered data keys that lie beside what they seal. Rotating is therefore a
// matter of a few wrapped keys, however large the file.
package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"motcua"
	"motcua/store/filedir"
)

// KeyLen is the length of every key here, in bytes.
const KeyLen = 32

// derive makes a key for one purpose out of a key that is used for nothing
// else (HKDF-SHA256, RFC 5869).
func derive(key []byte, purpose string) ([]byte, error) {
	k, err := hkdf.Key(sha256.New, key, nil, "motcua "+purpose+" v1", KeyLen)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	return k, nil
}

func newAEAD(key []byte, purpose string) (cipher.AEAD, error) {
	k, err := derive(key, purpose)
	if err != nil {
		return nil, err
	}
	a, err := chacha20poly1305.NewX(k)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	return a, nil
}

// box returns nonce and ciphertext behind head. The nonce is random: 192 bits
// never meet twice.
func box(a cipher.AEAD, random io.Reader, head, aad, plain []byte) ([]byte, error) {
	out := make([]byte, len(head)+a.NonceSize(), len(head)+a.NonceSize()+len(plain)+a.Overhead())
	copy(out, head)
	nonce := out[len(head):]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, filedir.Named(err)
	}
	return a.Seal(out, nonce, plain, bound(head, aad)), nil
}

// unbox opens what box made, without its head. Bytes that were changed, or
// that stand in another place than they were sealed for, are CodeCorrupt.
func unbox(a cipher.AEAD, head, aad, sealed []byte) ([]byte, error) {
	if len(sealed) < a.NonceSize() {
		return nil, corrupt("short")
	}
	n := a.NonceSize()
	plain, err := a.Open([]byte{}, sealed[:n], sealed[n:], bound(head, aad))
	if err != nil {
		return nil, corrupt("does not open")
	}
	return plain, nil
}

// bound is the associated data: the head and the place.
func bound(head, aad []byte) []byte {
	return append(append(make([]byte, 0, len(head)+len(aad)), head...), aad...)
}

func corrupt(why string) error {
	return &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: why}
}
