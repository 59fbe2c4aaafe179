package page

import (
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/tiff"

	"motcua"
)

// codec is how one type of image is read.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func codecOf(kind string) codec {
	switch kind {
	case TypeJPEG:
		return codec{jpeg.DecodeConfig, jpeg.Decode}
	case TypePNG:
		return codec{png.DecodeConfig, png.Decode}
	}
	return codec{tiff.DecodeConfig, tiff.Decode}
}

// checkImage reads the header, refuses what is too small or too large, and only
// then decodes all of it. It returns the number of pixels.
func checkImage(kind string, r io.ReadSeeker) (int64, error) {
	c := codecOf(kind)
	cfg, err := c.config(r)
	if err != nil {
		return 0, imageError("header", err)
	}
	pixels, err := checkSize(cfg)
	if err != nil {
		return 0, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, corrupt("seek", err)
	}
	img, err := c.decode(r)
	if err != nil {
		return 0, imageError("pixels", err)
	}
	if b := img.Bounds(); b.Dx() != cfg.Width || b.Dy() != cfg.Height {
		return 0, corrupt("size", nil)
	}
	return pixels, nil
}

func checkSize(cfg image.Config) (int64, error) {
	w, h := int64(cfg.Width), int64(cfg.Height)
	if w < MinSide || h < MinSide {
		return 0, invalid("too small")
	}
	if w > MaxPixels || h > MaxPixels || w*h > MaxPixels || w*h*bytesPerPixel(cfg.ColorModel) > maxDecoded {
		return 0, tooLarge("pixels")
	}
	return w * h, nil
}

func bytesPerPixel(m color.Model) int64 {
	switch m {
	case color.GrayModel:
		return 1
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	return 4
}

// imageError tells what nobody here can read from what is broken.
func imageError(what string, err error) error {
	var j jpeg.UnsupportedError
	var p png.UnsupportedError
	var t tiff.UnsupportedError
	if errors.As(err, &j) || errors.As(err, &p) || errors.As(err, &t) {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "file", Detail: "unsupported", Cause: err}
	}
	return corrupt(what, err)
}
