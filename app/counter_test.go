package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"

	"motcua"
	"motcua/app/model"
)

func (b *counterBench) phase() model.Phase { return b.c.m.intake.State().Phase }

func (b *counterBench) receive() {
	b.press(fyne.KeyF9)
	b.until(b.t, "the dossier", func() bool { return b.phase() == model.PhaseReceived })
	b.until(b.t, "the preview", func() bool {
		d := b.c.m.intake.State().Done
		return d.Preview != nil && strings.HasPrefix(d.Printing, "giấy hẹn (Mẫu 01):")
	})
}

func (b *counterBench) sees(words ...string) {
	b.t.Helper()
	all := texts(b.c.win)
	for _, w := range words {
		if !strings.Contains(all, w) {
			b.t.Errorf("%q is not to be seen in:\n%s", w, all)
		}
	}
}

func TestADossierIsTakenInByKeysAlone(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.until(t, "the appointment", func() bool { return b.c.m.intake.State().Appointment.Known })
	b.sees("30/11/2026", "17:00 · thứ Hai", "Thủ tục đăng ký lại khai sinh")
	b.receive()
	b.sees("261120-0001", "Đã lưu trên máy lúc 10:42:00", "Người tiếp theo", "F4", "Hẹn 17:00 thứ Hai 30/11/2026 · giấy hẹn (Mẫu 01): đã vào hàng in của máy in quầy 01")
	rows, err := b.desk.List(t.Context(), motcua.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Name != "Nguyễn Thị Ví Dụ" {
		t.Fatalf("%v %v", rows, err)
	}
	d, err := b.desk.Dossier(t.Context(), rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	a := d.Received.Intake.Applicant
	if a.IDNumber != "046190000001" || a.BirthDate != "15/08/1990" || a.Gender != "Nữ" || a.Phone != "0912000001" || a.Address.Ward != "19789" {
		t.Errorf("%+v", []string{a.IDNumber, a.BirthDate, a.Gender, a.Phone, a.Address.Ward})
	}
	if len(b.paper.Printed()) != 1 {
		t.Errorf("printed %d times", len(b.paper.Printed()))
	}
}

func TestAfterReceivingKeysScanPrintAgainAndCallTheNextPerson(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.press(fyne.KeyDown, fyne.KeyF5)
	b.until(t, "the pages", func() bool { return b.c.m.intake.State().Done.Papers[1].Pages == "2 trang" })
	b.sees("2 trang")
	b.press(fyne.KeyF8)
	b.until(t, "the second print", func() bool { return len(b.paper.Printed()) == 2 })
	b.press(fyne.KeyF4)
	if b.phase() != model.PhaseEditing || !b.c.m.intake.Empty() {
		t.Error("no empty form for the next person")
	}
	b.enter("tro cap")
	if s := b.c.m.intake.State(); s.ProcedureName == "" {
		t.Error("the ring was not in the search for a procedure")
	}
}

func TestF9WorksFromAnyFieldAndLeadsToWhatIsMissing(t *testing.T) {
	b := newCounterBench(t)
	b.press(fyne.KeyF9)
	b.sees("Chưa chọn thủ tục")
	b.press(fyne.KeyF2)
	b.enter("khai sinh")
	b.press(fyne.KeyF9)
	b.sees("Chưa chọn trường hợp")
	b.enter("có bản")
	b.press(fyne.KeyF9)
	b.until(t, "the refusal", func() bool { s := b.c.m.intake.State(); return s.Trouble != nil && s.FirstFault == model.FieldName })
	b.sees("Họ, chữ đệm, tên · còn trống", "Chưa có họ tên")
	if f := b.c.win.Canvas().Focused(); f == nil || !b.c.v.intake.Holds(model.FieldName, f) {
		t.Errorf("the ring is on %T", f)
	}
	if b.phase() != model.PhaseEditing {
		t.Error("received without a name")
	}
}

func TestEscapeClosesTheTopmostThingAndLosesNoText(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.press(fyne.KeyF1)
	b.sees("Phím của màn hình này", "tiếp nhận và in")
	b.press(fyne.KeyEscape)
	if strings.Contains(texts(b.c.win), "Phím của màn hình này") {
		t.Error("the sheet is still open")
	}
	for range 3 {
		b.press(fyne.KeyEscape)
	}
	if s := b.c.m.intake.State(); s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.ProcedureName == "" {
		t.Error("Escape lost text")
	}
	b.ctrl(fyne.KeyK)
	b.write("vi du")
	b.press(fyne.KeyEscape)
	if b.c.v.palette.Open() || b.c.screen != onIntake {
		t.Error("the search box stays, or left the form behind")
	}
	b.ctrl(fyne.Key2)
	b.write("vi du")
	b.press(fyne.KeyEscape)
	if q := b.c.m.work.State().Query; q != "" {
		t.Errorf("filter %q stays", q)
	}
}

func TestAHalfTypedFormComesBackAfterClosing(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.write("thu@vi.du")
	b.c.Close()
	b.c.Close()
	if b.drafts.Puts() == 0 {
		t.Fatal("closing wrote no draft")
	}
	b.start()
	b.until(t, "the draft", func() bool { return b.c.m.intake.State().Texts[model.FieldEmail] == "thu@vi.du" })
	b.sees("Nguyễn Thị Ví Dụ", "Thủ tục đăng ký lại khai sinh", "Bản nháp đã lưu trên máy 10:42:00")
}

func TestTheListFindsAndFollowsTheArrowKeysFromTheSearchBox(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.press(fyne.KeyF4)
	b.press(fyne.KeyF2)
	b.enter("tro cap")
	b.ctrl(fyne.Key2)
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.sees("Danh sách việc", "261120-0001", "Được tiếp nhận")
	b.write("vidu")
	b.until(t, "nothing found", func() bool { return b.c.m.work.State().Empty != nil })
	b.sees("Không có hồ sơ nào khớp “vidu”")
	b.press(fyne.KeyEscape)
	b.until(t, "the row again", func() bool { return b.c.m.work.State().Length == 1 })
	b.press(fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown)
	b.sees("261120-0001 · Nguyễn Thị Ví Dụ")
	b.ctrl(fyne.Key1)
	if s := b.c.m.intake.State(); s.ProcedureName == "" {
		t.Error("turning to another screen lost the form")
	}
}

func TestTextGrowsFromOneToTwoHundredPercentAndIsRemembered(t *testing.T) {
	b := newCounterBench(t)
	b.ctrl(fyne.KeyPlus)
	b.ctrl(fyne.KeyEqual)
	if got := b.app.Preferences().Int(prefScale); got != 120 {
		t.Errorf("two steps up: %d", got)
	}
	b.c.zoom(+7)
	if b.c.theme.Scale != 2 {
		t.Errorf("scale %v", b.c.theme.Scale)
	}
	if got := b.app.Preferences().Int(prefScale); got != 200 {
		t.Errorf("remembered %d", got)
	}
	b.ctrl(fyne.KeyMinus)
	if got := look(b.app).Scale; got != 1.9 {
		t.Errorf("next start would use %v", got)
	}
	b.ctrl(fyne.Key0)
	b.ctrl(fyne.KeyMinus)
	if b.c.theme.Scale != 1 {
		t.Errorf("scale %v", b.c.theme.Scale)
	}
	b.app.Preferences().SetInt(prefLook, 77)
	b.app.Preferences().SetInt(prefScale, 9000)
	if l := look(b.app); l.Look != 0 || l.Scale != 2 {
		t.Errorf("a spoilt preference gives %+v", l)
	}
}

func TestFilesAreTakenFromATypedPathAndFromADrop(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	p := filepath.Join(t.TempDir(), "to-khai.pdf")
	if err := os.WriteFile(p, []byte("%PDF-1.4"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.c.askPath()
	b.enter(p)
	b.until(t, "the typed file", func() bool { return b.c.m.intake.State().Done.Papers[0].Pages == "1 trang" })
	b.c.dropped([]fyne.URI{storage.NewFileURI(p)})
	b.until(t, "the dropped file", func() bool { return b.c.m.intake.State().Done.Papers[0].Pages == "2 trang" })
	b.c.importFile(p + "x")
	b.until(t, "the failure", func() bool { return b.c.m.intake.State().Trouble != nil })
	b.sees("MOTCUA-IMPORT-IO")
}

func TestTheVerbatimTextIsOneKeyAway(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.ctrl(fyne.KeyI)
	b.sees("Nguyên văn giấy tờ và lưu ý")
	if all := strings.ReplaceAll(texts(b.c.win), "\n", " "); !strings.Contains(all, "Lưu ý 1: Giấy tờ phải nộp là bản sao có chứng thực") {
		t.Error("the remark is not verbatim")
	}
	b.press(fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEscape)
	if b.c.v.sheet.Open() {
		t.Error("still open")
	}
}

func TestTheStatusBarTellsThreeTruthsAndTheRoad(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.until(t, "the count", func() bool { return b.c.m.status.State().Saved == "1" })
	b.sees("Hôm nay: đã lưu trên máy", "Đã gửi", "Trung tâm đã nhận", "Mất mạng từ 10:42")
}

func TestTheRailShowsOnlyScreensThatExist(t *testing.T) {
	b := newCounterBench(t)
	all := texts(b.c.win)
	for _, w := range []string{"Quét\n", "Trả kết quả\n", "Báo cáo", "Cài đặt", "Gọi tiếp"} {
		if strings.Contains(all, w) {
			t.Errorf("%q leads nowhere yet", w)
		}
	}
}

func TestF8InTheListPrintsTheSelectedReceiptAgain(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.ctrl(fyne.Key2)
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.press(fyne.KeyF8)
	b.until(t, "the second print", func() bool { return len(b.paper.Printed()) == 2 })
	b.until(t, "the note", func() bool { return strings.HasPrefix(b.c.m.work.State().Strip.Note, "giấy hẹn 261120-0001") })
}

func TestEveryScreenTellsItsKeys(t *testing.T) {
	b := newCounterBench(t)
	b.ctrl(fyne.Key2)
	b.press(fyne.KeyF1)
	b.sees("in lại giấy của hồ sơ đang chọn", "Ctrl+K")
	b.press(fyne.KeyF1)
	if b.c.v.sheet.Open() {
		t.Error("the key that opens does not close")
	}
	b.ctrl(fyne.Key1)
	b.fill()
	b.receive()
	b.press(fyne.KeyF1)
	b.sees("người tiếp theo", "quét vào giấy đang chọn", "in lại giấy hẹn")
}

func TestEverythingOnTheKeysCanAlsoBeTapped(t *testing.T) {
	b := newCounterBench(t)
	tap := func(words string) {
		t.Helper()
		hit := false
		walk(b.c.win.Content(), func(o fyne.CanvasObject) {
			w, ok := o.(fyne.Tappable)
			if !ok || hit {
				return
			}
			said := ""
			walk(o, func(p fyne.CanvasObject) {
				if x, ok := p.(*canvas.Text); ok {
					said += x.Text + " "
				}
			})
			if strings.HasPrefix(strings.TrimSpace(said), words) {
				hit = true
				w.Tapped(&fyne.PointEvent{})
			}
		})
		if !hit {
			t.Errorf("nothing to tap says %q", words)
		}
		b.turn()
	}
	b.fill()
	tap("Tiếp nhận và in giấy hẹn")
	b.until(t, "the dossier", func() bool { return b.phase() == model.PhaseReceived })
	tap("Quét")
	b.until(t, "the pages", func() bool { return b.c.m.intake.State().Done.Papers[0].Pages == "2 trang" })
	tap("Nhập tệp")
	b.press(fyne.KeyEscape)
	tap("Người tiếp theo")
	if b.phase() != model.PhaseEditing {
		t.Error("still the last person")
	}
	tap("Việc")
	if b.c.screen != 1 {
		t.Error("the rail does not turn")
	}
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	tap("In lại")
	b.until(t, "the print", func() bool { return len(b.paper.Printed()) == 2 })
	tap("Tiếp nhận")
	tap("Tìm hồ sơ")
	if !b.c.v.palette.Open() {
		t.Error("the search box does not open")
	}
	b.press(fyne.KeyEscape)
	tap("Phím")
	if !b.c.v.sheet.Open() {
		t.Error("no keys")
	}
}
