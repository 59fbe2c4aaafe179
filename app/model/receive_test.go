package model_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

func TestReceivingSaysSavedOnlyAfterTheDeskAnswered(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.tasks.Held = true
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseReceiving || s.Done != nil {
		t.Fatalf("phase %v before the desk has answered", s.Phase)
	}
	b.SetField(model.FieldName, "Khác")
	b.tasks.Run()
	s := b.State()
	if s.Phase != model.PhaseReceived || s.Done.Same != "H57.19.789-" || s.Done.Differs != "261120-0001" {
		t.Fatalf("%+v", s.Done)
	}
	if s.Done.Saved != "Đã lưu trên máy lúc 10:42:00" || s.Done.Appointment != "Hẹn 17:00 thứ Hai 30/11/2026" {
		t.Errorf("%q, %q", s.Done.Saved, s.Done.Appointment)
	}
	if s.Done.Owner != "Nguyễn Thị Ví Dụ" {
		t.Error("a form that is being received was changed")
	}
	if len(b.paper.Printed()) != 1 || !strings.Contains(s.Done.Printing, "hàng in") || s.Done.Preview == nil {
		t.Errorf("printed %v, %q", b.paper.Printed(), s.Done.Printing)
	}
}

func TestAFormReceivedAgainAfterAPowerCutIsOneDossier(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.clock.Move(time.Second)
	// The desk writes, the power fails: neither screen nor draft hear of it.
	if _, err := b.desk.Receive(t.Context(), b.Intake.Intake()); err != nil {
		t.Fatal(err)
	}
	b.Intake = b.open()
	s := b.State()
	if s.Phase != model.PhaseReceived || s.Done.Differs != "261120-0001" || s.Done.Saved != "Đã lưu trên máy lúc 10:42:01" || s.Done.Preview == nil {
		t.Fatalf("an editable form under a used id: %v %+v", s.Phase, s.Done)
	}
	if len(b.paper.Printed()) != 0 || !strings.Contains(s.Done.Note, "F8") {
		t.Errorf("printed %v, note %q", b.paper.Printed(), s.Done.Note)
	}
	b.Receive()
	if m := b.open(); !m.Empty() || m.State().Phase != model.PhaseEditing {
		t.Error("the draft of a received dossier is still there")
	}
	b.Next()
	b.fill()
	b.SetField(model.FieldName, "Trần Văn Mẫu")
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseReceived || s.Done.Differs != "261120-0002" || s.Done.Owner != "Trần Văn Mẫu" {
		t.Errorf("the next person: %v %+v", s.Phase, s.Done)
	}
	if rows, err := b.desk.List(t.Context(), motcua.Filter{}); err != nil || len(rows) != 2 {
		t.Errorf("%d dossiers, %v", len(rows), err)
	}
}

func TestAFormWhoseNumberAnotherDossierHasGoesOnUnderAFreshOne(t *testing.T) {
	b := newBench(t)
	b.fill()
	used := b.Intake.Intake()
	other := used
	other.Applicant.Name = "Trần Văn Mẫu"
	if _, err := b.desk.Receive(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	b.Receive()
	s := b.State()
	if s.Phase != model.PhaseEditing || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.FirstFault != "" {
		t.Fatalf("phase %v, name %q, fault %q", s.Phase, s.Texts[model.FieldName], s.FirstFault)
	}
	want := "Tờ này trùng số với một hồ sơ đã lưu. Chữ đã nhập còn nguyên. Bấm F9 lần nữa để tiếp nhận thành hồ sơ mới."
	if s.Trouble == nil || s.Trouble.Text() != want {
		t.Errorf("%+v", s.Trouble)
	}
	fresh := b.Intake.Intake().ID
	if fresh == used.ID {
		t.Fatal("the form kept the used id")
	}
	if m := b.open(); m.State().Phase != model.PhaseEditing || m.Intake().ID != fresh {
		t.Error("the draft kept the used id")
	}
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseReceived || s.Done.Owner != "Nguyễn Thị Ví Dụ" || s.Done.Differs != "261120-0002" {
		t.Errorf("%v %+v", s.Phase, s.Done)
	}
}

func TestADraftWhoseDossierCannotBeLookedUpSaysSo(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Flush()
	m := model.NewIntake(model.IntakeConfig{
		Desk: b.desk, Catalogue: b.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: unreadable{},
		Tasks: b.tasks, Clock: b.clock, NewID: func() string { return "fresh" },
	})
	m.Open()
	if s := m.State(); s.Trouble == nil || s.Trouble.Code != "MOTCUA-DRAFT-BUSY" || s.Texts[model.FieldName] != "" {
		t.Errorf("%+v", s.Trouble)
	}
}

// unreadable is a list that somebody else holds.
type unreadable struct{ model.Dossiers }

func (unreadable) Dossier(context.Context, string) (motcua.Dossier, error) {
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeBusy}
}

