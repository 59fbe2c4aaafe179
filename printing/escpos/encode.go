package escpos

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"motcua"
)

// The commands in use, of the ESC/POS command reference: initialise, feed and
// cut, print a raster image.
const (
	esc = 0x1b
	gs  = 0x1d
)

// chunk is how many lines of dots go into one image: small buffers of cheap
// printers hold no more.
const chunk = 240

// maxLines bounds a ticket: five metres.
const maxLines = 40_000

// Encode returns the commands that print a ticket and cut it: a PNG of black
// and white dots no wider than width. The cash drawer stays shut: no pulse is
// ever sent. It fails with CodeInvalid or CodeTooLarge, field ticket.
func Encode(ticket []byte, width int) ([]byte, error) {
	conf, err := png.DecodeConfig(bytes.NewReader(ticket))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "ticket", Cause: err}
	}
	if conf.Width > width || conf.Height > maxLines || conf.Width < 1 || conf.Height < 1 {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "ticket"}
	}
	img, err := png.Decode(bytes.NewReader(ticket))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "ticket", Cause: err}
	}
	out := []byte{esc, '@'}
	for y := 0; y < conf.Height; y += chunk {
		out = raster(out, img, y, min(chunk, conf.Height-y))
	}
	// Feed four lines past the knife and cut, but for one point.
	return append(out, esc, 'd', 4, gs, 'V', 1), nil
}

// raster appends lines of dots as GS v 0: bytes to the line, lines, then a bit
// for each dot, one for black.
func raster(out []byte, img image.Image, from, lines int) []byte {
	b := img.Bounds()
	row := (b.Dx() + 7) / 8
	out = append(out, gs, 'v', '0', 0, byte(row), byte(row>>8), byte(lines), byte(lines>>8))
	for y := from; y < from+lines; y++ {
		for x := 0; x < row*8; x += 8 {
			var v byte
			for bit := range 8 {
				if x+bit < b.Dx() && black(img.At(b.Min.X+x+bit, b.Min.Y+y)) {
					v |= 0x80 >> bit
				}
			}
			out = append(out, v)
		}
	}
	return out
}

func black(c color.Color) bool { return color.GrayModel.Convert(c).(color.Gray).Y < 0x80 }
