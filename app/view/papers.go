package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua"
	"motcua/app/model"
)

// paperColumns are the widths of the list of papers, in units; the name takes
// what is left.
var paperColumns = struct{ no, count, last float32 }{36, 78, 246}

// PaperTable lists the papers. ↑ ↓ choose a row, ← → originals or copies,
// digits, + and − say how many, Space ticks what was shown.
type PaperTable struct {
	widget.BaseWidget

	keys     *Keys
	onCount  func(motcua.PaperCount)
	onSelect func(i int)
	lines    []model.PaperLine
	at       int
	copies   bool // the ring is on the copies
	typing   bool // the next digit is appended
	focused  bool

	rows   []*paperRow
	column *fyne.Container
	scroll *container.Scroll
}

// NewPaperTable returns an empty table.
func NewPaperTable(keys *Keys, onCount func(motcua.PaperCount), onSelect func(int)) *PaperTable {
	t := &PaperTable{keys: keys, onCount: onCount, onSelect: onSelect, column: col(0)}
	t.scroll = container.NewVScroll(t.column)
	t.ExtendBaseWidget(t)
	return t
}

// Set shows these papers.
func (t *PaperTable) Set(lines []model.PaperLine) {
	was := ""
	if t.at < len(t.lines) {
		was = t.lines[t.at].Rule.Key
	}
	t.lines = lines
	if t.at >= len(lines) {
		t.at, t.copies = 0, false
	}
	if t.at < len(lines) && lines[t.at].Rule.Key != was {
		t.aim()
	}
	for len(t.rows) < len(lines) {
		i := len(t.rows)
		t.rows = append(t.rows, newPaperRow(func(x float32) { t.tapped(i, x) }))
	}
	t.show()
	if len(t.column.Objects) != len(lines) {
		t.column.Objects = nil
		for i := range lines {
			t.column.Objects = append(t.column.Objects, t.rows[i])
		}
		t.column.Refresh()
		t.scroll.Refresh()
	}
}

// Selected returns the index of the marked row.
func (t *PaperTable) Selected() int { return t.at }

// aim puts the ring on a box of the row that can be counted.
func (t *PaperTable) aim() {
	if t.at >= len(t.lines) {
		return
	}
	if r := t.lines[t.at].Rule; !t.copies && r.Originals == 0 && r.Copies > 0 {
		t.copies = true
	} else if t.copies && r.Copies == 0 && r.Originals > 0 {
		t.copies = false
	}
}

func (t *PaperTable) show() {
	for i, l := range t.lines {
		t.rows[i].set(i, l, i == t.at, t.focused && i == t.at, t.copies)
	}
}

func (t *PaperTable) selectRow(i int) {
	if i < 0 || i >= len(t.lines) || i == t.at {
		return
	}
	t.at, t.typing = i, false
	t.aim()
	t.show()
	t.reveal()
	t.onSelect(i)
}

func (t *PaperTable) reveal() {
	r := t.rows[t.at]
	y, h := r.Position().Y, r.Size().Height
	off := t.scroll.Offset.Y
	if y < off {
		off = y
	} else if y+h > off+t.scroll.Size().Height {
		off = y + h - t.scroll.Size().Height
	}
	if off != t.scroll.Offset.Y {
		t.scroll.ScrollToOffset(fyne.NewPos(0, off))
	}
}

func (t *PaperTable) tapped(i int, x float32) {
	t.keys.Focus(t)
	t.selectRow(i)
	w := t.rows[i].Size().Width
	last := w - px(paperColumns.last)
	switch {
	case x > last:
	case x > last-px(paperColumns.count):
		t.copies = true
	case x > last-2*px(paperColumns.count):
		t.copies = false
		if t.lines[i].Rule.PresentOnly {
			t.toggle()
		}
	}
	t.typing = false
	t.show()
}

func (t *PaperTable) toggle() {
	if l := t.lines[t.at]; l.Ruled == "" && l.Rule.PresentOnly {
		c := l.Count
		c.Shown = !c.Shown
		t.onCount(c)
	}
}

