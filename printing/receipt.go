package printing

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// ReceiptData is all that a receipt (form 01, Giấy tiếp nhận hồ sơ và hẹn trả
// kết quả) says, from the stored row. Addresses come as words, because only the
// caller knows the units' names.
type ReceiptData struct {
	Dossier motcua.Dossier
	Station motcua.Station
	Unit    Unit // Name is the station's where empty
	// URL is what the QR says: upper-case, of the alphanumeric set. No QR is
	// drawn where it is empty.
	URL     string
	Reprint int // 0 the first time; the n of "in lại lần n"
	// Now is written into the PDF as its time of making; the time of receipt
	// where zero. It is never printed.
	Now time.Time
}

func (d ReceiptData) content() content {
	rec, in := d.Dossier.Received, d.Dossier.Received.Intake
	unit := d.Unit
	if unit.Name == "" {
		unit.Name = d.Station.UnitName
	}
	owner, id, addr := glue(clean(in.Applicant.Name)), in.Applicant.IDNumber, in.Applicant.Address
	if in.Kind == motcua.ApplicantOrganisation && in.Organisation != nil {
		owner, id, addr = clean(in.Organisation.Name), in.Organisation.TaxCode, in.Organisation.Address
	}
	code := string(rec.Code)
	kase := Case{
		Code: rec.Code, IDNumber: id, Address: addressWords(addr), Phone: in.Applicant.Phone, Email: in.Applicant.Email,
		Request: in.Request, Procedure: rec.Procedure.Name, Submitter: in.Applicant.Name,
		Received: rec.Appointment.Received, Due: rec.Appointment.Due, URL: d.URL,
	}
	issue := Issue{Unit: unit, Number: code[strings.LastIndex(code, "-")+1:], Day: rec.Appointment.Received, Reprint: d.Reprint, Made: d.Now}
	c := kase.document(issue, "receipt", map[string]string{
		"owner": owner, "limit": limitWords(rec.Appointment.Limit), "limitNote": "",
		"sets": fmt.Sprintf("%02d", max(in.Sets, 1)), "clerk": glue(clean(rec.Clerk)), "counter": clean(rec.Counter),
		"book": clean(in.RegisterBook), "entry": clean(in.RegisterEntry),
	}, "code", "owner", "due", "received", "papers")
	_, c.err = motcua.ParseCode(code)
	c.fields["resultPlace"] = resultPlace(in, c.fields["here"])
	if rec.Appointment.Limit.Unverified {
		c.fields["limitNote"] = " (thời hạn chưa kiểm chứng trên Cổng Dịch vụ công quốc gia)"
	}
	if rec.Appointment.Due.IsZero() {
		c.fields["due"], c.fields["dueDay"] = unknownTime, unknownTime
	}
	authoriser(in, c.fields)
	papers(d.Dossier.Components, &c)
	return c
}

// authoriser writes who let the applicant act, or leaves the fields empty.
func authoriser(in motcua.Intake, into map[string]string) {
	a := motcua.Person{}
	if in.Kind == motcua.ApplicantAuthorised && in.Authoriser != nil {
		a = *in.Authoriser
		into["authorised"] = "1"
	} else {
		into["authorised"] = ""
	}
	into["byName"], into["byAddress"] = glue(clean(a.Name)), addressWords(a.Address)
	into["byID"], into["byPhone"], into["byEmail"], into["byDocument"] = clean(a.IDNumber), clean(a.Phone), clean(a.Email), clean(a.Document)
}

// papers writes what was handed in, as sentences and as a table.
func papers(list []motcua.Component, into *content) {
	var lines []string
	t := rows{keys: []string{"name", "originals", "copies"}}
	for _, c := range list {
		text, ok := paperWords(c)
		if !ok {
			continue
		}
		lines = append(lines, text)
		row := map[string]string{"name": paperName(c), "originals": countWords(c.Count.Originals), "copies": countWords(c.Count.Copies)}
		if c.Count.Shown {
			row["name"] += " (xuất trình để đối chiếu)"
		}
		t.list = append(t.list, row)
	}
	into.lists = map[string][]string{"papers": lines}
	into.tables = map[string]rows{"papers": t}
}

func countWords(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%02d", n)
}

// addressWords returns an address as it was stored: made from its parts at
// intake, or as the card writes it. A later list of units changes nothing.
func addressWords(a motcua.Address) string {
	for _, s := range []string{a.Text, a.Street} {
		if s = clean(s); s != "" {
			return s
		}
	}
	return ""
}

func resultPlace(in motcua.Intake, here string) string {
	place := clean(in.ResultPlace)
	switch {
	case in.ResultBy == motcua.ChannelPost && place != "":
		return "Qua dịch vụ bưu chính công ích: " + place
	case in.ResultBy == motcua.ChannelPost:
		return "Qua dịch vụ bưu chính công ích"
	case place != "":
		return place
	}
	return here
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
func kinds() []string {
	return []string{"Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh "}
}

func lowerKind(name string) string {
	for _, k := range kinds() {
		if rest, ok := strings.CutPrefix(name, k); ok {
			return strings.ToLower(k) + rest
		}
	}
	return name
}

func withoutKind(name string) string {
	for _, k := range kinds() {
		if rest, ok := strings.CutPrefix(name, k); ok {
			return rest
		}
	}
	return name
}
