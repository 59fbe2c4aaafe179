package fitz

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"motcua"
)

func encoded(t *testing.T, w, h int, asJPEG bool) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xC0
	}
	img.SetGray(w/2, h/2, color.Gray{})
	var b bytes.Buffer
	err := png.Encode(&b, img)
	if asJPEG {
		b.Reset()
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAScannedPageIsDrawnSmall(t *testing.T) {
	for _, asJPEG := range []bool{true, false} {
		img, err := renderer{}.Render(encoded(t, 1654, 2339, asJPEG), 0, 144)
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != 144 || b.Dy() != 203 {
			t.Errorf("%v", b)
		}
		if r, _, _, _ := img.At(3, 3).RGBA(); r>>8 < 0xB8 || r>>8 > 0xC8 {
			t.Errorf("grey became %x", r>>8)
		}
	}
	img, err := renderer{}.Render(encoded(t, 40, 60, false), 0, 144)
	if err != nil || img.Bounds().Dx() != 40 {
		t.Errorf("a small picture is not blown up: %v, %v", img, err)
	}
}

func TestAPictureThatIsTooLargeOrBrokenIsRefused(t *testing.T) {
	whole := encoded(t, 400, 400, false)
	if _, err := (renderer{}).Render(whole[:len(whole)-30], 0, 100); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("half a picture: %v", err)
	}
	if _, err := (renderer{}).Render(encoded(t, 8000, 6000, false), 0, 100); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Errorf("48 million pixels: %v", err)
	}
	if _, err := (renderer{}).Render(whole, 1, 100); err == nil {
		t.Error("a picture has no second page")
	}
	if _, err := (renderer{}).Render(whole, 0, 0); err == nil {
		t.Error("no width at all")
	}
}
