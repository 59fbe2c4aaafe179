package printing

import (
	"fmt"
	"time"
)

// CertificationData is what the receipt of papers to be certified says: Giấy
// tiếp nhận chứng thực.
type CertificationData struct {
	Issue
	Case
	Items []CertificationItem
	Clerk string
}

// CertificationItem is one paper to be certified. Fee is in đồng.
type CertificationItem struct {
	Name   string
	Pages  int
	Copies int
	Fee    int
}

func (d CertificationData) content() content {
	total := 0
	t := rows{keys: []string{"name", "pages", "copies", "fee"}}
	for _, i := range d.Items {
		total += i.Fee
		t.list = append(t.list, map[string]string{
			"name": clean(i.Name), "pages": fmt.Sprintf("%02d", i.Pages), "copies": fmt.Sprintf("%02d", i.Copies), "fee": money(i.Fee),
		})
	}
	c := d.document(d.Issue, "certification", map[string]string{"total": money(total), "clerk": glue(clean(d.Clerk))}, "owner", "items", "due")
	c.tables = map[string]rows{"items": t}
	return c
}

// TransferData is what goes with the paper dossier to the one who resolves it:
// Giấy bàn giao hồ sơ.
type TransferData struct {
	Issue
	Case
	Limit        string // thời gian giải quyết theo quy định
	From, To     string // units
	Giver, Taker string
	Papers       []string
}

func (d TransferData) content() content {
	c := d.document(d.Issue, "transfer", map[string]string{
		"limit": clean(d.Limit), "from": clean(d.From), "to": clean(d.To), "giver": glue(clean(d.Giver)), "taker": glue(clean(d.Taker)),
	}, "code", "owner")
	c.lists = map[string][]string{"papers": cleaned(d.Papers)}
	return c
}

// ResultReceiptData is what the one who fetches a result signs: Giấy biên nhận
// trả kết quả.
type ResultReceiptData struct {
	Issue
	Case
	Giver, Taker Contact
	Type         string // loại kết quả
	ResultNumber string
	Summary      string // trích yếu
	Returned     time.Time
}

// Contact is a person to be reached.
type Contact struct {
	Name  string
	Phone string
	Email string
}

func (d ResultReceiptData) content() content {
	return d.document(d.Issue, "resultreceipt", map[string]string{
		"giver": glue(clean(d.Giver.Name)), "giverPhone": clean(d.Giver.Phone), "giverEmail": clean(d.Giver.Email),
		"taker": glue(clean(d.Taker.Name)), "takerPhone": clean(d.Taker.Phone), "takerEmail": clean(d.Taker.Email),
		"type": clean(d.Type), "resultNumber": clean(d.ResultNumber), "summary": clean(d.Summary), "returned": timeOrBlank(d.Returned),
	}, "code", "taker", "returned")
}

// SeparatorData is a sheet that lies before one component of a dossier when a
// pile is scanned. Mark is what its QR says, of the alphanumeric set; it names
// dossier and component and nothing of the applicant.
type SeparatorData struct {
	Code      string
	Component string // name of the paper
	Position  int    // of the component, from 1
	Of        int
	Mark      string
	Made      time.Time
}

func (d SeparatorData) content() content {
	place := ""
	if d.Of > 0 {
		place = fmt.Sprintf("%d/%d", d.Position, d.Of)
	}
	return content{
		kind: "separator", made: d.Made, mark: "Mã hồ sơ " + clean(d.Code), must: []string{"qrText", "component", "code"},
		fields: map[string]string{"code": clean(d.Code), "component": clean(d.Component), "position": place, "qrText": d.Mark},
	}
}

// QueueData is the ticket of the next in the queue.
type QueueData struct {
	Unit    Unit
	Number  string // "A012"
	Service string
	Counter string // that will call, where known
	Ahead   int    // people before this one
	Issued  time.Time
}

func (d QueueData) content() content {
	f := d.Unit.fields(d.Issued)
	f["number"], f["service"], f["counter"] = clean(d.Number), clean(d.Service), clean(d.Counter)
	f["ahead"], f["issued"] = fmt.Sprint(d.Ahead), shortTime(d.Issued)
	return content{kind: "queue", day: d.Issued, made: d.Issued, fields: f, must: []string{"number"}}
}

// RecoveryData is the sheet that opens an administrator's account again. It is
// made where the code is made, and the code is nowhere else.
type RecoveryData struct {
	Unit          Unit
	Counter       string
	Administrator string
	Login         string
	Code          string // "ABCDE-FGHIJ-…"
	Made          time.Time
}

func (d RecoveryData) content() content {
	f := d.Unit.fields(d.Made)
	f["unit"] = clean(d.Unit.Name)
	f["counter"], f["administrator"], f["login"], f["code"], f["made"] = clean(d.Counter), glue(clean(d.Administrator)), clean(d.Login), clean(d.Code), shortTime(d.Made)
	return content{kind: "recovery", day: d.Made, made: d.Made, fields: f, must: []string{"code", "login", "counter"}}
}

// TestPageData is the page that shows whether a printer can be used: letters, a
// line and a code that says MOTCUA.
type TestPageData struct {
	Counter string
	Printer string
	Tray    string
	Printed time.Time
}

func (d TestPageData) content() content {
	return content{kind: "test", day: d.Printed, made: d.Printed, must: []string{"counter", "qrText"}, fields: map[string]string{
		"counter": clean(d.Counter), "printer": clean(d.Printer), "tray": clean(d.Tray), "printed": shortTime(d.Printed), "qrText": "MOTCUA",
	}}
}
