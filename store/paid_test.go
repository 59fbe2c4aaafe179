package store_test

import (
	"testing"

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
