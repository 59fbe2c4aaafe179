package view

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// deskOf holds n dossiers of today, one of them with a full body.
func deskOf(t *testing.T, n int) *modeltest.Desk {
	t.Helper()
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: func() time.Time { return friday }}
	for i := range n {
		code, err := motcua.MakeCode("H57.19.789", friday, i+1)
		if err != nil {
			t.Fatal(err)
		}
		d := motcua.Dossier{ID: fmt.Sprint("d", i), Status: motcua.StatusProcessing, Updated: friday, Received: motcua.Received{Code: code, Procedure: modeltest.Procedures()[0],
			Intake:      motcua.Intake{Applicant: motcua.Person{Name: fmt.Sprint("Nguyễn Thị Ví Dụ ", i), IDNumber: "046190000001", Phone: "0912000001"}},
			Appointment: motcua.Appointment{Received: friday, Due: friday.AddDate(0, 0, 10)}}}
		for _, r := range modeltest.Procedures()[0].Papers("Có bản sao Giấy khai sinh được cấp hợp lệ", motcua.ChannelDirect, false) {
			d.Components = append(d.Components, motcua.Component{Rule: r, Count: motcua.PaperCount{Key: r.Key, Originals: r.Originals, Shown: r.PresentOnly}})
		}
		for j, k := range []motcua.Status{motcua.StatusReceived, motcua.StatusProcessing, motcua.StatusSupplement, motcua.StatusProcessing} {
			kind := motcua.EventStatusChanged
			if j == 0 {
				kind = motcua.EventReceived
			}
			d.Steps = append(d.Steps, motcua.Step{Kind: kind, To: k, At: friday.Add(time.Duration(j) * time.Minute), Actor: "Quầy 01"})
		}
		desk.Put(d)
	}
	return desk
}

func inside(t *testing.T, objs map[string]fyne.CanvasObject, w, h float32) {
	t.Helper()
	d := fyne.CurrentApp().Driver()
	for name, o := range objs {
		at := d.AbsolutePositionForObject(o)
		if at.X < 0 || at.X+o.Size().Width > w+1 || at.Y+o.Size().Height > h+1 || o.Size().Height < 16 {
			t.Errorf("%s at %v, %v", name, at, o.Size())
		}
	}
}

func pageStage(t *testing.T, th Theme, w, h float32) (*stage, *Page, *model.Page) {
	s := newStage(t, th)
	desk := deskOf(t, 1)
	m := model.NewPage(model.PageConfig{Dossiers: desk, Units: modeltest.Units{}, Paper: &modeltest.Paper{}, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	v := NewPage(m, s.keys, PageActs{})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, w, h)
	m.Open("d0")
	return s, v, m
}

func TestThePageShowsEverythingThatMustBeSeen(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		s, v, m := pageStage(t, Theme{Look: look, Scale: 1}, 1282, 622)
		all := s.texts()
		for _, w := range []string{"H57.19.789-\n261120-0001", "Nguyễn Thị Ví Dụ 0", "Đang xử lý", "Còn ", "Việc đã làm", "Giấy tờ tùy thân", "chưa nộp", "Việc tiếp theo", "In lại giấy hẹn\nF8", "0461 ···· 0001", "Hiện số\nCtrl+H", "Đã lưu trên máy này", "Trung tâm chưa nhận"} {
			if !strings.Contains(all, w) {
				t.Errorf("look %d: %q is missing in\n%s", look, w, all)
			}
		}
		inside(t, map[string]fyne.CanvasObject{"path": v.path, "print": v.print, "truth": v.truths[2].root, "status": v.status}, 1282, 622)
		v.Focus()
		if s.rings() != 1 {
			t.Errorf("%d rings", s.rings())
		}
		m.Show()
		if !strings.Contains(s.texts(), "046190000001") || !strings.Contains(s.texts(), "Giấu số") {
			t.Error("the number is not shown")
		}
	}
}

func TestThePageScrollsWhereTheTextIsLarge(t *testing.T) {
	for _, scale := range []float32{1.3, 2} {
		_, v, m := pageStage(t, Theme{Scale: scale}, 1282, 622)
		m.Reload()
		if h := v.Root.Content.MinSize().Height; h <= 622 {
			t.Errorf("%v: everything in %v units", scale, h)
		}
		if x := v.body.Objects[4].Position().X; x != 0 {
			t.Errorf("%v: the right column stays at %v", scale, x)
		}
	}
}

func TestThePageSaysWhyADossierIsNotThere(t *testing.T) {
	s, v, m := pageStage(t, Theme{Scale: 1}, 1282, 622)
	m.Open("missing")
	if !strings.Contains(s.texts(), "MOTCUA-LIST-UNKNOWN") || v.bars.Visible() {
		t.Errorf("%s", s.texts())
	}
	if strings.Contains(s.texts(), "Nguyễn Thị Ví Dụ") {
		t.Error("the last citizen is still on the screen")
	}
}

