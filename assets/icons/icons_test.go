package icons

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

func TestEveryPictureDrawsSomething(t *testing.T) {
	names := Names()
	if len(names) < 20 {
		t.Fatalf("only %d pictures", len(names))
	}
	for _, n := range names {
		icon, err := oksvg.ReadIconStream(bytes.NewReader(SVG(n)), oksvg.StrictErrorMode)
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		const side = 48
		icon.SetTarget(0, 0, side, side)
		img := image.NewRGBA(image.Rect(0, 0, side, side))
		icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(int(icon.ViewBox.W), int(icon.ViewBox.H), img, img.Bounds())), 1)
		inked := 0
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] > 0x80 {
				inked++
			}
		}
		if inked < side*side/40 {
			t.Errorf("%s: %d of %d pixels inked", n, inked, side*side)
		}
	}
}

func TestSymbolsAreFilledNotStroked(t *testing.T) {
	for _, n := range Names() {
		if s := string(SVG(n)); n != ScanReceipt && strings.Contains(s, "stroke") {
			t.Errorf("%s is drawn with strokes, which stay black when recoloured", n)
		}
	}
}

func TestTheMarkIsASquareOf512Pixels(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(MarkPNG()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("%v", b)
	}
	if _, _, _, a := img.At(256, 90).RGBA(); a == 0 {
		t.Error("the doorway is transparent")
	}
}

func TestAnUnknownNameIsNoPicture(t *testing.T) {
	if SVG("no-such") != nil {
		t.Error("something came back")
	}
}
