package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// BigButton is a target for fingers: at least 80 units high. It never takes
// the keyboard: on the kiosk that belongs to the reader.
type BigButton struct {
	widget.BaseWidget
	onTap  func()
	filled bool
	bg     *box
	icon   *Icon
	text   *Text
}

// NewBigButton returns a button.
func NewBigButton(filled bool, icon, words string, tap func()) *BigButton {
	b := &BigButton{onTap: tap, filled: filled, bg: newBox(Surface, Border, 2, 14), icon: NewIcon(icon, Ink, 32), text: NewWords(words, 22, Ink)}
	b.text.Bold = filled
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *BigButton) CreateRenderer() fyne.WidgetRenderer { return renderer(b) }
func (b *BigButton) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.bg.Rectangle, b.icon, b.text}
}
func (b *BigButton) smallest() fyne.Size {
	return fyne.NewSize(b.text.MinSize().Width+px(32+14+48), px(84))
}

func (b *BigButton) place(s fyne.Size) {
	put(b.bg.Rectangle, 0, 0, s.Width, s.Height)
	w := b.text.MinSize().Width
	x := (s.Width - w - px(46)) / 2
	put(b.icon, x, 0, px(32), s.Height)
	put(b.text, x+px(46), 0, w, s.Height)
}

func (b *BigButton) paint() {
	ink := Ink
	b.bg.fill, b.bg.stroke = Surface, Border
	if b.filled {
		ink, b.bg.fill, b.bg.stroke = OnMain, Main, Main
	}
	b.text.Tint, b.icon.Tint = ink, ink
	b.bg.paint()
	b.text.Refresh()
	b.icon.Refresh()
}

// Tapped implements fyne.Tappable.
func (b *BigButton) Tapped(*fyne.PointEvent) { b.onTap() }

// touchArea hears taps that hit nothing else.
type touchArea struct {
	widget.BaseWidget
	onTap func()
}

func newTouchArea(tap func()) *touchArea {
	t := &touchArea{onTap: tap}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *touchArea) CreateRenderer() fyne.WidgetRenderer { return renderer(t) }
func (t *touchArea) parts() []fyne.CanvasObject          { return nil }
func (t *touchArea) place(fyne.Size)                     {}
func (t *touchArea) smallest() fyne.Size                 { return fyne.Size{} }
func (t *touchArea) paint()                              {}

// Tapped implements fyne.Tappable.
func (t *touchArea) Tapped(*fyne.PointEvent) { t.onTap() }
