package sqlitedb

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"motcua"
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
	}
	return &motcua.Error{Code: code, Detail: "database", Cause: err}
}
