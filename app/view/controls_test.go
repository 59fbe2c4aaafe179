package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"motcua"
	"motcua/app/model"
)

func TestKeysReachTheWindowThroughEveryFocusedWidget(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	var keys []fyne.KeyName
	var ctrls []fyne.KeyName
	s.keys.OnKey = func(n fyne.KeyName, _ bool) bool { keys = append(keys, n); return true }
	s.keys.OnCtrl = func(n fyne.KeyName) bool { ctrls = append(ctrls, n); return true }
	field := NewField(s.keys, "Họ tên", "", func(string) {}, func() {})
	button := NewKeyButton(s.keys, Outlined, "print", "In", "F8", func() {})
	seg := NewSegment(s.keys, []string{"a", "b"}, []string{"A", "B"}, func(string) {})
	table := NewPaperTable(s.keys, func(motcua.PaperCount) {}, func(int) {})
	s.show(col(4, field, button, seg, table), 600, 400)
	for _, f := range []fyne.Focusable{field.entry, button, seg, table, nil} {
		keys, ctrls = nil, nil
		if f == nil {
			s.win.Canvas().Unfocus()
		} else {
			s.win.Canvas().Focus(f)
		}
		s.press(fyne.KeyF9, fyne.KeyF1, fyne.KeyEscape)
		if !slices.Equal(keys, []fyne.KeyName{fyne.KeyF9, fyne.KeyF1, fyne.KeyEscape}) {
			t.Errorf("%T lets %v through", f, keys)
		}
		if f == nil {
			continue
		}
		f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl})
		if !slices.Equal(ctrls, []fyne.KeyName{fyne.KeyK}) {
			t.Errorf("%T lets Ctrl+%v through", f, ctrls)
		}
	}
}

func TestEditingShortcutsStayWithTheEntry(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	s.keys.OnCtrl = func(n fyne.KeyName) bool { t.Errorf("took Ctrl+%s", n); return true }
	f := NewField(s.keys, "", "", func(string) {}, func() {})
	s.show(f, 300, 60)
	f.Take()
	s.write("chữ")
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	if f.entry.SelectedText() != "chữ" {
		t.Errorf("selected %q", f.entry.SelectedText())
	}
	s.write("x")
	if f.entry.Text != "x" {
		t.Errorf("typing over the selection gives %q", f.entry.Text)
	}
}

func TestAKeyButtonActsOnTapSpaceAndEnterUnlessItIsOff(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	n := 0
	b := NewKeyButton(s.keys, Filled, "", "Tiếp nhận và in giấy hẹn", "F9", func() { n++ }).Big()
	s.show(b, 324, 52)
	if !strings.Contains(s.texts(), "Tiếp nhận và in giấy hẹn\nF9") {
		t.Errorf("its key is not printed on it: %q", s.texts())
	}
	s.win.Canvas().Focus(b)
	s.press(fyne.KeySpace, fyne.KeyReturn)
	test.Tap(b)
	if n != 3 {
		t.Errorf("acted %d times", n)
	}
	if s.rings() != 1 {
		t.Errorf("%d rings", s.rings())
	}
	b.Disable()
	test.Tap(b)
	if n != 3 || !b.Disabled() {
		t.Error("a button that is off acts")
	}
	b.Enable()
	s.win.Canvas().Unfocus()
	if s.rings() != 0 {
		t.Error("the ring stayed")
	}
}

func TestAFieldTellsEveryKeystrokeAndItsLeavingAndIsNeverRewritten(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	var typed []string
	left := 0
	f := NewField(s.keys, "Ngày sinh", "", func(x string) { typed = append(typed, x) }, func() { left++ })
	g := NewField(s.keys, "Giới tính", "", func(string) {}, func() {})
	s.show(col(4, f, g), 300, 140)
	f.Take()
	s.write("15")
	f.Set("15", FieldCalm, "")
	if !slices.Equal(typed, []string{"1", "15"}) {
		t.Errorf("told %q", typed)
	}
	s.press(fyne.KeyReturn)
	if left != 1 || s.win.Canvas().Focused() != fyne.Focusable(g.entry) {
		t.Errorf("left %d times, the ring is on %T", left, s.win.Canvas().Focused())
	}
	f.Set("15/08/1990", FieldWait, "không khớp số định danh")
	if len(typed) != 2 {
		t.Error("setting a text is told as typing")
	}
	if !strings.Contains(s.texts(), "Ngày sinh · không khớp số định danh") {
		t.Errorf("%q", s.texts())
	}
	f.Set("15/08/1990", FieldCalm, "")
	if strings.Contains(s.texts(), "không khớp") {
		t.Error("the doubt stayed")
	}
}

