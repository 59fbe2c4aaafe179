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
	"desk":             {""},
	"store":            {"", "store"},
	"sync":             {"", "sync"},
	"sync/wire":        {""},
	"sync/bundle":      {"", "sync/wire"},
	"hub":              {"", "hub", "store/sqlitedb", "store/filedir", "sync/wire", "sync/bundle"},
	"scan":             {"", "scan"},
	"printing":         {"", "printing", "assets"},
	"report":           {"", "assets"},
	"app":              {"", "app", "assets"},
	"app/model":        {"", "assets"},
	"app/view":         {"", "assets", "app/model"},
	"internal/worker":  {""},
	"internal/viinput": {""},
	"internal/arch":    {},
	"internal/testkit": {"*"},
	"cmd":              {"*"},
}

// outside lists foreign packages that only some rooms may import.
var outside = map[string][]string{
	"net/http": {"sync", "hub", "cmd", "internal/testkit"},
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
		if a == "*" || a == "" && target == "" || a != "" && within(target, a) {
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
	dir := t.TempDir()
	p := filepath.Join(dir, "x.go")
	if err := os.WriteFile(p, []byte("package x\nimport _ \"motcua/store\"\nimport _ \"fyne.io/fyne/v2\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir  string
		want bool
	}{{"app/model", true}, {"cmd/motcua", false}, {"nowhere", true}} {
		inner := &testing.T{}
		checkFile(inner, p, c.dir)
		if inner.Failed() != c.want {
			t.Errorf("%s: failed=%v, want %v", c.dir, inner.Failed(), c.want)
		}
	}
}
