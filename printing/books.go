package printing

import (
	"fmt"
	"time"
)

// ControlData is what form 06 says: Phiếu kiểm soát quá trình giải quyết hồ sơ.
type ControlData struct {
	Issue
	Case
	Agency  string // that resolves
	Partner string // cơ quan phối hợp
	Steps   []ControlStep
}

// ControlStep is one hand-over of a dossier. The one who takes it writes down
// how its giver kept the time.
type ControlStep struct {
	From, To     string // units
	Giver, Taker string
	At           time.Time
	Result       string // trước hạn, đúng hạn, quá hạn
	Note         string
}

func (d ControlData) content() content {
	c := d.document(d.Issue, "control", map[string]string{"agency": clean(d.Agency), "partner": clean(d.Partner)}, "code", "steps")
	t := rows{keys: []string{"from", "to", "giver", "taker", "at", "result", "note"}, open: map[string]string{"at": "…… giờ …… phút, ngày ……/……/………"}}
	for _, s := range d.Steps {
		at := t.open["at"]
		if !s.At.IsZero() {
			at = timeWords(s.At)
		}
		t.list = append(t.list, map[string]string{
			"from": clean(s.From), "to": clean(s.To), "giver": glue(clean(s.Giver)), "taker": glue(clean(s.Taker)),
			"at": at, "result": clean(s.Result), "note": clean(s.Note),
		})
	}
	c.tables = map[string]rows{"steps": t}
	return c
}

// RegisterData is what form 07 says: Sổ theo dõi hồ sơ, kept for one sector or
// a group of sectors.
type RegisterData struct {
	Issue
	Sector   string // lĩnh vực
	Book     string // quyển số
	From, To time.Time
	Entries  []RegisterEntry
}

// RegisterEntry is one line of the register.
type RegisterEntry struct {
	Code      string
	Procedure string
	Owner     string
	Contact   string // address and phone
	Agency    string // that resolves
	Received  time.Time
	Due       time.Time
	Returned  time.Time
	By        string // phương thức nhận kết quả
}

func (d RegisterData) content() content {
	c := d.Issue.content("register", "")
	period := ""
	if !d.From.IsZero() && !d.To.IsZero() {
		period = "Từ ngày " + shortDay(d.From) + " đến ngày " + shortDay(d.To)
	}
	c.fields["sector"], c.fields["book"], c.fields["period"] = clean(d.Sector), clean(d.Book), period
	t := rows{keys: []string{"code", "procedure", "owner", "contact", "agency", "received", "due", "returned", "by"}}
	for _, e := range d.Entries {
		t.list = append(t.list, map[string]string{
			"code": clean(e.Code), "procedure": clean(e.Procedure), "owner": glue(clean(e.Owner)), "contact": clean(e.Contact),
			"agency": clean(e.Agency), "received": shortTime(e.Received), "due": shortTime(e.Due), "returned": shortTime(e.Returned), "by": clean(e.By),
		})
	}
	c.tables = map[string]rows{"entries": t}
	c.must = []string{"entries", "code"}
	return c
}

// ResultListData is what a list of results handed from one desk to another
// says: Phiếu bàn giao kết quả giải quyết thủ tục hành chính.
type ResultListData struct {
	Issue
	From, To     string // units
	Giver, Taker string
	Results      []ResultEntry
}

// ResultEntry is one result on the list.
type ResultEntry struct {
	Code    string
	Request string
	Result  string
	Owner   string
	Address string
	Fee     bool // a fee is still to be taken
	ByPost  bool // the applicant asked for it by post
}

func (d ResultListData) content() content {
	c := d.Issue.content("resultlist", "")
	c.fields["from"], c.fields["to"] = clean(d.From), clean(d.To)
	c.fields["giver"], c.fields["taker"] = glue(clean(d.Giver)), glue(clean(d.Taker))
	c.fields["total"] = fmt.Sprintf("%02d", len(d.Results))
	t := rows{keys: []string{"code", "request", "result", "owner", "address", "fee", "post"}}
	for _, r := range d.Results {
		t.list = append(t.list, map[string]string{
			"code": clean(r.Code), "request": clean(r.Request), "result": clean(r.Result), "owner": glue(clean(r.Owner)),
			"address": clean(r.Address), "fee": cross(r.Fee), "post": cross(r.ByPost),
		})
	}
	c.tables = map[string]rows{"results": t}
	c.must = []string{"results", "code"}
	return c
}

func cross(yes bool) string {
	if yes {
		return "X"
	}
	return ""
}
