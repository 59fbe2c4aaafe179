package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// gateStage is a covered window whose people log in by working fakes.
func gateStage(t *testing.T, th Theme, w, h float32, people int) (*stage, *Gate, *model.Gate, *modeltest.Clock) {
	s := newStage(t, th)
	clock := &modeltest.Clock{At: friday}
	door := modeltest.TwoClerks(clock.Now)
	for i := range people {
		door.People = append(door.People, motcua.Account{Login: fmt.Sprint("n", i), Name: fmt.Sprintf("Nguyễn Thị Thử Tên Rất Dài Số %d", i), Roles: []motcua.Role{motcua.RoleClerk, motcua.RoleOfficer}})
	}
	m := model.NewGate(model.GateConfig{Door: door, Place: "Quầy 01", Tasks: &modeltest.Tasks{}, Clock: clock})
	s.show(NewText("một tờ đang gõ dở", 14, Ink), w, h)
	v := NewGate(s.win, m, s.keys)
	m.OnChange = func() { v.Show(m.State()) }
	m.OnChange()
	m.Open()
	return s, v, m, clock
}

// coverTexts returns the words on the cover, and checks that each lies inside
// the window.
func coverTexts(t *testing.T, s *stage, v *Gate) string {
	t.Helper()
	var b strings.Builder
	d, room := fyne.CurrentApp().Driver(), s.win.Canvas().Size()
	visitAll(v.root, func(o fyne.CanvasObject) {
		if x, ok := o.(*canvas.Text); ok && x.Text != "" {
			b.WriteString(x.Text + "\n")
			at := d.AbsolutePositionForObject(x)
			scrolled := px(1) > 1.5 // then the last lines are reached by scrolling
			if !scrolled && (at.X < 0 || at.Y < 0 || at.X+x.MinSize().Width > room.Width+1 || at.Y+x.MinSize().Height > room.Height+1) {
				t.Errorf("%q at %v lies outside %v", x.Text, at, room)
			}
		}
	})
	return b.String()
}

func TestTheCoverHidesTheWindowAndShowsWhoMayComeIn(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		for _, scale := range []float32{1, 1.5, 2} {
			s, v, m, _ := gateStage(t, Theme{Look: look, Scale: scale}, 1366, 698, 0)
			said := coverTexts(t, s, v)
			for _, w := range []string{"Đăng nhập · Quầy 01", "Nguyễn Thị Lan", "Lê Thị Hoa", "cán bộ tiếp nhận, lãnh đạo", "Mật khẩu hoặc mã PIN", "Vào làm việc", "Quên mật khẩu"} {
				if !strings.Contains(said, w) {
					t.Errorf("%q is missing in:\n%s", w, said)
				}
			}
			if strings.Contains(said, "Trần Văn") {
				t.Error("somebody is offered who may not come in")
			}
			if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.word); at.X < 0 || at.X+v.word.Size().Width > 1366 || at.Y+v.word.Size().Height > 698 {
				t.Errorf("at %v the box lies at %v", scale, at)
			}
			if s.win.Canvas().Focused() != v.word.entry || v.root.Size() != s.win.Canvas().Size() {
				t.Errorf("ring on %T, cover %v", s.win.Canvas().Focused(), v.root.Size())
			}
			m.Try("mat khau cua lan")
			if s.win.Canvas().Overlays().Top() != nil {
				t.Error("still covered")
			}
		}
	}
}

func TestWhatIsTypedAtTheCoverIsNeverShownNorKept(t *testing.T) {
	s, v, m, clock := gateStage(t, Theme{Scale: 1}, 1366, 698, 0)
	s.write("sai roi nhe")
	if said := coverTexts(t, s, v); strings.Contains(said, "sai") {
		t.Errorf("it shows %q", said)
	}
	s.press(fyne.KeyReturn)
	if v.word.entry.Text != "" {
		t.Error("the wrong word is kept")
	}
	if said := coverTexts(t, s, v); !strings.Contains(said, "chưa đúng") || !strings.Contains(said, "sau 1 giây") {
		t.Errorf("%s", said)
	}
	s.write("194507")
	s.press(fyne.KeyReturn) // too early: it stays to be tried
	if v.word.entry.Text != "194507" || m.IsOpen() {
		t.Error("a word that was not tried is gone")
	}
	clock.Move(time.Second)
	s.press(fyne.KeyReturn)
	if !m.IsOpen() || v.word.entry.Text != "" {
		t.Errorf("%+v", m.State())
	}
}

func TestEnterReadsAccountsThatCouldNotBeRead(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	clock := &modeltest.Clock{At: friday}
	door := modeltest.TwoClerks(clock.Now)
	door.Fail = &motcua.Error{Code: motcua.CodeIO}
	m := model.NewGate(model.GateConfig{Door: door, Place: "Quầy 01", Tasks: &modeltest.Tasks{}, Clock: clock})
	s.show(NewText("một tờ đang gõ dở", 14, Ink), 1366, 698)
	v := NewGate(s.win, m, s.keys)
	m.OnChange = func() { v.Show(m.State()) }
	m.Open()
	for _, w := range []string{"Chưa đọc được danh sách tài khoản", "Đọc lại"} {
		if said := coverTexts(t, s, v); !strings.Contains(said, w) {
			t.Errorf("%q is missing in:\n%s", w, said)
		}
	}
	door.Fail = nil
	s.press(fyne.KeyReturn)
	if said := coverTexts(t, s, v); m.State().Phase != model.GateShut || !strings.Contains(said, "Nguyễn Thị Lan") {
		t.Errorf("%+v\n%s", m.State(), said)
	}
}

func TestALongListOfPeopleScrollsWithTheChoice(t *testing.T) {
	s, v, m, _ := gateStage(t, Theme{Scale: 1}, 1366, 698, 20)
	for range 15 {
		s.press(fyne.KeyDown)
	}
	chosen := m.State().Name
	if said := coverTexts(t, s, v); strings.Count(said, chosen) != 2 { // in the list and over the box
		t.Errorf("%q in\n%s", chosen, said)
	}
	for range 30 {
		s.press(fyne.KeyUp)
	}
	if said := coverTexts(t, s, v); m.State().Chosen != 0 || !strings.Contains(said, "Nguyễn Thị Lan") {
		t.Error(said)
	}
}

func TestTheFirstPasswordIsChangedOnTheSameCard(t *testing.T) {
	s, v, m, _ := gateStage(t, Theme{Scale: 1}, 1366, 698, 0)
	s.press(fyne.KeyDown)
	s.write("mat khau dau")
	s.press(fyne.KeyReturn)
	for _, w := range []string{"Đặt mật khẩu của riêng mình", "Lê Thị Hoa", "Mật khẩu mới", "Nhập lại mật khẩu mới", "Quay lại"} {
		if said := coverTexts(t, s, v); !strings.Contains(said, w) {
			t.Errorf("%q is missing in:\n%s", w, said)
		}
	}
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.button); at.Y+v.button.Size().Height > (698+460)/2 {
		t.Errorf("the button lies at %v, below the card", at)
	}
	s.write("cau truong tien")
	s.press(fyne.KeyReturn)
	if s.win.Canvas().Focused() != v.again.entry {
		t.Error("Enter does not lead into the second box")
	}
	s.write("cau truong tien")
	s.press(fyne.KeyReturn)
	if m.State().Phase != model.GatePIN || v.again.Visible() || s.win.Canvas().Focused() != v.word.entry {
		t.Errorf("%+v", m.State())
	}
	s.press(fyne.KeyReturn) // none
	if !m.IsOpen() {
		t.Errorf("%+v", m.State())
	}
}
