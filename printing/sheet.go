package printing

import "motcua"

// sheet is a paper size with the measures that go with it: millimetres, type
// in points. A4 keeps the margins and sizes of NĐ 30/2020/NĐ-CP, Phụ lục I; A5
// is what counters print on to save paper.
type sheet struct {
	name          string
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
	split         float64 // share of the heading's left column
	indent        float64 // of lists
	sign          float64 // room for a signature
	barcodeHeight float64
}

// sheetsOf returns the measures for a paper size, the roomiest first; the
// tighter ones are for forms that would else run over by a few lines.
func sheetsOf(media string) ([]sheet, error) {
	switch media {
	case "A5":
		roomy := sheet{
			name: "A5", paperW: 148, paperH: 210, marginL: 15, width: 123, marginT: 9, marginB: 7,
			body: 10.5, line: 4.7, title: 13, head: 9.5, small: 8, split: 0.41, indent: 5, sign: 14, barcodeHeight: 11,
		}
		return []sheet{roomy, roomy.tighter(10, 4.4, 12), roomy.tighter(9.5, 4.1, 11)}, nil
	case "A4":
		roomy := sheet{
			name: "A4", paperW: 210, paperH: 297, marginL: 30, width: 165, marginT: 18, marginB: 12,
			body: 13, line: 6.2, title: 15, head: 12, small: 10, split: 0.42, indent: 7, sign: 20, barcodeHeight: 13,
		}
		return []sheet{roomy, roomy.tighter(12.5, 5.8, 18), roomy.tighter(12, 5.4, 16)}, nil
	}
	return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
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
