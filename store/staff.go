package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

func staffPlace(station string) []byte { return []byte("staff of " + station) }

// Staff returns who works at the station; no members where there never were
// any. CodeCorrupt with field "staff": the log says that there were, but they
// are gone from the file.
func (s *Store) Staff(ctx context.Context) (motcua.Staff, error) {
	var out motcua.Staff
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		plain, err := s.readStaff(ctx, tx)
		if err != nil || plain != nil {
			return errors.Join(err, decodeStaff(plain, &out))
		}
		var had bool
		err = tx.QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM event WHERE station = ? AND kind = 'station.staff')`, s.id()).Scan(&had)
		if err == nil && had {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "staff", Detail: "accounts are gone"}
		}
		return err
	})
	return out, err
}

// ChangeStaff lets change work on the staff, empty where it is gone, in one
// transaction. What it returns, if anything, becomes an event of the log. What
// was written is also folded out of the journal, so that deleting that undoes
// nothing. Where change fails nothing is written; it may be called again where
// another process came between.
func (s *Store) ChangeStaff(ctx context.Context, actor string, at time.Time, change func(*motcua.Staff) (*motcua.StaffChanged, error)) error {
	wrote := false
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		wrote = false
		before, err := s.readStaff(ctx, tx)
		if err != nil {
			return err
		}
		var staff motcua.Staff
		if err := decodeStaff(before, &staff); err != nil {
			return err
		}
		said, err := change(&staff)
		if err != nil {
			return err
		}
		after, err := json.Marshal(staff)
		if err != nil {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: "staff", Cause: err}
		}
		if said != nil {
			if _, err := s.append(ctx, tx, fact{actor: actor, at: at, kind: motcua.EventStaff, data: *said}); err != nil {
				return err
			}
		}
		if len(staff.Members) == 0 || bytes.Equal(before, after) {
			return nil
		}
		wrote = true
		return s.putStaff(ctx, tx, after)
	})
	if err != nil || !wrote {
		return err
	}
	if err := s.db.Settle(ctx); err != nil && motcua.CodeOf(err) != motcua.CodeBusy {
		return err
	}
	return nil
}

// readStaff returns what the file holds; nil where it holds nothing.
func (s *Store) readStaff(ctx context.Context, tx *sqlitedb.Tx) ([]byte, error) {
	var sealed []byte
	err := tx.QueryRowContext(ctx, `SELECT data FROM staff`).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.vault.open(ctx, tx, staffPlace(s.id()), sealed)
}

func decodeStaff(plain []byte, into *motcua.Staff) error {
	if plain == nil {
		return nil
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "staff", Cause: err}
	}
	return nil
}

func (s *Store) putStaff(ctx context.Context, tx *sqlitedb.Tx, plain []byte) error {
	sealed, err := s.vault.ring.Load().Seal(s.cfg.Rand, staffPlace(s.id()), plain)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO staff (one, data)
		VALUES (1, ?)
		ON CONFLICT (one) DO UPDATE
		SET data = excluded.data`, sealed)
	return err
}
