// Package store is the station's file: the signed log, the lists and the
// search that are folded from it, the page images, drafts, and how far each
// road has carried the log. Whatever it says is done is on disk.
//
// Several processes (counter, kiosk, command line) may have one station open:
// nothing of the log is held in memory between two calls.
package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Names inside a station's folder.
const (
	databaseFile = "station.db"
	keyFile      = "station.key"
	identityFile = "bundle.key"
	rootFile     = "root.key"
	lockFile     = "init.lock"
	filesFolder  = "files"
)

// Config says how to open a station.
type Config struct {
	Now  func() time.Time // the clock of what no caller gives a time for
	Rand io.Reader        // of secrets, salts and event ids; crypto/rand.Reader outside tests; for concurrent use
	// ReadOnly refuses every write with CodeReadOnly, and a file that would
	// have to be migrated first with CodeConflict. The folder itself must
	// still be writable: readers, too, take locks in it.
	ReadOnly bool
	Keys     Keys
}

// Store is an open station. Safe for concurrent use.
type Store struct {
	cfg      Config
	dir      string
	db       *sqlitedb.DB
	vault    *vault
	files    *filedir.Dir
	key      ed25519.PrivateKey
	identity *age.X25519Identity

	procedures procedureWords
	spellings  spellings

	naming sync.Once
	own    string // id's

	mu      sync.Mutex
	station motcua.Station // as last read; guarded by mu
}

// Open opens the station in dir. It returns CodeUnknown where Init never
// finished there, CodeNewer for a station of a newer program, CodeCorrupt
// where key and database do not belong together, CodeDenied with field
// "passphrase" or "keystore" where the root key is not handed out. What a
// program before sealing wrote is sealed first.
func Open(ctx context.Context, dir string, cfg Config) (*Store, error) {
	if cfg.Now == nil || cfg.Rand == nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "config", Detail: "clock and randomness are needed"}
	}
	if _, err := os.Stat(filepath.Join(dir, databaseFile)); err != nil {
		return nil, filedir.Named(err) // Open must not make an empty one
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "data", Cause: err}
	}
	s := &Store{cfg: cfg, dir: dir}
	s.vault = newVault(s, dir)
	if err := s.open(ctx, dir); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, dir string) (err error) {
	if s.db, err = openDatabase(ctx, dir, s.cfg.ReadOnly); err != nil {
		return err
	}
	err = s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		s.station, err = readStation(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.unlock(ctx, dir); err != nil || s.cfg.ReadOnly {
		return err
	}
	if err := s.fillLines(ctx); err != nil {
		return err
	}
	return s.reindex(ctx)
}

func openDatabase(ctx context.Context, dir string, readOnly bool) (*sqlitedb.DB, error) {
	return openFile(ctx, filepath.Join(dir, databaseFile), readOnly)
}

// openFile opens a station's database under any name.
func openFile(ctx context.Context, path string, readOnly bool) (*sqlitedb.DB, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	if !readOnly {
		if err := openAgain(path); err != nil {
			return nil, err
		}
	}
	return sqlitedb.Open(ctx, path, sqlitedb.Config{Migrations: sub, ReadOnly: readOnly})
}

// openAgain lets the files beside a database be written where the database
// itself is: SQLite gives them its mode when they are made, so that a database
// that was read-only for a time leaves them so.
func openAgain(path string) error {
	own, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // it is being made
		return nil
	case err != nil || own.Mode()&0o200 == 0:
		return filedir.Named(err)
	}
	for _, beside := range []string{path + "-shm", path + "-wal"} {
		info, err := os.Stat(beside)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&0o200 != 0 {
			continue
		}
		if err == nil {
			err = os.Chmod(beside, own.Mode().Perm())
		}
		if err != nil {
			return filedir.Named(err)
		}
	}
	return nil
}

// Close closes the station.
func (s *Store) Close() error {
	var errs []error
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.files != nil {
		errs = append(errs, s.files.Close())
	}
	return errors.Join(errs...)
}

// Station returns which station this is, as the file has it now; another
// process may have enrolled it meanwhile. Where the file cannot be read just
// now, it is what was last read: who we are does not change.
func (s *Store) Station() motcua.Station {
	var fresh motcua.Station
	err := s.db.View(context.Background(), func(tx *sqlitedb.Tx) (err error) {
		fresh, err = readStation(context.Background(), tx)
		return err
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.station = fresh
	}
	return s.station
}

// PublicKey returns the key that verifies this station's events and receipts.
func (s *Store) PublicKey() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }

// Sign signs b with the station's key, for requests to the hub.
func (s *Store) Sign(b []byte) []byte { return ed25519.Sign(s.key, b) }

// Identity opens what was sealed to Recipient.
func (s *Store) Identity() age.Identity { return s.identity }

// Recipient returns the age recipient ("age1…") that bundles for this station
// are sealed to.
func (s *Store) Recipient() string { return s.identity.Recipient().String() }

// id is the station's own id; unlike the rest of motcua.Station it never changes.
func (s *Store) id() string {
	s.naming.Do(func() { s.own = motcua.StationID(s.PublicKey()) })
	return s.own
}

func readStation(ctx context.Context, tx *sqlitedb.Tx) (motcua.Station, error) {
	var st motcua.Station
	var hub sql.NullString
	err := tx.QueryRowContext(ctx, `
		SELECT id, unit, unit_name, agency, name, serial_from, serial_to, hub
		FROM station`).
		Scan(&st.ID, &st.Unit, &st.UnitName, &st.Agency, &st.Name, &st.SerialFrom, &st.SerialTo, &hub)
	if errors.Is(err, sql.ErrNoRows) {
		return st, &motcua.Error{Code: motcua.CodeUnknown, Field: "station", Detail: "not set up"}
	}
	if err != nil {
		return st, err
	}
	if hub.Valid {
		st.Hub = new(motcua.HubInfo)
		if err := json.Unmarshal([]byte(hub.String), st.Hub); err != nil {
			return st, &motcua.Error{Code: motcua.CodeCorrupt, Field: "hub", Cause: err}
		}
	}
	return st, nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
