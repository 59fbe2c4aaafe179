package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua"
	"motcua/app/model"
)

// statusLooks pair each of the ten statuses with its icon and tint.
var statusLooks = map[motcua.Status]struct {
	icon      string
	ink, soft fyne.ThemeColorName
}{
	motcua.StatusRegistered:     {"add_notes", Plain, PlainSoft},
	motcua.StatusReceived:       {"inbox", Main, MainSoft},
	motcua.StatusRefused:        {"block", Bad, BadSoft},
	motcua.StatusProcessing:     {"autorenew", Main, MainSoft},
	motcua.StatusSupplement:     {"note_add", Wait, WaitSoft},
	motcua.StatusPayment:        {"payments", Wait, WaitSoft},
	motcua.StatusWithdrawn:      {"undo", Plain, PlainSoft},
	motcua.StatusStopped:        {"stop_circle", Plain, PlainSoft},
	motcua.StatusDone:           {"task_alt", Good, GoodSoft},
	motcua.StatusResultReturned: {"handshake", Good, GoodSoft},
}

// lightLooks pair each light with its shape and colour; the two nearest are
// bold. Printed in black and white the shapes still differ.
var lightLooks = map[model.Light]struct {
	icon string
	tint fyne.ThemeColorName
	bold bool
}{
	model.LightNone:   {"", Ink2, false},
	model.LightLate:   {"light-late", Bad, true},
	model.LightToday:  {"light-today", WaitSolid, true},
	model.LightSoon:   {"light-soon", WaitSolid, false},
	model.LightCalm:   {"light-calm", Good, false},
	model.LightPaused: {"light-paused", Plain, false},
	model.LightDone:   {"check", Good, false},
}

// chip is a status in its tint: icon and word.
type chip struct {
	box  *box
	icon *Icon
	word *Text
}

func newChip() chip {
	return chip{newBox(PlainSoft, Clear, 1, 4), NewIcon("", Ink2, 14), NewText("", 12, Ink)}
}

func (c chip) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.box.Rectangle, c.icon, c.word}
}

// set gives the chip its words without painting them.
func (c chip) set(s motcua.Status, word string) {
	look := statusLooks[s]
	c.word.Text, c.word.wide, c.word.Tint, c.icon.Name, c.icon.Tint = word, -1, look.ink, look.icon, look.ink
	c.box.fill, c.box.stroke = look.soft, Clear
	if contrastLook() {
		c.box.stroke = look.ink
	}
}

func (c chip) wide() float32 {
	return fyne.MeasureText(c.word.Text, px(12), fyne.TextStyle{}).Width + px(34)
}

func (c chip) place(x, y, w float32) {
	put(c.box.Rectangle, x, y, w, px(22))
	put(c.icon, x+px(6), y, px(16), px(22))
	put(c.word, x+px(26), y, w-px(30), px(22))
}

func (c chip) paint() {
	c.box.paint()
	c.icon.Refresh()
	c.word.Refresh()
}

// StatusChip is a chip that stands by itself.
type StatusChip struct {
	widget.BaseWidget
	c chip
}

