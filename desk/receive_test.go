package desk

import (
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"motcua"
)

// person is invented, as everybody in these tests is.
func intake() motcua.Intake {
	return motcua.Intake{
		Procedure: "9.000001",
		Applicant: motcua.Person{
			Name: "Nguyễn Thị Ví Dụ", IDNumber: "046190000001", BirthDate: "15/08/1990", Gender: "Nữ", Phone: "0912345678",
			Address: motcua.Address{Province: "46", Ward: "19789", Street: "Tổ 5"},
		},
	}
}

func TestADossierIsTakenInWithAllItsReceiptNeeds(t *testing.T) {
	d, m := counter(t)
	got, err := d.Receive(t.Context(), intake())
	if err != nil {
		t.Fatal(err)
	}
	r := got.Received
	if r.Code != "H57.19.789-261120-0001" || len(r.Secret) != motcua.SecretLen || got.Status != motcua.StatusReceived {
		t.Errorf("code %s, secret of %d, status %d", r.Code, len(r.Secret), got.Status)
	}
	if r.Unit != "46-19789" || r.Agency != "H57.19.789" || r.Counter != "Quầy 01" || r.Clerk != "Cán bộ Thử" || r.Catalogue != "test/1" {
		t.Errorf("%+v", r)
	}
	if !r.Appointment.Received.Equal(now) || !reflect.DeepEqual(r.Procedure, procedures[0]) {
		t.Errorf("%+v", r)
	}
	if in := r.Intake; in.ID == "" || in.Channel != motcua.ChannelDirect || in.Sets != 1 || in.Kind != motcua.ApplicantSelf ||
		in.Request != "Đăng ký thử" || in.ResultBy != motcua.ChannelDirect || in.Applicant.Address.Text != "Tổ 5, Phường Thuận Hoá, Thành phố Huế" {
		t.Errorf("defaults: %+v", in)
	}
	if len(m.events) != 1 || m.events[0].Actor != "Cán bộ Thử" {
		t.Errorf("%d events", len(m.events))
	}
}

