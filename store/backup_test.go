package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store"
	"motcua/store/backup"
)

// file files invented bytes under the first paper of a dossier.
func file(t testing.TB, s *store.Store, d motcua.Dossier, text string) string {
	t.Helper()
	sum, size, err := s.PutFile(ctx, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(ctx, "quay01", morning(), d.ID, motcua.EventFileAdded,
		motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: sum, Size: size, Type: "image/png", Pages: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func backUp(t testing.TB, s *store.Store, folder string) store.BackupReport {
	t.Helper()
	r, err := s.Backup(ctx, store.BackupConfig{Folder: folder, Pause: time.Microsecond})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ownKey is the key that opens a station's backups on its own machine.
func ownKey(t testing.TB, dir string) age.Identity {
	t.Helper()
	id, err := store.ReadIdentity(filepath.Join(dir, "bundle.key"), store.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func restore(from, dir, passphrase string, ids ...age.Identity) (store.RestoreReport, error) {
	return store.Restore(ctx, store.RestoreConfig{From: from, Dir: dir, Identities: ids, Passphrase: passphrase, Now: morning, Rand: rand.Reader})
}

// names lists all files below dir.
func names(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestABackupIsTheStationOnAnotherMachine(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	a, b := receive(t, s, form("Nguyễn Thị Ví Dụ")), receive(t, s, form("Trần Văn Thử"))
	sum := file(t, s, a, "một trang thí dụ")
	move(t, s, b, motcua.StatusProcessing)
	if err := s.PutDraft(ctx, "intake", []byte("nháp")); err != nil {
		t.Fatal(err)
	}
	r := backUp(t, s, disk)
	if r.Events != 5 || r.Dossiers != 2 || r.Files != 1 || r.Copied != 1 || r.Checked != 1 || r.Missing != 0 || r.Recoverable || r.Size == 0 {
		t.Errorf("%+v", r)
	}
	there := filepath.Join(t.TempDir(), "máy mới", "quầy")
	got, err := restore(r.File, there, "", ownKey(t, dir))
	if err != nil || got.Files != 1 || len(got.Missing) != 0 || got.Seq != 5 || got.Station != s.Station().ID {
		t.Fatalf("%+v, %v", got, err)
	}
	n := open(t, there)
	if n.Station() != s.Station() || n.Recipient() != s.Recipient() {
		t.Error("another station came back")
	}
	if rep := wantClean(t, n); rep.Events != 5 || rep.Files != 1 || rep.Dossiers != 2 {
		t.Errorf("%+v", rep)
	}
	if f, err := n.OpenFile(sum); err != nil || f.Close() != nil {
		t.Error(err)
	}
	if text, _, err := n.Draft(ctx, "intake"); string(text) != "nháp" || err != nil {
		t.Errorf("%q %v", text, err)
	}
	for _, p := range names(t, there) {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", p, info.Mode(), err)
		}
	}
	// What the lost machine printed since only a person can say.
	if _, err := n.Receive(ctx, "quay01", morning(), form("Lê Thử")); motcua.ReasonOf(err) != motcua.ReasonRestoredAlone {
		t.Errorf("%v", err)
	}
	wantCode(t, n.Proceed(ctx, 10_000), motcua.CodeInvalid)
	wantCode(t, n.Proceed(ctx, -1), motcua.CodeInvalid)
	if err := n.Proceed(ctx, 41); err != nil {
		t.Fatal(err)
	}
	if d := receive(t, n, form("Lê Thử")); d.Received.Code != code(42) {
		t.Error(d.Received.Code)
	}
	// Put back a second time on that day, from a backup that knows of the first.
	again := filepath.Join(t.TempDir(), "again")
	copied := backUp(t, n, t.TempDir())
	receive(t, n, form("Lê Hai"))
	if _, err := restore(copied.File, again, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	twice := open(t, again)
	if err := twice.Proceed(ctx, 43); err != nil {
		t.Fatal(err)
	}
	if d := receive(t, twice, form("Lê Ba")); d.Received.Code != code(44) {
		t.Error(d.Received.Code)
	}
	// Another range does not make known what was printed from the old one.
	tamper(t, again, `UPDATE station SET serial_from = 20, serial_to = 500`)
	tamper(t, again, `DELETE FROM event WHERE code LIKE '%-0044'`)
	if d := receive(t, twice, form("Lê Bốn")); d.Received.Code != code(44) {
		t.Error(d.Received.Code)
	}
	if d := receive(t, n, nextDay(form("Lê Thử"))); !strings.HasSuffix(string(d.Received.Code), "-0001") {
		t.Error(d.Received.Code)
	}
	wantClean(t, n)
}

func TestNothingOfACitizenIsReadableOnTheBackupDisk(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	sum := file(t, s, d, "trang của Nguyễn Thị Ví Dụ")
	backUp(t, s, disk)
	key, err := os.ReadFile(filepath.Join(dir, "station.key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range names(t, disk) {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Ví Dụ", "046090001234", "0905123456", string(d.Received.Code), sum, string(key), "AGE-SECRET", "SQLite"} {
			if bytes.Contains(data, []byte(secret)) || strings.Contains(p, secret) {
				t.Errorf("%s shows %q", p, secret)
			}
		}
	}
	if left := names(t, dir); strings.Contains(strings.Join(left, " "), "-snapshot") || strings.Contains(strings.Join(left, " "), "-proof") {
		t.Errorf("plain copies are left: %v", left)
	}
}

func TestFilesAreCopiedOnceHoweverManyBackups(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	file(t, s, d, "một")
	file(t, s, d, "hai")
	if r := backUp(t, s, disk); r.Copied != 2 || r.Checked != 2 {
		t.Errorf("%+v", r)
	}
	file(t, s, d, "ba")
	if r := backUp(t, s, disk); r.Copied != 1 || r.Checked != 3 || r.Files != 3 {
		t.Errorf("%+v", r)
	}
	few, err := s.Backup(ctx, store.BackupConfig{Folder: disk, Sample: 1})
	if err != nil || few.Copied != 0 || few.Checked != 1 || few.Files != 3 {
		t.Errorf("%+v %v", few, err)
	}
}

func TestAPageThatTheSecondDiskSpoiltIsCopiedAgain(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	file(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), "một trang")
	backUp(t, s, disk)
	spoil(t, areaFiles(t, disk)[0])
	r := backUp(t, s, disk)
	got, err := restore(r.File, filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir))
	if err != nil || got.Files != 1 || len(got.Missing) != 0 {
		t.Errorf("%+v %v", got, err)
	}
}

func areaFiles(t *testing.T, disk string) []string {
	t.Helper()
	var out []string
	for _, p := range names(t, disk) {
		if !strings.HasSuffix(p, backup.Suffix) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		t.Fatal("no content files")
	}
	return out
}

// spoil flips a byte near the end of a file.
func spoil(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-3] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAPageTheStationLostIsSaidAndKeepsNothingAway(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	lost, whole, damaged := file(t, s, d, "mất"), file(t, s, d, "còn"), file(t, s, d, "hỏng")
	place := func(sum string) string { return filepath.Join(dir, "files", sum[:2], sum) }
	if err := os.Remove(place(lost)); err != nil {
		t.Fatal(err)
	}
	spoil(t, place(damaged))
	r := backUp(t, s, disk)
	if r.Missing != 2 || r.Files != 1 {
		t.Errorf("%+v", r)
	}
	if b, ok, err := s.LastBackup(ctx); !ok || err != nil || b.Missing != 2 || !b.At.Equal(r.At) {
		t.Errorf("%+v %v %v", b, ok, err)
	}
	got, err := restore(r.File, filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir))
	if err != nil || got.Files != 1 || len(got.Missing) != 2 || got.Missing[0] != lost || got.Missing[1] != damaged {
		t.Errorf("%+v %v; whole is %s", got, err, whole)
	}
}

func TestIntakeGoesOnWhileABackupIsMade(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	for range 20 {
		file(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), rand.Text())
	}
	var done atomic.Bool
	taken := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		for !done.Load() {
			receive(t, s, form("Trần Văn Thử"))
			taken++
		}
	})
	var reports []store.BackupReport
	for range 3 {
		reports = append(reports, backUp(t, s, disk))
	}
	done.Store(true)
	wg.Wait()
	if taken == 0 || reports[2].Events <= reports[0].Events {
		t.Errorf("%d taken in meanwhile; %+v", taken, reports)
	}
	last := reports[2]
	there := filepath.Join(t.TempDir(), "x")
	if _, err := restore(last.File, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	if rep := wantClean(t, open(t, there)); rep.Events != last.Events {
		t.Errorf("%d events where the report says %d", rep.Events, last.Events)
	}
}

func TestABackupThatIsCalledOffLeavesTheLastOne(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	file(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), "trang")
	last := backUp(t, s, disk)
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Backup(over, store.BackupConfig{Folder: disk}); err == nil {
		t.Fatal("made")
	}
	// In the middle: the rest after the first MiB never ends.
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := s.Backup(short, store.BackupConfig{Folder: disk, Pause: time.Hour}); err == nil {
		t.Fatal("made")
	}
	if b, ok, err := s.LastBackup(ctx); !ok || err != nil || b.File != last.File || b.Failed != "" {
		t.Errorf("%+v %v %v", b, ok, err)
	}
	wantOnly(t, disk, last.File)
}

// wantOnly wants exactly these snapshots on a disk and nothing half written.
func wantOnly(t *testing.T, disk string, files ...string) {
	t.Helper()
	var have []string
	for _, p := range names(t, disk) {
		if strings.HasSuffix(p, backup.Suffix) {
			have = append(have, p)
		}
		if strings.HasSuffix(p, ".part") {
			t.Errorf("half written: %s", p)
		}
	}
	if strings.Join(have, "\n") != strings.Join(files, "\n") {
		t.Errorf("backups %v, want %v", have, files)
	}
}

func TestBackupsOfWrongPlacesAreRefused(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	for _, folder := range []string{"", dir, filepath.Join(dir, "files")} {
		_, err := s.Backup(ctx, store.BackupConfig{Folder: folder})
		wantCode(t, err, motcua.CodeInvalid)
	}
	if _, ok, err := s.LastBackup(ctx); ok || err != nil {
		t.Error("recorded", err)
	}
	reader := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: true})
	_, err := reader.Backup(ctx, store.BackupConfig{Folder: t.TempDir()})
	wantCode(t, err, motcua.CodeReadOnly)
}

func TestAFolderThatCannotBeMadeIsRecordedAsAFailure(t *testing.T) {
	s := open(t, newStation(t))
	disk := t.TempDir()
	last := backUp(t, s, disk)
	block := filepath.Join(t.TempDir(), "không phải thư mục")
	if err := os.WriteFile(block, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(ctx, store.BackupConfig{Folder: block}); err == nil {
		t.Fatal("made")
	}
	b, ok, err := s.LastBackup(ctx)
	if !ok || err != nil || b.File != last.File || b.Failed == "" || b.FailedAt.IsZero() {
		t.Errorf("%+v %v %v", b, ok, err)
	}
	backUp(t, s, disk)
	if b, _, _ := s.LastBackup(ctx); b.Failed != "" {
		t.Errorf("still failed: %+v", b)
	}
}
