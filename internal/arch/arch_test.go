// Package arch holds the import rules of docs/ARCHITECTURE.md as a test. It
// parses the source itself: `go list` would be hidden by the test cache.
package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rooms lists, for each room, the rooms it may import. "" is the root. A room
// covers its subfolders unless they have a line of their own.
var rooms = map[string][]string{
	"":                 {},
	"assets":           {"", "assets"},
	"calendar":         {""},
	"fee":              {""},
	"process":          {""},
	"desk":             {""},
	"people":           {""},
	"store":            {"", "store"},
	"sync":             {"", "sync"},
	"sync/wire":        {""},
	"sync/bundle":      {"", "sync/wire"},
	"hub":              {"", "hub", "store/sqlitedb", "store/filedir", "sync/wire", "sync/bundle"},
	"scan":             {"", "scan"},
	"printing":         {"", "printing", "assets"},
	"app":              {"", "app", "assets", "internal/viinput"},
	"app/model":        {"", "assets"},
	"app/view":         {"", "assets", "app/model", "internal/viinput"},
	"internal/viinput": {"assets"}, // its tests type every commune
	"internal/worker":  {""},
	"internal/arch":    {},
	"internal/testkit": {"*"},
	"cmd":              {"*"},
}

// outside lists foreign packages that only some rooms may import; "=" means
// that folder alone, without those below it.
var outside = map[string][]string{
	"fyne.io":                      {"=app", "app/view", "cmd/motcua", "cmd/bench"},
	"github.com/gen2brain/go-fitz": {"internal/worker/fitz"},
	"C":                            {"internal/worker/fitz"},
	"database/sql":                 {"store", "hub"},
	"modernc.org":                  {"store", "hub"},
	"github.com/pressly/goose":     {"store", "hub"},
	"net/http":                     {"sync", "hub", "cmd", "internal/testkit", "printing/ipp"},
	"codeberg.org/go-pdf/fpdf":     {"printing"},
	"github.com/alecthomas/kong":   {"cmd"},
	"github.com/skip2/go-qrcode":   {"printing"},
	"github.com/tus/tusd":          {"hub"},
	"github.com/cenkalti/backoff":  {"sync"},
	"github.com/pdfcpu/pdfcpu":     {"scan/page"},
	"github.com/BambooEngine":      {"internal/viinput"},
	"golang.org/x/crypto/argon2":   {"people", "store/seal"},
}

func TestEveryImportStaysInsideItsRoom(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); path != root && (strings.HasPrefix(n, ".") || n == "testdata" || n == "out" || n == "demo-data") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		checkFile(t, path, strings.TrimPrefix(filepath.ToSlash(rel), "."))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("looked at %d files only", files)
	}
}

func checkFile(t *testing.T, path, dir string) {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	room := roomOf(dir)
	allowed, ok := rooms[room]
	if !ok {
		t.Errorf("%s: folder %q is no room of docs/ARCHITECTURE.md", path, dir)
		return
	}
	test := strings.HasSuffix(path, "_test.go")
	for _, im := range f.Imports {
		name := strings.Trim(im.Path.Value, `"`)
		if name == "motcua" || strings.HasPrefix(name, "motcua/") {
			target := strings.TrimPrefix(strings.TrimPrefix(name, "motcua"), "/")
			if !allow(allowed, target) && !within(target, room) && !(test && within(target, "internal/testkit")) {
				t.Errorf("%s: %q may not import %s", path, room, name)
			}
			continue
		}
		for prefix, where := range outside {
			if (name == strings.TrimSuffix(prefix, "/") || strings.HasPrefix(name, strings.TrimSuffix(prefix, "/")+"/")) && !allow(where, dir) && !test {
				t.Errorf("%s: %s belongs only in %v", path, name, where)
			}
		}
	}
}

func allow(list []string, target string) bool {
	for _, a := range list {
		if a == "*" || a == "="+target || a == "" && target == "" || a != "" && within(target, a) {
			return true
		}
	}
	return false
}

func within(dir, room string) bool {
	return dir == room || room != "" && strings.HasPrefix(dir, room+"/")
}

// roomOf returns the longest room that holds dir.
func roomOf(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if d == "." {
			d = ""
		}
		if _, ok := rooms[d]; ok && (d != "" || dir == "") {
			return d
		}
		if d == "" {
			return dir
		}
	}
}

func TestTheRulesCanFail(t *testing.T) {
	for _, c := range []struct {
		dir, imports string
		want         bool // it breaks a rule
	}{
		{"app/model", "motcua/store", true},
		{"desk", "database/sql", true},
		{"desk", "fyne.io/fyne/v2/widget", true},
		{"app/model", "fyne.io/fyne/v2", true},
		{"scan", "github.com/gen2brain/go-fitz", true},
		{"store", "C", true},
		{"app", "modernc.org/sqlite", true},
		{"store", "net/http", true},
		{"nowhere", "fmt", true},
		{"cmd/motcua", "fyne.io/fyne/v2", false},
		{"cmd/station", "motcua/store", false},
		{"store/sqlitedb", "modernc.org/sqlite", false},
	} {
		p := filepath.Join(t.TempDir(), "x.go")
		if err := os.WriteFile(p, []byte("package x\nimport _ \""+c.imports+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		inner := &testing.T{}
		checkFile(inner, p, c.dir)
		if inner.Failed() != c.want {
			t.Errorf("%s importing %s: refused=%v, want %v", c.dir, c.imports, inner.Failed(), c.want)
		}
	}
}

// SQLite's C library in Go works only with the libc it was made with.
func TestTheLibcOfSQLiteIsTheOneItWasMadeWith(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range []string{"modernc.org/sqlite v1.61.1\n", "modernc.org/libc v1.79.0 "} {
		if !strings.Contains(string(mod), pin) {
			t.Errorf("go.mod does not pin %q; the two change together", strings.TrimSpace(pin))
		}
	}
}
