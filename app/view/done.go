package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Done is the card that takes the place of the form after receiving: the code,
// the one true sentence, the receipt, the papers to scan, and the next person.
type Done struct {
	Root *container.Scroll

	m                  *model.Intake
	same, differs      *Text
	saved, line        *Text
	who                *Text
	again, next, print *KeyButton
	scan, attach       *KeyButton
	reuse              *KeyButton
	papers             *DoneTable
	state, hint        *Text
	trouble            *troubleBox
	preview            *canvas.Image
	sheet              *Text
	previewMissing     *Text
}

// NewDone builds the card.
func NewDone(m *model.Intake, keys *Keys, onImport func()) *Done {
	v := &Done{m: m, same: NewWords("", 22, Ink), differs: NewWords("", 28, Ink).AsBold(), saved: NewText("", 16, Good), line: NewText("", 14, Ink2), who: NewText("", 14, Ink),
		state: NewText("", 14, Ink2), trouble: newTroubleBox(), preview: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth},
		sheet: NewText("", 14, Ink2).AsBold(), previewMissing: NewText("", 14, Ink2).Centred()}
	v.next = NewKeyButton(keys, Filled, "person_add", "Người tiếp theo", "F4", m.Next)
	v.again = NewKeyButton(keys, Outlined, "", "Thêm hồ sơ của người này", "Ctrl+D", m.NextSame)
	v.print = NewKeyButton(keys, Outlined, "print", "In lại", "F8", m.Print)
	v.scan = NewKeyButton(keys, Outlined, "document_scanner", "Quét", "F5", m.Scan)
	v.attach = NewKeyButton(keys, Outlined, "attach_file", "Nhập tệp", "", onImport)
	v.reuse = NewKeyButton(keys, Outlined, "", "Dùng bản đã có", "Ctrl+R", m.ReuseEarlier)
	v.papers = NewDoneTable(keys, m)
	v.hint = NewText("", 12, Ink2)
	v.trouble.root.Hide()
	top := card(pad(16, 14, 16, 16, col(8,
		row(12, NewIcon("check_circle", Good, 44), grow(col(0, row(0, mid(v.same), v.differs), v.saved), 1)),
		v.who, v.line,
		row(8, v.next, v.again, v.print, gapOf()),
		v.trouble.root)))
	head := size(0, 46, pad(12, 6, 12, 6, row(8, NewWords("Giấy tờ của hồ sơ", 14, Ink).AsBold(), grow(v.state, 1), v.reuse, v.scan, v.attach)))
	foot := container.NewStack(NewPanel(Header, Clear, 0, 0), size(0, 28, pad(12, 0, 12, 0, v.hint)))
	papers := card(pad(1, 1, 1, 2, col(0, head, grow(v.papers, 1), foot)))
	sheet := card(pad(12, 10, 12, 12, container.NewBorder(pad(0, 0, 0, 8, row(8, NewIcon("print", Ink2, 18), grow(v.sheet, 1))), nil, nil, nil,
		container.NewStack(NewPanel(PlainSoft, Clear, 0, 4), v.previewMissing, pad(8, 8, 8, 8, v.preview)))))
	v.Root = container.NewVScroll(pad(16, 12, 16, 12, container.New(&doneLayout{}, top, papers, sheet)))
	v.Root.Hide()
	return v
}

// Take gives the ring to "next person".
func (v *Done) Take() { v.next.keys.Focus(v.next) }

// Show sets the card to a state.
func (v *Done) Show(s model.IntakeState) {
	d := s.Done
	if d == nil {
		return
	}
	v.same.Set(d.Same)
	v.differs.Set(d.Differs)
	v.saved.Set(d.Saved)
	line := d.Appointment
	if d.Printing != "" {
		line += " · " + d.Printing
	}
	v.line.Set(line)
	v.who.Set(d.Owner + " · " + d.Procedure)
	visible(v.print, d.CanPrint)
	visible(v.scan, d.CanScan)
	visible(v.attach, d.CanFile)
	visible(v.reuse, d.CanReuse)
	v.sheet.Set(model.Begun(d.Paper) + ", đúng như bản in")
	v.previewMissing.Set("Đang dựng " + d.Paper + " để xem trước")
	hint := "Phím mũi tên chọn giấy · thả tệp PDF, JPEG, PNG, TIFF vào cửa sổ để nhập"
	switch {
	case !d.CanFile:
		hint = "Hồ sơ đã kết thúc, không nhập thêm giấy tờ"
	case d.CanScan:
		hint = "Phím mũi tên chọn giấy · F5 quét vào giấy đang chọn · thả tệp PDF, JPEG, PNG, TIFF vào cửa sổ để nhập"
	}
	if d.Page != "" {
		hint += " · " + d.Page
	}
	v.hint.Set(hint)
	v.next.SetOff(d.Scanning != "")
	v.again.SetOff(d.Scanning != "")
	v.scan.SetOff(d.Scanning != "")
	v.state.Set(d.Scanning + d.Note)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	v.papers.Set(d)
	if v.preview.Image != d.Preview {
		v.preview.Image = d.Preview
		v.preview.Refresh()
	}
	visible(v.previewMissing, d.Preview == nil && d.CanPrint)
	visible(v.preview, d.Preview != nil)
	relayout(v.Root.Content)
}

// doneLayout: card over papers on the left, the receipt on the right.
type doneLayout struct{}

// MinSize implements fyne.Layout.
func (doneLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := o[0].MinSize().Height + px(8+200)
	if o[2].Position().X == 0 && o[2].Size().Width > 0 {
		h += px(420)
	}
	return fyne.NewSize(px(320), h)
}

