package catalogue

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"motcua"
)

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAllPublishedProceduresAreThereAndWhole(t *testing.T) {
	c := load(t)
	list := c.List()
	if len(list) != 299 || c.Version() != "2026-07/1" || c.Source() == "" {
		t.Fatalf("%d procedures, version %q, source %q", len(list), c.Version(), c.Source())
	}
	codes := regexp.MustCompile(`^\d\.\d{6}$`)
	for i, p := range list {
		switch {
		case !codes.MatchString(p.Code), p.Name == "", p.Field == "", len(p.Offers) == 0, p.Source == "":
			t.Errorf("%s is incomplete", p.Code)
		case i > 0 && p.Code <= list[i-1].Code:
			t.Errorf("%s after %s", p.Code, list[i-1].Code)
		}
		b, err := json.Marshal(p)
		if err != nil || !norm.NFC.IsNormal(b) || len(b) > motcua.MaxBody/4 {
			t.Errorf("%s: %d bytes, %v", p.Code, len(b), err)
		}
		checkPapers(t, p)
	}
}

func checkPapers(t *testing.T, p motcua.Procedure) {
	keys := map[string]bool{}
	for _, g := range p.Groups {
		if g.Kind == motcua.GroupCase && g.Case == "" {
			t.Errorf("%s has a case without a name", p.Code)
		}
		for _, r := range g.Papers {
			if keys[r.Key] || r.Name == "" || r.Short == "" || r.Originals > 9 || r.Copies > 9 {
				t.Errorf("%s %+v", p.Code, r)
			}
			keys[r.Key] = true
		}
	}
	cases := p.Cases()
	if len(cases) == 0 && len(p.Groups) > 0 && len(p.Papers("", motcua.ChannelDirect, false)) == 0 {
		t.Errorf("%s has no papers left", p.Code)
	}
	for i, name := range cases {
		if slices.Contains(cases[:i], name) || len(p.Papers(name, motcua.ChannelDirect, false)) == 0 {
			t.Errorf("%s: case %q is twice there or without papers", p.Code, name)
		}
	}
}

func TestBirthRegistrationIsAsPublished(t *testing.T) {
	p, ok := load(t).Get("1.001193")
	if !ok || p.Name != "Thủ tục đăng ký khai sinh" || p.Field != "Hộ tịch" || len(p.Offers) != 3 {
		t.Fatalf("%v %+v", ok, p)
	}
	o, _ := p.Offer(motcua.ChannelDirect)
	if o.FeeText != "Miễn phí" || o.Limit.Unit != motcua.LimitSameDay || o.Limit.Text != "1" || !o.Limit.Unverified || o.Limit.Source == "" {
		t.Errorf("%+v", o)
	}
	papers := p.Papers("", motcua.ChannelDirect, false)
	shown := 0
	for _, r := range papers {
		if r.PresentOnly {
			shown++
		}
	}
	if len(papers) < 5 || shown != 2 || len(p.Notes()) == 0 || len(p.Cases()) != 0 {
		t.Errorf("%d papers, %d only shown, %d notes, cases %v", len(papers), shown, len(p.Notes()), p.Cases())
	}
}

func TestFeesStayVerbatim(t *testing.T) {
	p, _ := load(t).Get("2.000815")
	o, _ := p.Offer(motcua.ChannelDirect)
	const begin = "2,000 Việt Nam Đồng(/trang)Tại Ủy ban nhân dân cấp xã"
	if len(o.FeeText) < len(begin) || o.FeeText[:len(begin)] != begin {
		t.Errorf("%q", o.FeeText)
	}
}

func TestLimitsWithoutAUnitAreFilledOnlyWhereASourceSaysSo(t *testing.T) {
	c := load(t)
	none, filled := 0, 0
	for _, p := range c.List() {
		for _, o := range p.Offers {
			l := o.Limit
			switch {
			case l.Unit == motcua.LimitNone:
				none++
				if l.Count != 0 || l.Unverified {
					t.Errorf("%s: %+v", p.Code, l)
				}
			case l.Unverified:
				filled++
				if l.Source == "" {
					t.Errorf("%s: filled from nowhere", p.Code)
				}
			case l.Text == "":
				t.Errorf("%s: %+v without published words", p.Code, l)
			}
		}
	}
	if none == 0 || filled < 40 {
		t.Errorf("%d without, %d filled", none, filled)
	}
	p, _ := c.Get("1.001742")
	if o, _ := p.Offer(motcua.ChannelDirect); o.Limit != (motcua.Limit{Text: "1"}) {
		t.Errorf("a bare number became %+v", o.Limit)
	}
}

