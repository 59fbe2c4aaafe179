package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Palette is the search box for everything, over whatever screen is there.
// Esc closes it; the screen below is as it was, and so is its ring.
type Palette struct {
	m      *model.Search
	keys   *Keys
	canvas fyne.Canvas
	pop    *widget.PopUp
	query  *Field
	lines  *foundList
	body   *fyne.Container
	fault  *troubleBox
}

// NewPalette returns the one search box of a window.
func NewPalette(win fyne.Window, m *model.Search, keys *Keys) *Palette {
	p := &Palette{m: m, keys: keys, canvas: win.Canvas(), fault: newTroubleBox()}
	p.query = NewField(keys, "", "Tìm hồ sơ, người, thủ tục, việc cần làm", m.SetQuery, func() {})
	p.query.lead.Name = "search"
	p.query.entry.onKey = p.key
	p.lines = newFoundList(m.Take)
	p.fault.root.Hide()
	help := row(6, keyCap("Lên"), keyCap("Xuống"), NewWords("chọn", 12, Ink2), keyCap("Enter"), NewWords("mở", 12, Ink2), keyCap("Esc"),
		NewWords("đóng, chữ đang gõ ở màn hình trước vẫn còn", 12, Ink2), gapOf())
	hint := NewText("mã · 4 số cuối · tên không dấu · số định danh · điện thoại · thủ tục · quét giấy hẹn", 12, Ink2)
	foot := container.NewStack(NewPanel(Header, Line, 1, 0), size(0, 36, pad(14, 7, 14, 7, help)))
	p.body = container.NewStack(NewPanel(Surface, Border, 1, 8),
		pad(1, 1, 1, 1, container.NewBorder(pad(13, 13, 13, 8, col(6, p.query, hint, p.fault.root)), foot, nil, nil, container.NewVScroll(p.lines))))
	return p
}

// Open reports whether the box is open.
func (p *Palette) Open() bool { return p.pop != nil }

// Show opens the box, empty.
func (p *Palette) Show() {
	if p.pop == nil {
		p.keys.Park()
		p.query.entry.set("")
		p.pop = widget.NewModalPopUp(p.body, p.canvas)
		room := p.canvas.Size()
		p.pop.Resize(fyne.NewSize(min(px(780), room.Width-px(48)), min(px(500), room.Height-px(48))))
		p.pop.Show()
	}
	p.m.Open()
	p.query.Take()
}

// Close closes the box; it reports whether it was open.
func (p *Palette) Close() bool {
	if p.pop == nil {
		return false
	}
	p.pop.Hide()
	p.pop = nil
	p.keys.Unpark()
	return true
}

// Set shows what was found.
func (p *Palette) Set(s model.SearchState) {
	if p.pop == nil {
		return
	}
	visible(p.fault.root, s.Trouble != nil)
	if s.Trouble != nil {
		p.fault.set(*s.Trouble)
	}
	p.lines.set(s.Lines, s.Chosen)
}

func (p *Palette) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyUp, fyne.KeyPageUp:
		p.m.Move(-1)
	case fyne.KeyDown, fyne.KeyPageDown:
		p.m.Move(+1)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.m.Enter()
	case fyne.KeyEscape:
		p.Close()
	default:
		return e.Name == fyne.KeyTab
	}
	return true
}

// mostFound is how many lines the box can have: three groups with headings.
const mostFound = 24

// foundList draws the lines under the box. They are made once.
type foundList struct {
	widget.BaseWidget
	onTake func(i int)
	lines  []model.Found
	at     int
	rows   [mostFound]*foundRow
}

func newFoundList(onTake func(int)) *foundList {
	l := &foundList{onTake: onTake}
	for i := range l.rows {
		l.rows[i] = newFoundRow()
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *foundList) set(lines []model.Found, at int) {
	l.lines, l.at = lines[:min(len(lines), mostFound)], at
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *foundList) CreateRenderer() fyne.WidgetRenderer { return renderer(l) }
func (l *foundList) parts() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, r := range l.rows {
		out = append(out, r)
	}
	return out
}

func foundHeight(k model.FoundKind) float32 {
	if k == model.FoundHeading {
		return px(30)
	}
	return px(36)
}

func (l *foundList) smallest() fyne.Size {
	h := float32(0)
	for _, f := range l.lines {
		h += foundHeight(f.Kind)
	}
	return fyne.NewSize(px(300), h+px(8))
}

func (l *foundList) place(s fyne.Size) {
	y := float32(0)
	for i, f := range l.lines {
		h := foundHeight(f.Kind)
		put(l.rows[i], 0, y, s.Width, h)
		y += h
	}
}

