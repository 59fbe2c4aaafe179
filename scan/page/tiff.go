package page

import (
	"encoding/binary"
	"io"
)

// maxTIFFPixels bounds all pages of one TIFF together: a hundred at 300 dpi.
const maxTIFFPixels = 1_000_000_000

// tagSubfile says what an image is for; its lowest bit marks a thumbnail of
// another one (TIFF 6.0, section 8).
const tagSubfile = 254

// tiffPages follows the chain of images, decodes each and returns how many are
// pages.
func tiffPages(data []byte) (int, error) {
	offsets, err := tiffDirectories(data)
	if err != nil {
		return 0, err
	}
	total := int64(0)
	for _, o := range offsets {
		r := io.NewSectionReader(tiffPage(data, o), 0, int64(len(data)))
		n, err := checkImage(TypeTIFF, r)
		if err != nil {
			return 0, err
		}
		if total += n; total > maxTIFFPixels {
			return 0, tooLarge("pixels")
		}
	}
	return len(offsets), nil
}

func tiffOrder(data []byte) binary.ByteOrder {
	if data[0] == 'M' {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// tiffDirectories returns where the directories of the pages are, thumbnails
// left out. A chain that bites its tail is corrupt.
func tiffDirectories(data []byte) ([]uint32, error) {
	if len(data) < 8 {
		return nil, corrupt("header", nil)
	}
	order := tiffOrder(data)
	seen := map[uint32]bool{}
	var out []uint32
	for at := order.Uint32(data[4:]); at != 0; {
		if seen[at] {
			return nil, corrupt("directory loop", nil)
		}
		if len(seen) >= MaxPages {
			return nil, tooLarge("pages")
		}
		seen[at] = true
		if int64(at)+2 > int64(len(data)) {
			return nil, corrupt("directory", nil)
		}
		entries := data[int64(at)+2:]
		n := int(order.Uint16(data[at:]))
		if len(entries) < 12*n+4 {
			return nil, corrupt("directory", nil)
		}
		if !thumbnail(order, entries[:12*n]) {
			out = append(out, at)
		}
		at = order.Uint32(entries[12*n:])
	}
	if len(out) == 0 {
		return nil, invalid("no pages")
	}
	return out, nil
}

func thumbnail(order binary.ByteOrder, entries []byte) bool {
	for ; len(entries) >= 12; entries = entries[12:] {
		if order.Uint16(entries) == tagSubfile {
			return order.Uint32(entries[8:])&1 == 1
		}
	}
	return false
}

// oneTIFFPage is a TIFF whose header points at another of its directories:
// the decoder reads only the first one.
type oneTIFFPage struct {
	head [8]byte
	data []byte
}

func tiffPage(data []byte, directory uint32) *oneTIFFPage {
	p := &oneTIFFPage{data: data}
	copy(p.head[:], data)
	tiffOrder(data).PutUint32(p.head[4:], directory)
	return p
}

func (p *oneTIFFPage) ReadAt(b []byte, off int64) (int, error) {
	if off < 0 || off >= int64(len(p.data)) {
		return 0, io.EOF
	}
	n := copy(b, p.data[off:])
	if off < int64(len(p.head)) {
		copy(b[:n], p.head[off:])
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}
