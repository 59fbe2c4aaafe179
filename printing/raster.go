package printing

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"motcua"
	"motcua/assets/fonts"
)

// raster draws onto the dots of a ticket printer, eight to the millimetre.
type raster struct {
	img    *image.Gray
	height float64 // of the ticket, known once it is set
	faces  map[rasterFace]font.Face
	fonts  [3]*opentype.Font // regular, bold, italic
}

type rasterFace struct {
	style style
	size  float64
}

// dpi makes a millimetre eight dots, as heads of ticket printers have them.
const dpi = 25.4 / dot

func newRaster() (*raster, error) {
	r := &raster{faces: map[rasterFace]font.Face{}}
	for i, face := range [][]byte{fonts.Regular(), fonts.Bold(), fonts.Italic()} {
		f, err := opentype.Parse(face)
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Detail: "font", Cause: err}
		}
		r.fonts[i] = f
	}
	return r, nil
}

// face returns a face at a size in points.
func (r *raster) face(st style, size float64) font.Face {
	if st == small {
		st = italic
	}
	key := rasterFace{st, size}
	f, ok := r.faces[key]
	if !ok {
		var err error
		f, err = opentype.NewFace(r.fonts[st], &opentype.FaceOptions{Size: size, DPI: dpi, Hinting: font.HintingFull})
		if err != nil {
			panic("printing: a face of no size: " + err.Error()) // sizes are our own constants
		}
		r.faces[key] = f
	}
	return f
}

func (r *raster) width(text string, st style, size float64) float64 {
	return float64(font.MeasureString(r.face(st, size), text)) / 64 * dot
}

// newPage begins the one page of a ticket.
func (r *raster) newPage(sh sheet) {
	r.img = image.NewGray(image.Rect(0, 0, dots(sh.paperW), dots(r.height)))
	draw.Draw(r.img, r.img.Rect, image.White, image.Point{}, draw.Src)
}

func (r *raster) text(x, y float64, text string, st style, size float64) {
	d := font.Drawer{Dst: r.img, Src: image.Black, Face: r.face(st, size), Dot: fixed.P(dots(x), dots(y))}
	d.DrawString(text)
}

func (r *raster) rule(x1, y1, x2, y2, width float64) {
	w := max(1, dots(width))
	r.fill(image.Rect(dots(x1), dots(y1), max(dots(x2), dots(x1)+w), max(dots(y2), dots(y1)+w)))
}

func (r *raster) matrix(m matrix, x, y, w, h float64) {
	for _, c := range m.rects() {
		r.fill(image.Rect(
			dots(x+float64(c.Min.X)*w), dots(y+float64(c.Min.Y)*h),
			dots(x+float64(c.Max.X)*w), dots(y+float64(c.Max.Y)*h)))
	}
}

func (r *raster) fill(at image.Rectangle) {
	draw.Draw(r.img, at, image.Black, image.Point{}, draw.Src)
}

// blackOrWhite returns the ticket with every dot black or white.
func (r *raster) blackOrWhite() *image.Gray {
	for i, v := range r.img.Pix {
		r.img.Pix[i] = 0xff
		if v < 0x90 {
			r.img.Pix[i] = 0
		}
	}
	return r.img
}

func dots(mm float64) int { return int(math.Round(mm / dot)) }
