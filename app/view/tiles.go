package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua"
	"motcua/app/model"
)

func tileAt(i int) motcua.Tile { return motcua.Tile(i) }

// tileLooks pair each count with its shape and colour; a count of nothing is
// grey.
var tileLooks = [motcua.TileCount]struct {
	icon string
	tint fyne.ThemeColorName
}{
	motcua.TileOpen:      {"", Ink},
	motcua.TileLate:      {"light-late", Bad},
	motcua.TileToday:     {"light-today", WaitSolid},
	motcua.TileSoon:      {"light-soon", WaitSolid},
	motcua.TileWaiting:   {"light-paused", Plain},
	motcua.TileReady:     {"handshake", Ink2},
	motcua.TileException: {"error", Bad},
	motcua.TileUnsent:    {"outbox", Wait},
}

// TileBar is the row of counts. ← → choose one, Enter leads into the list.
type TileBar struct {
	widget.BaseWidget
	keys    *Keys
	move    func(by int)
	pick    func(i int)
	leave   func()
	tiles   [motcua.TileCount]tile
	state   [motcua.TileCount]model.TileState
	ring    *box
	focused bool
}

type tile struct {
	box         *box
	icon        *Icon
	count, word *Text
}

// NewTileBar returns eight dashes.
func NewTileBar(keys *Keys, move func(by int), pick func(i int), leave func()) *TileBar {
	b := &TileBar{keys: keys, move: move, pick: pick, leave: leave, ring: newBox(Clear, Ring, 2, 10)}
	for i := range b.tiles {
		b.tiles[i] = tile{newBox(Surface, Line, 1, 8), NewIcon(tileLooks[i].icon, Ink2, 18), NewText("", 20, Ink).AsBold(), NewText("", 12, Ink2)}
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows these counts.
func (b *TileBar) Set(s [motcua.TileCount]model.TileState) {
	if b.state != s {
		b.state = s
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *TileBar) CreateRenderer() fyne.WidgetRenderer { return renderer(b) }
func (b *TileBar) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{b.ring.Rectangle}
	for _, t := range b.tiles {
		out = append(out, t.box.Rectangle, t.icon, t.count, t.word)
	}
	return out
}

// short reports whether a width has room for icons and counts only.
func (b *TileBar) short(width float32) bool { return width > 0 && width < px(900) }

func (b *TileBar) tall(width float32) float32 {
	if b.short(width) {
		return px(36)
	}
	return px(58)
}

func (b *TileBar) smallest() fyne.Size {
	return fyne.NewSize(px(300), b.tall(b.Size().Width))
}

func (b *TileBar) place(s fyne.Size) {
	short, h := b.short(s.Width), b.tall(s.Width)
	gap, o := px(8), px(3)
	if short {
		gap = px(4)
	}
	n := float32(len(b.tiles))
	w := (s.Width - gap*(n-1)) / n
	for i, t := range b.tiles {
		x := (w + gap) * float32(i)
		put(t.box.Rectangle, x, 0, w, h)
		left, top := x+px(11), px(6)
		if short {
			left, top = x+px(6), px(4)
		}
		put(t.icon, left, top, px(18), px(28))
		visible(t.word, !short)
		put(t.word, left, top+px(28), w-px(16), px(17))
		if t.icon.Name != "" {
			left += px(18) + gap
		}
		put(t.count, left, top, x+w-left-px(2), px(28))
		if b.state[i].On {
			put(b.ring.Rectangle, x-o, -o, w+2*o, h+2*o)
		}
	}
}

func (b *TileBar) paint() {
	for i, t := range b.tiles {
		s := b.state[i]
		t.box.fill, t.box.stroke, t.box.width = Surface, Line, 1
		if s.On {
			t.box.fill, t.box.stroke, t.box.width = MainSoft, Main, 2
		}
		t.icon.Name, t.icon.Tint = tileLooks[i].icon, Ink2
		if s.Some {
			t.icon.Tint = tileLooks[i].tint
		}
		t.count.Text, t.word.Text, t.count.wide, t.word.wide = s.Count, s.Word, -1, -1
		t.box.paint()
		t.icon.Refresh()
		t.count.Refresh()
		t.word.Refresh()
	}
	b.ring.paint()
	b.ring.Hidden = !b.focused
}

// Tapped implements fyne.Tappable.
func (b *TileBar) Tapped(e *fyne.PointEvent) {
	for i, t := range b.tiles {
		at, s := t.box.Position(), t.box.Size()
		if e.Position.X >= at.X && e.Position.X < at.X+s.Width && e.Position.Y >= at.Y && e.Position.Y < at.Y+s.Height {
			b.pick(i)
		}
	}
}

// FocusGained implements fyne.Focusable.
func (b *TileBar) FocusGained() { b.focused = true; b.Refresh(); b.keys.OnFocus(b) }

// FocusLost implements fyne.Focusable.
func (b *TileBar) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *TileBar) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *TileBar) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		b.move(-1)
	case fyne.KeyRight:
		b.move(+1)
	case fyne.KeyHome:
		b.pick(0)
	case fyne.KeyEnd:
		b.pick(len(b.tiles) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		b.leave()
	default:
		b.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (b *TileBar) TypedShortcut(s fyne.Shortcut) { b.keys.shortcut(s) }
