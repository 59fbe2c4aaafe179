package motcua_test

import (
	"strings"
	"testing"

	"motcua"
)

func TestADayThatDoesNotBalanceMustSayWhy(t *testing.T) {
	good := motcua.DayClosed{Day: "2026-11-20", Counted: 41, Saved: 41, Sent: 41, Received: 41, From: "Lê Thị Minh Dụ", To: "Phạm Văn Thử"}
	if err := good.Check(); err != nil || !good.Balances() {
		t.Errorf("%v", err)
	}
	for field, change := range map[string]func(*motcua.DayClosed){
		"reason":  func(d *motcua.DayClosed) { d.Counted = 40 },
		"day":     func(d *motcua.DayClosed) { d.Day = "20/11/2026" },
		"from":    func(d *motcua.DayClosed) { d.From = "" },
		"to":      func(d *motcua.DayClosed) { d.To = "Phạm\nVăn Thử" },
		"counted": func(d *motcua.DayClosed) { d.Counted, d.Reason = -1, "đếm sai" },
	} {
		d := good
		change(&d)
		if err := d.Check(); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for what, change := range map[string]func(*motcua.DayClosed){
		"unsent":      func(d *motcua.DayClosed) { d.Sent, d.Received = 40, 40 },
		"unconfirmed": func(d *motcua.DayClosed) { d.Received = 38 },
		"named":       func(d *motcua.DayClosed) { d.Differs = []motcua.DayDifference{{Code: "H57.19.789-261120-0002"}} },
	} {
		d := good
		change(&d)
		if d.Balances() || motcua.FieldOf(d.Check()) != "reason" {
			t.Errorf("%s balances", what)
		}
		d.Reason = "0002 đã hẹn người dân sáng thứ Hai"
		if err := d.Check(); err != nil {
			t.Errorf("%s with a reason: %v", what, err)
		}
		d.Reason = strings.Repeat("ạ", motcua.MaxReason+1)
		if motcua.FieldOf(d.Check()) != "reason" {
			t.Errorf("%s: a reason without end is taken", what)
		}
	}
}