func TestASegmentIsChosenWithArrowsAndSkipsWhatIsNotOffered(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	chosen := "a"
	var g *Segment
	g = NewSegment(s.keys, []string{"a", "b", "c"}, []string{"Trực tiếp", "Trực tuyến", "Bưu chính"}, func(id string) { chosen = id; g.Set(id, map[string]bool{"a": true, "c": true}) })
	g.Set("a", map[string]bool{"a": true, "c": true})
	s.show(g, 300, 34)
	s.win.Canvas().Focus(g)
	for _, c := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyRight, "c"}, {fyne.KeyRight, "c"}, {fyne.KeyLeft, "a"}, {fyne.KeyLeft, "a"}, {fyne.KeySpace, "c"}} {
		s.press(c.key)
		if chosen != c.want {
			t.Errorf("%s chooses %q, want %q", c.key, chosen, c.want)
		}
	}
	test.TapAt(g, fyne.NewPos(10, 10))
	if chosen != "a" {
		t.Error("a tap chooses nothing")
	}
	test.TapAt(g, fyne.NewPos(150, 10))
	if chosen != "a" {
		t.Error("a tap chooses what is not offered")
	}
}

func provinces(q string) []model.Choice {
	var out []model.Choice
	for _, n := range []string{"Thành phố Hà Nội", "Thành phố Huế", "Thành phố Đà Nẵng"} {
		if strings.Contains(motcua.Fold(n), motcua.Fold(q)) {
			out = append(out, model.Choice{Key: "key " + n, Text: n})
		}
	}
	return out
}

func newPickerStage(t *testing.T) (*stage, *Picker, *Field, *[]string) {
	s := newStage(t, Theme{Scale: 1})
	var picked []string
	p := NewPicker(s.keys, s.layer, "Tỉnh", "", provinces, func(k string) { picked = append(picked, k) }, func() {})
	next := NewField(s.keys, "Phường", "", func(string) {}, func() {})
	p.Show("Thành phố Huế", FieldCalm, "")
	s.show(col(4, p.Field, next), 400, 500)
	return s, p, next, &picked
}

func TestAPickerFiltersWithoutMarksAndEnterTakesTheMarkedLine(t *testing.T) {
	s, p, next, picked := newPickerStage(t)
	p.Take()
	s.write("da na")
	if !p.open || len(p.list.items) != 1 {
		t.Fatalf("open %v, %v", p.open, p.list.items)
	}
	s.press(fyne.KeyReturn)
	if !slices.Equal(*picked, []string{"key Thành phố Đà Nẵng"}) || p.open {
		t.Errorf("picked %q", *picked)
	}
	if s.win.Canvas().Focused() != fyne.Focusable(next.entry) {
		t.Error("Enter does not go on")
	}
	if p.entry.Text != "Thành phố Đà Nẵng" {
		t.Errorf("shows %q", p.entry.Text)
	}
}

func TestAPickerOpensWithDownStartsAtWhatIsChosenAndEscapeKeepsIt(t *testing.T) {
	s, p, _, picked := newPickerStage(t)
	p.Take()
	s.press(fyne.KeyDown)
	if !p.open || p.list.at != 1 {
		t.Fatalf("open %v at %d", p.open, p.list.at)
	}
	s.press(fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyDown)
	if p.list.at != 1 {
		t.Errorf("at %d", p.list.at)
	}
	s.press(fyne.KeyEscape)
	if p.open || len(*picked) != 0 || p.entry.Text != "Thành phố Huế" {
		t.Errorf("open %v, picked %q, shows %q", p.open, *picked, p.entry.Text)
	}
	s.write("khong co")
	if len(p.list.items) != 0 || !strings.Contains(s.texts(), "Không có dòng nào khớp") {
		t.Error("nothing found is not said")
	}
	s.press(fyne.KeyReturn)
	if len(*picked) != 0 {
		t.Errorf("took %q out of nothing", *picked)
	}
}

func TestLeavingAPickerTakesAnOnlyMatchAndDropsHalfAnAnswer(t *testing.T) {
	s, p, next, picked := newPickerStage(t)
	p.Take()
	s.write("noi")
	next.Take()
	if !slices.Equal(*picked, []string{"key Thành phố Hà Nội"}) {
		t.Errorf("picked %q", *picked)
	}
	p.Take()
	p.entry.selectAll()
	s.write("pho")
	next.Take()
	if len(*picked) != 1 || p.entry.Text != "Thành phố Hà Nội" || p.open {
		t.Errorf("picked %q, shows %q", *picked, p.entry.Text)
	}
}

func TestWhatIsTypedAfterATapReplacesTheChosenWords(t *testing.T) {
	s, p, _, picked := newPickerStage(t)
	p.Take()
	s.press(fyne.KeyHome) // nothing is marked, as after the press of a tap
	p.entry.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 10)})
	s.write("da na")
	s.press(fyne.KeyReturn)
	if !slices.Equal(*picked, []string{"key Thành phố Đà Nẵng"}) {
		t.Errorf("picked %q, the box says %q", *picked, p.entry.Text)
	}
}

