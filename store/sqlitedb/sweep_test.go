package sqlitedb_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"motcua/store/sqlitedb"
)

func TestASweepLeavesNoByteOfWhatWasDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := open(t, path, sqlitedb.Config{Migrations: migrations(first)})
	word := []byte("046190000011")
	write := func(query string, args ...any) {
		t.Helper()
		if err := db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
			_, err := tx.ExecContext(context.Background(), query, args...)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	write(`CREATE TABLE doomed (a TEXT)`)
	for range 50 {
		write(`INSERT INTO doomed VALUES (?)`, string(bytes.Repeat(word, 200)))
	}
	write(`DROP TABLE doomed`)
	if err := os.WriteFile(path+".v1.bak", word, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(name)
		if err != nil || bytes.Contains(b, word) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(path + ".v1.bak"); !os.IsNotExist(err) {
		t.Error("the copy is still there")
	}
}
