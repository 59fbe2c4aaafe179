package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"motcua"
	"motcua/store/backup"
	"motcua/store/filedir"
	"motcua/store/seal"
)

// keySuffix ends the name of every key file of a station's folder. This is the
// one place that says what a backup must hold besides database and files.
const keySuffix = ".key"

// maxKeyFile bounds a key file in bytes.
const maxKeyFile = 64 << 10

// readKeyFiles returns the key files of a station's folder.
func readKeyFiles(dir string) ([]backup.Key, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, filedir.Named(err)
	}
	var out []backup.Key
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), keySuffix) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, filedir.Named(err)
		}
		if info.Size() > maxKeyFile {
			return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "key", Detail: e.Name()}
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, filedir.Named(err)
		}
		out = append(out, backup.Key{Name: e.Name(), Data: data})
	}
	return out, nil
}

// keysToKeep returns the key files as a backup holds them: as they lie there,
// sealed with the root key, but for the root key's own, which opens there
// without this machine's keystore and without a passphrase.
func (s *Store) keysToKeep() ([]backup.Key, error) {
	keys, err := readKeyFiles(s.dir)
	if err != nil {
		return nil, err
	}
	roots, err := s.vault.place.Load() // another process may have rotated
	if err != nil {
		return nil, err
	}
	s.vault.roots.Store(&roots)
	for i := range keys {
		if keys[i].Name != rootFile {
			continue
		}
		if keys[i].Data, err = s.PortableRoot(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// writeKeyFiles puts the key files of a backup into a new station's folder.
func writeKeyFiles(dir string, keys []backup.Key) error {
	var errs []error
	for _, k := range keys {
		if !strings.HasSuffix(k.Name, keySuffix) {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "keys", Detail: "not a key file"}
		}
		errs = append(errs, seal.WriteSecret(filepath.Join(dir, k.Name), k.Data))
	}
	return errors.Join(errs...)
}