func TestNothingIsReceivedWithoutAProcedureOrACase(t *testing.T) {
	b := newBench(t)
	b.Receive()
	s := b.State()
	if s.Phase != model.PhaseEditing || s.FirstFault != model.FieldProcedure || s.Trouble == nil || s.Trouble.What != "Chưa chọn thủ tục." {
		t.Errorf("%v %q %+v", s.Phase, s.FirstFault, s.Trouble)
	}
	b.ChooseProcedure("1.004884")
	b.SetField(model.FieldName, "Trần Văn Mẫu")
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseEditing || s.FirstFault != model.FieldCase || s.Faults[model.FieldCase] == "" {
		t.Errorf("%v %q %v", s.Phase, s.FirstFault, s.Faults)
	}
}

func TestWhatTheDeskRefusesStaysOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error
		first model.Field
		what  string
	}{
		{"a field", &motcua.Error{Code: motcua.CodeInvalid, Field: "applicant.birthDate"}, model.FieldBirth, "Ngày sinh không có thật, viết như 15/08/1990."},
		{"a part of the papers", &motcua.Error{Code: motcua.CodeInvalid, Field: "papers[2].copies"}, model.FieldPapers, ""},
		{"a long name", &motcua.Error{Code: motcua.CodeTooLarge, Field: "applicant.name"}, model.FieldName, "Họ, chữ đệm, tên dài quá."},
		{"the disk", &motcua.Error{Code: motcua.CodeDiskFull}, "", "Ổ đĩa của máy đã đầy."},
		{"the numbers", &motcua.Error{Code: motcua.CodeNoNumbers}, "", "Quầy đã dùng hết dải số hồ sơ của hôm nay."},
		{"something foreign", errors.New("boom"), "", "Máy không đọc hoặc không ghi được."},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.fill()
			b.desk.Fail = c.err
			b.Receive()
			s := b.State()
			if s.Phase != model.PhaseEditing || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
				t.Fatalf("phase %v, name %q", s.Phase, s.Texts[model.FieldName])
			}
			if s.FirstFault != c.first {
				t.Errorf("first fault %q", s.FirstFault)
			}
			if s.Trouble == nil || c.what != "" && s.Trouble.What != c.what {
				t.Errorf("%+v", s.Trouble)
			}
			if !strings.Contains(s.Trouble.Safe, "chưa được tiếp nhận") || s.Trouble.Now == "" || strings.Contains(s.Trouble.Text(), "boom") {
				t.Errorf("three sentences: %q", s.Trouble.Text())
			}
			b.desk.Fail = nil
			b.Receive()
			if s := b.State(); s.Phase != model.PhaseReceived || s.Trouble != nil {
				t.Errorf("after the cure: %v %+v", s.Phase, s.Trouble)
			}
		})
	}
}

func TestAPrinterThatFailsLeavesTheDossierReceived(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.paper.Fail = &motcua.Error{Code: motcua.CodeUnreachable, Field: "printer"}
	b.Receive()
	s := b.State()
	if s.Phase != model.PhaseReceived || s.Trouble == nil || !strings.Contains(s.Trouble.Safe, "Hồ sơ đã lưu trên máy") {
		t.Fatalf("%v %+v", s.Phase, s.Trouble)
	}
	b.paper.Fail = nil
	b.Print()
	if s := b.State(); s.Trouble != nil || len(b.paper.Printed()) != 1 {
		t.Errorf("after printing again: %+v, %v", s.Trouble, b.paper.Printed())
	}
}

func TestTheNextPersonGetsAnEmptyFormUnderANewID(t *testing.T) {
	b := newBench(t)
	b.fill()
	first := b.Intake.Intake().ID
	b.Next()
	if b.Empty() {
		t.Fatal("next is no way to lose a form")
	}
	b.Receive()
	b.Next()
	if s := b.State(); !b.Empty() || s.Phase != model.PhaseEditing || b.Intake.Intake().ID == first {
		t.Errorf("phase %v, id %q", s.Phase, b.Intake.Intake().ID)
	}
}

