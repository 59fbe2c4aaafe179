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

// workStage is the work list over dossiers of every light.
func workStage(t *testing.T, th Theme, w, h float32, many int) (*stage, *Work, *model.Work) {
	s := newStage(t, th)
	clock := &modeltest.Clock{At: friday}
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}
	for i := range many {
		code, err := motcua.MakeCode("H57.19.789", friday, i+1)
		if err != nil {
			t.Fatal(err)
		}
		st := []motcua.Status{motcua.StatusSupplement, motcua.StatusProcessing, motcua.StatusReceived, motcua.StatusDone}[i%4]
		desk.Put(motcua.Dossier{ID: fmt.Sprint("d", i), Status: st, Received: motcua.Received{Code: code, Procedure: motcua.Procedure{Name: "Thủ tục thử"},
			Intake:      motcua.Intake{Applicant: motcua.Person{Name: fmt.Sprint("Võ Thị Thí Dụ ", i)}},
			Appointment: motcua.Appointment{Received: friday, Due: friday.Add(time.Duration(i-2) * 5 * time.Hour)}}})
	}
	m := model.NewWork(model.WorkConfig{Worklist: desk, Dossiers: desk, Paper: &modeltest.Paper{}, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: clock})
	v := NewWork(m, s.keys, WorkActs{})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, w, h)
	m.Reload()
	return s, v, m
}

func TestTheWorkListShowsLightsCodesStatusAndTruthsWithWordsAndShapes(t *testing.T) {
	for _, c := range []struct {
		width                 float32
		procedure, due, where bool
	}{{1282, true, true, true}, {1100, true, true, false}, {950, false, true, false}, {820, false, false, false}} {
		s, _, _ := workStage(t, Theme{Scale: 1}, c.width, 622, 6)
		all := s.texts()
		rows := strings.Split(all, "Mở hồ sơ")[0]
		rows = rows[:strings.LastIndex(rows, "261120-")] // above the strip
		for _, w := range []string{"Chờ bổ sung giấy tờ", "261120-0003", "Hôm nay", "Tạm dừng tính", "Quá 5 giờ"} {
			if !strings.Contains(rows, w) {
				t.Errorf("%v wide: %q is missing in\n%s", c.width, w, rows)
			}
		}
		if strings.Contains(rows, "Thủ tục thử") != c.procedure || strings.Contains(rows, "20/11 ") != c.due || strings.Contains(rows, "Bộ phận xử lý") != c.where {
			t.Errorf("%v wide shows other columns:\n%s", c.width, rows)
		}
		for i, p := range workPlaces(c.width - 34) {
			if p.w > 0 && p.x+p.w > c.width-34 {
				t.Errorf("%v wide: column %d ends at %v", c.width, i, p.x+p.w)
			}
		}
	}
}

func TestEightTilesTwelveRowsAndTheStripAreInsideTheWindow(t *testing.T) {
	s, v, _ := workStage(t, Theme{Scale: 1}, 1282, 622, 40)
	all := s.texts()
	for _, w := range []string{"Đang mở", "Quá hạn", "Hôm nay", "Trong 24 giờ", "Chờ bổ sung", "Chờ trả kết quả", "Ngoại lệ cần xử", "Chưa gửi", "Mở\nEnter", "In lại\nF8"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is missing", w)
		}
	}
	if rows := (v.list.Size().Height + 4) / 34; rows < 12 {
		t.Errorf("%v rows", rows)
	}
	d := fyne.CurrentApp().Driver()
	for name, o := range map[string]fyne.CanvasObject{"tiles": v.tiles, "filter": v.filter, "strip": v.foot, "open": v.open} {
		at := d.AbsolutePositionForObject(o)
		if at.X < 0 || at.X+o.Size().Width > 1282 || at.Y+o.Size().Height > 622 || o.Size().Height < 20 {
			t.Errorf("%s at %v, %v", name, at, o.Size())
		}
	}
}

func TestTheWorkListIsWalkedByKeysWithOneRing(t *testing.T) {
	for _, look := range []Look{Light, Dark, Contrast} {
		s, v, m := workStage(t, Theme{Look: look, Scale: 1}, 1282, 622, 40)
		v.Focus()
		for i := range 8 {
			if n := s.rings(); n != 1 {
				t.Errorf("look %d, place %d: %d rings on %T", look, i, n, s.win.Canvas().Focused())
			}
			s.keys.Next()
		}
		s.win.Canvas().Focus(v.tiles)
		s.press(fyne.KeyRight, fyne.KeyRight)
		if !m.State().Tiles[motcua.TileToday].On {
			t.Error("the arrow does not choose a tile")
		}
		s.press(fyne.KeyHome, fyne.KeyReturn)
		if s.win.Canvas().Focused() != fyne.Focusable(v.list) {
			t.Errorf("Enter leads to %T", s.win.Canvas().Focused())
		}
		s.press(fyne.KeyEnd)
		if got := m.State().Selected; got != 39 {
			t.Errorf("End selects %d", got)
		}
		v.Focus()
		s.press(fyne.KeyUp, fyne.KeyPageUp)
		if got := m.State().Selected; got != 26 {
			t.Errorf("arrows from the filter select %d", got)
		}
	}
}

func TestAtTwiceTheTextThreeRowsAreStillInSight(t *testing.T) {
	s, v, m := workStage(t, Theme{Scale: 2}, 1366-104, 698-2*76, 40)
	m.Reload()
	if rows := v.list.Size().Height / 68; rows < 3.5 {
		t.Errorf("%v rows", rows)
	}
	if all := s.texts(); !strings.Contains(all, "Đang mở · 40 hồ sơ") || !strings.Contains(all, "261120-0003") || strings.Contains(all, "Ngoại lệ cần xử") {
		t.Errorf("%s", all)
	}
	for i, p := range workPlaces(1366 - 104 - 68) {
		if p.w > 0 && p.x+p.w > 1366-104-68 {
			t.Errorf("column %d ends at %v", i, p.x+p.w)
		}
	}
}

