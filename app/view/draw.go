package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"motcua/assets/icons"
)

// drawn is a widget that is made of canvas objects it places itself. paint
// reads the theme again; it runs at every refresh.
type drawn interface {
	fyne.Widget
	parts() []fyne.CanvasObject
	place(size fyne.Size)
	smallest() fyne.Size
	paint()
}

type drawnRenderer struct{ d drawn }

func renderer(d drawn) fyne.WidgetRenderer {
	d.paint()
	return &drawnRenderer{d}
}

func (r *drawnRenderer) Destroy()                     {}
func (r *drawnRenderer) Layout(s fyne.Size)           { r.d.place(s) }
func (r *drawnRenderer) MinSize() fyne.Size           { return r.d.smallest() }
func (r *drawnRenderer) Objects() []fyne.CanvasObject { return r.d.parts() }
func (r *drawnRenderer) Refresh() {
	r.d.paint()
	r.d.place(r.d.Size())
	canvas.Refresh(r.d)
}

// box is a rectangle painted by names.
type box struct {
	*canvas.Rectangle
	fill, stroke fyne.ThemeColorName
	width        float32
	radius       float32
}

func newBox(fill, stroke fyne.ThemeColorName, width, radius float32) *box {
	return &box{Rectangle: canvas.NewRectangle(nil), fill: fill, stroke: stroke, width: width, radius: radius}
}

func (b *box) paint() {
	b.FillColor, b.StrokeColor = colour(b.fill), colour(b.stroke)
	b.StrokeWidth, b.CornerRadius = px(b.width), px(b.radius)
	if b.stroke == Clear {
		b.StrokeWidth = 0
	}
	b.Refresh()
}

// put moves and resizes an object.
func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// Panel is a painted background for a container.
type Panel struct {
	widget.BaseWidget
	b *box
}

// NewPanel returns a rectangle in named colours.
func NewPanel(fill, stroke fyne.ThemeColorName, width, radius float32) *Panel {
	p := &Panel{b: newBox(fill, stroke, width, radius)}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer { return renderer(p) }
func (p *Panel) parts() []fyne.CanvasObject          { return []fyne.CanvasObject{p.b.Rectangle} }
func (p *Panel) place(s fyne.Size)                   { put(p.b.Rectangle, 0, 0, s.Width, s.Height) }
func (p *Panel) smallest() fyne.Size                 { return fyne.Size{} }
func (p *Panel) paint()                              { p.b.paint() }

// Set repaints the panel where something differs.
func (p *Panel) Set(fill, stroke fyne.ThemeColorName) {
	if p.b.fill != fill || p.b.stroke != stroke {
		p.b.fill, p.b.stroke = fill, stroke
		p.Refresh()
	}
}

// Icon is a one-coloured picture, or one of the drawings that keep their
// colours where Tint is empty.
type Icon struct {
	widget.BaseWidget
	Name string
	Tint fyne.ThemeColorName
	Side float32

	img  *canvas.Image
	seen string // what img was last drawn from
}

// NewIcon returns an icon of side units.
func NewIcon(name string, tint fyne.ThemeColorName, side float32) *Icon {
	i := &Icon{Name: name, Tint: tint, Side: side, img: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another picture or tint.
func (i *Icon) Set(name string, tint fyne.ThemeColorName) {
	if i.Name != name || i.Tint != tint {
		i.Name, i.Tint = name, tint
		i.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer { return renderer(i) }
func (i *Icon) parts() []fyne.CanvasObject          { return []fyne.CanvasObject{i.img} }
func (i *Icon) smallest() fyne.Size                 { return fyne.NewSize(px(i.Side), px(i.Side)) }

func (i *Icon) place(s fyne.Size) {
	side := px(i.Side)
	if side <= 0 || side > s.Height {
		side = s.Height
	}
	put(i.img, (s.Width-side)/2, (s.Height-side)/2, side, side)
}

// paint draws the picture again only where picture or colour differ: that
// costs more than everything else on a screen together.
func (i *Icon) paint() {
	key := i.Name
	if i.Tint != "" {
		key = fmt.Sprint(i.Name, colour(i.Tint))
	}
	if key == i.seen {
		return
	}
	i.seen = key
	svg := icons.SVG(i.Name)
	if svg == nil {
		i.img.Hide()
		return
	}
	i.img.Show()
	var res fyne.Resource = fyne.NewStaticResource(i.Name+".svg", svg)
	if i.Tint != "" {
		res = theme.NewColoredResource(res, i.Tint)
	}
	i.img.Resource = res
	i.img.Refresh()
}
