package sqlitedb_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"motcua/store/sqlitedb"
)

func TestAStatementInUseIsNotLentTwice(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	for i := range 3 {
		if err := add(db, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	err := db.View(context.Background(), func(tx *sqlitedb.Tx) error {
		const query = `SELECT id FROM note ORDER BY id`
		outer, err := tx.QueryContext(context.Background(), query)
		if err != nil {
			return err
		}
		defer outer.Close()
		seen := 0
		for outer.Next() {
			inner, err := tx.QueryContext(context.Background(), query)
			if err != nil {
				return err
			}
			for inner.Next() {
				seen++
			}
			if err := inner.Close(); err != nil {
				return err
			}
		}
		if seen != 9 {
			t.Errorf("%d rows", seen)
		}
		return outer.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKeptStatementSeesTheTableChanged(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	columns := func(tx *sqlitedb.Tx) int {
		rows, err := tx.QueryContext(context.Background(), `SELECT * FROM note`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(names))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Error(err)
			}
		}
		return len(names)
	}
	if err := add(db, "x"); err != nil {
		t.Fatal(err)
	}
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		before := columns(tx)
		if _, err := tx.ExecContext(context.Background(), `ALTER TABLE note ADD COLUMN more TEXT`); err != nil {
			return err
		}
		if after := columns(tx); after != before+1 {
			t.Errorf("%d columns, then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMoreQueriesThanAreKeptStillRun(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{Readers: 1})
	for i := range 300 {
		var n int
		if err := db.Read().QueryRow(fmt.Sprintf(`SELECT %d`, i)).Scan(&n); err != nil || n != i {
			t.Fatal(n, err)
		}
	}
}
