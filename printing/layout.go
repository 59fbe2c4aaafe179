package printing

import (
	"fmt"
	"strings"
)

// shrink is how small a name may become, as a share of its size, before it is
// split over lines.
const shrink = 0.72

// layout sets a form with its content on one sheet.
type layout struct {
	set  setter
	form *form
	data content
	keep bool // what follows stays on the page of the signatures
	out  []strip
}

// The national heading of every official paper (NĐ 30/2020/NĐ-CP, Phụ lục I).
const (
	country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto   = "Độc lập - Tự do - Hạnh phúc"
)

// strips sets every block. Codes that stand at the foot of the first page are
// not among them.
func (l *layout) strips() ([]strip, error) {
	for i := range l.form.blocks {
		b := &l.form.blocks[i]
		if !l.holds(b) {
			continue
		}
		if err := l.block(b); err != nil {
			return nil, err
		}
	}
	return l.out, nil
}

// holds reports whether a block's condition is met.
func (l *layout) holds(b *block) bool {
	if b.cond == "" {
		return true
	}
	return (l.data.fields[b.cond] != "" || len(l.data.lists[b.cond]) > 0) != b.not
}

func (l *layout) block(b *block) error {
	sh, s := l.set.sheet, l.set
	switch b.op {
	case "heading":
		l.add(l.heading())
	case "number":
		size := sh.head
		l.add(s.columns(
			column{{text: glue(l.plain(b.texts[0])), size: size, fit: true}},
			column{{text: glue(l.plain(b.texts[1])), style: italic, size: size + 0.5, fit: true}},
			sh.split, sh.line*0.3))
	case "title", "subtitle", "note", "head", "lead", "remark", "text", "prose", "big":
		l.paragraph(b)
	case "pair":
		l.add(s.pairs(l.runs(b.texts[0], nil), l.runs(b.texts[1], nil))...)
	case "list":
		l.list(b)
	case "table":
		l.add(l.table(b)...)
	case "keep":
		l.keep = true
	case "sign":
		l.keep = false
		l.add(l.signatures(b))
	case "space":
		l.add(strip{height: b.number})
	case "rule":
		l.add(strip{height: 2, lines: []line{{0, 1, sh.width, 1}}})
	case "qr", "bar":
		return l.code(b)
	}
	return nil
}

// paragraph sets a block that is one text.
func (l *layout) paragraph(b *block) {
	sh, s := l.set.sheet, l.set
	switch b.op {
	case "title":
		l.add(s.paragraph(para{align: centre, size: sh.title, before: sh.line * 0.9, glued: true}, run{l.plain(b.texts[0]), bold})...)
	case "subtitle":
		l.add(s.paragraph(para{align: centre, after: sh.line * 0.5, glued: true}, l.runs(b.texts[0], nil)...)...)
	case "note":
		l.add(s.paragraph(para{align: centre, size: sh.small + 1, glued: true}, run{l.plain(b.texts[0]), italic})...)
	case "head":
		l.add(s.paragraph(para{before: sh.line * 0.3, glued: true}, run{l.plain(b.texts[0]), bold})...)
	case "lead":
		l.add(s.paragraph(para{glued: true}, l.runs(b.texts[0], nil)...)...)
	case "remark":
		l.add(s.paragraph(para{size: sh.small}, run{l.plain(b.texts[0]), italic})...)
	case "text":
		l.add(s.paragraph(para{}, l.runs(b.texts[0], nil)...)...)
	case "prose":
		l.add(s.paragraph(para{first: sh.body * 0.77, after: sh.line * 0.35}, l.runs(b.texts[0], nil)...)...)
	case "big":
		l.add(s.paragraph(para{align: centre, size: b.number}, run{l.plain(b.texts[0]), bold})...)
	}
}

func (l *layout) add(strips ...strip) {
	for _, s := range strips {
		s.glued = s.glued || l.keep
		l.out = append(l.out, s)
	}
}

