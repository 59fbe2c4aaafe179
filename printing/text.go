package printing

import (
	"strings"
	"unicode/utf8"
)

// style is a face; small is italic at the sheet's note size.
type style int

const (
	regular style = iota
	bold
	italic
	small
)

// run is text in one face.
type run struct {
	text  string
	style style
}

// align places a line between the margins.
type align int

const (
	left align = iota
	centre
)

// para says how a paragraph is set. Sizes in points, lengths in millimetres.
type para struct {
	align         align
	size          float64 // the body's where 0
	before, after float64
	bullet        string // stands in the margin of a hanging indent
	glued         bool   // on the same page as what follows
}

// seg is text at its place in a strip: x from the left margin, y of the
// baseline from the strip's top.
type seg struct {
	x, y, size float64
	text       string
	style      style
}

// line is a drawn rule in a strip.
type line struct{ x1, x2, y float64 }

// strip is a horizontal band that no page break cuts. Everything on a form is
// made of strips.
type strip struct {
	height float64
	glued  bool
	segs   []seg
	lines  []line
}

// measurer tells how wide text is, in millimetres.
type measurer interface {
	width(text string, st style, size float64) float64
}

// setter breaks text into strips for one sheet.
type setter struct {
	pen   measurer
	sheet sheet
}

func (s setter) sizeOf(st style, size float64) float64 {
	if st == small {
		return s.sheet.small
	}
	return size
}

func (s setter) wide(text string, st style, size float64) float64 {
	return s.pen.width(strings.ReplaceAll(text, nbsp, " "), st, s.sizeOf(st, size))
}

// leading is the height of a line of a size.
func (s setter) leading(size float64) float64 { return size * s.sheet.line / s.sheet.body }

// paragraph sets runs as lines, one strip each.
func (s setter) paragraph(p para, runs ...run) []strip {
	size := p.size
	if size == 0 {
		size = s.sheet.body
	}
	indent := 0.0
	if p.bullet != "" {
		indent = max(s.sheet.indent, s.wide(p.bullet+" ", regular, size))
	}
	var out []strip
	for i, l := range s.breakLines(runs, size, s.sheet.width-indent) {
		x := indent
		if p.align == centre {
			x += (s.sheet.width - indent - l.width) / 2
		}
		st := s.lineStrip(l, x, size)
		if i == 0 && p.bullet != "" {
			st.segs = append([]seg{{0, st.height * ascent, size, p.bullet, regular}}, st.segs...)
		}
		st.glued = p.glued
		out = append(out, st)
	}
	out[0].shift(p.before)
	out[len(out)-1].height += p.after
	return out
}

// pair sets a label with its value.
func (s setter) pair(label, value string) []strip {
	return s.paragraph(para{}, run{label, regular}, run{value, regular})
}

// pairs sets two labels with values on one line where both fit into halves,
// else below each other.
func (s setter) pairs(l1, v1, l2, v2 string) []strip {
	half := s.sheet.width * 0.46
	if s.wide(l1+v1, regular, s.sheet.body) > half || s.wide(l2+v2, regular, s.sheet.body) > s.sheet.width-half {
		return append(s.pair(l1, v1), s.pair(l2, v2)...)
	}
	out := s.pair(l1, v1)
	out[0].segs = append(out[0].segs, seg{half, out[0].segs[0].y, s.sheet.body, l2 + v2, regular})
	return out
}

// ascent is where the baseline lies in a line, from its top.
const ascent = 0.76

func (s *strip) shift(dy float64) {
	s.height += dy
	for i := range s.segs {
		s.segs[i].y += dy
	}
	for i := range s.lines {
		s.lines[i].y += dy
	}
}

func (s setter) lineStrip(l textRow, x, size float64) strip {
	st := strip{height: s.leading(size)}
	for _, r := range l.runs {
		st.segs = append(st.segs, seg{x, st.height * ascent, s.sizeOf(r.style, size), strings.ReplaceAll(r.text, nbsp, " "), r.style})
		x += s.wide(r.text, r.style, size)
	}
	return st
}

// textRow is one broken line.
type textRow struct {
	runs  []run
	width float64
}

// word is what is not broken while there is another way: pieces without a
// common space between, and whether a space stands before it.
type word struct {
	runs  []run
	space bool
}

// breakLines fills lines of at most width from left to right.
func (s setter) breakLines(runs []run, size, width float64) []textRow {
	var rows []textRow
	var row textRow
	for _, w := range s.words(runs, size, width) {
		text := s.join(row, w)
		if len(row.runs) > 0 && s.rowWidth(text, size) > width {
			rows = append(rows, row)
			text = s.join(textRow{}, w)
		}
		row = textRow{text, s.rowWidth(text, size)}
	}
	return append(rows, row)
}

func (s setter) rowWidth(runs []run, size float64) float64 {
	sum := 0.0
	for _, r := range runs {
		sum += s.wide(r.text, r.style, size)
	}
	return sum
}

// join appends a word to a row's runs; the space before it belongs to the
// run before, so that a bold word does not widen it.
func (s setter) join(row textRow, w word) []run {
	out := append([]run{}, row.runs...)
	for i, r := range w.runs {
		if i == 0 && w.space && len(out) > 0 {
			out[len(out)-1].text += " "
		}
		if n := len(out); n > 0 && out[n-1].style == r.style {
			out[n-1].text += r.text
		} else {
			out = append(out, r)
		}
	}
	return out
}

// words splits runs at common spaces. A word wider than a line is split where
// its face changes, at its unbreakable spaces, then between characters: nothing
// is ever cut off.
func (s setter) words(runs []run, size, width float64) []word {
	var out []word
	for _, w := range wholeWords(runs) {
		if s.rowWidth(w.runs, size) <= width {
			out = append(out, w)
			continue
		}
		for i, r := range w.runs {
			out = append(out, s.pieces(r, w.space && i == 0, size, width)...)
		}
	}
	return out
}

func wholeWords(runs []run) []word {
	var out []word
	space, open := false, false // open: the last word may still grow
	for _, r := range runs {
		for i, part := range strings.Split(r.text, " ") {
			if i > 0 {
				space, open = true, false
			}
			switch {
			case part == "":
				continue
			case open:
				out[len(out)-1].runs = append(out[len(out)-1].runs, run{part, r.style})
			default:
				out = append(out, word{[]run{{part, r.style}}, space})
			}
			space, open = false, true
		}
	}
	return out
}

// pieces returns r as one word, or as many where it is wider than a line.
func (s setter) pieces(r run, space bool, size, width float64) []word {
	if s.wide(r.text, r.style, size) <= width {
		return []word{{[]run{r}, space}}
	}
	var out []word
	if parts := strings.Split(r.text, nbsp); len(parts) > 1 {
		for i, part := range parts {
			out = append(out, s.pieces(run{part, r.style}, space || i > 0, size, width)...)
		}
		return out
	}
	for rest := r.text; rest != ""; {
		n, w := 0, 0.0
		for n < len(rest) {
			_, k := utf8.DecodeRuneInString(rest[n:])
			if w += s.wide(rest[n:n+k], r.style, size); w > width && n > 0 {
				break
			}
			n += k
		}
		out = append(out, word{[]run{{rest[:n], r.style}}, space})
		rest, space = rest[n:], false
	}
	return out
}
