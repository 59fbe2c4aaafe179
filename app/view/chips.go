package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// chipBar shows what narrows a list, one button each, on as many lines as they
// need; the last has the key that drops it. Enter drops the one with the ring.
type chipBar struct {
	root  *fyne.Container
	keys  *Keys
	drop  func(key string)
	shown []model.Chip
}

func newChipBar(keys *Keys, drop func(key string)) *chipBar {
	b := &chipBar{keys: keys, drop: drop}
	b.root = container.New(&wrap{gap: 6})
	b.root.Hide()
	return b
}

// set shows these; it reports whether they are others than before. A ring that
// was on one of the old goes to next.
func (b *chipBar) set(chips []model.Chip, next fyne.Focusable) bool {
	same := len(chips) == len(b.shown)
	for i := 0; same && i < len(chips); i++ {
		same = chips[i] == b.shown[i]
	}
	if same {
		return false
	}
	b.shown = chips
	for _, o := range b.root.Objects {
		if o.(*KeyButton).focused {
			b.keys.Focus(next)
		}
	}
	b.root.Objects = nil
	for i, c := range chips {
		key := "Enter"
		if i == len(chips)-1 {
			key = "Esc"
		}
		b.root.Add(NewKeyButton(b.keys, Outlined, "filter_list", shortened(c.Text, 44), key, func() { b.drop(c.Key) }))
	}
	visible(b.root, len(chips) > 0)
	return true
}

// shortened cuts a text behind most letters.
func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// wrap puts objects side by side, and on a further line where there is no room.
type wrap struct {
	gap   float32
	width float32 // it was last given
}

// MinSize implements fyne.Layout.
func (w *wrap) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, w.flow(objs, w.width, func(fyne.CanvasObject, float32, float32, fyne.Size) {}))
}

// Layout implements fyne.Layout.
func (w *wrap) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	w.width = s.Width
	w.flow(objs, s.Width, func(o fyne.CanvasObject, x, y float32, z fyne.Size) { put(o, x, y, z.Width, z.Height) })
}

// flow gives each object its place and returns the height of all.
func (w *wrap) flow(objs []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y float32, z fyne.Size)) float32 {
	x, y, high := float32(0), float32(0), float32(0)
	for _, o := range objs {
		z := o.MinSize()
		if x > 0 && width > 0 && x+z.Width > width {
			x, y = 0, y+high+px(w.gap)
		}
		if width > 0 {
			z.Width = min(z.Width, width)
		}
		put(o, x, y, z)
		x, high = x+z.Width+px(w.gap), z.Height
	}
	return y + high
}
