package fitz

import (
	"errors"
	"image"
	"math"
	"testing"

	"motcua"
)

func TestResolutionGivesTheAskedWidthInsideTheBounds(t *testing.T) {
	for _, c := range []struct {
		w, h, width int
		least       float64 // share of the asked width that must be reached
	}{
		{595, 842, 800, 0.99}, {420, 595, 1, 0.99}, {595, 842, 3000, 0.99},
		{595, 842, 100_000, 0}, {2_000_000, 2_000_000, 800, 0.99}, {10, 1_000_000, 800, 0}, {1_000_000, 10, 50_000, 0},
		{1, 1, 5000, 0},
	} {
		dpi, err := resolution(image.Rect(0, 0, c.w, c.h), c.width)
		if err != nil {
			t.Fatal(err)
		}
		// What MuPDF makes of a page that is a point larger than Bound says.
		w, h := math.Ceil(float64(c.w+1)*dpi/72), math.Ceil(float64(c.h+1)*dpi/72)
		if w > float64(c.width)+1 || w*h > maxPixels || w > maxSide+1 || h > maxSide+1 {
			t.Errorf("%+v: %v × %v pixels", c, w, h)
		}
		if w < c.least*float64(c.width) {
			t.Errorf("%+v: only %v wide", c, w)
		}
	}
}

func TestPagesWithoutASizeAreRefused(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 0, 800), image.Rect(0, 0, 800, 0), image.Rect(5, 0, 800, 800)} {
		if _, err := resolution(r, 800); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%v: %v", r, err)
		}
	}
	if _, err := resolution(image.Rect(0, 0, 9, 9), 0); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("no width: %v", err)
	}
}

func TestOnlyPDFsReachTheLibrary(t *testing.T) {
	for _, head := range []string{"", "%PDF", " %PDF-1.4", "PK\x03\x04", "\x89PNG\r\n\x1a\n", "<?xml"} {
		_, err := renderer{}.Pages([]byte(head + "0123456789012345678901234567890123456789012345678901234567890123456789"))
		var e *motcua.Error
		if !errors.As(err, &e) || e.Code != motcua.CodeCorrupt || e.Detail != "not a PDF" && head != "" {
			t.Errorf("%q: %v", head, err)
		}
	}
}
