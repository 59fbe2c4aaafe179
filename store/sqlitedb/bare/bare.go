// Package bare keeps bytes in SQLite with as little as that takes: what a
// durable intake is measured against.
package bare

import (
	"context"
	"database/sql"
	"errors"

	_ "modernc.org/sqlite" // the driver

	"motcua/store/sqlitedb"
)

// File is a database with one table and no index.
type File struct {
	db   *sql.DB
	stmt *sql.Stmt
}

// Open makes the file at path, which must not be there yet.
func Open(ctx context.Context, path string) (*File, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	db.SetMaxOpenConns(1)
	f := &File{db: db}
	if _, err = db.ExecContext(ctx, `CREATE TABLE bytes (row INTEGER PRIMARY KEY, head BLOB, body BLOB)`); err == nil {
		f.stmt, err = db.PrepareContext(ctx, `INSERT INTO bytes (head, body) VALUES (?, ?)`)
	}
	if err != nil {
		return nil, errors.Join(sqlitedb.Named(err), f.Close())
	}
	return f, nil
}

// Insert adds one row and returns when it is on disk.
func (f *File) Insert(ctx context.Context, head, body []byte) error {
	_, err := f.stmt.ExecContext(ctx, head, body)
	return sqlitedb.Named(err)
}

// Close closes the file.
func (f *File) Close() error { return sqlitedb.Named(f.db.Close()) }
