package sqlitedb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"motcua"
	"motcua/store/sqlitedb"
)

const first = `-- +goose Up
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
`

const second = `-- +goose Up
ALTER TABLE note ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
`

func migrations(texts ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i, s := range texts {
		m[fmt.Sprintf("%05d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(s)}
	}
	return m
}

func open(t *testing.T, path string, cfg sqlitedb.Config) *sqlitedb.DB {
	t.Helper()
	if cfg.Migrations == nil {
		cfg.Migrations = migrations(first)
	}
	db, err := sqlitedb.Open(context.Background(), path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func add(db *sqlitedb.DB, text string) error {
	return db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(context.Background(), `INSERT INTO note (text) VALUES (?)`, text)
		return err
	})
}

func count(t *testing.T, db *sqlitedb.DB) int {
	t.Helper()
	var n int
	if err := db.Read().QueryRow(`SELECT COUNT(*) FROM note`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnyFolderNameWillDo(t *testing.T) {
	for _, name := range []string{"plain", "có dấu cách", "a?b=c&mode=memory", "x#y", "100%41", "Hồ sơ Đặng", "a'b\"c", "file:x"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "s?#%.db")
		db := open(t, path, sqlitedb.Config{})
		if err := add(db, "x"); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{path, path + "-wal"} {
			if info, err := os.Stat(file); err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
				t.Errorf("%q: the file is elsewhere or open to all: %v, %v", name, info, err)
			}
		}
		if n := count(t, open(t, path, sqlitedb.Config{})); n != 1 {
			t.Errorf("%q: %d rows", name, n)
		}
	}
	if _, err := sqlitedb.Open(context.Background(), "a\x00b", sqlitedb.Config{Migrations: migrations(first)}); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Error(err)
	}
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{Readers: 3})
	check := func(q interface {
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}, pragma, want string) {
		t.Helper()
		var got string
		if err := q.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, want %s (%v)", pragma, got, want, err)
		}
	}
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		check(tx, "journal_mode", "wal")
		check(tx, "synchronous", "2")
		check(tx, "foreign_keys", "1")
		check(tx, "query_only", "0")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		tx, err := db.Read().Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		check(tx, "query_only", "1")
		check(tx, "foreign_keys", "1")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, sqlitedb.Config{})
	_, err := db.Read().Exec(`INSERT INTO note (text) VALUES ('x')`)
	if code := motcua.CodeOf(sqlitedb.Named(err)); code != motcua.CodeReadOnly {
		t.Errorf("%s, %v", code, err)
	}
	ro := open(t, path, sqlitedb.Config{ReadOnly: true})
	if err := add(ro, "x"); motcua.CodeOf(err) != motcua.CodeReadOnly {
		t.Error(err)
	}
	if n := count(t, ro); n != 0 {
		t.Error(n)
	}
}

func TestAFailedWriteLeavesNothingAndFreesTheTurn(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	boom := errors.New("boom")
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		if _, err := tx.ExecContext(context.Background(), `INSERT INTO note (text) VALUES ('x')`); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.Write(context.Background(), func(*sqlitedb.Tx) error { panic("boom") })
	}()
	if err := add(db, "y"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db); n != 1 {
		t.Fatal(n)
	}
}

