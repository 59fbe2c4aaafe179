// Package sqlitedb opens a SQLite file the one way this program does: one
// writer, a pool of readers, every commit on disk before it returns.
package sqlitedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"motcua"
	"motcua/store/filedir"
)

// Config says how to open a file.
type Config struct {
	// Migrations holds goose's SQL files (00001_name.sql …) at its top.
	Migrations fs.FS
	// Readers is the size of the reader pool; 4 where 0.
	Readers int
	// BusyMillis is how long to wait for another process's write; 10,000
	// where 0.
	BusyMillis int
	// ReadOnly opens an existing file of exactly this version for reading;
	// Write then gives CodeReadOnly.
	ReadOnly bool
}

// DB is an open file. Several processes may have it open at once: what must
// hold together is read and written inside one Write.
type DB struct {
	path   string
	cfg    Config
	writer *sql.DB // nil where read-only
	reader *sql.DB
	gate   gate
}

// Open opens the file at path, makes it where it is not there, and brings it
// to the newest version of its tables; the state before the first pending
// migration of an existing file is kept beside it as <path>.v<version>.bak.
// It returns CodeNewer for a file made by a newer program, CodeCorrupt for
// what is no database, CodeUnknown where a read-only file is not there.
func Open(ctx context.Context, path string, cfg Config) (*DB, error) {
	if cfg.Readers == 0 {
		cfg.Readers = 4
	}
	if cfg.BusyMillis == 0 {
		cfg.BusyMillis = 10_000
	}
	abs, err := filepath.Abs(path)
	if err != nil || strings.ContainsRune(path, 0) {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "path", Cause: err}
	}
	_, err = os.Stat(abs)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err != nil && !(fresh && !cfg.ReadOnly) {
		return nil, filedir.Named(err)
	}
	if fresh {
		if err := create(abs); err != nil {
			return nil, err
		}
	}
	db := &DB{path: abs, cfg: cfg}
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(Named(db.blame(err)), db.Close())
	}
	return db, nil
}

// create makes the empty file, which SQLite takes for an empty database, so
// that nobody but its owner can read it; the journal inherits that.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return filedir.Named(err)
	}
	return filedir.SyncFolder(filepath.Dir(path))
}

func (db *DB) open(ctx context.Context) error {
	cfg := db.cfg
	var err error
	if !cfg.ReadOnly {
		if db.writer, err = handle(dsn(db.path, cfg, true), 1, db.gate.guard); err != nil {
			return err
		}
		if err := db.migrate(ctx, cfg.Migrations); err != nil {
			return err
		}
	}
	if db.reader, err = handle(dsn(db.path, cfg, false), cfg.Readers, db.gate.guard); err != nil {
		return err
	}
	if cfg.ReadOnly {
		return db.sameVersion(ctx, cfg.Migrations)
	}
	return nil
}

func handle(dsn string, conns int, wrap ...func(driver.Connector) driver.Connector) (*sql.DB, error) {
	connector, err := newConnector(dsn)
	if err != nil {
		return nil, err
	}
	var c driver.Connector = connector
	for _, w := range wrap {
		c = w(c)
	}
	h := sql.OpenDB(c)
	h.SetMaxOpenConns(conns)
	h.SetMaxIdleConns(conns)
	return h, nil
}

// dsn returns the file: address of path with every pragma in it, so that each
// connection of a pool gets them. The path is escaped: '?', '#' and '%' are
// legal in folder names.
func dsn(path string, cfg Config, write bool) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… of Windows
	}
	q := url.Values{}
	q.Set("_defensive", "1")
	q.Set("_dqs", "0")
	q.Set("_busy_timeout", fmt.Sprint(cfg.BusyMillis))
	q.Set("_synchronous", "FULL")
	q.Set("_foreign_keys", "1")
	q.Add("_pragma", "trusted_schema(0)")
	q.Add("_pragma", "cell_size_check(1)")
	if write {
		q.Set("_txlock", "immediate")
		q.Set("_journal_mode", "WAL")
		// The commit that finds this many pages in the journal carries them
		// into the file and takes longer. Every 16 MB instead of 4: seldom.
		q.Add("_pragma", "wal_autocheckpoint(4000)")
		q.Add("_pragma", "cache_size(-16000)")
		// What is deleted or moved must not stay readable in freed pages: an
		// erasure later cannot find it there.
		q.Add("_pragma", "secure_delete(1)")
		q.Set("mode", "rwc")
	} else {
		q.Set("_query_only", "1")
		q.Set("mode", "rw")
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: q.Encode()}
	return u.String()
}

// Close closes all connections.
func (db *DB) Close() error {
	var errs []error
	for _, h := range []*sql.DB{db.reader, db.writer} {
		if h != nil {
			errs = append(errs, Named(h.Close()))
		}
	}
	return errors.Join(errs...)
}

// Path returns the absolute path of the file.
func (db *DB) Path() string { return db.path }

// Read returns the reader pool. Its connections refuse to write.
func (db *DB) Read() *sql.DB { return db.reader }

// View runs fn in one read transaction: all that it reads is of one moment.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) (err error) {
	conn, err := db.reader.Conn(ctx)
	if err != nil {
		return Named(err)
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = Named(cerr)
		}
	}()
	return Named(within(ctx, conn, "BEGIN", "ROLLBACK", false, fn))
}

// Write runs fn in the one write transaction that exists at a time, across
// processes too, and commits it if fn returns nil; when Write then returns
// nil, the bytes are on disk. After a failed write to the disk the next Write
// first closes the file and opens it anew. ctx may end the wait for the turn, not the
// transaction: whether something was committed is never left in doubt by a
// cancelled context.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) (err error) {
	if db.writer == nil {
		return &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	conn, err := db.turn(ctx)
	if err != nil {
		return Named(err)
	}
	defer func() { // also when fn panics: it is the only one
		if cerr := conn.Close(); err == nil {
			err = Named(cerr)
		}
	}()
	err = within(ctx, conn, "BEGIN IMMEDIATE", "COMMIT", true, fn)
	if doubtful(err) {
		db.gate.trust.Store(doubted) // before the turn passes on
	}
	return Named(err)
}

// Check runs SQLite's own integrity check and returns what it complains of,
// at most 100 lines; empty where all is well.
//
// It uses a connection of its own: on one that has searched before, FTS5
// checks against the segments it remembers and calls those corrupt that
// another connection has merged since. Its cache is small: nearly all pages are
// read in order and not again, and to make room for them costs more than to
// read a few twice.
func (db *DB) Check(ctx context.Context) (out []string, err error) {
	h, err := handle(dsn(db.path, db.cfg, false)+"&_pragma=cache_size(-4000)", 1, db.gate.guard)
	if err != nil {
		return nil, Named(err)
	}
	defer func() {
		if cerr := h.Close(); err == nil {
			err = Named(cerr)
		}
	}()
	rows, err := h.QueryContext(ctx, `PRAGMA integrity_check(100)`)
	if err != nil {
		return nil, Named(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, Named(err)
		}
		if line != "ok" {
			out = append(out, line)
		}
	}
	return out, Named(rows.Err())
}
