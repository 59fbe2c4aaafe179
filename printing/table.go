package printing

import "fmt"

// tableHead is what every line of a table knows of it: the strips that stand
// above its rows on every page, and the table's width.
type tableHead struct {
	strips []strip
	width  float64
}

// tableColumn is one column as it is set on a sheet.
type tableColumn struct {
	x, width float64
	head     template
	cell     template
	group    string // over this and the columns beside it of the same group
	first    bool   // of its group
	groupW   float64
	centred  bool
	halves   []template // two boxes under the cell's text
}

// pad is the room between a cell's text and its lines.
const pad = 1.1

// cellLine is one text line of a cell.
type cellLine struct {
	segs  []seg
	lines []line
}

func (l *layout) table(b *block) []strip {
	cols := l.tableColumns(b)
	data := l.data.tables[b.name]
	head := &tableHead{width: l.set.sheet.width}
	head.strips = l.tableTop(cols)
	out := append([]strip{{height: 1}}, head.strips...)
	for i := range out {
		out[i].glued = true
	}
	for n := range max(len(data.list), int(b.number)) {
		row := map[string]string{}
		for _, k := range data.keys {
			row[k] = data.open[k]
		}
		if n < len(data.list) {
			row = data.list[n]
		}
		row["n"] = fmt.Sprint(n + 1)
		out = append(out, l.row(cols, row, head)...)
	}
	out[len(out)-1].glued = false
	return append(out, strip{height: l.set.sheet.line * 0.5})
}

// tableColumns gives every column its share of the sheet's width.
func (l *layout) tableColumns(b *block) []tableColumn {
	var cols []tableColumn
	sum, group, left := 0.0, "", 0
	for i := range b.parts {
		p := &b.parts[i]
		switch p.op {
		case "group":
			group, left = l.plain(p.texts[0]), int(p.number)
		case "halves":
			cols[len(cols)-1].halves = p.texts
		case "col":
			c := tableColumn{width: p.number, head: p.texts[0], cell: p.texts[1], centred: p.name == "centre"}
			if left > 0 {
				c.group, c.first = group, len(cols) == 0 || cols[len(cols)-1].group != group
				left--
			}
			cols = append(cols, c)
			sum += p.number
		}
	}
	x := 0.0
	for i := range cols {
		cols[i].x = x
		cols[i].width *= l.set.sheet.width / sum
		x += cols[i].width
	}
	for i := range cols {
		for j := i; cols[i].first && j < len(cols) && cols[j].group == cols[i].group; j++ {
			cols[i].groupW += cols[j].width
		}
	}
	return cols
}

// tableTop sets the heads of the columns: one strip, or two where columns are
// grouped.
func (l *layout) tableTop(cols []tableColumn) []strip {
	s, size := l.set, l.set.sheet.cell
	set := func(text string, x, width float64) strip {
		return s.column(column{{text: text, style: bold, size: size}}, x+pad, width-2*pad, 0)
	}
	groupH, low, high := 0.0, 0.0, 0.0
	for _, c := range cols {
		st := set(l.plain(c.head), c.x, c.width)
		if c.group == "" {
			high = max(high, st.height)
			continue
		}
		low = max(low, st.height)
		if c.first {
			groupH = max(groupH, set(c.group, c.x, c.groupW).height+2*pad)
		}
	}
	height := max(high, low+groupH) + 2*pad
	out := strip{height: height, glued: true}
	add := func(st strip, top, room float64) {
		st.shift(top + (room-st.height)/2)
		out.segs = append(out.segs, st.segs...)
	}
	for _, c := range cols {
		top := 0.0
		if c.group != "" {
			top = groupH
			if c.first {
				add(set(c.group, c.x, c.groupW), 0, groupH)
				out.lines = append(out.lines, line{c.x, groupH, c.x + c.groupW, groupH})
			}
		}
		add(set(l.plain(c.head), c.x, c.width), top, height-top)
		from := top
		if c.first {
			from = 0
		}
		out.lines = append(out.lines, line{c.x, from, c.x, height})
	}
	w := s.sheet.width
	out.lines = append(out.lines, line{w, 0, w, height}, line{0, 0, w, 0}, line{0, height, w, height})
	return []strip{out}
}

