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
	for _, field := range []string{"media", "tray", "pdf", "ticket", "copies", "prints"} {
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

func TestAPaperWrittenAsAFileSaysWhere(t *testing.T) {
	o := motcua.PrintOrder{State: motcua.QueuePrinted, Printer: "file:/home/canbo/Documents/Giấy in motcua", Job: "giay-hen-1 (2).pdf", Reprint: 1}
	if got, err := model.PrintedWords(o); err != nil || got != "đã ghi tệp giay-hen-1 (2).pdf vào thư mục Giấy in motcua, in lại lần 1" {
		t.Errorf("%q, %v", got, err)
	}
	o.Printer = `file:C:\Users\canbo\Documents\Giấy in motcua`
	if got, err := model.PrintedWords(o); err != nil || got != "đã ghi tệp giay-hen-1 (2).pdf vào thư mục Giấy in motcua, in lại lần 1" {
		t.Errorf("%q, %v", got, err)
	}
}
