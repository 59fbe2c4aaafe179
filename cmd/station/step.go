package station

import (
	"context"
	"strings"

	"motcua"
	"motcua/desk"
)

// Do takes one step on a dossier, given as the body that a screen filled in:
// each kind of body has its call of the desk. seen is Dossier.Newest as the
// screen showed it. A body that no call takes is CodeInvalid with field "do".
func (s *Station) Do(ctx context.Context, dossier, seen string, do motcua.Action) (motcua.Dossier, error) {
	on := desk.On{Dossier: dossier, Seen: seen}
	switch b := do.(type) {
	case motcua.Accepted:
		return s.Desk.Accept(ctx, on, b.Note)
	case motcua.Refused:
		return s.Desk.Refuse(ctx, on, b)
	case motcua.SupplementRequested:
		return s.Desk.RequestSupplement(ctx, on, b)
	case motcua.SupplementReceived:
		return s.Desk.TakeSupplement(ctx, on, b)
	case motcua.Paused:
		return s.Desk.Pause(ctx, on, b)
	case motcua.Resumed:
		return s.Desk.Resume(ctx, on, b)
	case motcua.Extended:
		return s.Desk.Extend(ctx, on, b)
	case motcua.Stopped:
		return s.Desk.Stop(ctx, on, b)
	case motcua.Forwarded:
		return s.Desk.Forward(ctx, on, b)
	case motcua.TakenOver:
		return s.Desk.TakeOver(ctx, on, b)
	}
	return s.doLater(ctx, on, do)
}

// Begin keeps an intake that is not taken in, with the step that says why:
// motcua.SupplementRequested or motcua.Refused. Another body is CodeInvalid with
// field "do".
func (s *Station) Begin(ctx context.Context, in motcua.Intake, do motcua.Action) (motcua.Dossier, error) {
	switch b := do.(type) {
	case motcua.SupplementRequested:
		return s.Desk.RegisterIncomplete(ctx, in, b)
	case motcua.Refused:
		return s.Desk.RefuseIntake(ctx, in, b)
	}
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "do"}
}

// doLater is Do for money, results and what people write.
func (s *Station) doLater(ctx context.Context, on desk.On, do motcua.Action) (motcua.Dossier, error) {
	switch b := do.(type) {
	case motcua.PaymentRequested:
		return s.Desk.RequestPayment(ctx, on, b)
	case motcua.PaymentReceived:
		return s.Desk.TakePayment(ctx, on, b)
	case motcua.PaymentVoided:
		return s.Desk.VoidPayment(ctx, on, b.Payment, b.Reason)
	case motcua.ResultRecorded:
		return s.Desk.RecordResult(ctx, on, b, nil)
	case motcua.HandedOver:
		return s.Desk.HandOver(ctx, on, b)
	case motcua.Corrected:
		return s.Desk.Correct(ctx, on, b.Changes, b.Reason)
	case motcua.Noted:
		return s.Desk.Note(ctx, on, b.Text)
	case motcua.Revoked:
		return s.Desk.Undo(ctx, on, b.Reason)
	}
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "do"}
}

// process returns the internal process of a dossier's procedure in the unit's
// province.
func (s *Station) process(d motcua.Dossier) motcua.Process {
	province, _, _ := strings.Cut(d.Received.Unit, "-")
	return s.Processes.For(d.Received.Procedure.Code, province)
}

// Onward says in words where the internal process leads a dossier to from
// here: the unit or role of the first step that is not the counter's own; ""
// where the process does not say.
func (s *Station) Onward(d motcua.Dossier) string {
	p := s.process(d)
	n := min(1+len(d.Course.Moves), len(p.Steps)-1)
	if n < 1 || p.Default {
		return ""
	}
	if u := p.Steps[n].Unit; u != "" {
		return u
	}
	return p.Steps[n].Role
}
