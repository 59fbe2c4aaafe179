package sqlitedb

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"motcua"
	"motcua/store/filedir"
)

// Sweep writes the file anew without the pages that nothing uses any more,
// empties the journal and removes the copies that migrations left, so that no
// byte stays that was deleted before. It gives CodeBusy where another process
// is reading.
func (db *DB) Sweep(ctx context.Context) error {
	if db.writer == nil {
		return &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	err := db.outside(ctx, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, `VACUUM`)
		return err
	})
	if err != nil {
		return err
	}
	if err := db.Settle(ctx); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Dir(db.path))
	if err != nil {
		return filedir.Named(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(db.path)+".v") || !strings.Contains(e.Name(), ".bak") {
			continue
		}
		place := filepath.Join(filepath.Dir(db.path), e.Name())
		if err := os.Remove(place); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return filedir.Named(err)
		}
	}
	return filedir.SyncFolder(filepath.Dir(db.path))
}

// Settle moves the journal into the file and empties it; CodeBusy where
// another process is reading.
func (db *DB) Settle(ctx context.Context) error {
	return db.outside(ctx, func(conn *sql.Conn) error {
		var busy, log, moved int
		err := conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved)
		if err == nil && busy != 0 {
			return &motcua.Error{Code: motcua.CodeBusy, Detail: "journal"}
		}
		return err
	})
}

// outside runs fn on the writing connection outside a transaction; like after
// Write, a file on which it failed to write is not trusted.
func (db *DB) outside(ctx context.Context, fn func(*sql.Conn) error) error {
	conn, err := db.turn(ctx)
	if err != nil {
		return Named(err)
	}
	err = fn(conn)
	if doubtful(err) {
		db.gate.trust.Store(doubted) // before the turn passes on
	}
	return Named(errors.Join(err, conn.Close()))
}
