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
	return folder.New(folder.Config{Dir: dir, Taken: taken(dir), Settle: time.Millisecond, Patient: 600 * time.Millisecond})
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
	s := quick(dir)
	st := scan(t, s)
	if p, err := st.Next(t.Context()); err != nil || p.Type != "application/pdf" || string(p.Data) != string(pdf) {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := names(t, taken(dir)); got != "b.PDF" {
		t.Error("not claimed:", got)
	}
	// The copier uses the name again while the first is being kept.
	put(t, dir, "b.PDF", append(pdf, '\n'), time.Minute)
	if _, err := st.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, taken(dir)); got != "a.pdf" {
		t.Error(got)
	}
	if err := st.Close(); err != nil { // the second was never asked on from
		t.Fatal(err)
	}
	st = scan(t, s)
	for _, want := range []string{string(pdf), string(pdf) + "\n"} { // what nobody kept comes first
		if p, err := st.Next(t.Context()); err != nil || string(p.Data) != want {
			t.Errorf("%q, %v", p.Data, err)
		}
	}
	if _, err := st.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if got := names(t, taken(dir)) + names(t, dir); got != ".hidden.pdf link.jpg notes.txt" {
		t.Error(got)
	}
}

func taken(dir string) string { return filepath.Join(dir, "taken") }

func scan(t *testing.T, s *folder.Scanner) motcua.PageStream {
	t.Helper()
	st, err := s.Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func TestTwoCountersNeverTakeOnePaper(t *testing.T) {
	dir := t.TempDir()
	pdf := []byte("%PDF-1.4 %%EOF")
	for i := range 6 {
		put(t, dir, fmt.Sprintf("%d.pdf", i), append(pdf, byte('0'+i)), time.Hour)
	}
	one := folder.New(folder.Config{Dir: dir, Taken: filepath.Join(dir, "q1"), Settle: time.Millisecond})
	two := folder.New(folder.Config{Dir: dir, Taken: filepath.Join(dir, "q2"), Settle: time.Millisecond})
	a, b := scan(t, one), scan(t, two)
	seen := map[string]int{}
	for range 6 {
		for _, st := range []motcua.PageStream{a, b} {
			if p, err := st.Next(t.Context()); err == nil {
				seen[string(p.Data)]++
			}
		}
	}
	for p, n := range seen {
		if n != 1 {
			t.Errorf("%q came %d times", p, n)
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d of 6", len(seen))
	}
}

func TestABadFileKeepsNoneOfTheOthers(t *testing.T) {
	page, err := virtual.DemoPage(1, 1, 75, true)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, dir, "1.jpg", page[:len(page)/2], time.Hour)
	put(t, dir, "2.jpg", page, -time.Hour) // by a clock that runs ahead of ours
	s := quick(dir)
	st := scan(t, s)
	if p, err := st.Next(t.Context()); err != nil || len(p.Data) != len(page) {
		t.Fatalf("%v", err)
	}
	_, err = st.Next(t.Context())
	var e *motcua.Error
	if !errors.As(err, &e) || e.Code != motcua.CodeBusy || e.Detail != "1.jpg" {
		t.Errorf("%v", err)
	}
	if got := names(t, dir); got != "1.jpg" {
		t.Error(got)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = scan(t, s)
	time.AfterFunc(200*time.Millisecond, func() { put(t, dir, "1.jpg", page, time.Minute) })
	if p, err := st.Next(t.Context()); err != nil || len(p.Data) != len(page) {
		t.Errorf("the rest came, %v", err)
	}
}

func TestAPageThatIsRefusedAgainAndAgainComesLast(t *testing.T) {
	dir := t.TempDir()
	s := quick(dir)
	put(t, dir, "bad.pdf", []byte("%PDF-1.4 bad %%EOF"), time.Hour)
	for range 2 {
		st := scan(t, s)
		if _, err := st.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil { // nobody kept it
			t.Fatal(err)
		}
	}
	put(t, dir, "good.pdf", []byte("%PDF-1.4 good %%EOF"), time.Minute)
	st := scan(t, s)
	if p, err := st.Next(t.Context()); err != nil || !strings.Contains(string(p.Data), "good") {
		t.Errorf("%q, %v", p.Data, err)
	}
	if p, err := st.Next(t.Context()); err != nil || !strings.Contains(string(p.Data), "bad") {
		t.Errorf("%q, %v", p.Data, err)
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
	put(t, dir, "taken", nil, 0) // a file where the folder should be
	if _, err := quick(dir).Scan(t.Context(), motcua.ScanRequest{}); motcua.CodeOf(err) != motcua.CodeUnreachable {
		t.Errorf("%v", err)
	}
	if got := names(t, dir); !strings.Contains(got, "1.pdf") {
		t.Error("the page is gone:", got)
	}
}
