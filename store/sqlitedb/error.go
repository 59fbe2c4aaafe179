package sqlitedb

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"motcua"
	"motcua/store/filedir"
)

// codes pairs SQLite's primary result codes with ours.
var codes = map[int]motcua.ErrorCode{
	sqlite3.SQLITE_FULL:       motcua.CodeDiskFull,
	sqlite3.SQLITE_READONLY:   motcua.CodeReadOnly,
	sqlite3.SQLITE_PERM:       motcua.CodeReadOnly,
	sqlite3.SQLITE_BUSY:       motcua.CodeBusy,
	sqlite3.SQLITE_LOCKED:     motcua.CodeBusy,
	sqlite3.SQLITE_CORRUPT:    motcua.CodeCorrupt,
	sqlite3.SQLITE_NOTADB:     motcua.CodeCorrupt,
	sqlite3.SQLITE_TOOBIG:     motcua.CodeTooLarge,
	sqlite3.SQLITE_CONSTRAINT: motcua.CodeConflict,
}

// Named gives an error of the driver its code, by number and never by text;
// whatever has no better name is CodeIO. nil, sql.ErrNoRows, a cancelled
// context and errors that have a code already pass through.
func Named(err error) error {
	var named *motcua.Error
	if err == nil || errors.As(err, &named) || errors.Is(err, sql.ErrNoRows) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	code := motcua.CodeIO
	var e *sqlite.Error
	if errors.As(err, &e) {
		// The upper bytes hold the extended code.
		if c, ok := codes[e.Code()&0xff]; ok {
			code = c
		}
		if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // no room for the journal's index
			code = motcua.CodeDiskFull
		}
	}
	return &motcua.Error{Code: code, Detail: "database", Cause: err}
}

// blame finds the reason where SQLite only says that it cannot open a file: it
// could not make its journal there.
func (db *DB) blame(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) || e.Code()&0xff != sqlite3.SQLITE_CANTOPEN {
		return err
	}
	// The database itself must not be opened for this: closing it again would
	// take away the locks that SQLite holds on it.
	f, probe := os.CreateTemp(filepath.Dir(db.path), ".probe-")
	if probe != nil {
		return &motcua.Error{Code: motcua.CodeOf(filedir.Named(probe)), Detail: "database", Cause: errors.Join(probe, err)}
	}
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}
