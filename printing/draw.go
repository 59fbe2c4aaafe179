package printing

import (
	"fmt"
	"math"
)

// canvas is what strips are drawn on. Lengths in millimetres from the paper's
// upper left corner.
type canvas interface {
	measurer
	newPage(sh sheet)
	text(x, baseline float64, text string, st style, size float64)
	rule(x1, y1, x2, y2, width float64)
	matrix(m matrix, x, y, w, h float64)
}

// qrCaption says what the QR is for.
const qrCaption = "Mã QR dùng để tra cứu tiến độ giải quyết hồ sơ"

// laid is a document broken into pages.
type laid struct {
	sheet sheet
	pages [][]placed
	foot  *foot // codes at the foot of the first page
	mark  string
	again int // the n of "in lại lần n"
}

func (d laid) draw(c canvas) {
	for i, page := range d.pages {
		c.newPage(d.sheet)
		d.strips(c, page)
		d.pageMark(c, i+1)
		if i == 0 && d.foot != nil {
			d.drawFoot(c)
		}
	}
}

func (d laid) strips(c canvas, page []placed) {
	left := d.sheet.marginL
	for _, s := range page {
		for _, g := range s.segs {
			c.text(left+g.x, s.y+g.y, g.text, g.style, g.size)
		}
		for _, l := range s.lines {
			c.rule(left+l.x1, s.y+l.y1, left+l.x2, s.y+l.y2, 0.25)
		}
		for _, k := range s.codes {
			c.matrix(k.matrix, snap(left+k.x), snap(s.y+k.y), k.w, k.h)
		}
	}
}

// pageMark writes which page of how many this is, and that it was printed
// before; a single first print needs neither. Continued pages say above their
// text what they belong to.
func (d laid) pageMark(c canvas, page int) {
	words := ""
	if len(d.pages) > 1 {
		words = fmt.Sprintf("trang %d/%d", page, len(d.pages))
	}
	if d.again > 0 {
		again := fmt.Sprintf("in lại lần %d", d.again)
		if words != "" {
			again += " – "
		}
		words = again + words
	}
	sh := d.sheet
	switch {
	case words == "":
	case sh.paperH == endless:
		last := d.pages[0][len(d.pages[0])-1]
		d.right(c, last.y+last.height+sh.line*ascent, words)
	case page == 1:
		d.right(c, sh.paperH-sh.marginB, words)
	default:
		y := sh.marginT + sh.line*ascent
		if d.mark != "" {
			words = d.mark + " – " + words
		}
		d.right(c, y, words)
		c.rule(sh.marginL, y+1.5, sh.marginL+sh.width, y+1.5, 0.15)
	}
}

func (d laid) right(c canvas, baseline float64, text string) {
	size := d.sheet.small
	w := c.width(text, italic, size)
	if w > d.sheet.width {
		size *= d.sheet.width / w
		w = d.sheet.width
	}
	c.text(d.sheet.marginL+d.sheet.width-w, baseline, text, italic, size)
}

// drawFoot draws the codes above the bottom margin.
func (d laid) drawFoot(c canvas) {
	sh, f := d.sheet, d.foot
	top := snap(sh.bottom() - f.height() + 1)
	c.rule(sh.marginL, top-0.5, sh.marginL+sh.width, top-0.5, 0.15)
	if len(f.qr) > 0 {
		c.matrix(f.qr, snap(sh.marginL), top+quiet*f.module, f.module, f.module)
	}
	x, w := sh.marginL+f.barLeft(), sh.width-f.barLeft()
	centred := func(baseline float64, text string, st style, size float64) {
		c.text(x+(w-c.width(text, st, size))/2, baseline, text, st, size)
	}
	y := top + (f.height()-1-sh.barcodeHeight-2*sh.line-1)/2
	if len(f.qr) > 0 {
		centred(y+sh.line*ascent, qrCaption, italic, sh.small+0.5)
	}
	y = snap(y + sh.line + 0.5)
	bars := f.barModule * float64(len(f.bar[0]))
	c.matrix(f.bar, snap(x+(w-bars)/2), y, f.barModule, sh.barcodeHeight)
	centred(y+sh.barcodeHeight+sh.line*0.85, f.code, regular, sh.body)
}

// snap moves a length onto the printers' grid of dots.
func snap(mm float64) float64 { return math.Round(mm/dot) * dot }
