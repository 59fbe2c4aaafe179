package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
)

var cash = motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Phí chứng thực", Amount: 10_000}}, Method: motcua.PayCash, Receipt: "0001213", Collector: "Lan"}

func TestAnIntakeAndItsPaymentAreBothThereOrNeither(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Văn Ví Dụ")
	// A payment that the file refuses takes the dossier with it, number and all.
	if _, err := s.Receive(ctx, "quay01", morning(), r, cash, cash); motcua.ReasonOf(err) != motcua.ReasonReceiptUsed {
		t.Fatal(err)
	}
	if _, err := s.Dossier(ctx, r.Intake.ID); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("half of it stayed: %v", err)
	}
	d, err := s.Receive(ctx, "quay01", morning(), r, cash)
	if err != nil || len(d.Course.Payments) != 1 {
		t.Fatalf("%+v %v", d.Course.Payments, err)
	}
	if code, err := motcua.MakeCode("H57.19.789", morning(), 1); err != nil || d.Received.Code != code {
		t.Errorf("the refused intake used a number: %s, want %s (%v)", d.Received.Code, code, err)
	}
}

func TestTheSamePaidIntakeIsTakenInOnceAndOtherMoneyIsAConflict(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Văn Ví Dụ")
	first, err := s.Receive(ctx, "quay01", morning(), r, cash)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Receive(ctx, "quay01", morning(), r, cash)
	if err != nil || again.Received.Code != first.Received.Code || len(again.Course.Payments) != 1 {
		t.Errorf("%+v %v", again.Course.Payments, err)
	}
	other := cash
	other.Items = []motcua.FeeItem{{Name: "Phí chứng thực", Amount: 12_000}}
	if _, err := s.Receive(ctx, "quay01", morning(), r, other); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("other money under the same form: %v", err)
	}
}

func TestADaysMoneyTellsWhatWasVoidedOnItAndWhatOfEarlierDays(t *testing.T) {
	s := open(t, newStation(t))
	pay := func(at time.Time, receipt string, amount int64) (dossier, payment string) {
		t.Helper()
		b := cash
		b.Receipt, b.Items = receipt, []motcua.FeeItem{{Name: "Phí chứng thực", Amount: amount}}
		d, err := s.Receive(ctx, "quay01", at, form("Nguyễn Văn Ví Dụ"), b)
		if err != nil {
			t.Fatal(err)
		}
		return d.ID, d.Course.Payments[0].Event
	}
	void := func(at time.Time, dossier, payment, why string) {
		t.Helper()
		if _, err := s.Act(ctx, motcua.Act{Actor: "quay01", At: at, Dossier: dossier, Do: motcua.PaymentVoided{Payment: payment, Reason: why}}); err != nil {
			t.Fatal(err)
		}
	}
	first, next := morning(), morning().Add(24*time.Hour)
	pay(first, "0001", 10_000)
	wrong, wrongly := pay(first, "0002", 99_000)
	void(first.Add(time.Minute), wrong, wrongly, "ghi nhầm số")
	late, lately := pay(first.Add(2*time.Minute), "0003", 30_000)
	void(next, late, lately, "trả lại tiền")
	pay(next.Add(time.Minute), "0004", 4_000)
	for _, x := range []struct {
		day  time.Time
		want []string
	}{
		{first, []string{"10000", "99000 ghi nhầm số", "30000"}},
		{next, []string{"30000 trả lại tiền, of another day", "4000"}},
		{next.Add(24 * time.Hour), nil},
	} {
		lines, err := s.DayPayments(ctx, x.day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range lines {
			l := strings.TrimSpace(fmt.Sprint(motcua.Sum(p.Items), " ", p.Void))
			if p.Back {
				l += ", of another day"
			}
			got = append(got, l)
			if p.Code == "" || p.Owner != "Nguyễn Văn Ví Dụ" || p.Procedure == "" || p.Voided != (p.Void != "") {
				t.Errorf("%+v", p)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%v: %q, want %q", x.day, got, x.want)
		}
	}
}
