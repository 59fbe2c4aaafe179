package ctl

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestPapersAreQueuedPrintedMovedAndCancelledByCommand(t *testing.T) {
	c := &counter{dir: filepath.Join(t.TempDir(), "q"), now: time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)}
	if _, err := c.run(t, "", &stationInitCmd{Data: c.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.run(t, `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`, &intakeCmd{Data: c.dir, File: "-"}); err != nil {
		t.Fatal(err)
	}
	const code = "H57.19.789-261120-0001"
	files := func(dir string) int {
		t.Helper()
		list, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	one := func(want motcua.QueueState, wantErr motcua.ErrorCode, cmd interface{ Run(*env) error }) queued {
		t.Helper()
		out, err := c.run(t, "", cmd)
		var q queued
		if jerr := json.Unmarshal([]byte(out), &q); jerr != nil || q.State != want || motcua.CodeOf(err) != wantErr {
			t.Fatalf("%q, %v, want %s", out, err, want)
		}
		return q
	}
	if _, err := c.run(t, "", &printCmd{Data: c.dir, Code: code, Form: "01"}); motcua.CodeOf(err) != motcua.CodeUnknown || !strings.Contains(sentence(err), "chưa chọn máy in") {
		t.Errorf("without a printer: %v", err)
	}
	for _, inside := range []string{c.dir, filepath.Join(c.dir, "prints")} {
		if _, err := c.run(t, "", &printersCmd{Data: c.dir, Use: "file:" + inside, Copies: 1}); !strings.Contains(sentence(err), "không được niêm phong") {
			t.Errorf("a paper in the station's folder: %v", err)
		}
	}
	if _, err := c.run(t, "", &receiptCmd{Data: c.dir, Code: code, Out: filepath.Join(c.dir, "x.pdf"), Media: "A5"}); !strings.Contains(sentence(err), "không được niêm phong") {
		t.Errorf("a receipt in the station's folder: %v", err)
	}
	papers := t.TempDir()
	if _, err := c.run(t, "", &printersCmd{Data: c.dir, Use: "file:" + papers, Copies: 1}); err != nil {
		t.Fatal(err)
	}
	first := one(motcua.QueuePrinted, "", &printCmd{Data: c.dir, Code: code, Form: "01", Actor: "Cán bộ Thử"})
	again := one(motcua.QueuePrinted, "", &printCmd{Data: c.dir, Code: code, Form: "01", Copies: 2})
	if first.Reprint != 0 || again.Reprint != 1 || first.Code != code || first.Actor != "Cán bộ Thử" || files(papers) != 3 {
		t.Errorf("%+v, %+v, %d files", first, again, files(papers))
	}
	// A remembered printer, with a tray that it has not got.
	other := "file:" + filepath.Join(t.TempDir(), "khác")
	out, err := c.run(t, "", &printersCmd{Data: c.dir, Use: other, Tray: "tray-9", Media: "A4", Copies: 1})
	if err != nil || !strings.Contains(out, "sẵn sàng") || !strings.Contains(out, other) {
		t.Fatal(out, err)
	}
	held := one(motcua.QueueHeld, motcua.CodeInvalid, &testPageCmd{Data: c.dir})
	if held.Printer != other || held.Field != "tray" {
		t.Errorf("%+v", held)
	}
	moved := &queueMoveCmd{queueOrder{Data: c.dir, ID: held.ID}, other, ""}
	one(motcua.QueuePrinted, "", moved)
	held = one(motcua.QueueHeld, motcua.CodeInvalid, &testPageCmd{Data: c.dir})
	one(motcua.QueueCancelled, "", &queueCancelCmd{queueOrder{Data: c.dir, ID: held.ID}})
	if _, err := c.run(t, "", &queueRetryCmd{queueOrder{Data: c.dir, ID: held.ID}}); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("retried what is over: %v", err)
	}
	if _, err := c.run(t, "", &queueCameCmd{queueOrder{Data: c.dir, ID: 99}}); motcua.CodeOf(err) != motcua.CodeUnknown || !strings.Contains(sentence(err), "hàng in") {
		t.Errorf("%v", err)
	}
	out, err = c.run(t, "", &queueListCmd{Data: c.dir, Limit: 50})
	if err != nil || strings.Count(out, "\n") != 5 || !strings.Contains(out, "in lại lần 1") || !strings.Contains(out, "đã bỏ") {
		t.Errorf("%s, %v", out, err)
	}
	if _, err := c.run(t, "", &printersCmd{Data: c.dir, Use: "lp0", Copies: 1}); motcua.FieldOf(err) != "printer" {
		t.Errorf("%v", err)
	}
}

func TestEveryProblemOfAPrinterHasItsOwnWordsInTheQueue(t *testing.T) {
	var seen []string
	for _, p := range []motcua.PrintProblem{
		"", motcua.ProblemPaper, motcua.ProblemJam, motcua.ProblemCover, motcua.ProblemToner, motcua.ProblemMedia,
		motcua.ProblemPaused, motcua.ProblemOffline, motcua.ProblemGone, motcua.ProblemOther,
	} {
		if w := printerState(p); w == "" || slices.Contains(seen, w) {
			t.Errorf("%q: %q", p, w)
		} else {
			seen = append(seen, w)
		}
	}
}
