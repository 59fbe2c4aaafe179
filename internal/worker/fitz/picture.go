package fitz

import (
	"bytes"
	"image"
	_ "image/jpeg" // scanned pages
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff"

	"motcua"
)

// picture draws a JPEG, PNG or TIFF at most width pixels wide; ok is false
// where the bytes are none of them. The size is read before anything is
// decoded.
func picture(data []byte, width int) (img *image.RGBA, ok bool, err error) {
	if width < 1 || width > maxSide {
		return nil, false, nil
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, false, nil
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxSide || cfg.Height > maxSide || cfg.Width*cfg.Height > 2*maxPixels {
		return nil, true, &motcua.Error{Code: motcua.CodeTooLarge, Field: "page", Detail: "pixels"}
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, true, &motcua.Error{Code: motcua.CodeCorrupt, Field: "page", Cause: err}
	}
	w := min(width, cfg.Width)
	h := max(1, cfg.Height*w/cfg.Width)
	img = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(img, img.Bounds(), src, src.Bounds(), draw.Src, nil)
	return img, true, nil
}