func TestTheSameIntakeSentTwiceIsOneDossier(t *testing.T) {
	d, m := counter(t)
	in := intake()
	in.ID = "0192F0C1-7D2A-7B3C-8D4E-0123456789AB"
	a, err := d.Receive(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Receive(t.Context(), in)
	if err != nil || a.Received.Code != b.Received.Code || len(m.events) != 1 {
		t.Errorf("%s and %s, %d events, %v", a.Received.Code, b.Received.Code, len(m.events), err)
	}
	if a.Received.Intake.ID != strings.ToLower(in.ID) {
		t.Errorf("id %s", a.Received.Intake.ID)
	}
}

func TestAPreviewStoresNothing(t *testing.T) {
	d, m := counter(t)
	r, err := d.Prepare(intake())
	if err != nil || r.Code != "" || r.Secret != nil || r.Intake.ID != "" || len(m.events) != 0 {
		t.Errorf("%+v %v", r, err)
	}
	in := intake()
	in.Applicant.Name = ""
	r, err = d.Prepare(in)
	if motcua.FieldOf(err) != "applicant.name" || r.Procedure.Code != "9.000001" || r.Appointment.Received.IsZero() || len(r.Intake.Papers) != 4 {
		t.Errorf("a half-filled form shows %+v %v", r, err)
	}
}

func TestWhatCannotBeStoredIsNotSaidToBe(t *testing.T) {
	d, m := counter(t)
	m.full = true
	if got, err := d.Receive(t.Context(), intake()); motcua.CodeOf(err) != motcua.CodeDiskFull || got.Received.Code != "" {
		t.Errorf("%+v %v", got, err)
	}
	broken := New(Config{File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{}, Random: strings.NewReader("short")})
	if _, err := broken.Receive(t.Context(), intake()); motcua.CodeOf(err) != motcua.CodeIO {
		t.Errorf("without randomness: %v", err)
	}
}

func TestDecomposedTextIsStoredComposed(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Applicant.Name = "  " + norm.NFD.String("Nguyễn Thị Đặng Ví Dụ") + " "
	in.Applicant.IDNumber = " 046 190 000 001"
	in.Applicant.Phone = "+84 912.345-678"
	in.Applicant.BirthDate = "5/8/1990"
	in.Request = "dòng một\r\ndòng hai"
	r, err := d.Prepare(in)
	if err != nil {
		t.Fatal(err)
	}
	p := r.Intake.Applicant
	if p.Name != "Nguyễn Thị Đặng Ví Dụ" || p.IDNumber != "046190000001" || p.Phone != "0912345678" || p.BirthDate != "05/08/1990" || r.Intake.Request != "dòng một\ndòng hai" {
		t.Errorf("%+v", p)
	}
}

func TestEachBrokenRuleIsNamedByItsField(t *testing.T) {
	for _, c := range []struct {
		change string // JSON merged over a good intake
		code   motcua.ErrorCode
		field  string
	}{
		{`{"procedure":""}`, motcua.CodeInvalid, "procedure"},
		{`{"procedure":"8.888888"}`, motcua.CodeUnknown, "procedure"},
		{`{"procedure":"9.000001\u0000"}`, motcua.CodeInvalid, "procedure"},
		{`{"procedure":"9.000002"}`, motcua.CodeInvalid, "case"},
		{`{"procedure":"9.000002","case":"c) Khác"}`, motcua.CodeUnknown, "case"},
		{`{"case":"a) Cấp mới"}`, motcua.CodeUnknown, "case"},
		{`{"channel":"pigeon"}`, motcua.CodeInvalid, "channel"},
		{`{"channel":"online"}`, motcua.CodeInvalid, "channel"},
		{`{"procedure":"9.000003","channel":"post"}`, motcua.CodeInvalid, "channel"},
		{`{"id":"17"}`, motcua.CodeInvalid, "id"},
		{`{"sets":-1}`, motcua.CodeInvalid, "sets"},
		{`{"sets":100}`, motcua.CodeInvalid, "sets"},
		{`{"kind":"ghost"}`, motcua.CodeInvalid, "kind"},
		{`{"applicant":{"name":""}}`, motcua.CodeInvalid, "applicant.name"},
		{`{"applicant":{"name":"123 --"}}`, motcua.CodeInvalid, "applicant.name"},
		{`{"applicant":{"name":"A\u0000B"}}`, motcua.CodeInvalid, "applicant.name"},
		{`{"applicant":{"name":"A\nB"}}`, motcua.CodeInvalid, "applicant.name"},
		{`{"applicant":{"name":"` + strings.Repeat("ễ", 201) + `"}}`, motcua.CodeTooLarge, "applicant.name"},
		{`{"applicant":{"idNumber":"04619000000"}}`, motcua.CodeInvalid, "applicant.idNumber"},
		{`{"applicant":{"idNumber":"04619000000A"}}`, motcua.CodeInvalid, "applicant.idNumber"},
		{`{"applicant":{"idNumber":"٠٤٦١٩٠٠٠٠٠٠١"}}`, motcua.CodeInvalid, "applicant.idNumber"},
		{`{"applicant":{"birthDate":"31/02/1990"}}`, motcua.CodeInvalid, "applicant.birthDate"},
		{`{"applicant":{"birthDate":"21/11/2026"}}`, motcua.CodeInvalid, "applicant.birthDate"},
		{`{"applicant":{"birthDate":"31/12/1899"}}`, motcua.CodeInvalid, "applicant.birthDate"},
		{`{"applicant":{"birthDate":"1990-08-15"}}`, motcua.CodeInvalid, "applicant.birthDate"},
		{`{"applicant":{"gender":"khác"}}`, motcua.CodeInvalid, "applicant.gender"},
		{`{"applicant":{"email":"a@b"}}`, motcua.CodeInvalid, "applicant.email"},
		{`{"applicant":{"email":"a b@c.vn"}}`, motcua.CodeInvalid, "applicant.email"},
		{`{"applicant":{"email":"a@b@c.vn"}}`, motcua.CodeInvalid, "applicant.email"},
		{`{"applicant":{"address":{"province":"02"}}}`, motcua.CodeUnknown, "applicant.address.province"},
		{`{"applicant":{"address":{"ward":"00000"}}}`, motcua.CodeUnknown, "applicant.address.ward"},
		{`{"applicant":{"address":{"street":"` + strings.Repeat("x", 301) + `"}}}`, motcua.CodeTooLarge, "applicant.address.street"},
		{`{"kind":"authorised"}`, motcua.CodeInvalid, "authoriser.name"},
		{`{"authoriser":{"name":"Trần Văn Mẫu","idNumber":"1"}}`, motcua.CodeInvalid, "authoriser.idNumber"},
		{`{"kind":"organisation"}`, motcua.CodeInvalid, "organisation.name"},
		{`{"organisation":{"name":"Công ty Thử","address":{"province":"x"}}}`, motcua.CodeUnknown, "organisation.address.province"},
		{`{"papers":[{"key":"p4"}]}`, motcua.CodeUnknown, "papers[0].key"},
		{`{"papers":[{"key":"p6","originals":1}]}`, motcua.CodeUnknown, "papers[0].key"},
		{`{"papers":[{"key":"p1"},{"key":"p1"}]}`, motcua.CodeInvalid, "papers[1].key"},
		{`{"papers":[{"key":"p1","originals":1000}]}`, motcua.CodeInvalid, "papers[0].originals"},
		{`{"papers":[{"key":"p1","copies":-1}]}`, motcua.CodeInvalid, "papers[0].copies"},
		{`{"papers":[` + strings.TrimSuffix(strings.Repeat(`{"key":"p1"},`, 201), ",") + `]}`, motcua.CodeTooLarge, "papers"},
		{`{"request":"` + strings.Repeat("x", 1001) + `"}`, motcua.CodeTooLarge, "request"},
		{`{"request":"\u001b[2J"}`, motcua.CodeInvalid, "request"},
		{`{"resultBy":"online"}`, motcua.CodeInvalid, "resultBy"},
		{`{"resultPlace":"` + strings.Repeat("x", 301) + `"}`, motcua.CodeTooLarge, "resultPlace"},
		{`{"registerBook":"` + strings.Repeat("x", 51) + `"}`, motcua.CodeTooLarge, "registerBook"},
		{`{"registerEntry":"\u0007"}`, motcua.CodeInvalid, "registerEntry"},
		{`{"limit":{"unit":"days","count":3}}`, motcua.CodeInvalid, "limit"},
		{`{"procedure":"9.000003","limit":{"unit":"days","count":3651}}`, motcua.CodeInvalid, "limit.count"},
		{`{"procedure":"9.000003","limit":{"unit":"moons","count":1}}`, motcua.CodeInvalid, "limit.unit"},
		{`{"procedure":"9.000003","limit":{"unit":"days","count":1,"text":"` + strings.Repeat("x", 201) + `"}}`, motcua.CodeTooLarge, "limit.text"},
	} {
		d, m := counter(t)
		in := intake()
		if err := json.Unmarshal([]byte(c.change), &in); err != nil {
			t.Fatalf("%.80s: %v", c.change, err)
		}
		_, err := d.Receive(t.Context(), in)
		if motcua.CodeOf(err) != c.code || motcua.FieldOf(err) != c.field {
			t.Errorf("%.80s: %v", c.change, err)
		}
		if len(m.events) != 0 {
			t.Errorf("%.80s: something was stored", c.change)
		}
		if err != nil && strings.Contains(err.Error(), "Nguyễn") {
			t.Errorf("%.80s: the error carries a person's data: %v", c.change, err)
		}
	}
}

func TestAHugeNameIsRefusedUnread(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Applicant.Name = strings.Repeat("a", 20<<20)
	if _, err := d.Prepare(in); motcua.FieldOf(err) != "applicant.name" || motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Error(err)
	}
}

