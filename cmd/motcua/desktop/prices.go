package desktop

import (
	"errors"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/fee"
)

// prices gives the window the fees of the reviewed table.
type prices struct {
	table fee.Table
	now   func() time.Time
}

// Rule implements model.Fees.
func (p prices) Rule(x motcua.Procedure, c motcua.Channel) motcua.FeeRule {
	return p.table.For(x, c, p.now())
}

// Reckon implements model.Fees.
func (p prices) Reckon(r motcua.FeeRule, o model.FeeOrder) (motcua.Fee, error) {
	f, err := fee.Reckon(r, fee.Order{Items: []fee.Item{{Pages: o.Pages, Count: o.Count}}, Sets: o.Sets, Exemption: o.Exemption, Entered: o.Entered})
	var e *motcua.Error
	if !errors.As(err, &e) {
		return f, err
	}
	field := map[string]string{"items[0].pages": "pages", "items[0].count": "count", "items[0]": "count"}[e.Field]
	if field == "" {
		field = e.Field
	}
	return f, &motcua.Error{Code: e.Code, Field: field, Cause: err}
}
