package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// rowList is a list whose rows are made once and set in place. Its model moves
// the selection; keys that are not of lists go to the window's key map.
type rowList struct {
	widget.List
	keys *Keys
	move func(by int)
	pick func(i int)
	mute bool
	ring *Panel
	root *fyne.Container // with the ring
}

// newRowList returns a list of rows that create makes and set fills.
func newRowList(keys *Keys, length func() int, create func() fyne.CanvasObject, set func(i int, o fyne.CanvasObject), move func(by int), pick func(i int)) *rowList {
	l := &rowList{keys: keys, move: move, pick: pick, ring: NewPanel(Clear, Ring, 2, 6)}
	l.Length = length
	l.CreateItem = create
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < length() {
			set(i, o)
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		if !l.mute {
			l.pick(i)
		}
	}
	l.ring.Hide()
	l.ExtendBaseWidget(l)
	l.root = container.NewStack(l, l.ring)
	return l
}

// show paints the rows in sight again and marks one; -1 marks none.
func (l *rowList) show(selected int) {
	l.mute = true
	defer func() { l.mute = false }()
	l.Refresh()
	if selected < 0 {
		l.UnselectAll()
		return
	}
	l.Select(selected)
}

// steps are the keys of every list, in rows.
var steps = map[fyne.KeyName]int{
	fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -12, fyne.KeyPageDown: 12, fyne.KeyHome: -pageOfRows, fyne.KeyEnd: pageOfRows,
}

const pageOfRows = 1 << 20 // further than any list

// FocusGained implements fyne.Focusable.
func (l *rowList) FocusGained() {
	l.List.FocusGained()
	l.ring.Show()
	l.keys.OnFocus(l)
}

// FocusLost implements fyne.Focusable.
func (l *rowList) FocusLost() {
	l.List.FocusLost()
	l.ring.Hide()
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	if by, ok := steps[e.Name]; ok {
		l.move(by)
		return
	}
	l.keys.key(e)
}

// TypedShortcut implements fyne.Shortcutable.
func (l *rowList) TypedShortcut(s fyne.Shortcut) { l.keys.shortcut(s) }

// emptyBox says why there is nothing to show, and what to do.
type emptyBox struct {
	root       fyne.CanvasObject
	icon       *Icon
	head, text *Text
}

func newEmptyBox(action fyne.CanvasObject) *emptyBox {
	b := &emptyBox{icon: NewIcon("", Ink2, 40), head: NewText("", 16, Ink).AsBold().Centred(), text: NewProse("", 14, Ink2, 3).Centred()}
	parts := []fyne.CanvasObject{b.icon, b.head, size(520, 40, b.text)}
	if action != nil {
		parts = append(parts, container.NewCenter(action))
	}
	b.root = container.NewCenter(col(6, parts...))
	return b
}

func (b *emptyBox) set(icon string, tint fyne.ThemeColorName, head, text string) {
	b.icon.Set(icon, tint)
	b.head.Set(head)
	b.text.Set(text)
}

// newBars returns the grey bars that stand for rows on their way.
func newBars() fyne.CanvasObject {
	list := col(14)
	for _, w := range []float32{900, 760, 840, 560, 800, 620} {
		list.Add(row(0, size(w, 12, NewPanel(PlainSoft, Clear, 0, 4)), gapOf()))
	}
	return pad(16, 20, 16, 16, list)
}
