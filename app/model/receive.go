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
	in, ok := m.begun()
	if !ok {
		return
	}
	pay, owes, err := m.payment()
	if err != nil {
		m.refuse(err)
		return
	}
	in.Owes = owes
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

// begun returns the form as an intake; false, and said, where it has no
// procedure or no case yet.
func (m *Intake) begun() (motcua.Intake, bool) {
	m.tried, m.trouble = true, nil
	in := m.Intake()
	switch {
	case in.Procedure == "":
		m.refuse(&motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldProcedure)})
		return in, false
	case m.form.Case == "" && len(m.proc.Cases()) > 1:
		m.refuse(&motcua.Error{Code: motcua.CodeInvalid, Field: string(FieldCase)})
		return in, false
	}
	return in, true
}

// TurnAway begins what is done instead of taking the form in: StepSupplement
// asks for papers (Mẫu 02), StepRefuse refuses (Mẫu 03). The form stays as it is
// until Became.
func (m *Intake) TurnAway(how StepKey) {
	if m.phase != PhaseEditing || m.cfg.TurnAway == nil {
		return
	}
	in, ok := m.begun()
	if !ok {
		return
	}
	if pay, _, err := m.payment(); err != nil {
		m.refuse(err)
		return
	} else if pay != nil { // it would be nowhere
		m.trouble = &Sentence{What: "Tờ này ghi đã thu tiền, mà hồ sơ chưa được tiếp nhận thì chưa thu.", Safe: "Chữ đã nhập còn nguyên.",
			Now: "Chọn “Chưa thu” và xóa số biên lai, rồi làm lại.", Code: "MOTCUA-INTAKE-PAID"}
		m.OnChange()
		return
	}
	m.Flush()
	gen := m.checks.generation
	m.cfg.Tasks.Go(LaneCheck, func(context.Context) func() {
		r, err := m.cfg.Desk.Prepare(in)
		return func() {
			switch {
			case m.phase != PhaseEditing:
			case gen != m.checks.generation:
				m.TurnAway(how) // keys came in between
			case err != nil:
				m.refuse(err)
			default:
				m.OnChange()
				m.cfg.TurnAway(r, how)
			}
		}
	})
}

// Became shows the dossier that the form became.
func (m *Intake) Became(d motcua.Dossier) { m.received(d) }

// Refused says why the form became no dossier.
func (m *Intake) Refused(err error) { m.refuse(err) }

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
	m.done = receipt{dossier: d, form: LastForm(d), at: m.cfg.Clock.Now()}
	m.skipToFileable(+1)
	m.dropDraft()
	m.preview()
	m.Print()
	m.lookEarlier()
	m.OnTaken(d.Received.Code)
	m.OnReceived()
	m.OnChange()
}

// Print prints the paper of the intake, again where it was before: the receipt,
// or the one that says why there is none.
func (m *Intake) Print() {
	if m.phase != PhaseReceived || m.cfg.Paper == nil || m.done.printing {
		return
	}
	m.done.printing, m.trouble = true, nil
	id, form := m.done.dossier.ID, m.done.form
	m.OnChange()
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := m.print(ctx, id, form)
		return func() {
			if m.done.dossier.ID != id {
				return
			}
			m.done.printing = false
			if err != nil {
				m.fail(DeedPrint, err)
				m.trouble.Safe = "Hồ sơ đã lưu trên máy, " + formNames[form] + " chưa in được."
				m.OnChange()
				return
			}
			m.done.printed = where
			m.OnChange()
		}
	})
}

func (m *Intake) print(ctx context.Context, id string, form motcua.PrintForm) (string, error) {
	if form == motcua.PrintReceipt {
		return m.cfg.Paper.Print(ctx, id, m.cfg.Media)
	}
	return m.cfg.Forms.PrintForm(ctx, id, form)
}

func (m *Intake) pdf(ctx context.Context, id string, form motcua.PrintForm) ([]byte, error) {
	if form == motcua.PrintReceipt {
		return m.cfg.Paper.Receipt(ctx, id, m.cfg.Media)
	}
	return m.cfg.Forms.Form(ctx, id, form)
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
	id, form := m.done.dossier.ID, m.done.form
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		pdf, err := m.pdf(ctx, id, form)
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