func TestALateAnswerOfThePrinterDoesNotDisturbTheNextPerson(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	b.tasks.Held = true
	b.paper.Fail = &motcua.Error{Code: motcua.CodeUnreachable}
	b.Print()
	b.Next()
	b.tasks.Run()
	if s := b.State(); s.Trouble != nil || s.Phase != model.PhaseEditing {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestScanningFilesEveryPageUnderTheSelectedPaper(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	told := 0
	b.OnReceived = func() { told++ }
	b.MovePaper(+1)
	b.Scan()
	s := b.State()
	if p := s.Done.Papers[1]; p.Pages != "2 trang" || s.Done.Papers[0].Pages != "" || s.Done.Scanning != "" {
		t.Errorf("%+v", s.Done.Papers)
	}
	if told != 1 {
		t.Error("nobody was told")
	}
	b.scanner.Pages = 1
	b.Scan()
	if p := b.State().Done.Papers[1]; p.Pages != "3 trang" {
		t.Errorf("pages add up: %+v", p)
	}
}

func TestAScannerThatStopsHalfWayLosesNoPage(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	b.scanner.Pages, b.scanner.Fail = 3, &motcua.Error{Code: motcua.CodeUnreachable}
	b.Scan()
	s := b.State()
	if s.Done.Papers[0].Pages != "3 trang" || s.Trouble == nil || !strings.Contains(s.Trouble.Safe, "vẫn còn") {
		t.Errorf("%+v %+v", s.Done.Papers[0], s.Trouble)
	}
}

func TestAnEmptyFeederSaysSo(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	b.scanner.Pages = 0
	b.Scan()
	if s := b.State(); s.Done.Note == "" || s.Trouble != nil {
		t.Errorf("%q %+v", s.Done.Note, s.Trouble)
	}
}

func TestAPaperThatIsOnlyShownIsNeverScannedOrFiled(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	b.SelectPaper(2)
	if p := b.State().Done.Papers[2]; p.Filable || p.Remark != "chỉ xuất trình, không quét" {
		t.Fatalf("%+v", p)
	}
	b.Scan()
	if s := b.State(); s.Trouble == nil || s.Done.Papers[2].Pages != "" {
		t.Errorf("%+v", s.Trouble)
	}
	b.Import("a.pdf", func() (io.ReadCloser, error) { t.Error("the file was opened"); return nil, io.EOF })
}

func TestImportingAFileFilesItOrSaysWhyNot(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Import("early.pdf", func() (io.ReadCloser, error) { t.Error("opened before there is a dossier"); return nil, io.EOF })
	b.Receive()
	closed := 0
	file := func(s string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) {
			return closer{bytes.NewReader([]byte(s)), func() { closed++ }}, nil
		}
	}
	b.Import("to-khai.pdf", file("%PDF"))
	if p := b.State().Done.Papers[0]; p.Pages != "1 trang" || closed != 1 {
		t.Errorf("%+v, closed %d", p, closed)
	}
	b.Import("hong.pdf", file("bad"))
	if s := b.State(); s.Trouble == nil || s.Trouble.Code != "MOTCUA-IMPORT-CORRUPT" || s.Done.Papers[0].Pages != "1 trang" {
		t.Errorf("%+v", s.Trouble)
	}
	b.Import("mat.pdf", func() (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF })
	if s := b.State(); s.Trouble == nil || s.Trouble.Code != "MOTCUA-IMPORT-IO" {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestWhileFilesAreImportedNothingIsScannedAndTheNextPersonWaits(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	b.tasks.Held = true
	file := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("%PDF")), nil }
	b.Import("mot.pdf", file)
	b.Import("hai.pdf", file)
	if s := b.State(); s.Done.Scanning != "đang nhập tệp" {
		t.Errorf("%q", s.Done.Scanning)
	}
	b.Scan()
	b.Next()
	if b.State().Phase != model.PhaseReceived {
		t.Fatal("the files' dossier is gone from the screen")
	}
	b.tasks.Run()
	s := b.State()
	if s.Done.Papers[0].Pages != "2 trang" || s.Done.Scanning != "" || s.Trouble != nil {
		t.Errorf("%+v %q", s.Done.Papers[0], s.Done.Scanning)
	}
	b.Scan()
	b.Import("ba.pdf", func() (io.ReadCloser, error) { t.Error("opened during a scan"); return nil, io.EOF })
	if s := b.State(); s.Done.Scanning != "đang quét" {
		t.Errorf("%q", s.Done.Scanning)
	}
	b.tasks.Run()
	b.Next()
	if s := b.State(); s.Phase != model.PhaseEditing {
		t.Error("the next person still waits")
	}
}

type closer struct {
	io.Reader
	onClose func()
}

func (c closer) Close() error { c.onClose(); return nil }

func TestWithoutPrinterAndScannerTheirButtonsAreAbsent(t *testing.T) {
	b := newBench(t)
	m := model.NewIntake(model.IntakeConfig{Desk: b.desk, Catalogue: b.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.desk, Tasks: b.tasks, Clock: b.clock, NewID: func() string { return "one" }})
	b.Intake = m
	b.fill()
	m.Receive()
	m.Print()
	m.Scan()
	if s := m.State(); s.Done == nil || s.Done.CanPrint || s.Done.CanScan || s.Trouble != nil {
		t.Errorf("%+v", s.Done)
	}
}

func TestTheReceiptIsPagedThroughAndStopsAtItsEnds(t *testing.T) {
	b := newBench(t)
	b.paper.Pages = 2
	b.fill()
	b.Receive()
	b.tasks.Run()
	first := b.State().Done.Preview
	turn := func(by int) image.Image {
		b.TurnPage(by)
		b.tasks.Run()
		return b.State().Done.Preview
	}
	if turn(-1) != first {
		t.Error("there is a page before the first")
	}
	second := turn(+1)
	if second == first || b.State().Done.Page != "xem trước trang 2" {
		t.Errorf("no second page: %q", b.State().Done.Page)
	}
	if turn(+1) != second || b.State().Trouble != nil {
		t.Errorf("past the end: %+v", b.State().Trouble)
	}
	if turn(-1); b.State().Done.Page != "" {
		t.Errorf("not back at the first: %q", b.State().Done.Page)
	}
}