// row sets one row, a strip for each of its text lines, so that a row longer
// than a page flows on. Short rows keep together.
func (l *layout) row(cols []tableColumn, values map[string]string, head *tableHead) []strip {
	cells, n := make([][]cellLine, len(cols)), 1
	lead := l.set.leading(l.set.sheet.cell)
	for i, c := range cols {
		cells[i] = l.cell(c, values)
		n = max(n, len(cells[i]))
	}
	var out []strip
	for i := range n {
		st := strip{height: lead, table: head}
		for j, c := range cols {
			switch {
			case i < len(cells[j]):
				st.segs = append(st.segs, cells[j][i].segs...)
				st.lines = append(st.lines, cells[j][i].lines...)
			case c.halves != nil:
				st.lines = append(st.lines, line{c.x + c.width/2, 0, c.x + c.width/2, lead})
			}
		}
		if i == 0 {
			st.shift(pad * 0.6)
		}
		if i == n-1 {
			st.height += pad * 0.6
		}
		for _, c := range cols {
			st.lines = append(st.lines, line{c.x, 0, c.x, st.height})
			if c.halves != nil && i == n-1 && n > 1 {
				st.lines = append(st.lines, line{c.x + c.width/2, lead, c.x + c.width/2, st.height})
			}
		}
		w := head.width
		st.lines = append(st.lines, line{w, 0, w, st.height})
		if i == n-1 {
			st.lines = append(st.lines, line{0, st.height, w, st.height})
		}
		st.glued = i < n-1 && float64(n)*lead < l.set.sheet.paperH/4
		out = append(out, st)
	}
	return out
}

func (l *layout) cell(c tableColumn, values map[string]string) []cellLine {
	out := l.cellText(c.cell, values, c.x, c.width, c.centred)
	if c.halves == nil {
		return out
	}
	half := c.width / 2
	left := l.cellText(c.halves[0], values, c.x, half, true)
	right := l.cellText(c.halves[1], values, c.x+half, half, true)
	lead := l.set.leading(l.set.sheet.cell)
	for i := range max(len(left), len(right)) {
		line := cellLine{lines: []line{{c.x + half, 0, c.x + half, lead}}}
		if i == 0 {
			line.lines = append(line.lines, ruleOver(c))
		}
		for _, side := range [][]cellLine{left, right} {
			if i < len(side) {
				line.segs = append(line.segs, side[i].segs...)
			}
		}
		out = append(out, line)
	}
	return out
}

func ruleOver(c tableColumn) line { return line{c.x, 0, c.x + c.width, 0} }

// cellText breaks a template into the lines of a cell; "//" in a form's text
// begins a new line. Rather than splitting a name or a code, the type becomes a
// little smaller.
func (l *layout) cellText(t template, values map[string]string, x, width float64, centred bool) []cellLine {
	s, room := l.set, width-2*pad
	var out []cellLine
	for _, part := range l.cellParts(t, values) {
		size := s.sheet.cell
		for _, w := range wholeWords(part) {
			if wide := s.rowWidth(w.runs, size); wide > room && room/wide >= shrink {
				size *= room / wide * 0.999
			}
		}
		for _, row := range s.breakLines(part, size, room) {
			at := x + pad
			if centred {
				at = x + (width-row.width)/2
			}
			line := s.lineStrip(row, at, size)
			line.shift(s.leading(s.sheet.cell) - line.height)
			out = append(out, cellLine{segs: line.segs})
		}
	}
	return out
}

// cellParts fills a cell's template and parts it at its line marks.
func (l *layout) cellParts(t template, values map[string]string) [][]run {
	var out [][]run
	var part template
	for _, p := range t {
		if p.field == "" && p.text == lineMark {
			out, part = append(out, l.runs(part, values)), nil
			continue
		}
		part = append(part, p)
	}
	return append(out, l.runs(part, values))
}
