package printing

import "motcua"

// sheet is a paper size with the measures that go with it: millimetres, type
// in points. A4 keeps the margins and sizes of NĐ 30/2020/NĐ-CP, Phụ lục I; A5
// is what counters print on to save paper.
type sheet struct {
	paperW        float64
	paperH        float64
	marginL       float64
	width         float64 // of the text
	marginT       float64
	marginB       float64
	body          float64 // pt
	line          float64 // height of a body line
	title         float64 // pt
	head          float64 // pt, of the heading
	small         float64 // pt, of notes
	cell          float64 // pt, in tables
	split         float64 // share of the heading's left column
	sign          float64 // room for a signature
	barcodeHeight float64
}

// The papers that a form may be printed on. Rolls are named by their width in
// millimetres and have no end.
const (
	A4        = "A4"
	A5        = "A5"
	Landscape = "A4-landscape"
	Roll80    = "80"
	Roll58    = "58"
)

// endless is the height of a roll.
const endless = 4000

// sheetsOf returns the measures for a paper size, the roomiest first; the
// tighter ones are for forms that would else run over by a few lines.
func sheetsOf(media string) ([]sheet, error) {
	switch media {
	case A5:
		roomy := sheet{
			paperW: 148, paperH: 210, marginL: 15, width: 123, marginT: 9, marginB: 7,
			body: 10.5, line: 4.7, title: 13, head: 9.5, small: 8, cell: 9, split: 0.41, sign: 14, barcodeHeight: 11,
		}
		tightest := roomy.tighter(9, 3.7, 9)
		tightest.marginL, tightest.width, tightest.marginT, tightest.marginB = 12, 128, 6, 5
		tightest.title, tightest.head, tightest.small = 11.5, 9, 7.5
		return []sheet{roomy, roomy.tighter(10, 4.4, 12), roomy.tighter(9.5, 4.1, 11), tightest}, nil
	case A4:
		roomy := sheet{
			paperW: 210, paperH: 297, marginL: 30, width: 165, marginT: 18, marginB: 12,
			body: 13, line: 6.2, title: 15, head: 12, small: 10, cell: 11.5, split: 0.42, sign: 20, barcodeHeight: 13,
		}
		return []sheet{roomy, roomy.tighter(12.5, 5.8, 18), roomy.tighter(12, 5.4, 16)}, nil
	case Landscape:
		return []sheet{{
			paperW: 297, paperH: 210, marginL: 20, width: 262, marginT: 15, marginB: 10,
			body: 12, line: 5.6, title: 15, head: 12, small: 9.5, cell: 9.5, split: 0.42, sign: 18, barcodeHeight: 13,
		}}, nil
	case Roll80:
		return []sheet{{
			paperW: 72, paperH: endless, marginL: 1, width: 70, marginT: 2, marginB: 3,
			body: 9.5, line: 4.1, title: 12, head: 9, small: 8, cell: 8.5, split: 0.5, sign: 10, barcodeHeight: 10,
		}}, nil
	case Roll58:
		return []sheet{{
			paperW: 48, paperH: endless, marginL: 0.5, width: 47, marginT: 2, marginB: 3,
			body: 8.5, line: 3.7, title: 10.5, head: 8, small: 7.5, cell: 7.5, split: 0.5, sign: 10, barcodeHeight: 10,
		}}, nil
	}
	return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
}

func roll(media string) bool { return media == Roll80 || media == Roll58 }

// indent is where the text of a numbered entry begins.
func (s sheet) indent() float64 {
	switch {
	case s.paperH == endless:
		return 4
	case s.paperW < 200:
		return 5
	}
	return 7
}

func (s sheet) tighter(body, line, sign float64) sheet {
	s.body, s.line, s.sign = body, line, sign
	return s
}

// top is where the text of a page begins; continued pages carry a small head.
func (s sheet) top(continued bool) float64 {
	if continued {
		return s.marginT + s.line*1.8
	}
	return s.marginT
}

// bottom is where the text of a page ends, above the room of a page mark.
func (s sheet) bottom() float64 { return s.paperH - s.marginB - s.line }
