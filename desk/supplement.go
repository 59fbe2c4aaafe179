package desk

import (
	"context"
	"fmt"
	"time"

	"motcua"
)

// RequestSupplement asks the citizen for papers (Mẫu 02) and stops the
// dossier's clock. b.Missing and b.Reason must be given, b.Slip is allotted by
// the file. Stage is intake for a dossier that is only registered, else
// appraisal, where it is empty.
func (d *Desk) RequestSupplement(ctx context.Context, on On, b motcua.SupplementRequested) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		if err := d.supplement(&b, at); err != nil {
			return nil, err
		}
		if b.Stage == "" {
			b.Stage = motcua.StageAppraisal
			if dossier.Status == motcua.StatusRegistered {
				b.Stage = motcua.StageIntake
			}
		}
		for i, m := range b.Missing {
			if m.Paper != "" && componentOf(dossier, m.Paper) < 0 {
				return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: fmt.Sprintf("missing[%d].paper", i), Detail: string(motcua.ReasonPaper)}
			}
		}
		return b, b.Allows(dossier)
	})
}

// RegisterIncomplete keeps an intake that lacks papers and asks for them
// (Mẫu 02), in one transaction: the dossier is registered, not taken in, and
// has no appointment yet. Once the papers are here, Accept takes it in.
func (d *Desk) RegisterIncomplete(ctx context.Context, in motcua.Intake, b motcua.SupplementRequested) (motcua.Dossier, error) {
	if err := d.supplement(&b, d.now()); err != nil {
		return motcua.Dossier{}, err
	}
	b.Stage = motcua.StageIntake
	return d.receive(ctx, in, motcua.StatusRegistered, b)
}

func (d *Desk) supplement(b *motcua.SupplementRequested, at time.Time) error {
	b.Slip = motcua.Slip{}
	b.Missing = append([]motcua.MissingPaper(nil), b.Missing...) // the caller keeps his own
	switch {
	case b.Stage != "" && b.Stage != motcua.StageIntake && b.Stage != motcua.StageAppraisal:
		return invalid("stage", "unknown")
	case len(b.Missing) == 0:
		return invalid("missing", "missing")
	case len(b.Missing) > maxItems:
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "missing"}
	}
	for i := range b.Missing {
		m := &b.Missing[i]
		if err := words(word{&m.Text, fmt.Sprintf("missing[%d].text", i), true}, word{&m.Paper, fmt.Sprintf("missing[%d].paper", i), false}); err != nil {
			return err
		}
	}
	err := words(word{&b.Reason, "reason", true}, word{&b.Basis, "basis", false},
		word{&b.Contact.Name, "contact.name", false}, word{&b.Contact.Phone, "contact.phone", false})
	if err != nil {
		return err
	}
	return future(b.Deadline, at, "deadline")
}

// TakeSupplement enters the papers that came. Where they are complete the
// clock runs again and the appointment moves by the time waited; b.Due is
// worked out here.
func (d *Desk) TakeSupplement(ctx context.Context, on On, b motcua.SupplementReceived) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b.Due = time.Time{}
		if err := words(word{&b.Note, "note", false}); err != nil {
			return nil, err
		}
		if len(b.Papers) > maxPapers {
			return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "papers"}
		}
		for i, c := range b.Papers {
			if c.Originals < 0 || c.Originals > 999 || c.Copies < 0 || c.Copies > 999 {
				return nil, invalid(fmt.Sprintf("papers[%d]", i), "out of range")
			}
		}
		if err := b.Allows(dossier); err != nil || !b.Complete {
			return b, err
		}
		var err error
		b.Due, err = d.moved(dossier, at)
		return b, err
	})
}

// Pause sends a dossier out to be verified and stops its clock. b.Reason and
// b.With must be given.
func (d *Desk) Pause(ctx context.Context, on On, b motcua.Paused) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		err := words(word{&b.Reason, "reason", true}, word{&b.With, "with", true},
			word{&b.Basis, "basis", false}, word{&b.Document, "document", false})
		if err != nil {
			return nil, err
		}
		if err := future(b.Until, at, "until"); err != nil {
			return nil, err
		}
		return b, b.Allows(dossier)
	})
}

// Resume ends a verification: the clock runs again and the appointment moves by
// the time waited; b.Due is worked out here.
func (d *Desk) Resume(ctx context.Context, on On, b motcua.Resumed) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b.Due = time.Time{}
		if err := words(word{&b.Document, "document", false}, word{&b.Note, "note", false}); err != nil {
			return nil, err
		}
		if err := b.Allows(dossier); err != nil {
			return nil, err
		}
		var err error
		b.Due, err = d.moved(dossier, at)
		return b, err
	})
}
