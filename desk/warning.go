package desk

import (
	"strconv"
	"strings"

	"motcua"
)

// The codes of doubts. A doubt never stops an intake: people were re-issued
// numbers, cards carry errors, and the clerk sees the person (domain rules of
// TT 59/2021/TT-BCA on personal numbers, NĐ 123/2020 on tax codes).
const (
	// WarnIDMissing: no personal number was given; the centre cannot tie the
	// dossier to a person. Field: the idNumber.
	WarnIDMissing = "id-missing"
	// WarnIDOld: nine digits, a CMND that is no longer issued. Field: the idNumber.
	WarnIDOld = "id-old"
	// WarnIDProvince: the first three digits are no province of birth in the
	// list of 63. Field: the idNumber.
	WarnIDProvince = "id-province"
	// WarnIDBirthYear: century digit and digits 5–6 say another year than the
	// date of birth, or a year to come. Field: the idNumber.
	WarnIDBirthYear = "id-birth-year"
	// WarnIDGender: the fourth digit is even for men, odd for women, and says
	// otherwise here. Field: the gender.
	WarnIDGender = "id-gender"
	// WarnPhone: not ten digits that begin with 03, 05, 07, 08 or 09. Field:
	// the phone.
	WarnPhone = "phone-shape"
	// WarnTaxCode: not 10, 10-3 or 12 digits, or the check digit is wrong.
	// Field: the taxCode.
	WarnTaxCode = "tax-code"
	// WarnPaperMissing: fewer originals or copies than the published list asks
	// for, or a paper that was to be shown was not. Papers that the list asks
	// for only in some case ("Trường hợp …") are not counted, and of several
	// papers that authorise someone one is enough. Field: "papers." and the
	// paper's key.
	WarnPaperMissing = "paper-missing"
	// WarnLimitUnverified: the published record does not state this time
	// limit; it was filled in from another source. Field: "limit".
	WarnLimitUnverified = "limit-unverified"
	// WarnLimitMissing: no time limit is known, so the receipt promises no
	// day. Field: "limit".
	WarnLimitMissing = "limit-missing"
)

// Check returns the doubts about an intake, also a half-typed one, in the
// order of the form. It never fails: what breaks a rule is Prepare's to say.
func (d *Desk) Check(in motcua.Intake) []motcua.Warning {
	c := checker{year: d.now().In(motcua.Local).Year()}
	c.person(in.Applicant, "applicant")
	if kindOf(in) == motcua.ApplicantAuthorised && in.Authoriser != nil {
		c.person(*in.Authoriser, "authoriser")
	}
	if kindOf(in) == motcua.ApplicantOrganisation && in.Organisation != nil {
		c.taxCode(in.Organisation.TaxCode)
	}
	if p, ok := d.catalogue.Get(in.Procedure); ok {
		if in.Papers != nil { // else as asked for
			for _, key := range missingPapers(p, in) {
				c.warn(WarnPaperMissing, "papers."+key)
			}
		}
		c.limit(in, p)
	}
	return c.out
}

type checker struct {
	year int // this year
	out  []motcua.Warning
}

func (c *checker) warn(code, field string) {
	c.out = append(c.out, motcua.Warning{Code: code, Field: field})
}

func (c *checker) person(p motcua.Person, field string) {
	id := noSpaces(p.IDNumber)
	switch {
	case id == "":
		c.warn(WarnIDMissing, field+".idNumber")
	case digits(id, 9):
		c.warn(WarnIDOld, field+".idNumber")
	case digits(id, 12):
		c.number(id, p, field)
	}
	if n := phone(p.Phone); n != "" && !phoneShape(n) {
		c.warn(WarnPhone, field+".phone")
	}
}

func (c *checker) number(id string, p motcua.Person, field string) {
	n := motcua.PersonalNumber(id)
	if !n.KnownProvince() {
		c.warn(WarnIDProvince, field+".idNumber")
	}
	if born := birthYear(p.BirthDate); born != 0 && born != n.BirthYear() || n.BirthYear() > c.year {
		c.warn(WarnIDBirthYear, field+".idNumber")
	}
	if g := motcua.NFC(p.Gender); (g == "Nam" || g == "Nữ") && g != n.Gender() {
		c.warn(WarnIDGender, field+".gender")
	}
}

// birthYear returns the year of d/M/yyyy, 0 where it is not one.
func birthYear(date string) int {
	i := strings.LastIndexByte(date, '/')
	if i < 0 || !digits(date[i+1:], 4) {
		return 0
	}
	y, err := strconv.Atoi(date[i+1:])
	if err != nil {
		return 0
	}
	return y
}

func phoneShape(s string) bool {
	return digits(s, 10) && s[0] == '0' && strings.IndexByte("35789", s[1]) >= 0
}

func (c *checker) taxCode(s string) {
	if s = noSpaces(s); s != "" && !taxCodeOK(s) {
		c.warn(WarnTaxCode, "organisation.taxCode")
	}
}

// taxCodeOK reports whether s is a tax code: ten digits with a right check
// digit, the same with a branch number, or a personal number of twelve.
func taxCodeOK(s string) bool {
	if n, ok := motcua.ReadPersonalNumber(s); ok {
		return n.KnownProvince()
	}
	s, branch, has := strings.Cut(s, "-")
	if has && !digits(branch, 3) || !digits(s, 10) {
		return false
	}
	sum := 0
	for i, w := range [...]int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += w * int(s[i]-'0')
	}
	return 10-sum%11 == int(s[9]-'0')
}

func (c *checker) limit(in motcua.Intake, p motcua.Procedure) {
	o, _ := p.Offer(channelOf(in))
	switch {
	case o.Limit.Unit == motcua.LimitNone && in.Limit == nil:
		c.warn(WarnLimitMissing, "limit")
	case o.Limit.Unverified:
		c.warn(WarnLimitUnverified, "limit")
	}
}
