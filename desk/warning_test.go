package desk

import (
	"encoding/json"
	"slices"
	"testing"

	"motcua"
)

func TestDoubtsAreNamedAndStopNothing(t *testing.T) {
	for _, c := range []struct {
		change string // JSON merged over a good intake
		want   []motcua.Warning
	}{
		{`{}`, nil},
		{`{"applicant":{"idNumber":""}}`, []motcua.Warning{{Code: WarnIDMissing, Field: "applicant.idNumber"}}},
		{`{"applicant":{"idNumber":"191234567"}}`, []motcua.Warning{{Code: WarnIDOld, Field: "applicant.idNumber"}}},
		{`{"applicant":{"idNumber":"003190000001"}}`, []motcua.Warning{{Code: WarnIDProvince, Field: "applicant.idNumber"}}},
		{`{"applicant":{"idNumber":"097190000001"}}`, []motcua.Warning{{Code: WarnIDProvince, Field: "applicant.idNumber"}}},
		{`{"applicant":{"birthDate":"15/08/1991"}}`, []motcua.Warning{{Code: WarnIDBirthYear, Field: "applicant.idNumber"}}},
		{`{"applicant":{"birthDate":"15/08/2026","idNumber":"046326000001"}}`, nil},
		{`{"applicant":{"birthDate":"","idNumber":"046327000001"}}`, []motcua.Warning{{Code: WarnIDBirthYear, Field: "applicant.idNumber"}}},
		{`{"applicant":{"birthDate":"01/02/2005","gender":"Nam","idNumber":"046205000002"}}`, nil},
		{`{"applicant":{"gender":"Nam"}}`, []motcua.Warning{{Code: WarnIDGender, Field: "applicant.gender"}}},
		{`{"applicant":{"gender":""}}`, nil},
		{`{"applicant":{"phone":""}}`, nil},
		{`{"applicant":{"phone":"+84912345678"}}`, nil},
		{`{"applicant":{"phone":"02343822222"}}`, []motcua.Warning{{Code: WarnPhone, Field: "applicant.phone"}}},
		{`{"applicant":{"phone":"0412345678"}}`, []motcua.Warning{{Code: WarnPhone, Field: "applicant.phone"}}},
		{`{"applicant":{"phone":"gọi sau"}}`, []motcua.Warning{{Code: WarnPhone, Field: "applicant.phone"}}},
		{`{"organisation":{"name":"Công ty Thử","taxCode":"0100109106"}}`, nil},
		{`{"organisation":{"name":"Công ty Thử","taxCode":"0100109107"}}`, []motcua.Warning{{Code: WarnTaxCode, Field: "organisation.taxCode"}}},
		{`{"authoriser":{"name":"Trần Văn Mẫu","idNumber":"046205000002","phone":"1"},"papers":[{"key":"p1","originals":1},{"key":"p3","shown":true},{"key":"p5","originals":1,"copies":2},{"key":"p7","copies":1}]}`,
			[]motcua.Warning{{Code: WarnPhone, Field: "authoriser.phone"}}},
		{`{"authoriser":{"name":"Trần Văn Mẫu","idNumber":"046205000002"},"papers":[{"key":"p1","originals":1},{"key":"p3","shown":true},{"key":"p5","originals":1,"copies":2}]}`,
			[]motcua.Warning{{Code: WarnPaperMissing, Field: "papers.p6"}}},
		{`{"papers":[{"key":"p5","originals":1,"copies":1}]}`, []motcua.Warning{
			{Code: WarnPaperMissing, Field: "papers.p1"}, {Code: WarnPaperMissing, Field: "papers.p3"}, {Code: WarnPaperMissing, Field: "papers.p5"}}},
	} {
		d, _ := counter(t)
		in := intake()
		if err := json.Unmarshal([]byte(c.change), &in); err != nil {
			t.Fatal(err)
		}
		want := append(slices.Clone(c.want), motcua.Warning{Code: WarnLimitUnverified, Field: "limit"})
		if got := d.Check(in); !slices.Equal(got, want) {
			t.Errorf("%s: %+v", c.change, got)
		}
		r, err := d.Prepare(in)
		if err != nil || !slices.Equal(r.Warnings, want) {
			t.Errorf("%s prepared: %+v %v", c.change, r.Warnings, err)
		}
	}
}

func TestAnUnknownLimitIsADoubtUntilTheClerkSetsOne(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Procedure = "9.000003"
	if got := d.Check(in); !slices.Equal(got, []motcua.Warning{{Code: WarnLimitMissing, Field: "limit"}}) {
		t.Errorf("%+v", got)
	}
	in.Limit = &motcua.Limit{Unit: motcua.LimitDays, Count: 3}
	if got := d.Check(in); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	in.Procedure, in.Channel, in.Limit = "9.000001", motcua.ChannelPost, nil
	if got := d.Check(in); len(got) != 0 {
		t.Errorf("a published limit is doubted: %+v", got)
	}
}

func TestAnEmptyFormIsNoError(t *testing.T) {
	d, _ := counter(t)
	if got := d.Check(motcua.Intake{}); !slices.Equal(got, []motcua.Warning{{Code: WarnIDMissing, Field: "applicant.idNumber"}}) {
		t.Errorf("%+v", got)
	}
}

func TestTaxCodesAreCheckedByTheirDigit(t *testing.T) {
	for code, want := range map[string]bool{
		"0100109106": true, "0300588569": true, "0315459414": true, "0101248141": true, "0100109106-001": true,
		"046190000001": true, "0100109107": false, "0100109106-01": false, "0100109106-": false, "003190000001": false,
		"010010910": false, "01001091066": false, "A100109106": false, "-": false,
	} {
		if taxCodeOK(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
}

func TestPhonesAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"0912 345 678": "0912345678", "+84 (0)912.345.678": "0912345678", "+84912345678": "0912345678", "0912-345-678": "0912345678", "": "", "113": "113",
	} {
		if got := phone(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	for number, want := range map[string]bool{
		"0312345678": true, "0512345678": true, "0712345678": true, "0812345678": true, "0912345678": true,
		"0212345678": false, "1912345678": false, "091234567": false, "09123456789": false, "09123456x8": false,
	} {
		if phoneShape(number) != want {
			t.Errorf("%s: %v", number, !want)
		}
	}
}

func TestMailAddressesThatCouldBreakALineAreRefused(t *testing.T) {
	for s, want := range map[string]bool{
		"vi.du@example.vn": true, "a+b@mail.example.com": true, "": false, "a@b": false, "@example.vn": false, "a@.vn": false,
		"a@example.": false, "a@b..vn": false, "a@b@c.vn": false, "a,b@c.vn": false, "a<b>@c.vn": false, "a\"@c.vn": false,
	} {
		if emailShape(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