func (t *PaperTable) change(f func(n int) int) {
	if t.at >= len(t.lines) {
		return
	}
	l := t.lines[t.at]
	if l.Ruled != "" || l.Rule.PresentOnly {
		return
	}
	c := l.Count
	if t.copies {
		c.Copies = f(c.Copies)
	} else {
		c.Originals = f(c.Originals)
	}
	t.onCount(c)
}

// CreateRenderer implements fyne.Widget.
func (t *PaperTable) CreateRenderer() fyne.WidgetRenderer { return renderer(t) }
func (t *PaperTable) parts() []fyne.CanvasObject          { return []fyne.CanvasObject{t.scroll} }
func (t *PaperTable) place(s fyne.Size)                   { put(t.scroll, 0, 0, s.Width, s.Height) }
func (t *PaperTable) smallest() fyne.Size                 { return fyne.NewSize(px(200), px(64)) }
func (t *PaperTable) paint()                              { t.show() }

// FocusGained implements fyne.Focusable.
func (t *PaperTable) FocusGained() { t.focused, t.typing = true, false; t.show(); t.keys.OnFocus(t) }

// FocusLost implements fyne.Focusable.
func (t *PaperTable) FocusLost() { t.focused = false; t.show() }

// Tapped implements fyne.Tappable.
func (t *PaperTable) Tapped(*fyne.PointEvent) { t.keys.Focus(t) }

// TypedRune implements fyne.Focusable.
func (t *PaperTable) TypedRune(r rune) {
	if t.keys.rune(r, t.remember) {
		return
	}
	switch {
	case r >= '0' && r <= '9':
		t.change(func(n int) int {
			if t.typing && n < 10 {
				return n*10 + int(r-'0')
			}
			return int(r - '0')
		})
		t.typing = true
	case r == '+':
		t.change(func(n int) int { return n + 1 })
	case r == '-':
		t.change(func(n int) int { return n - 1 })
	}
}

// remember keeps the count that digits change.
func (t *PaperTable) remember() (restore func()) {
	if len(t.lines) == 0 {
		return nil
	}
	count := t.lines[t.at].Count
	return func() { t.onCount(count) }
}

