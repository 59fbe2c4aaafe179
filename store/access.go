package store

import (
	"context"
	"slices"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// accessKept is how many lines of who looked at what are kept: those of a busy
// counter over some ten years.
const accessKept = 4_000_000

// NoteAccess adds a line; it is on disk when NoteAccess returns.
func (s *Store) NoteAccess(ctx context.Context, a motcua.Access) error {
	if a.At.IsZero() || len(a.Login) > 64 || len(a.Dossier) > 100 || len(a.Form) > 40 || !slices.Contains(motcua.AccessDeeds(), a.Deed) {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "access"}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		res, err := tx.ExecContext(ctx, `
			INSERT INTO access (at, login, deed, dossier, form)
			VALUES (?, ?, ?, ?, ?)`, a.At.UnixMilli(), a.Login, string(a.Deed), a.Dossier, a.Form)
		if err != nil {
			return err
		}
		row, err := res.LastInsertId()
		if err != nil {
			return err
		}
		// By their number, not by the clock, which anybody may turn.
		_, err = tx.ExecContext(ctx, `DELETE FROM access WHERE row <= ?`, row-accessKept)
		return err
	})
}

// Accesses returns lines, newest first, with the codes of their dossiers.
func (s *Store) Accesses(ctx context.Context, f motcua.AccessFilter) ([]motcua.Access, error) {
	to := int64(1<<63 - 1)
	if !f.To.IsZero() {
		to = f.To.UnixMilli()
	}
	from := int64(-1 << 63)
	if !f.From.IsZero() {
		from = f.From.UnixMilli()
	}
	var out []motcua.Access
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT a.at, a.login, a.deed, a.dossier, a.form, COALESCE(d.code, '')
			FROM access a
			LEFT JOIN dossier d ON d.id = a.dossier
			WHERE a.at >= ? AND a.at < ? AND (? = '' OR a.login = ?) AND (? = '' OR a.dossier = ?)
			ORDER BY a.row DESC
			LIMIT ?`, from, to, f.Login, f.Login, f.Dossier, f.Dossier, f.Limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var a motcua.Access
			var at int64
			if err := rows.Scan(&at, &a.Login, &a.Deed, &a.Dossier, &a.Form, &a.Code); err != nil {
				return err
			}
			a.At = time.UnixMilli(at).UTC()
			out = append(out, a)
		}
		return rows.Err()
	})
	return out, err
}
