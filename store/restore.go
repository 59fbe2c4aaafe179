package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store/backup"
	"motcua/store/filedir"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
)

// RestoreConfig says what is restored where.
type RestoreConfig struct {
	From       string // a backup, with its area of content files beside it
	Dir        string // the station's new folder; not there yet, or empty
	Identities []age.Identity
	Passphrase string // tried where not empty
	Now        func() time.Time
	Rand       io.Reader
}

// ReadIdentity reads a key that opens backups from a file: a recovery key as it
// was printed, or a station's bundle.key, for which that station's root.key
// must lie beside it. keys says where the root key is, as for Open.
func ReadIdentity(path string, keys Keys) (age.Identity, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, filedir.Named(err)
	}
	if !seal.IsSealedFile(data) {
		return backup.ParseIdentity(data)
	}
	place := seal.Place{Path: filepath.Join(filepath.Dir(path), rootFile), Keystore: keys.Keystore, Passphrase: keys.Passphrase}
	roots, err := place.Load()
	if err != nil {
		return nil, err
	}
	text, err := seal.OpenFile(roots, identityFile, data)
	if err != nil {
		return nil, err
	}
	return parseIdentity(text)
}

// RestoreReport says what was restored.
type RestoreReport struct {
	Dir     string    `json:"dir"`
	Station string    `json:"station"`
	Name    string    `json:"name"`
	Made    time.Time `json:"made"` // when the backup was made; what came later is not in it
	Events  int       `json:"events"`
	Seq     uint64    `json:"seq"` // newest own event
	Files   int       `json:"files"`
	Missing []string  `json:"missing,omitempty"` // SHA-256 of content files that the backup has not, or damaged
}

// Restore makes a station's folder from a backup, under a name of its own
// until it is whole. It refuses a folder that holds anything with
// CodeConflict, keys that do not fit with CodeDenied, a torn or changed backup
// with CodeCorrupt, one of a newer program with CodeNewer. A content file that
// the backup has lost does not keep the rest away: the report names it.
//
// The station that is restored is the same one, with the same keys and the
// numbers that were printed until then. Where it has a hub, the next sync
// brings back what the hub holds of it beyond the backup. Until then nothing is
// written into its log; what was printed and never sent nobody knows, so that
// the numbers it had for that day are not used again. Without a hub a person
// says which was the last of them (see Proceed).
func Restore(ctx context.Context, cfg RestoreConfig) (RestoreReport, error) {
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil || cfg.Dir == "" {
		return RestoreReport{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "data", Cause: err}
	}
	if err := mustBeFree(dir); err != nil {
		return RestoreReport{}, err
	}
	f, err := os.Open(cfg.From)
	if err != nil {
		return RestoreReport{}, filedir.Named(err)
	}
	r, err := restoreInto(ctx, cfg, f, dir)
	return r, errors.Join(err, filedir.Named(f.Close()))
}

// mustBeFree refuses a target that is not an empty folder or nothing.
func mustBeFree(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return filedir.Named(err)
	}
	if len(entries) > 0 {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "data", Detail: "the folder is not empty"}
	}
	return nil
}

func restoreInto(ctx context.Context, cfg RestoreConfig, f io.Reader, dir string) (rep RestoreReport, err error) {
	r, err := backup.Open(f, cfg.Identities, cfg.Passphrase)
	if err != nil {
		return rep, err
	}
	if err := filedir.MakeFolder(filepath.Dir(dir)); err != nil {
		return rep, err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".motcua-restore-")
	if err != nil {
		return rep, filedir.Named(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, filedir.Named(os.RemoveAll(temp)))
		}
	}()
	if err := unpackStation(ctx, r, temp); err != nil {
		return rep, err
	}
	rep, err = fillFiles(ctx, cfg, r.Header, temp)
	if err != nil {
		return rep, err
	}
	rep.Dir = dir
	// Not every system renames over an empty folder.
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return rep, filedir.Named(err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return rep, filedir.Named(err)
	}
	return rep, filedir.SyncFolder(filepath.Dir(dir))
}

func unpackStation(ctx context.Context, r *backup.Reader, dir string) error {
	path := filepath.Join(dir, databaseFile)
	if err := unpackDatabase(ctx, r, path); err != nil {
		return err
	}
	if err := filedir.Settle(path, path); err != nil {
		return err
	}
	return writeKeyFiles(dir, r.Header.Keys)
}

