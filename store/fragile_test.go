package store_test

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"motcua"
	"motcua/store"
)

// Each of these makes the test binary a small program on the folder it names.
const (
	stubbornDir = "MOTCUA_STORE_TEST_STUBBORN_DIR"
	putDir      = "MOTCUA_STORE_TEST_PUT_DIR"
)

// fragile is that program where a test asks for one.
func fragile() (asked bool, err error) {
	if dir := os.Getenv(stubbornDir); dir != "" {
		return true, receiveStubbornly(dir)
	}
	if dir := os.Getenv(putDir); dir != "" {
		return true, putInput(dir)
	}
	return false, nil
}

// putInput stores its input as a file and prints its sum.
func putInput(dir string) error {
	s, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	if err != nil {
		return err
	}
	sum, _, err := s.PutFile(ctx, os.Stdin)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	fmt.Println(sum)
	return s.Close()
}

// receiveStubbornly takes in one dossier for each line of input, goes on after
// a failure as a clerk does, and ends as a power cut would: without closing
// anything. It prints "ok <id> <code>" or "no <error code>".
func receiveStubbornly(dir string) error {
	runtime.LockOSThread() // strace counts each thread's calls by themselves
	s, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	if err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		d, err := s.Receive(ctx, "fragile", morning(), form("Nguyễn Văn Ví Dụ"))
		if err != nil {
			fmt.Println("no", motcua.CodeOf(err))
			continue
		}
		fmt.Println("ok", d.ID, d.Received.Code)
	}
	if err := in.Err(); err != nil {
		return err
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	if err := self.Kill(); err != nil {
		return err
	}
	select {}
}

// A database that was read-only for a time leaves the files beside it so.
func TestAFileThatWasReadOnlyForATimeIsWrittenAgain(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	path := filepath.Join(dir, "station.db")
	other := open(t, dir) // holds the index of the journal open
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path+"-shm", 0o400); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if info, err := os.Stat(path + "-shm"); err != nil || info.Mode()&0o200 == 0 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	receive(t, again, form("Lê Thử"))
	receive(t, other, form("Trần Thử"))
}
