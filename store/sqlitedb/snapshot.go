package sqlitedb

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"

	"motcua"
	"motcua/store/filedir"
)

// slicePages is how much of the file one step of a snapshot copies: 256 KiB, in
// pages of 4 KiB. Who takes in a dossier waits behind one of them at most.
const slicePages = 64

// copier is what a connection of the driver offers under its sql.Conn.
type copier interface {
	NewBackup(uri string) (*sqlite.Backup, error)
}

// Snapshot copies the file as it is at this moment to path, which must not
// exist, while others go on writing; it rests for pause after each 256 KiB, and at
// least as long as that took, so that they have the disk to themselves in
// between. look sees the same moment, in
// the transaction that the copy is made in. The copy is whole but not yet
// durable when Snapshot returns; on an error nothing is left.
func (db *DB) Snapshot(ctx context.Context, path string, pause time.Duration, look func(*Tx) error) (err error) {
	h, err := handle(dsn(db.path, db.cfg, false), 1)
	if err != nil {
		return Named(err)
	}
	defer func() {
		err = errors.Join(err, Named(h.Close()))
		if err != nil {
			err = errors.Join(err, removed(path))
		}
	}()
	if err := create(path); err != nil {
		return err
	}
	conn, err := h.Conn(ctx)
	if err != nil {
		return Named(err)
	}
	defer func() { err = errors.Join(err, Named(conn.Close())) }()
	// One read transaction around all steps: without it SQLite would begin
	// again at the first page whenever somebody else commits.
	return Named(within(ctx, conn, "BEGIN", "ROLLBACK", false, func(tx *Tx) error {
		if err := look(tx); err != nil {
			return err
		}
		return conn.Raw(func(c any) error { return copyPages(ctx, c, path, pause) })
	}))
}

func copyPages(ctx context.Context, c any, path string, pause time.Duration) (err error) {
	src, ok := c.(copier)
	if !ok {
		return &motcua.Error{Code: motcua.CodeIO, Detail: "driver without backup"}
	}
	b, err := src.NewBackup(copyURI(path))
	if err != nil {
		return err
	}
	defer func() {
		if ferr := b.Finish(); err == nil {
			err = ferr
		}
	}()
	for {
		begun := time.Now()
		more, err := b.Step(slicePages)
		if err != nil || !more {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(pause, time.Since(begun))):
		}
	}
}

// copyURI opens the target of a copy without a journal and without waiting for
// the disk: until it is whole it is worth nothing.
func copyURI(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: "_synchronous=OFF&_journal_mode=OFF"}
	return u.String()
}

func removed(path string) error {
	var errs []error
	for _, p := range []string{path, path + "-journal", path + "-wal", path + "-shm"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, filedir.Named(err))
		}
	}
	return errors.Join(errs...)
}

// Remove removes a closed database file with its journals; one that is not
// there is no error.
func Remove(path string) error { return removed(path) }
