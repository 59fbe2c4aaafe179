package ctl

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"motcua"
)

// keys returns the format of every problem that the store may find.
func keys(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "store", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "problem" {
				return true
			}
			lit, ok := call.Args[1].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: a problem whose key is not written there", path)
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, key)
			return true
		})
	}
	return out
}

func TestWhateverVerifyFindsIsSaidInVietnamese(t *testing.T) {
	all := keys(t)
	if len(all) < 30 {
		t.Fatalf("only %d keys found", len(all))
	}
	for _, key := range all {
		if key == "%s" {
			continue // the database's own words, whose code says it
		}
		if rest, ok := strings.CutPrefix(key, "%s: "); ok {
			key = "event %d of %s: " + rest
		}
		sample := strings.ReplaceAll(strings.ReplaceAll(key, "%d", "41"), "%s", "abc")
		got := faultSaid(motcua.CodeCorrupt, sample)
		if strings.HasPrefix(got, faultWords[motcua.CodeCorrupt]) || !strings.HasSuffix(got, " (corrupt: "+sample+")") || strings.Contains(got, "%!") {
			t.Errorf("%q is said as %q", key, got)
		}
		before, _, _ := strings.Cut(got, ". (")
		if n := strings.Count(sample, "41"); strings.Count(before, "41") != n || strings.Count(before, "abc") != strings.Count(sample, "abc") {
			t.Errorf("%q loses what it is about: %q", key, before)
		}
	}
}

func TestAFaultWithoutWordsOfItsOwnIsSaidByItsCode(t *testing.T) {
	for code, want := range map[motcua.ErrorCode]string{
		motcua.CodeCorrupt: "dữ liệu hỏng hoặc không khớp nhau. (corrupt: malformed page)",
		motcua.CodeForged:  "chữ ký không đúng. (forged: malformed page)",
		motcua.CodeBusy:    "không kiểm tra được. (busy: malformed page)",
	} {
		if got := faultSaid(code, "malformed page"); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
	forged := &motcua.Error{Code: motcua.CodeForged, Field: "signature"}
	for want, err := range map[string]error{
		"quầy s41, sự kiện 7: chữ ký không đúng. (station s41 event 7: forged signature)": fmt.Errorf("station %s event %d: %w", "s41", 7, forged),
		"hồ sơ ab-1: chữ ký không đúng. (dossier ab-1: forged signature)":                 fmt.Errorf("dossier %s: %w", "ab-1", forged),
		"chữ ký không đúng. (forged signature)":                                           forged,
	} {
		if got := hubFaultSaid(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
