// Package fitz is the renderer inside the worker process: MuPDF, by cgo.
// Nothing of it may run in a process that holds citizens' data or keys.
package fitz

import (
	"bytes"
	"errors"
	"image"
	"io"
	"math"

	"github.com/gen2brain/go-fitz"

	"motcua"
	"motcua/internal/worker"
)

// The bounds of a document.
const (
	maxPixels = 20_000_000
	maxSide   = 20_000 // pixels
	maxPages  = 10_000
	maxStore  = 64 << 20 // bytes that MuPDF may keep of fonts and images
)

// Serve is the worker process: it reads requests from stdin and answers on
// stdout until stdin ends. See worker.Serve.
func Serve(stdin io.Reader, stdout io.Writer, inspect worker.Inspect) error {
	fitz.MaxStore = maxStore
	return worker.Serve(stdin, stdout, renderer{}, inspect)
}

type renderer struct{}

// open reads a PDF. MuPDF would take many other formats, each with its own
// code to attack, so that the first bytes are checked here.
func open(pdf []byte) (doc *fitz.Document, pages int, err error) {
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, 0, &motcua.Error{Code: motcua.CodeCorrupt, Field: "pdf", Detail: "not a PDF"}
	}
	doc, err = fitz.NewFromMemory(pdf)
	switch {
	case errors.Is(err, fitz.ErrNeedsPassword):
		err = &motcua.Error{Code: motcua.CodeInvalid, Field: "pdf", Detail: "encrypted"}
	case err != nil:
		err = broken("open", err)
	default:
		pages, err = count(doc)
	}
	if err != nil && doc != nil {
		err = errors.Join(err, doc.Close())
	}
	return doc, pages, err
}

func count(doc *fitz.Document) (int, error) {
	n := doc.NumPage()
	switch {
	case n < 1:
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "pdf", Detail: "no pages"}
	case n > maxPages:
		return 0, &motcua.Error{Code: motcua.CodeTooLarge, Field: "pdf", Detail: "pages"}
	}
	return n, nil
}

func (renderer) Pages(pdf []byte) (int, error) {
	doc, pages, err := open(pdf)
	if err != nil {
		return 0, err
	}
	return pages, closing(doc)
}

func (renderer) Render(pdf []byte, page, width int) (*image.RGBA, error) {
	if img, ok, err := picture(pdf, width); ok && page == 0 {
		return img, err
	}
	doc, pages, err := open(pdf)
	if err != nil {
		return nil, err
	}
	img, err := render(doc, pages, page, width)
	if err := errors.Join(err, closing(doc)); err != nil {
		return nil, err
	}
	return img, nil
}

func render(doc *fitz.Document, pages, page, width int) (*image.RGBA, error) {
	if page < 0 || page >= pages {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "page"}
	}
	bound, err := doc.Bound(page)
	if err != nil {
		return nil, broken("bound", err)
	}
	dpi, err := resolution(bound, width)
	if err != nil {
		return nil, err
	}
	img, err := doc.ImageDPI(page, dpi)
	if err != nil {
		return nil, broken("render", err)
	}
	return img, nil
}

// resolution returns the dpi at which a page of the given size in points is at
// most width pixels wide and stays inside the pixel bounds.
func resolution(bound image.Rectangle, width int) (float64, error) {
	w, h := float64(bound.Dx()), float64(bound.Dy())
	// MuPDF puts every PDF page at the origin, and go-fitz counts on it.
	if w < 1 || h < 1 || width < 1 || bound.Min != (image.Point{}) {
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "page", Detail: "size"}
	}
	// Bound cuts off fractions of a point and MuPDF rounds pixels up: leave room.
	w, h = w+1, h+1
	scale := min(float64(width)/w, 0.999*math.Sqrt(maxPixels/w/h), maxSide/w, maxSide/h)
	return scale * 72, nil
}

func broken(what string, cause error) error {
	return &motcua.Error{Code: motcua.CodeCorrupt, Field: "pdf", Detail: what, Cause: cause}
}

func closing(doc *fitz.Document) error {
	if err := doc.Close(); err != nil {
		return broken("close", err)
	}
	return nil
}
