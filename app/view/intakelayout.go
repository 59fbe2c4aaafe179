package view

import "fyne.io/fyne/v2"

const (
	sideWidth  = 324  // of the right column
	twoColumns = 1096 // narrower than this the right column goes under the left
	actionRoom = 52 + 8 + 34 + 4 + 24
)

func narrow(s fyne.Size) bool { return s.Width < px(twoColumns-32) }

// intakeLayout places procedure, person and papers on the left, appointment,
// fee and checks on the right; in one column where there is no room.
type intakeLayout struct{}

// MinSize implements fyne.Layout.
func (intakeLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := o[0].MinSize().Height + o[1].MinSize().Height + px(8*2) + px(38+28+28+4+32*2)
	if len(o) > 0 && o[0].Size().Width > 0 && o[3].Position().X == 0 { // one column
		h += px(32*3) + o[3].MinSize().Height + o[4].MinSize().Height + o[5].MinSize().Height + px(10*3)
	}
	return fyne.NewSize(px(320), h)
}

// Layout implements fyne.Layout.
func (intakeLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	left, gap := s.Width, px(8)
	one := narrow(s)
	if !one {
		left = s.Width - px(sideWidth+12)
	}
	y := float32(0)
	for _, c := range o[:2] {
		h := c.MinSize().Height
		put(c, 0, y, left, h)
		y += h + gap
	}
	papers := s.Height - y
	if one {
		papers = px(38 + 28 + 28 + 4 + 32*5)
	}
	put(o[2], 0, y, left, papers)
	x, w := left+px(12), px(sideWidth)
	if one {
		x, w, y = 0, left, y+papers+gap
	} else {
		y = 0
	}
	for _, c := range o[3:5] {
		c.Resize(fyne.NewSize(w, c.Size().Height))
		h := c.MinSize().Height
		put(c, x, y, w, h)
		y += h + px(10)
	}
	h := o[5].MinSize().Height
	if !one {
		h = max(0, s.Height-y-px(actionRoom+10))
	}
	put(o[5], x, y, w, h)
}

// intakeFrame puts the main action at the bottom right, over the gap that the
// cards leave there, or in a strip under everything in one column.
type intakeFrame struct{}

// MinSize implements fyne.Layout.
func (intakeFrame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(320), px(200)) }

// Layout implements fyne.Layout.
func (intakeFrame) Layout(o []fyne.CanvasObject, s fyne.Size) {
	room := px(actionRoom)
	if narrow(s.SubtractWidthHeight(px(32), 0)) {
		put(o[0], 0, 0, s.Width, s.Height-room-px(12))
		put(o[1], px(16), s.Height-room-px(4), s.Width-px(32), room)
		return
	}
	put(o[0], 0, 0, s.Width, s.Height)
	put(o[1], s.Width-px(sideWidth+16), s.Height-room-px(12), px(sideWidth), room)
}
