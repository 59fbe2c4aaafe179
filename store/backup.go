package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/gofrs/flock"

	"motcua"
	"motcua/store/backup"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// Names of what a backup needs in the station's folder while it is made: the
// plain copy of the database never leaves it.
const (
	backupLock   = databaseFile + "-backup.lock"
	snapshotFile = databaseFile + "-snapshot"
	proofFile    = databaseFile + "-proof"
)

// BackupConfig says where a backup goes and how it is made.
type BackupConfig struct {
	Folder string // of backups, outside the station's own; made where it is not there
	// MustExist refuses a folder that is not there with CodeUnknown, as the
	// folder of a disk that is not plugged in.
	MustExist bool
	// Passphrase, where not empty, opens this backup too. Without it and
	// without a recovery key a backup opens only with this machine's key files.
	Passphrase string
	WorkFactor int // of the passphrase, log2; 18 where 0
	Daily      int // days of which one backup is kept; 7 where 0
	Weekly     int // weeks of which one backup is kept; 4 where 0
	// Pause is the least rest after each 256 KiB, so that who takes in dossiers has
	// the disk in between; 2 ms where 0. The rest is never shorter than the
	// work before it.
	Pause time.Duration
	// Sample is how many of the content files that earlier backups hold are
	// read back; 1,000 where 0. New ones are all read back.
	Sample int
}

func (c BackupConfig) filled() BackupConfig {
	for _, v := range []struct {
		field *int
		value int
	}{{&c.Daily, 7}, {&c.Weekly, 4}, {&c.Sample, 1000}} {
		if *v.field == 0 {
			*v.field = v.value
		}
	}
	if c.Pause == 0 {
		c.Pause = 2 * time.Millisecond
	}
	return c
}

// BackupReport says what a backup holds, each number read back from it.
type BackupReport struct {
	File        string    `json:"file"`
	At          time.Time `json:"at"`
	Size        int64     `json:"size"` // bytes of File
	Events      int       `json:"events"`
	Dossiers    int       `json:"dossiers"`
	Files       int       `json:"files"`       // content files in the backup's area
	Copied      int       `json:"copied"`      // of them new
	Checked     int       `json:"checked"`     // of them read back
	Missing     int       `json:"missing"`     // that the station itself has lost or damaged
	Recoverable bool      `json:"recoverable"` // opens without this machine
	Removed     int       `json:"removed"`     // older backups that rotation took away
}

// Backup copies the station, as it is at this moment, to cfg.Folder while
// others go on writing, reads the copy back, and only then gives it the name
// of a backup; then it removes what rotation no longer keeps. Whatever ends it
// before that leaves the older backups as they were, and no file that could be
// taken for one. The content files that were copied by then stay, so that the
// next try is shorter.
//
// CodeBusy means that another process is making one; CodeInvalid with field
// "folder" a folder inside the station's own.
func (s *Store) Backup(ctx context.Context, cfg BackupConfig) (BackupReport, error) {
	cfg = cfg.filled()
	if s.cfg.ReadOnly {
		return BackupReport{}, &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	folder, err := s.backupFolder(cfg.Folder)
	if err != nil {
		return BackupReport{}, err
	}
	lock := flock.New(filepath.Join(s.dir, backupLock), flock.SetPermissions(0o600))
	alone, err := lock.TryLock()
	if err != nil {
		return BackupReport{}, filedir.Named(err)
	}
	if !alone {
		return BackupReport{}, &motcua.Error{Code: motcua.CodeBusy, Field: "backup"}
	}
	m := &maker{s: s, cfg: cfg, folder: folder, report: BackupReport{At: s.cfg.Now().UTC().Truncate(time.Millisecond)}}
	err = m.run(ctx)
	err = errors.Join(err, m.tidy())
	if ctx.Err() == nil { // one that was called off did not fail
		err = errors.Join(err, s.recordBackup(ctx, folder, m.report, err))
	}
	err = errors.Join(err, filedir.Named(lock.Close()))
	if err != nil {
		return BackupReport{}, err
	}
	return m.report, nil
}

// backupFolder is where this station's backups lie in the folder of all.
func (s *Store) backupFolder(folder string) (string, error) {
	bad := &motcua.Error{Code: motcua.CodeInvalid, Field: "folder", Detail: "inside the station's own"}
	if folder == "" {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "folder"}
	}
	abs, err := filepath.Abs(folder)
	if err != nil {
		bad.Cause = err
		return "", bad
	}
	rel, err := filepath.Rel(s.dir, abs)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", bad
	}
	return filepath.Join(abs, s.id()), nil
}

// NewestBackup returns when the newest backup of this station in a folder of
// backups was made; zero where there is none.
func (s *Store) NewestBackup(folder string) (time.Time, error) {
	list, err := backup.List(filepath.Join(folder, s.id()))
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return list[len(list)-1].Made, nil
}

// maker is one backup on its way.
type maker struct {
	s      *Store
	cfg    BackupConfig
	folder string
	area   *backup.Area
	header backup.Header
	report BackupReport
	check  []string // content files to read back
}

