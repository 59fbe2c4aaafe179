package sqlitedb

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"

	"motcua"
	"motcua/store/filedir"
)

// migrate brings the file to the newest version. Processes that start at the
// same moment take turns.
func (db *DB) migrate(ctx context.Context, files fs.FS) (err error) {
	lock := flock.New(db.path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return filedir.Named(err)
	}
	defer func() {
		if cerr := lock.Close(); err == nil {
			err = filedir.Named(cerr)
		}
	}()
	p, target, err := provider(db.writer, files)
	if err != nil {
		return err
	}
	have, err := version(ctx, db.writer)
	if err != nil {
		return err
	}
	if have > target {
		return newer(have, target) // and left alone
	}
	if err := db.settle(ctx); err != nil {
		return err
	}
	switch {
	case have == target:
		return nil
	case have > 0:
		if err := db.keepCopy(ctx, have); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return Named(fmt.Errorf("migrate from version %d: %w", have, err))
	}
	return nil
}

func provider(h *sql.DB, files fs.FS) (*goose.Provider, int64, error) {
	p, err := goose.NewProvider(goose.DialectSQLite3, h, files,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, 0, Named(fmt.Errorf("migrations: %w", err))
	}
	sources := p.ListSources()
	return p, sources[len(sources)-1].Version, nil
}

// sameVersion refuses a file whose tables this program does not know by heart.
func (db *DB) sameVersion(ctx context.Context, files fs.FS) error {
	_, target, err := provider(db.reader, files)
	if err != nil {
		return err
	}
	have, err := version(ctx, db.reader)
	switch {
	case err != nil:
		return err
	case have > target:
		return newer(have, target)
	case have < target:
		return &motcua.Error{Code: motcua.CodeConflict, Detail: fmt.Sprintf("file has version %d, must be migrated to %d first", have, target)}
	}
	return nil
}

func newer(have, target int64) error {
	return &motcua.Error{Code: motcua.CodeNewer, Detail: fmt.Sprintf("file has version %d, program knows %d", have, target)}
}

// querier is a handle or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Version returns the version of a file's tables; 0 where it has none.
func Version(ctx context.Context, tx *Tx) (int64, error) { return version(ctx, tx) }

// version reads goose's record itself: asking goose would write its table
// into a file that may only be read, or before the copy is made.
func version(ctx context.Context, h querier) (int64, error) {
	var tables int
	err := h.QueryRowContext(ctx, `
		SELECT COUNT(*)
		FROM sqlite_master
		WHERE type = 'table' AND name = 'goose_db_version'`).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, Named(err)
	}
	var v int64
	err = h.QueryRowContext(ctx, `
		SELECT COALESCE(MAX(version_id), 0)
		FROM goose_db_version
		WHERE is_applied`).Scan(&v)
	return v, Named(err)
}

// keepCopy puts the file as it is now, journal included, beside it.
func (db *DB) keepCopy(ctx context.Context, have int64) error {
	place := fmt.Sprintf("%s.v%d.bak", db.path, have)
	temp := place + ".part"
	if err := os.RemoveAll(temp); err != nil { // of a copy that a crash cut short
		return filedir.Named(err)
	}
	if _, err := db.writer.ExecContext(ctx, `VACUUM INTO ?`, temp); err != nil {
		return Named(err)
	}
	return filedir.Settle(temp, place)
}
