package folder_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/scannertest"
	"motcua/scan/folder"
	"motcua/scan/virtual"
)

// endless puts the pages back before each job, as a copier would bring new ones.
type endless struct {
	*folder.Scanner
	fill func()
}

func (e endless) Scan(ctx context.Context, r motcua.ScanRequest) (motcua.PageStream, error) {
	e.fill()
	return e.Scanner.Scan(ctx, r)
}

func quick(dir string) *folder.Scanner {
	return folder.New(folder.Config{Dir: dir, Settle: time.Millisecond, Patient: 600 * time.Millisecond})
}

func put(t *testing.T, dir, name string, data []byte, age time.Duration) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestContract(t *testing.T) {
	page, err := virtual.DemoPage(1, 1, 75, true)
	if err != nil {
		t.Fatal(err)
	}
	scannertest.Run(t, func(t *testing.T) motcua.Scanner {
		dir := t.TempDir()
		return endless{quick(dir), func() {
			for i := range 3 {
				put(t, dir, fmt.Sprintf("%d.jpg", i), page, time.Duration(9-i)*time.Minute)
			}
		}}
	})
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return strings.Join(out, " ")
}

func TestPagesComeOldestFirstAndAreRemovedOnceTheyAreKept(t *testing.T) {
	dir := t.TempDir()
	pdf := []byte("%PDF-1.4\n%%EOF\n")
	put(t, dir, "b.PDF", pdf, 3*time.Minute)
	put(t, dir, "a.pdf", pdf, 2*time.Minute)
	put(t, dir, "notes.txt", []byte("x"), time.Minute)
	put(t, dir, ".hidden.pdf", pdf, time.Minute)
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link.jpg")); err != nil {
		t.Fatal(err)
	}
	st, err := quick(dir).Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := st.Next(t.Context()); err != nil || p.Type != "application/pdf" || string(p.Data) != string(pdf) {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := names(t, dir); !strings.Contains(got, "b.PDF") {
		t.Error("removed before it was kept:", got)
	}
	if _, err := st.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); strings.Contains(got, "b.PDF") || !strings.Contains(got, "a.pdf") {
		t.Error(got)
	}
	if err := st.Close(); err != nil { // the second was never asked on from
		t.Fatal(err)
	}
	if got := names(t, dir); !strings.Contains(got, "a.pdf") {
		t.Error("a page that nobody kept is gone:", got)
	}
}

func TestAHalfWrittenFileIsWaitedForAndThenLeftAlone(t *testing.T) {
	page, err := virtual.DemoPage(1, 1, 75, true)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, dir, "1.jpg", page[:len(page)/2], time.Minute)
	s := quick(dir)
	st, err := s.Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Next(t.Context()); motcua.CodeOf(err) != motcua.CodeBusy {
		t.Errorf("%v", err)
	}
	if _, err := st.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("%v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "1.jpg" {
		t.Error(got)
	}
	st, err = s.Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, func() { put(t, dir, "1.jpg", page, time.Minute) })
	if p, err := st.Next(t.Context()); err != nil || len(p.Data) != len(page) {
		t.Errorf("the rest came, %v", err)
	}
}

func TestAFolderThatIsAwayIsNoScannerAndOneThatCannotBeWrittenSaysSo(t *testing.T) {
	s := quick(filepath.Join(t.TempDir(), "away"))
	if list, err := s.Devices(t.Context()); len(list) > 0 || err != nil {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := s.Scan(t.Context(), motcua.ScanRequest{}); motcua.CodeOf(err) != motcua.CodeUnreachable {
		t.Errorf("%v", err)
	}
	dir := t.TempDir()
	put(t, dir, "1.pdf", []byte("%PDF-1.4 %%EOF"), time.Minute)
	st, err := quick(dir).Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Nobody may remove what is no longer a file.
	if err := errors.Join(os.Remove(filepath.Join(dir, "1.pdf")), os.MkdirAll(filepath.Join(dir, "1.pdf", "full"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Next(t.Context()); motcua.CodeOf(err) != motcua.CodeReadOnly {
		t.Errorf("%v", err)
	}
}
