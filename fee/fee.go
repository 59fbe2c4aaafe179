// Package fee reckons fees and cash sheets. It is pure: rules come in as data,
// amounts are whole đồng, and where the published text gives no clear amount
// the clerk's is taken, never a guess.
package fee

import (
	"fmt"
	"slices"
	"time"

	"motcua"
)

// Bounds of an order; what lies beyond is a slip of the finger.
const (
	maxPages = 10_000
	maxCount = 10_000
	maxSets  = 100
	maxItems = 500
	// maxTotal bounds every amount in đồng.
	maxTotal = 1_000_000_000_000
)

// dateLayout is how tables write a day.
const dateLayout = "2006-01-02"

// Item is one paper to be copied, or one case.
type Item struct {
	Name  string
	Pages int // of the original; for fees by the page only
	Count int // copies or cases; 1 where 0
}

// Order is what the citizen asks for.
type Order struct {
	Items     []Item
	Sets      int    // how often all copies are made; 1 where 0
	Exemption string // one of the rule's, "" for none
	Entered   *int64 // the clerk's amount; needed where the rule is FeeEntered, refused elsewhere
}

// Reckon returns the fee of an order under a rule. An order that the rule
// cannot be applied to is CodeInvalid with the field: "items[0].pages", "sets",
// "exemption", "entered".
func Reckon(r motcua.FeeRule, o Order) (motcua.Fee, error) {
	if err := Check(r); err != nil {
		return motcua.Fee{}, err
	}
	if o.Exemption != "" && !slices.Contains(r.Exemptions, o.Exemption) {
		return motcua.Fee{}, invalid("exemption", "not of this rule")
	}
	if o.Sets < 0 || o.Sets > maxSets {
		return motcua.Fee{}, invalid("sets", "out of range")
	}
	f := motcua.Fee{Rule: r, Exemption: o.Exemption}
	var err error
	if f.Lines, err = lines(r, o); err != nil {
		return motcua.Fee{}, err
	}
	for i, l := range f.Lines {
		if f.Total += l.Total; f.Total > maxTotal {
			return motcua.Fee{}, invalid(fmt.Sprintf("items[%d]", i), "too much")
		}
	}
	if f.Exemption != "" {
		f.Total = 0
	}
	return f, nil
}

func lines(r motcua.FeeRule, o Order) ([]motcua.FeeLine, error) {
	if (r.Kind == motcua.FeeEntered) != (o.Entered != nil) {
		return nil, invalid("entered", "missing, or not asked for")
	}
	switch r.Kind {
	case motcua.FeeFree:
		return nil, nil
	case motcua.FeeEntered:
		if *o.Entered < 0 || *o.Entered > maxTotal {
			return nil, invalid("entered", "out of range")
		}
		return []motcua.FeeLine{{Count: 1, Amount: *o.Entered, Total: *o.Entered}}, nil
	case motcua.FeeFixed:
		return []motcua.FeeLine{{Count: 1, Amount: r.Amount, Total: r.Amount}}, nil
	}
	items := o.Items
	if len(items) == 0 && r.Kind != motcua.FeePage {
		items = []Item{{}}
	}
	if len(items) == 0 || len(items) > maxItems {
		return nil, invalid("items", "out of range")
	}
	sets := max(o.Sets, 1)
	if r.Kind == motcua.FeeCase {
		sets = 1
	}
	var out []motcua.FeeLine
	for i, it := range items {
		l, err := line(r, it, sets, fmt.Sprintf("items[%d]", i))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func line(r motcua.FeeRule, it Item, sets int, field string) (motcua.FeeLine, error) {
	if it.Count < 0 || it.Count > maxCount {
		return motcua.FeeLine{}, invalid(field+".count", "out of range")
	}
	l := motcua.FeeLine{Name: it.Name, Count: max(it.Count, 1) * sets, Amount: r.Amount}
	if r.Kind == motcua.FeePage {
		if it.Pages < 1 || it.Pages > maxPages {
			return motcua.FeeLine{}, invalid(field+".pages", "out of range")
		}
		l.Pages, l.Amount = it.Pages, pages(r, it.Pages)
	}
	// At most 10¹² times 10⁶: no overflow, and the sum is judged by Reckon.
	l.Total = l.Amount * int64(l.Count)
	return l, nil
}

// pages returns the fee of one copy of n pages. A step's amount is at most
// maxTotal and n at most maxPages, so that the sum cannot overflow.
func pages(r motcua.FeeRule, n int) int64 {
	sum := int64(0)
	for i, s := range r.Steps {
		last := n
		if i+1 < len(r.Steps) {
			last = min(n, r.Steps[i+1].From-1)
		}
		sum += s.Amount * int64(max(0, last-s.From+1))
	}
	if r.Cap > 0 {
		sum = min(sum, r.Cap)
	}
	return sum
}

// Check reports whether a rule can be applied: CodeInvalid with its field
// otherwise.
func Check(r motcua.FeeRule) error {
	amount, steps := false, false
	switch r.Kind {
	case motcua.FeeFree, motcua.FeeEntered:
	case motcua.FeeFixed, motcua.FeeCase, motcua.FeeCopy:
		amount = true
	case motcua.FeePage:
		steps = true
	default:
		return invalid("kind", "unknown")
	}
	switch {
	case amount != (r.Amount > 0) || r.Amount < 0 || r.Amount > maxTotal:
		return invalid("amount", "out of range")
	case steps != (len(r.Steps) > 0):
		return invalid("steps", "missing, or not of this kind")
	case r.Cap < 0 || r.Cap > maxTotal || r.Cap > 0 && !steps:
		return invalid("cap", "out of range")
	}
	for i, s := range r.Steps {
		field := fmt.Sprintf("steps[%d]", i)
		if i == 0 && s.From != 1 || i > 0 && s.From <= r.Steps[i-1].From || s.From > maxPages {
			return invalid(field+".from", "out of order")
		}
		if s.Amount < 0 || s.Amount > maxTotal/maxPages {
			return invalid(field+".amount", "out of range")
		}
	}
	return checkDates(r)
}

func checkDates(r motcua.FeeRule) error {
	for field, day := range map[string]string{"from": r.From, "until": r.Until} {
		if _, err := time.Parse(dateLayout, day); day != "" && err != nil {
			return invalid(field, "not a date")
		}
	}
	if r.From != "" && r.Until != "" && r.Until < r.From {
		return invalid("until", "before from")
	}
	return nil
}

func invalid(field, detail string) error {
	return &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: detail}
}
