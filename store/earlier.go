package store

import (
	"context"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Earlier returns the newest dossiers of whoever has this personal, tax or
// phone number, with their filed papers; none where the number is shorter than
// nine digits. At most limit (1 … 200) are returned. The owner's number decides
// what may be used again, which is desk's to check.
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
			out = append(out, motcua.EarlierOf(d))
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
