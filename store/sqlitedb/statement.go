package sqlitedb

import (
	"context"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// maxStatements bounds the prepared statements that one connection keeps.
const maxStatements = 128

// connector opens connections that keep their prepared statements: an intake
// runs a dozen, always the same ones.
type connector struct{ driver.Connector }

func newConnector(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return connector{c}, err
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{driverConn: raw.(driverConn), idle: map[string]*statement{}}, nil
}

// driverConn is what modernc.org/sqlite's connection can do and we rely on.
// Of its own, ExecContext and QueryContext are left out on purpose:
// database/sql then prepares every statement through PrepareContext.
type driverConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	NewBackup(dst string) (*sqlite.Backup, error)
}

// conn is a connection with its statements. database/sql sees to it that it is
// used by one goroutine at a time.
type conn struct {
	driverConn
	idle map[string]*statement // by query; never one that is in use
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if s, ok := c.idle[query]; ok {
		delete(c.idle, query)
		return s, nil
	}
	raw, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &statement{driverStmt: raw.(driverStmt), conn: c, query: query}, nil
}

func (c *conn) Close() error {
	var errs []error
	for query, s := range c.idle {
		delete(c.idle, query)
		errs = append(errs, s.driverStmt.Close())
	}
	return errors.Join(append(errs, c.driverConn.Close())...)
}

type driverStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// statement goes back to its connection when it is closed.
type statement struct {
	driverStmt
	conn  *conn
	query string
}

func (s *statement) Close() error {
	if _, twice := s.conn.idle[s.query]; twice || len(s.conn.idle) >= maxStatements {
		return s.driverStmt.Close()
	}
	s.conn.idle[s.query] = s
	return nil
}
