package sqlitedb_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motcua/store/sqlitedb"
)

func TestASnapshotIsOfOneMomentWhileOthersWrite(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "a #1?.db"), sqlitedb.Config{})
	for range 300 { // some MiB, so that there are several steps
		if err := add(db, strings.Repeat("x", 20_000)); err != nil {
			t.Fatal(err)
		}
	}
	var stop atomic.Bool
	written := make(chan int)
	go func() {
		n := 0
		for !stop.Load() {
			if err := add(db, "meanwhile"); err != nil {
				t.Error(err)
				break
			}
			n++
		}
		written <- n
	}()
	copied := filepath.Join(dir, "b %41.db")
	seen := -1
	err := db.Snapshot(context.Background(), copied, 10*time.Millisecond, func(tx *sqlitedb.Tx) error {
		return tx.QueryRowContext(context.Background(), `SELECT COUNT(*) FROM note`).Scan(&seen)
	})
	stop.Store(true)
	n := <-written
	if err != nil || n < 5 {
		t.Fatalf("%d written meanwhile, %v", n, err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	c := open(t, copied, sqlitedb.Config{ReadOnly: true})
	if got := count(t, c); got != seen || got < 300 {
		t.Errorf("%d in the copy, %d seen", got, seen)
	}
	if lines, err := c.Check(context.Background()); err != nil || len(lines) != 0 {
		t.Error(lines, err)
	}
}

func TestASnapshotThatEndsEarlyLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "a.db"), sqlitedb.Config{})
	for range 200 {
		if err := add(db, strings.Repeat("x", 20_000)); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(dir, "copy.db")
	refused := errors.New("refused")
	if err := db.Snapshot(context.Background(), copied, 0, func(*sqlitedb.Tx) error { return refused }); !errors.Is(err, refused) {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := db.Snapshot(ctx, copied, time.Hour, func(*sqlitedb.Tx) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "copy*"))
	if err != nil || len(left) != 0 {
		t.Error(left, err)
	}
	if err := add(db, "x"); err != nil {
		t.Error("nobody can write any more:", err)
	}
	if err := sqlitedb.Remove(copied); err != nil {
		t.Error("what is not there cannot be removed twice:", err)
	}
}
