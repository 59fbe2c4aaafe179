package view

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Segment is one choice among two or three that are all visible. ← and →
// choose, Enter goes on.
type Segment struct {
	widget.BaseWidget

	keys     *Keys
	onChoose func(key string)
	ids      []string
	texts    []*Text
	backs    []*box
	frame    *box
	ring     *box
	chosen   string
	allowed  map[string]bool // nil for all
	focused  bool
}

// NewSegment returns a choice of ids named by words.
func NewSegment(keys *Keys, ids, words []string, onChoose func(string)) *Segment {
	g := &Segment{keys: keys, ids: ids, onChoose: onChoose, frame: newBox(Clear, Border, 1, 6), ring: newBox(Clear, Ring, 2, 8)}
	for _, w := range words {
		g.texts = append(g.texts, NewWords(w, 14, Ink).Centred())
		g.backs = append(g.backs, newBox(Surface, Border, 1, 6))
	}
	g.ExtendBaseWidget(g)
	return g
}

// Set marks the chosen id and which ids may be chosen (nil for all).
func (g *Segment) Set(id string, allowed map[string]bool) {
	if g.chosen != id || !maps.Equal(g.allowed, allowed) {
		g.chosen, g.allowed = id, allowed
		g.Refresh()
	}
}

func (g *Segment) may(i int) bool { return g.allowed == nil || g.allowed[g.ids[i]] }

// CreateRenderer implements fyne.Widget.
func (g *Segment) CreateRenderer() fyne.WidgetRenderer { return renderer(g) }

func (g *Segment) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{g.ring.Rectangle, g.frame.Rectangle}
	for i := range g.ids {
		out = append(out, g.backs[i].Rectangle, g.texts[i])
	}
	return out
}

func (g *Segment) widths() []float32 {
	out := make([]float32, len(g.ids))
	for i, t := range g.texts {
		out[i] = fyne.MeasureText(t.Text, px(14), fyne.TextStyle{Bold: true}).Width + px(20)
	}
	return out
}

func (g *Segment) smallest() fyne.Size {
	w := float32(0)
	for _, x := range g.widths() {
		w += x
	}
	return fyne.NewSize(w, px(34))
}

func (g *Segment) place(s fyne.Size) {
	put(g.frame.Rectangle, 0, 0, s.Width, s.Height)
	o := px(3)
	put(g.ring.Rectangle, -o, -o, s.Width+2*o, s.Height+2*o)
	ws := g.widths()
	sum := float32(0)
	for _, w := range ws {
		sum += w
	}
	x, extra := float32(0), (s.Width-sum)/float32(len(ws))
	for i, w := range ws {
		w += extra
		over := float32(0) // neighbours share one line
		if i > 0 {
			over = px(1)
		}
		put(g.backs[i].Rectangle, x-over, 0, w+over, s.Height)
		put(g.texts[i], x, 0, w, s.Height)
		x += w
	}
}

func (g *Segment) paint() {
	for i, id := range g.ids {
		t, b := g.texts[i], g.backs[i]
		b.fill, t.Tint, t.Bold = Surface, Ink, false
		switch {
		case id == g.chosen:
			b.fill, t.Tint, t.Bold = MainSoft, Main, true
		case !g.may(i):
			t.Tint = Hint
		}
		b.stroke = Border
		b.paint()
		b.CornerRadius = 0
		r := px(6)
		b.TopLeftCornerRadius, b.BottomLeftCornerRadius, b.TopRightCornerRadius, b.BottomRightCornerRadius = 0, 0, 0, 0
		if i == 0 {
			b.TopLeftCornerRadius, b.BottomLeftCornerRadius = r, r
		}
		if i == len(g.ids)-1 {
			b.TopRightCornerRadius, b.BottomRightCornerRadius = r, r
		}
		b.Refresh()
		t.Refresh()
	}
	g.frame.paint()
	g.ring.paint()
	g.ring.Hidden = !g.focused
}

func (g *Segment) move(by int) {
	at := 0
	for i, id := range g.ids {
		if id == g.chosen {
			at = i
		}
	}
	for i := at + by; i >= 0 && i < len(g.ids); i += by {
		if g.may(i) {
			g.onChoose(g.ids[i])
			return
		}
	}
}

// Tapped implements fyne.Tappable.
func (g *Segment) Tapped(e *fyne.PointEvent) {
	for i, b := range g.backs {
		if x := b.Position().X; e.Position.X >= x && e.Position.X < x+b.Size().Width && g.may(i) {
			g.keys.Focus(g)
			g.onChoose(g.ids[i])
		}
	}
}

// FocusGained implements fyne.Focusable.
func (g *Segment) FocusGained() { g.focused = true; g.Refresh(); g.keys.OnFocus(g) }

// FocusLost implements fyne.Focusable.
func (g *Segment) FocusLost() { g.focused = false; g.Refresh() }

// TypedRune implements fyne.Focusable.
func (g *Segment) TypedRune(r rune) { g.keys.rune(r, nil) }

// TypedKey implements fyne.Focusable.
func (g *Segment) TypedKey(e *fyne.KeyEvent) {
	if g.keys.took(e) {
		return
	}
	switch e.Name {
	case fyne.KeyLeft:
		g.move(-1)
	case fyne.KeyRight, fyne.KeySpace:
		g.move(+1)
	case fyne.KeyReturn, fyne.KeyEnter:
		g.keys.Next()
	default:
		g.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (g *Segment) TypedShortcut(s fyne.Shortcut) { g.keys.shortcut(s) }