// NewStatusChip returns an empty chip.
func NewStatusChip() *StatusChip {
	s := &StatusChip{c: newChip()}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows a status.
func (s *StatusChip) Set(status motcua.Status, word string) {
	s.c.set(status, word)
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *StatusChip) CreateRenderer() fyne.WidgetRenderer { return renderer(s) }
func (s *StatusChip) parts() []fyne.CanvasObject          { return s.c.parts() }
func (s *StatusChip) smallest() fyne.Size                 { return fyne.NewSize(s.c.wide(), px(22)) }
func (s *StatusChip) place(z fyne.Size)                   { s.c.place(0, 0, z.Width) }
func (s *StatusChip) paint()                              { s.c.paint() }

// trio shows how far a dossier has travelled: three icons, never merged.
type trio [3]*Icon

func newTrio() trio {
	return trio{NewIcon("hard_drive", Good, 18), NewIcon("upload", Border, 18), NewIcon("verified", Border, 18)}
}

func (t trio) set(truth motcua.Truth) {
	t[1].Tint, t[2].Tint = Border, Border
	if truth >= motcua.TruthSent {
		t[1].Tint = Good
	}
	switch truth {
	case motcua.TruthReceived:
		t[2].Tint = Good
	case motcua.TruthRefused:
		t[2].Tint = Bad
	}
}

// workRow is one line of the list.
type workRow struct {
	widget.BaseWidget
	line          model.WorkLine
	here          bool
	light         *Icon
	texts         [6]*Text // light, name, procedure, due, where; and the bar of a row on its way
	same, differs *Text
	status        chip
	truth         trio
	bar           *box
}

func newWorkRow() *workRow {
	r := &workRow{light: NewIcon("", Ink2, 16), same: NewWords("", 14, Ink2), differs: NewWords("", 14, Ink).AsBold(), status: newChip(), truth: newTrio(), bar: newBox(PlainSoft, Clear, 0, 4)}
	for i := range r.texts {
		r.texts[i] = NewText("", 14, Ink)
	}
	r.ExtendBaseWidget(r)
	return r
}

// set shows a line; here is false while it is on its way.
func (r *workRow) set(l model.WorkLine, here bool) {
	if r.line != l || r.here != here {
		r.line, r.here = l, here
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *workRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *workRow) parts() []fyne.CanvasObject {
	out := append([]fyne.CanvasObject{r.bar.Rectangle, r.light, r.same, r.differs}, r.status.parts()...)
	for _, t := range r.texts {
		out = append(out, t)
	}
	for _, i := range r.truth {
		out = append(out, i)
	}
	return out
}
func (r *workRow) smallest() fyne.Size { return fyne.NewSize(px(300), px(30)) }

// textColumns are the columns of texts but the first, which has its icon.
var textColumns = [...]int{0, 2, 3, 4, 6}

func (r *workRow) place(s fyne.Size) {
	c := workPlaces(s.Width)
	put(r.bar.Rectangle, c[1].x, s.Height/2-px(6), px(520), px(12))
	put(r.light, c[0].x, 0, px(16), s.Height)
	for i, at := range textColumns {
		x, w := c[at].x, c[at].w
		if at == 0 {
			x, w = x+px(22), w-px(22)
		}
		visible(r.texts[i], w > 0 && r.here)
		put(r.texts[i], x, 0, w, s.Height)
	}
	w := r.same.MinSize().Width
	put(r.same, c[1].x, 0, w, s.Height)
	put(r.differs, c[1].x+w, 0, c[1].w-w, s.Height)
	for _, o := range r.status.parts() {
		visible(o, c[5].w > 0 && r.here)
	}
	r.status.place(c[5].x, (s.Height-px(22))/2, min(c[5].w, r.status.wide()))
	for i, o := range r.truth {
		put(o, c[7].x+px(23)*float32(i), 0, px(18), s.Height)
	}
}

func (r *workRow) paint() {
	l := r.line
	look := lightLooks[l.Light]
	r.light.Name, r.light.Tint = look.icon, look.tint
	if l.Marked {
		r.light.Name, r.light.Tint = "check_box", Main
	}
	for i, t := range []string{l.LightName, l.Name, l.Procedure, l.Due, l.Where} {
		r.texts[i].Text, r.texts[i].wide = t, -1
	}
	r.texts[0].Bold = look.bold
	r.same.Text, r.differs.Text, r.same.wide, r.differs.wide = l.Same, l.Differs, -1, -1
	r.status.set(l.Status, l.StatusName)
	r.truth.set(l.Truth)
	r.bar.paint()
	for _, o := range r.parts() {
		visible(o, r.here)
	}
	visible(r.bar.Rectangle, !r.here)
	r.status.paint()
	for _, o := range r.parts() {
		if w, ok := o.(fyne.Widget); ok {
			w.Refresh()
		}
	}
}
