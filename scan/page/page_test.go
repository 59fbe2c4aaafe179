package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/tiff"

	"motcua"
	"motcua/scan/page"
)

func picture(w, h int) image.Image {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	return img
}

func encoded(t testing.TB, kind string, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case page.TypeJPEG:
		err = jpeg.Encode(&b, picture(w, h), nil)
	case page.TypePNG:
		err = png.Encode(&b, picture(w, h))
	default:
		err = tiff.Encode(&b, picture(w, h), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pdf(t testing.TB, pages int, password, owner string) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	if owner != "" {
		p.SetProtection(0, password, owner)
	}
	for range pages {
		p.AddPage()
		p.Rect(10, 10, 50, 50, "F")
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chain joins one-page TIFFs (little endian) into one of many pages.
func chain(pages ...[]byte) []byte {
	out := bytes.Clone(pages[0])
	last := func(b []byte) int { // where the offset of the next directory stands
		at := int(binary.LittleEndian.Uint32(b[4:]))
		return at + 2 + 12*int(binary.LittleEndian.Uint16(b[at:]))
	}
	next := last(out)
	for _, p := range pages[1:] {
		base := uint32(len(out))
		p = bytes.Clone(p)
		at := int(binary.LittleEndian.Uint32(p[4:]))
		end := last(p)
		for e := at + 2; e < end; e += 12 {
			tag, kind := binary.LittleEndian.Uint16(p[e:]), binary.LittleEndian.Uint16(p[e+2:])
			size := map[uint16]uint32{3: 2, 4: 4, 5: 8}[kind] * binary.LittleEndian.Uint32(p[e+4:])
			if tag == 273 || size > 4 { // strip offsets and values that do not fit
				binary.LittleEndian.PutUint32(p[e+8:], binary.LittleEndian.Uint32(p[e+8:])+base)
			}
		}
		binary.LittleEndian.PutUint32(out[next:], base+uint32(at))
		next = int(base) + end
		out = append(out, p...)
	}
	return out
}

func TestSoundFilesAreNamedTypedAndCounted(t *testing.T) {
	tif := encoded(t, page.TypeTIFF, 40, 50)
	for _, c := range []struct {
		kind  string
		data  []byte
		pages int
	}{
		{page.TypeJPEG, encoded(t, page.TypeJPEG, 300, 400), 1},
		{page.TypePNG, encoded(t, page.TypePNG, 16, 16), 1},
		{page.TypeTIFF, tif, 1},
		{page.TypeTIFF, chain(tif, encoded(t, page.TypeTIFF, 60, 20), tif), 3},
		{page.TypePDF, pdf(t, 1, "", ""), 1},
		{page.TypePDF, pdf(t, 23, "", ""), 23},
		{page.TypePDF, append(pdf(t, 2, "", ""), 0, 0, '\n'), 2},
	} {
		got, err := page.Inspect(c.data)
		if err != nil {
			t.Errorf("%s of %d pages: %v", c.kind, c.pages, err)
			continue
		}
		sum := sha256.Sum256(c.data)
		want := motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(c.data)), Type: c.kind, Pages: c.pages}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestPDFsWithObjectStreamsAreCounted(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, pdf(t, 7, "", ""), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command("qpdf", "--object-streams=generate", in, out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := page.Inspect(data); err != nil || got.Pages != 7 {
		t.Errorf("%+v, %v", got, err)
	}
}

// pngHeader is a PNG whose header promises w × h pixels and that holds none.
func pngHeader(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 2, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func deepPNG(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA64(image.Rect(0, 0, 20, 20))
	img.Set(3, 3, color.NRGBA64{1, 2, 3, 4})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	binary.BigEndian.PutUint32(data[16:], 9000)
	binary.BigEndian.PutUint32(data[20:], 9000)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func rawPDF(kids string, count int, catalog string) []byte {
	var b bytes.Buffer
	var offsets []int
	obj := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	b.WriteString("%PDF-1.4\n")
	obj("<</Type/Catalog" + catalog + ">>")
	obj(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, count))
	obj("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n")
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

func TestBadFilesAreRefusedByCode(t *testing.T) {
	jpg, pn, tif := encoded(t, page.TypeJPEG, 300, 400), encoded(t, page.TypePNG, 300, 400), encoded(t, page.TypeTIFF, 40, 50)
	loop := chain(tif, tif)
	at := int(binary.LittleEndian.Uint32(loop[4:]))
	for n := binary.LittleEndian.Uint32(loop[at+2+12*int(binary.LittleEndian.Uint16(loop[at:])):]); ; {
		end := int(n) + 2 + 12*int(binary.LittleEndian.Uint16(loop[n:]))
		binary.LittleEndian.PutUint32(loop[end:], uint32(at))
		break
	}
	whole := pdf(t, 3, "", "")
	const tree = "/Pages 2 0 R"
	for _, c := range []struct {
		name, detail string
		code         motcua.ErrorCode
		data         []byte
	}{
		{"nothing", "empty", motcua.CodeInvalid, nil},
		{"text", "type", motcua.CodeInvalid, []byte("just words that are no file at all")},
		{"GIF", "type", motcua.CodeInvalid, []byte("GIF89a\x10\x00\x10\x00\x00\x00\x00")},
		{"PDF behind a prefix", "type", motcua.CodeInvalid, append([]byte("<html>"), whole...)},
		{"too many bytes", "bytes", motcua.CodeTooLarge, make([]byte, page.MaxBytes+1)},
		{"one pixel", "too small", motcua.CodeInvalid, encoded(t, page.TypePNG, 1, 1)},
		{"fifteen pixels wide", "too small", motcua.CodeInvalid, encoded(t, page.TypeJPEG, 15, 900)},
		{"50,000 megapixels", "pixels", motcua.CodeTooLarge, pngHeader(250_000, 200_000)},
		{"sides that overflow", "unsupported", motcua.CodeInvalid, pngHeader(1<<31-1, 1<<31-1)},
		{"PNG that would need 648 MB", "pixels", motcua.CodeTooLarge, deepPNG(t)},
		{"PNG without pixels", "", motcua.CodeCorrupt, pngHeader(300, 300)},
		{"PNG cut off", "", motcua.CodeCorrupt, pn[:len(pn)/2]},
		{"JPEG cut off", "", motcua.CodeCorrupt, jpg[:len(jpg)/2]},
		{"JPEG of three bytes", "", motcua.CodeCorrupt, jpg[:3]},
		{"TIFF cut off", "", motcua.CodeCorrupt, tif[:len(tif)-30]},
		{"TIFF of four bytes", "header", motcua.CodeCorrupt, tif[:4]},
		{"TIFF that bites its tail", "directory loop", motcua.CodeCorrupt, loop},
		{"TIFF without a directory", "no pages", motcua.CodeInvalid, []byte("II*\x00\x00\x00\x00\x00")},
		{"PDF cut off", "truncated", motcua.CodeCorrupt, whole[:len(whole)*2/3]},
		{"PDF of noise", "", motcua.CodeCorrupt, append([]byte("%PDF-1.7\n"+strings.Repeat("\x93\x01x", 900)), "\nstartxref\n12\n%%EOF\n"...)},
		{"PDF without pages", "no pages", motcua.CodeInvalid, rawPDF("", 0, tree)},
		{"PDF that promises pages", "no pages", motcua.CodeInvalid, rawPDF("", 5, tree)},
		{"PDF whose pages contain themselves", "page tree loop", motcua.CodeCorrupt, rawPDF("2 0 R", 1, tree)},
		{"PDF that needs a password", "encrypted", motcua.CodeInvalid, pdf(t, 1, "secret", "owner")},
		{"PDF that allows reading only", "encrypted", motcua.CodeInvalid, pdf(t, 1, "", "owner")},
	} {
		ref, err := page.Inspect(c.data)
		e, ok := err.(*motcua.Error)
		if !ok || e.Code != c.code || c.detail != "" && e.Detail != c.detail || ref != (motcua.FileRef{}) {
			t.Errorf("%s: %+v, %v; want %s %q", c.name, ref, err, c.code, c.detail)
		}
	}
}

func TestAPromisedPageCountIsNotBelieved(t *testing.T) {
	got, err := page.Inspect(rawPDF("3 0 R", 900, "/Pages 2 0 R"))
	if err != nil || got.Pages != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestThumbnailsAreNoPages(t *testing.T) {
	tif := encoded(t, page.TypeTIFF, 40, 50)
	thumb := encoded(t, page.TypeTIFF, 40, 50)
	at := binary.LittleEndian.Uint32(thumb[4:])
	for e := thumb[at+2:]; ; e = e[12:] { // the resolution unit, 296, becomes the subfile type
		if binary.LittleEndian.Uint16(e) == 296 {
			binary.LittleEndian.PutUint16(e, 254)
			binary.LittleEndian.PutUint32(e[8:], 1)
			break
		}
	}
	got, err := page.Inspect(chain(tif, thumb))
	if err != nil || got.Pages != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestInspectingLeavesNothingInTheHomeFolder(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	data := pdf(t, 2, "", "")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := page.Inspect(data); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if entries, err := os.ReadDir(home); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}

func FuzzInspectNeverPanicsNorBelievesNonsense(f *testing.F) {
	tif := encoded(f, page.TypeTIFF, 20, 20)
	for _, b := range [][]byte{
		encoded(f, page.TypeJPEG, 20, 20), encoded(f, page.TypePNG, 20, 20), tif, chain(tif, tif),
		pdf(f, 2, "", ""), pdf(f, 1, "a", "b"), rawPDF("3 0 R", 1, "/Pages 2 0 R"), nil,
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ref, err := page.Inspect(data)
		if err != nil {
			if _, ok := err.(*motcua.Error); !ok {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		if ref.Pages < 1 || ref.Pages > page.MaxPages || ref.Size != int64(len(data)) || len(ref.SHA256) != 64 || ref.Type != page.Sniff(data) {
			t.Fatalf("believed %+v", ref)
		}
	})
}

// forest returns a PDF whose page tree is depth nodes deep, with one page at
// the end and, where missing is set, a kid that does not exist.
func forest(depth int, missing bool) []byte {
	var b bytes.Buffer
	var offsets []int
	obj := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	b.WriteString("%PDF-1.4\n")
	obj("<</Type/Catalog/Pages 2 0 R>>")
	for i := range depth {
		kids := fmt.Sprintf("%d 0 R", i+3)
		if missing {
			kids += " 9999 0 R"
		}
		obj("<</Type/Pages/Count 1/Kids[" + kids + "]>>")
	}
	obj("<</Type/Page/MediaBox[0 0 9 9]>>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return b.Bytes()
}

func TestPageTreesAreWalkedAsDeepAsPapersGo(t *testing.T) {
	for _, depth := range []int{1, 2, 30} {
		if got, err := page.Inspect(forest(depth, depth == 2)); err != nil || got.Pages != 1 {
			t.Errorf("depth %d: %+v, %v", depth, got, err)
		}
	}
	if _, err := page.Inspect(forest(500, false)); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("depth 500: %v", err)
	}
}

func TestADocumentOfMoreThanTwoThousandPagesIsTooLarge(t *testing.T) {
	kids := strings.Repeat("<</Type/Page/MediaBox[0 0 9 9]>>", page.MaxPages)
	if got, err := page.Inspect(rawPDF(kids, page.MaxPages, "/Pages 2 0 R")); err != nil || got.Pages != page.MaxPages {
		t.Errorf("at the bound: %+v, %v", got, err)
	}
	if _, err := page.Inspect(rawPDF(kids+"3 0 R", page.MaxPages, "/Pages 2 0 R")); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Errorf("over it: %v", err)
	}
}
