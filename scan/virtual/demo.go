package virtual

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"motcua"
)

// An A4 sheet in millimetres.
const (
	sheetW = 210
	sheetH = 297
)

var (
	paperColour = color.RGBA{250, 248, 242, 255}
	inkColour   = color.RGBA{40, 40, 48, 255}
	penColour   = color.RGBA{30, 60, 150, 255}
	sealColour  = color.RGBA{190, 40, 40, 255}
)

// DemoPages returns n drawn pages; see DemoPage.
func DemoPages(n, dpi int, grey bool) ([][]byte, error) {
	var out [][]byte
	for i := range n {
		p, err := DemoPage(i+1, n, dpi, grey)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// DemoPage draws an A4 form as a JPEG: a heading, ruled lines, boxes, a round
// seal. It holds no data of anybody and says so, in capitals without marks.
// The same arguments give the same bytes.
func DemoPage(number, of, dpi int, grey bool) ([]byte, error) {
	c := newCanvas(dpi)
	c.text(20, 20, 5, "TRANG THU - KHONG CO THAT", inkColour)
	c.text(20, 30, 3.4, "DU LIEU BIA DE THU MAY QUET, KHONG PHAI GIAY TO CUA AI", inkColour)
	c.text(150, 272, 4, fmt.Sprintf("TRANG %d/%d", number, of), inkColour)
	c.frame(18, 42, 174, 58, 0.5)
	for i, label := range []string{"MUC MOT", "MUC HAI", "MUC BA", "MUC BON", "MUC NAM"} {
		y := 50 + 11*float64(i)
		c.text(22, y, 3, label, inkColour)
		c.bar(50, y+1, 138, 0.3, inkColour)
		c.wave(52, y-1, 30+float64((number*37+i*53)%90))
	}
	for i := range 12 {
		y := 118 + 9*float64(i)
		c.bar(20, y, float64(110+(number*29+i*41)%60), 1.6, inkColour)
	}
	for i := range 4 {
		c.frame(20+14*float64(i), 232, 6, 6, 0.4)
	}
	c.frame(20+14*float64(number%4)+1.5, 233.5, 3, 3, 1.5)
	c.ring(150, 246, 17, 1.4)
	c.ring(150, 246, 14, 0.5)
	c.text(140, 248, 2.6, "DAU THU", sealColour)
	return c.jpeg(grey)
}

// canvas draws in millimetres.
type canvas struct {
	img   *image.RGBA
	scale float64 // pixels a millimetre
}

func newCanvas(dpi int) canvas {
	scale := float64(dpi) / 25.4
	img := image.NewRGBA(image.Rect(0, 0, int(sheetW*scale), int(sheetH*scale)))
	draw.Draw(img, img.Rect, image.NewUniform(paperColour), image.Point{}, draw.Src)
	return canvas{img, scale}
}

func (c canvas) px(mm float64) int { return int(math.Round(mm * c.scale)) }

func (c canvas) bar(x, y, w, h float64, ink color.Color) {
	r := image.Rect(c.px(x), c.px(y), c.px(x+w), max(c.px(y+h), c.px(y)+1))
	draw.Draw(c.img, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

func (c canvas) frame(x, y, w, h, line float64) {
	c.bar(x, y, w, line, inkColour)
	c.bar(x, y+h-line, w, line, inkColour)
	c.bar(x, y, line, h, inkColour)
	c.bar(x+w-line, y, line, h, inkColour)
}

// wave is what handwriting looks like from afar.
func (c canvas) wave(x, y, w float64) {
	for i := range c.px(w) {
		mm := float64(i) / c.scale
		c.bar(x+mm, y+1.4*math.Sin(mm*2.1)*math.Sin(mm*0.37), 0.3, 0.45, penColour)
	}
}

func (c canvas) ring(x, y, r, line float64) {
	for a := 0.0; a < 2*math.Pi; a += 0.1 / r {
		c.bar(x+r*math.Cos(a), y+r*math.Sin(a), line, line, sealColour)
	}
}

// text writes ASCII with its baseline at y, capitals of about the given height.
func (c canvas) text(x, y, height float64, s string, ink color.Color) {
	face := basicfont.Face7x13
	small := image.NewAlpha(image.Rect(0, 0, face.Advance*len(s), face.Height))
	d := font.Drawer{Dst: small, Src: image.Opaque, Face: face, Dot: fixed.P(0, face.Ascent)}
	d.DrawString(s)
	zoom := height / 9 * c.scale // capitals of this face are nine pixels high
	w, h := int(float64(small.Rect.Dx())*zoom), int(float64(small.Rect.Dy())*zoom)
	large := image.NewAlpha(image.Rect(0, 0, w, h))
	xdraw.NearestNeighbor.Scale(large, large.Rect, small, small.Rect, draw.Src, nil)
	at := image.Pt(c.px(x), c.px(y)-int(float64(face.Ascent)*zoom))
	draw.DrawMask(c.img, large.Rect.Add(at), image.NewUniform(ink), image.Point{}, large, image.Point{}, draw.Over)
}

func (c canvas) jpeg(grey bool) ([]byte, error) {
	var img image.Image = c.img
	if grey {
		g := image.NewGray(c.img.Rect)
		draw.Draw(g, g.Rect, c.img, image.Point{}, draw.Src)
		img = g
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 75}); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: "jpeg", Cause: err}
	}
	return b.Bytes(), nil
}
