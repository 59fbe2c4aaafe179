package printing

import (
	"bytes"
	"image/png"
	"slices"

	"motcua"
)

// Press prints documents by its forms. It may be used by many goroutines.
type Press struct {
	forms *Forms
	spare chan *pen // at most one, made ahead by Warm
}

// NewPress returns a press with forms.
func NewPress(forms *Forms) *Press { return &Press{forms, make(chan *pen, 1)} }

// Warm reads the faces for the next PDF, which then comes sooner. Call it where
// nobody waits: at start, and after a paper went to the printer.
func (p *Press) Warm() {
	if len(p.spare) > 0 {
		return
	}
	select {
	case p.spare <- newPen():
	default: // someone else was quicker
	}
}

// pen returns the one that Warm made, or a new one.
func (p *Press) pen() *pen {
	select {
	case ready := <-p.spare:
		return ready
	default:
		return newPen()
	}
}

// PDF returns documents as one PDF/A-2b on media "A4", "A5" or "A4-landscape",
// where empty on the paper that the form names first. The same data give the
// same bytes. It fails with CodeInvalid, naming media, code or url.
func (p *Press) PDF(media string, docs ...Document) ([]byte, error) {
	if len(docs) == 0 || roll(media) {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
	}
	var out *pen
	for _, d := range docs {
		data := d.content()
		f := p.forms.find(data)
		if out == nil {
			title := f.name
			if code := data.fields["code"]; code != "" {
				title += " " + code
			}
			out = p.pen()
			out.begin(title, data.made)
		}
		l, err := fit(f, data, media, out)
		if err != nil {
			return nil, err
		}
		l.draw(out)
	}
	return out.bytes()
}

// Ticket returns a document for a roll, "80" or "58" millimetres wide, as a PNG
// of the dots of a 203 dpi printer: 576 or 384 to the line, black or white. It
// fails as PDF does, and with CodeTooLarge where it is longer than four metres.
func (p *Press) Ticket(d Document, media string) ([]byte, error) {
	if !roll(media) {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
	}
	r, err := newRaster()
	if err != nil {
		return nil, err
	}
	data := d.content()
	l, err := fit(p.forms.ticket(data), data, media, r)
	if err != nil {
		return nil, err
	}
	if len(l.pages) > 1 {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "ticket"}
	}
	last := l.pages[0][len(l.pages[0])-1]
	r.height = last.y + last.height + l.sheet.line + l.sheet.marginB
	l.draw(r)
	var out bytes.Buffer
	if err := png.Encode(&out, r.blackOrWhite()); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Detail: "png", Cause: err}
	}
	return out.Bytes(), nil
}

// fit sets a form in the roomiest measures that need one page only. What needs
// more pages anyway gets the roomiest ones.
func fit(f *form, data content, media string, m measurer) (laid, error) {
	if data.err != nil {
		return laid{}, data.err
	}
	if media == "" {
		media = f.papers[0]
	}
	if !slices.Contains(f.papers, media) {
		return laid{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
	}
	sheets, err := sheetsOf(media)
	if err != nil {
		return laid{}, err
	}
	var first laid
	for i, sh := range sheets {
		l, err := set(f, data, sh, m)
		if err != nil || len(l.pages) == 1 {
			return l, err
		}
		if i == 0 {
			first = l
		}
		if len(l.pages) > 2 {
			break // no measure makes one page of three
		}
	}
	return first, nil
}

func set(f *form, data content, sh sheet, m measurer) (laid, error) {
	out := laid{sheet: sh, mark: data.mark, again: data.reprint}
	if out.mark == "" {
		out.mark = f.name
	}
	below := 0.0
	if code := data.fields["code"]; code != "" && slices.ContainsFunc(f.blocks, func(b block) bool { return b.op == "codes" }) {
		k, err := newFoot(sh, data.fields["url"], code)
		if err != nil {
			return laid{}, err
		}
		out.foot, below = &k, k.height()
	}
	l := layout{set: setter{pen: m, sheet: sh}, form: f, data: data}
	strips, err := l.strips()
	if err != nil {
		return laid{}, err
	}
	out.pages = flow(strips, sh.top(false), sh.bottom()-below, sh.top(true), sh.bottom())
	return out, nil
}
