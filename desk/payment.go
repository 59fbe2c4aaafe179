package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"motcua"
)

// RequestPayment asks the citizen to pay. Amounts are đồng, 0 or more; one
// below zero is CodeInvalid.
func (d *Desk) RequestPayment(ctx context.Context, on On, b motcua.PaymentRequested) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		var err error
		if b.Items, err = fees(b.Items); err != nil {
			return nil, err
		}
		if motcua.Sum(b.Items) == 0 {
			return nil, invalid("items", "nothing to pay")
		}
		err = words(word{&b.Note, "note", false}, word{&b.Contact.Name, "contact.name", false}, word{&b.Contact.Phone, "contact.phone", false})
		if err != nil {
			return nil, err
		}
		if err := future(b.Deadline, at, "deadline"); err != nil {
			return nil, err
		}
		return b, b.Allows(dossier)
	})
}

// TakePayment enters money that came, also at intake or when the result is
// handed over. A sum in cash or by transfer needs the number of its fee
// receipt; Collector is who works here where empty. Where all that was asked
// for has come, the dossier goes on, and its appointment moves by the time
// waited.
func (d *Desk) TakePayment(ctx context.Context, on On, b motcua.PaymentReceived) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		if err := d.payment(ctx, &b); err != nil {
			return nil, err
		}
		if err := b.Allows(dossier); err != nil {
			return nil, err
		}
		var err error
		if dossier.Status == motcua.StatusPayment {
			b.Due, err = d.moved(dossier, at)
		}
		return b, err
	})
}

// ReceivePaid takes a dossier in together with the money that was paid for it,
// in one transaction: either both are on disk or neither is. A wrong payment is
// an error whose Field begins with "payment.".
func (d *Desk) ReceivePaid(ctx context.Context, in motcua.Intake, b motcua.PaymentReceived) (motcua.Dossier, error) {
	if err := d.payment(ctx, &b); err != nil {
		return motcua.Dossier{}, under("payment", err)
	}
	return d.receive(ctx, in, motcua.StatusReceived, b)
}

// payment cleans money that came.
func (d *Desk) payment(ctx context.Context, b *motcua.PaymentReceived) error {
	b.Due = time.Time{}
	var err error
	if b.Items, err = fees(b.Items); err != nil {
		return err
	}
	if b.Collector == "" {
		who, err := d.serving(ctx)
		if err != nil {
			return err
		}
		b.Collector = who.Name
	}
	if !b.Method.Valid() {
		return invalid("method", "unknown")
	}
	due := motcua.Sum(b.Items) > 0
	if due && b.Method == motcua.PayNone {
		return invalid("method", "an amount that nobody pays")
	}
	return words(word{&b.Receipt, "receipt", due && b.Method != motcua.PayOnline}, word{&b.Book, "book", false},
		word{&b.Collector, "collector", due}, word{&b.Payer, "payer", false}, word{&b.Note, "note", false})
}

// under names the place of an error's field in the whole that was given.
func under(place string, err error) error {
	var e *motcua.Error
	if !errors.As(err, &e) {
		return err
	}
	c := *e
	c.Field = place + "." + c.Field
	return &c
}

// VoidPayment takes an entered payment back, for a reason: a wrong receipt, a
// refund. payment is the id of the event that entered it; "" is the newest that
// counts.
func (d *Desk) VoidPayment(ctx context.Context, on On, payment, reason string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, _ time.Time) (motcua.Action, error) {
		b := motcua.PaymentVoided{Payment: payment, Reason: reason}
		if err := words(word{&b.Reason, "reason", true}); err != nil {
			return nil, err
		}
		for _, p := range slices.Backward(dossier.Course.Payments) {
			if b.Payment == "" && !p.Voided {
				b.Payment = p.Event
			}
		}
		return b, b.Allows(dossier)
	})
}

// fees cleans the lines of a fee; at least one.
func fees(items []motcua.FeeItem) ([]motcua.FeeItem, error) {
	if len(items) == 0 {
		return nil, invalid("items", "missing")
	}
	if len(items) > maxItems {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "items"}
	}
	items = slices.Clone(items)
	for i := range items {
		field := fmt.Sprintf("items[%d]", i)
		if err := words(word{&items[i].Name, field + ".name", true}, word{&items[i].Basis, field + ".basis", false}); err != nil {
			return nil, err
		}
		switch n := items[i].Amount; {
		case n < 0:
			return nil, invalid(field+".amount", "below zero")
		case n > motcua.MaxMoney:
			return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: field + ".amount"}
		}
	}
	return items, nil
}
