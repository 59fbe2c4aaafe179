package store

import (
	"context"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Earlier returns the newest dossiers of whoever has this personal, tax or
// phone number; none where the number is shorter than nine digits. At most
// limit (1 … 200) are returned. Filed papers are named only where the number is
// the owner's: nobody else may use them again.
func (s *Store) Earlier(ctx context.Context, number string, limit int) ([]motcua.Earlier, error) {
	n := normalNumber(number)
	if len(n) < numberFrom {
		return nil, nil
	}
	var out []motcua.Earlier
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		hash := s.vault.ring.Load().Lookup(n)
		ids, err := column(ctx, tx, `
			SELECT d.id
			FROM (`+byNumber+`) l
			JOIN dossier d ON d.row = l.row
			WHERE NOT d.erased
			ORDER BY d.received DESC, d.row DESC
			LIMIT ?`, hash, hash, min(max(limit, 1), 200))
		if err != nil {
			return err
		}
		for _, id := range ids {
			d, err := s.foldDossier(ctx, tx, id)
			if err != nil {
				return err
			}
			e := motcua.EarlierOf(d)
			if normalNumber(d.Received.Intake.OwnerNumber()) != n {
				e.Papers = nil // somebody else's, who asked for the owner or gave this phone
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// Kept is a draft that is kept, without its content.
type Kept struct {
	Key string
	At  time.Time // when it was written last
}

// Drafts returns the drafts whose keys begin with prefix, oldest first: visits
// that are held, for instance.
func (s *Store) Drafts(ctx context.Context, prefix string) ([]Kept, error) {
	var out []Kept
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT key, at
			FROM draft
			WHERE key >= ?
			ORDER BY at, key`, prefix)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var k Kept
			var at int64
			if err := rows.Scan(&k.Key, &at); err != nil {
				return err
			}
			k.At = fromMillis(at)
			if strings.HasPrefix(k.Key, prefix) {
				out = append(out, k)
			}
		}
		return rows.Err()
	})
	return out, err
}
