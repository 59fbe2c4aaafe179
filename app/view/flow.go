package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// flow lays objects out in a row or a column with gaps in units. An object
// with a grow weight shares what is left; others keep their smallest size.
type flow struct {
	down bool
	gap  float32
	grow map[fyne.CanvasObject]float32
}

// grown marks an object that takes part of what is left.
type grown struct {
	fyne.CanvasObject
	weight float32
}

// grow marks o to take a share of what is left.
func grow(o fyne.CanvasObject, weight float32) fyne.CanvasObject { return grown{o, weight} }

// gapOf is an empty object that pushes the others apart.
func gapOf() fyne.CanvasObject { return grow(container.NewWithoutLayout(), 1) }

func newFlow(down bool, gap float32, objs []fyne.CanvasObject) *fyne.Container {
	f := &flow{down: down, gap: gap, grow: map[fyne.CanvasObject]float32{}}
	c := container.New(f)
	for _, o := range objs {
		if g, ok := o.(grown); ok {
			o = g.CanvasObject
			f.grow[o] = g.weight
		}
		c.Objects = append(c.Objects, o)
	}
	return c
}

func row(gap float32, objs ...fyne.CanvasObject) *fyne.Container { return newFlow(false, gap, objs) }
func col(gap float32, objs ...fyne.CanvasObject) *fyne.Container { return newFlow(true, gap, objs) }

func (f *flow) along(s fyne.Size) float32 {
	if f.down {
		return s.Height
	}
	return s.Width
}

// MinSize implements fyne.Layout.
func (f *flow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var long, across float32
	n := 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if f.down {
			long, across = long+m.Height, max(across, m.Width)
		} else {
			long, across = long+m.Width, max(across, m.Height)
		}
		n++
	}
	if n > 1 {
		long += px(f.gap) * float32(n-1)
	}
	if f.down {
		return fyne.NewSize(across, long)
	}
	return fyne.NewSize(long, across)
}

// Layout implements fyne.Layout.
func (f *flow) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	left, weights, n := f.along(s), float32(0), 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		if f.down && o.Size().Width != s.Width {
			// prose asks for its height only once it knows its width
			o.Resize(fyne.NewSize(s.Width, o.Size().Height))
		}
		n++
		if w := f.grow[o]; w > 0 {
			weights += w
		} else {
			left -= f.along(o.MinSize())
		}
	}
	left -= px(f.gap) * float32(max(0, n-1))
	at := float32(0)
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		long := f.along(o.MinSize())
		if w := f.grow[o]; w > 0 {
			long = max(0, left*w/weights)
		}
		if f.down {
			put(o, 0, at, s.Width, long)
		} else {
			put(o, at, 0, long, s.Height)
		}
		at += long + px(f.gap)
	}
}

// inset is a container with margins in units.
type inset struct{ left, top, right, bottom float32 }

func pad(left, top, right, bottom float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{left, top, right, bottom}, o)
}

// MinSize implements fyne.Layout.
func (p *inset) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(px(p.left+p.right), px(p.top+p.bottom))
}

// Layout implements fyne.Layout.
func (p *inset) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		put(o, px(p.left), px(p.top), s.Width-px(p.left+p.right), s.Height-px(p.top+p.bottom))
	}
}

// sized gives an object a size in units; 0 keeps its own.
type sized struct{ w, h float32 }

func size(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&sized{w, h}, o)
}

// MinSize implements fyne.Layout.
func (z *sized) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	if z.w > 0 {
		m.Width = px(z.w)
	}
	if z.h > 0 {
		m.Height = px(z.h)
	}
	return m
}

// Layout implements fyne.Layout.
func (z *sized) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		put(o, 0, 0, s.Width, s.Height)
	}
}

// middle keeps an object at its smallest height, in the middle of a row.
type middle struct{}

func mid(o fyne.CanvasObject) *fyne.Container { return container.New(middle{}, o) }

// MinSize implements fyne.Layout.
func (middle) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }

// Layout implements fyne.Layout.
func (middle) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	h := min(s.Height, objs[0].MinSize().Height)
	put(objs[0], 0, (s.Height-h)/2, s.Width, h)
}

// yielding is middle for an object that leaves its place to the others while it
// is hidden.
type yielding struct{ middle }

func leaves(o fyne.CanvasObject) *fyne.Container { return container.New(yielding{}, o) }

// MinSize implements fyne.Layout.
func (yielding) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if !objs[0].Visible() {
		return fyne.Size{}
	}
	return objs[0].MinSize()
}

// relayout places everything in a tree of containers again without painting
// any of it anew.
func relayout(o fyne.CanvasObject) {
	c, ok := o.(*fyne.Container)
	if !ok {
		return
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, child := range c.Objects {
		relayout(child)
	}
}

// card is a white sheet with a thin border around its content.
func card(o fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewPanel(Surface, Line, 1, 8), o)
}

// topmost keeps an object at its smallest height at the top of a row, in a
// line of the given height in units.
type topmost struct{ line float32 }

func atTop(line float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&topmost{line}, o)
}

// MinSize implements fyne.Layout.
func (t *topmost) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }

// Layout implements fyne.Layout.
func (t *topmost) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	put(objs[0], 0, 0, s.Width, min(s.Height, px(t.line)))
}
