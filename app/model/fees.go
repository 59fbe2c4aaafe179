package model

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"motcua"
)

// Fees reckons what a dossier costs.
type Fees interface {
	// Rule returns the rule in force today; FeeEntered where the published
	// words give no clear amount.
	Rule(p motcua.Procedure, c motcua.Channel) motcua.FeeRule
	// Reckon applies a rule; a *motcua.Error in "pages", "count", "sets",
	// "exemption" or "entered" says why it cannot.
	Reckon(r motcua.FeeRule, o FeeOrder) (motcua.Fee, error)
}

// FeeOrder is what the clerk says of a fee.
type FeeOrder struct {
	Pages, Count int
	Sets         int // how often all copies are made; 1 where 0
	Exemption    string
	Entered      *int64
}

// FeeCard is what the screen shows of the fee.
type FeeCard struct {
	Known bool    // there is a rule; else only the published words
	Asks  []Field // the boxes that this rule needs, in order
	Lines []FeeRow
	Total string // "10.000 đ", "Miễn phí"; "" while something is missing
	Note  string // why the amount is what it is
}

// FeeRow is one line: what for, and how much.
type FeeRow struct{ Name, Amount string }

// Dong writes an amount as 16.000 đ.
func Dong(n int64) string {
	return thousands(int(n)) + " đ"
}

// payLater leaves the money for another day.
const payLater = ""

var payWays = []Choice{
	{Key: string(motcua.PayCash), Text: "Tiền mặt"},
	{Key: string(motcua.PayTransfer), Text: "Chuyển khoản"},
	{Key: payLater, Text: "Chưa thu"},
}

// feeBoxes leads from what a fee is refused for to its box.
var feeBoxes = map[string]Field{"pages": FieldFeePages, "count": FieldFeeCount, "sets": FieldSets, "exemption": FieldFeeExempt, "entered": FieldFeeAmount}

func (m *Intake) feeRule() (motcua.FeeRule, bool) {
	if m.cfg.Fees == nil || m.form.Code == "" {
		return motcua.FeeRule{}, false
	}
	return m.cfg.Fees.Rule(m.proc, m.form.Channel), true
}

// fee reckons with what was typed. A box that is still empty counts one page
// and one copy; an amount is never guessed.
func (m *Intake) fee(r motcua.FeeRule) (motcua.Fee, error) {
	t := m.form.Texts
	o := FeeOrder{Exemption: t[FieldFeeExempt]}
	if bySets(r) {
		o.Sets = number(t.get(FieldSets), 1)
	}
	if r.Kind == motcua.FeePage {
		o.Pages = number(t.get(FieldFeePages), 1)
	}
	if r.Kind == motcua.FeePage || r.Kind == motcua.FeeCopy || r.Kind == motcua.FeeCase {
		if o.Count = number(t.get(FieldFeeCount), 1); o.Count == 0 {
			o.Count = -1 // the reckoner takes 0 for one
		}
	}
	if r.Kind == motcua.FeeEntered {
		n, ok := readMoney(t.get(FieldFeeAmount))
		if !ok {
			n = -1
		}
		o.Entered = &n
	}
	f, err := m.cfg.Fees.Reckon(r, o)
	var e *motcua.Error
	if errors.As(err, &e) {
		if box, ok := feeBoxes[e.Field]; ok {
			return f, &motcua.Error{Code: e.Code, Field: string(box), Cause: err}
		}
	}
	return f, err
}

// bySets reports whether each set costs its copies again.
func bySets(r motcua.FeeRule) bool { return r.Kind == motcua.FeePage || r.Kind == motcua.FeeCopy }

// pagesAssumed reports whether the fee goes by pages that nobody has counted.
func (m *Intake) pagesAssumed(r motcua.FeeRule) bool {
	return r.Kind == motcua.FeePage && m.form.Texts.get(FieldFeePages) == ""
}

// feeTyped reports whether the clerk has entered anything about the fee.
func (m *Intake) feeTyped() bool {
	return slices.ContainsFunc([]Field{FieldFeePages, FieldFeeCount, FieldFeeAmount, FieldFeeExempt, FieldFeeReceipt, FieldFeeMethod}, func(f Field) bool {
		return m.form.Texts.get(f) != ""
	})
}

