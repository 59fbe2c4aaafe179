package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Text is words in one size and colour: one line cut with … where it does not
// fit, in the middle of the height, or several lines broken at spaces, from the
// top.
type Text struct {
	widget.BaseWidget
	Text    string
	Letters float32 // of the letters, in units
	Tint    fyne.ThemeColorName
	Bold    bool
	Align   fyne.TextAlign
	Lines   int  // most lines; 1 where 0, any number where -1
	Fixed   bool // asks for its whole width, never cut

	rows []*canvas.Text
	wide float32 // width the rows were broken for
}

// NewText returns one line that is cut where it must be.
func NewText(s string, size float32, tint fyne.ThemeColorName) *Text {
	t := &Text{Text: s, Letters: size, Tint: tint, rows: []*canvas.Text{canvas.NewText("", nil)}}
	t.ExtendBaseWidget(t)
	return t
}

// NewWords returns one line that asks for its whole width.
func NewWords(s string, size float32, tint fyne.ThemeColorName) *Text {
	t := NewText(s, size, tint)
	t.Fixed = true
	return t
}

// NewProse returns text of at most n lines (-1 for any number).
func NewProse(s string, size float32, tint fyne.ThemeColorName, n int) *Text {
	t := NewText(s, size, tint)
	t.Lines = n
	return t
}

// AsBold makes t bold and returns it.
func (t *Text) AsBold() *Text { t.Bold = true; return t }

// Centred centres t and returns it.
func (t *Text) Centred() *Text { t.Align = fyne.TextAlignCenter; return t }

// Set shows other words; the same words cost nothing.
func (t *Text) Set(s string) {
	if t.Text != s {
		t.Text = s
		t.wide = -1
		t.Refresh()
	}
}

// SetTint shows the words in another colour.
func (t *Text) SetTint(n fyne.ThemeColorName) {
	if t.Tint != n {
		t.Tint = n
		t.Refresh()
	}
}

// SetBold sets the weight.
func (t *Text) SetBold(b bool) {
	if t.Bold != b {
		t.Bold, t.wide = b, -1
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return renderer(t) }

func (t *Text) parts() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(t.rows))
	for i, r := range t.rows {
		out[i] = r
	}
	return out
}

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.Bold} }

func (t *Text) width(s string) float32 {
	return fyne.MeasureText(s, px(t.Letters), t.style()).Width
}

func (t *Text) lineHeight() float32 {
	return fyne.MeasureText("Ộg", px(t.Letters), t.style()).Height
}

func (t *Text) smallest() fyne.Size {
	h := t.lineHeight()
	if t.Lines == 0 || t.Lines == 1 {
		w := float32(0)
		if t.Fixed {
			w = t.width(t.Text)
		}
		return fyne.NewSize(w, h)
	}
	return fyne.NewSize(0, h*float32(max(1, len(t.broken(t.Size().Width)))))
}

func (t *Text) paint() {
	for _, r := range t.rows {
		r.Color, r.TextSize, r.TextStyle, r.Alignment = colour(t.Tint), px(t.Letters), t.style(), t.Align
		r.Refresh()
	}
}

func (t *Text) place(s fyne.Size) {
	lines := []string{t.cut(t.Text, s.Width)}
	if t.Lines != 0 && t.Lines != 1 {
		lines = t.broken(s.Width)
	}
	for len(t.rows) < len(lines) {
		t.rows = append(t.rows, canvas.NewText("", nil))
	}
	h := t.lineHeight()
	top := max(0, (s.Height-h*float32(len(lines)))/2)
	if t.Lines != 0 && t.Lines != 1 {
		top = 0
	}
	for i, r := range t.rows {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		if r.Text != text || r.Color == nil {
			r.Text = text
			r.Color, r.TextSize, r.TextStyle, r.Alignment = colour(t.Tint), px(t.Letters), t.style(), t.Align
			r.Refresh()
		}
		put(r, 0, top+h*float32(i), s.Width, h)
	}
}

// cut shortens s to fit, with … at the end.
func (t *Text) cut(s string, wide float32) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if t.Fixed || wide <= 0 || t.width(s) <= wide+0.5 {
		return s
	}
	rs := []rune(s)
	lo, hi := 0, len(rs)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if t.width(string(rs[:mid])+"…") <= wide {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return strings.TrimRight(string(rs[:lo]), " ,;.") + "…"
}

// broken breaks the text at spaces into lines of at most wide.
func (t *Text) broken(wide float32) []string {
	if wide <= 0 {
		return []string{t.Text}
	}
	var out []string
	for _, para := range strings.Split(t.Text, "\n") {
		line := ""
		for _, w := range strings.Fields(para) {
			next := strings.TrimSpace(line + " " + w)
			if line != "" && t.width(next) > wide {
				out = append(out, line)
				next = w
			}
			line = next
		}
		out = append(out, line)
	}
	if t.Lines > 0 && len(out) > t.Lines {
		rest := strings.Join(out[t.Lines-1:], " ")
		out = append(out[:t.Lines-1:t.Lines-1], t.cut(rest, wide))
	}
	return out
}
