package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"motcua"
)

// Correct puts mistakes of the intake right; the log keeps both. Each change
// names a field of motcua.Intake.CorrectableFields and what it shall say; Old
// may be empty. What follows from it (an address in words) is changed along,
// and all is checked as at the intake. Code, time, procedure and case stand as
// printed: motcua.ReasonNotCorrectable.
func (d *Desk) Correct(ctx context.Context, on On, changes []motcua.Change, reason string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b := motcua.Corrected{Reason: reason}
		if err := words(word{&b.Reason, "reason", true}); err != nil {
			return nil, err
		}
		was := dossier.Received.Intake
		is, err := changed(was, changes)
		if err != nil {
			return nil, err
		}
		n := normaliser{units: d.units, today: at.In(motcua.Local), unit: dossier.Received.Unit, in: is}
		if err := n.people(); err != nil {
			return nil, err
		}
		if err := n.tail(dossier.Received.Procedure); err != nil {
			return nil, err
		}
		for _, field := range was.CorrectableFields() {
			old, _ := was.Value(field)
			now, _ := n.in.Value(field)
			if now != old {
				b.Changes = append(b.Changes, motcua.Change{Field: field, Old: old, New: now})
			}
		}
		if len(b.Changes) == 0 {
			return nil, motcua.Refuse("changes", motcua.ReasonSameValue)
		}
		return b, b.Allows(dossier)
	})
}

// changed returns an intake with changes made, before they are cleaned.
func changed(in motcua.Intake, changes []motcua.Change) (motcua.Intake, error) {
	if len(changes) == 0 {
		return in, invalid("changes", "missing")
	}
	if len(changes) > maxItems {
		return in, &motcua.Error{Code: motcua.CodeTooLarge, Field: "changes"}
	}
	for i, c := range changes {
		old, ok := in.Value(c.Field)
		switch {
		case !ok:
			return in, motcua.Refuse(c.Field, motcua.ReasonNotCorrectable)
		case c.Old != "" && c.Old != old:
			return in, motcua.Refuse(c.Field, motcua.ReasonOtherValue)
		}
		if in, ok = in.With(c.Field, c.New); !ok {
			return in, invalid(fmt.Sprintf("changes[%d].new", i), "out of range")
		}
	}
	// An address in words follows its parts, unless it is corrected itself.
	for _, of := range []string{"applicant.address.", "authoriser.address.", "organisation.address."} {
		parts := slices.ContainsFunc(changes, func(c motcua.Change) bool { return strings.HasPrefix(c.Field, of) })
		text := slices.ContainsFunc(changes, func(c motcua.Change) bool { return c.Field == of+"text" })
		if parts && !text {
			in, _ = in.With(of+"text", "")
		}
	}
	return in, nil
}

// Note writes something down in a dossier's story.
func (d *Desk) Note(ctx context.Context, on On, text string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(motcua.Dossier, time.Time) (motcua.Action, error) {
		b := motcua.Noted{Text: text}
		return b, words(word{&b.Text, "text", true})
	})
}

// Undo takes the newest step of a dossier back, within motcua.UndoWithin, if it
// was made at this station, nothing came after it and nothing of it left the
// office (motcua.Dossier.Undoable).
func (d *Desk) Undo(ctx context.Context, on On, reason string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		last, err := dossier.Undoable(d.file.Station().ID, at)
		if err != nil {
			return nil, err
		}
		b := motcua.Revoked{Event: last.Event, Reason: reason}
		return b, words(word{&b.Reason, "reason", false})
	})
}
