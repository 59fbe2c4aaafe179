package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"motcua"
)

func TestWithoutLinksANameIsReservedAndNeverTakenOver(t *testing.T) {
	dir := t.TempDir()
	temp, path := filepath.Join(dir, "temp"), filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(temp, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := reserve(temp, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a taken name: %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("the old file holds %q, %v", got, err)
	}
	free := filepath.Join(dir, "b.pdf")
	if err := reserve(temp, free); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(free); err != nil || string(got) != "new" {
		t.Errorf("the new file holds %q, %v", got, err)
	}
}

func TestFailuresOfTheDiskKeepTheirMeaning(t *testing.T) {
	for cause, want := range map[error]motcua.ErrorCode{
		syscall.ENOSPC: motcua.CodeDiskFull, syscall.EROFS: motcua.CodeReadOnly,
		fs.ErrPermission: motcua.CodeReadOnly, syscall.EIO: motcua.CodeIO,
	} {
		err := failed("write", &fs.PathError{Op: "write", Path: "x", Err: cause})
		if motcua.CodeOf(err) != want || !errors.Is(err, cause) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

func TestPrintedFilesAreForTheirOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	name, err := Printer{Dir: dir}.Print(t.Context(), motcua.PrintJob{Title: "x", PDF: []byte("%PDF-")})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("mode %o", mode)
	}
}