// payment returns what is to be entered together with the dossier, nil where
// no money was taken, and what the fee comes to. A fee that cannot be is an
// error, also where it is to be paid later: the clerk meant something by it.
func (m *Intake) payment() (pay *motcua.PaymentReceived, owes []motcua.FeeItem, err error) {
	r, ok := m.feeRule()
	if !ok || r.Kind == motcua.FeeFree || !m.feeTyped() && r.Kind != motcua.FeeCase {
		return nil, nil, nil
	}
	f, err := m.fee(r)
	if err != nil {
		return nil, nil, err
	}
	t := m.form.Texts
	items := []motcua.FeeItem{{Name: "Phí, lệ phí: " + m.proc.Name, Amount: f.Total, Basis: f.Exemption}}
	method := motcua.PayMethod(t[FieldFeeMethod])
	if f.Exemption != "" {
		method = motcua.PayNone // the exemption is what is entered
	}
	switch {
	case method == payLater && t.get(FieldFeeReceipt) != "":
		return nil, nil, &motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldFeeMethod)}
	case method == payLater && (f.Total == 0 || m.pagesAssumed(r)): // no amount is guessed
		return nil, nil, nil
	case method == payLater:
		return nil, items, nil
	case f.Total > 0 && m.pagesAssumed(r): // money is taken for pages that somebody counted
		return nil, nil, &motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldFeePages)}
	}
	pay = &motcua.PaymentReceived{
		Items: items, Method: method, Receipt: t.get(FieldFeeReceipt), Collector: clean(t[FieldFeeCollector]), Payer: t.get(FieldName),
	}
	if f.Total > 0 && pay.Receipt == "" {
		return nil, nil, &motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldFeeReceipt)}
	}
	if f.Total > 0 { // where the payment turns out void, it is owed
		owes = items
	}
	return pay, owes, nil
}

// feeCard tells of the fee.
func (m *Intake) feeCard() FeeCard {
	r, ok := m.feeRule()
	if !ok {
		return FeeCard{}
	}
	c := FeeCard{Known: true}
	switch r.Kind {
	case motcua.FeeFree:
		c.Total = "Miễn phí"
		return c
	case motcua.FeePage:
		c.Asks = append(c.Asks, FieldFeePages, FieldFeeCount)
	case motcua.FeeCopy, motcua.FeeCase:
		c.Asks = append(c.Asks, FieldFeeCount)
	case motcua.FeeEntered:
		c.Asks = append(c.Asks, FieldFeeAmount)
		c.Note = "Bản công bố không ghi rõ số tiền, cán bộ nhập."
	}
	if len(r.Exemptions) > 0 {
		c.Asks = append(c.Asks, FieldFeeExempt)
	}
	c.Asks = append(c.Asks, FieldFeeMethod)
	if m.form.Texts[FieldFeeMethod] != payLater {
		c.Asks = append(c.Asks, FieldFeeReceipt, FieldFeeCollector)
	}
	f, err := m.fee(r)
	if err != nil {
		if box := Field(motcua.FieldOf(err)); m.form.Texts.get(box) != "" || m.tried {
			c.Note = FieldError(box, motcua.CodeOf(err)) + "."
		}
		return c
	}
	if sets := m.form.Texts.get(FieldSets); bySets(r) && number(sets, 1) > 1 {
		c.Note = "Số bản đã nhân với " + sets + " bộ."
	}
	if m.pagesAssumed(r) {
		c.Note = "Đang tính một trang; ghi số trang rồi mới thu tiền."
		if m.form.Texts[FieldFeeMethod] == payLater {
			c.Note = "Đang tính một trang; chưa ghi số trang thì phí không được ghi là còn phải thu."
		}
	}
	for _, l := range f.Lines {
		c.Lines = append(c.Lines, feeRow(r, l))
		if r.Cap > 0 && l.Amount == r.Cap {
			c.Note = "Thu mức tối đa " + Dong(r.Cap) + " một bản."
		}
	}
	c.Total = Dong(f.Total)
	if f.Exemption != "" {
		c.Total, c.Note = "Miễn phí", "Miễn: "+f.Exemption
	}
	return c
}

func feeRow(r motcua.FeeRule, l motcua.FeeLine) FeeRow {
	row := FeeRow{Name: "Một hồ sơ", Amount: Dong(l.Total)}
	switch r.Kind {
	case motcua.FeePage:
		row.Name = fmt.Sprintf("%d trang, %s một bản × %d bản", l.Pages, Dong(l.Amount), l.Count)
	case motcua.FeeCopy, motcua.FeeCase:
		row.Name = fmt.Sprintf("%s × %d %s", Dong(l.Amount), l.Count, r.Unit)
	}
	return row
}

// suggestReceipt fills in the number after the last one of this counter, for
// the clerk to compare with the book.
func (m *Intake) suggestReceipt() {
	if m.form.Texts[FieldFeeMethod] != payLater && m.form.Texts[FieldFeeReceipt] == "" {
		m.form.Texts[FieldFeeReceipt] = m.nextReceipt
	}
}

// afterReceipt returns the number that follows, as wide; "" where it is none.
func afterReceipt(s string) string {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || len(s) > 15 {
		return ""
	}
	return fmt.Sprintf("%0*d", len(s), n+1)
}

// exemptions are the published ones, word for word.
func (m *Intake) exemptions() []Choice {
	r, ok := m.feeRule()
	if !ok || len(r.Exemptions) == 0 {
		return nil
	}
	out := []Choice{{Key: "", Text: "Không thuộc diện miễn"}}
	for _, e := range r.Exemptions {
		out = append(out, Choice{Key: e, Text: e})
	}
	return out
}
