package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
)

func TestAnErasedDossierLeavesItsRegisterLineAndAChainThatVerifies(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	r := form("Nguyễn Thị Phải Xóa")
	r.Intake.Applicant.IDNumber, r.Intake.Applicant.Phone = "046190777771", "0907777771"
	gone, own := addFile(t, s, receive(t, s, r), "%PDF-1.7 của một người")
	gone, shared := addFile(t, s, gone, "%PDF-1.7 chung")
	gone = move(t, s, gone, motcua.StatusProcessing)
	kept, _ := addFile(t, s, receive(t, s, form("Trần Văn Ở Lại")), "%PDF-1.7 chung")

	d, err := s.Erase(ctx, "lanhdao", morning(), gone.ID, "theo yêu cầu của công dân")
	if err != nil || !d.Erased || d.Received.Code != gone.Received.Code || d.Received.Intake.Owner() != "" || d.Status != motcua.StatusProcessing {
		t.Fatalf("%+v %v", d, err)
	}
	rows, err := s.List(ctx, motcua.Filter{})
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	for _, row := range rows {
		if row.Erased != (row.ID == gone.ID) || row.Erased && row.Name != "" {
			t.Errorf("%+v", row)
		}
	}
	for _, q := range []string{"046190777771", "0907777771", "phải xóa", "phai xoa"} {
		if got := found(t, s, q); len(got) != 0 {
			t.Errorf("%q found %q", q, got)
		}
	}
	if got := found(t, s, string(gone.Received.Code)); len(got) != 1 {
		t.Errorf("the code found %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "files", own[:2], own)); !os.IsNotExist(err) {
		t.Error("its file is still there")
	}
	if f, err := s.OpenFile(shared); err != nil {
		t.Error(err)
	} else if err := f.Close(); err != nil {
		t.Error(err)
	}
	wantClean(t, s)
	wantUnreadable(t, dir, []string{"Phải Xóa", "phải xóa", "phai xoa"})
	if d, err := s.Dossier(ctx, kept.ID); err != nil || d.Received.Intake.Owner() != "Trần Văn Ở Lại" {
		t.Error(err)
	}
	// Whatever still has to travel travels without what was erased.
	for _, e := range pending(t, s) {
		if e.Dossier == gone.ID && (e.Body != nil) != (e.Kind == motcua.EventErased) {
			t.Errorf("%s has a body: %v", e.Kind, e.Body != nil)
		}
		if err := e.Verify(s.PublicKey()); err != nil {
			t.Error(err)
		}
	}
}

func TestAnErasureIsRefusedWithoutReasonTwiceAndOfNothing(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	_, err := s.Erase(ctx, "a", morning(), d.ID, "  ")
	wantCode(t, err, motcua.CodeInvalid)
	_, err = s.Erase(ctx, "a", morning(), "none", "hết hạn lưu")
	wantCode(t, err, motcua.CodeUnknown)
	if _, err := s.Erase(ctx, "a", morning(), d.ID, "hết hạn lưu"); err != nil {
		t.Fatal(err)
	}
	_, err = s.Erase(ctx, "a", morning(), d.ID, "hết hạn lưu")
	wantCode(t, err, motcua.CodeConflict)
	_, err = s.Append(ctx, "a", morning(), d.ID, motcua.EventStatusChanged, motcua.StatusChanged{From: d.Status, To: motcua.StatusProcessing})
	wantCode(t, err, motcua.CodeConflict)
	wantClean(t, s)
	r := form("Nguyễn Thị Ví Dụ")
	r.Intake.ID = d.ID // a retry of what was erased takes nothing in again
	if again, err := s.Receive(ctx, "a", morning(), r); err != nil || !again.Erased {
		t.Errorf("%+v %v", again, err)
	}
	next := receive(t, s, form("Trần Văn Kế Tiếp"))
	if next.Received.Code != code(2) {
		t.Errorf("the number of an erased dossier was given out again: %s", next.Received.Code)
	}
}

func TestAFileThatWasToGoIsTakenAwayAtTheNextStart(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	unnamed, _, err := s.PutFile(ctx, strings.NewReader("%PDF-1.7 đi"))
	if err != nil {
		t.Fatal(err)
	}
	d, sum := addFile(t, s, receive(t, s, form("Nguyễn Thị Ví Dụ")), "%PDF-1.7 ở lại")
	tamper(t, dir, `INSERT INTO removal (sum) VALUES (?)`, sum) // as a crash leaves it, but the file is named
	tamper(t, dir, `INSERT INTO removal (sum) VALUES (?)`, unnamed)
	s = open(t, dir)
	if d, err := s.Dossier(ctx, d.ID); err != nil || len(d.Components[0].Files) != 1 {
		t.Fatal(err)
	}
	wantClean(t, s) // the named one is still there
	_, err = s.OpenFile(unnamed)
	wantCode(t, err, motcua.CodeUnknown)
}

func TestAnErasedDossiersWordsAreForgottenInTheIndexToo(t *testing.T) {
	names := []string{"ngụytêntrơn", "Ngụytêntrơn", "nguytentron", "xoasach", "xóasạch"}
	for _, fill := range []int{0, 600} { // waiting for the index, and in it
		t.Log(fill)
		dir := newStation(t)
		s := open(t, dir)
		r := form("Ngụytêntrơn Thị Xóasạch")
		r.Intake.Applicant.IDNumber, r.Intake.Applicant.Phone = "046190777772", "0907777772"
		gone := receive(t, s, r)
		if n, err := s.ReceiveMany(ctx, "quay01", many(fill)); err != nil || n != fill {
			t.Fatal(n, err)
		}
		for _, q := range []string{"nguytentron", "xoasa", "046190777772", "0907777772"} {
			if got := found(t, s, q); len(got) != 1 {
				t.Fatalf("%q found %q", q, got)
			}
		}
		if _, err := s.Erase(ctx, "lanhdao", morning(), gone.ID, "hết hạn lưu"); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"nguytentron", "xoasa", "046190777772", "0907777772"} {
			if got := found(t, s, q); len(got) != 0 {
				t.Errorf("%q found %q", q, got)
			}
		}
		if n, err := s.Count(ctx, motcua.Filter{Query: "nguyen van"}); err != nil || n != fill {
			t.Errorf("of the others %d are found, %v", n, err)
		}
		wantClean(t, s)
		wantUnreadable(t, dir, names)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wantUnreadable(t, dir, names)
	}
}
