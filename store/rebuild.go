package store

import (
	"context"
	"database/sql"

	"motcua"
)

// Rebuild makes the lists and the search again from the log, in one
// transaction: whoever looks meanwhile sees the old ones, and a program that
// is killed in it has changed nothing. It returns how many dossiers there are.
// A dossier whose events cannot be folded has no line; Verify names it.
//
// While it runs, nobody else can write: it is for a counter that stands still.
func (s *Store) Rebuild(ctx context.Context) (int, error) {
	n := 0
	err := s.db.Write(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{`INSERT INTO search (search) VALUES ('delete-all')`, `DELETE FROM dossier`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		ids, err := column(ctx, tx, `
			SELECT dossier
			FROM event
			WHERE dossier <> '' AND kind = 'dossier.received' AND readable
			GROUP BY dossier
			ORDER BY MIN(row)`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := s.project(ctx, tx, id)
			if code := motcua.CodeOf(err); code == motcua.CodeUnknown || code == motcua.CodeCorrupt {
				continue // named by Verify
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
