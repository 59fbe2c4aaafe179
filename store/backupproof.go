package store

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"filippo.io/age"

	"motcua"
	"motcua/store/backup"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// prove restores the sealed copy into a temporary file and compares it with
// what the station held when it was made.
func (m *maker) prove(ctx context.Context, sealed string) (err error) {
	f, err := os.Open(sealed)
	if err != nil {
		return filedir.Named(err)
	}
	defer func() { err = errors.Join(err, filedir.Named(f.Close())) }()
	r, err := backup.Open(m.paced(ctx, f), []age.Identity{m.s.identity}, "")
	if err != nil {
		return err
	}
	if err := unpackDatabase(ctx, r, m.path(proofFile)); err != nil {
		return err
	}
	if err := m.compare(ctx, r.Header); err != nil {
		return err
	}
	return m.checkFiles(ctx)
}

// unpackDatabase writes the database of a backup to path and checks SQLite's
// structures in it.
func unpackDatabase(ctx context.Context, r *backup.Reader, path string) (err error) {
	dst, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return filedir.Named(err)
	}
	err = r.Database(ctx, &steadyWriter{f: dst})
	return errors.Join(err, filedir.Named(dst.Close()))
}

// compare looks into the restored database. Every difference is CodeCorrupt.
func (m *maker) compare(ctx context.Context, h backup.Header) (err error) {
	differs := func(what string) error {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "backup", Detail: what + " differs"}
	}
	if h.Seq != m.header.Seq || h.Hash != m.header.Hash || h.Events != m.header.Events || len(h.Keys) != len(m.header.Keys) {
		return differs("header")
	}
	db, err := openFile(ctx, m.path(proofFile), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	complaints, err := db.Check(ctx)
	if err != nil {
		return err
	}
	if len(complaints) > 0 {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "backup", Detail: complaints[0]}
	}
	return db.View(ctx, func(tx *sqlitedb.Tx) error {
		c, err := census(ctx, tx, m.header.Station)
		if err != nil {
			return err
		}
		if c.events != m.header.Events || c.dossiers != m.header.Dossiers || c.files != m.header.Files ||
			c.head.seq != m.header.Seq || c.head.hash != m.header.Hash {
			return differs("log")
		}
		return m.countMissing(ctx, tx)
	})
}

// countMissing asks the area for every file that the copied log names.
func (m *maker) countMissing(ctx context.Context, tx *sqlitedb.Tx) error {
	return m.s.ownFiles(ctx, tx, m.header.Station, func(f motcua.FileRef) error {
		held, err := m.area.Has(f.SHA256)
		if err == nil && !held {
			m.report.Missing++
		}
		return err
	})
}

// keptBackups is how many lines table backup holds.
const keptBackups = 100

// recordBackup writes down how a backup went; what went wrong is in failure.
func (s *Store) recordBackup(ctx context.Context, folder string, r BackupReport, failure error) error {
	code := string(motcua.CodeOf(failure))
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO backup (at, folder, file, size, events, files, missing, recoverable, code)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			millis(r.At), folder, r.File, r.Size, r.Events, r.Files, r.Missing, r.Recoverable, code)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM backup
			WHERE row <= (SELECT MAX(row) FROM backup) - ? AND row <> (SELECT MAX(row) FROM backup WHERE code = '')`, keptBackups)
		return err
	})
}

// LastBackup returns the last proven backup and whether the newest try since
// then failed; false where none was ever tried.
func (s *Store) LastBackup(ctx context.Context) (motcua.BackupState, bool, error) {
	var b motcua.BackupState
	found := false
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		var at, failed int64
		var row int64
		err := tx.QueryRowContext(ctx, `
			SELECT row, at, file, size, events, files, missing, recoverable
			FROM backup
			WHERE code = ''
			ORDER BY row DESC
			LIMIT 1`).
			Scan(&row, &at, &b.File, &b.Size, &b.Events, &b.Files, &b.Missing, &b.Recoverable)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		found = err == nil
		b.At = fromMillis(at)
		err = tx.QueryRowContext(ctx, `
			SELECT at, code
			FROM backup
			WHERE row > ?
			ORDER BY row DESC
			LIMIT 1`, row).Scan(&failed, &b.Failed)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found, b.FailedAt = true, fromMillis(failed)
		return err
	})
	return b, found, err
}

// RecoveryKey makes the key that opens this station's backups on any machine
// from now on and returns its secret half, which is kept nowhere: it is to be
// printed and locked away. Where the station has one, it is CodeConflict
// unless replace is set; backups of before open with the old one still.
func (s *Store) RecoveryKey(ctx context.Context, replace bool) (string, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	err = s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM recovery`).Scan(&n); err != nil {
			return err
		}
		if n > 0 && !replace {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "recovery", Detail: "there is a key already"}
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO recovery (one, recipient, made)
			VALUES (1, ?, ?)
			ON CONFLICT (one) DO UPDATE
			SET recipient = excluded.recipient, made = excluded.made`, id.Recipient().String(), millis(s.cfg.Now()))
		return err
	})
	if err != nil {
		return "", err
	}
	return id.String(), nil
}

func (s *Store) recoveryRecipient(ctx context.Context) (string, bool, error) {
	var to string
	err := s.db.Read().QueryRowContext(ctx, `SELECT recipient FROM recovery`).Scan(&to)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return to, err == nil, sqlitedb.Named(err)
}
