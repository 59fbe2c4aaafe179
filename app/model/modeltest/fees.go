package modeltest

import (
	"motcua"
	"motcua/app/model"
)

// Fees holds a rule for each procedure; one without is for the clerk to enter.
type Fees map[string]motcua.FeeRule

// Rule implements model.Fees.
func (f Fees) Rule(p motcua.Procedure, _ motcua.Channel) motcua.FeeRule {
	if r, ok := f[p.Code]; ok {
		return r
	}
	return motcua.FeeRule{Kind: motcua.FeeEntered}
}

// Reckon implements model.Fees.
func (Fees) Reckon(r motcua.FeeRule, o model.FeeOrder) (motcua.Fee, error) {
	bad := func(field string) (motcua.Fee, error) {
		return motcua.Fee{}, &motcua.Error{Code: motcua.CodeInvalid, Field: field}
	}
	l := motcua.FeeLine{Count: max(o.Count, 1), Pages: o.Pages, Amount: r.Amount}
	switch {
	case o.Count < 0:
		return bad("count")
	case r.Kind == motcua.FeePage && o.Pages < 1:
		return bad("pages")
	case r.Kind == motcua.FeeEntered && *o.Entered < 0:
		return bad("entered")
	case r.Kind == motcua.FeeEntered:
		l.Amount = *o.Entered
	}
	for i := 1; r.Kind == motcua.FeePage && i <= o.Pages; i++ {
		at := int64(0)
		for _, s := range r.Steps {
			if i >= s.From {
				at = s.Amount
			}
		}
		l.Amount += at
	}
	if r.Cap > 0 {
		l.Amount = min(l.Amount, r.Cap)
	}
	l.Count *= max(o.Sets, 1)
	l.Total = l.Amount * int64(l.Count)
	f := motcua.Fee{Rule: r, Lines: []motcua.FeeLine{l}, Exemption: o.Exemption, Total: l.Total}
	if o.Exemption != "" {
		f.Total = 0
	}
	return f, nil
}

// SomeFees are fees of Procedures: by the page, by the case, and one that the
// clerk enters.
func SomeFees() Fees {
	return Fees{
		"1.004884": {Kind: motcua.FeePage, Unit: "trang", Steps: []motcua.FeeStep{{From: 1, Amount: 2000}, {From: 3, Amount: 1000}}, Cap: 200_000},
		"2.000806": {Kind: motcua.FeeCase, Unit: "trường hợp", Amount: 15_000, Exemptions: []string{"người thuộc hộ nghèo"}},
	}
}