func (m *maker) run(ctx context.Context) error {
	if m.cfg.MustExist {
		if _, err := os.Stat(m.cfg.Folder); err != nil {
			return filedir.Named(err)
		}
	}
	if err := filedir.MakeFolder(m.folder); err != nil {
		return err
	}
	m.area = backup.OpenArea(m.folder, m.s.identity)
	if err := errors.Join(backup.SweepParts(m.folder), m.area.Sweep(), m.tidy()); err != nil {
		return err
	}
	if err := m.s.db.Snapshot(ctx, m.path(snapshotFile), m.cfg.Pause, func(tx *sqlitedb.Tx) error {
		return m.look(ctx, tx)
	}); err != nil {
		return err
	}
	// The files after the moment of the snapshot: it names no others.
	if err := m.copyFiles(ctx); err != nil {
		return err
	}
	place, err := m.place()
	if err != nil {
		return err
	}
	if err := m.write(ctx, place+".part"); err != nil {
		return err
	}
	if err := m.prove(ctx, place+".part"); err != nil {
		return err
	}
	if err := filedir.Settle(place+".part", place); err != nil {
		return err
	}
	m.report.File = place
	m.report.Removed, err = backup.Rotate(m.folder, m.cfg.Daily, m.cfg.Weekly, place)
	return err
}

func (m *maker) path(name string) string { return filepath.Join(m.s.dir, name) }

// tidy removes the plain copies and a sealed one that has not become a backup.
func (m *maker) tidy() error {
	return errors.Join(sqlitedb.Remove(m.path(snapshotFile)), sqlitedb.Remove(m.path(proofFile)), backup.SweepParts(m.folder))
}

// place is the name of the new backup, later than all that are there by the
// same clock.
func (m *maker) place() (string, error) {
	for {
		place := filepath.Join(m.folder, backup.Name(m.report.At))
		_, err := os.Lstat(place)
		if errors.Is(err, os.ErrNotExist) {
			m.header.Made = m.report.At
			return place, nil
		}
		if err != nil {
			return "", filedir.Named(err)
		}
		m.report.At = m.report.At.Add(time.Millisecond)
	}
}

// look notes what the station holds, in the transaction of the snapshot. No
// key changes meanwhile, so that key files and snapshot belong together.
func (m *maker) look(ctx context.Context, tx *sqlitedb.Tx) error {
	return locked(m.s.dir, func() error { return m.lookLocked(ctx, tx) })
}

func (m *maker) lookLocked(ctx context.Context, tx *sqlitedb.Tx) error {
	st, err := readStation(ctx, tx)
	if err != nil {
		return err
	}
	m.header.Station, m.header.Name = st.ID, st.Name
	if m.header.Schema, err = sqlitedb.Version(ctx, tx); err != nil {
		return err
	}
	c, err := census(ctx, tx, st.ID)
	if err != nil {
		return err
	}
	m.header.Events, m.header.Dossiers, m.header.Files, m.header.Seq, m.header.Hash = c.events, c.dossiers, c.files, c.head.seq, c.head.hash
	m.report.Events, m.report.Dossiers = c.events, c.dossiers
	if m.header.Keys, err = m.s.keysToKeep(); err != nil {
		return err
	}
	m.header.Identity = m.s.identity.String()
	m.header.Area = backup.AreaName(m.s.identity)
	return nil
}

// counted is what two copies of a station must agree in.
type counted struct {
	events, dossiers, files int
	head                    head
}

func census(ctx context.Context, tx *sqlitedb.Tx, station string) (counted, error) {
	var c counted
	err := tx.QueryRowContext(ctx, `
		SELECT (SELECT COUNT(*) FROM event),
			(SELECT COUNT(*) FROM dossier),
			(SELECT COUNT(*) FROM event WHERE station = ? AND kind IN (?, ?))`, append([]any{station}, filingKinds()...)...).
		Scan(&c.events, &c.dossiers, &c.files)
	if err != nil {
		return c, err
	}
	c.head, err = readHead(ctx, tx, station)
	return c, err
}

// write seals the snapshot to all who may open it.
func (m *maker) write(ctx context.Context, temp string) (err error) {
	src, err := os.Open(m.path(snapshotFile))
	if err != nil {
		return filedir.Named(err)
	}
	defer func() { err = errors.Join(err, filedir.Named(src.Close())) }()
	if m.header.SHA256, m.header.Size, err = backup.HashOf(ctx, m.paced(ctx, src)); err != nil {
		return err
	}
	if _, err := src.Seek(0, 0); err != nil {
		return filedir.Named(err)
	}
	lock, err := m.lock(ctx)
	if err != nil {
		return err
	}
	dst, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return filedir.Named(err)
	}
	err = backup.Write(ctx, &steadyWriter{f: dst}, m.header, lock, m.paced(ctx, src))
	if err == nil {
		err = filedir.Named(dst.Sync())
	}
	if info, serr := dst.Stat(); err == nil && serr == nil {
		m.report.Size = info.Size()
	}
	return errors.Join(err, filedir.Named(dst.Close()))
}

// lock says who may open the backup: this station, its recovery key, the
// passphrase.
func (m *maker) lock(ctx context.Context) (backup.Lock, error) {
	l := backup.Lock{Passphrase: m.cfg.Passphrase, WorkFactor: m.cfg.WorkFactor}
	l.Recipients = append(l.Recipients, m.s.identity.Recipient())
	recovery, found, err := m.s.recoveryRecipient(ctx)
	if err != nil {
		return l, err
	}
	if found {
		to, err := age.ParseX25519Recipient(recovery)
		if err != nil {
			return l, &motcua.Error{Code: motcua.CodeCorrupt, Field: "recovery", Cause: err}
		}
		l.Recipients = append(l.Recipients, to)
	}
	m.report.Recoverable = found || m.cfg.Passphrase != ""
	return l, nil
}
