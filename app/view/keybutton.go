package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ButtonLook says how much a button asks for.
type ButtonLook int

// The looks: one filled button a screen, the others outlined, links quiet.
const (
	Outlined ButtonLook = iota
	Filled
	Quiet
	Grave     // outlined in the colour of refusals: it cannot be called back
	GraveLink // leads to what cannot be called back
	Alert     // outlined, someone should look
)

// KeyButton is a button with its icon, its words and its key printed on it.
type KeyButton struct {
	widget.BaseWidget
	OnTap    func()
	OnDelete func() // the key Delete, where it does anything

	keys             *Keys
	look             ButtonLook
	icon             *Icon
	text             *Text
	cap              *Text
	bg, ring, capBox *box
	big, wide        bool
	focused, hovered bool
	off              bool
}

// NewKeyButton returns a button. icon and key may be empty.
func NewKeyButton(keys *Keys, look ButtonLook, icon, words, key string, tap func()) *KeyButton {
	b := &KeyButton{
		OnTap: tap, keys: keys, look: look,
		icon: NewIcon(icon, Ink, 18), text: NewWords(words, 14, Ink), cap: NewWords(key, 12, Ink2),
		bg: newBox(Surface, Border, 1, 6), ring: newBox(Clear, Ring, 2, 8), capBox: newBox(Header, Line, 1, 4),
	}
	b.text.Bold = look == Filled
	b.ExtendBaseWidget(b)
	return b
}

// Big makes it the main action of a screen and returns it.
func (b *KeyButton) Big() *KeyButton {
	b.big = true
	b.text.Letters = 16
	return b
}

// link reports whether the button is words only.
func (b *KeyButton) link() bool { return b.look == Quiet || b.look == GraveLink }

// Wide spreads what it says over its whole width, as a box to type in does,
// and returns it.
func (b *KeyButton) Wide() *KeyButton {
	b.wide = true
	return b
}

// SetWords changes what the button says.
func (b *KeyButton) SetWords(s string) {
	if b.text.Text != s {
		b.text.Set(s)
		b.Refresh() // the key stands behind the words
	}
}

// SetOff greys the button out: not yet, and the screen says why beside it.
func (b *KeyButton) SetOff(off bool) {
	if b.off != off {
		b.off = off
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *KeyButton) CreateRenderer() fyne.WidgetRenderer { return renderer(b) }

func (b *KeyButton) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ring.Rectangle, b.bg.Rectangle, b.icon, b.text, b.capBox.Rectangle, b.cap}
}

func (b *KeyButton) capWidth() float32 {
	if b.cap.Text == "" {
		return 0
	}
	return b.cap.MinSize().Width + px(12)
}

func (b *KeyButton) inner() float32 {
	w := b.text.MinSize().Width
	if b.icon.Name != "" {
		w += px(18 + 8)
	}
	if c := b.capWidth(); c > 0 {
		w += px(8) + c
	}
	return w
}

func (b *KeyButton) smallest() fyne.Size {
	h, margin := float32(34), float32(24)
	if b.big {
		h = 52
	}
	if b.link() {
		h, margin = 24, 0
	}
	return fyne.NewSize(b.inner()+px(margin), px(h))
}

func (b *KeyButton) place(s fyne.Size) {
	put(b.bg.Rectangle, 0, 0, s.Width, s.Height)
	o := px(3)
	put(b.ring.Rectangle, -o, -o, s.Width+2*o, s.Height+2*o)
	x := (s.Width - b.inner()) / 2
	if b.link() {
		x = 0
	}
	if b.wide {
		x = px(10)
	}
	if b.icon.Name != "" {
		put(b.icon, x, 0, px(18), s.Height)
		x += px(26)
	}
	w := b.text.MinSize().Width
	put(b.text, x, 0, w, s.Height)
	x += w + px(8)
	c, h := b.capWidth(), px(20)
	if b.wide {
		x = max(x, s.Width-c-px(8))
	}
	put(b.capBox.Rectangle, x, (s.Height-h)/2, c, h)
	put(b.cap, x+px(6), (s.Height-h)/2, c-px(12), h)
}

func (b *KeyButton) paint() {
	ink, soft, edge := Ink, Surface, Border
	capInk, capFill, capEdge := Ink2, Header, Border
	switch {
	case b.off:
		ink, edge, capInk = Hint, Line, Hint
	case b.look == Filled:
		ink, soft, edge, capInk, capFill, capEdge = OnMain, Main, Main, OnMain, Main, OnMain
	case b.look == Quiet:
		ink, soft, edge = Main, Clear, Clear
	case b.look == GraveLink:
		ink, soft, edge = Bad, Clear, Clear
	case b.look == Grave:
		ink, edge = Bad, Bad
	case b.look == Alert:
		soft, edge = WaitSoft, WaitSolid
	case b.hovered:
		soft = Header
	}
	if b.wide {
		ink = Ink2
	}
	b.icon.Set(b.icon.Name, ink)
	if b.look == Alert && !b.off {
		b.icon.Set(b.icon.Name, Wait)
	}
	b.text.Tint, b.cap.Tint = ink, capInk
	b.text.Refresh()
	b.cap.Refresh()
	b.bg.fill, b.bg.stroke = soft, edge
	b.capBox.fill, b.capBox.stroke = capFill, capEdge
	for _, x := range []*box{b.bg, b.ring, b.capBox} {
		x.paint()
	}
	b.capBox.Hidden = b.cap.Text == ""
	b.ring.Hidden = !b.focused
	b.icon.Hidden = b.icon.Name == ""
}

// Tapped implements fyne.Tappable.
func (b *KeyButton) Tapped(*fyne.PointEvent) {
	if !b.off {
		b.OnTap()
	}
}

// Disabled keeps a greyed button out of the focus chain.
func (b *KeyButton) Disabled() bool { return b.off }

// Disable and Enable complete fyne.Disableable.
func (b *KeyButton) Disable() { b.SetOff(true) }

// Enable implements fyne.Disableable.
func (b *KeyButton) Enable() { b.SetOff(false) }

// FocusGained implements fyne.Focusable.
func (b *KeyButton) FocusGained() { b.focused = true; b.Refresh(); b.keys.OnFocus(b) }

// FocusLost implements fyne.Focusable.
func (b *KeyButton) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *KeyButton) TypedRune(r rune) { b.keys.rune(r, nil) }

// TypedKey implements fyne.Focusable.
func (b *KeyButton) TypedKey(e *fyne.KeyEvent) {
	if b.keys.took(e) {
		return
	}
	switch {
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter, e.Name == fyne.KeySpace:
		b.Tapped(nil)
	case e.Name == fyne.KeyDelete && b.OnDelete != nil:
		b.OnDelete()
	default:
		b.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (b *KeyButton) TypedShortcut(s fyne.Shortcut) { b.keys.shortcut(s) }

// MouseIn implements desktop.Hoverable.
func (b *KeyButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *KeyButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *KeyButton) MouseOut() { b.hovered = false; b.Refresh() }
