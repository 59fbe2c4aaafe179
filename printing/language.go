package printing

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"motcua"
)

// A form file holds one block a line: a word that says what it is, and its
// text. docs/FORMS.md is its manual.
//
//	paper A5 A4
//	name Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
//	heading
//	number Số: {number:short}/PBS-{symbol} | {placeDay}
//	title PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ
//	text Hồ sơ của: {*owner}
//	?email text Email: {email}

// form is a read form file.
type form struct {
	kind   string
	papers []string
	name   string
	blocks []block
}

// block is one line of a form file; columns and the parts of signatures stand
// under the block that they belong to.
type block struct {
	line   int
	op     string
	cond   string // field that must, or with not must not, be filled
	not    bool
	texts  []template
	name   string  // list or table
	number float64 // least rows of a list or table, size of type or of a code, width of a column, millimetres of space
	parts  []block // of a table or signatures
}

// template is text with fields in it.
type template []piece

// piece is literal text, or a field's value.
type piece struct {
	text  string
	field string
	style style
	empty emptiness
}

// emptiness says what stands where a field is empty.
type emptiness int

const (
	leaders  emptiness = iota // {x}
	fewDots                   // {x:short}
	nothing                   // {x?}
	oneSpace                  // in table cells
)

// shape says what a kind of paper can show: what a form file may name.
type shape struct {
	fields []string
	lists  []string
	tables map[string][]string
	must   []string // fields without which the paper would not be one
}

const maxForm = 64 << 10

// lineMark begins a new line in the cell of a table.
const lineMark = "//"

// trimLine drops the spaces after a line mark.
func trimLine(s string, n int) string {
	if n == 0 {
		return s
	}
	return strings.TrimLeft(s, " ")
}

// reader reads one form file.
type reader struct {
	file  string
	shape shape
	form  form
	open  *block // table or signatures that wait for their end
	row   []string
	used  map[string]bool
}

// readForm reads a form file and checks it against what its kind can show.
func readForm(file, kind string, data []byte, sh shape) (*form, *FormError) {
	r := &reader{file: file, shape: sh, form: form{kind: kind}, used: map[string]bool{}}
	if len(data) > maxForm || !utf8.Valid(data) {
		return nil, &FormError{file, 0, ReasonUnreadable, ""}
	}
	text := strings.TrimPrefix(motcua.NFC(string(data)), "\ufeff")
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		if err := r.line(i+1, l); err != nil {
			return nil, err
		}
	}
	if r.open != nil {
		return nil, &FormError{file, r.open.line, ReasonOpen, r.open.op}
	}
	return r.done(len(lines))
}

func (r *reader) done(last int) (*form, *FormError) {
	if len(r.form.papers) == 0 {
		return nil, &FormError{r.file, last, ReasonMust, "paper"}
	}
	if r.form.name == "" {
		return nil, &FormError{r.file, last, ReasonMust, "name"}
	}
	for _, m := range r.shape.must {
		if !r.used[m] {
			return nil, &FormError{r.file, last, ReasonMust, m}
		}
	}
	return &r.form, nil
}

func (r *reader) fail(line int, reason, word string) *FormError {
	return &FormError{r.file, line, reason, word}
}

func (r *reader) line(n int, l string) *FormError {
	b := block{line: n}
	if l[0] == '?' || l[0] == '!' {
		b.not = l[0] == '!'
		b.cond, l, _ = strings.Cut(l[1:], " ")
		if !slices.Contains(r.shape.fields, b.cond) && !slices.Contains(r.shape.lists, b.cond) {
			return r.fail(n, ReasonField, b.cond)
		}
		l = strings.TrimSpace(l)
	}
	var rest string
	b.op, rest, _ = strings.Cut(l, " ")
	rest = strings.TrimSpace(rest)
	switch b.op {
	case "paper":
		return r.paper(n, rest)
	case "name":
		r.form.name = clean(rest)
		return nil
	case "end":
		if r.open == nil {
			return r.fail(n, ReasonPlace, b.op)
		}
		if len(r.open.parts) == 0 {
			return r.fail(r.open.line, ReasonText, r.open.op)
		}
		r.form.blocks = append(r.form.blocks, *r.open)
		r.open, r.row = nil, nil
		return nil
	}
	if r.open != nil {
		return r.part(b, rest)
	}
	return r.block(b, rest)
}

func (r *reader) paper(n int, rest string) *FormError {
	for _, p := range strings.Fields(rest) {
		if _, err := sheetsOf(p); err != nil {
			return r.fail(n, ReasonPaper, p)
		}
		r.form.papers = append(r.form.papers, p)
	}
	if len(r.form.papers) == 0 {
		return r.fail(n, ReasonText, "paper")
	}
	return nil
}

