package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Layer is the transparent sheet over a window on which pick lists open. A
// Fyne pop-up would take the keyboard away from the entry that filters it.
type Layer struct{ root *fyne.Container }

// NewLayer returns an empty layer; its Root lies on top of the window.
func NewLayer() *Layer { return &Layer{root: container.NewWithoutLayout()} }

// Root is the object to stack over a window's content.
func (l *Layer) Root() fyne.CanvasObject { return l.root }

func (l *Layer) show(list *dropList, under fyne.CanvasObject, top float32) {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(under).Subtract(d.AbsolutePositionForObject(l.root))
	size := list.MinSize()
	size.Width = max(under.Size().Width, px(220))
	y := at.Y + under.Size().Height + px(3)
	if room := l.root.Size().Height; y+size.Height > room && at.Y+top > size.Height {
		y = at.Y + top - size.Height - px(3)
	}
	put(list, at.X, y, size.Width, size.Height)
	l.root.Objects = []fyne.CanvasObject{list}
	l.root.Refresh()
}

func (l *Layer) hide(list *dropList) {
	if len(l.root.Objects) == 1 && l.root.Objects[0] == fyne.CanvasObject(list) {
		l.root.Objects = nil
		l.root.Refresh()
	}
}

const dropRows = 9

// dropList is the open part of a pick list: up to nine lines of a longer list.
type dropList struct {
	widget.BaseWidget
	onPick  func(i int)
	items   []model.Choice
	at, top int
	hovered bool

	bg    *box
	mark  *box
	texts []*Text
	notes []*Text
	empty *Text
}

func newDropList(onPick func(int)) *dropList {
	l := &dropList{onPick: onPick, bg: newBox(Surface, Border, 1, 6), mark: newBox(MainSoft, MainSoft, 1, 4), empty: NewText("Không có dòng nào khớp. Thử ít chữ hơn.", 14, Ink2)}
	for range dropRows {
		l.texts = append(l.texts, NewText("", 14, Ink))
		l.notes = append(l.notes, NewWords("", 12, Ink2))
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *dropList) set(items []model.Choice, at int) {
	l.items, l.at, l.top = items, max(0, min(at, len(items)-1)), 0
	l.reveal()
}

func (l *dropList) move(by int) {
	if len(l.items) > 0 {
		l.at = max(0, min(len(l.items)-1, l.at+by))
		l.reveal()
	}
}

func (l *dropList) reveal() {
	l.top = max(0, min(l.top, l.at))
	if l.at >= l.top+dropRows {
		l.top = l.at - dropRows + 1
	}
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *dropList) CreateRenderer() fyne.WidgetRenderer { return renderer(l) }

func (l *dropList) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.bg.Rectangle, l.mark.Rectangle, l.empty}
	for i := range l.texts {
		out = append(out, l.texts[i], l.notes[i])
	}
	return out
}

func (l *dropList) shown() int { return min(dropRows, len(l.items)-l.top) }

func (l *dropList) smallest() fyne.Size {
	return fyne.NewSize(px(160), px(32)*float32(max(1, min(dropRows, len(l.items))))+px(8))
}

func (l *dropList) place(s fyne.Size) {
	put(l.bg.Rectangle, 0, 0, s.Width, s.Height)
	h := px(32)
	put(l.mark.Rectangle, px(4), px(4)+h*float32(l.at-l.top), s.Width-px(8), h)
	put(l.empty, px(12), px(4), s.Width-px(24), h)
	for i := range l.texts {
		y := px(4) + h*float32(i)
		nw := l.notes[i].MinSize().Width
		put(l.notes[i], s.Width-nw-px(12), y, nw, h)
		put(l.texts[i], px(12), y, s.Width-nw-px(36), h)
	}
}

func (l *dropList) paint() {
	l.bg.paint()
	l.mark.paint()
	l.mark.Hidden = len(l.items) == 0
	l.empty.Hidden = len(l.items) > 0
	l.empty.Refresh()
	for i := range l.texts {
		on := i < l.shown()
		l.texts[i].Hidden, l.notes[i].Hidden = !on, !on
		if !on {
			continue
		}
		c := l.items[l.top+i]
		l.texts[i].Text, l.notes[i].Text = c.Text, c.Note
		l.texts[i].Bold = l.top+i == l.at
		l.texts[i].Tint = Ink
		if l.texts[i].Bold {
			l.texts[i].Tint = Main
		}
		l.texts[i].Refresh()
		l.notes[i].Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (l *dropList) Tapped(e *fyne.PointEvent) {
	if i := l.top + int((e.Position.Y-px(4))/px(32)); i >= 0 && i < len(l.items) {
		l.onPick(i)
	}
}

// MouseIn implements desktop.Hoverable.
func (l *dropList) MouseIn(*desktop.MouseEvent) { l.hovered = true }

// MouseMoved implements desktop.Hoverable.
func (l *dropList) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *dropList) MouseOut() { l.hovered = false }

// Scrolled implements fyne.Scrollable.
func (l *dropList) Scrolled(e *fyne.ScrollEvent) {
	by := 1
	if e.Scrolled.DY > 0 {
		by = -1
	}
	l.move(by)
}
