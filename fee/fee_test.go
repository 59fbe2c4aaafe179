package fee

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"motcua"
)

// certified is the fee of a certified copy: 2,000 đ a page, 1,000 đ from the
// third, at most 200,000 đ a copy.
func certified() motcua.FeeRule {
	return motcua.FeeRule{Kind: motcua.FeePage, Unit: "trang", Steps: []motcua.FeeStep{{From: 1, Amount: 2000}, {From: 3, Amount: 1000}}, Cap: 200_000}
}

func TestCertifiedCopiesCostWhatTheTextSays(t *testing.T) {
	for pages, want := range map[int]int64{1: 2000, 2: 4000, 3: 5000, 5: 7000, 197: 199_000, 198: 200_000, 199: 200_000, 200: 200_000, 10_000: 200_000} {
		f, err := Reckon(certified(), Order{Items: []Item{{Pages: pages}}})
		if err != nil || f.Total != want || len(f.Lines) != 1 || f.Lines[0].Amount != want {
			t.Errorf("%d pages: %+v %v", pages, f, err)
		}
	}
}

func TestCopiesSetsAndPapersAddUp(t *testing.T) {
	papers := []Item{{Name: "Giấy khai sinh", Pages: 3, Count: 2}, {Name: "Học bạ", Pages: 1}}
	eight := motcua.FeeRule{Kind: motcua.FeeCopy, Amount: 8000}
	ten := motcua.FeeRule{Kind: motcua.FeeCase, Amount: 10_000}
	for _, v := range []struct {
		why   string
		rule  motcua.FeeRule
		order Order
		lines int
		total int64
	}{
		{"two papers", certified(), Order{Items: papers}, 2, 12_000},
		{"in two sets", certified(), Order{Items: papers, Sets: 2}, 2, 24_000},
		{"one copy unasked", eight, Order{}, 1, 8000},
		{"three copies in two sets", eight, Order{Items: []Item{{Count: 3}}, Sets: 2}, 1, 48_000},
		{"a case is one in however many sets", ten, Order{Sets: 2}, 1, 10_000},
		{"two cases", ten, Order{Items: []Item{{Count: 2}}}, 1, 20_000},
		{"a fixed amount", motcua.FeeRule{Kind: motcua.FeeFixed, Amount: 4_500_000}, Order{Items: papers, Sets: 3}, 1, 4_500_000},
		{"free", motcua.FeeRule{Kind: motcua.FeeFree}, Order{Items: papers}, 0, 0},
		{"entered", motcua.FeeRule{Kind: motcua.FeeEntered}, Order{Entered: new(int64(16_000))}, 1, 16_000},
		{"entered as nothing", motcua.FeeRule{Kind: motcua.FeeEntered}, Order{Entered: new(int64(0))}, 1, 0},
	} {
		f, err := Reckon(v.rule, v.order)
		if err != nil || f.Total != v.total || len(f.Lines) != v.lines {
			t.Errorf("%s: %+v %v", v.why, f, err)
		}
	}
}

func TestWhoIsExemptPaysNothingAndTheLinesStay(t *testing.T) {
	r := motcua.FeeRule{Kind: motcua.FeeCase, Amount: 8000, Exemptions: []string{"người thuộc hộ nghèo"}}
	f, err := Reckon(r, Order{Exemption: "người thuộc hộ nghèo"})
	if err != nil || f.Total != 0 || f.Exemption != "người thuộc hộ nghèo" || f.Lines[0].Total != 8000 {
		t.Errorf("%+v %v", f, err)
	}
	if _, err := Reckon(r, Order{Exemption: "bạn của cán bộ"}); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "exemption" {
		t.Error(err)
	}
}

func TestOrdersThatCannotBeAreRefused(t *testing.T) {
	page, entered := certified(), motcua.FeeRule{Kind: motcua.FeeEntered}
	dear := motcua.FeeRule{Kind: motcua.FeeCopy, Amount: maxTotal}
	for _, v := range []struct {
		field string
		rule  motcua.FeeRule
		order Order
	}{
		{"items", page, Order{}},
		{"items", page, Order{Items: make([]Item, maxItems+1)}},
		{"items[0].pages", page, Order{Items: []Item{{}}}},
		{"items[1].pages", page, Order{Items: []Item{{Pages: 1}, {Pages: -1}}}},
		{"items[0].pages", page, Order{Items: []Item{{Pages: maxPages + 1}}}},
		{"items[0].count", page, Order{Items: []Item{{Pages: 1, Count: -1}}}},
		{"items[0].count", page, Order{Items: []Item{{Pages: 1, Count: math.MaxInt}}}},
		{"sets", page, Order{Items: []Item{{Pages: 1}}, Sets: -1}},
		{"sets", page, Order{Items: []Item{{Pages: 1}}, Sets: maxSets + 1}},
		{"items[0]", dear, Order{Items: []Item{{Count: 2}}}},
		{"items[1]", dear, Order{Items: []Item{{}, {}}}},
		{"entered", entered, Order{}},
		{"entered", entered, Order{Entered: new(int64(-1))}},
		{"entered", entered, Order{Entered: new(int64(math.MaxInt64))}},
		{"entered", page, Order{Items: []Item{{Pages: 1}}, Entered: new(int64(1))}},
	} {
		f, err := Reckon(v.rule, v.order)
		if motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != v.field || f.Total != 0 {
			t.Errorf("%s: %+v %v", v.field, f, err)
		}
	}
}

