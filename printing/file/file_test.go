package file_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"motcua"
	"motcua/internal/testkit/printertest"
	"motcua/printing/file"
)

func TestTheFolderKeepsTheContract(t *testing.T) {
	var dir string
	printertest.Run(t, printertest.Case{
		Open: func(t *testing.T) motcua.Printer {
			dir = t.TempDir()
			return file.Printer{Dir: dir}
		},
		Arrived: func(t *testing.T) [][]byte {
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			var infos []os.FileInfo
			for _, e := range entries {
				i, err := e.Info()
				if err != nil {
					t.Fatal(err)
				}
				infos = append(infos, i)
			}
			slices.SortStableFunc(infos, func(a, b os.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
			var out [][]byte
			for _, i := range infos {
				data, err := os.ReadFile(filepath.Join(dir, i.Name()))
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, data)
			}
			return out
		},
	})
}

func job(title, data string) motcua.PrintJob {
	return motcua.PrintJob{Title: title, PDF: []byte(data), Media: "A5"}
}

func TestAJobBecomesAWholeFileAndNothingElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	name, err := file.Printer{Dir: dir}.Print(context.Background(), job("Giấy tiếp nhận H57.19.789-261120-0007", "%PDF-one"))
	if err != nil {
		t.Fatal(err)
	}
	if name != "Giấy tiếp nhận H57.19.789-261120-0007.pdf" {
		t.Errorf("name %q", name)
	}
	got, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil || string(got) != "%PDF-one" {
		t.Errorf("read %q, %v", got, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAFileIsNeverOverwrittenHoweverManyPrintAtOnce(t *testing.T) {
	dir := t.TempDir()
	p := file.Printer{Dir: dir}
	const jobs = 20
	names := make([]string, jobs)
	var wg sync.WaitGroup
	for i := range jobs {
		wg.Go(func() {
			var err error
			if names[i], err = p.Print(context.Background(), job("same", "%PDF-"+strings.Repeat("x", i+1))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, n := range names {
		got, err := os.ReadFile(filepath.Join(dir, n))
		if err != nil || len(got) != i+6 {
			t.Errorf("job %d: %q holds %d bytes, %v", i, n, len(got), err)
		}
	}
}

func TestNamesCannotLeaveTheFolderNorMeanADevice(t *testing.T) {
	for title, want := range map[string]string{
		"../../etc/passwd":        "etc-passwd",
		`C:\Windows\x`:            "C--Windows-x",
		"a/b\x00c\nd":             "a-b-c d",
		"":                        "giay-to",
		"...":                     "giay-to",
		"CON":                     "giay-to CON",
		"lpt1.x":                  "giay-to lpt1.x",
		"Nguye\u0302\u0303n  Thử": "Nguyễn Thử",
	} {
		if got := file.CleanName(title); got != want {
			t.Errorf("%q became %q, want %q", title, got, want)
		}
	}
	long := file.CleanName(strings.Repeat("ễ", 300))
	if len(long) > 120 || !utf8.ValidString(long) || long == "" {
		t.Errorf("long name: %d bytes", len(long))
	}
}

func TestWhatCannotBePrintedIsAnErrorWithACode(t *testing.T) {
	dir := t.TempDir()
	if _, err := (file.Printer{Dir: dir}).Print(context.Background(), job("x", "")); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("empty PDF: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (file.Printer{Dir: dir}).Print(ctx, job("x", "%PDF-")); motcua.CodeOf(err) != motcua.CodeBusy {
		t.Errorf("cancelled: %v", err)
	}
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (file.Printer{Dir: taken}).Print(context.Background(), job("x", "%PDF-")); motcua.CodeOf(err) != motcua.CodeIO {
		t.Errorf("folder is a file: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("a failed job left %v, %v", entries, err)
	}
}

func FuzzNamesAreAlwaysSafe(f *testing.F) {
	for _, s := range []string{"", "..", "a/b", "NUL.txt", "\xff\xfe", "  x  "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		n := file.CleanName(title)
		if n == "" || len(n) > 140 || strings.ContainsAny(n, `/\:*?"<>|`) || strings.HasPrefix(n, ".") || strings.HasSuffix(n, ".") ||
			bytes.ContainsFunc([]byte(n), func(r rune) bool { return r < ' ' }) || !filepath.IsLocal(n) {
			t.Errorf("%q became %q", title, n)
		}
	})
}

func TestWhatAKillLeftHalfWrittenGoesWithTheNextPaper(t *testing.T) {
	dir := t.TempDir()
	old, young, other := filepath.Join(dir, ".motcua-print-1"), filepath.Join(dir, ".motcua-print-2"), filepath.Join(dir, "của người khác.pdf")
	yesterday := time.Now().Add(-24 * time.Hour)
	for _, path := range []string{old, young, other} {
		if err := os.WriteFile(path, []byte("%PDF-half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if path == young { // another program may be writing it
			continue
		}
		if err := os.Chtimes(path, yesterday, yesterday); err != nil {
			t.Fatal(err)
		}
	}
	name, err := file.Printer{Dir: dir}.Print(t.Context(), job("giay", "%PDF-one"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{".motcua-print-2", "của người khác.pdf", name}; err != nil || !slices.Equal(left, want) && !slices.Equal(left, []string{want[0], want[2], want[1]}) {
		t.Errorf("%q, %v", left, err)
	}
}
