package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

var friday = time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local)

// intakeStage is the intake screen with a model on working fakes.
func intakeStage(t *testing.T, th Theme, w, h float32) (*stage, *Intake, *model.Intake) {
	s := newStage(t, th)
	clock := &modeltest.Clock{At: friday}
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}
	n := 0
	m := model.NewIntake(model.IntakeConfig{Desk: desk, Catalogue: desk.Catalogue, Units: modeltest.Units{}, Drafts: &modeltest.Drafts{Now: clock.Now},
		Paper: &modeltest.Paper{}, Scanner: &modeltest.Scanner{Pages: 2}, Tasks: &modeltest.Tasks{}, Clock: clock, NewID: func() string { n++; return fmt.Sprint("id", n) }, Province: "46", Ward: "19789"})
	v := NewIntake(m, s.keys, s.layer, func(string, string) {}, func() {})
	m.OnChange = func() { v.Show(m.State()) }
	s.keys.OnFocus = v.Reveal
	s.show(v.Root, w, h)
	return s, v, m
}

func fill(m *model.Intake) {
	m.ChooseProcedure("1.004884")
	m.ChooseCase("Có bản sao Giấy khai sinh được cấp hợp lệ")
	m.SetField(model.FieldName, "Nguyễn Thị Ví Dụ")
	m.SetField(model.FieldID, "046190000001")
	m.SetField(model.FieldBirth, "15/08/1991")
	m.Leave(model.FieldBirth)
}

func TestThereIsExactlyOneRingWhereverTheKeyboardGoes(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		s, v, m := intakeStage(t, Theme{Look: look, Scale: 1}, 1282, 622)
		fill(m)
		v.FocusSearch()
		seen := map[fyne.Focusable]bool{}
		for range 40 {
			f := s.win.Canvas().Focused()
			seen[f] = true
			if n := s.rings(); n != 1 {
				t.Fatalf("look %d: %d rings on %T", look, n, f)
			}
			s.keys.Next()
		}
		if len(seen) < 18 {
			t.Errorf("only %d places can be reached", len(seen))
		}
	}
}

func TestTheOrderOfTheRingIsThatOfTheWork(t *testing.T) {
	s, v, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	v.FocusSearch()
	want := []fyne.Focusable{v.search.entry, v.pickers[model.FieldCase].entry, v.channel, v.fields[model.FieldSets].entry, v.kind,
		v.fields[model.FieldID].entry, v.fields[model.FieldName].entry, v.fields[model.FieldBirth].entry, v.pickers[model.FieldGender].entry,
		v.fields[model.FieldPhone].entry, v.fields[model.FieldEmail].entry, v.pickers[model.FieldResultBy].entry, v.pickers[model.FieldResolver].entry,
		v.pickers[model.FieldProvince].entry, v.pickers[model.FieldWard].entry, v.fields[model.FieldStreet].entry, v.papers, v.side.fee.more, v.side.receive}
	for i, w := range want {
		if got := s.win.Canvas().Focused(); got != w {
			t.Fatalf("place %d is %T", i, got)
		}
		s.keys.Next()
	}
}

func TestEverythingThatMustBeSeenIsInsideTheWindow(t *testing.T) {
	s, v, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	all := s.texts()
	for _, w := range []string{"30/11/2026", "17:00 · thứ Hai", "5 ngày làm việc", "Năm sinh không khớp số định danh", "Tiếp nhận và in giấy hẹn\nF9", "Xem nguyên văn mức thu", "Giấy tờ tùy thân", "2 cần nộp · 1 chỉ xuất trình"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is missing", w)
		}
	}
	d := fyne.CurrentApp().Driver()
	for name, o := range map[string]fyne.CanvasObject{"papers": v.papers, "F9": v.side.receive, "checks": v.side.Checks, "street": v.fields[model.FieldStreet]} {
		at := d.AbsolutePositionForObject(o)
		if at.X < 0 || at.X+o.Size().Width > 1282 || at.Y+o.Size().Height > 622 || o.Size().Height < 20 {
			t.Errorf("%s at %v, %v", name, at, o.Size())
		}
	}
	if h := v.papers.Size().Height; h < 32*3 {
		t.Errorf("only %v units of papers", h)
	}
}

