package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Work is the screen Danh sách việc: tiles, filter, list, strip of the
// selected dossier.
type Work struct {
	Root fyne.CanvasObject

	m       *model.Work
	keys    *Keys
	tiles   *TileBar
	filter  *Field
	near    *KeyButton
	narrow  *KeyButton
	line    *fyne.Container // filter, what else narrows, near and count
	chips   *chipBar
	top     *fyne.Container
	count   *Text
	list    *rowList
	bars    fyne.CanvasObject
	empty   *emptyBox
	start   *KeyButton
	foot    *fyne.Container
	bold    *Text
	text    *Text
	do      *KeyButton
	open    *KeyButton
	print   *KeyButton
	others  *KeyButton
	sorry   *KeyButton
	drop    *KeyButton // takes all marks away
	sheet   *KeyButton // prints the list itself
	trouble *troubleBox
	state   model.WorkState
}

// WorkActs are where the screen's buttons lead.
type WorkActs struct {
	New    func() // starts an intake
	Open   func() // opens the selected dossier
	Next   func() // its next sensible step
	Others func() // the list of its other actions
	Sorry  func() // apologise for it and give a later appointment
	Print  func() // prints its newest paper again, or those of all that are marked
	Narrow func() // asks what to narrow the list to
}

// NewWork builds the screen.
func NewWork(m *model.Work, keys *Keys, acts WorkActs) *Work {
	v := &Work{m: m, keys: keys, count: NewWords("", 14, Ink2), bold: NewWords("", 14, Ink).AsBold(), text: NewText("", 12, Ink2), trouble: newTroubleBox(), bars: newBars()}
	v.count.Align = fyne.TextAlignTrailing
	v.tiles = NewTileBar(keys, m.MoveTile, func(i int) { m.SetTile(tileAt(i)) }, func() { v.keys.Focus(v.list) })
	v.filter = NewField(keys, "", "Lọc trong danh sách, gõ không dấu cũng được", m.SetQuery, func() {})
	v.filter.lead.Name = "filter_list"
	v.filter.entry.onKey = v.key
	v.near = NewKeyButton(keys, Alert, "light-soon", "", "Shift+F7", func() { m.SetNear(!m.Near()) })
	v.sorry = NewKeyButton(keys, Alert, "", "Xin lỗi, hẹn lại", "F7", acts.Sorry)
	v.start = NewKeyButton(keys, Filled, "", "Tiếp nhận hồ sơ đầu tiên", "F2", acts.New)
	v.empty = newEmptyBox(v.start)
	v.list = newRowList(keys, func() int { return v.state.Length }, func() fyne.CanvasObject { return newWorkRow() },
		func(i int, o fyne.CanvasObject) {
			l, ok := m.Line(i)
			o.(*workRow).set(l, ok)
		}, m.Move, m.Select)
	v.trouble.root.Hide()
	v.do = NewKeyButton(keys, Filled, "", "", "F9", acts.Next)
	v.open = NewKeyButton(keys, Outlined, "", "Mở", "Enter", acts.Open)
	v.others = NewKeyButton(keys, Outlined, "", "Việc khác", "Shift+F10", acts.Others)
	v.filter.entry.yields = true
	v.filter.entry.onRune = func(r rune) bool {
		if r != ' ' || v.filter.entry.Text != "" {
			return false
		}
		m.Mark() // no words begin with a space
		return true
	}
	v.print = NewKeyButton(keys, Outlined, "print", "In lại", "F8", acts.Print)
	v.sheet = NewKeyButton(keys, Outlined, "print", "In danh sách", "Shift+F8", m.PrintList)
	v.drop = NewKeyButton(keys, Outlined, "", "Bỏ chọn", "Esc", func() { m.Unmark() })
	v.foot = container.NewStack(NewPanel(Surface, Line, 1, 0), size(0, 48, pad(11, 0, 11, 0, row(8, grow(mid(col(1, v.bold, v.text)), 1), leaves(v.sorry), leaves(v.do), leaves(v.open), leaves(v.print), leaves(v.sheet), leaves(v.drop), leaves(v.others)))))
	v.narrow = NewKeyButton(keys, Outlined, "", "Lọc thêm", "Ctrl+F", acts.Narrow)
	v.chips = newChipBar(keys, m.Widen)
	v.line = container.New(filterLayout{}, v.filter, v.narrow, v.near, v.count)
	v.top = col(10, v.tiles, v.line, v.chips.root, v.trouble.root)
	v.Root = pad(16, 12, 16, 12, container.NewBorder(pad(0, 0, 0, 8, v.top), nil, nil, nil,
		card(pad(1, 1, 1, 1, container.New(workLayout{}, newWorkHeader(), container.NewStack(v.list.root, v.bars, v.empty.root), v.foot)))))
	return v
}

// Focus puts the ring into the filter, from where the arrow keys move the list.
func (v *Work) Focus() { v.filter.Take() }

func (v *Work) key(e *fyne.KeyEvent) bool {
	by, ok := steps[e.Name]
	if !ok || e.Name == fyne.KeyHome || e.Name == fyne.KeyEnd { // of the text
		return false
	}
	v.m.Move(by)
	return true
}

