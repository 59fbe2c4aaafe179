package store_test

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/store"
	"motcua/store/backup"
)

// The environment that turns the test binary into a counter that backs itself
// up until it is killed.
const (
	backupDir  = "MOTCUA_STORE_TEST_BACKUP"
	backupDisk = "MOTCUA_STORE_TEST_DISK"
)

// backUpForEver prints the name of each backup that was said to be made.
func backUpForEver(dir, disk string) {
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s, err := store.Open(ctx, dir, store.Config{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		fail(err)
	}
	for {
		r, err := s.Backup(ctx, store.BackupConfig{Folder: disk, Pause: time.Microsecond})
		if err != nil {
			fail(err)
		}
		fmt.Println(r.File)
	}
}

func TestAKilledBackupLeavesTheLastOneAndNothingThatLooksLikeOne(t *testing.T) {
	dir, disk := newStation(t), t.TempDir()
	s := open(t, dir)
	for range 5 {
		file(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), strings.Repeat(rand.Text(), 20_000))
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var said string
	for round := range 12 {
		c := exec.Command(exe)
		c.Env = append(os.Environ(), backupDir+"="+dir, backupDisk+"="+disk)
		c.Stderr = os.Stderr
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if lines.Scan() {
			said = lines.Text()
		}
		time.Sleep(time.Duration(round*3) * time.Millisecond) // into the middle of the next
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			said = lines.Text()
		}
		if err := c.Wait(); err == nil {
			t.Fatal("it ended by itself")
		}
		// Rotation may have replaced it by one that was not said any more.
		newest := newestOf(t, disk)
		if filepath.Base(newest) < filepath.Base(said) {
			t.Fatalf("%s was said, the newest is %s", said, newest)
		}
		there := filepath.Join(t.TempDir(), "x")
		if got, err := restore(newest, there, "", ownKey(t, dir)); err != nil || got.Files != 5 || len(got.Missing) != 0 {
			t.Fatalf("round %d: %+v, %v", round, got, err)
		}
	}
	r := backUp(t, s, disk)
	wantOnlyPart(t, disk, dir, r.File)
	wantClean(t, s)
}

func newestOf(t *testing.T, disk string) string {
	t.Helper()
	var newest string
	for _, p := range names(t, disk) {
		if strings.HasSuffix(p, backup.Suffix) && filepath.Base(p) > filepath.Base(newest) {
			newest = p
		}
	}
	return newest
}

// wantOnlyPart wants the debris of killed backups gone after one that ended
// well, on the disk and in the station's folder.
func wantOnlyPart(t *testing.T, disk, dir, whole string) {
	t.Helper()
	if _, err := os.Stat(whole); err != nil {
		t.Error(err)
	}
	for _, p := range append(names(t, disk), names(t, dir)...) {
		if strings.HasSuffix(p, ".part") || strings.Contains(p, "-snapshot") || strings.Contains(p, "-proof") {
			t.Errorf("debris: %s", p)
		}
	}
}
