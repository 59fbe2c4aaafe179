package store

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"motcua"
	"motcua/store/filedir"
)

const pemType = "PRIVATE KEY" // PKCS #8, RFC 8410

// makeKey returns the station's key; it makes one where a broken-off Init
// left none.
func makeKey(dir string, rand io.Reader) (ed25519.PrivateKey, error) {
	if key, err := readKey(dir); motcua.CodeOf(err) != motcua.CodeUnknown {
		return key, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return nil, filedir.Named(err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	text := pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: der})
	return key, writeSecret(filepath.Join(dir, keyFile), text)
}

func readKey(dir string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, filedir.Named(err)
	}
	bad := &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: keyFile}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemType {
		return nil, bad
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		bad.Cause = err
		return nil, bad
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, bad
	}
	return key, nil
}

// makeIdentity makes the key that bundles for this station are sealed to.
func makeIdentity(dir string) error {
	if _, err := readIdentity(dir); motcua.CodeOf(err) != motcua.CodeUnknown {
		return err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	return writeSecret(filepath.Join(dir, identityFile), []byte(id.String()+"\n"))
}

func readIdentity(dir string) (*age.X25519Identity, error) {
	text, err := os.ReadFile(filepath.Join(dir, identityFile))
	if err != nil {
		return nil, filedir.Named(err)
	}
	id, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		// The cause is dropped: it may quote the key.
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: identityFile}
	}
	return id, nil
}

// writeSecret writes a file that only its owner may read, whole or not at all.
func writeSecret(path string, data []byte) error {
	temp := path + ".part"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return filedir.Named(err)
	}
	if err := os.WriteFile(temp, data, 0o600); err != nil {
		return filedir.Named(err)
	}
	return filedir.Settle(temp, path)
}
