package model

import (
	"context"
	"errors"

	"motcua"
)

// recheck asks the desk what it thinks of the form as it stands. Answers that
// a later change has overtaken are dropped.
func (m *Intake) recheck() {
	m.checks.generation++
	gen, in := m.checks.generation, m.Intake()
	if in.Procedure == "" {
		m.checks = checks{generation: gen}
		return
	}
	m.cfg.Tasks.Go(LaneCheck, func(context.Context) func() {
		c := checks{generation: gen}
		r, err := m.cfg.Desk.Prepare(in)
		if err != nil {
			errors.As(err, &c.fault)
			// The appointment hangs on procedure, case, channel and limit
			// alone: a half-filled form shows it already.
			r, err = m.cfg.Desk.Prepare(bare(in))
		}
		c.appointment, c.known = r.Appointment, err == nil
		c.warnings = m.cfg.Desk.Check(in)
		return func() {
			if gen == m.checks.generation && m.phase == PhaseEditing {
				m.checks = c
				m.OnChange()
			}
		}
	})
}

// bare is in without its people and papers.
func bare(in motcua.Intake) motcua.Intake {
	out := motcua.Intake{ID: in.ID, Procedure: in.Procedure, Case: in.Case, Channel: in.Channel, Sets: 1, Limit: in.Limit}
	out.Applicant.Name = "Người nộp"
	return out
}

// Receive takes the dossier in. The form stays as it is until the desk has
// answered; only then, with the dossier on disk, is anything claimed.
func (m *Intake) Receive() {
	if m.phase != PhaseEditing {
		return
	}
	m.tried, m.trouble = true, nil
	in := m.Intake()
	if in.Procedure == "" {
		m.refuse(&motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldProcedure)})
		return
	}
	if m.form.Case == "" && len(m.proc.Cases()) > 1 {
		m.refuse(&motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldCase)})
		return
	}
	pay, err := m.payment()
	if err != nil {
		m.refuse(err)
		return
	}
	m.Flush()
	m.phase = PhaseReceiving
	m.OnChange()
	m.cfg.Tasks.Go(LaneDesk, func(ctx context.Context) func() {
		d, err := m.receive(ctx, in, pay)
		return func() {
			if err != nil {
				m.refuse(err)
				return
			}
			if pay != nil && pay.Receipt != "" {
				m.nextReceipt = afterReceipt(pay.Receipt)
			}
			m.received(d)
		}
	})
}

// receive hands the dossier to the desk, with the money where some was taken.
func (m *Intake) receive(ctx context.Context, in motcua.Intake, pay *motcua.PaymentReceived) (motcua.Dossier, error) {
	if pay != nil {
		return m.cfg.Desk.ReceivePaid(ctx, in, *pay)
	}
	return m.cfg.Desk.Receive(ctx, in)
}

func (m *Intake) refuse(err error) {
	m.phase = PhaseEditing
	if usedID(err) {
		// The form lives on as a dossier of its own, its draft too.
		m.form.ID = m.cfg.NewID()
		m.dirty()
		m.Flush()
		m.fail(DeedReceive, err)
		return
	}
	var e *motcua.Error
	if errors.As(err, &e) && e.Field != "" {
		m.checks.fault = e
		m.touched[boxOf(e.Field)] = true
	}
	m.fail(DeedReceive, err)
	m.OnRefused()
}

// usedID reports whether a form was refused because another dossier has its id.
func usedID(err error) bool {
	return motcua.CodeOf(err) == motcua.CodeConflict && motcua.FieldOf(err) == "id"
}

func (m *Intake) received(d motcua.Dossier) {
	m.phase = PhaseReceived
	m.done = receipt{dossier: d, at: m.cfg.Clock.Now()}
	m.skipToFileable(+1)
	m.dropDraft()
	m.preview()
	m.Print()
	m.OnTaken(d.Received.Code)
	m.OnReceived()
	m.OnChange()
}

// Print prints the receipt of the received dossier, again where it was before.
func (m *Intake) Print() {
	if m.phase != PhaseReceived || m.cfg.Paper == nil || m.done.printing {
		return
	}
	m.done.printing, m.trouble = true, nil
	id, media := m.done.dossier.ID, m.cfg.Media
	m.OnChange()
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := m.cfg.Paper.Print(ctx, id, media)
		return func() {
			if m.done.dossier.ID != id {
				return
			}
			m.done.printing = false
			if err != nil {
				m.fail(DeedPrint, err)
				return
			}
			m.done.printed = where
			m.OnChange()
		}
	})
}

const previewWidth = 900 // pixels: twice what the card shows

func (m *Intake) preview() { m.drawPage(0) }

// TurnPage shows the next page of the very PDF, or the one before; past the ends
// it does nothing.
func (m *Intake) TurnPage(by int) {
	if to := m.done.page + by; m.phase == PhaseReceived && m.done.preview != nil && to >= 0 {
		m.drawPage(to)
	}
}

func (m *Intake) drawPage(page int) {
	if m.cfg.Paper == nil {
		return
	}
	id, media := m.done.dossier.ID, m.cfg.Media
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		pdf, err := m.cfg.Paper.Receipt(ctx, id, media)
		if err != nil {
			return func() { m.failFor(id, DeedPreview, err) }
		}
		img, err := m.cfg.Paper.Preview(ctx, pdf, page, previewWidth)
		return func() {
			if page > 0 && motcua.CodeOf(err) == motcua.CodeUnknown {
				return // there is no such page
			}
			if err != nil {
				m.failFor(id, DeedPreview, err)
				return
			}
			if m.done.dossier.ID == id {
				m.done.preview, m.done.page = img, page
				m.OnChange()
			}
		}
	})
}

// failFor shows a failure unless the clerk has gone on to another dossier.
func (m *Intake) failFor(id string, deed Deed, err error) {
	if m.done.dossier.ID == id {
		m.fail(deed, err)
	}
}
