package fitz_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"motcua"
	"motcua/internal/worker"
	"motcua/internal/worker/fitz"
)

const role = "MOTCUA_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(role) == "" {
		os.Exit(m.Run())
	}
	if err := fitz.Serve(os.Stdin, os.Stdout, nil); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func client(t *testing.T) *worker.Client {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := worker.New(worker.Config{Command: []string{exe}, Env: []string{role + "=fitz"}, Timeout: 20 * time.Second})
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// paper returns a PDF of A4 pages with a black square in the upper left
// corner of each.
func paper(t *testing.T, pages int, protect bool) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	if protect {
		p.SetProtection(0, "secret", "owner")
	}
	for range pages {
		p.AddPage()
		p.Rect(0, 0, 40, 40, "F")
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// raw returns a PDF with one page of the given MediaBox, made by hand.
func raw(box string, kids string, count int) []byte {
	var b bytes.Buffer
	var offsets []int
	obj := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj%sendobj\n", len(offsets), s)
	}
	b.WriteString("%PDF-1.4\n")
	obj("<</Type/Catalog/Pages 2 0 R>>")
	obj(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, count))
	obj("<</Type/Page/Parent 2 0 R/MediaBox" + box + ">>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n")
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

func TestAPageComesOutAsWideAsAskedAndInItsColours(t *testing.T) {
	c := client(t)
	data := paper(t, 3, false)
	if n, err := c.Pages(context.Background(), data); n != 3 || err != nil {
		t.Fatalf("%d pages, %v", n, err)
	}
	for _, width := range []int{1, 50, 800} {
		img, err := c.Render(context.Background(), data, 2, width)
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if b.Dx() > width || width > 40 && (b.Dx() < width-4 || b.Dy() < b.Dx()*7/5) {
			t.Errorf("asked for %d, got %v", width, b)
		}
		if width == 800 && (img.At(20, 20) != color.RGBA{0, 0, 0, 255} || img.At(700, 900) != color.RGBA{255, 255, 255, 255}) {
			t.Errorf("corner %v, paper %v", img.At(20, 20), img.At(700, 900))
		}
	}
	_, err := c.Render(context.Background(), data, 3, 800)
	if motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("page after the last: %v", err)
	}
}

func TestHostileDocumentsGetACodeAndTheWorkerGoesOn(t *testing.T) {
	c := client(t)
	good := paper(t, 1, false)
	noise := make([]byte, 4096)
	random := rand.NewChaCha8([32]byte{1})
	if _, err := io.ReadFull(random, noise); err != nil {
		t.Fatal(err)
	}
	for _, h := range []struct {
		name string
		data []byte
		want []motcua.ErrorCode
	}{
		{"nothing", nil, []motcua.ErrorCode{motcua.CodeCorrupt}},
		{"random bytes", noise, []motcua.ErrorCode{motcua.CodeCorrupt}},
		{"random bytes that say PDF", append([]byte("%PDF-1.7\n"), noise...), []motcua.ErrorCode{motcua.CodeCorrupt, motcua.CodeInvalid}},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`), []motcua.ErrorCode{motcua.CodeCorrupt}},
		{"cut off", good[:len(good)/3], []motcua.ErrorCode{motcua.CodeCorrupt, motcua.CodeInvalid}},
		{"no pages", raw("[0 0 9 9]", "", 0), []motcua.ErrorCode{motcua.CodeCorrupt, motcua.CodeInvalid}},
		{"a password", paper(t, 1, true), []motcua.ErrorCode{motcua.CodeInvalid}},
		{"a billion pages", raw("[0 0 9 9]", "3 0 R", 1_000_000_000), []motcua.ErrorCode{motcua.CodeTooLarge, motcua.CodeCorrupt, ""}},
		{"pages that contain themselves", raw("[0 0 9 9]", "2 0 R", 1), []motcua.ErrorCode{motcua.CodeInvalid, motcua.CodeCorrupt}},
	} {
		_, err := c.Render(context.Background(), h.data, 0, 600)
		if code := motcua.CodeOf(err); !contains(h.want, code) {
			t.Errorf("%s: %v", h.name, err)
		}
		if n, err := c.Pages(context.Background(), good); n != 1 || err != nil {
			t.Fatalf("after %s the next document: %d, %v", h.name, n, err)
		}
	}
}

func contains(list []motcua.ErrorCode, c motcua.ErrorCode) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}

func TestAHugePageStaysInsideTheBoundsOfPixels(t *testing.T) {
	c := client(t)
	for _, box := range []string{"[0 0 2000000 2000000]", "[0 0 10 1000000]", "[0 0 1000000 10]", "[-500 -500 100 100]"} {
		data := raw(box, "3 0 R", 1)
		if len(data) > 500 {
			t.Fatalf("%d bytes are no small file", len(data))
		}
		img, err := c.Render(context.Background(), data, 0, 1_000_000)
		if err != nil {
			if code := motcua.CodeOf(err); code != motcua.CodeInvalid && code != motcua.CodeCorrupt {
				t.Errorf("%s: %v", box, err)
			}
			continue
		}
		if b := img.Bounds(); b.Dx()*b.Dy() > 20_000_000 || b.Min != (image.Point{}) {
			t.Errorf("%s: %v", box, b)
		}
	}
}

func TestFlippedBytesNeverTakeTheClientDown(t *testing.T) {
	c := client(t)
	good := paper(t, 2, false)
	r := rand.New(rand.NewChaCha8([32]byte{2}))
	for range 60 {
		bad := bytes.Clone(good)
		for range 1 + r.IntN(30) {
			bad[r.IntN(len(bad))] = byte(r.Uint32())
		}
		img, err := c.Render(context.Background(), bad, 0, 200)
		if err == nil && img.Bounds().Empty() {
			t.Error("no error and no pixels")
		}
		if code := motcua.CodeOf(err); strings.Contains("io busy", string(code)) && code != "" {
			t.Errorf("code %q for a broken document", code)
		}
	}
}

func BenchmarkPreview(b *testing.B) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := worker.New(worker.Config{Command: []string{exe}, Env: []string{role + "=fitz"}})
	defer func() {
		if err := c.Close(); err != nil {
			b.Error(err)
		}
	}()
	data := raw("[0 0 420 595]", "3 0 R", 1)
	for b.Loop() {
		if _, err := c.Render(context.Background(), data, 0, 800); err != nil {
			b.Fatal(err)
		}
	}
}
