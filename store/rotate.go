package store

import (
	"context"

	"motcua"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
)

// RotateKeys puts a new root key in the place of the old one, wraps the data
// keys with it and adds a data key that seals new rows from now on. The new
// root is kept where Config.Keys says, so that this is also how a station gets
// a passphrase or moves into the keystore.
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
