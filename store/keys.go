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
	"motcua/store/seal"
)

const pemType = "PRIVATE KEY" // PKCS #8, RFC 8410

// keyFiles are sealed with the root key, each under its own name.
func keyFiles() []string { return []string{keyFile, identityFile} }

// makeKey returns the station's key; it makes one where a broken-off Init
// left none.
func makeKey(dir string, rand io.Reader, roots []seal.Root) (ed25519.PrivateKey, error) {
	if key, err := readKey(dir, roots); motcua.CodeOf(err) != motcua.CodeUnknown {
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
	return key, writeSealed(dir, keyFile, rand, roots[0], text)
}

func readKey(dir string, roots []seal.Root) (ed25519.PrivateKey, error) {
	text, err := readSealed(dir, keyFile, roots)
	if err != nil {
		return nil, err
	}
	return parseKey(text)
}

func parseKey(text []byte) (ed25519.PrivateKey, error) {
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

// makeIdentity makes the key that bundles for this station and its files are
// sealed to.
func makeIdentity(dir string, rand io.Reader, roots []seal.Root) error {
	if _, err := readIdentity(dir, roots); motcua.CodeOf(err) != motcua.CodeUnknown {
		return err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	return writeSealed(dir, identityFile, rand, roots[0], []byte(id.String()+"\n"))
}

func readIdentity(dir string, roots []seal.Root) (*age.X25519Identity, error) {
	text, err := readSealed(dir, identityFile, roots)
	if err != nil {
		return nil, err
	}
	return parseIdentity(text)
}

func parseIdentity(text []byte) (*age.X25519Identity, error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		// The cause is dropped: it may quote the key.
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: identityFile}
	}
	return id, nil
}

func readSealed(dir, name string, roots []seal.Root) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, filedir.Named(err)
	}
	return seal.OpenFile(roots, name, data)
}

func writeSealed(dir, name string, rand io.Reader, root seal.Root, plain []byte) error {
	data, err := root.SealFile(rand, name, plain)
	if err != nil {
		return err
	}
	return seal.WriteSecret(filepath.Join(dir, name), data)
}

// plainKeys returns the key files that an older program left unsealed.
func plainKeys(dir string) ([]string, error) {
	var out []string
	for _, name := range keyFiles() {
		data, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, filedir.Named(err)
		case !seal.IsSealedFile(data):
			out = append(out, name)
		}
	}
	return out, nil
}

// sealKeys seals the key files that lie there plain. What is no key is left as
// it is, for a human to look at.
func sealKeys(dir string, rand io.Reader, root seal.Root) error {
	names, err := plainKeys(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return filedir.Named(err)
		}
		if name == keyFile {
			_, err = parseKey(data)
		} else {
			_, err = parseIdentity(data)
		}
		if err != nil {
			return err
		}
		if err := writeSealed(dir, name, rand, root, data); err != nil {
			return err
		}
	}
	return nil
}
