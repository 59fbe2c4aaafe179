package page

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"testing"
	"testing/iotest"

	"golang.org/x/image/tiff"

	"motcua"
)

func small(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := tiff.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 20)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPageOfATIFFReadsAsAFileWithAnotherHeader(t *testing.T) {
	data := small(t)
	want := bytes.Clone(data)
	binary.LittleEndian.PutUint32(want[4:], 77)
	r := io.NewSectionReader(tiffPage(data, 77), 0, int64(len(data)))
	if err := iotest.TestReader(r, want); err != nil {
		t.Error(err)
	}
	p := tiffPage(data, 77)
	for _, off := range []int64{-1, int64(len(data)), 1 << 40} {
		if n, err := p.ReadAt(make([]byte, 4), off); n != 0 || err != io.EOF {
			t.Errorf("at %d: %d, %v", off, n, err)
		}
	}
}

// directories returns a TIFF of n empty directories in a row.
func directories(order binary.AppendByteOrder, mark string, n int) []byte {
	b := order.AppendUint32([]byte(mark), 8)
	for i := range n {
		next := uint32(8 + 6*(i+1))
		if i == n-1 {
			next = 0
		}
		b = order.AppendUint32(order.AppendUint16(b, 0), next)
	}
	return b
}

func TestDirectoriesAreFollowedInBothByteOrdersAndBounded(t *testing.T) {
	for mark, order := range map[string]binary.AppendByteOrder{"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian} {
		for _, n := range []int{1, 2, MaxPages} {
			got, err := tiffDirectories(directories(order, mark, n))
			if err != nil || len(got) != n || got[0] != 8 || got[n-1] != uint32(8+6*(n-1)) {
				t.Errorf("%q, %d: %d found, %v", mark, n, len(got), err)
			}
		}
		if _, err := tiffDirectories(directories(order, mark, MaxPages+1)); motcua.CodeOf(err) != motcua.CodeTooLarge {
			t.Errorf("%q, too many: %v", mark, err)
		}
		whole := directories(order, mark, 3)
		for n := range len(whole) {
			if _, err := tiffDirectories(whole[:n]); motcua.CodeOf(err) != motcua.CodeCorrupt {
				t.Errorf("%q cut at %d: %v", mark, n, err)
			}
		}
	}
}

func TestSniffKnowsFourTypesByTheirFirstBytes(t *testing.T) {
	for head, want := range map[string]string{
		"%PDF-1.7": TypePDF, "\xff\xd8\xff\xe0": TypeJPEG, "\x89PNG\r\n\x1a\nxx": TypePNG, "II*\x00": TypeTIFF, "MM\x00*": TypeTIFF,
		"": "", "%PDF": "", "\xff\xd8": "", "\x89PNG": "", "II+\x00": "", "MM\x00+": "", "PK\x03\x04": "", "BM": "", "<svg": "", "RIFF": "",
	} {
		if got := Sniff([]byte(head)); got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
	}
}

func FuzzTIFFDirectoriesStayInsideTheFile(f *testing.F) {
	f.Add(small(f))
	f.Add(directories(binary.BigEndian, "MM\x00*", 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := tiffDirectories(data)
		if err != nil {
			return
		}
		seen := map[uint32]bool{}
		for _, at := range got {
			if seen[at] || int(at) >= len(data) {
				t.Fatalf("directory at %d of %d, seen %v", at, len(data), seen[at])
			}
			seen[at] = true
		}
	})
}
