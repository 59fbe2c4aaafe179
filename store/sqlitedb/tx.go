package sqlitedb

import (
	"context"
	"database/sql"
)

// Tx is one transaction on one connection. Package sql's own would start a
// goroutine for every query, which an intake pays for several times.
type Tx struct {
	conn *sql.Conn
	// whole says that no statement of it ends early: whether something was
	// written is never left in doubt by a context.
	whole bool
}

// within runs fn between begin and commit; whatever fn returns or how it ends,
// the connection is out of the transaction afterwards.
func within(ctx context.Context, conn *sql.Conn, begin, end string, whole bool, fn func(*Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	tx, over := &Tx{conn, whole}, false
	defer func() {
		if !over { // fn failed or panicked, or the commit did: the lock must not outlive it
			// SQLite itself rolls back on a full disk or an I/O error; then this
			// fails and the first error is the one that counts.
			_, _ = conn.ExecContext(ctx, "ROLLBACK")
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, end)
	over = err == nil
	return err
}

func (t *Tx) during(ctx context.Context) context.Context {
	if t.whole {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// ExecContext runs a statement without rows.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.conn.ExecContext(t.during(ctx), query, args...)
}

// QueryContext runs a query. Its rows must be closed before the next statement.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.conn.QueryContext(t.during(ctx), query, args...)
}

// QueryRowContext runs a query of one row.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.conn.QueryRowContext(t.during(ctx), query, args...)
}