func TestLargeTextMovesTheRightColumnUnderTheLeftAndKeepsF9InSight(t *testing.T) {
	for _, scale := range []float32{1.2, 1.5, 2} {
		s, v, m := intakeStage(t, Theme{Scale: scale}, 1282, 622)
		fill(m)
		if v.side.Appointment.Position().X != 0 {
			t.Errorf("%v: two columns at %v", scale, v.side.Appointment.Position())
		}
		d := fyne.CurrentApp().Driver()
		if b := d.AbsolutePositionForObject(v.side.receive).Y + v.side.receive.Size().Height; b > 622 {
			t.Errorf("%v: F9 ends at %v", scale, b)
		}
		v.fields[model.FieldStreet].Take()
		at := d.AbsolutePositionForObject(v.fields[model.FieldStreet])
		if at.Y < 0 || at.Y > v.scroll.Size().Height {
			t.Errorf("%v: the ring is out of sight at %v", scale, at.Y)
		}
		_ = s
	}
}

func TestTheFieldsOfAnotherApplicantAppearOnlyForHim(t *testing.T) {
	s, _, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	for _, c := range []struct {
		kind       motcua.ApplicantKind
		owner, org bool
	}{{motcua.ApplicantAuthorised, true, false}, {motcua.ApplicantOrganisation, false, true}, {motcua.ApplicantSelf, false, false}} {
		m.SetKind(c.kind)
		all := s.texts()
		if strings.Contains(all, "Giấy tờ ủy quyền") != c.owner || strings.Contains(all, "Mã số thuế") != c.org {
			t.Errorf("%s shows the wrong fields", c.kind)
		}
	}
}

func TestTheSuccessCardTakesThePlaceOfTheForm(t *testing.T) {
	s, v, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	m.Receive()
	all := s.texts()
	for _, w := range []string{"H57.19.789-", "261120-0001", "Đã lưu trên máy lúc 10:42:00", "Người tiếp theo\nF4", "In lại\nF8", "Quét\nF5", "chưa có bản điện tử"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is missing in\n%s", w, all)
		}
	}
	if strings.Contains(all, "Tiếp nhận và in giấy hẹn") {
		t.Error("two main actions at once")
	}
	if f := s.win.Canvas().Focused(); f != fyne.Focusable(v.done.next) {
		t.Errorf("the ring is on %T", f)
	}
	m.Scan()
	if !strings.Contains(s.texts(), "2 trang") {
		t.Error("the pages are not told")
	}
	m.Next()
	if strings.Contains(s.texts(), "261120-0001") || s.win.Canvas().Focused() != fyne.Focusable(v.search.entry) {
		t.Error("the next person sees the last one's dossier, or the ring is lost")
	}
}

func TestAFailureIsToldInThreeSentencesAndASmallCode(t *testing.T) {
	s, _, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	m.Receive()
	all := strings.ReplaceAll(s.texts(), "\n", " ")
	for _, w := range []string{"Chưa chọn thủ tục.", "Hồ sơ chưa được tiếp nhận, chữ đã nhập vẫn còn nguyên trên màn hình.", "Sửa ô có viền đỏ rồi bấm lại.", "MOTCUA-RECEIVE-INVALID"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is missing in %s", w, all)
		}
	}
}

func TestTypingCostsNoRepaintOfWhatStaysTheSame(t *testing.T) {
	_, v, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	before := v.search.lead.seen
	v.search.lead.img.Resource = nil // gone at the next repaint, were there one
	v.Show(m.State())
	if v.search.lead.img.Resource != nil || v.search.lead.seen != before {
		t.Error("the picture was drawn again")
	}
}

func TestTheStatusBarKeepsItsNumbersWhereThereIsNoRoomForWords(t *testing.T) {
	s := newStage(t, Theme{Scale: 2})
	b := NewStatusBar()
	s.show(b, 1366, 56)
	b.Set(model.StatusState{Saved: "6", Sent: "3", Received: "1", Road: "Mất mạng từ 10:12", RoadIcon: "cloud_off", RoadLook: model.RoadAmber, Refused: "1 hồ sơ Trung tâm chưa nhận, cần người sửa"})
	all := s.texts()
	if strings.Contains(all, "Đã gửi") || !strings.Contains(all, "6\n") || !strings.Contains(all, "Mất mạng từ 10:12") {
		t.Errorf("%q", all)
	}
	s.win.Resize(fyne.NewSize(2600, 56))
	if !strings.Contains(s.texts(), "Đã gửi") {
		t.Error("with room the words are missing")
	}
}

