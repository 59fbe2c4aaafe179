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

// nearStage is the work list over ten dossiers of last week that are due now.
func nearStage(t *testing.T, th Theme, w, h float32) (*stage, *Work, *model.Work) {
	s := newStage(t, th)
	clock := &modeltest.Clock{At: friday}
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}
	for i := range 10 {
		code, err := motcua.MakeCode("H57.19.789", friday, i+1)
		if err != nil {
			t.Fatal(err)
		}
		due := friday.Add(time.Duration(1+40*(i/3)) * time.Hour)
		desk.Put(motcua.Dossier{ID: fmt.Sprint("d", i), Status: motcua.StatusProcessing, Due: due, Received: motcua.Received{Code: code, Procedure: motcua.Procedure{Name: "Thủ tục thử"},
			Intake: motcua.Intake{Applicant: motcua.Person{Name: fmt.Sprint("Võ Thị Thí Dụ ", i)}}, Appointment: motcua.Appointment{Received: friday.AddDate(0, 0, -7), Due: due}}})
	}
	steps := model.NewSteps(model.StepsConfig{Dossiers: desk, Tasks: &modeltest.Tasks{}, Clock: clock})
	m := model.NewWork(model.WorkConfig{Worklist: desk, Dossiers: desk, Steps: steps, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: clock})
	v := NewWork(m, s.keys, WorkActs{})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, w, h)
	m.Reload()
	return s, v, m
}

func TestWhatIsNearIsCountedBesideTheFilterAtEverySize(t *testing.T) {
	for _, c := range []struct{ scale, w, h float32 }{{1, 1282, 622}, {1, 820, 622}, {2, 1366 - 104, 698 - 2*76}} {
		s, v, m := nearStage(t, Theme{Scale: c.scale}, c.w, c.h)
		all := s.texts()
		for _, w := range []string{"6 sắp đến hẹn, chưa xin lỗi\nShift+F7", "Đang mở · 10 hồ sơ"} {
			if !strings.Contains(all, w) {
				t.Errorf("%+v: %q is missing in\n%s", c, w, all)
			}
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		if end := at(v.near).X + v.near.Size().Width; end > at(v.count).X || at(v.count).X+v.count.Size().Width > c.w || v.filter.Size().Width < 100 {
			t.Errorf("%+v: the count begins at %v, what is near ends at %v, the filter is %v wide", c, at(v.count).X, end, v.filter.Size().Width)
		}
		v.near.OnTap()
		if !m.Near() || !strings.Contains(s.texts(), "Đang mở · 6 hồ sơ") {
			t.Errorf("%+v: it does not show them", c)
		}
		if !m.Drop() || m.Near() || m.Drop() {
			t.Errorf("%+v: Esc does not drop it once", c)
		}
	}
}

func TestTheSelectedRowThatIsNearHasTheKeyOfTheApology(t *testing.T) {
	s, v, _ := nearStage(t, Theme{Scale: 1}, 1282, 622)
	if all := s.texts(); !strings.Contains(all, "Xin lỗi, hẹn lại\nF7") || !strings.Contains(all, "đến hạn 11:42 hôm nay, chưa có thư xin lỗi") {
		t.Errorf("%s", all)
	}
	v.m.Move(+9)
	if v.sorry.Visible() {
		t.Error("what is far offers an apology")
	}
}

func TestWhatNarrowsTheListIsShownAsButtonsThatDropIt(t *testing.T) {
	for _, c := range []struct{ scale, w, h float32 }{{1, 1282, 622}, {2, 1366 - 104, 698 - 2*76}} {
		s, v, m := nearStage(t, Theme{Scale: c.scale}, c.w, c.h)
		m.Narrow(model.Narrowing{Near: true, Procedure: "Thủ tục thử", From: friday.AddDate(0, 0, -9)})
		all := s.texts()
		for _, w := range []string{"Sắp đến hẹn, chưa xin lỗi\nEnter", "Thủ tục: Thủ tục thử\nEnter", "Nhận từ 11/11/2026\nEsc", "Đang mở · 6 hồ sơ"} {
			if !strings.Contains(all, w) {
				t.Errorf("%+v: %q is missing in\n%s", c, w, all)
			}
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		for _, o := range v.chips.root.Objects {
			if p := at(o); p.X < 0 || p.X+o.Size().Width > c.w || p.Y+o.Size().Height > at(v.list.root).Y {
				t.Errorf("%+v: a chip at %v, %v", c, p, o.Size())
			}
		}
		if v.list.Size().Height < px(34*2) {
			t.Errorf("%+v: %v left for the list", c, v.list.Size().Height)
		}
		s.win.Canvas().Focus(v.chips.root.Objects[1].(fyne.Focusable))
		s.press(fyne.KeyReturn)
		if n := m.Narrowed(); n.Procedure != "" || !n.Near || s.win.Canvas().Focused() != fyne.Focusable(v.filter.entry) || s.rings() != 1 {
			t.Errorf("%+v: %+v, the ring is on %T", c, n, s.win.Canvas().Focused())
		}
	}
}
