package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// DayClose is the screen Kết sổ ngày: the equation, what differs by name, the
// day's work, the shift handed over.
type DayClose struct {
	Root *container.Scroll

	m        *model.DayClose
	keys     *Keys
	boxes    [4]*dayBox
	signs    [3]*Icon
	count    *Text
	list     *rowList
	balanced *Text
	work     *fyne.Container
	fields   [model.DayFields]*Field
	close    *KeyButton
	print    *KeyButton
	note     *Text
	closed   *Text
	rule     *Text
	trouble  *troubleBox
	body     *fyne.Container
	state    model.DayCloseState
}

// NewDayClose builds the screen.
func NewDayClose(m *model.DayClose, keys *Keys) *DayClose {
	v := &DayClose{m: m, keys: keys, count: NewText("", 14, Ink2), balanced: NewText("Không có chỗ lệch nào.", 14, Good), work: col(0), note: NewProse("", 14, Good, 4), closed: NewProse("", 12, Ink2, 3),
		rule: NewProse("Kết sổ không khóa hồ sơ, chỉ chốt số.", 12, Ink2, 2), trouble: newTroubleBox()}
	for f, c := range map[model.DayField][2]string{
		model.DayCounted: {"Đếm bì hồ sơ giấy trên bàn", "số bì"}, model.DayFrom: {"Người giao", "họ tên"}, model.DayTo: {"Người nhận (nếu có)", "họ tên"}, model.DayReason: {"Lý do còn lệch", "viết ngắn, kể từng hồ sơ"},
	} {
		v.fields[f] = NewField(keys, c[0], c[1], func(s string) { m.SetField(f, s) }, func() {})
	}
	var parts []fyne.CanvasObject
	for i, b := range [4][2]string{{"description", "Giấy đã nhận (đếm bì)"}, {"hard_drive", "Đã lưu trên máy"}, {"upload", "Đã gửi"}, {"verified", "Trung tâm đã nhận"}} {
		v.boxes[i] = newDayBox(b[0], b[1])
		parts = append(parts, v.boxes[i])
	}
	for i := range v.signs {
		v.signs[i] = NewIcon("", Good, 32)
		parts = append(parts, v.signs[i])
	}
	equation := container.New(&equationLayout{}, parts...)
	v.list = newRowList(keys, func() int { return len(v.state.Differs) }, func() fyne.CanvasObject { return newDayRow() },
		func(i int, o fyne.CanvasObject) { o.(*dayRow).set(v.state.Differs[i]) }, m.Move, func(i int) { m.Select(i) })
	v.close = NewKeyButton(keys, Filled, "event_available", "Kết sổ ngày", "F9", m.Close).Big()
	v.print = NewKeyButton(keys, Outlined, "print", "In bàn giao ca, bảng kê thu", "F8", m.Print)
	v.trouble.root.Hide()
	differs := card(pad(1, 8, 1, 1, container.NewBorder(pad(14, 0, 14, 8, row(8, NewWords("Chỗ lệch, kể tên từng hồ sơ", 14, Ink).AsBold(), grow(v.count, 1))), nil, nil, nil,
		container.NewStack(v.list.root, container.NewBorder(pad(14, 4, 14, 4, v.balanced), nil, nil, nil)))))
	work := card(pad(1, 8, 1, 4, container.NewBorder(pad(14, 0, 14, 8, NewText("Việc trong ngày", 14, Ink).AsBold()), nil, nil, nil, container.NewVScroll(v.work))))
	shift := card(pad(14, 10, 14, 12, col(6, row(8, NewIcon("calculate", Ink2, 18), grow(NewText("Đếm giấy", 14, Ink2).AsBold(), 1)), v.fields[model.DayCounted],
		pad(0, 6, 0, 0, row(8, NewIcon("swap_horiz", Ink2, 18), grow(NewText("Bàn giao ca", 14, Ink2).AsBold(), 1))), v.fields[model.DayFrom], v.fields[model.DayTo], v.fields[model.DayReason])))
	v.body = container.New(&dayLayout{}, equation, differs, work, col(10, shift, v.trouble.root, v.note, v.closed), col(6, v.close, v.print, v.rule))
	v.Root = container.NewVScroll(pad(16, 12, 16, 12, v.body))
	return v
}

// Focus puts the ring into the count of papers.
func (v *DayClose) Focus() { v.fields[model.DayCounted].Take() }

// FocusFault puts the ring into a box that is not right yet.
func (v *DayClose) FocusFault(f model.DayField) { v.fields[f].Take() }

// InList reports whether the ring is on the differences.
func (v *DayClose) InList() bool { return v.list.ring.Visible() }