func TestTheBackupIsSaidWhereThereIsRoom(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	b := NewStatusBar()
	s.show(b, 1366, 28)
	const words = "Sao lưu 17:05 hôm qua, đã thử đọc lại"
	b.Set(model.StatusState{Saved: "6", Sent: "3", Received: "1", Road: "Có mạng", RoadIcon: "cloud_done", Backup: words})
	if !strings.Contains(s.texts(), words) {
		t.Errorf("%q", s.texts())
	}
	n := newStage(t, Theme{Scale: 1})
	small := NewStatusBar()
	n.show(small, 400, 28)
	small.Set(model.StatusState{Saved: "6", Sent: "3", Received: "1", Road: "Có mạng, không còn gì chờ gửi", RoadIcon: "cloud_done", Backup: words})
	if strings.Contains(n.texts(), words) {
		t.Error("it covers what is more urgent")
	}
}

func TestAStoppedRoadShowsOneBannerAndNothingElseMoves(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	f := NewFrame(FrameConfig{Keys: s.keys, Layer: s.layer, Place: "Quầy 01", Screens: []Screen{{Title: "Tiếp nhận", Name: "Tiếp nhận", Icon: "edit_document", Root: size(10, 10, NewPanel(Back, Clear, 0, 0))}}})
	s.win.SetContent(f.Root)
	s.win.Resize(fyne.NewSize(1366, 698))
	f.Turn(0, "Tiếp nhận", "Phường Thuận Hoá")
	high := f.screens.Size().Height
	f.ShowStatus(model.StatusState{Banner: &model.Sentence{What: "Dừng gửi: khóa bị thu hồi.", Safe: "Hồ sơ vẫn an toàn trên máy."}})
	if !strings.Contains(s.texts(), "Dừng gửi: khóa bị thu hồi. Hồ sơ vẫn an toàn trên máy.") || f.screens.Size().Height != high-44 {
		t.Errorf("%v of %v units left", f.screens.Size().Height, high)
	}
	f.ShowStatus(model.StatusState{})
	if f.screens.Size().Height != high {
		t.Error("the banner stays")
	}
}

func TestTheKioskPathShowsWhereTheDossierIs(t *testing.T) {
	s := newStage(t, Theme{Scale: 1, Kiosk: true})
	for _, down := range []bool{false, true} {
		p := NewStepPath(down)
		s.show(p, 700, 400)
		p.Set([]model.PathStep{{Word: "Được tiếp nhận", When: "16/11", State: model.StepDone}, {Word: "Đang xử lý", When: "17/11", State: model.StepHere, Tint: model.TintPrimary}, {Word: "Đã xử lý xong", State: model.StepAhead}})
		all := s.texts()
		for _, w := range []string{"Được tiếp nhận\n16/11", "Đang xử lý\nở bước này từ 17/11", "Đã xử lý xong\nchưa đến"} {
			if !strings.Contains(all, w) {
				t.Errorf("%q is missing in %q", w, all)
			}
		}
		p.Set(nil)
		if got := s.texts(); got != "" {
			t.Errorf("left over: %q", got)
		}
	}
}

func TestASheetGivesTheRingBack(t *testing.T) {
	s, v, m := intakeStage(t, Theme{Scale: 1}, 1282, 622)
	fill(m)
	v.fields[model.FieldPhone].Take()
	sheet := NewSheets(s.win, s.keys)
	sheet.Read("Nguyên văn", strings.Repeat("dài ", 3000))
	if !sheet.Open() || s.win.Canvas().Focused() == fyne.Focusable(v.fields[model.FieldPhone].entry) {
		t.Error("the sheet has no ring")
	}
	sheet.Scroll(+10)
	if sheet.scroll.Offset.Y == 0 {
		t.Error("it does not scroll")
	}
	sheet.Scroll(-999)
	if sheet.scroll.Offset.Y != 0 {
		t.Errorf("above the top: %v", sheet.scroll.Offset.Y)
	}
	sheet.Close()
	if sheet.Close() {
		t.Error("closed twice")
	}
	if s.win.Canvas().Focused() != fyne.Focusable(v.fields[model.FieldPhone].entry) {
		t.Errorf("the ring came back to %T", s.win.Canvas().Focused())
	}
	look := Light
	sheet.Keys("Phím của màn hình này", []KeyHelp{{"F9", "tiếp nhận"}}, look, func(l Look) { look = l })
	s.win.Canvas().FocusNext()
	s.press(fyne.KeyRight)
	if look != Dark {
		t.Errorf("look %d", look)
	}
}
