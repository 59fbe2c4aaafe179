package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// SheetModel is told what is typed and pressed in a sheet.
type SheetModel interface {
	Set(key, value string)
	Toggle(key, line string)
	Options(key, query string) []model.Choice
	Do()
	Close() bool
}

// lineModel is told what is marked and taken in a list of actions.
type lineModel interface {
	Move(by int)
	Take(i int)
}

// StepSheet is the panel of one step over whatever screen is there: the
// question, its boxes, the safe answer and the one that does it; and the list
// of other actions. Its model says what is in it.
type StepSheet struct {
	m      SheetModel
	of     lineModel // nil where there is no list of actions
	keys   *Keys
	canvas fyne.Canvas
	layer  *Layer

	pop     *widget.PopUp
	list    bool // the list is open, not the sheet
	key     model.StepKey
	boxes   map[string]*stepBox
	order   string // keys of the boxes that are there
	column  *fyne.Container
	scroll  *container.Scroll
	trouble *troubleBox
	intro   *Text
	do      *KeyButton
	lines   *actionList
	told    *model.Sentence // what the trouble last said
}

// NewStepSheet returns the one place for steps of a window.
func NewStepSheet(win fyne.Window, m *model.Steps, keys *Keys) *StepSheet {
	v := NewFormSheet(win, m, keys)
	v.of = m
	return v
}

// NewFormSheet returns the one place for sheets of another kind.
func NewFormSheet(win fyne.Window, m SheetModel, keys *Keys) *StepSheet {
	return &StepSheet{m: m, keys: keys, canvas: win.Canvas(), layer: NewLayer()}
}

// Open reports whether the sheet or the list is open.
func (v *StepSheet) Open() bool { return v.pop != nil }

// Show opens, sets or closes the sheet by a state.
func (v *StepSheet) Show(s model.StepsState) {
	switch {
	case s.Menu != nil:
		v.showList(s)
	case s.Open:
		v.showSheet(s)
	default:
		v.close()
	}
}

func (v *StepSheet) close() {
	if v.pop == nil {
		return
	}
	v.pop.Hide()
	v.pop = nil
	v.keys.Unpark()
}

// open puts a body into a panel; it parks the ring of the screen once.
func (v *StepSheet) open(body fyne.CanvasObject, w float32) {
	if v.pop != nil {
		v.pop.Hide()
	} else {
		v.keys.Park()
	}
	v.pop = widget.NewModalPopUp(container.NewStack(NewPanel(Surface, Border, 1, 8), body), v.canvas)
	v.resize(w)
	v.pop.Show()
}

// resize gives the panel the height of what is in it, as far as there is room.
func (v *StepSheet) resize(w float32) {
	room := v.canvas.Size()
	w = min(px(w), room.Width-px(48))
	was := v.pop.Content.Size()
	v.pop.Content.Resize(fyne.NewSize(w, v.pop.Content.MinSize().Height))
	h := v.pop.Content.MinSize().Height + px(4)
	if v.scroll != nil && !v.list {
		relayout(v.column)
		h += v.column.MinSize().Height - v.scroll.MinSize().Height
	}
	v.pop.Content.Resize(was) // a panel that keeps its size does not lay out again
	v.pop.Resize(fyne.NewSize(w, min(h, room.Height-px(32))))
}

const sheetWide, listWide = 640, 480

func (v *StepSheet) showList(s model.StepsState) {
	if v.pop == nil || !v.list {
		v.list, v.lines = true, newActionList(v.keys, v.of)
		head := col(2, NewText("Việc khác với hồ sơ này", 16, Ink).AsBold(), NewText(s.Of, 12, Ink2))
		foot := row(8, keyCap("Lên"), keyCap("Xuống"), NewWords("chọn", 12, Ink2), keyCap("Enter"), NewWords("mở", 12, Ink2), gapOf(),
			NewKeyButton(v.keys, Outlined, "", "Đóng", "Esc", func() { v.m.Close() }))
		v.lines.set(s.Menu, s.Marked)
		v.open(container.NewBorder(pad(14, 12, 14, 8, head), pad(14, 8, 14, 12, foot), nil, nil, v.lines), listWide)
		v.keys.Focus(v.lines)
	}
	v.lines.set(s.Menu, s.Marked)
}

func (v *StepSheet) showSheet(s model.StepsState) {
	fresh := v.pop == nil || v.list || v.key != s.Key
	if fresh {
		v.build(s)
	}
	order := make([]string, len(s.Boxes))
	for i, b := range s.Boxes {
		order[i] = b.Key
		x := v.boxes[b.Key]
		if x == nil {
			x = v.newBox(b)
			v.boxes[b.Key] = x
		}
		x.set(b)
	}
	v.intro.Set(s.Intro)
	visible(v.intro, s.Intro != "")
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	v.do.SetOff(s.Busy)
	if all := strings.Join(order, " "); fresh || all != v.order {
		v.order = all
		v.fill(s.Boxes)
	}
	v.resize(sheetWide)
	if fresh {
		v.first(s)
	} else if s.First != "" && s.Trouble != v.told {
		v.keys.Focus(v.boxes[s.First].focus)
	}
	v.told = s.Trouble
}

