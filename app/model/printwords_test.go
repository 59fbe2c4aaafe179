package model_test

import (
	"testing"

	"motcua"
	"motcua/app/model"
)

func TestEveryProblemOfAPrinterHasItsOwnWords(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range []motcua.PrintProblem{
		motcua.ProblemPaper, motcua.ProblemJam, motcua.ProblemCover, motcua.ProblemToner, motcua.ProblemMedia,
		motcua.ProblemPaused, motcua.ProblemOffline, motcua.ProblemGone, motcua.ProblemOther,
	} {
		s := model.Explain(model.DeedPrint, &motcua.Error{Code: motcua.CodePrinter, Detail: string(p)})
		if seen[s.What] || s.Safe != "Hồ sơ đã lưu trên máy, giấy hẹn chưa in được." || s.Now == "" {
			t.Errorf("%s: %+v", p, s)
		}
		seen[s.What] = true
	}
	for _, field := range []string{"media", "tray", "pdf", "ticket", "copies"} {
		s := model.Explain(model.DeedPrint, &motcua.Error{Code: motcua.CodeInvalid, Field: field})
		if seen[s.What] {
			t.Errorf("%s: %+v", field, s)
		}
		seen[s.What] = true
	}
	if s := model.Explain(model.DeedReceive, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}); seen[s.What] {
		t.Errorf("words of the printer for another deed: %+v", s)
	}
}
