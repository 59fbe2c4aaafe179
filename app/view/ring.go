package view

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Countdown is a ring that empties with the number of seconds inside. It is
// redrawn once a second and never animated.
type Countdown struct {
	widget.BaseWidget
	left, whole int
	track, arc  *canvas.Arc
	number      *Text
}

// NewCountdown returns a full ring.
func NewCountdown() *Countdown {
	c := &Countdown{whole: 1, track: canvas.NewArc(0, 360, 0.86, nil), arc: canvas.NewArc(0, 360, 0.86, nil), number: NewText("", 24, Ink).AsBold().Centred()}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows how many seconds of how many are left.
func (c *Countdown) Set(left, whole int) {
	if c.left != left || c.whole != whole {
		c.left, c.whole = left, max(1, whole)
		c.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Countdown) CreateRenderer() fyne.WidgetRenderer { return renderer(c) }
func (c *Countdown) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.track, c.arc, c.number}
}
func (c *Countdown) smallest() fyne.Size { return fyne.NewSize(px(72), px(72)) }

func (c *Countdown) place(s fyne.Size) {
	side := min(s.Width, s.Height)
	for _, a := range []*canvas.Arc{c.track, c.arc} {
		put(a, (s.Width-side)/2, (s.Height-side)/2, side, side)
	}
	put(c.number, 0, 0, s.Width, s.Height)
}

func (c *Countdown) paint() {
	c.track.FillColor, c.arc.FillColor = colour(Line), colour(Main)
	c.arc.StartAngle, c.arc.EndAngle = 0, 360*float32(c.left)/float32(c.whole)
	c.number.Text = strconv.Itoa(c.left)
	c.track.Refresh()
	c.arc.Refresh()
	c.number.Refresh()
}
