// Package page judges one file before it may become part of a dossier: what it
// is, by its first bytes and not by its name, whether it can be opened to its
// end, how many pages it has. Pure Go, with bounds against files made to hurt.
package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"motcua"
)

// The bounds of one file.
const (
	MaxBytes   = 200 << 20   // of the file
	MaxPixels  = 100_000_000 // of one image: A3 at 600 dpi in both directions, and some
	MinSide    = 16          // pixels; less is no page
	MaxPages   = 2000
	maxDecoded = 512 << 20 // bytes of one decoded image
)

// The types that a component may be filed as.
const (
	TypePDF  = "application/pdf"
	TypeJPEG = "image/jpeg"
	TypePNG  = "image/png"
	TypeTIFF = "image/tiff"
)

// Sniff returns the type that data's first bytes say, "" for anything else.
func Sniff(data []byte) string {
	for _, m := range []struct{ magic, kind string }{
		{"%PDF-", TypePDF},
		{"\xff\xd8\xff", TypeJPEG},
		{"\x89PNG\r\n\x1a\n", TypePNG},
		{"II*\x00", TypeTIFF},
		{"MM\x00*", TypeTIFF},
	} {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.kind
		}
	}
	return ""
}

// Inspect opens a PDF, JPEG, PNG or TIFF to its end and returns its name by
// content, type and number of pages (TIFF and PDF may have many). It fails with
// CodeInvalid (another type; too few pixels; no pages; Detail "encrypted" or
// "unsupported"), CodeTooLarge (bytes, pixels or pages over the bounds) or
// CodeCorrupt (cut off or broken).
func Inspect(data []byte) (motcua.FileRef, error) {
	if len(data) == 0 {
		return motcua.FileRef{}, invalid("empty")
	}
	if len(data) > MaxBytes {
		return motcua.FileRef{}, tooLarge("bytes")
	}
	kind := Sniff(data)
	pages, err := count(kind, data)
	if err != nil {
		return motcua.FileRef{}, err
	}
	sum := sha256.Sum256(data)
	return motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)), Type: kind, Pages: pages}, nil
}

func count(kind string, data []byte) (pages int, err error) {
	// The decoders are not ours, the file is a stranger's: a panic is the
	// file's fault and must not end the counter.
	defer func() {
		if r := recover(); r != nil {
			pages, err = 0, corrupt("decoder panic", fmt.Errorf("%v", r))
		}
	}()
	switch kind {
	case TypePDF:
		return pdfPages(data)
	case TypeTIFF:
		return tiffPages(data)
	case TypeJPEG, TypePNG:
		_, err := checkImage(kind, bytes.NewReader(data))
		return 1, err
	}
	return 0, invalid("type")
}

func invalid(detail string) error {
	return &motcua.Error{Code: motcua.CodeInvalid, Field: "file", Detail: detail}
}

func tooLarge(detail string) error {
	return &motcua.Error{Code: motcua.CodeTooLarge, Field: "file", Detail: detail}
}

func corrupt(detail string, cause error) error {
	return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: detail, Cause: cause}
}
