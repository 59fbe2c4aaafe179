package page

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"motcua"
)

// maxPDFTime bounds how long a PDF may keep the reader busy.
const maxPDFTime = 20 * time.Second

// tail is where a PDF's end mark must lie (PDF 1.7, annex H.3.18).
const tail = 1024

// pdfConfig bounds the reader. It is made by hand because pdfcpu's own default
// writes a folder into the user's home.
func pdfConfig() *model.Configuration {
	limits := model.DefaultResourceLimits()
	limits.MaxStreamBytes = MaxBytes
	limits.MaxDecodeBytes = 128 << 20
	limits.MaxObjectCount = 1_000_000
	limits.MaxXRefEntries = 1_000_000
	limits.MaxObjectStreamCount = 100_000
	return &model.Configuration{
		Reader15:       true,
		ValidationMode: model.ValidationRelaxed,
		Offline:        true,
		Limits:         limits,
	}
}

// pdfPages walks the page tree; its own count may lie.
func pdfPages(data []byte) (int, error) {
	end := bytes.TrimRight(data, "\x00 \t\r\n")
	if !bytes.Contains(end[max(0, len(end)-tail):], []byte("%%EOF")) {
		return 0, corrupt("truncated", nil)
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxPDFTime)
	defer cancel()
	doc, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), pdfConfig())
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword), errors.Is(err, pdfcpu.ErrEncrypted):
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "file", Detail: "encrypted", Cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return 0, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file", Detail: "time", Cause: err}
	case err != nil:
		return 0, corrupt("pdf", err)
	case doc.Encrypt != nil:
		return 0, invalid("encrypted")
	}
	root, err := doc.Pages()
	if err != nil {
		return 0, corrupt("page tree", err)
	}
	if root == nil {
		return 0, invalid("no pages")
	}
	w := pageWalk{doc: doc, seen: map[types.IndirectRef]bool{}}
	if err := w.node(*root, 0); err != nil {
		return 0, err
	}
	if w.pages == 0 {
		return 0, invalid("no pages")
	}
	return w.pages, nil
}

// maxTreeDepth bounds a page tree; ten levels of ten hold any dossier.
const maxTreeDepth = 64

// pageWalk counts the leaves of a page tree.
type pageWalk struct {
	doc   *model.Context
	seen  map[types.IndirectRef]bool
	pages int
}

func (w *pageWalk) node(o types.Object, depth int) error {
	d, err := w.doc.DereferenceDict(o)
	if err != nil {
		return corrupt("page tree", err)
	}
	if d == nil { // a missing object is null (PDF 1.7, 7.3.10): no page
		return nil
	}
	kids, ok := d.Find("Kids")
	if !ok {
		if w.pages++; w.pages > MaxPages {
			return tooLarge("pages")
		}
		return nil
	}
	// A branch met twice is a loop, or a bomb that doubles at every level.
	if ref, ok := o.(types.IndirectRef); ok {
		if w.seen[ref] {
			return corrupt("page tree loop", nil)
		}
		w.seen[ref] = true
	}
	if depth > maxTreeDepth {
		return corrupt("page tree depth", nil)
	}
	list, err := w.doc.DereferenceArray(kids)
	if err != nil {
		return corrupt("page tree", err)
	}
	for _, k := range list {
		if err := w.node(k, depth+1); err != nil {
			return err
		}
	}
	return nil
}
