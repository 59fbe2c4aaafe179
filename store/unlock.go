package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
)

// Keys says where the root key of a station is kept. The zero value: in a file
// of its folder that only its owner may read. That is what servers, scheduled
// jobs and tests need, as a keystore opens only in somebody's desktop session.
// Where an existing station's key is kept is read from its file, whatever is
// said here.
type Keys struct {
	// Keystore is where a root key is kept that the station's file says is in
	// the keystore; the operating system's where nil.
	Keystore seal.Keystore
	// InKeystore puts new root keys (of Init and RotateKeys) there, if it works.
	InKeystore bool
	// Passphrase is asked where the file is sealed with one; new root keys that
	// go into the file are then sealed with it too. nil: none.
	Passphrase func() ([]byte, error)
}

func newVault(s *Store, dir string) *vault {
	k := s.cfg.Keys
	return &vault{s: s, place: seal.Place{
		Path: filepath.Join(dir, rootFile), Rand: s.cfg.Rand,
		Keystore: k.Keystore, KeepInKeystore: k.InKeystore, Passphrase: k.Passphrase,
	}}
}

// unlock opens the keys, after it has finished what an older program, or a
// crash, left undone.
func (s *Store) unlock(ctx context.Context, dir string) error {
	ready, err := s.sealed(ctx, dir)
	if err != nil {
		return err
	}
	if !ready {
		if s.cfg.ReadOnly {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "seal", Detail: "must be opened for writing first"}
		}
		if err := locked(dir, func() error { return s.upgrade(ctx, dir) }); err != nil {
			return err
		}
	}
	roots, err := s.vault.place.Load()
	if err != nil {
		return err
	}
	s.vault.roots.Store(&roots)
	if s.key, err = readKey(dir, roots); err != nil {
		return err
	}
	if s.identity, err = readIdentity(dir, roots); err != nil {
		return err
	}
	if s.id() != s.station.ID {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: "key of another station"}
	}
	if s.files, err = filedir.OpenSealed(filepath.Join(dir, filesFolder), ageCodec{s.identity}); err != nil {
		return err
	}
	return s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		err := s.vault.load(ctx, tx, s.station.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "no keys"}
		}
		return err
	})
}

// sealed reports whether nothing is left to be sealed, swept or switched.
func (s *Store) sealed(ctx context.Context, dir string) (bool, error) {
	plain, err := plainKeys(dir)
	if err != nil || len(plain) > 0 {
		return false, err
	}
	if _, err := os.Stat(filepath.Join(dir, rootFile)); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	var stage, doomed int
	err = s.db.Read().QueryRowContext(ctx, `
		SELECT stage, (SELECT COUNT(*) FROM removal)
		FROM seal_state`).Scan(&stage, &doomed)
	if err != nil {
		return false, sqlitedb.Named(err)
	}
	return stage == 2 && doomed == 0, nil
}

// locked runs fn while no other process sets up or upgrades this folder.
func locked(dir string, fn func() error) error {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return filedir.Named(err)
	}
	err := fn()
	return errors.Join(err, filedir.Named(lock.Close()))
}

// ensureRoot loads the root keys and makes the first one. That some key in the
// database is wrapped already, and the root file gone, is for a human.
func (s *Store) ensureRoot(ctx context.Context) ([]seal.Root, error) {
	roots, err := s.vault.place.Load()
	if motcua.CodeOf(err) == motcua.CodeUnknown {
		var keys int
		if err := s.db.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM seal_key`).Scan(&keys); err != nil {
			return nil, sqlitedb.Named(err)
		}
		if keys > 0 {
			return nil, err
		}
		root, err := seal.NewRoot(s.cfg.Rand)
		if err != nil {
			return nil, err
		}
		roots = []seal.Root{root}
		if err := s.vault.place.Save(root); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	s.vault.roots.Store(&roots)
	return roots, nil
}

// PortableRoot returns a root key file that opens this station anywhere,
// without keystore or passphrase: what a backup, sealed itself, must hold in
// the place of the folder's root.key.
func (s *Store) PortableRoot() ([]byte, error) { return seal.Portable(*s.vault.roots.Load()) }
