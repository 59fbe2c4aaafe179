// Package printing sets the forms of the counter as PDF. Every form is a list
// of paragraphs in the words of its circular (form.go), broken into lines and
// pages (text.go, flow.go) and drawn (draw.go); codes are drawn as vectors
// (codes.go). Printers live in the folders below.
package printing

import (
	"strings"
	"time"

	"motcua"
)

// ReceiptData is all that a receipt says. Addresses come as words, because
// only the caller knows the units' names.
type ReceiptData struct {
	Dossier motcua.Dossier
	Station motcua.Station
	// Superior is the unit above (ĐƠN VỊ CHỦ QUẢN); "UBND PHƯỜNG THUẬN HOÁ",
	// made from Station.UnitName, where empty.
	Superior string
	// Office receives; "Trung tâm Phục vụ hành chính công" where empty. The
	// heading shows it in capitals.
	Office string
	// Place stands before the date; the commune's name where empty.
	Place string
	// URL is what the QR says: upper-case, of the alphanumeric set. No QR is
	// drawn where it is empty.
	URL string
	// Now is written into the PDF as its time of making; the time of receipt
	// where zero. It is never printed.
	Now time.Time
}

// The places and words that a commune's centre has where nobody says otherwise.
const (
	defaultOffice = "Trung tâm Phục vụ hành chính công"
	qrCaption     = "Mã QR dùng để tra cứu tiến độ giải quyết hồ sơ"
)

// Receipt returns form 01 of TT 03/2025/TT-VPCP, Giấy tiếp nhận hồ sơ và hẹn
// trả kết quả, as a PDF on media "A5" or "A4". The same data give the same
// bytes. It fails with CodeInvalid, naming media, code or url.
func Receipt(data ReceiptData, media string) ([]byte, error) {
	sheets, err := sheetsOf(media)
	if err != nil {
		return nil, err
	}
	code := data.Dossier.Received.Code
	if _, err := motcua.ParseCode(string(code)); err != nil {
		return nil, err
	}
	made := data.Now
	if made.IsZero() {
		made = data.Dossier.Received.Appointment.Received
	}
	p := newPen(sheets[0], "Giấy tiếp nhận hồ sơ và hẹn trả kết quả "+string(code), made)
	foot, pages, err := p.fitReceipt(data, sheets)
	if err != nil {
		return nil, err
	}
	for i, page := range pages {
		p.newPage()
		p.strips(page)
		p.pageMark(string(code), i+1, len(pages))
		if i == 0 {
			p.foot(foot)
		}
	}
	return p.bytes()
}

// fitReceipt sets the form in the roomiest measures that need one page only.
// What needs more pages anyway gets the roomiest ones.
func (p *pen) fitReceipt(data ReceiptData, sheets []sheet) (first foot, pages [][]placed, err error) {
	for _, sh := range append(sheets[:len(sheets):len(sheets)], sheets[0]) {
		p.sheet = sh
		if first, err = newFoot(sh, data.URL, string(data.Dossier.Received.Code)); err != nil {
			return foot{}, nil, err
		}
		f := receiptForm{data: data, in: data.Dossier.Received.Intake, set: setter{pen: p, sheet: sh}}
		pages = flow(f.strips(), sh.top(false), sh.bottom()-first.height(), sh.top(true), sh.bottom())
		if len(pages) == 1 {
			break
		}
	}
	return first, pages, nil
}

// unitWords splits a station's unit name ("Phường Thuận Hoá, Thành phố Huế")
// into the commune and, in the spelling of running text and each name in one
// piece, its parts.
func unitWords(unit string) (commune string, running []string) {
	unit = clean(unit)
	commune, _, _ = strings.Cut(unit, ", ")
	for _, p := range strings.Split(unit, ", ") {
		running = append(running, glue(lowerKind(p)))
	}
	return commune, running
}

// kinds are the words that say what sort of unit a name belongs to; official
// running text writes them small.
var kinds = []string{"Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh "}

func lowerKind(name string) string {
	for _, k := range kinds {
		if rest, ok := strings.CutPrefix(name, k); ok {
			return strings.ToLower(k) + rest
		}
	}
	return name
}

func withoutKind(name string) string {
	for _, k := range kinds {
		if rest, ok := strings.CutPrefix(name, k); ok {
			return rest
		}
	}
	return name
}