// block reads a block that stands by itself.
func (r *reader) block(b block, rest string) *FormError {
	texts := map[string]int{
		"title": 1, "subtitle": 1, "note": 1, "text": 1, "prose": 1, "lead": 1, "head": 1, "remark": 1,
		"number": 2, "pair": 2, "big": 1, "qr": 1, "bar": 1,
	}
	var err *FormError
	switch b.op {
	case "heading", "keep", "codes", "rule":
		if rest != "" {
			return r.fail(b.line, ReasonPlace, rest)
		}
		if b.op == "codes" {
			r.used["code"], r.used["url"] = true, true
		}
	case "list", "table":
		if err := r.rows(&b, rest); err != nil {
			return err
		}
		if b.op == "table" {
			r.open = &b
			return nil
		}
	case "sign":
		r.open = &b
		return nil
	case "space", "big", "qr":
		word, more, _ := strings.Cut(rest, " ")
		if b.number, err = r.size(b.line, word); err != nil {
			return err
		}
		rest = strings.TrimSpace(more)
	}
	if want := texts[b.op]; want > 0 {
		if b.texts, err = r.templates(b.line, rest, want); err != nil {
			return err
		}
	} else if !slices.Contains([]string{"heading", "keep", "codes", "rule", "list", "space"}, b.op) {
		return r.fail(b.line, ReasonBlock, b.op)
	}
	r.form.blocks = append(r.form.blocks, b)
	return nil
}

func (r *reader) rows(b *block, rest string) *FormError {
	words := strings.Fields(rest)
	if len(words) == 0 {
		return r.fail(b.line, ReasonText, b.op)
	}
	b.name = words[0]
	row, isTable := r.shape.tables[b.name]
	if b.op == "table" && !isTable || b.op == "list" && !slices.Contains(r.shape.lists, b.name) {
		return r.fail(b.line, ReasonField, b.name)
	}
	r.row = row
	r.used[b.name] = true
	if len(words) > 1 {
		if words[1] != "min" || len(words) != 3 {
			return r.fail(b.line, ReasonPlace, words[1])
		}
		n, err := r.size(b.line, words[2])
		b.number = n
		return err
	}
	return nil
}

// part reads a line of the open table or signatures.
func (r *reader) part(b block, rest string) *FormError {
	allowed := map[string]string{
		"col": "table", "group": "table", "halves": "table",
		"left": "sign", "right": "sign", "hint": "sign", "small": "sign", "by": "sign", "room": "sign",
	}
	if allowed[b.op] != r.open.op {
		return r.fail(b.line, ReasonPlace, b.op)
	}
	want := 1
	switch b.op {
	case "room":
		want = 0
	case "halves":
		want = 2
	case "col", "group":
		word, more, _ := strings.Cut(rest, " ")
		n, err := r.size(b.line, word)
		if err != nil {
			return err
		}
		b.number, rest = n, strings.TrimSpace(more)
		if b.op == "col" {
			want = 2
			if after, ok := strings.CutPrefix(rest, "centre "); ok {
				b.name, rest = "centre", after
			}
		}
	}
	if want > 0 {
		var err *FormError
		if b.texts, err = r.templates(b.line, rest, want); err != nil {
			return err
		}
	}
	if b.op == "halves" && (len(r.open.parts) == 0 || r.open.parts[len(r.open.parts)-1].op != "col") ||
		r.open.op == "sign" && len(r.open.parts) == 0 && b.op != "left" && b.op != "right" {
		return r.fail(b.line, ReasonPlace, b.op)
	}
	r.open.parts = append(r.open.parts, b)
	return nil
}

func (r *reader) size(line int, word string) (float64, *FormError) {
	n, err := strconv.ParseFloat(word, 64)
	if err != nil || n <= 0 || n > 400 {
		return 0, r.fail(line, ReasonNumber, word)
	}
	return n, nil
}

// templates reads want texts with | between them. Only the first must say
// something.
func (r *reader) templates(line int, rest string, want int) ([]template, *FormError) {
	parts := strings.Split(rest, "|")
	if want == 1 {
		parts = []string{rest}
	}
	if len(parts) != want || strings.TrimSpace(parts[0]) == "" {
		return nil, r.fail(line, ReasonText, rest)
	}
	var out []template
	for _, p := range parts {
		t, err := r.template(line, strings.TrimSpace(p))
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (r *reader) template(line int, text string) (template, *FormError) {
	var out template
	for text != "" {
		lit, after, found := strings.Cut(text, "{")
		if strings.Contains(lit, "}") {
			return nil, r.fail(line, ReasonBrace, "}")
		}
		for i, part := range strings.Split(lit, lineMark) {
			if i > 0 {
				out = append(out, piece{text: lineMark})
			}
			if part = trimLine(part, i); part != "" {
				out = append(out, piece{text: part})
			}
		}
		if !found {
			break
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed {
			return nil, r.fail(line, ReasonBrace, "{")
		}
		p, err := r.field(line, name)
		if err != nil {
			return nil, err
		}
		out, text = append(out, p), rest
	}
	return out, nil
}

func (r *reader) field(line int, name string) (piece, *FormError) {
	p := piece{field: name}
	if name != "" {
		if st, ok := map[byte]style{'*': bold, '_': italic, '~': small}[name[0]]; ok {
			p.style, p.field = st, name[1:]
		}
	}
	if f, ok := strings.CutSuffix(p.field, "?"); ok {
		p.field, p.empty = f, nothing
	} else if f, ok := strings.CutSuffix(p.field, ":short"); ok {
		p.field, p.empty = f, fewDots
	}
	switch {
	case r.row != nil && (p.field == "n" || slices.Contains(r.row, p.field)):
		if p.empty == leaders {
			p.empty = oneSpace
		}
	case !slices.Contains(r.shape.fields, p.field):
		return piece{}, r.fail(line, ReasonField, p.field)
	}
	r.used[p.field] = true
	return p, nil
}
