package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// mostCounters is how many counters the day's work has columns for; the sum
// counts them all.
const mostCounters = 5

// workLine is one line of the day's work: what, a number for each counter, and
// the sum.
type workLine struct {
	widget.BaseWidget
	bg, rule *box
	what     *Text
	numbers  [mostCounters + 1]*Text
	n        int
}

func newWorkLine() *workLine {
	l := &workLine{bg: newBox(Clear, Clear, 0, 0), rule: newBox(Line, Clear, 0, 0), what: NewText("", 14, Ink)}
	for i := range l.numbers {
		l.numbers[i] = NewText("", 14, Ink)
		l.numbers[i].Align = fyne.TextAlignTrailing
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *workLine) set(w model.DayWork, head bool) {
	numbers := w.Numbers
	if n := len(numbers); n > len(l.numbers) {
		numbers = append(append([]string(nil), numbers[:mostCounters]...), numbers[n-1])
	}
	letters, tint := float32(14), Ink
	l.bg.fill = Clear
	if head {
		letters, tint, l.bg.fill = 12, Ink2, Header
	}
	l.n = len(numbers)
	l.what.Text, l.what.Letters, l.what.Tint, l.what.wide = w.What, letters, tint, -1
	for i, t := range l.numbers {
		t.Text, t.Letters, t.Tint, t.Bold, t.wide = "", letters, tint, !head && i == len(numbers)-1, -1
		if i < len(numbers) {
			t.Text = numbers[i]
		}
	}
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *workLine) CreateRenderer() fyne.WidgetRenderer { return renderer(l) }
func (l *workLine) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.bg.Rectangle, l.rule.Rectangle, l.what}
	for _, t := range l.numbers {
		out = append(out, t)
	}
	return out
}
func (l *workLine) smallest() fyne.Size { return fyne.NewSize(px(300), px(30)) }
func (l *workLine) place(s fyne.Size) {
	put(l.bg.Rectangle, 0, 0, s.Width, s.Height)
	put(l.rule.Rectangle, 0, s.Height-max(1, px(1)), s.Width, max(1, px(1)))
	w := px(110)
	for i, t := range l.numbers {
		put(t, s.Width-px(14)-w*float32(l.n-i), 0, w, s.Height)
	}
	put(l.what, px(14), 0, max(px(60), s.Width-px(28)-w*float32(l.n)), s.Height)
}
func (l *workLine) paint() {
	l.bg.paint()
	l.rule.paint()
	l.what.Refresh()
	for _, t := range l.numbers {
		t.Refresh()
	}
}

// equationLayout places four boxes and the three signs between them.
type equationLayout struct{}

// MinSize implements fyne.Layout.
func (equationLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(560), px(92)) }

// Layout implements fyne.Layout.
func (equationLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	sign := px(40)
	w := (s.Width - 3*sign) / 4
	for i := range 4 {
		put(o[i], (w+sign)*float32(i), 0, w, s.Height)
		if i < 3 {
			put(o[4+i], (w+sign)*float32(i)+w, 0, sign, s.Height)
		}
	}
}

// dayLayout: the equation over everything, differences over the day's work to
// the left, the shift and the main action to the right; in a narrow window all
// under each other.
type dayLayout struct{}

const (
	daySide  = 356
	dayHalf  = 150 // least height of a table, in units
	dayWhole = 232 // of the day's work with all its lines
)

func (dayLayout) narrow(width float32) bool { return width < px(1100) }

// MinSize implements fyne.Layout.
func (l dayLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := o[0].MinSize().Height + px(12)
	side := o[3].MinSize().Height + o[4].MinSize().Height + px(12)
	if w := o[0].Size().Width; w > 0 && l.narrow(w) {
		return fyne.NewSize(px(320), h+side+px(dayHalf+dayWhole+24))
	}
	return fyne.NewSize(px(320), h+max(side, px(dayHalf+dayWhole+12)))
}

// Layout implements fyne.Layout.
func (l dayLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap, side := px(12), px(daySide)
	top := o[0].MinSize().Height
	put(o[0], 0, 0, s.Width, top)
	y := top + gap
	if l.narrow(s.Width) {
		for _, x := range []struct {
			o fyne.CanvasObject
			h float32
		}{{o[3], 0}, {o[4], 0}, {o[1], px(dayHalf)}, {o[2], px(dayWhole)}} {
			x.o.Resize(fyne.NewSize(s.Width, x.o.Size().Height))
			h := max(x.h, x.o.MinSize().Height)
			put(x.o, 0, y, s.Width, h)
			y += h + gap
		}
		return
	}
	left := s.Width - side - gap
	upper := max(px(dayHalf), s.Height-y-gap-px(dayWhole+20))
	put(o[1], 0, y, left, upper)
	put(o[2], 0, y+upper+gap, left, max(0, s.Height-y-upper-gap))
	o[4].Resize(fyne.NewSize(side, o[4].Size().Height))
	foot := o[4].MinSize().Height
	put(o[3], left+gap, y, side, max(0, s.Height-y-foot-gap))
	put(o[4], left+gap, s.Height-foot, side, foot)
}