// runs fills a template. row's values come before the form's fields.
func (l *layout) runs(t template, row map[string]string) []run {
	var out []run
	for _, p := range t {
		if p.field == "" {
			out = append(out, run{p.text, p.style})
			continue
		}
		v, ok := row[p.field]
		if !ok {
			v = l.data.fields[p.field]
		}
		if v == "" {
			v = map[emptiness]string{leaders: leader, fewDots: shortLeader, nothing: "", oneSpace: ""}[p.empty]
		}
		if v != "" {
			out = append(out, run{v, p.style})
		}
	}
	return out
}

func (l *layout) plain(t template) string {
	var b strings.Builder
	for _, r := range l.runs(t, nil) {
		b.WriteString(r.text)
	}
	return b.String()
}

func (l *layout) heading() strip {
	sh, f := l.set.sheet, l.data.fields
	left := column{
		{text: f["superior"], size: sh.head},
		{text: f["seal"], style: bold, size: sh.head, balance: true},
		{rule: 0.35},
	}
	right := column{
		{text: country, style: bold, size: sh.head, fit: true},
		{text: motto, style: bold, size: sh.head + 1, fit: true},
		{rule: 1},
	}
	if sh.paperH == endless { // a roll is too narrow for two columns
		return l.set.column(left, 0, sh.width, 0)
	}
	return l.set.columns(left, right, sh.split, 0)
}

func (l *layout) list(b *block) {
	entries := l.data.lists[b.name]
	for n := range max(len(entries), int(b.number)) {
		text := leader
		if n < len(entries) {
			text = entries[n]
		}
		l.add(l.set.paragraph(para{bullet: fmt.Sprintf("%d.", n+1)}, run{text, regular})...)
	}
}

// signatures is one strip, so that no page break ever parts a name from its
// line.
func (l *layout) signatures(b *block) strip {
	sh := l.set.sheet
	var sides [2]column
	at := 0
	for i := range b.parts {
		p := &b.parts[i]
		if !l.holds(p) {
			continue
		}
		var t textLine
		switch p.op {
		case "left", "right":
			if at = 0; p.op == "right" {
				at = 1
			}
			t = textLine{style: bold, size: sh.body, balance: true}
		case "hint":
			t = textLine{style: italic, size: sh.body - 0.5}
		case "small":
			t = textLine{style: italic, size: sh.small, balance: true}
		case "by":
			t = textLine{style: bold, size: sh.body, fit: true, least: shrink}
		case "room":
			t = textLine{space: sh.sign}
		}
		if p.op != "room" {
			t.text = l.plain(p.texts[0])
		}
		if p.op == "by" && t.text == leader {
			t.text = "" // signed by hand above nothing
		}
		sides[at] = append(sides[at], t)
	}
	return l.set.columns(sides[0], sides[1], 0.5, sh.line*0.6)
}

// code sets a QR or the bars of a Code 128 in the middle of a strip.
func (l *layout) code(b *block) error {
	text := l.plain(b.texts[0])
	if text == "" || text == leader {
		return nil
	}
	width := l.set.sheet.width
	if b.op == "bar" {
		m, err := barMatrix(text)
		if err != nil {
			return err
		}
		module := barModule(len(m[0]), width)
		if module < 2*dot {
			return nil // no reader tells such bars apart; the code stands in words too
		}
		w, h := module*float64(len(m[0])), l.set.sheet.barcodeHeight
		l.add(strip{height: h + 2, codes: []codeAt{{m, (width - w) / 2, 1, module, h}}})
		return nil
	}
	m, err := qrMatrix(text)
	if err != nil {
		return err
	}
	module := dot
	for module*float64(len(m)) < b.number && (module+dot)*float64(len(m)+2*quiet) <= width {
		module += dot
	}
	side := module * float64(len(m))
	l.add(strip{height: side + 2*quiet*module, codes: []codeAt{{m, (width - side) / 2, quiet * module, module, module}}})
	return nil
}
