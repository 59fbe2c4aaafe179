package store

import (
	"context"
	"slices"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// DayPayments returns the money that this station took on the local day of day,
// in the order in which it was entered. What was voided on the same day is left
// out; what was taken earlier and voided on this day is a line that gives it
// back. Money of a dossier whose bodies are erased is not known any more.
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
	id, back := e.ID, ""
	if e.Kind == motcua.EventPaymentVoided {
		var b motcua.PaymentVoided
		if err := e.DecodeBody(&b); err != nil {
			return lines, err
		}
		if i := slices.IndexFunc(lines, func(l motcua.DayPayment) bool { return l.Event == b.Payment && l.Back == "" }); i >= 0 {
			return slices.Delete(lines, i, i+1), nil
		}
		if id, back = b.Payment, b.Reason; back == "" {
			back = "–"
		}
	}
	for _, p := range d.Course.Payments { // a step that was refused or taken back is none
		if p.Event == id && (back == "" || p.Voided) {
			lines = append(lines, motcua.DayPayment{Payment: p, Code: d.Received.Code, Owner: d.Received.Intake.Owner(), On: e.Wall, Back: back})
		}
	}
	return lines, nil
}