func TestTheBarOnTopNeverCoversItself(t *testing.T) {
	for _, scale := range []float32{1, 1.4, 2} {
		s := newStage(t, Theme{Scale: scale})
		f := NewFrame(FrameConfig{Keys: s.keys, Layer: s.layer, Place: "Quầy 01", Screens: []Screen{{Title: "Danh sách việc", Name: "Việc", Icon: "checklist", Root: size(10, 10, NewPanel(Back, Clear, 0, 0))}}})
		s.win.SetContent(f.Root)
		s.win.Resize(fyne.NewSize(1366, 698))
		f.Turn(0, "Danh sách việc", "Hôm nay, thứ Sáu 20/11")
		end := float32(0)
		top := f.body.Objects[2].(*fyne.Container).Objects[1].(*fyne.Container).Objects[0].(*fyne.Container)
		for _, o := range top.Objects {
			if !o.Visible() {
				continue
			}
			if o.Position().X < end-0.5 {
				t.Errorf("%v: %T begins at %v before %v", scale, o, o.Position().X, end)
			}
			end = o.Position().X + o.Size().Width
		}
		if end > top.Size().Width+0.5 {
			t.Errorf("%v: the bar ends at %v of %v", scale, end, top.Size().Width)
		}
	}
}

func TestAnEmptyListTeachesHowToBegin(t *testing.T) {
	s, v, m := workStage(t, Theme{Scale: 1}, 1282, 622, 0)
	if !strings.Contains(s.texts(), "Chưa có hồ sơ nào đang mở") || !strings.Contains(s.texts(), "Tiếp nhận hồ sơ đầu tiên\nF2") {
		t.Errorf("%s", s.texts())
	}
	m.SetTile(motcua.TileLate)
	if !strings.Contains(s.texts(), "Không có hồ sơ quá hạn") || v.start.Visible() {
		t.Error("good news asks for work")
	}
}

func TestRowsOnTheirWayAreGreyBars(t *testing.T) {
	r := newWorkRow()
	s := newStage(t, Theme{Scale: 1})
	s.show(r, 1200, 34)
	r.set(model.WorkLine{Name: "Võ Thị Thí Dụ", LightName: "Còn 5 ngày", Light: model.LightCalm, Status: motcua.StatusReceived}, true)
	if !strings.Contains(s.texts(), "Võ Thị Thí Dụ") || r.bar.Visible() {
		t.Error("the row is not shown")
	}
	r.set(model.WorkLine{}, false)
	if s.texts() != "" || !r.bar.Visible() {
		t.Errorf("%q", s.texts())
	}
}

// paletteStage is the search box over a screen with a field.
func paletteStage(t *testing.T, th Theme) (*stage, *Palette, *model.Search, *[]string) {
	s := newStage(t, th)
	clock := &modeltest.Clock{At: friday}
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}
	for i, n := range []string{"Nguyễn Thị Ví Dụ", "Nguyễn Thị Vĩnh Thử", "Trần Văn Mẫu"} {
		code, err := motcua.MakeCode("H57.19.789", friday, i+1)
		if err != nil {
			t.Fatal(err)
		}
		desk.Put(motcua.Dossier{ID: fmt.Sprint("d", i), Status: motcua.StatusReceived, Received: motcua.Received{Code: code, Procedure: modeltest.Procedures()[0],
			Intake: motcua.Intake{Applicant: motcua.Person{Name: n}}, Appointment: motcua.Appointment{Received: friday}}})
	}
	var did []string
	m := model.NewSearch(model.SearchConfig{Dossiers: desk, Catalogue: desk.Catalogue, Tasks: &modeltest.Tasks{}, Clock: clock,
		Commands: func() []model.Command {
			return []model.Command{{Words: "Kết sổ ngày", Key: "Ctrl+6", Icon: "event", Run: func() { did = append(did, "close") }}}
		},
		OnDossier: func(id string) { did = append(did, id) }, OnProcedure: func(c string) { did = append(did, c) }})
	p := NewPalette(s.win, m, s.keys)
	m.OnChange = func() { p.Set(m.State()); clock.Move(time.Second) }
	f := NewField(s.keys, "Ô", "", func(string) {}, func() {})
	s.show(f, 1282, 622)
	f.Take()
	return s, p, m, &did
}

func TestTheSearchBoxOpensOverTheScreenAndGivesTheOneRingBack(t *testing.T) {
	s, p, m, did := paletteStage(t, Theme{Scale: 1})
	before := s.win.Canvas().Focused()
	p.Show()
	p.Show() // twice is once
	if s.win.Canvas().Focused() != fyne.Focusable(p.query.entry) || s.rings() != 0 {
		t.Errorf("the ring is on %T, and %d below", s.win.Canvas().Focused(), s.rings())
	}
	s.write("nguyen thi")
	st := m.State()
	if len(st.Lines) < 3 || p.lines.lines[1].Words[0].Text != "Nguyễn Thị" || !p.lines.lines[1].Words[0].Bold {
		t.Fatalf("%+v", st.Lines)
	}
	s.press(fyne.KeyDown, fyne.KeyReturn)
	if len(*did) != 1 || (*did)[0] != "d0" {
		t.Errorf("%v", *did)
	}
	s.press(fyne.KeyEscape)
	if p.Open() || s.win.Canvas().Focused() != before || s.rings() != 1 {
		t.Errorf("the ring came back to %T", s.win.Canvas().Focused())
	}
	if p.Close() {
		t.Error("closed twice")
	}
}