func (l *foundList) paint() {
	for i, r := range l.rows {
		visible(r, i < len(l.lines))
		if i < len(l.lines) {
			r.set(l.lines[i], i == l.at, i > 0)
		}
	}
}

// Tapped implements fyne.Tappable.
func (l *foundList) Tapped(e *fyne.PointEvent) {
	for i := range l.lines {
		if y := l.rows[i].Position().Y; e.Position.Y >= y && e.Position.Y < y+l.rows[i].Size().Height {
			l.onTake(i)
			return
		}
	}
}

// mostRuns is how many stretches of bold and plain a name can have.
const mostRuns = 9

// foundRow is one line: a heading, or icon, words, note, status and key.
type foundRow struct {
	widget.BaseWidget
	line     model.Found
	chosen   bool
	bg, rule *box
	icon     *Icon
	words    [mostRuns]*Text
	note     *Text
	status   chip
	cap      *Text
	capBox   *box
}

func newFoundRow() *foundRow {
	r := &foundRow{bg: newBox(Clear, Clear, 1, 0), rule: newBox(Line, Clear, 0, 0), icon: NewIcon("", Ink2, 18), note: NewText("", 14, Ink2), status: newChip(),
		cap: NewWords("", 12, Ink2), capBox: newBox(Header, Border, 1, 4)}
	for i := range r.words {
		r.words[i] = NewWords("", 14, Ink)
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *foundRow) set(f model.Found, chosen, ruled bool) {
	r.line, r.chosen = f, chosen
	r.rule.Hidden = !ruled || f.Kind != model.FoundHeading
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *foundRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *foundRow) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.bg.Rectangle, r.rule.Rectangle, r.icon}
	for _, w := range r.words {
		out = append(out, w)
	}
	return append(append(out, r.note), append(r.status.parts(), r.capBox.Rectangle, r.cap)...)
}
func (r *foundRow) smallest() fyne.Size { return fyne.NewSize(px(200), px(30)) }

func (r *foundRow) place(s fyne.Size) {
	put(r.bg.Rectangle, 0, 0, s.Width, s.Height)
	put(r.rule.Rectangle, 0, 0, s.Width, max(1, px(1)))
	put(r.icon, px(14), 0, px(18), s.Height)
	right := s.Width - px(14)
	if r.cap.Text != "" {
		w := r.cap.MinSize().Width + px(12)
		put(r.capBox.Rectangle, right-w, (s.Height-px(20))/2, w, px(20))
		put(r.cap, right-w+px(6), (s.Height-px(20))/2, w-px(12), px(20))
		right -= w + px(10)
	}
	if r.line.Kind == model.FoundDossier {
		w := r.status.wide()
		r.status.place(right-w, (s.Height-px(22))/2, w)
		right -= w + px(10)
	}
	x := px(42)
	if r.line.Kind == model.FoundHeading {
		x = px(14)
	}
	for _, t := range r.words {
		if t.Text == "" {
			continue
		}
		w := t.width(t.Text)
		put(t, x, 0, w, s.Height)
		x += w
	}
	if x > px(42) {
		x += px(10)
	}
	put(r.note, x, 0, max(0, right-x), s.Height)
}

func (r *foundRow) paint() {
	f := r.line
	heading := f.Kind == model.FoundHeading
	r.bg.fill, r.bg.stroke = Clear, Clear
	if r.chosen {
		r.bg.fill = MainSoft
		if contrastLook() {
			r.bg.stroke = Main
		}
	}
	for i, t := range r.words {
		t.Text, t.Letters, t.Tint, t.Bold, t.wide = "", 14, Ink, false, -1
		if heading {
			t.Letters, t.Tint = 12, Ink2
		}
		if i < len(f.Words) {
			t.Text, t.Bold = f.Words[i].Text, f.Words[i].Bold
		}
		if n := len(r.words) - 1; i == n && len(f.Words) > n { // the rest in one
			for _, w := range f.Words[n+1:] {
				t.Text += w.Text
			}
		}
	}
	r.icon.Name, r.note.Text, r.note.wide = f.Icon, f.Note, -1
	r.cap.Text = f.Key
	if f.Kind == model.FoundDossier && r.chosen {
		r.cap.Text = "Enter"
	}
	r.status.set(f.Status, f.StatusName)
	for _, o := range r.status.parts() {
		visible(o, f.Kind == model.FoundDossier)
	}
	visible(r.capBox.Rectangle, r.cap.Text != "")
	visible(r.icon, !heading)
	for _, b := range []*box{r.bg, r.rule, r.capBox} {
		b.paint()
	}
	r.status.paint()
	for _, o := range r.parts() {
		if w, ok := o.(fyne.Widget); ok {
			w.Refresh()
		}
	}
}
