package view

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// stage is a window on the test driver with our theme.
type stage struct {
	win   fyne.Window
	keys  *Keys
	layer *Layer
}

func newStage(t testing.TB, th Theme) *stage {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(th)
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	return &stage{win: w, keys: NewKeys(w), layer: NewLayer()}
}

// show puts an object into the window at a size.
func (s *stage) show(o fyne.CanvasObject, w, h float32) {
	s.win.SetContent(container.NewStack(o, s.layer.Root()))
	s.win.Resize(fyne.NewSize(w, h))
}

func (s *stage) press(names ...fyne.KeyName) {
	for _, n := range names {
		if f := s.win.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: n})
		} else {
			s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: n})
		}
	}
}

func (s *stage) write(text string) {
	for _, r := range text {
		s.win.Canvas().Focused().TypedRune(r)
	}
}

// each visits every visible object of a window, in the order it is drawn.
func (s *stage) each(visit func(fyne.CanvasObject)) { visitAll(s.win.Content(), visit) }

func visitAll(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			visitAll(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			visitAll(c, visit)
		}
	}
}

func (s *stage) texts() string {
	var b strings.Builder
	s.each(func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			b.WriteString(t.Text + "\n")
		}
	})
	return b.String()
}

// rings counts what is painted in the colour of the focus.
func (s *stage) rings() int {
	n := 0
	s.each(func(o fyne.CanvasObject) {
		if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && sameColour(r.StrokeColor, colour(Ring)) {
			n++
		}
	})
	return n
}

func sameColour(a, b color.Color) bool {
	if a == nil || b == nil {
		return false
	}
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	return r1 == r2 && g1 == g2 && b1 == b2 && a1 == a2
}
