package model

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"motcua"
)

// Visits lists what is held at this counter. Keys are those of Drafts.
type Visits interface {
	// Held returns the keys of held visits, oldest first.
	Held(ctx context.Context) ([]string, error)
}

// maxHeld is how many visits wait at once: more would not be found again.
const maxHeld = 30

// HeldVisit is one line of the held visits.
type HeldVisit struct {
	Key   string
	Label string // the name, else the procedure
	Since string // 10:42, with the day where that is not today
}

// CanHold reports whether visits can be held here.
func (m *Intake) CanHold() bool { return m.cfg.Visits != nil }

// Hold puts the form aside and shows an empty one. The form stays on the screen
// until it is on disk under its own key; a kill in between leaves it twice,
// under one id, which is taken in once.
func (m *Intake) Hold() {
	if m.phase != PhaseEditing || m.Empty() || !m.CanHold() {
		return
	}
	now := m.cfg.Clock.Now()
	v := motcua.Visit{ID: m.form.ID, Began: now, Label: m.form.Texts.get(FieldName)}
	if v.Label == "" {
		v.Label = m.proc.Name
	}
	if v.Label == "" {
		v.Label = "Chưa có tên"
	}
	var err error
	if v.Form, err = json.Marshal(m.form); err != nil {
		m.fail(DeedDraft, err)
		return
	}
	data, err := json.Marshal(v)
	if err != nil {
		m.fail(DeedDraft, err)
		return
	}
	m.phase = PhaseReceiving // no key reaches the form meanwhile
	m.OnChange()
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		held, err := m.cfg.Visits.Held(ctx)
		full := err == nil && len(held) >= maxHeld
		if err == nil && !full {
			err = m.cfg.Drafts.PutDraft(ctx, v.Key(), data)
		}
		return func() {
			m.phase = PhaseEditing
			if full {
				m.trouble = &Sentence{What: fmt.Sprintf("Quầy đang giữ %d lượt, không giữ thêm được.", len(held)), Safe: "Chữ đã nhập còn nguyên.",
					Now: "Gọi lại hoặc bỏ bớt lượt cũ ở biểu mẫu trống (F7), hay tiếp nhận hồ sơ này trước.", Code: "MOTCUA-VISIT-FULL"}
				m.OnChange()
				return
			}
			if err != nil {
				m.fail(DeedDraft, err)
				return
			}
			m.reset()
			m.dropDraft()
			m.OnChange()
		}
	})
}

// Held looks up the held visits and hands them to show.
func (m *Intake) Held(show func([]HeldVisit)) {
	if !m.CanHold() {
		return
	}
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		keys, err := m.cfg.Visits.Held(ctx)
		if err != nil {
			return func() { m.fail(DeedDraft, err) }
		}
		var out []HeldVisit
		now := m.cfg.Clock.Now()
		for _, k := range keys {
			v, at, err := m.visit(ctx, k)
			if err != nil {
				return func() { m.fail(DeedDraft, err) }
			}
			if v.ID != "" {
				out = append(out, HeldVisit{Key: k, Label: v.Label, Since: DayHour(at, now)})
			}
		}
		return func() { show(out) }
	})
}

// DropHeld throws a held visit away, form and all, and hands those that are left
// to show. It is an act of the clerk.
func (m *Intake) DropHeld(key string, show func([]HeldVisit)) {
	if !m.CanHold() {
		return
	}
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		err := m.cfg.Drafts.DeleteDraft(ctx, key)
		return func() {
			if err != nil {
				m.fail(DeedDraft, err)
				return
			}
			m.Held(show)
		}
	})
}

func (m *Intake) visit(ctx context.Context, key string) (motcua.Visit, time.Time, error) {
	var v motcua.Visit
	data, at, err := m.cfg.Drafts.Draft(ctx, key)
	if err != nil || len(data) == 0 {
		return v, at, err
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return v, at, &motcua.Error{Code: motcua.CodeCorrupt, Field: "visit", Cause: err}
	}
	return v, v.Began, nil
}

// Recall brings a held visit back into an empty form. It leaves the list only
// once it is the draft of the form.
func (m *Intake) Recall(key string) {
	if m.phase == PhaseReceived {
		m.Next()
	}
	if m.phase != PhaseEditing || !m.Empty() {
		return
	}
	m.cfg.Tasks.Go(LaneDraft, func(ctx context.Context) func() {
		v, at, err := m.visit(ctx, key)
		var f form
		if err == nil && len(v.Form) > 0 {
			err = json.Unmarshal(v.Form, &f)
		}
		if err == nil && f.ID != "" && f.Texts != nil {
			if d, gone := m.cfg.Dossiers.Dossier(ctx, f.ID); gone == nil {
				// Held, called back, taken in, and the power went before the
				// list heard of it.
				err := m.cfg.Drafts.DeleteDraft(ctx, key)
				return func() {
					m.openedTaken(d)
					if err != nil {
						m.fail(DeedDraft, err)
					}
				}
			}
			if err = m.cfg.Drafts.PutDraft(ctx, draftKey, v.Form); err == nil {
				err = m.cfg.Drafts.DeleteDraft(ctx, key)
			}
		}
		return func() {
			if err != nil {
				m.fail(DeedDraft, err)
				return
			}
			if f.ID != "" && f.Texts != nil {
				m.opened(f, at)
			}
		}
	})
}

// NextSame leaves a received dossier for the next one of the same people: who
// stands there, for whom, and how the result is wanted. All else begins anew.
func (m *Intake) NextSame() {
	if m.phase != PhaseReceived || m.done.scanning || m.done.importing > 0 {
		return
	}
	in := m.done.dossier.Received.Intake.Next()
	m.reset()
	m.form.Kind, m.form.Channel = in.Kind, in.Channel
	t := m.form.Texts
	maps.Copy(t, knownBoxes(in.Applicant))
	t[FieldID], t[FieldResultBy] = in.Applicant.IDNumber, string(in.ResultBy)
	if a := in.Authoriser; a != nil {
		maps.Copy(t, texts{FieldOwnerID: a.IDNumber, FieldOwnerName: a.Name, FieldOwnerBirth: a.BirthDate,
			FieldOwnerGender: a.Gender, FieldOwnerPhone: a.Phone, FieldOwnerPaper: a.Document})
	}
	if o := in.Organisation; o != nil {
		t[FieldOrgName], t[FieldOrgTax], t[FieldOrgStreet] = o.Name, o.TaxCode, o.Address.Street
	}
	m.changed()
}
