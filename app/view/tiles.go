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

// lines is how many rows the tiles need in a width.
func (b *TileBar) lines(width float32) int {
	if width > 0 && width < px(900) {
		return 2
	}
	return 1
}

func (b *TileBar) smallest() fyne.Size {
	n := float32(b.lines(b.Size().Width))
	return fyne.NewSize(px(300), px(58)*n+px(8)*(n-1))
}

func (b *TileBar) place(s fyne.Size) {
	each := len(b.tiles) / b.lines(s.Width)
	gap, o := px(8), px(3)
	w := (s.Width - gap*float32(each-1)) / float32(each)
	for i, t := range b.tiles {
		x, y := (w+gap)*float32(i%each), (px(58)+gap)*float32(i/each)
		put(t.box.Rectangle, x, y, w, px(58))
		left := x + px(11)
		put(t.icon, left, y+px(6), px(18), px(28))
		put(t.word, left, y+px(34), w-px(16), px(17))
		if t.icon.Name != "" {
			left += px(26)
		}
		put(t.count, left, y+px(6), x+w-left-px(4), px(28))
		if b.state[i].On {
			put(b.ring.Rectangle, x-o, y-o, w+2*o, px(58)+2*o)
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