func TestBrokenEncodingIsRefused(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Applicant.Name = "Nguy\xe1\xbb"
	if _, err := d.Prepare(in); motcua.FieldOf(err) != "applicant.name" || motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Error(err)
	}
}

func TestKindDecidesWhoseDossierItIs(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Authoriser = &motcua.Person{Name: "  Trần Văn Mẫu ", Document: "Hợp đồng ủy quyền"}
	r, err := d.Prepare(in)
	if err != nil || r.Intake.Kind != motcua.ApplicantAuthorised || r.Intake.Owner() != "Trần Văn Mẫu" {
		t.Errorf("%+v %v", r.Intake, err)
	}
	if in.Authoriser.Name != "  Trần Văn Mẫu " {
		t.Error("the caller's own intake was changed")
	}
	in.Kind = motcua.ApplicantSelf
	if r, err = d.Prepare(in); err != nil || r.Intake.Authoriser != nil {
		t.Errorf("%+v %v", r.Intake, err)
	}
	in.Kind, in.Organisation = "", &motcua.Organisation{Name: "Hợp tác xã Thử", TaxCode: "0100109106"}
	if r, err = d.Prepare(in); err != nil || r.Intake.Owner() != "Hợp tác xã Thử" || r.Intake.Authoriser != nil {
		t.Errorf("%+v %v", r.Intake, err)
	}
}

