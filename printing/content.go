package printing

import (
	"maps"
	"slices"
	"strings"
	"time"

	"motcua"
)

// Document is the data of one paper, filled in by the caller. The types of
// this package that have a kind are all there are.
type Document interface {
	content() content
}

// content is what a document says, in words, for a form to be filled with.
// Every field, list and table that the kind knows is there, be it empty.
type content struct {
	kind    string
	day     time.Time // whose version of the form is used: of the dossier's receipt, else of issue
	made    time.Time // written into the PDF
	mark    string    // what continued pages carry
	reprint int
	fields  map[string]string
	lists   map[string][]string
	tables  map[string]rows
	must    []string
	err     error // why there can be no such paper
}

// rows is a table's data: which keys each row has, the rows, and what stands in
// rows that are left open.
type rows struct {
	keys []string
	list []map[string]string
	open map[string]string
}

func (c content) shape() shape {
	sh := shape{
		fields: slices.Sorted(maps.Keys(c.fields)), lists: slices.Sorted(maps.Keys(c.lists)),
		tables: map[string][]string{}, must: c.must,
	}
	for name, t := range c.tables {
		sh.tables[name] = t.keys
	}
	return sh
}

// Unit is the one whose paper it is. Zero values: made from Name, as the
// centre of a commune or ward is called.
type Unit struct {
	Name     string // "Phường Thuận Hoá, Thành phố Huế"
	Superior string // ĐƠN VỊ CHỦ QUẢN; "UBND PHƯỜNG THUẬN HOÁ"
	Office   string // that receives, in running text; "Trung tâm Phục vụ hành chính công"
	Seal     string // the name as on its seal, second line of the heading; Office in capitals
	Symbol   string // in the papers' numbers; "TTPVHCC (BPTNTKQ)"
	Place    string // before the date; the commune's name
}

// The words that a commune's centre has where nobody says otherwise.
const (
	defaultOffice = "Trung tâm Phục vụ hành chính công"
	defaultSymbol = "TTPVHCC (BPTNTKQ)"
)

func (u Unit) office() string {
	if o := clean(u.Office); o != "" {
		return o
	}
	return defaultOffice
}

// fields returns what headings and running text say of the unit on a day.
func (u Unit) fields(day time.Time) map[string]string {
	commune, running := unitWords(u.Name)
	superior := clean(u.Superior)
	if superior == "" {
		superior = strings.TrimSpace("UBND " + strings.ToUpper(commune))
	}
	seal := clean(u.Seal)
	if seal == "" {
		seal = strings.ToUpper(u.office())
	}
	symbol := clean(u.Symbol)
	if symbol == "" {
		symbol = defaultSymbol
	}
	place := clean(u.Place)
	if place == "" {
		place = withoutKind(commune)
	}
	date := blankDay
	if !day.IsZero() {
		date = dateWords(day)
	}
	if place != "" {
		date = place + ", " + date
	}
	return map[string]string{
		"superior": superior, "seal": seal, "symbol": symbol, "office": u.office(),
		"whole":    strings.TrimSpace(u.office() + " " + strings.Join(running, ", ")), // the office with its unit
		"here":     strings.TrimSpace(u.office() + " " + running[0]),                  // the office with its commune
		"placeDay": glue(date),
	}
}

// Issue is what a unit's paper has by being issued.
type Issue struct {
	Unit    Unit
	Number  string    // in the paper's series, as the register counts; left open where empty
	Day     time.Time // of issue, printed; left open where zero
	Reprint int       // 0 the first time; the n of "in lại lần n"
	// Made is written into the PDF as its time of making and never printed;
	// Day where zero.
	Made time.Time
}

// content returns the beginning of a document's content.
func (i Issue) content(kind, mark string) content {
	c := content{kind: kind, day: i.Day, made: i.Made, mark: mark, reprint: i.Reprint, fields: i.Unit.fields(i.Day)}
	if c.made.IsZero() {
		c.made = i.Day
	}
	c.fields["number"] = clean(i.Number)
	return c
}

// Case is the dossier that a paper speaks of, in words. What is empty is left
// open to be written by hand.
type Case struct {
	Code      motcua.Code
	Owner     string // chủ hồ sơ
	IDNumber  string // personal or tax number
	Address   string
	Phone     string
	Email     string
	Request   string // nội dung yêu cầu giải quyết; Procedure where empty
	Procedure string // tên thủ tục hành chính
	Submitter string // người nộp, who signs; Owner where empty
	Received  time.Time
	Due       time.Time // zero where no limit is known
	URL       string    // of the QR; no QR where empty
}

func (c Case) put(into map[string]string) {
	request := clean(c.Request)
	if request == "" {
		request = clean(c.Procedure)
	}
	submitter := clean(c.Submitter)
	if submitter == "" {
		submitter = clean(c.Owner)
	}
	maps.Copy(into, map[string]string{
		"code": clean(string(c.Code)), "owner": glue(clean(c.Owner)), "idNumber": clean(c.IDNumber), "address": clean(c.Address),
		"phone": clean(c.Phone), "email": clean(c.Email), "request": request, "procedure": clean(c.Procedure),
		"submitter": glue(submitter), "received": timeOrBlank(c.Received), "receivedDay": dayOrBlank(c.Received),
		"due": timeOrBlank(c.Due), "dueDay": dayOrBlank(c.Due), "url": c.URL,
	})
}

// document returns the content of a paper about a dossier.
func (c Case) document(i Issue, kind string, more map[string]string, must ...string) content {
	out := i.content(kind, "")
	c.put(out.fields)
	if c.Code != "" {
		out.mark = "Mã hồ sơ " + out.fields["code"]
	}
	if !c.Received.IsZero() {
		out.day = c.Received // a dossier keeps the forms it was taken in under
	}
	maps.Copy(out.fields, more)
	out.must = must
	return out
}

// cleaned cleans the entries of a list and leaves the empty ones out.
func cleaned(list []string) []string {
	var out []string
	for _, s := range list {
		if s = clean(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
