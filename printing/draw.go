package printing

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"motcua"
	"motcua/assets/fonts"
)

// family is the name the faces have inside the PDF.
const family = "tinos"

// pen draws strips into a PDF.
type pen struct {
	pdf   *fpdf.Fpdf
	sheet sheet
}

func newPen(sh sheet, title string, made time.Time) *pen {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: sh.paperW, Ht: sh.paperH}})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("motcua", true)
	pdf.SetTitle(title, true)
	pdf.SetLang("vi")
	pdf.AddUTF8FontFromBytes(family, "", fonts.Regular())
	pdf.AddUTF8FontFromBytes(family, "B", fonts.Bold())
	pdf.AddUTF8FontFromBytes(family, "I", fonts.Italic())
	return &pen{pdf, sh}
}

func (p *pen) face(st style, size float64) {
	name := map[style]string{regular: "", bold: "B", italic: "I", small: "I"}[st]
	p.pdf.SetFont(family, name, size)
}

// width measures text, in millimetres.
func (p *pen) width(text string, st style, size float64) float64 {
	p.face(st, size)
	return p.pdf.GetStringWidth(text)
}

func (p *pen) newPage() { p.pdf.AddPage() }

func (p *pen) strips(page []placed) {
	for _, s := range page {
		for _, g := range s.segs {
			p.text(p.sheet.marginL+g.x, s.y+g.y, g.text, g.style, g.size)
		}
		for _, l := range s.lines {
			p.rule(p.sheet.marginL+l.x1, p.sheet.marginL+l.x2, s.y+l.y, 0.25)
		}
	}
}

func (p *pen) text(x, y float64, text string, st style, size float64) {
	p.face(st, size)
	p.pdf.Text(x, y, text)
}

func (p *pen) rule(x1, x2, y, width float64) {
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y, x2, y)
}

// pageMark writes which page of how many this is; a single page needs none.
// Continued pages carry the dossier's code above their text.
func (p *pen) pageMark(code string, page, pages int) {
	if pages < 2 {
		return
	}
	sh := p.sheet
	words := fmt.Sprintf("trang %d/%d", page, pages)
	if page == 1 {
		p.right(sh.paperH-sh.marginB, words)
		return
	}
	y := sh.marginT + sh.line*ascent
	p.right(y, "Mã hồ sơ "+code+" – "+words)
	p.rule(sh.marginL, sh.marginL+sh.width, y+1.5, 0.15)
}

func (p *pen) right(baseline float64, text string) {
	x := p.sheet.marginL + p.sheet.width - p.width(text, italic, p.sheet.small)
	p.text(x, baseline, text, italic, p.sheet.small)
}

// foot draws the codes above the bottom margin.
func (p *pen) foot(f foot) {
	sh := p.sheet
	top := snap(sh.bottom() - f.height() + 1)
	p.rule(sh.marginL, sh.marginL+sh.width, top-0.5, 0.15)
	if len(f.qr) > 0 {
		p.matrix(f.qr, snap(sh.marginL), top+quiet*f.module, f.module, f.module)
	}
	x, w := sh.marginL+f.barLeft(), sh.width-f.barLeft()
	y := top + (f.height()-1-sh.barcodeHeight-2*sh.line-1)/2
	if len(f.qr) > 0 {
		p.centred(x, w, y+sh.line*ascent, qrCaption, italic, sh.small+0.5)
	}
	y = snap(y + sh.line + 0.5)
	bars := f.barModule * float64(len(f.bar[0]))
	p.matrix(f.bar, snap(x+(w-bars)/2), y, f.barModule, sh.barcodeHeight)
	p.centred(x, w, y+sh.barcodeHeight+sh.line*0.85, f.code, regular, sh.body)
}

func (p *pen) centred(x, w, baseline float64, text string, st style, size float64) {
	p.text(x+(w-p.width(text, st, size))/2, baseline, text, st, size)
}

// snap moves a length onto the printers' grid of dots.
func snap(mm float64) float64 { return math.Round(mm/dot) * dot }

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
	return b.Bytes(), nil
}