// Show sets the screen to a state.
func (v *DayClose) Show(s model.DayCloseState) {
	v.state = s
	for i, b := range s.Boxes {
		v.boxes[i].set(b)
	}
	for i, equal := range s.Signs {
		icon, tint := "sign-differs", Wait
		if equal {
			icon, tint = "sign-equal", Good
		}
		visible(v.signs[i], s.Known && s.Boxes[i].Number != "–")
		v.signs[i].Set(icon, tint)
	}
	v.count.Set(s.Count)
	visible(v.balanced, s.Known && len(s.Differs) == 0)
	visible(v.list.root, len(s.Differs) > 0)
	v.list.show(s.Selected)
	v.showWork(s)
	for f, field := range v.fields {
		look, said := FieldCalm, s.Faults[f]
		if said != "" {
			look = FieldWrong
		} else if f == int(model.DayReason) && s.MustSay {
			said = "bắt buộc khi chưa khớp"
		}
		field.Set(s.Texts[f], look, said)
	}
	v.note.Set(s.Note)
	visible(v.note, s.Note != "")
	v.closed.Set(s.Closed)
	visible(v.closed, s.Closed != "" && s.Note == "")
	visible(v.rule, s.Note == "" && s.Trouble == nil) // there is no room for all
	v.close.SetOff(s.Closing || !s.Known)
	visible(v.print, s.CanPrint)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	relayout(v.Root.Content)
}

func (v *DayClose) showWork(s model.DayCloseState) {
	head := model.DayWork{What: "Việc", Numbers: append(append([]string(nil), s.Counters...), "Cộng")}
	lines := append([]model.DayWork{head}, s.Work...)
	for len(v.work.Objects) < len(lines) {
		v.work.Add(newWorkLine())
	}
	for i, o := range v.work.Objects {
		visible(o, i < len(lines))
		if i < len(lines) {
			o.(*workLine).set(lines[i], i == 0)
		}
	}
}

// dayBox is one number of the equation.
type dayBox struct {
	widget.BaseWidget
	box          *box
	icon         *Icon
	word         *Text
	number, note *Text
}

func newDayBox(icon, word string) *dayBox {
	b := &dayBox{box: newBox(Surface, Line, 1, 8), icon: NewIcon(icon, Ink2, 18), word: NewText(word, 14, Ink2), number: NewText("–", 28, Ink).AsBold(), note: NewText("", 12, Ink2)}
	b.ExtendBaseWidget(b)
	return b
}

func (b *dayBox) set(s model.DayBox) {
	b.number.Set(s.Number)
	b.note.Set(s.Note)
	edge, width, tint := Line, float32(1), Ink2
	if s.Odd {
		edge, width, tint = WaitSolid, 2, Wait
	}
	if b.box.stroke != edge {
		b.box.stroke, b.box.width, b.note.Tint = edge, width, tint
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *dayBox) CreateRenderer() fyne.WidgetRenderer { return renderer(b) }
func (b *dayBox) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.box.Rectangle, b.icon, b.word, b.number, b.note}
}
func (b *dayBox) smallest() fyne.Size { return fyne.NewSize(px(120), px(92)) }
func (b *dayBox) place(s fyne.Size) {
	put(b.box.Rectangle, 0, 0, s.Width, s.Height)
	put(b.icon, px(12), px(8), px(18), px(20))
	put(b.word, px(36), px(8), s.Width-px(44), px(20))
	put(b.number, px(14), px(28), s.Width-px(20), px(38))
	put(b.note, px(14), px(68), s.Width-px(20), px(17))
}
func (b *dayBox) paint() {
	b.box.paint()
	for _, o := range []fyne.Widget{b.icon, b.word, b.number, b.note} {
		o.Refresh()
	}
}

// dayRow is one dossier that differs.
type dayRow struct {
	widget.BaseWidget
	line          model.DayLine
	same, differs *Text
	name, why, do *Text
	icon          *Icon
}

func newDayRow() *dayRow {
	r := &dayRow{same: NewWords("", 14, Ink2), differs: NewWords("", 14, Ink).AsBold(), name: NewText("", 14, Ink), why: NewText("", 14, Wait), do: NewText("", 14, Ink2), icon: NewIcon("", Wait, 18)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *dayRow) set(l model.DayLine) {
	if r.line != l {
		r.line = l
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *dayRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *dayRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.same, r.differs, r.name, r.icon, r.why, r.do}
}
func (r *dayRow) smallest() fyne.Size { return fyne.NewSize(px(300), px(30)) }
func (r *dayRow) place(s fyne.Size) {
	w := r.same.MinSize().Width
	put(r.same, px(14), 0, w, s.Height)
	put(r.differs, px(14)+w, 0, px(110), s.Height)
	x, left := px(196), s.Width-px(196+14)
	put(r.name, x, 0, left*0.27-px(8), s.Height)
	x += left * 0.27
	put(r.icon, x, 0, px(18), s.Height)
	put(r.why, x+px(24), 0, left*0.45-px(32), s.Height)
	x += left * 0.45
	put(r.do, x, 0, left*0.28, s.Height)
}
func (r *dayRow) paint() {
	l := r.line
	for t, s := range map[*Text]string{r.same: l.Same, r.differs: l.Differs, r.name: l.Name, r.why: l.Why, r.do: l.Do} {
		t.Text, t.wide = s, -1
	}
	r.icon.Name, r.icon.Tint, r.why.Tint = "hourglass_top", Wait, Wait
	if l.Bad {
		r.icon.Name, r.icon.Tint, r.why.Tint = "error", Bad, Bad
	}
	for _, o := range r.parts() {
		o.Refresh()
	}
}
