package desk

import (
	"testing"

	"motcua"
)

func paid(amount int64) motcua.PaymentReceived {
	return motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Phí chứng thực", Amount: amount}}, Method: motcua.PayCash, Receipt: "0001213", Collector: "Lê Thị Minh Dụ"}
}

func TestMoneyPaidAtIntakeIsInTheDossierFromTheStart(t *testing.T) {
	l := atCounter(t)
	d := must(t)(l.ReceivePaid(t.Context(), intake(), paid(10_000)))
	if d.Status != motcua.StatusReceived || len(d.Course.Payments) != 1 {
		t.Fatalf("%s with %+v", d.Status.Name(), d.Course.Payments)
	}
	if p := d.Course.Payments[0]; motcua.Sum(p.Items) != 10_000 || p.Receipt != "0001213" || p.Collector != "Lê Thị Minh Dụ" || !p.At.Equal(d.Received.Appointment.Received) {
		t.Errorf("%+v", p)
	}
}

func TestAWrongPaymentStopsTheIntakeAndWritesNothing(t *testing.T) {
	for field, change := range map[string]func(*motcua.PaymentReceived){
		"payment.items[0].amount": func(b *motcua.PaymentReceived) { b.Items[0].Amount = -1 },
		"payment.items":           func(b *motcua.PaymentReceived) { b.Items = nil },
		"payment.method":          func(b *motcua.PaymentReceived) { b.Method = "gold" },
		"payment.receipt":         func(b *motcua.PaymentReceived) { b.Receipt = " " },
	} {
		l := atCounter(t)
		before := len(l.file.events)
		b := paid(10_000)
		change(&b)
		_, err := l.ReceivePaid(t.Context(), intake(), b)
		wantWrong(t, err, motcua.CodeInvalid, field)
		if len(l.file.events) != before {
			t.Errorf("%s: %d events more", field, len(l.file.events)-before)
		}
	}
}
