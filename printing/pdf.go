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
	pdf *fpdf.Fpdf
}

// newPen returns a pen with its faces read, which takes a third of the time
// that a paper takes.
func newPen() *pen {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: 210, Ht: 297}})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetProducer("motcua", true)
	pdf.SetLang("vi")
	pdf.AddUTF8FontFromBytes(family, "", fonts.Regular())
	pdf.AddUTF8FontFromBytes(family, "B", fonts.Bold())
	pdf.AddUTF8FontFromBytes(family, "I", fonts.Italic())
	return &pen{pdf}
}

// begin says what the PDF is and when it was made.
func (p *pen) begin(title string, made time.Time) {
	p.pdf.SetCreationDate(made.UTC())
	p.pdf.SetModificationDate(made.UTC())
	p.pdf.SetTitle(title, true)
	archive(p.pdf, title, made)
}

// face selects a face; small is italic.
func (p *pen) face(st style, size float64) {
	name := map[style]string{regular: "", bold: "B", italic: "I", small: "I"}[st]
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
