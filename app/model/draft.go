package model

import (
	"context"
	"encoding/json"
	"time"

	"motcua"
)

const (
	draftKey   = "intake"
	draftPause = 400 * time.Millisecond // after the last key, so that ≤ 500 ms hold
	draftLimit = 2 * time.Second        // even while keys keep coming
)

// draftState says how far the draft on disk is behind the form.
type draftState struct {
	stop  func()
	since time.Time // of the oldest change not yet written; zero for none
	saved time.Time
}

// Open brings back the form as it was left. The screen works meanwhile; a
// form that was begun before the draft arrives wins. A draft whose dossier is
// taken in already (the program ended before it heard so) becomes the card of
// that dossier: a form under a used id must not be filled for the next person.
func (m *Intake) Open() {
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		data, at, err := m.cfg.Drafts.Draft(ctx, draftKey)
		if err != nil {
			return func() { m.fail(DeedDraft, err) }
		}
		if len(data) == 0 {
			return nil
		}
		var f form
		if err := json.Unmarshal(data, &f); err != nil {
			return func() {
				m.fail(DeedDraft, &motcua.Error{Code: motcua.CodeCorrupt, Field: "draft", Cause: err})
			}
		}
		if f.ID == "" || f.Texts == nil {
			return nil
		}
		d, err := m.cfg.Dossiers.Dossier(ctx, f.ID)
		switch {
		case err == nil:
			return func() { m.openedTaken(d) }
		case motcua.CodeOf(err) != motcua.CodeUnknown:
			return func() { m.fail(DeedDraft, err) }
		}
		return func() { m.opened(f, at) }
	})
}

// openedTaken shows the dossier that the last form became. Nobody knows
// whether its receipt came out, so nothing is printed unasked.
func (m *Intake) openedTaken(d motcua.Dossier) {
	if m.phase != PhaseEditing || !m.Empty() {
		return
	}
	m.phase = PhaseReceived
	m.done = receipt{dossier: d, form: LastForm(d), at: d.Received.Appointment.Received}
	m.done.note = "Hồ sơ này đã lưu trước khi chương trình đóng. Bấm F8 nếu chưa có " + formNames[m.done.form] + "."
	m.skipToFileable(+1)
	m.dropDraft()
	m.preview()
	m.lookEarlier()
	m.OnChange()
}

func (m *Intake) opened(f form, at time.Time) {
	if m.phase != PhaseEditing || !m.Empty() {
		return
	}
	m.form = f
	m.seat()
	if p, ok := m.cfg.Catalogue.Get(f.Code); ok {
		m.proc = p
		m.fitPapers()
	} else {
		m.form.Code, m.form.Case, m.form.Papers = "", "", nil
	}
	for f, t := range m.form.Texts {
		m.touched[f] = t != ""
	}
	m.draft.saved = at
	m.recheck()
	m.OnChange()
	if m.form.Code != "" {
		m.OnReopened()
	}
}

// dirty notes a change and has it written after a short pause.
func (m *Intake) dirty() {
	now := m.cfg.Clock.Now()
	if m.draft.since.IsZero() {
		m.draft.since = now
	}
	if m.draft.stop != nil {
		if now.Sub(m.draft.since) >= draftLimit {
			return // let the waiting write happen
		}
		m.draft.stop()
	}
	m.draft.stop = m.cfg.Clock.After(draftPause, m.Flush)
}

// Flush writes the draft now, where it is behind the form.
func (m *Intake) Flush() {
	if m.draft.stop != nil {
		m.draft.stop()
		m.draft.stop = nil
	}
	if m.draft.since.IsZero() || m.phase != PhaseEditing {
		return
	}
	m.draft.since = time.Time{}
	data, err := json.Marshal(m.form)
	if err != nil {
		m.fail(DeedDraft, err)
		return
	}
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		err := m.cfg.Drafts.PutDraft(ctx, draftKey, data)
		at := m.cfg.Clock.Now()
		return func() {
			if err != nil {
				m.fail(DeedDraft, err)
				return
			}
			m.draft.saved = at
			m.OnChange()
		}
	})
}

// dropDraft removes the draft; a write that waits is given up first.
func (m *Intake) dropDraft() {
	if m.draft.stop != nil {
		m.draft.stop()
	}
	m.draft = draftState{}
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		err := m.cfg.Drafts.DeleteDraft(ctx, draftKey)
		return func() {
			if err != nil && motcua.CodeOf(err) != motcua.CodeUnknown {
				m.fail(DeedDraft, err)
			}
		}
	})
}

func (m *Intake) fail(deed Deed, err error) {
	s := Explain(deed, err)
	m.trouble = &s
	m.OnChange()
}
