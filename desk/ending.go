package desk

import (
	"context"
	"slices"
	"time"

	"motcua"
)

// Register keeps an intake without taking it in, with a code and without an
// appointment: it came by post or online and is still to be checked.
func (d *Desk) Register(ctx context.Context, in motcua.Intake) (motcua.Dossier, error) {
	return d.receive(ctx, in, motcua.StatusRegistered)
}

// Accept takes a registered dossier in: from now its time runs.
func (d *Desk) Accept(ctx context.Context, on On, note string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b := motcua.Accepted{Note: note}
		if err := words(word{&b.Note, "note", false}); err != nil {
			return nil, err
		}
		if err := b.Allows(dossier); err != nil {
			return nil, err
		}
		in := dossier.Received.Intake
		offer, err := offerOf(dossier.Received.Procedure, &in)
		if err != nil {
			return nil, err
		}
		limit, err := limitOf(offer, in.Limit)
		if err != nil {
			return nil, err
		}
		b.Appointment, err = d.calendar.Due(at.In(motcua.Local), limit)
		return b, ofClock(err)
	})
}

// Refuse refuses a registered dossier (Mẫu 03). One reason at least must be
// given. A dossier that was taken in can no longer be refused: the law leaves
// a request for papers, a stop, or a result that says no.
func (d *Desk) Refuse(ctx context.Context, on On, b motcua.Refused) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, _ time.Time) (motcua.Action, error) {
		if err := refusal(&b); err != nil {
			return nil, err
		}
		return b, b.Allows(dossier)
	})
}

// RefuseIntake refuses what a citizen brings to the counter (Mẫu 03), in one
// transaction: the intake is kept with a code, for the register, and is never
// taken in.
func (d *Desk) RefuseIntake(ctx context.Context, in motcua.Intake, b motcua.Refused) (motcua.Dossier, error) {
	if err := refusal(&b); err != nil {
		return motcua.Dossier{}, err
	}
	return d.receive(ctx, in, motcua.StatusRegistered, b)
}

func refusal(b *motcua.Refused) error {
	b.Slip = motcua.Slip{}
	b.Reasons = slices.Clone(b.Reasons) // the caller keeps his own
	if err := each(b.Reasons, "reasons"); err != nil {
		return err
	}
	return words(word{&b.Basis, "basis", false}, word{&b.Contact.Name, "contact.name", false}, word{&b.Contact.Phone, "contact.phone", false})
}

// Stop ends a dossier before it has a result (Mẫu 05). Cause is the citizen's
// request where empty; Paid and Stage are worked out here.
func (d *Desk) Stop(ctx context.Context, on On, b motcua.Stopped) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, _ time.Time) (motcua.Action, error) {
		b.Slip = motcua.Slip{}
		if b.Cause == "" {
			b.Cause = motcua.StopRequest
		}
		switch {
		case !b.Cause.Valid():
			return nil, invalid("cause", "unknown")
		case b.Channel != "" && !b.Channel.Valid():
			return nil, invalid("channel", "unknown")
		}
		err := words(word{&b.Reason, "reason", true}, word{&b.Requester, "requester", false},
			word{&b.Basis, "basis", b.Cause == motcua.StopByLaw}, word{&b.Signer, "signer", false})
		if err != nil {
			return nil, err
		}
		b.Paid, b.Stage = dossier.Course.Paid(), dossier.Status.Name()
		return b, b.Allows(dossier)
	})
}

// Extend apologises and gives a new appointment (Mẫu 04), once at most. Due
// must be later than the appointment so far, in time to come and while the
// office is open; Old and Late are worked out here. The head of the office
// apologises: where the station has accounts, somebody else is refused with
// motcua.ReasonLeader.
func (d *Desk) Extend(ctx context.Context, on On, b motcua.Extended) (motcua.Dossier, error) {
	who, err := d.serving(ctx)
	switch {
	case err != nil:
		return motcua.Dossier{}, err
	case !who.May(motcua.PowerApprove):
		return motcua.Dossier{}, motcua.Refuse("person", motcua.ReasonLeader)
	}
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b.Slip, b.Old, b.Late = motcua.Slip{}, dossier.Due, at.After(dossier.Due)
		b.Due = b.Due.Truncate(time.Second)
		if b.Due.IsZero() {
			return nil, invalid("due", "missing")
		}
		if b.Signer == "" && who.Login != "" {
			b.Signer = who.Name
		}
		if err := words(word{&b.Reason, "reason", true}, word{&b.Agency, "agency", false}, word{&b.Signer, "signer", false}); err != nil {
			return nil, err
		}
		if err := b.Allows(dossier); err != nil {
			return nil, err
		}
		if err := future(b.Due, at, "due"); err != nil {
			return nil, err
		}
		switch {
		case b.Due.After(at.AddDate(10, 0, 0)):
			return nil, invalid("due", "out of range")
		case !d.calendar.Works(b.Due):
			return nil, motcua.Refuse("due", motcua.ReasonDueNotWorked)
		}
		return b, nil
	})
}