func TestLocalisedCodesNameTheNationalProcedure(t *testing.T) {
	c := load(t)
	for _, code := range []string{"1.001193", "1.001193.000.00.00.H56", "1.001193.H56", " 1.001193 ", "1001193"} {
		if p, ok := c.Get(code); !ok || p.Code != "1.001193" {
			t.Errorf("%q: %v %s", code, ok, p.Code)
		}
	}
	for _, code := range []string{"", "1.00119", "100119", "10011930", "1.0011930", "1.001193x", "9.999999", "khai sinh"} {
		if _, ok := c.Get(code); ok {
			t.Errorf("%q was found", code)
		}
	}
}

func TestWhatClerksTypeFindsWhatTheyMean(t *testing.T) {
	c := load(t)
	for query, want := range map[string]string{
		"khai sinh": "1.001193", "Khai Sinh": "1.001193", "KHAI SINH": "1.001193", "kh si": "1.001193",
		"đăng ký khai sinh": "1.001193", "1.001193.000.00.00.H56": "1.001193", "khai tu": "1.000656",
		"ket hon": "1.000894", "trich luc": "2.000635", "chu ky": "2.000884", "2.000815": "2.000815", "2000815": "2.000815", " 200081": "2.000815", "20008": "2.000806", "815": "2.000815",
		"doc than": "", "chung thuc ban sao": "2.000815", "hon nhan": "1.004873", "lai khai sinh": "1.004884",
	} {
		got := c.Search(query, 3)
		if want == "" {
			if len(got) != 0 {
				t.Errorf("%q found %s", query, got[0].Name)
			}
			continue
		}
		if len(got) == 0 || got[0].Code != want {
			t.Errorf("%q: %d hits, want %s first", query, len(got), want)
		}
	}
	top := c.Search("ban sao", 3)
	if !slices.ContainsFunc(top, func(p motcua.Procedure) bool { return p.Code == "2.000815" }) {
		t.Error("ban sao does not show 2.000815 among the first three")
	}
}

func TestSearchKeepsToItsLimitAndToTheField(t *testing.T) {
	c := load(t)
	if n := len(c.Search("dang ky", 7)); n != 7 {
		t.Errorf("limit 7 gave %d", n)
	}
	if n := len(c.Search("", 0)); n != 299 {
		t.Errorf("an empty query gave %d", n)
	}
	if first := c.Search("", 1)[0].Code; !everyday[first] {
		t.Errorf("an empty query begins with %s", first)
	}
	for _, p := range c.Search("ho tich khai sinh", 0) {
		if p.Field != "Hộ tịch" {
			t.Errorf("%s is of %s", p.Code, p.Field)
		}
	}
	if got := c.Search("1.0011", 0); len(got) != 1 || got[0].Code != "1.001193" {
		t.Errorf("the beginning of a code found %d", len(got))
	}
}

func TestEverydayProceduresExist(t *testing.T) {
	c := load(t)
	for code := range everyday {
		if _, ok := c.Get(code); !ok {
			t.Errorf("%s is not published", code)
		}
	}
}

func TestWhatTheCallerChangesStaysWithTheCaller(t *testing.T) {
	c := load(t)
	spoil := func(p motcua.Procedure) {
		p.Offers[0].FeeText, p.Groups[0].Papers[0].Name, p.Groups[0].Case = "x", "x", "x"
		p.Results[0].Name = "x"
	}
	p, _ := c.Get("1.001193")
	spoil(p)
	spoil(c.Search("1.001193", 1)[0])
	for _, p := range c.List() {
		if p.Code == "1.001193" {
			spoil(p)
		}
	}
	p, _ = c.Get("1.001193")
	if p.Offers[0].FeeText == "x" || p.Groups[0].Papers[0].Name == "x" || p.Groups[0].Case == "x" || p.Results[0].Name == "x" {
		t.Error("the catalogue can be changed from outside")
	}
}

func TestATornFileIsAnError(t *testing.T) {
	for _, data := range [][]byte{nil, packed[:len(packed)/2], []byte("not packed")} {
		if p, err := unpack(data); err == nil {
			t.Errorf("%d bytes gave %d procedures", len(data), len(p.Procedures))
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c.Search("khai sinh", 20)
	}
}
