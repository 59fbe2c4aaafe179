package fee

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
)

func shipped(t *testing.T) Table {
	t.Helper()
	b, err := os.ReadFile("../assets/fee/fees.json")
	if err != nil {
		t.Fatal(err)
	}
	table, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// offered is a procedure with one offer at the counter.
func offered(code, text string) motcua.Procedure {
	return motcua.Procedure{Code: code, Source: "cổng", Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, FeeText: text}}}
}

var someDay = time.Date(2026, 11, 20, 9, 0, 0, 0, motcua.Local)

func TestARuleHoldsOnlyForTheWordsItWasReadFrom(t *testing.T) {
	table := shipped(t)
	i := slices.IndexFunc(table.Rules, func(e Entry) bool { return slices.Contains(e.Procedures, "2.000815") })
	text := table.Rules[i].Text
	r := table.For(offered("2.000815", text), motcua.ChannelDirect, someDay)
	if r.Kind != motcua.FeePage || r.Table != table.Version || r.Text != text || r.Source == "" {
		t.Errorf("%+v", r)
	}
	for why, p := range map[string]motcua.Procedure{
		"other words":     offered("2.000815", strings.Replace(text, "2.000", "3.000", 1)),
		"other procedure": offered("2.000816", text),
		"no words":        offered("2.000815", ""),
	} {
		r := table.For(p, motcua.ChannelDirect, someDay)
		if r.Kind != motcua.FeeEntered || r.Text != p.Offers[0].FeeText || r.Amount != 0 || r.Table != table.Version {
			t.Errorf("%s: %+v", why, r)
		}
	}
	if r := table.For(offered("2.000815", text), motcua.ChannelPost, someDay); r.Kind != motcua.FeeEntered || r.Text != "" {
		t.Errorf("a channel without an offer: %+v", r)
	}
}

func TestFreeIsOnlyWhatIsPublishedAsFree(t *testing.T) {
	table := shipped(t)
	for text, want := range map[string]motcua.FeeKind{
		"Miễn phí": motcua.FeeFree, "Miễn phí(Không quy định)": motcua.FeeFree,
		"":                   motcua.FeeEntered,
		"Không có thông tin": motcua.FeeEntered,
		"Miễn phí(Mức lệ phí (nếu có) theo quyết định của Hội đồng nhân dân cấp tỉnh.)": motcua.FeeEntered,
	} {
		if r := table.For(offered("1.001193", text), motcua.ChannelDirect, someDay); r.Kind != want {
			t.Errorf("%q is %s", text, r.Kind)
		}
	}
}

func TestWhomThePublishedWordsExemptIsOfferedThoughTheAmountIsNotClear(t *testing.T) {
	text := "Miễn phí(Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho người thuộc gia đình có công với cách mạng; người thuộc hộ nghèo; người khuyết tật.)"
	r := shipped(t).For(offered("1.004884", text), motcua.ChannelDirect, someDay)
	if want := []string{"người thuộc gia đình có công với cách mạng", "người thuộc hộ nghèo", "người khuyết tật"}; r.Kind != motcua.FeeEntered || !slices.Equal(r.Exemptions, want) {
		t.Errorf("%+v", r)
	}
}

func TestARuleEndsWithItsLastDay(t *testing.T) {
	table := shipped(t)
	i := slices.IndexFunc(table.Rules, func(e Entry) bool { return e.Until == "2026-12-31" })
	p := offered(table.Rules[i].Procedures[0], table.Rules[i].Text)
	last := time.Date(2026, 12, 31, 23, 59, 0, 0, motcua.Local)
	if r := table.For(p, motcua.ChannelDirect, last); r.Kind != motcua.FeeCase || r.Amount != 25_000 {
		t.Errorf("on the last day %+v", r)
	}
	if r := table.For(p, motcua.ChannelDirect, last.Add(time.Minute)); r.Kind != motcua.FeeEntered {
		t.Errorf("on the day after %+v", r)
	}
	table.Rules[i].From = "2026-11-21"
	if r := table.For(p, motcua.ChannelDirect, someDay); r.Kind != motcua.FeeEntered {
		t.Errorf("on the day before its first %+v", r)
	}
}

func TestCarelesslyEditedTablesAreRefused(t *testing.T) {
	good := `{"version":"1","source":"HĐND","free":["Miễn phí"],"exempt":[{"sentence":"Miễn cho A; B.","exemptions":["A","B"]}],"rules":[` +
		`{"procedures":["1.000001"],"kind":"case","amount":10,"exemptions":["hộ nghèo"],"text":"10 đồng, miễn hộ nghèo","source":"NQ"}]}`
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string][2]string{
		"version":             {`"version":"1"`, `"version":""`},
		"exempt[0]":           {`"A","B"`, `"C"`},
		"rules[0]":            {`"source":"NQ"`, `"source":""`},
		"rules[0].kind":       {`"case","amount":10`, `"free"`},
		"rules[0].amount":     {`10,`, `-10,`},
		"rules[0].exemptions": {`["hộ nghèo"]`, `["hộ cận nghèo"]`},
		"rules[1]":            {`"rules":[`, `"rules":[{"procedures":["1.000001"],"kind":"case","amount":11,"text":"10 đồng, miễn hộ nghèo","source":"NQ"},`},
		"table":               {`"free"`, `"fre"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if _, err := Parse([]byte(bad)); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := Parse([]byte(good + good)); motcua.FieldOf(err) != "table" {
		t.Error(err)
	}
	if _, err := Parse([]byte(good + strings.Repeat(" ", maxTable))); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Error(err)
	}
}
