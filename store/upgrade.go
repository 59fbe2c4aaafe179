package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// upgrade seals what a program before sealing wrote: key files, then content
// files one by one, then in one transaction bodies, drafts and lists; last it
// sweeps the places where plain bytes lay, the copy that the migration put
// aside included. That copy protects nothing any more: the transaction is
// committed, with every body that was there. Each step may be cut short and is
// taken again at the next start.
func (s *Store) upgrade(ctx context.Context, dir string) error {
	roots, err := s.ensureRoot(ctx)
	if err != nil {
		return err
	}
	if err := sealKeys(dir, s.cfg.Rand, roots[0]); err != nil {
		return err
	}
	if s.key, err = readKey(dir, roots); err != nil {
		return err
	}
	if s.identity, err = readIdentity(dir, roots); err != nil {
		return err
	}
	stage := 0
	if err := s.db.Read().QueryRowContext(ctx, `SELECT stage FROM seal_state`).Scan(&stage); err != nil {
		return err
	}
	files, err := filedir.OpenSealed(filepath.Join(dir, filesFolder), ageCodec{s.identity})
	if err != nil {
		return err
	}
	s.files = files // project and removal need none of the rest
	err = s.upgradeFrom(ctx, stage)
	s.files = nil
	return errors.Join(err, files.Close())
}

func (s *Store) upgradeFrom(ctx context.Context, stage int) error {
	if stage == 0 {
		if err := s.files.Reseal(ctx); err != nil {
			return err
		}
		if err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error { return s.sealRows(ctx, tx) }); err != nil {
			return err
		}
	}
	if stage < 2 {
		if err := s.db.Sweep(ctx); err != nil {
			return err
		}
		err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE seal_state SET stage = 2`)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.removeFiles(ctx)
}

// sealRows moves what is plain in the database under the seal and makes the
// lists anew.
func (s *Store) sealRows(ctx context.Context, tx *sqlitedb.Tx) error {
	if err := s.vault.load(ctx, tx, s.id()); errors.Is(err, sql.ErrNoRows) {
		if err := s.vault.begin(ctx, tx, s.id()); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	for _, part := range []func(context.Context, *sqlitedb.Tx) error{s.sealBodies, s.sealDrafts, s.relist} {
		if err := part(ctx, tx); err != nil {
			return err
		}
	}
	return dropPlain(ctx, tx, 1)
}

// dropPlain drops the tables that hold nothing any more and notes how far
// sealing has come.
func dropPlain(ctx context.Context, tx *sqlitedb.Tx, stage int) error {
	for _, q := range []string{`DROP TABLE plain_body`, `DROP TABLE plain_draft`} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE seal_state SET stage = ?`, stage)
	return err
}

type plainBody struct {
	row  int64
	e    motcua.Event
	data []byte
}

func (s *Store) sealBodies(ctx context.Context, tx *sqlitedb.Tx) error {
	const batch = 500
	for last := int64(0); ; {
		bodies, err := plainBodies(ctx, tx, last, batch)
		if err != nil || len(bodies) == 0 {
			return err
		}
		for _, b := range bodies {
			b.e.Body = b.data
			sealed, err := s.vault.sealBody(ctx, tx, b.e)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE event SET body = ? WHERE row = ?`, sealed, b.row); err != nil {
				return err
			}
			if err := noteFiles(ctx, tx, b.row, b.e); err != nil {
				return err
			}
			last = b.row
		}
	}
}

func plainBodies(ctx context.Context, tx *sqlitedb.Tx, after int64, most int) ([]plainBody, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT e.row, e.station, e.seq, e.kind, p.data
		FROM plain_body p
		JOIN event e ON e.row = p.row
		WHERE e.row > ?
		ORDER BY e.row
		LIMIT ?`, after, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []plainBody
	for rows.Next() {
		var b plainBody
		if err := rows.Scan(&b.row, &b.e.Station, &b.e.Seq, &b.e.Kind, &b.data); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

func (s *Store) sealDrafts(ctx context.Context, tx *sqlitedb.Tx) error {
	keys, err := column(ctx, tx, `SELECT key FROM plain_draft`)
	if err != nil {
		return err
	}
	for _, key := range keys {
		var data []byte
		err := tx.QueryRowContext(ctx, `SELECT data FROM plain_draft WHERE key = ?`, key).Scan(&data)
		if err != nil {
			return err
		}
		sealed, err := s.vault.ring.Load().Seal(s.cfg.Rand, draftPlace(key), data)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO draft (key, data, at)
			SELECT key, ?, at
			FROM plain_draft
			WHERE key = ?`, sealed, key)
		if err != nil {
			return err
		}
	}
	return nil
}

// relist makes lists and search anew. A dossier that cannot be folded keeps
// its line; Verify names it.
func (s *Store) relist(ctx context.Context, tx *sqlitedb.Tx) error {
	if err := forgetFinds(ctx, tx); err != nil {
		return err
	}
	// The words are written where the event that took a dossier in is another.
	if _, err := tx.ExecContext(ctx, `UPDATE dossier SET taken_in = ''`); err != nil {
		return err
	}
	ids, err := column(ctx, tx, `SELECT id FROM dossier ORDER BY row`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, err := s.project(ctx, tx, id)
		if code := motcua.CodeOf(err); err != nil && code != motcua.CodeUnknown && code != motcua.CodeCorrupt {
			return err
		}
	}
	return s.rebuildCodes(ctx, tx)
}

// fillLines folds dossiers again whose lines an older program wrote, before
// lines said where a dossier is. One that cannot be folded keeps its line;
// Verify names it.
func (s *Store) fillLines(ctx context.Context) error {
	var ids []string
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		ids, err = column(ctx, tx, `
			SELECT id
			FROM dossier
			WHERE holder IS NULL
			ORDER BY row`)
		return err
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		for _, id := range ids {
			_, err := s.project(ctx, tx, id)
			if code := motcua.CodeOf(err); err != nil && code != motcua.CodeUnknown && code != motcua.CodeCorrupt {
				return err
			}
		}
		return nil
	})
}