// Show sets the screen to a state.
func (v *Work) Show(s model.WorkState) {
	v.state = s
	v.tiles.Set(s.Tiles)
	count := s.Count
	for _, t := range s.Tiles {
		if t.On && count != "" {
			count = t.Word + " · " + count
		}
	}
	if n := s.Strip.Marked; n > 0 { // the strip is not always in sight
		count = fmt.Sprintf("Chọn %d · %s", n, s.Count)
	}
	v.count.Set(count)
	v.filter.entry.set(s.Query)
	visible(v.near, s.Near.Words != "")
	v.near.SetWords(s.Near.Words)
	if v.chips.set(s.Chips, v.filter.entry) {
		relayout(v.Root)
	}
	relayout(v.line)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	visible(v.bars, s.Loading)
	visible(v.empty.root, s.Empty != nil)
	visible(v.list.root, s.Length > 0)
	if e := s.Empty; e != nil {
		tint := Ink2
		if e.Begin {
			tint = Main
		}
		v.empty.set(e.Icon, tint, e.Head, e.Text)
		visible(v.start, e.Begin)
	}
	v.list.show(s.Selected)
	v.bold.Set(s.Strip.Bold)
	text := s.Strip.Text
	if s.Strip.Note != "" {
		text = s.Strip.Note + " · " + text
	}
	v.text.Set(text)
	visible(v.do, s.Strip.Verb != "")
	v.do.SetWords(s.Strip.Verb)
	visible(v.others, s.Strip.Others)
	visible(v.sorry, s.Strip.Apologise)
	many := s.Strip.Marked > 0
	visible(v.open, s.Chosen != "" && !many)
	visible(v.drop, many)
	visible(v.sheet, s.Listed && s.Length > 0)
	visible(v.print, (s.Chosen != "" || many) && s.Strip.CanPrint)
	relayout(v.foot)
}

// filterLayout puts the filter, what else narrows, what is near, and the count
// into one line. The filter gives way; where that is not enough the button
// beside it goes, its key works all the same.
type filterLayout struct{}

// MinSize implements fyne.Layout.
func (filterLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(300), max(o[0].MinSize().Height, px(34)))
}

// Layout implements fyne.Layout.
func (filterLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap, near := px(12), float32(0)
	if o[2].Visible() {
		near = o[2].MinSize().Width + gap
	}
	left := s.Width - near - o[3].MinSize().Width - gap
	more := o[1].MinSize().Width + gap
	visible(o[1], left-more >= px(200))
	if !o[1].Visible() {
		more = 0
	}
	x := max(px(120), min(px(420), left-more))
	put(o[0], 0, 0, x, s.Height)
	x += gap
	put(o[1], x, (s.Height-px(34))/2, more-gap, px(34))
	x += more
	put(o[2], x, (s.Height-px(34))/2, near-gap, px(34))
	x += near
	put(o[3], x, 0, s.Width-x, s.Height)
}

// workLayout puts header, list and strip under each other. Where large text
// leaves no room for four rows the strip goes: its keys work all the same.
type workLayout struct{}

// MinSize implements fyne.Layout.
func (workLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(px(300), o[0].MinSize().Height+px(68))
}

// Layout implements fyne.Layout.
func (workLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	head, foot := px(28), px(48)
	if s.Height-head-foot < px(4*34) {
		foot = 0
	}
	visible(o[2], foot > 0)
	put(o[0], 0, 0, s.Width, head)
	put(o[1], 0, head, s.Width, s.Height-head-foot)
	put(o[2], 0, s.Height-foot, s.Width, foot)
}

// workColumns are the widths of the list, in units, gap included; the
// procedure takes what is left.
var workColumns = [8]float32{146, 184, 170, 0, 104, 172, 138, 76}

// workDrop says below which width of the list a column goes: the strip and
// the dossier's page tell the rest.
var workDrop = [8]float32{0, 0, 0, 1040, 880, 740, 1160, 0}

// column is a place in a list; hidden where its width is 0.
type column struct{ x, w float32 }

// workPlaces returns the columns in a given width: light, code, name,
// procedure, due, status, where, truths.
func workPlaces(width float32) [8]column {
	units := width / px(1)
	want := workColumns
	flex, left := 3, units-16
	if units < workDrop[3] {
		flex = 2
	}
	for i, w := range want {
		if units >= workDrop[i] && i != flex {
			left -= w
		}
	}
	var out [8]column
	x := float32(9)
	for i, w := range want {
		if units < workDrop[i] {
			continue
		}
		if i == flex {
			w = max(60, left)
		}
		out[i] = column{px(x), px(w - 10)}
		x += w
	}
	return out
}

// workHeader names the columns.
type workHeader struct {
	widget.BaseWidget
	bg    *box
	names []*Text
}

func newWorkHeader() *workHeader {
	h := &workHeader{bg: newBox(Header, Clear, 0, 0)}
	for _, n := range []string{"Hạn, gần nhất trước", "Mã hồ sơ", "Người nộp", "Thủ tục", "Hẹn trả", "Trạng thái", "Đang ở", "Truyền"} {
		h.names = append(h.names, NewText(n, 12, Ink2))
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *workHeader) CreateRenderer() fyne.WidgetRenderer { return renderer(h) }
func (h *workHeader) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{h.bg.Rectangle}
	for _, n := range h.names {
		out = append(out, n)
	}
	return out
}
func (h *workHeader) smallest() fyne.Size { return fyne.NewSize(px(300), px(28)) }
func (h *workHeader) place(s fyne.Size) {
	put(h.bg.Rectangle, 0, 0, s.Width, s.Height)
	for i, c := range workPlaces(s.Width) {
		visible(h.names[i], c.w > 0)
		put(h.names[i], c.x, 0, c.w, s.Height)
	}
}
func (h *workHeader) paint() {
	h.bg.paint()
	for _, n := range h.names {
		n.Refresh()
	}
}
