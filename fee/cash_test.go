package fee

import (
	"reflect"
	"testing"
	"time"

	"motcua"
)

func when(hour int) time.Time { return time.Date(2026, 11, 20, hour, 0, 0, 0, motcua.Local) }

func TestADaysCashAddsUpByEveryHeading(t *testing.T) {
	cash := func(hour int, receipt, collector, procedure string, amount int64) Taken {
		return Taken{At: when(hour), Method: "cash", Book: "AA/26", Receipt: receipt, Collector: collector, Procedure: procedure, Amount: amount}
	}
	moved := cash(9, "0001215", "Lan", "2.000635", 16_000)
	moved.Method = "transfer"
	voided := cash(10, "0001216", "Lan", "2.000815", 9000)
	voided.Voided, voided.Void = true, "ghi nhầm số tiền"
	yesterday := cash(9, "0001200", "Lan", "2.000815", 1)
	yesterday.At = yesterday.At.AddDate(0, 0, -1)
	s, err := CashSheet(when(17), []Taken{
		cash(11, "0001220", "Minh", "2.000815", 5000), cash(8, "0001213", "Lan", "2.000815", 7000), voided, moved, yesterday,
		cash(14, "0001214", "Minh", "2.000884", 10_000), cash(15, "0001220", "Minh", "2.000815", 2000), cash(16, "", "Minh", "1.001193", 0),
	})
	want := Sheet{
		Day: "2026-11-20", Count: 6, Total: 40_000,
		Methods:    []Sum{{"cash", 5, 24_000}, {"transfer", 1, 16_000}},
		Collectors: []Sum{{"Lan", 2, 23_000}, {"Minh", 4, 17_000}},
		Procedures: []Sum{{"1.001193", 1, 0}, {"2.000635", 1, 16_000}, {"2.000815", 3, 14_000}, {"2.000884", 1, 10_000}},
		Voided:     []Taken{voided},
		Books:      []Book{{Book: "AA/26", First: "0001213", Last: "0001220", Count: 5, Missing: []Gap{{"0001217", "0001219"}}, Twice: []string{"0001220"}}},
	}
	if err != nil || !reflect.DeepEqual(s, want) {
		t.Errorf("%v\n%+v\nwant\n%+v", err, s, want)
	}
}

func TestAReceiptEnteredAgainAfterAMistakeIsNotTwice(t *testing.T) {
	wrong := Taken{At: when(8), Receipt: "7", Amount: 5000, Voided: true}
	right := Taken{At: when(9), Receipt: "7", Amount: 4000}
	s, err := CashSheet(when(8), []Taken{right, wrong, {At: when(9), Receipt: "tạm"}})
	if err != nil || len(s.Books) != 1 || s.Books[0].Count != 1 || s.Books[0].Twice != nil || s.Total != 4000 {
		t.Errorf("%+v %v", s, err)
	}
}

func TestADayWithoutPaymentsIsAnEmptySheet(t *testing.T) {
	s, err := CashSheet(when(0), nil)
	if err != nil || !reflect.DeepEqual(s, Sheet{Day: "2026-11-20"}) {
		t.Errorf("%+v %v", s, err)
	}
}

func TestADayBelongsToVietnam(t *testing.T) {
	late := Taken{At: time.Date(2026, 11, 19, 18, 0, 0, 0, time.UTC), Amount: 1} // 01:00 on the 20th
	if s, err := CashSheet(when(9), []Taken{late}); err != nil || s.Total != 1 {
		t.Errorf("%+v %v", s, err)
	}
}

func TestAmountsThatCannotBeAreRefused(t *testing.T) {
	for name, bad := range map[string][]Taken{
		"negative": {{At: when(8), Amount: 1}, {At: when(8), Amount: -1}},
		"too much": {{At: when(8), Amount: maxTotal}, {At: when(8), Amount: 1}},
	} {
		if _, err := CashSheet(when(8), bad); motcua.FieldOf(err) != "payments[1].amount" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
