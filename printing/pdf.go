package printing

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"motcua"
	"motcua/assets/fonts"
)

// family is the name the faces have inside the PDF.
const family = "tinos"

// pen draws into a PDF.
type pen struct {
	pdf   *fpdf.Fpdf
	faces [3]bool // that are in the file already
}

func newPen(title string, made time.Time) *pen {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: 210, Ht: 297}})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("motcua", true)
	pdf.SetTitle(title, true)
	pdf.SetLang("vi")
	archive(pdf, title, made)
	return &pen{pdf: pdf}
}

// face selects a face; small is italic. A face is read when it is first used.
func (p *pen) face(st style, size float64) {
	n := int(st)
	if st == small {
		n = int(italic)
	}
	name := [...]string{"", "B", "I"}[n]
	if !p.faces[n] {
		p.faces[n] = true
		p.pdf.AddUTF8FontFromBytes(family, name, [...]func() []byte{fonts.Regular, fonts.Bold, fonts.Italic}[n]())
	}
	p.pdf.SetFont(family, name, size)
}

// width measures text, in millimetres.
func (p *pen) width(text string, st style, size float64) float64 {
	p.face(st, size)
	return p.pdf.GetStringWidth(text)
}

func (p *pen) newPage(sh sheet) {
	p.pdf.AddPageFormat("P", fpdf.SizeType{Wd: sh.paperW, Ht: sh.paperH})
}

func (p *pen) text(x, y float64, text string, st style, size float64) {
	p.face(st, size)
	p.pdf.Text(x, y, text)
}

func (p *pen) rule(x1, y1, x2, y2, width float64) {
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y1, x2, y2)
}

// matrix fills a code's dark modules as one path, so that no seam shows
// between neighbours.
func (p *pen) matrix(m matrix, x, y, w, h float64) {
	for _, r := range m.rects() {
		x1, y1 := x+float64(r.Min.X)*w, y+float64(r.Min.Y)*h
		x2, y2 := x+float64(r.Max.X)*w, y+float64(r.Max.Y)*h
		p.pdf.MoveTo(x1, y1)
		p.pdf.LineTo(x2, y1)
		p.pdf.LineTo(x2, y2)
		p.pdf.LineTo(x1, y2)
		p.pdf.ClosePath()
	}
	p.pdf.DrawPath("F")
}

func (p *pen) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Detail: "pdf", Cause: err}
	}
	return mendTrailer(b.Bytes())
}
