package sqlitedb_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"motcua"
	"motcua/store/sqlitedb"
)

// failToWrite lets one write meet a full disk, as far as SQLite can tell.
func failToWrite(t *testing.T, db *sqlitedb.DB) {
	t.Helper()
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		if _, err := tx.ExecContext(context.Background(), `PRAGMA max_page_count = 1`); err != nil {
			return err
		}
		_, err := tx.ExecContext(context.Background(), `INSERT INTO note (text) VALUES (?)`, strings.Repeat("x", 100_000))
		return err
	})
	if motcua.CodeOf(err) != motcua.CodeDiskFull {
		t.Fatal(err)
	}
}

func TestAfterAFailedWriteOldHandlesAreGone(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{Readers: 2})
	if err := add(db, "before"); err != nil || count(t, db) != 1 {
		t.Fatal(err)
	}
	failToWrite(t, db)
	if err := add(db, strings.Repeat("y", 100_000)); err != nil { // the old handle would still refuse it
		t.Fatal(err)
	}
	if n := count(t, db); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestAFileThatFailedIsNotWrittenToWhileItIsStillRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, sqlitedb.Config{BusyMillis: 30})
	other := open(t, path, sqlitedb.Config{BusyMillis: 30})
	for _, reader := range []*sqlitedb.DB{db, other} {
		if err := add(db, "x"); err != nil {
			t.Fatal(err)
		}
		before := count(t, db)
		err := reader.View(context.Background(), func(tx *sqlitedb.Tx) error {
			var n int
			if err := tx.QueryRowContext(context.Background(), `SELECT COUNT(*) FROM note`).Scan(&n); err != nil {
				return err
			}
			if err := add(db, "newer than what is being read"); err != nil {
				return err
			}
			failToWrite(t, db)
			for range 2 {
				if err := add(db, "y"); motcua.CodeOf(err) != motcua.CodeBusy {
					t.Errorf("%v", err)
				}
			}
			return tx.QueryRowContext(context.Background(), `SELECT COUNT(*) FROM note`).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := add(db, "y"); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db); n != before+2 {
			t.Errorf("%d rows, %d before", n, before)
		}
	}
}

func TestReadersAndWritersOutliveManyFailures(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{Readers: 2})
	var wrote atomic.Int64
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				var n int
				if err := db.Read().QueryRow(`SELECT COUNT(*) FROM note`).Scan(&n); err != nil {
					t.Errorf("a reader met the failure: %v", err)
					return
				}
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				if err := add(db, "x"); err != nil {
					t.Errorf("another writer met the failure: %v", err)
					return
				}
				wrote.Add(1)
			}
		})
	}
	for range 15 {
		failToWrite(t, db)
	}
	cancel()
	wg.Wait()
	if n := count(t, db); int64(n) != wrote.Load() || n == 0 {
		t.Errorf("%d rows, %d written", n, wrote.Load())
	}
	if lines, err := db.Check(context.Background()); err != nil || len(lines) != 0 {
		t.Error(lines, err)
	}
}

func TestWhatAnEarlierRunLeftInTheJournalIsFoldedBeforeItIsTrusted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first := open(t, path, sqlitedb.Config{})
	if err := add(first, "x"); err != nil {
		t.Fatal(err)
	}
	second := open(t, path, sqlitedb.Config{}) // the journal is not empty: first is open
	var busy, frames, folded int
	err := second.Write(context.Background(), func(*sqlitedb.Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	err = first.Read().QueryRow(`PRAGMA wal_checkpoint(NOOP)`).Scan(&busy, &frames, &folded)
	if err != nil || frames == 0 || folded != frames {
		t.Errorf("%d of %d frames folded, %v", folded, frames, err)
	}
}