// fillFiles opens the restored station, checks that it is the one that was
// backed up, and brings the content files that its log names.
func fillFiles(ctx context.Context, cfg RestoreConfig, h backup.Header, dir string) (rep RestoreReport, err error) {
	s, err := Open(ctx, dir, Config{Now: cfg.Now, Rand: cfg.Rand})
	if err != nil {
		return rep, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	parsed, err := age.ParseX25519Identity(h.Identity)
	if err != nil { // the cause is dropped: it may quote the key
		return rep, &motcua.Error{Code: motcua.CodeCorrupt, Field: "identity"}
	}
	area := backup.OpenArea(filepath.Dir(cfg.From), parsed)
	rep = RestoreReport{Station: h.Station, Name: h.Name, Made: h.Made, Events: h.Events, Seq: h.Seq}
	err = s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		c, err := census(ctx, tx, h.Station)
		if err != nil {
			return err
		}
		if s.id() != h.Station || c.events != h.Events || c.head.seq != h.Seq || c.head.hash != h.Hash {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "backup", Detail: "log differs from its header"}
		}
		return s.ownFiles(ctx, tx, h.Station, func(f motcua.FileRef) error {
			ok, err := s.bring(ctx, area, f.SHA256)
			if ok {
				rep.Files++
			} else if err == nil {
				rep.Missing = append(rep.Missing, f.SHA256)
			}
			return err
		})
	})
	if err != nil {
		return rep, err
	}
	return rep, s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO restored (one, at, day, asked) VALUES (1, ?, ?, 0)`,
			millis(cfg.Now()), motcua.DayOf(cfg.Now()))
		return err
	})
}

// unasked is true of a file that was restored while the hub was not asked since.
const unasked = `EXISTS (SELECT 1 FROM restored WHERE asked = 0)`

// AskedHub notes that the hub has just said what it holds of this station, and
// that the file has all of it.
func (s *Store) AskedHub(ctx context.Context) error {
	return s.proceedIf(ctx, unasked)
}

// HubSaid is AskedHub for a word that was written at a moment and came by a
// stick: one from before the restore says nothing.
func (s *Store) HubSaid(ctx context.Context, at time.Time) error {
	return s.proceedIf(ctx, `EXISTS (SELECT 1 FROM restored WHERE asked = 0 AND at <= ?)`, millis(at))
}

// proceedIf spares every round of sync a transaction that would write nothing.
func (s *Store) proceedIf(ctx context.Context, due string, args ...any) error {
	var is bool
	if err := s.db.Read().QueryRowContext(ctx, `SELECT `+due, args...).Scan(&is); err != nil || !is {
		return sqlitedb.Named(err)
	}
	return s.Proceed(ctx, motcua.MaxSerial)
}

// notYet refuses what a restored station must not write.
func (s *Store) notYet() error {
	if s.Station().Hub == nil {
		return motcua.Refuse("log", motcua.ReasonRestoredAlone)
	}
	return motcua.Refuse("log", motcua.ReasonRestored)
}

// Proceed lets a restored station write into its log again; last is the
// highest serial that may have been printed on the day of the restore, which is
// given out no more than those before it. Where there is a hub and it was not
// asked, it may hold other events of this station, and then takes no more from
// it. CodeInvalid with field "last" is what is no serial.
func (s *Store) Proceed(ctx context.Context, last int) error {
	if last < 0 || last > motcua.MaxSerial {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "last"}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		for _, do := range []string{`
			INSERT INTO doubtful (day, first, last)
			SELECT r.day, s.first, MIN(s.last, ?)
			FROM restored r
			JOIN (
				SELECT day, first, last FROM block
				UNION ALL
				SELECT NULL, serial_from, serial_to FROM station
			) s ON s.day = r.day OR s.day IS NULL
			WHERE r.asked = 0 AND s.first <= ?
			ON CONFLICT (day, first) DO UPDATE SET last = MAX(last, excluded.last)`,
			`UPDATE restored SET asked = 1`,
		} {
			if _, err := tx.ExecContext(ctx, do, slices.Repeat([]any{last}, strings.Count(do, "?"))...); err != nil {
				return err
			}
		}
		return nil
	})
}

// bring stores one content file of a backup; ok is false where the backup has
// it not, or damaged.
func (s *Store) bring(ctx context.Context, area *backup.Area, sum string) (ok bool, err error) {
	if err := area.Check(ctx, sum); err != nil {
		switch motcua.CodeOf(err) {
		case motcua.CodeUnknown, motcua.CodeCorrupt:
			return false, nil
		}
		return false, err
	}
	r, err := area.Open(sum)
	if err != nil {
		return false, err
	}
	_, _, err = s.files.Put(ctx, r, MaxFile)
	return err == nil, errors.Join(err, filedir.Named(r.Close()))
}

// ownFiles calls fn with every file that an event of a station names.
func (s *Store) ownFiles(ctx context.Context, tx *sqlitedb.Tx, station string, fn func(motcua.FileRef) error) error {
	return s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		refs, err := motcua.FilesOf(e.Event)
		if err != nil {
			return true, nil // Verify names it; it names no file
		}
		for _, f := range refs {
			if err := fn(f); err != nil {
				return false, err
			}
		}
		return true, nil
	}, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.station = ? AND e.kind IN (?, ?)
		ORDER BY e.seq`, append([]any{station}, filingKinds()...)...)
}