func TestALineOfAListCanBeTapped(t *testing.T) {
	s, p, _, picked := newPickerStage(t)
	p.Take()
	p.entry.onTap()
	p.list.MouseIn(nil)
	s.win.Canvas().Unfocus() // what the press does before the tap arrives
	if !p.open {
		t.Fatal("the list went before the tap came")
	}
	test.TapAt(p.list, fyne.NewPos(20, px(4)+px(32)*2.5))
	if !slices.Equal(*picked, []string{"key Thành phố Đà Nẵng"}) || p.open {
		t.Errorf("picked %q", *picked)
	}
}

func TestALongListScrollsUnderItsMark(t *testing.T) {
	newStage(t, Theme{Scale: 1})
	l := newDropList(func(int) {})
	var items []model.Choice
	for i := range 30 {
		items = append(items, model.Choice{Text: strings.Repeat("x", i+1)})
	}
	l.set(items, 0)
	l.move(+12)
	if l.at != 12 || l.top != 4 {
		t.Errorf("at %d, top %d", l.at, l.top)
	}
	l.move(-12)
	if l.at != 0 || l.top != 0 {
		t.Errorf("back at %d, top %d", l.at, l.top)
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -3)})
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 3)})
	l.move(+999)
	if l.at != 29 {
		t.Errorf("at %d", l.at)
	}
}

// paperStage is a table that keeps its counts as the model does.
func paperStage(t *testing.T) (*stage, *PaperTable, map[string]motcua.PaperCount) {
	s := newStage(t, Theme{Scale: 1})
	counts := map[string]motcua.PaperCount{}
	var table *PaperTable
	lines := []model.PaperLine{
		{Rule: motcua.PaperRule{Key: "p1", Originals: 1}, Count: motcua.PaperCount{Key: "p1", Originals: 1}, Name: "Tờ khai"},
		{Rule: motcua.PaperRule{Key: "p2", Copies: 1}, Count: motcua.PaperCount{Key: "p2", Copies: 1}, Name: "Bản sao"},
		{Rule: motcua.PaperRule{Key: "p3", PresentOnly: true}, Count: motcua.PaperCount{Key: "p3"}, Name: "Thẻ căn cước", Remark: "chỉ xuất trình, không quét"},
		{Rule: motcua.PaperRule{Key: "p4"}, Name: "Văn bản ủy quyền", Ruled: "không cần"},
	}
	table = NewPaperTable(s.keys, func(c motcua.PaperCount) {
		counts[c.Key] = c
		for i := range lines {
			if lines[i].Rule.Key == c.Key {
				lines[i].Count = c
			}
		}
		table.Set(lines)
	}, func(int) {})
	table.Set(lines)
	s.show(table, 900, 200)
	s.win.Canvas().Focus(table)
	return s, table, counts
}

func TestPapersAreCountedByKeys(t *testing.T) {
	s, table, counts := paperStage(t)
	s.write("2")
	if counts["p1"].Originals != 2 {
		t.Errorf("%+v", counts)
	}
	s.write("5")
	if counts["p1"].Originals != 25 {
		t.Errorf("two digits: %+v", counts["p1"])
	}
	s.press(fyne.KeyRight)
	s.write("3+-+")
	if c := counts["p1"]; c.Copies != 4 || c.Originals != 25 {
		t.Errorf("%+v", c)
	}
	s.press(fyne.KeyBackspace)
	if counts["p1"].Copies != 0 {
		t.Errorf("%+v", counts["p1"])
	}
	s.press(fyne.KeyDown)
	s.write("7")
	if counts["p2"].Copies != 7 {
		t.Errorf("the ring does not start on what is asked for: %+v", counts["p2"])
	}
	if table.Selected() != 1 || s.rings() != 1 {
		t.Errorf("row %d, %d rings", table.Selected(), s.rings())
	}
}

func TestPapersThatAreOnlyShownAreTickedAndRuledOutOnesCannotBeChanged(t *testing.T) {
	s, table, counts := paperStage(t)
	s.press(fyne.KeyEnd)
	s.write("4")
	s.press(fyne.KeySpace)
	if len(counts) != 0 {
		t.Errorf("a ruled-out paper was changed: %+v", counts)
	}
	s.press(fyne.KeyUp)
	s.write("4")
	s.press(fyne.KeySpace)
	if c := counts["p3"]; !c.Shown || c.Originals != 0 {
		t.Errorf("%+v", c)
	}
	s.press(fyne.KeySpace, fyne.KeyHome)
	if counts["p3"].Shown || table.Selected() != 0 {
		t.Errorf("%+v, row %d", counts["p3"], table.Selected())
	}
	test.TapAt(table.rows[2], fyne.NewPos(900-px(paperColumns.last)-px(paperColumns.count)*1.5, 10))
	if !counts["p3"].Shown || table.Selected() != 2 {
		t.Errorf("tapped: %+v, row %d", counts["p3"], table.Selected())
	}
	test.TapAt(table.rows[0], fyne.NewPos(900-px(paperColumns.last)-px(paperColumns.count)*0.5, 10))
	s.write("2")
	if counts["p1"].Copies != 2 {
		t.Errorf("a tap on the copies: %+v", counts["p1"])
	}
}
