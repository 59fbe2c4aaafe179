package store

import (
	"context"
	"errors"

	"motcua"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
)

// RotateKeys puts a new root key in the place of the old one, wraps the data
// keys with it and adds a data key that seals new rows from now on. The new
// root is kept where Config.Keys says, so that this is also how a station gets
// moves into the keystore; SetPassphrase gives it a passphrase.
//
// It may be cut short anywhere: the root file names both roots from before
// anything depends on the new one until nothing depends on the old one.
// Another process that has the station open goes on with the keys it has and
// reads the new ones when it meets a row sealed with them.
func (s *Store) RotateKeys(ctx context.Context) error {
	if s.cfg.ReadOnly {
		return &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	return locked(s.dir, func() error { return s.rotate(ctx) })
}

func (s *Store) rotate(ctx context.Context) error {
	roots, err := s.vault.place.Load() // another process may have rotated
	if err != nil {
		return err
	}
	s.vault.roots.Store(&roots)
	if len(roots) == 2 { // a rotation was cut short: end it, then do this one
		if err := s.switchTo(ctx, roots[0], roots[1:]); err != nil {
			return err
		}
		roots = roots[:1]
	}
	fresh, err := seal.NewRoot(s.cfg.Rand)
	if err != nil {
		return err
	}
	both := append([]seal.Root{fresh}, roots...)
	if err := s.vault.place.Save(both...); err != nil {
		return err
	}
	s.vault.roots.Store(&both)
	return s.switchTo(ctx, fresh, roots)
}

// switchTo makes root the only one.
func (s *Store) switchTo(ctx context.Context, root seal.Root, old []seal.Root) error {
	all := append([]seal.Root{root}, old...)
	for _, name := range keyFiles() {
		plain, err := readSealed(s.dir, name, all)
		if err != nil {
			return err
		}
		if err := writeSealed(s.dir, name, s.cfg.Rand, root, plain); err != nil {
			return err
		}
	}
	var grown *seal.Ring
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if err := s.vault.load(ctx, tx, s.id()); err != nil {
			return err
		}
		var err error
		if grown, err = s.vault.ring.Load().Grown(s.cfg.Rand, millis(s.cfg.Now())); err != nil {
			return err
		}
		return s.vault.put(ctx, tx, grown, root)
	})
	if err != nil {
		return err
	}
	s.vault.ring.Store(grown)
	if err := s.vault.place.Save(root); err != nil {
		return err
	}
	s.vault.roots.Store(&[]seal.Root{root})
	// The old wrapped keys must not be read from the journal either.
	if err := s.db.Settle(ctx); err != nil && motcua.CodeOf(err) != motcua.CodeBusy {
		return err
	}
	return nil
}

// SetPassphrase opens the station in dir as cfg says, puts its root key under
// another passphrase, or under none where phrase is empty, and then rotates,
// so that a copy of the old root file opens nothing new. The key lies in the
// folder's file afterwards, wherever it was before.
//
// Cut short, the station opens with the old passphrase or with the new one,
// and doing it again ends it. It must not be open elsewhere: another process
// would go on with the passphrase it was given.
func SetPassphrase(ctx context.Context, dir string, cfg Config, phrase []byte) (err error) {
	if cfg.ReadOnly {
		return &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	s, err := Open(ctx, dir, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	next := s.vault.place
	next.KeepInKeystore, next.Passphrase = false, nil
	if len(phrase) > 0 {
		next.Passphrase = func() ([]byte, error) { return phrase, nil }
	}
	return locked(s.dir, func() error {
		roots, err := s.vault.place.Load() // another process may have rotated
		if err != nil {
			return err
		}
		// First the roots that are there, in one write: while two are named,
		// one passphrase must open both.
		if err := next.Move(roots...); err != nil {
			return err
		}
		s.vault.place = next // nobody else has this store
		return s.rotate(ctx)
	})
}