func outboxStage(t *testing.T, th Theme, n int) (*stage, *Outbox, *model.Outbox) {
	s := newStage(t, th)
	desk := deskOf(t, n)
	m := model.NewOutbox(model.OutboxConfig{Unsents: desk, Dossiers: desk, Carrier: &modeltest.Carrier{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday},
		Road: modeltest.Road{Mode: motcua.RoadOffline, Code: motcua.CodeUnreachable, Since: friday, Next: friday.Add(time.Minute)}})
	v := NewOutbox(m, s.keys, func() {})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, 1282, 622)
	m.Reload()
	return s, v, m
}

func TestTheOutboxEndsWorryInItsFirstSentence(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		s, v, m := outboxStage(t, Theme{Look: look, Scale: 1}, 3)
		all := s.texts()
		for _, w := range []string{"3 mục chưa được Trung tâm xác nhận.", "Tất cả đã lưu an toàn trên máy này", "Đã lưu trên máy hôm nay", "261120-0001, 0002, 0003 · 3 hồ sơ mới tiếp nhận", "Mất mạng từ 10:42.", "Tự gửi lúc 10:43", "Gửi lại ngay\nF9", "Chép ra USB\nCtrl+U", "Xem danh sách\nEnter"} {
			if !strings.Contains(all, w) {
				t.Errorf("%q is missing in\n%s", w, all)
			}
		}
		inside(t, map[string]fyne.CanvasObject{"list": v.list, "retry": v.retry, "stick": v.stick}, 1282, 622)
		v.Focus()
		if s.rings() != 1 {
			t.Errorf("%d rings", s.rings())
		}
		m.Retry()
		if !strings.Contains(s.texts(), "Đang thử gửi lại") {
			t.Error("nothing is said after F9")
		}
	}
}

func TestAnEmptyOutboxIsGoodNews(t *testing.T) {
	s, v, _ := outboxStage(t, Theme{Scale: 1}, 0)
	if !strings.Contains(s.texts(), "Trung tâm đã nhận mọi mục") || v.list.root.Visible() {
		t.Errorf("%s", s.texts())
	}
	v.Focus()
	if s.rings() != 1 {
		t.Errorf("%d rings", s.rings())
	}
}

// longDay has more counters than there are columns.
type longDay struct{ *modeltest.Desk }

func (longDay) DayCounts(context.Context, time.Time) ([]motcua.DayCount, *motcua.DayClosed, error) {
	var out []motcua.DayCount
	for i := range 9 {
		out = append(out, motcua.DayCount{Counter: fmt.Sprint("Quầy 0", i+1), Taken: 10})
	}
	return out, nil, nil
}

func dayStage(t *testing.T, th Theme, w float32, n int) (*stage, *DayClose, *model.DayClose) {
	s := newStage(t, th)
	m := model.NewDayClose(model.DayCloseConfig{Book: longDay{deskOf(t, n)}, Actor: "Lê Thị Minh Dụ", Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	v := NewDayClose(m, s.keys)
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, w, 622)
	m.Reload()
	return s, v, m
}

func TestTheDayShowsItsEquationItsDifferencesAndBothNames(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		s, v, m := dayStage(t, Theme{Look: look, Scale: 1}, 1282, 4)
		all := s.texts()
		for _, w := range []string{"Giấy đã nhận (đếm bì)", "Đã lưu trên máy", "Trung tâm đã nhận", "Chỗ lệch, kể tên từng hồ sơ\n4 hồ sơ", "261120-0004", "Việc trong ngày", "Quầy 05\nCộng", "90", "Người giao", "Lê Thị Minh Dụ", "Người nhận", "Kết sổ ngày\nF9"} {
			if !strings.Contains(all, w) {
				t.Errorf("%q is missing in\n%s", w, all)
			}
		}
		inside(t, map[string]fyne.CanvasObject{"differences": v.list, "work": v.work, "reason": v.fields[model.DayReason], "F9": v.close}, 1282, 622)
		if rows := (v.list.Size().Height + 4) / 34; rows < 4 {
			t.Errorf("%v differences in sight", rows)
		}
		v.Focus()
		for i := range 7 {
			if s.rings() != 1 {
				t.Errorf("look %d, place %d: %d rings on %T", look, i, s.rings(), s.win.Canvas().Focused())
			}
			s.keys.Next()
		}
		m.Close()
		if all = s.texts(); !strings.Contains(all, "đếm rồi ghi số") || !strings.Contains(all, "chưa khớp nên phải ghi") {
			t.Errorf("%s", all)
		}
		if v.signs[0].Visible() || v.signs[1].Name != "sign-differs" {
			t.Errorf("%v %q", v.signs[0].Visible(), v.signs[1].Name)
		}
	}
}

func TestADayWithoutWorkBalances(t *testing.T) {
	s, v, m := dayStage(t, Theme{Scale: 1}, 1282, 0)
	m.SetField(model.DayCounted, "0")
	if !strings.Contains(s.texts(), "Không có chỗ lệch nào.") || v.signs[0].Name != "sign-equal" || v.InList() {
		t.Errorf("%s", s.texts())
	}
}

func TestTheDayFitsANarrowWindowByScrolling(t *testing.T) {
	_, v, m := dayStage(t, Theme{Scale: 1}, 900, 4)
	m.Reload()
	if v.body.Objects[3].Position().X != 0 || v.Root.Content.MinSize().Height <= 622 {
		t.Errorf("%v, %v", v.body.Objects[3].Position(), v.Root.Content.MinSize())
	}
}