// Layout implements fyne.Layout.
func (doneLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(s.Width, o[0].Size().Height))
	if narrow(s) {
		h := o[0].MinSize().Height
		put(o[0], 0, 0, s.Width, h)
		put(o[1], 0, h+px(8), s.Width, px(200))
		put(o[2], 0, h+px(216), s.Width, px(412))
		return
	}
	right := px(430)
	left := s.Width - right - px(12)
	h := o[0].MinSize().Height
	put(o[0], 0, 0, left, h)
	put(o[1], 0, h+px(8), left, s.Height-h-px(8))
	put(o[2], left+px(12), 0, right, s.Height)
}

// DoneTable lists the papers of the received dossier; ↑ ↓ choose one.
type DoneTable struct {
	widget.BaseWidget
	m       *model.Intake
	keys    *Keys
	rows    []*doneRow
	column  *fyne.Container
	scroll  *container.Scroll
	at      int
	focused bool
	ring    *box
}

// NewDoneTable returns an empty list.
func NewDoneTable(keys *Keys, m *model.Intake) *DoneTable {
	t := &DoneTable{m: m, keys: keys, column: col(0), ring: newBox(Clear, Ring, 2, 4)}
	t.scroll = container.NewVScroll(t.column)
	t.ExtendBaseWidget(t)
	return t
}

// Set shows the papers of a dossier.
func (t *DoneTable) Set(d *model.DoneCard) {
	t.at = d.Selected
	for len(t.rows) < len(d.Papers) {
		i := len(t.rows)
		t.rows = append(t.rows, newDoneRow(func() { t.keys.Focus(t); t.m.SelectPaper(i) }))
	}
	for i, p := range d.Papers {
		t.rows[i].set(i, p, i == d.Selected)
	}
	if len(t.column.Objects) != len(d.Papers) {
		t.column.Objects = nil
		for _, r := range t.rows[:len(d.Papers)] {
			t.column.Objects = append(t.column.Objects, r)
		}
		t.column.Refresh()
		t.scroll.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *DoneTable) CreateRenderer() fyne.WidgetRenderer { return renderer(t) }
func (t *DoneTable) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.scroll, t.ring.Rectangle}
}
func (t *DoneTable) place(s fyne.Size) {
	put(t.scroll, 0, 0, s.Width, s.Height)
	put(t.ring.Rectangle, px(2), 0, s.Width-px(4), s.Height)
}
func (t *DoneTable) smallest() fyne.Size { return fyne.NewSize(px(200), px(64)) }
func (t *DoneTable) paint()              { t.ring.paint(); t.ring.Hidden = !t.focused }

// FocusGained implements fyne.Focusable.
func (t *DoneTable) FocusGained() { t.focused = true; t.Refresh(); t.keys.OnFocus(t) }

// FocusLost implements fyne.Focusable.
func (t *DoneTable) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *DoneTable) TypedRune(r rune) { t.keys.rune(r, nil) }

// TypedKey implements fyne.Focusable.
func (t *DoneTable) TypedKey(e *fyne.KeyEvent) {
	if t.keys.took(e) {
		return
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		t.keys.Next()
		return
	}
	t.keys.key(e)
}

// TypedShortcut implements fyne.Shortcutable.
func (t *DoneTable) TypedShortcut(s fyne.Shortcut) { t.keys.shortcut(s) }

// Tapped implements fyne.Tappable.
func (t *DoneTable) Tapped(*fyne.PointEvent) { t.keys.Focus(t) }

type doneRow struct {
	widget.BaseWidget
	onTap    func()
	bg, rule *box
	no, name *Text
	remark   *Text
	icon     *Icon
	paper    model.DonePaper
	selected bool
}

func newDoneRow(tap func()) *doneRow {
	r := &doneRow{onTap: tap, bg: newBox(Clear, Clear, 0, 0), rule: newBox(Line, Clear, 0, 0), no: NewText("", 14, Ink2), name: NewText("", 14, Ink), remark: NewText("", 14, Ink2), icon: NewIcon("", Ink2, 18)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *doneRow) set(i int, p model.DonePaper, selected bool) {
	no := fmt.Sprint(i + 1)
	if r.no.Text != no || r.paper != p || r.selected != selected {
		r.no.Text, r.paper, r.selected = no, p, selected
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *doneRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *doneRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg.Rectangle, r.rule.Rectangle, r.no, r.name, r.icon, r.remark}
}
func (r *doneRow) smallest() fyne.Size { return fyne.NewSize(px(200), px(32)) }
func (r *doneRow) place(s fyne.Size) {
	put(r.bg.Rectangle, 0, 0, s.Width, s.Height-px(1))
	put(r.rule.Rectangle, 0, s.Height-px(1), s.Width, px(1))
	put(r.no, px(8), 0, px(24), s.Height)
	last := s.Width - px(230)
	put(r.name, px(36), 0, last-px(44), s.Height)
	put(r.icon, last, 0, px(20), s.Height)
	put(r.remark, last+px(24), 0, px(200), s.Height)
}

func (r *doneRow) paint() {
	r.bg.fill = Clear
	if r.selected {
		r.bg.fill = MainSoft
	}
	r.name.Text, r.name.Bold, r.name.wide = r.paper.Name, r.selected, -1
	r.icon.Name, r.icon.Tint, r.remark.Text, r.remark.Tint = "", Ink2, r.paper.Remark, Ink2
	switch {
	case !r.paper.Filable:
		r.icon.Name = "visibility"
	case r.paper.Pages != "":
		r.icon.Name, r.icon.Tint, r.remark.Text, r.remark.Tint = "check_circle", Good, r.paper.Pages, Good
	}
	r.bg.paint()
	r.rule.paint()
	for _, o := range []fyne.CanvasObject{r.no, r.name, r.remark, r.icon} {
		o.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (r *doneRow) Tapped(*fyne.PointEvent) { r.onTap() }