// TypedKey implements fyne.Focusable.
func (t *PaperTable) TypedKey(e *fyne.KeyEvent) {
	if t.keys.took(e) {
		return
	}
	switch e.Name {
	case fyne.KeyUp:
		t.selectRow(t.at - 1)
	case fyne.KeyDown:
		t.selectRow(t.at + 1)
	case fyne.KeyHome:
		t.selectRow(0)
	case fyne.KeyEnd:
		t.selectRow(len(t.lines) - 1)
	case fyne.KeyLeft, fyne.KeyRight:
		t.copies, t.typing = e.Name == fyne.KeyRight, false
		t.show()
	case fyne.KeyBackspace, fyne.KeyDelete:
		t.change(func(int) int { return 0 })
	case fyne.KeySpace:
		if len(t.lines) > 0 {
			t.toggle()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		t.keys.Next()
	default:
		t.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *PaperTable) TypedShortcut(s fyne.Shortcut) { t.keys.shortcut(s) }

// paperRow is one line of the table.
type paperRow struct {
	widget.BaseWidget
	onTap                    func(x float32)
	bg, rule                 *box
	no, name, originals      *Text
	copies, remark           *Text
	cellO, cellC             *box
	tick, eye                *Icon
	line                     model.PaperLine
	selected, ring, onCopies bool
}

func newPaperRow(onTap func(float32)) *paperRow {
	r := &paperRow{
		onTap: onTap, bg: newBox(Clear, Clear, 0, 0), rule: newBox(Line, Clear, 0, 0),
		no: NewText("", 14, Ink2), name: NewText("", 14, Ink), originals: NewText("", 14, Ink).Centred(), copies: NewText("", 14, Ink).Centred(),
		remark: NewText("", 14, Ink2), cellO: newBox(Surface, Border, 1, 4), cellC: newBox(Surface, Border, 1, 4),
		tick: NewIcon("", Good, 20), eye: NewIcon("visibility", Ink2, 18),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *paperRow) set(i int, l model.PaperLine, selected, ring, onCopies bool) {
	no := strconv.Itoa(i + 1)
	if r.no.Text == no && sameLine(r.line, l) && r.selected == selected && r.ring == ring && r.onCopies == onCopies {
		return
	}
	r.no.Text, r.line, r.selected, r.ring, r.onCopies = no, l, selected, ring, onCopies
	r.Refresh()
}

func sameLine(a, b model.PaperLine) bool { return a == b }

// CreateRenderer implements fyne.Widget.
func (r *paperRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }

func (r *paperRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg.Rectangle, r.rule.Rectangle, r.no, r.name, r.cellO.Rectangle, r.cellC.Rectangle, r.originals, r.copies, r.tick, r.eye, r.remark}
}

func (r *paperRow) smallest() fyne.Size { return fyne.NewSize(px(200), px(32)) }

func (r *paperRow) place(s fyne.Size) {
	put(r.bg.Rectangle, 0, 0, s.Width, s.Height-px(1))
	put(r.rule.Rectangle, 0, s.Height-px(1), s.Width, px(1))
	put(r.no, px(8), 0, px(24), s.Height)
	last := s.Width - px(paperColumns.last)
	cw := px(paperColumns.count)
	put(r.name, px(paperColumns.no), 0, last-2*cw-px(paperColumns.no+8), s.Height)
	bw, bh := px(46), px(24)
	for i, c := range []*box{r.cellO, r.cellC} {
		x := last - cw*float32(2-i) + (cw-bw)/2
		put(c.Rectangle, x, (s.Height-bh)/2, bw, bh)
		put([]*Text{r.originals, r.copies}[i], x, 0, bw, s.Height)
	}
	put(r.tick, last-2*cw, 0, cw, s.Height)
	put(r.eye, last+px(6), 0, px(18), s.Height)
	left := last + px(8)
	if !r.eye.Hidden {
		left += px(22)
	}
	put(r.remark, left, 0, s.Width-left-px(8), s.Height)
}

func (r *paperRow) paint() {
	l := r.line
	ink, soft := Ink, Ink2
	if l.Ruled != "" {
		ink, soft = Hint, Hint
	}
	r.bg.fill = Clear
	if r.selected {
		r.bg.fill = MainSoft
	}
	r.no.Tint, r.name.Tint, r.name.Text, r.name.Bold = Ink2, ink, l.Name, r.selected && l.Ruled == ""
	r.name.wide = -1
	shown := l.Rule.PresentOnly
	r.cell(r.cellO, r.originals, l.Count.Originals, l.Rule.Originals, !r.onCopies)
	r.cell(r.cellC, r.copies, l.Count.Copies, l.Rule.Copies, r.onCopies)
	r.tick.Hidden = !shown || l.Ruled != ""
	r.eye.Hidden = !shown || l.Ruled != ""
	r.tick.Name, r.tick.Tint = "check_box_outline_blank", Ink2
	if l.Count.Shown {
		r.tick.Name, r.tick.Tint = "check_box", Good
	}
	if r.ring && shown {
		r.tick.Tint = Ring
	}
	r.remark.Text, r.remark.Tint = l.Remark, soft
	if l.Ruled != "" {
		r.remark.Text = l.Ruled
	}
	for _, b := range []*box{r.bg, r.rule, r.cellO, r.cellC} {
		b.paint()
	}
	for _, t := range []*Text{r.no, r.name, r.originals, r.copies, r.remark} {
		t.Refresh()
	}
	r.tick.Refresh()
	r.eye.Refresh()
}

// cell shows one count: in a box where it can be changed, as a dash where the
// paper asks for none and none was given.
func (r *paperRow) cell(b *box, t *Text, n, asked int, here bool) {
	ruled, shown := r.line.Ruled != "", r.line.Rule.PresentOnly
	ring := r.ring && here && !shown && !ruled
	boxed := !ruled && !shown && (asked > 0 || n > 0 || ring)
	b.Hidden = !boxed
	b.stroke, b.width = Border, 1
	if ring {
		b.stroke, b.width = Ring, 2
	}
	t.Text, t.Tint = strconv.Itoa(n), Ink
	if !boxed {
		t.Text, t.Tint = "–", Ink2
		if shown {
			t.Text = ""
		}
	}
	if boxed && n < asked {
		t.Tint = Wait
	}
}

// Tapped implements fyne.Tappable.
func (r *paperRow) Tapped(e *fyne.PointEvent) { r.onTap(e.Position.X) }
