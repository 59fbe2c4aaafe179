package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// StepPath draws where a dossier stands: circles joined by lines, across where
// there is room, down where the screen is tall.
type StepPath struct {
	widget.BaseWidget
	down  bool
	small bool
	steps []model.PathStep
	dots  []*stepDot
}

type stepDot struct {
	line, dot, hole *box
	tick            *Icon
	word, when      *Text
}

const mostSteps = 8

// NewStepPath returns an empty path.
func NewStepPath(down bool) *StepPath {
	p := &StepPath{down: down}
	for range mostSteps {
		d := &stepDot{
			line: newBox(Line, Clear, 0, 0), dot: newBox(Good, Good, 2, 22), hole: newBox(Surface, Clear, 0, 14), tick: NewIcon("check", OnGood, 24),
			word: NewText("", 19, Ink), when: NewText("", 17, Ink2),
		}
		d.word.Align, d.when.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
		if down {
			d.word.Align, d.when.Align = fyne.TextAlignLeading, fyne.TextAlignTrailing
		}
		p.dots = append(p.dots, d)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Small makes the path fit a desk's screen and returns it.
func (p *StepPath) Small() *StepPath {
	p.small = true
	for _, d := range p.dots {
		d.word.Letters, d.when.Letters, d.tick.Side = 12, 12, 14
	}
	return p
}

// Set shows these steps.
func (p *StepPath) Set(steps []model.PathStep) {
	p.steps = steps[:min(len(steps), mostSteps)]
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *StepPath) CreateRenderer() fyne.WidgetRenderer { return renderer(p) }

func (p *StepPath) parts() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, d := range p.dots {
		out = append(out, d.line.Rectangle)
	}
	for _, d := range p.dots {
		out = append(out, d.dot.Rectangle, d.hole.Rectangle, d.tick, d.word, d.when)
	}
	return out
}

func (p *StepPath) smallest() fyne.Size {
	if p.down {
		return fyne.NewSize(px(300), px(52)*float32(max(1, len(p.steps))))
	}
	if p.small {
		return fyne.NewSize(px(300), px(62))
	}
	return fyne.NewSize(px(300), px(108))
}

func (p *StepPath) place(s fyne.Size) {
	n := float32(max(1, len(p.steps)))
	side := px(44)
	for i, d := range p.dots[:len(p.steps)] {
		if p.down {
			side = px(36)
			h := s.Height / n
			y := h*float32(i) + (h-side)/2
			d.put(0, y, side)
			put(d.line.Rectangle, side/2-px(3), y+side, px(6), h-side)
			put(d.word, side+px(16), h*float32(i), s.Width*0.62-side, h)
			put(d.when, s.Width*0.62, h*float32(i), s.Width*0.38, h)
			continue
		}
		w := s.Width / n
		mid := w*float32(i) + w/2
		if p.small {
			p.placeSmall(d, mid, w)
			continue
		}
		d.put(mid-side/2, px(2), side)
		put(d.line.Rectangle, mid+side/2, px(2)+side/2-px(3), w-side, px(6))
		put(d.word, mid-w/2+px(4), px(52), w-px(8), px(28))
		put(d.when, mid-w/2+px(4), px(80), w-px(8), px(26))
	}
}

func (p *StepPath) placeSmall(d *stepDot, mid, w float32) {
	side := px(20)
	d.put(mid-side/2, px(2), side)
	put(d.line.Rectangle, mid+side/2, px(2)+side/2-px(2), w-side, px(3))
	put(d.word, mid-w/2+px(4), px(26), w-px(8), px(17))
	put(d.when, mid-w/2+px(4), px(43), w-px(8), px(17))
}

func (d *stepDot) put(x, y, side float32) {
	put(d.dot.Rectangle, x, y, side, side)
	in := side * 0.19
	put(d.hole.Rectangle, x+in, y+in, side-2*in, side-2*in)
	put(d.tick, x, y, side, side)
}

func (p *StepPath) paint() {
	for i, d := range p.dots {
		on := i < len(p.steps)
		for _, o := range []fyne.CanvasObject{d.line.Rectangle, d.dot.Rectangle, d.hole.Rectangle, d.tick, d.word, d.when} {
			visible(o, on)
		}
		if on {
			d.paint(p.steps[i], i == len(p.steps)-1)
		}
	}
}

func (d *stepDot) paint(s model.PathStep, last bool) {
	ink, _ := tints(s.Tint)
	d.line.fill = Line
	d.dot.fill, d.dot.stroke, d.hole.fill = ink, ink, Surface
	d.word.Text, d.word.Bold, d.word.Tint, d.when.Text, d.when.Tint, d.when.Bold = s.Word, false, Ink, s.When, Ink2, false
	switch s.State {
	case model.StepDone:
		d.line.fill, d.hole.fill = Good, Good
	case model.StepHere:
		d.word.Bold, d.when.Bold, d.when.Tint = true, true, ink
		d.when.Text = "Hồ sơ ở bước này"
		if s.When != "" {
			d.when.Text = "ở bước này từ " + s.When
		}
	case model.StepAhead:
		d.dot.fill, d.dot.stroke = Surface, Border
		d.word.Tint, d.when.Text = Ink2, "chưa đến"
	}
	visible(d.tick, s.State == model.StepDone)
	visible(d.line.Rectangle, !last)
	d.dot.radius, d.hole.radius = 22, 14
	for _, b := range []*box{d.line, d.dot, d.hole} {
		b.paint()
	}
	for _, o := range []fyne.CanvasObject{d.tick, d.word, d.when} {
		o.Refresh()
	}
}

// tints returns the pair of colours of a meaning.
func tints(t model.Tint) (ink, soft fyne.ThemeColorName) {
	switch t {
	case model.TintPrimary:
		return Main, MainSoft
	case model.TintWait:
		return Wait, WaitSoft
	case model.TintGood:
		return Good, GoodSoft
	case model.TintBad:
		return Bad, BadSoft
	}
	return Plain, PlainSoft
}
