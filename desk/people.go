package desk

import (
	"strings"
	"time"
	"unicode"

	"motcua"
)

// people checks the applicant and whoever he acts for. Kind decides: where it
// is empty the parts that were filled in say it; parts that do not belong to
// it are left out.
func (n *normaliser) people() error {
	in := &n.in
	in.Kind = kindOf(*in)
	if err := n.person(&in.Applicant, "applicant"); err != nil {
		return err
	}
	switch in.Kind {
	case motcua.ApplicantSelf:
		in.Authoriser, in.Organisation = nil, nil
		return nil
	case motcua.ApplicantAuthorised:
		in.Organisation = nil
		return n.authoriser()
	case motcua.ApplicantOrganisation:
		in.Authoriser = nil
		return n.organisation()
	}
	return invalid("kind", "unknown")
}

// kindOf returns the kind of applicant; where none was said, the one that the
// filled-in parts say.
func kindOf(in motcua.Intake) motcua.ApplicantKind {
	switch {
	case in.Kind != "":
		return in.Kind
	case in.Organisation != nil:
		return motcua.ApplicantOrganisation
	case in.Authoriser != nil:
		return motcua.ApplicantAuthorised
	}
	return motcua.ApplicantSelf
}

func (n *normaliser) authoriser() error {
	var p motcua.Person // a copy: the caller keeps his own
	if n.in.Authoriser != nil {
		p = *n.in.Authoriser
	}
	n.in.Authoriser = &p
	return n.person(&p, "authoriser")
}

func (n *normaliser) organisation() error {
	var o motcua.Organisation
	if n.in.Organisation != nil {
		o = *n.in.Organisation
	}
	n.in.Organisation = &o
	if err := text(&o.Name, "organisation.name", maxName); err != nil {
		return err
	}
	if o.Name == "" {
		return invalid("organisation.name", "missing")
	}
	if err := text(&o.TaxCode, "organisation.taxCode", maxShort); err != nil {
		return err
	}
	o.TaxCode = noSpaces(o.TaxCode)
	return n.address(&o.Address, "organisation.address")
}

func (n *normaliser) person(p *motcua.Person, field string) error {
	for _, t := range []struct {
		at   *string
		name string
		max  int
	}{
		{&p.Name, "name", maxName},
		{&p.IDNumber, "idNumber", maxShort},
		{&p.BirthDate, "birthDate", maxShort},
		{&p.Gender, "gender", maxShort},
		{&p.Phone, "phone", maxShort},
		{&p.Email, "email", 254},
		{&p.Document, "document", maxAddress},
	} {
		if err := text(t.at, field+"."+t.name, t.max); err != nil {
			return err
		}
	}
	p.IDNumber, p.Phone = noSpaces(p.IDNumber), phone(p.Phone)
	switch {
	case strings.IndexFunc(p.Name, unicode.IsLetter) < 0:
		return invalid(field+".name", "missing")
	case p.IDNumber != "" && !digits(p.IDNumber, 9) && !digits(p.IDNumber, 12):
		return invalid(field+".idNumber", "9 or 12 digits")
	case p.Gender != "" && p.Gender != "Nam" && p.Gender != "Nữ":
		return invalid(field+".gender", "Nam or Nữ")
	case p.Email != "" && !emailShape(p.Email):
		return invalid(field+".email", "shape")
	}
	if err := n.birthDate(&p.BirthDate, field+".birthDate"); err != nil {
		return err
	}
	return n.address(&p.Address, field+".address")
}

// birthDate accepts d/M/yyyy and writes dd/MM/yyyy. Nobody who comes to a
// counter was born before 1900 or will be born tomorrow.
func (n *normaliser) birthDate(s *string, field string) error {
	if *s == "" {
		return nil
	}
	at, err := time.ParseInLocation("2/1/2006", *s, motcua.Local)
	if err != nil || at.Year() < 1900 || at.After(n.today) {
		return invalid(field, "impossible date")
	}
	*s = at.Format("02/01/2006")
	return nil
}

func (n *normaliser) address(a *motcua.Address, field string) error {
	for _, t := range []struct {
		at   *string
		name string
		max  int
	}{
		{&a.Province, "province", maxShort},
		{&a.Ward, "ward", maxShort},
		{&a.Street, "street", maxStreet},
		{&a.Text, "text", maxAddress},
	} {
		if err := text(t.at, field+"."+t.name, t.max); err != nil {
			return err
		}
	}
	if a.Province != "" {
		if _, ok := n.units.Province(a.Province); !ok {
			return &motcua.Error{Code: motcua.CodeUnknown, Field: field + ".province"}
		}
	}
	if a.Ward != "" {
		if _, ok := n.units.Get(a.Province + "-" + a.Ward); !ok {
			return &motcua.Error{Code: motcua.CodeUnknown, Field: field + ".ward"}
		}
	}
	if a.Text == "" {
		a.Text = addressText(n.units, *a)
	}
	return nil
}

// addressText returns the whole address in words: street, commune, province.
// Codes that are not in the list of units are left out; Text is not looked at.
func addressText(units Units, a motcua.Address) string {
	var parts []string
	if s := strings.TrimSpace(motcua.NFC(a.Street)); s != "" {
		parts = append(parts, s)
	}
	if u, ok := units.Get(a.Province + "-" + a.Ward); ok {
		return strings.Join(append(parts, u.Name, u.Province), ", ")
	}
	if p, ok := units.Province(a.Province); ok {
		parts = append(parts, p)
	}
	return strings.Join(parts, ", ")
}

func noSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// phone drops what people write between digits and the country's prefix.
func phone(s string) string {
	s = strings.NewReplacer(".", "", "-", "", "(", "", ")", "").Replace(noSpaces(s))
	if rest, ok := strings.CutPrefix(s, "+84"); ok {
		s = "0" + strings.TrimPrefix(rest, "0")
	}
	return s
}

// emailShape is what the receipt needs: one @, something before it, a domain
// with a dot after it, nothing that could break a line or a header.
func emailShape(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || strings.ContainsAny(s, " \t,;<>\"()\\") || strings.Contains(domain, "@") {
		return false
	}
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1 && !strings.Contains(domain, "..")
}

func digits(s string, n int) bool {
	return len(s) == n && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
