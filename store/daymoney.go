package store

import (
	"context"
	"slices"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// DayPayments returns the money that this station took on the local day of day,
// in the order in which it was entered. What was taken earlier and voided on this
// day is a line of its own. Money of a dossier whose bodies are erased is not
// known any more.
func (s *Store) DayPayments(ctx context.Context, day time.Time) ([]motcua.DayPayment, error) {
	var out []motcua.DayPayment
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		rows, err := dayRows(ctx, tx, s.id(), day, func(kind motcua.EventKind, within bool) bool {
			return within && (kind == motcua.EventPaymentReceived || kind == motcua.EventPaymentVoided)
		})
		if err != nil {
			return err
		}
		slices.Reverse(rows)
		for _, row := range rows {
			if err := s.eventAt(ctx, tx, row, func(e stored) error {
				if e.broken != nil || e.Body == nil || !e.readable {
					return nil
				}
				var err error
				out, err = s.addMoney(ctx, tx, out, e)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// addMoney adds what one event says of money to the day's lines.
func (s *Store) addMoney(ctx context.Context, tx *sqlitedb.Tx, lines []motcua.DayPayment, e stored) ([]motcua.DayPayment, error) {
	d, err := s.foldDossier(ctx, tx, e.Dossier)
	if err != nil || d.Erased {
		return lines, err
	}
	id, back := e.ID, e.Kind == motcua.EventPaymentVoided
	if back {
		var b motcua.PaymentVoided
		if err := e.DecodeBody(&b); err != nil {
			return lines, err
		}
		id = b.Payment
	}
	i := slices.IndexFunc(d.Course.Payments, func(p motcua.Payment) bool { return p.Event == id && (!back || p.Voided) })
	if i < 0 { // a step that was refused
		return lines, nil
	}
	p := d.Course.Payments[i]
	if at := slices.IndexFunc(lines, func(l motcua.DayPayment) bool { return l.Event == id }); back && at >= 0 {
		lines[at].Voided, lines[at].Void = true, p.Void
		return lines, nil
	}
	if !back {
		p.Voided, p.Void = false, "" // on a later day
	}
	return append(lines, motcua.DayPayment{
		Payment: p, Code: d.Received.Code, Procedure: d.Received.Procedure.Code, Owner: d.Received.Intake.Owner(), On: e.Wall, Back: back,
	}), nil
}
