package desktop

import (
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/assets/catalogue"
	"motcua/cmd/station"
)

func TestThreePagesInTwoCertifiedCopiesCostTenThousand(t *testing.T) {
	table, err := station.Fees()
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := prices{table, func() time.Time { return time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local) }}
	x, ok := c.Get("2.000815")
	if !ok {
		t.Fatal("2.000815 is not in the catalogue")
	}
	r := p.Rule(x, motcua.ChannelDirect)
	f, err := p.Reckon(r, model.FeeOrder{Pages: 3, Count: 2})
	if err != nil || f.Total != 10_000 {
		t.Errorf("%+v %v", f, err)
	}
	for field, o := range map[string]model.FeeOrder{"pages": {Count: 1}, "count": {Pages: 1, Count: -1}} {
		if _, err := p.Reckon(r, o); motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