// build makes the panel of another step.
func (v *StepSheet) build(s model.StepsState) {
	v.list, v.key, v.boxes, v.order = false, s.Key, map[string]*stepBox{}, ""
	v.column, v.trouble, v.intro = col(10), newTroubleBox(), NewProse("", 14, Ink2, 4)
	v.scroll = container.NewVScroll(pad(2, 0, 4, 2, v.column))
	look := Filled
	if s.Grave {
		look = Grave
	}
	v.do = NewKeyButton(v.keys, look, s.Icon, s.Verb, s.VerbKey, v.m.Do)
	title := col(2, row(8, NewText(s.Title, 16, Ink).AsBold(), gapOf()), NewText(s.Of, 12, Ink2), v.intro)
	back := NewKeyButton(v.keys, Outlined, "", s.Back, "Esc", func() { v.m.Close() })
	foot := col(8, v.trouble.root, row(8, gapOf(), back, v.do))
	body := pad(14, 12, 14, 12, container.NewBorder(pad(0, 0, 0, 8, title), pad(0, 10, 0, 0, foot), nil, nil, v.scroll))
	v.open(container.NewStack(body, v.layer.Root()), sheetWide)
}

// fill puts the boxes into the column; halves stand in pairs.
func (v *StepSheet) fill(boxes []model.StepBox) {
	v.column.Objects = nil
	for i := 0; i < len(boxes); i++ {
		b := v.boxes[boxes[i].Key]
		if boxes[i].Half && i+1 < len(boxes) && boxes[i+1].Half {
			v.column.Add(row(10, grow(b.root, 1), grow(v.boxes[boxes[i+1].Key].root, 1)))
			i++
			continue
		}
		v.column.Add(b.root)
	}
	v.column.Refresh()
}

// first puts the ring on the first box; a sheet without one begins at its
// button.
func (v *StepSheet) first(s model.StepsState) {
	if len(s.Boxes) == 0 {
		v.keys.Focus(v.do)
		return
	}
	v.keys.Focus(v.boxes[s.Boxes[0].Key].focus)
}

// Reveal scrolls the sheet to whatever holds the ring.
func (v *StepSheet) Reveal(o fyne.CanvasObject) {
	if v.pop == nil || v.list {
		return
	}
	for _, b := range v.boxes {
		if b.widget != o {
			continue
		}
		d := fyne.CurrentApp().Driver()
		y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(v.scroll).Y
		h := o.Size().Height
		switch {
		case y < 0:
			v.scroll.ScrollToOffset(fyne.NewPos(0, v.scroll.Offset.Y+y))
		case y+h > v.scroll.Size().Height:
			v.scroll.ScrollToOffset(fyne.NewPos(0, v.scroll.Offset.Y+y+h-v.scroll.Size().Height))
		}
	}
}

// stepBox is one box as a widget.
type stepBox struct {
	root   fyne.CanvasObject
	widget fyne.CanvasObject // that tells of the ring
	focus  fyne.Focusable
	set    func(model.StepBox)
}

func (v *StepSheet) newBox(b model.StepBox) *stepBox {
	tell := func(s string) { v.m.Set(b.Key, s) }
	switch b.Kind {
	case model.BoxChoice:
		return newChoiceBox(v.keys, b, tell)
	case model.BoxTicks:
		l := NewTickList(v.keys, func(line string) { v.m.Toggle(b.Key, line) })
		return &stepBox{l, l, l, l.Set}
	case model.BoxPick:
		return v.newPickBox(b, tell)
	}
	f := NewField(v.keys, b.Label, b.Holder, tell, func() {})
	f.entry.plain = b.Plain
	return &stepBox{f, f, f.entry, func(b model.StepBox) {
		f.title = labelOf(b)
		f.entry.set(b.Value)
		f.say(lookOf(b))
	}}
}

func (v *StepSheet) newPickBox(b model.StepBox, tell func(string)) *stepBox {
	p := NewPicker(v.keys, v.layer, b.Label, b.Holder, func(q string) []model.Choice { return v.m.Options(b.Key, q) }, tell, func() {})
	return &stepBox{p.Field, p.Field, p.entry, func(b model.StepBox) {
		p.title = labelOf(b)
		words := ""
		for _, o := range b.Options {
			if o.Key == b.Value {
				words = o.Text
			}
		}
		look, said := lookOf(b)
		p.Show(words, look, said)
	}}
}

func newChoiceBox(keys *Keys, b model.StepBox, tell func(string)) *stepBox {
	var ids, words []string
	for _, o := range b.Options {
		ids, words = append(ids, o.Key), append(words, o.Text)
	}
	g := NewSegment(keys, ids, words, tell)
	label := NewText(b.Label, 12, Ink2)
	return &stepBox{col(2, label, row(0, g, gapOf())), g, g, func(b model.StepBox) { g.Set(b.Value, nil) }}
}

// labelOf says beside a box that it must be filled in.
func labelOf(b model.StepBox) string {
	if b.Needed && b.Fault == "" && b.Value == "" {
		return b.Label + " · bắt buộc"
	}
	return b.Label
}

func lookOf(b model.StepBox) (FieldLook, string) {
	if b.Fault != "" {
		return FieldWrong, b.Fault
	}
	return FieldCalm, ""
}

// actionList is the list of other actions; the ring is on it while it is open.
type actionList struct {
	foundList
	keys *Keys
	m    lineModel
}

func newActionList(keys *Keys, m lineModel) *actionList {
	l := &actionList{keys: keys, m: m}
	l.onTake = m.Take
	for i := range l.rows {
		l.rows[i] = newFoundRow()
	}
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained implements fyne.Focusable.
func (l *actionList) FocusGained() { l.keys.OnFocus(l) }

// FocusLost implements fyne.Focusable.
func (l *actionList) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (l *actionList) TypedRune(r rune) { l.keys.rune(r, nil) }

// TypedKey implements fyne.Focusable.
func (l *actionList) TypedKey(e *fyne.KeyEvent) {
	if l.keys.took(e) {
		return
	}
	if by, ok := steps[e.Name]; ok {
		l.m.Move(by)
		return
	}
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.m.Take(-1)
	default:
		l.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (l *actionList) TypedShortcut(s fyne.Shortcut) { l.keys.shortcut(s) }
