//go:build linux

package store_test

import (
	"crypto/rand"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// limitFiles keeps this process from writing files larger than max bytes, as a
// disk that is full would; SIGXFSZ is ignored by the runtime, the write fails.
func limitFiles(t *testing.T, max uint64) (lift func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: max, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	}
}

func TestAFullBackupDiskLeavesTheOlderBackupsAndIsSaid(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	file(t, s, d, "trang đầu")
	last := backUp(t, s, disk)
	page := make([]byte, 2<<20)
	if _, err := rand.Read(page); err != nil {
		t.Fatal(err)
	}
	file(t, s, d, string(page))
	lift := limitFiles(t, 1<<20)
	_, err := s.Backup(ctx, store.BackupConfig{Folder: disk, Pause: time.Microsecond})
	lift()
	if err == nil {
		t.Fatal("made on a full disk")
	}
	wantOnly(t, disk, last.File)
	wantOnlyPart(t, disk, dir, last.File)
	b, ok, err := s.LastBackup(ctx)
	if !ok || err != nil || b.File != last.File || b.Failed == "" {
		t.Errorf("%+v %v %v", b, ok, err)
	}
	if got, err := restore(last.File, filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir)); err != nil || got.Files != 1 {
		t.Errorf("%+v %v", got, err)
	}
	// There is room again: the next one has everything.
	if r := backUp(t, s, disk); r.Files != 2 || r.Missing != 0 {
		t.Errorf("%+v", r)
	}
}

// smallDisk is a disk of one megabyte where this process may mount one, else
// a folder in which no file may grow larger; full is what its fullness is
// called, lift takes the limit away.
func smallDisk(t *testing.T) (disk string, full motcua.ErrorCode, fill, lift func()) {
	t.Helper()
	disk = t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m,mode=0700"); err != nil {
		up := func() {}
		return disk, motcua.CodeIO, func() { up = limitFiles(t, 1<<20) }, func() { up() }
	}
	return disk, motcua.CodeDiskFull, func() {}, func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	}
}

func TestADiskThatFillsUpIsNamedAndIntakeGoesOn(t *testing.T) {
	disk, full, fill, lift := smallDisk(t)
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	last := backUp(t, s, disk)
	page := make([]byte, 2<<20)
	if _, err := rand.Read(page); err != nil {
		t.Fatal(err)
	}
	file(t, s, d, string(page))
	fill()
	_, err := s.Backup(ctx, store.BackupConfig{Folder: disk, Pause: time.Microsecond})
	wantCode(t, err, full)
	wantOnly(t, disk, last.File)
	lift()
	if b, _, err := s.LastBackup(ctx); err != nil || b.Failed != full || b.File != last.File {
		t.Errorf("%+v %v", b, err)
	}
	receive(t, s, form("Trần Văn Thử"))
}
