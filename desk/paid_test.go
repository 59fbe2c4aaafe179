package desk

import (
	"strings"
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
		"payment.method ":         func(b *motcua.PaymentReceived) { b.Method = motcua.PayNone },
		"payment.receipt":         func(b *motcua.PaymentReceived) { b.Receipt = " " },
	} {
		l := atCounter(t)
		before := len(l.file.events)
		b := paid(10_000)
		change(&b)
		_, err := l.ReceivePaid(t.Context(), intake(), b)
		wantWrong(t, err, motcua.CodeInvalid, strings.TrimSpace(field))
		if len(l.file.events) != before {
			t.Errorf("%s: %d events more", field, len(l.file.events)-before)
		}
	}
}

func TestWhatIsOwedStaysWithTheDossierUntilItIsPaid(t *testing.T) {
	l := atCounter(t)
	in := intake()
	in.Owes = []motcua.FeeItem{{Name: " Lệ phí ", Amount: -1}}
	_, err := l.Receive(t.Context(), in)
	wantWrong(t, err, motcua.CodeInvalid, "owes[0].amount")
	in.Owes[0].Amount = 8000
	d := must(t)(l.Receive(t.Context(), in))
	if d.Unpaid() != 8000 || d.Fees()[0].Name != "Lệ phí" {
		t.Fatalf("%d, %+v", d.Unpaid(), d.Fees())
	}
	l.id = d.ID
	d = must(t)(l.TakePayment(t.Context(), l.on(), paid(5000)))
	if d.Unpaid() != 3000 {
		t.Errorf("%d left", d.Unpaid())
	}
	// What is asked for later stands in its place.
	d = must(t)(l.RequestPayment(t.Context(), l.on(), motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: "Lệ phí, phần còn lại", Amount: 9000}}}))
	if d.Unpaid() != 4000 {
		t.Errorf("%d left", d.Unpaid())
	}
}
