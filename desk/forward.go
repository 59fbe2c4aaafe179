package desk

import (
	"context"
	"time"

	"motcua"
)

// Forward gives a dossier over to another desk or unit; b.To.Name must be
// given. From and the number of the line on the control sheet (Mẫu 06) are
// filled in here. It is on its way until TakeOver confirms it.
func (d *Desk) Forward(ctx context.Context, on On, b motcua.Forwarded) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b.Slip, b.From = motcua.Slip{}, dossier.Course.Holder
		if err := place(&b.To, "to"); err != nil {
			return nil, err
		}
		if b.To.Unit != "" {
			u, ok := d.units.Get(b.To.Unit)
			if !ok {
				return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "to.unit"}
			}
			if b.To.Name == "" {
				b.To.Name = u.Name
			}
		}
		if b.To.Name == "" {
			return nil, invalid("to.name", "missing")
		}
		if err := words(word{&b.Step, "step", false}, word{&b.Note, "note", false}); err != nil {
			return nil, err
		}
		if err := future(b.Due, at, "due"); err != nil {
			return nil, err
		}
		return b, b.Allows(dossier)
	})
}

// TakeOver confirms at the other desk that a dossier arrived. Forward is the
// open hand-over where empty; Outcome says how the step before stood to its
// time, and is worked out here where its time was given.
func (d *Desk) TakeOver(ctx context.Context, on On, b motcua.TakenOver) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		if err := words(word{&b.Note, "note", false}); err != nil {
			return nil, err
		}
		n := len(dossier.Course.Moves)
		if b.Forward == "" && n > 0 {
			b.Forward = dossier.Course.Moves[n-1].Event
		}
		switch b.Outcome {
		case motcua.OutcomeEarly, motcua.OutcomeOnTime, motcua.OutcomeLate:
		case "":
			if n > 1 {
				b.Outcome = outcome(dossier.Course.Moves[n-2].Due, dossier.Course.Moves[n-1].Given)
			}
		default:
			return nil, invalid("outcome", "unknown")
		}
		return b, b.Allows(dossier)
	})
}

// outcome says how work that was given on at a moment stood to its time; "" where none was
// set. On time is the day it was due.
func outcome(due, given time.Time) motcua.Outcome {
	switch {
	case due.IsZero():
		return ""
	case given.After(due):
		return motcua.OutcomeLate
	case motcua.DayOf(given) < motcua.DayOf(due):
		return motcua.OutcomeEarly
	}
	return motcua.OutcomeOnTime
}
