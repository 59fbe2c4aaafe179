package printing

import "strings"

// textLine is one entry of a column: centred text, a rule or a space.
type textLine struct {
	text    string
	style   style
	size    float64
	fit     bool    // one line, smaller type rather than a second line
	least   float64 // share of its size that a fitted line may shrink to
	balance bool    // lines of about the same length
	rule    float64 // length as a share of the text above
	space   float64
}

// column is centred text between two edges: half of a heading, a signature.
type column []textLine

// gutter keeps the two columns of a strip apart.
const gutter = 3

// columns sets two columns side by side in one strip, the left one as wide as
// split says. Where both have a space, it grows until they end together.
func (s setter) columns(l, r column, split, before float64) strip {
	w := s.sheet.width
	lw, rw := w*split-gutter/2, w*(1-split)-gutter/2
	a, b := s.column(l, 0, lw, 0), s.column(r, w-rw, rw, 0)
	if a.height < b.height {
		a = s.column(l, 0, lw, b.height-a.height)
	} else {
		b = s.column(r, w-rw, rw, a.height-b.height)
	}
	out := strip{height: max(a.height, b.height), segs: append(a.segs, b.segs...), lines: append(a.lines, b.lines...)}
	out.shift(before)
	return out
}

func (s setter) column(c column, x, width, extra float64) strip {
	var out strip
	last := 0.0
	for _, t := range c {
		switch {
		case t.rule > 0:
			half := last * t.rule / 2
			out.lines = append(out.lines, line{x + width/2 - half, out.height + 0.6, x + width/2 + half, out.height + 0.6})
			out.height += 1.6
			continue
		case t.space > 0:
			out.height += t.space + extra
			continue
		case t.text == "":
			continue
		}
		for _, row := range s.columnRows(&t, width) {
			st := s.lineStrip(row, x+(width-row.width)/2, t.size)
			st.shift(out.height)
			out.segs = append(out.segs, st.segs...)
			out.height, last = st.height, row.width
		}
	}
	return out
}

// columnRows breaks one entry; with fit it makes t's size smaller first.
func (s setter) columnRows(t *textLine, width float64) []textRow {
	if t.fit {
		if w := s.wide(t.text, t.style, t.size); w > width && width/w >= t.least {
			t.size *= width / w * 0.999
		}
	}
	runs := []run{{t.text, t.style}}
	rows := s.breakLines(runs, t.size, width)
	if !t.balance || len(rows) < 2 {
		return rows
	}
	for narrow := width - 1; narrow > width/3; narrow-- {
		again := s.breakLines(runs, t.size, narrow)
		if len(again) > len(rows) || s.tooWide(again, narrow) {
			break
		}
		rows = again
	}
	return rows
}

func (s setter) tooWide(rows []textRow, width float64) bool {
	for _, r := range rows {
		if r.width > width || strings.TrimSpace(r.runs[0].text) == "" {
			return true
		}
	}
	return false
}
