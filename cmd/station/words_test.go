package station_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"motcua"
	"motcua/app/model"
)

// codes returns the constants of motcua.ErrorCode by their names.
func codes(t *testing.T) map[string]motcua.ErrorCode {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]motcua.ErrorCode{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		out[spec.Names[0].Name] = motcua.ErrorCode(code)
		return true
	})
	if len(out) < 15 {
		t.Fatalf("only %d codes", len(out))
	}
	return out
}

// retried returns the codes that sync's classOf lets mend themselves.
func retried(t *testing.T, all map[string]motcua.ErrorCode) map[motcua.ErrorCode]bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../sync/serve.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[motcua.ErrorCode]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		c, ok := n.(*ast.CaseClause)
		if !ok || len(c.Body) != 1 {
			return true
		}
		r, ok := c.Body[0].(*ast.ReturnStmt)
		if !ok || len(r.Results) != 1 {
			return true
		}
		if id, ok := r.Results[0].(*ast.Ident); !ok || id.Name != "retry" {
			return true
		}
		for _, e := range c.List {
			if sel, ok := e.(*ast.SelectorExpr); ok {
				out[all[sel.Sel.Name]] = true
			}
		}
		return true
	})
	if !out[motcua.CodeUnreachable] || !out[motcua.CodeBusy] {
		t.Fatalf("classOf was not read: %v", out)
	}
	return out
}

func TestEveryCodeThatClosesTheRoadHasWordsOfItsOwn(t *testing.T) {
	all := codes(t)
	mends := retried(t, all)
	const strange = "of-a-newer-version"
	for name, code := range all {
		switch {
		case mends[code]:
			if model.OfflineWords(code, "") == model.OfflineWords(strange, "") {
				t.Errorf("offline by %s has no words", name)
			}
		default:
			if model.StopSentence(code).What == model.StopSentence(strange).What {
				t.Errorf("stopped by %s has no words", name)
			}
			if model.RefusalWords(code) == model.RefusalWords(strange) {
				t.Errorf("refused by %s has no words", name)
			}
		}
	}
	if model.OfflineWords(motcua.CodeUnknown, "") == model.OfflineWords(strange, "") {
		t.Error("a file that the hub lost has no words")
	}
}