func TestWithoutCountsOnlyWhatWasSurelyAskedForCounts(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Kind, in.Authoriser = motcua.ApplicantAuthorised, &motcua.Person{Name: "Trần Văn Mẫu"}
	r, err := d.Prepare(in)
	want := []motcua.PaperCount{
		{Key: "p1", Originals: 1}, {Key: "p2"}, {Key: "p3", Shown: true}, {Key: "p5", Originals: 1, Copies: 2}, {Key: "p6"}, {Key: "p7"},
	}
	if err != nil || !reflect.DeepEqual(r.Intake.Papers, want) {
		t.Errorf("%+v %v", r.Intake.Papers, err)
	}
}

func TestGivenCountsAreKeptInTheListsOrder(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Papers = []motcua.PaperCount{{Key: "p5", Originals: 3, Shown: true}, {Key: "p3", Originals: 1}, {Key: "p1", Copies: 999}}
	r, err := d.Prepare(in)
	want := []motcua.PaperCount{{Key: "p1", Copies: 999}, {Key: "p2"}, {Key: "p3", Shown: true}, {Key: "p5", Originals: 3}}
	if err != nil || !reflect.DeepEqual(r.Intake.Papers, want) {
		t.Errorf("%+v %v", r.Intake.Papers, err)
	}
}

func TestTheClerkMaySetALimitOnlyWhereNoneIsPublished(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Procedure, in.Case = "9.000002.H57", "b) Cấp lại"
	in.Limit = &motcua.Limit{Unit: motcua.LimitDays, Count: 4, Unverified: true, Source: "x"}
	r, err := d.Prepare(in)
	if err != nil || r.Appointment.Limit != (motcua.Limit{Unit: motcua.LimitDays, Count: 4}) || r.Appointment.Due.IsZero() || r.Intake.Procedure != "9.000002" {
		t.Errorf("%+v %v", r.Appointment, err)
	}
	in.Limit = &motcua.Limit{Unit: motcua.LimitSameDay, Count: 9}
	if r, err = d.Prepare(in); err != nil || r.Intake.Limit.Count != 0 {
		t.Errorf("%+v %v", r.Intake.Limit, err)
	}
	in.Limit = nil
	if r, err = d.Prepare(in); err != nil || !r.Appointment.Due.IsZero() || r.Appointment.Limit.Text != "5" {
		t.Errorf("%+v %v", r.Appointment, err)
	}
}

func TestASingleCaseIsForSomeOnly(t *testing.T) {
	d, _ := counter(t)
	in := intake()
	in.Procedure = "9.000003"
	r, err := d.Prepare(in)
	if err != nil || len(r.Intake.Papers) != 1 {
		t.Errorf("%+v %v", r.Intake.Papers, err)
	}
	in.Case = norm.NFD.String(" Trường hợp dưới 14 tuổi")
	if r, err = d.Prepare(in); err != nil || len(r.Intake.Papers) != 2 {
		t.Errorf("%+v %v", r.Intake.Papers, err)
	}
}

