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
	first         float64 // indent of the first line
	bullet        string  // stands in the margin of a hanging indent
	glued         bool    // on the same page as what follows
}

// seg is text at its place in a strip: x from the left margin, y of the
// baseline from the strip's top.
type seg struct {
	x, y, size float64
	text       string
	style      style
}

// line is a drawn rule in a strip, across or down.
type line struct{ x1, y1, x2, y2 float64 }

// codeAt is a code at its place in a strip: left upper corner, width and
// height of a module.
type codeAt struct {
	matrix     matrix
	x, y, w, h float64
}

// strip is a horizontal band that no page break cuts. Everything on a form is
// made of strips.
type strip struct {
	height float64
	glued  bool
	segs   []seg
	lines  []line
	codes  []codeAt
	table  *tableHead // of the table it is a line of
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
		indent = max(s.sheet.indent(), s.wide(p.bullet+" ", regular, size))
	}
	var out []strip
	for i, l := range s.breakIndented(runs, size, s.sheet.width-indent, p.first) {
		x := indent
		if i == 0 {
			x += p.first
		}
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

// pairs sets two texts on one line where both fit into halves, else below each
// other.
func (s setter) pairs(l, r []run) []strip {
	half, size := s.sheet.width*0.46, s.sheet.body
	if s.rowWidth(l, size) > half || s.rowWidth(r, size) > s.sheet.width-half {
		return append(s.paragraph(para{}, l...), s.paragraph(para{}, r...)...)
	}
	out := s.paragraph(para{}, l...)
	out[0].segs = append(out[0].segs, s.lineStrip(textRow{runs: join(textRow{}, word{runs: r})}, half, size).segs...)
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
		s.lines[i].y1 += dy
		s.lines[i].y2 += dy
	}
	for i := range s.codes {
		s.codes[i].y += dy
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
	return s.breakIndented(runs, size, width, 0)
}

// breakIndented does the same with a first line that is shorter by first.
func (s setter) breakIndented(runs []run, size, width, first float64) []textRow {
	var rows []textRow
	var row textRow
	for _, w := range s.words(runs, size, width-first) {
		text, room := join(row, w), width
		if len(rows) == 0 {
			room -= first
		}
		if len(row.runs) > 0 && s.rowWidth(text, size) > room {
			rows = append(rows, row)
			text = join(textRow{}, w)
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
func join(row textRow, w word) []run {
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