func TestRulesThatCannotBeAreRefused(t *testing.T) {
	step := func(s ...motcua.FeeStep) motcua.FeeRule { return motcua.FeeRule{Kind: motcua.FeePage, Steps: s} }
	for _, v := range []struct {
		field string
		rule  motcua.FeeRule
	}{
		{"kind", motcua.FeeRule{}},
		{"kind", motcua.FeeRule{Kind: "weight", Amount: 1}},
		{"amount", motcua.FeeRule{Kind: motcua.FeeFixed}},
		{"amount", motcua.FeeRule{Kind: motcua.FeeCase, Amount: -1}},
		{"amount", motcua.FeeRule{Kind: motcua.FeeCopy, Amount: maxTotal + 1}},
		{"amount", motcua.FeeRule{Kind: motcua.FeeFree, Amount: 1}},
		{"amount", motcua.FeeRule{Kind: motcua.FeeEntered, Amount: 1}},
		{"steps", step()},
		{"steps", motcua.FeeRule{Kind: motcua.FeeCase, Amount: 1, Steps: []motcua.FeeStep{{From: 1, Amount: 1}}}},
		{"cap", motcua.FeeRule{Kind: motcua.FeeCase, Amount: 1, Cap: 1}},
		{"cap", motcua.FeeRule{Kind: motcua.FeePage, Steps: []motcua.FeeStep{{From: 1, Amount: 1}}, Cap: -1}},
		{"steps[0].from", step(motcua.FeeStep{From: 2, Amount: 1})},
		{"steps[1].from", step(motcua.FeeStep{From: 1, Amount: 1}, motcua.FeeStep{From: 1, Amount: 1})},
		{"steps[0].amount", step(motcua.FeeStep{From: 1, Amount: -1})},
		{"steps[0].amount", step(motcua.FeeStep{From: 1, Amount: math.MaxInt64})},
		{"from", motcua.FeeRule{Kind: motcua.FeeFree, From: "01/07/2025"}},
		{"until", motcua.FeeRule{Kind: motcua.FeeFree, Until: "2026-02-30"}},
		{"until", motcua.FeeRule{Kind: motcua.FeeFree, From: "2026-02-02", Until: "2026-02-01"}},
	} {
		if err := Check(v.rule); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != v.field {
			t.Errorf("%s: %+v: %v", v.field, v.rule, err)
		}
	}
}

// An independent reckoning, page by page.
func TestPagesCostTheSumOfTheirSteps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := motcua.FeeRule{Kind: motcua.FeePage, Cap: int64(rapid.IntRange(0, 500_000).Draw(rt, "cap"))}
		from := 1
		for range rapid.IntRange(1, 4).Draw(rt, "steps") {
			r.Steps = append(r.Steps, motcua.FeeStep{From: from, Amount: int64(rapid.IntRange(0, 5000).Draw(rt, "amount"))})
			from += rapid.IntRange(1, 50).Draw(rt, "width")
		}
		pages, copies := rapid.IntRange(1, 300).Draw(rt, "pages"), rapid.IntRange(1, 50).Draw(rt, "copies")
		want := int64(0)
		for page := 1; page <= pages; page++ {
			at := int64(0)
			for _, s := range r.Steps {
				if page >= s.From {
					at = s.Amount
				}
			}
			want += at
		}
		if r.Cap > 0 && want > r.Cap {
			want = r.Cap
		}
		f, err := Reckon(r, Order{Items: []Item{{Pages: pages, Count: copies}}})
		if err != nil || f.Total != want*int64(copies) {
			rt.Fatalf("%d, want %d × %d, %v", f.Total, want, copies, err)
		}
	})
}

func FuzzNoOrderCostsLessThanNothing(f *testing.F) {
	f.Add(int64(2000), int64(200_000), 3, 2, 1)
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), math.MaxInt, math.MaxInt, math.MaxInt)
	f.Fuzz(func(t *testing.T, amount, limit int64, pages, count, sets int) {
		for _, r := range []motcua.FeeRule{
			{Kind: motcua.FeePage, Steps: []motcua.FeeStep{{From: 1, Amount: amount}}, Cap: limit},
			{Kind: motcua.FeeCopy, Amount: amount}, {Kind: motcua.FeeCase, Amount: amount}, {Kind: motcua.FeeFixed, Amount: amount},
		} {
			got, err := Reckon(r, Order{Items: []Item{{Pages: pages, Count: count}, {Pages: count, Count: pages}}, Sets: sets})
			if err == nil && (got.Total < 0 || got.Total > maxTotal) {
				t.Errorf("%+v: %d", r, got.Total)
			}
		}
	})
}