func TestAnAddressIsWrittenOutOfWhatIsKnown(t *testing.T) {
	d, _ := counter(t)
	for want, a := range map[string]motcua.Address{
		"Tổ 5, Phường Thuận Hoá, Thành phố Huế": {Province: "46", Ward: "19789", Street: " Tổ 5"},
		"Phường Thuận Hoá, Thành phố Huế":       {Province: "46", Ward: "19789"},
		"Thôn 3, Thành phố Huế":                 {Province: "46", Street: "Thôn 3"},
		"Thôn 3":                                {Province: "02", Ward: "00001", Street: "Thôn 3", Text: "khác"},
		"":                                      {},
	} {
		if got := addressText(d.units, a); got != want {
			t.Errorf("%+v: %q", a, got)
		}
	}
	in := intake()
	at := motcua.Address{Province: "46", Ward: "19789", Street: "Tổ 5"}
	in.Kind, in.Authoriser = motcua.ApplicantAuthorised, &motcua.Person{Name: "Trần Văn Mẫu", Document: "Giấy ủy quyền", Address: at}
	if r, err := d.Prepare(in); err != nil || r.Intake.Authoriser.Address.Text != "Tổ 5, Phường Thuận Hoá, Thành phố Huế" {
		t.Errorf("authoriser: %+v %v", r.Intake.Authoriser, err)
	}
	in.Kind, in.Organisation = motcua.ApplicantOrganisation, &motcua.Organisation{Name: "Công ty Thí Dụ", Address: at}
	if r, err := d.Prepare(in); err != nil || r.Intake.Organisation.Address.Text != "Tổ 5, Phường Thuận Hoá, Thành phố Huế" {
		t.Errorf("organisation: %+v %v", r.Intake.Organisation, err)
	}
	in = intake()
	in.Applicant.Address.Text = "như trên thẻ"
	if r, err := d.Prepare(in); err != nil || r.Intake.Applicant.Address.Text != "như trên thẻ" {
		t.Errorf("%+v %v", r.Intake.Applicant.Address, err)
	}
}

func TestWithoutAClockOrRandomnessTheRealOnesAreUsed(t *testing.T) {
	m := newMemory()
	d := New(Config{File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{}})
	a, err := d.Receive(t.Context(), intake())
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Receive(t.Context(), intake())
	if err != nil || a.Received.Intake.ID == b.Received.Intake.ID || a.Received.Appointment.Received.Equal(now) {
		t.Errorf("%+v %+v %v", a.Received.Intake, b.Received.Intake, err)
	}
	if _, err := io.ReadFull(d.random, make([]byte, 1)); err != nil {
		t.Error(err)
	}
}

func FuzzAnyIntakeIsTakenInOrRefusedWithAField(f *testing.F) {
	good, err := json.Marshal(intake())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	f.Add(`{"procedure":"9.000002","case":"a) Cấp mới","limit":{"unit":"hours","count":1},"papers":[{"key":"p1","copies":2}]}`)
	f.Add(`{"procedure":"9.000001","channel":"post","authoriser":{"name":"x","address":{"ward":"1"}},"organisation":{}}`)
	f.Fuzz(func(t *testing.T, data string) {
		var in motcua.Intake
		if json.Unmarshal([]byte(data), &in) != nil {
			return
		}
		m := newMemory()
		d := New(Config{File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{}, Now: func() time.Time { return now }})
		got, err := d.Receive(t.Context(), in)
		if err != nil {
			if motcua.FieldOf(err) == "" || len(m.events) != 0 {
				t.Errorf("%v, %d events", err, len(m.events))
			}
			return
		}
		again, err := d.Prepare(got.Received.Intake)
		again.Intake.ID = got.Received.Intake.ID
		if err != nil || !reflect.DeepEqual(again.Intake, got.Received.Intake) {
			t.Errorf("what is stored changes when prepared again: %v\n%+v\n%+v", err, again.Intake, got.Received.Intake)
		}
	})
}
