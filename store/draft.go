package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// MaxDraft bounds one draft in bytes.
const MaxDraft = 1 << 20

// PutDraft keeps a half-filled form under key, replacing what was there. It is
// on disk when PutDraft returns.
func (s *Store) PutDraft(ctx context.Context, key string, data []byte) error {
	if key == "" || len(key) > 200 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "key"}
	}
	if len(data) > MaxDraft {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "draft"}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		sealed, err := s.vault.ring.Load().Seal(s.cfg.Rand, draftPlace(key), data)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO draft (key, data, at)
			VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE
			SET data = excluded.data, at = excluded.at`, key, sealed, millis(s.cfg.Now()))
		return err
	})
}

// Draft returns what is kept under key and since when; nil where nothing is.
func (s *Store) Draft(ctx context.Context, key string) ([]byte, time.Time, error) {
	var data []byte
	var at int64
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		var sealed []byte
		err := tx.QueryRowContext(ctx, `
			SELECT data, at
			FROM draft
			WHERE key = ?`, key).Scan(&sealed, &at)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			data, err = s.vault.open(ctx, tx, draftPlace(key), sealed)
		}
		return err
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	return data, fromMillis(at), nil
}

// DeleteDraft forgets what is kept under key, if anything is.
func (s *Store) DeleteDraft(ctx context.Context, key string) error {
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM draft WHERE key = ?`, key)
		return err
	})
}
