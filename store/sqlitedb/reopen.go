package sqlitedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"motcua"
)

// After a failed fsync the kernel calls the unwritten pages clean and forgets
// them: the same fsync, tried again, succeeds, and the bytes are in memory
// only. So a file on which a write failed is not trusted any more. All its
// handles are closed, it is opened anew, and its journal is folded into the
// database, which writes and syncs every page of it again. Only then is the
// next write let in.
const (
	trusted  int32 = iota
	doubted        // a write failed: close every handle
	reopened       // all were closed: fold the journal
)

// gate is what the handles of one file have in common.
type gate struct {
	trust    atomic.Int32
	opening  sync.RWMutex // held for writing while every handle is being closed
	draining atomic.Bool  // no connection goes back to its pool
	open     atomic.Int32 // connections
}

func (g *gate) guard(c driver.Connector) driver.Connector { return gated{c, g} }

// gated opens no connection while the others are being closed.
type gated struct {
	driver.Connector
	gate *gate
}

func (g gated) Connect(ctx context.Context) (driver.Conn, error) {
	g.gate.opening.RLock()
	defer g.gate.opening.RUnlock()
	c, err := g.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	all, ok := c.(connection)
	if !ok {
		return nil, errors.Join(&motcua.Error{Code: motcua.CodeIO, Detail: "driver"}, c.Close())
	}
	g.gate.open.Add(1)
	plain := &counted{all, g.gate}
	if d, ok := c.(direct); ok {
		return &countedDirect{plain, d}, nil
	}
	return plain, nil
}

// connection is what package sql and this one use of the driver's own.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	NewBackup(string) (*sqlite.Backup, error)
}

// counted is a connection that is known to the gate until it is closed. The
// pools' own numbers will not do: they count connections that are still to be
// opened.
type counted struct {
	connection
	gate *gate
}

// IsValid keeps a connection from going back to its pool while all of them
// are being closed; package sql then closes it.
func (c *counted) IsValid() bool { return !c.gate.draining.Load() && c.connection.IsValid() }

func (c *counted) Close() error {
	defer c.gate.open.Add(-1)
	return c.connection.Close()
}

// direct is a connection that also runs statements without preparing them.
type direct interface {
	driver.ExecerContext
	driver.QueryerContext
}

type countedDirect struct {
	*counted
	direct
}

// turn waits for the one writing connection, of a file that can be trusted.
func (db *DB) turn(ctx context.Context) (*sql.Conn, error) {
	for {
		conn, err := db.writer.Conn(ctx)
		if err != nil {
			return nil, err
		}
		switch db.gate.trust.Load() {
		case trusted:
			return conn, nil
		case doubted:
			if err := db.closeAll(conn); err != nil {
				return nil, err
			}
		case reopened:
			err := db.fold(context.WithoutCancel(ctx), conn)
			if err == nil {
				db.gate.trust.Store(trusted)
				return conn, nil
			}
			db.gate.trust.Store(doubted)
			return nil, errors.Join(Named(err), discard(conn))
		}
	}
}

// closeAll closes every handle of the file, conn among them: SQLite keeps a
// file open until the last connection of the process lets go of it. It waits
// for readers as long as for other processes.
func (db *DB) closeAll(conn *sql.Conn) error {
	db.gate.opening.Lock()
	defer db.gate.opening.Unlock()
	db.gate.draining.Store(true)
	defer db.gate.draining.Store(false)
	if err := discard(conn); err != nil {
		return err
	}
	db.reader.SetMaxIdleConns(0)
	defer db.reader.SetMaxIdleConns(db.cfg.Readers)
	patience := time.Duration(db.cfg.BusyMillis) * time.Millisecond
	for begun := time.Now(); db.gate.open.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Since(begun) > patience {
			return &motcua.Error{Code: motcua.CodeBusy, Detail: "database: a write failed, and it is still being read"}
		}
	}
	db.gate.trust.Store(reopened)
	return nil
}

// discard closes a connection instead of giving it back to its pool.
func discard(conn *sql.Conn) error {
	err := conn.Raw(func(any) error { return driver.ErrBadConn })
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return Named(err)
}

// fold writes the whole journal into the database, syncs that and empties the
// journal. A reader that opens the file at the same moment holds the journal
// for an instant, and SQLite does not wait for that.
func (db *DB) fold(ctx context.Context, conn *sql.Conn) error {
	patience := time.Duration(db.cfg.BusyMillis) * time.Millisecond
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		var busy, frames, done int
		err := conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
		if err != nil || busy == 0 {
			return err
		}
		if time.Since(begun) > patience {
			return &motcua.Error{Code: motcua.CodeBusy, Detail: "database: a write failed, and another program holds its journal"}
		}
	}
}

// doubtful reports whether after this failure of a write nobody can know what
// is on the disk. (A full disk is among them: it also fails in the middle of
// a commit.)
func doubtful(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_IOERR || primary == sqlite3.SQLITE_FULL
}

// settle writes what an earlier run left in the journal into the database and
// syncs it: that run may have ended on a failed fsync, and what is read from
// the journal now need not be on the disk.
func (db *DB) settle(ctx context.Context) error {
	if info, err := os.Stat(db.path + "-wal"); err != nil || info.Size() == 0 {
		return nil // SQLite names what is wrong with it, if anything is
	}
	_, err := db.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return Named(err)
}
