package sqlitedb

import (
	"context"
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
	if _, err := db.writer.ExecContext(ctx, `VACUUM`); err != nil {
		return Named(err)
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
	var busy, log, moved int
	err := db.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved)
	if err == nil && busy != 0 {
		return &motcua.Error{Code: motcua.CodeBusy, Detail: "journal"}
	}
	return Named(err)
}
