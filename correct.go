package motcua

import (
	"slices"
	"strconv"
	"strings"
)

// Change is one corrected field: a path of Intake's JSON such as
// "applicant.phone", or "papers.p1.originals" for a paper's count.
type Change struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Corrected is the body of the event that puts a mistake of the intake right.
// The event that took the dossier in stays as it is; the log keeps both.
type Corrected struct {
	Changes []Change `json:"changes"`
	Reason  string   `json:"reason"`
}

// Kind of Corrected.
func (Corrected) Kind() EventKind { return EventCorrected }

// Allows asks that each field may be corrected and still says what it said to
// whoever corrects it. Code, time, procedure and case stand as printed.
func (b Corrected) Allows(d Dossier) error {
	in := d.Received.Intake.clone()
	for _, c := range b.Changes {
		now, ok := in.correctable(c.Field)
		switch {
		case !ok:
			return refuse(c.Field, ReasonNotCorrectable)
		case now.read() != c.Old:
			return refuse(c.Field, ReasonOtherValue)
		case c.New == c.Old:
			return refuse(c.Field, ReasonSameValue)
		case !now.write(c.New):
			return refuse(c.Field, ReasonNotCorrectable)
		}
	}
	return nil
}

func (b Corrected) play(d *Dossier, s *Step) {
	s.Note = b.Reason
	if d.Course.TakenIn == nil {
		first := d.Received.Intake
		d.Course.TakenIn = &first
	}
	in := d.Received.Intake.clone()
	for _, c := range b.Changes {
		if f, ok := in.correctable(c.Field); ok {
			f.write(c.New)
		}
	}
	d.Received.Intake = in
	for _, c := range b.Changes {
		d.recount(c)
	}
	d.Course.Corrections = append(slices.Clip(d.Course.Corrections), b)
}

// recount moves a paper's count by what was corrected: papers that came later
// stay counted.
func (d *Dossier) recount(c Change) {
	key, what, ok := paperField(c.Field)
	i := d.component(key)
	if !ok || i < 0 {
		return
	}
	was, _ := strconv.Atoi(c.Old)
	is, _ := strconv.Atoi(c.New)
	switch k := &d.Components[i].Count; what {
	case "originals":
		k.Originals += is - was
	case "copies":
		k.Copies += is - was
	}
}

// Value returns what a field of the intake says, false where the field may not
// be corrected.
func (in Intake) Value(field string) (string, bool) {
	f, ok := in.correctable(field)
	if !ok {
		return "", false
	}
	return f.read(), true
}

// With returns the intake with one field corrected, false where the field may
// not be corrected or cannot say this.
func (in Intake) With(field, value string) (Intake, bool) {
	in = in.clone()
	f, ok := in.correctable(field)
	return in, ok && f.write(value)
}

// CorrectableFields returns the fields that may be corrected, in the order of
// the form; those of an authoriser or organisation where there is one.
func (in Intake) CorrectableFields() []string {
	out := personFields("applicant.")
	if in.Authoriser != nil {
		out = append(append(out, personFields("authoriser.")...), "authoriser.document")
	}
	if in.Organisation != nil {
		out = append(out, "organisation.name", "organisation.taxCode")
		out = append(out, addressFields("organisation.")...)
	}
	out = append(out, "request", "sets", "resultBy", "resultPlace", "registerBook", "registerEntry")
	for _, c := range in.Papers {
		out = append(out, "papers."+c.Key+".originals", "papers."+c.Key+".copies")
	}
	return out
}

func personFields(of string) []string {
	out := []string{of + "name", of + "idNumber", of + "birthDate", of + "gender", of + "phone", of + "email"}
	return append(out, addressFields(of)...)
}

func addressFields(of string) []string {
	return []string{of + "address.province", of + "address.ward", of + "address.street", of + "address.text"}
}

// clone returns a copy whose people and papers can be changed.
func (in Intake) clone() Intake {
	if in.Authoriser != nil {
		p := *in.Authoriser
		in.Authoriser = &p
	}
	if in.Organisation != nil {
		o := *in.Organisation
		in.Organisation = &o
	}
	in.Papers, in.Owes = slices.Clone(in.Papers), slices.Clone(in.Owes)
	return in
}

// correctable is a place in an intake that may be corrected.
type correctable struct {
	text  *string
	count *int
	least int
}

func (c correctable) read() string {
	if c.text != nil {
		return *c.text
	}
	return strconv.Itoa(*c.count)
}

func (c correctable) write(s string) bool {
	if c.text != nil {
		*c.text = s
		return true
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < c.least || n > 999 || strconv.Itoa(n) != s {
		return false
	}
	*c.count = n
	return true
}

func (in *Intake) correctable(field string) (correctable, bool) {
	none := correctable{}
	switch field {
	case "request":
		return correctable{text: &in.Request}, true
	case "resultBy":
		return correctable{text: (*string)(&in.ResultBy)}, true
	case "resultPlace":
		return correctable{text: &in.ResultPlace}, true
	case "registerBook":
		return correctable{text: &in.RegisterBook}, true
	case "registerEntry":
		return correctable{text: &in.RegisterEntry}, true
	case "sets":
		return correctable{count: &in.Sets, least: 1}, true
	}
	head, rest, _ := strings.Cut(field, ".")
	switch {
	case head == "applicant":
		return in.Applicant.correctable(rest)
	case head == "authoriser" && in.Authoriser != nil:
		return in.Authoriser.correctable(rest)
	case head == "organisation" && in.Organisation != nil:
		return in.Organisation.correctable(rest)
	case head == "papers":
		return in.paper(field)
	}
	return none, false
}

func (in *Intake) paper(field string) (correctable, bool) {
	key, what, ok := paperField(field)
	i := slices.IndexFunc(in.Papers, func(c PaperCount) bool { return c.Key == key })
	switch {
	case !ok || i < 0:
		return correctable{}, false
	case what == "originals":
		return correctable{count: &in.Papers[i].Originals}, true
	case what == "copies":
		return correctable{count: &in.Papers[i].Copies}, true
	}
	return correctable{}, false
}

// paperField cuts "papers.p1.originals" into its parts.
func paperField(field string) (key, what string, ok bool) {
	rest, ok := strings.CutPrefix(field, "papers.")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ".")
}

func (p *Person) correctable(field string) (correctable, bool) {
	for _, f := range []struct {
		name string
		at   *string
	}{
		{"name", &p.Name}, {"idNumber", &p.IDNumber}, {"birthDate", &p.BirthDate}, {"gender", &p.Gender},
		{"phone", &p.Phone}, {"email", &p.Email}, {"document", &p.Document},
	} {
		if field == f.name {
			return correctable{text: f.at}, true
		}
	}
	return p.Address.correctable(field)
}

func (o *Organisation) correctable(field string) (correctable, bool) {
	switch field {
	case "name":
		return correctable{text: &o.Name}, true
	case "taxCode":
		return correctable{text: &o.TaxCode}, true
	}
	return o.Address.correctable(field)
}

func (a *Address) correctable(field string) (correctable, bool) {
	switch field {
	case "address.province":
		return correctable{text: &a.Province}, true
	case "address.ward":
		return correctable{text: &a.Ward}, true
	case "address.street":
		return correctable{text: &a.Street}, true
	case "address.text":
		return correctable{text: &a.Text}, true
	}
	return correctable{}, false
}
