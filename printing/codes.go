package printing

import (
	"image"
	"strings"

	"github.com/boombuler/barcode/code128"
	"github.com/skip2/go-qrcode"

	"motcua"
)

// Codes are drawn on a grid of an eighth of a millimetre: one dot of the 203
// dpi printers that counters have, so that every module is a whole number of
// dots.
const dot = 0.125

// qrSide is the least side of the QR without its quiet zone, in millimetres.
const qrSide = 25

// quiet is the QR's quiet zone in modules (ISO/IEC 18004).
const quiet = 4

// alphanumeric is the set that a QR code holds in five and a half bits a
// character (ISO/IEC 18004, table 5), in which keyboard-wedge readers are safe.
const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// matrix is a code's modules, true for dark, rows first.
type matrix [][]bool

func qrMatrix(text string) (matrix, error) {
	if strings.Trim(text, alphanumeric) != "" {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "url", Detail: "not alphanumeric"}
	}
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "url", Detail: "qr", Cause: err}
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}

// barMatrix returns the one row of a Code 128.
func barMatrix(text string) (matrix, error) {
	c, err := code128.Encode(text)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "code", Detail: "code128", Cause: err}
	}
	b := c.Bounds()
	row := make([]bool, b.Dx())
	for x := range row {
		r, _, _, _ := c.At(b.Min.X+x, b.Min.Y).RGBA()
		row[x] = r < 0x8000
	}
	return matrix{row}, nil
}

// rects returns the dark areas as rectangles of modules: runs of a row, grown
// downwards over equal runs, so that viewers show no seams.
func (m matrix) rects() []image.Rectangle {
	var out []image.Rectangle
	open := map[[2]int]int{} // run of the row above → its rectangle
	for y, row := range m {
		next := map[[2]int]int{}
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			key := [2]int{start, x}
			if i, ok := open[key]; ok {
				out[i].Max.Y = y + 1
				next[key] = i
				continue
			}
			next[key] = len(out)
			out = append(out, image.Rect(start, y, x, y+1))
		}
		open = next
	}
	return out
}

// foot is the block of codes below the first page's text.
type foot struct {
	sheet     sheet
	qr, bar   matrix
	module    float64 // of the QR, mm
	barModule float64
	code      string
}

func newFoot(sh sheet, url, code string) (foot, error) {
	f := foot{sheet: sh, code: code}
	var err error
	if url != "" {
		if f.qr, err = qrMatrix(url); err != nil {
			return foot{}, err
		}
		for f.module = dot; f.module*float64(len(f.qr)) < qrSide; {
			f.module += dot
		}
	}
	if f.bar, err = barMatrix(code); err != nil {
		return foot{}, err
	}
	f.barModule = barModule(len(f.bar[0]), sh.width-f.barLeft())
	return f, nil
}

// barModule returns the widest bars that fit, three dots at most, with ten
// modules of quiet zone on either side (ISO/IEC 15417).
func barModule(modules int, room float64) float64 {
	module := 3 * dot
	for module > dot && module*float64(modules+20) > room {
		module -= dot
	}
	return module
}

func (f foot) side() float64 { return f.module * float64(len(f.qr)) }

// barLeft is where the part beside the QR begins, from the left margin.
func (f foot) barLeft() float64 {
	if len(f.qr) == 0 {
		return 0
	}
	return f.side() + quiet*f.module + 1
}

// height is the block's, quiet zone included.
func (f foot) height() float64 {
	beside := f.sheet.barcodeHeight + 2*f.sheet.line + 2
	return max(f.side()+2*quiet*f.module, beside) + 1
}