func TestACancelledWaitWritesNothing(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := db.Write(ctx, func(*sqlitedb.Tx) error { t.Error("ran"); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	err = db.Write(ctx, func(tx *sqlitedb.Tx) error {
		cancel() // too late: what has begun is finished
		_, err := tx.ExecContext(context.Background(), `INSERT INTO note (text) VALUES ('x')`)
		return err
	})
	if err != nil || count(t, db) != 1 {
		t.Fatal(err, count(t, db))
	}
}

func TestAFullDiskIsNamedAndTheFileLivesOn(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	limit := func(pages int) {
		err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
			_, err := tx.ExecContext(context.Background(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // SQLite raises it to the present size
	big := strings.Repeat("x", 100_000)
	if err := add(db, big); motcua.CodeOf(err) != motcua.CodeDiskFull {
		t.Fatal(err)
	}
	limit(100_000)
	if err := add(db, big); err != nil || count(t, db) != 1 {
		t.Fatal(err, count(t, db))
	}
}

func TestAnotherProcessInTheMiddleOfAWriteIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	a := open(t, path, sqlitedb.Config{BusyMillis: 20})
	b := open(t, path, sqlitedb.Config{BusyMillis: 20})
	err := a.Write(context.Background(), func(*sqlitedb.Tx) error {
		if err := add(b, "x"); motcua.CodeOf(err) != motcua.CodeBusy {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := add(b, "x"); err != nil {
		t.Fatal(err)
	}
}

func TestABrokenRuleIsAConflict(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(context.Background(), `INSERT INTO note (text) VALUES (NULL)`)
		return err
	})
	if motcua.CodeOf(err) != motcua.CodeConflict {
		t.Fatal(err)
	}
}

func TestWhatIsNoDatabaseIsCorrupt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is a letter, not a database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlitedb.Open(context.Background(), path, sqlitedb.Config{Migrations: migrations(first)})
	if motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Fatal(err)
	}
	_, err = sqlitedb.Open(context.Background(), path+"x", sqlitedb.Config{Migrations: migrations(first), ReadOnly: true})
	if motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Fatal(err)
	}
}

func TestTheIntegrityCheckNamesDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, sqlitedb.Config{})
	for range 50 {
		if err := add(db, strings.Repeat("x", 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if lines, err := db.Check(context.Background()); err != nil || len(lines) != 0 {
		t.Fatal(lines, err)
	}
	if err := db.Close(); err != nil { // folds the journal into the file
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(b) - 9000; i < len(b)-4096; i++ {
		b[i] = 0xff
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	lines, err := open(t, path, sqlitedb.Config{}).Check(context.Background())
	if len(lines) == 0 && motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Fatal("damage not seen", err)
	}
}

func TestACopyIsKeptBeforeTheFirstPendingMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b.db")
	db := open(t, path, sqlitedb.Config{})
	if err := add(db, "old"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".v1.bak"); !os.IsNotExist(err) {
		t.Fatal("a fresh file was copied")
	}
	// The first handle stays open: the copy must hold what is in the journal.
	db2 := open(t, path, sqlitedb.Config{Migrations: migrations(first, second)})
	if _, err := db2.Read().Exec(`SELECT day FROM note`); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + ".v1.bak"); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	old := open(t, path+".v1.bak", sqlitedb.Config{})
	if n := count(t, old); n != 1 {
		t.Fatalf("the copy holds %d rows", n)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := add(open(t, path, sqlitedb.Config{}), "old"); err != nil {
		t.Fatal(err)
	}
	bad := "-- +goose Up\nDELETE FROM note;\nINSERT INTO nowhere VALUES (1);\n"
	for range 2 { // the copy of the first try is no obstacle
		if _, err := sqlitedb.Open(context.Background(), path, sqlitedb.Config{Migrations: migrations(first, bad)}); err == nil {
			t.Fatal("opened")
		}
	}
	if n := count(t, open(t, path, sqlitedb.Config{})); n != 1 {
		t.Fatal(n)
	}
}

func TestAFileOfANewerProgramIsRefusedUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path, sqlitedb.Config{Migrations: migrations(first, second)})
	for _, ro := range []bool{false, true} {
		_, err := sqlitedb.Open(context.Background(), path, sqlitedb.Config{Migrations: migrations(first), ReadOnly: ro})
		if motcua.CodeOf(err) != motcua.CodeNewer {
			t.Errorf("read-only %v: %v", ro, err)
		}
	}
	if err := add(db, "x"); err != nil {
		t.Fatal(err)
	}
	third := migrations(first, second, "-- +goose Up\nCREATE TABLE c (x INTEGER) STRICT;\n")
	_, err := sqlitedb.Open(context.Background(), path, sqlitedb.Config{Migrations: third, ReadOnly: true})
	if motcua.CodeOf(err) != motcua.CodeConflict {
		t.Error("a reader migrated the file:", err)
	}
}

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := sqlitedb.Open(context.Background(), path, sqlitedb.Config{Migrations: migrations(first, second)})
			if err != nil {
				t.Error(err)
				return
			}
			for range 5 {
				if err := add(db, "x"); err != nil {
					t.Error(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := count(t, open(t, path, sqlitedb.Config{Migrations: migrations(first, second)})); n != 30 {
		t.Fatal(n)
	}
}

func TestAViewIsOfOneMoment(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	err := db.View(context.Background(), func(tx *sqlitedb.Tx) error {
		for want := range 2 {
			var n int
			if err := tx.QueryRowContext(context.Background(), `SELECT COUNT(*) FROM note`).Scan(&n); err != nil || n != 0 {
				t.Errorf("read %d: %d, %v", want, n, err)
			}
			if err := add(db, "x"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || count(t, db) != 2 {
		t.Fatal(err, count(t, db))
	}
}

func TestErrorsOfTheDriverAreNamedByNumber(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	fail := func(query string, args ...any) error {
		return db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
			_, err := tx.ExecContext(context.Background(), query, args...)
			return err
		})
	}
	for want, err := range map[motcua.ErrorCode]error{
		motcua.CodeConflict: fail(`INSERT INTO note (id, text) VALUES (1, 'x'), (1, 'y')`),
		motcua.CodeTooLarge: fail(`INSERT INTO note (text) VALUES (ZEROBLOB(2000000000))`),
		motcua.CodeIO:       fail(`database is locked, disk full, malformed`), // words alone mean nothing
	} {
		if got := motcua.CodeOf(err); got != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, err := range []error{nil, sql.ErrNoRows, context.Canceled, &motcua.Error{Code: motcua.CodeForged}} {
		if got := sqlitedb.Named(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
	if got := motcua.CodeOf(sqlitedb.Named(errors.New("database is locked"))); got != motcua.CodeIO {
		t.Errorf("named by its text: %s", got)
	}
}

func TestNobodyTurnsAFileIntoAnotherBehindSQLitesBack(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "a.db"), sqlitedb.Config{})
	if err := add(db, "x"); err != nil {
		t.Fatal(err)
	}
	err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		if _, err := tx.ExecContext(context.Background(), `PRAGMA writable_schema = ON`); err != nil {
			return err
		}
		_, err := tx.ExecContext(context.Background(), `UPDATE sqlite_master SET sql = 'CREATE TABLE note (x)'`)
		return err
	})
	if err == nil {
		t.Error("the schema was rewritten")
	}
	_, err = db.Read().Exec(`SELECT "no such column" FROM note`)
	if err == nil {
		t.Error("a misspelt column is taken for a text")
	}
	if n := count(t, db); n != 1 {
		t.Error(n)
	}
}
