package motcua

import "time"

// Wait is the waiting that a dossier is in.
type Wait struct {
	For   PauseReason `json:"for,omitempty"`
	Since time.Time   `json:"since,omitzero"`
	Until time.Time   `json:"until,omitzero"`  // zero where nothing was said
	Event string      `json:"event,omitempty"` // that began it
}

// Paused is the body of the event that sends a dossier out to be verified;
// that time is not counted (for civil status NĐ 07/2025/NĐ-CP: "thời gian gửi
// văn bản yêu cầu và thời gian trả lời kết quả không tính vào thời hạn").
type Paused struct {
	Reason   string    `json:"reason"`
	Basis    string    `json:"basis,omitempty"`
	With     string    `json:"with"`               // agency asked
	Document string    `json:"document,omitempty"` // number and date of the request
	Until    time.Time `json:"until,omitzero"`     // expected
}

// Kind of Paused.
func (Paused) Kind() EventKind { return EventPaused }

// Allows asks that the dossier is being worked on.
func (b Paused) Allows(d Dossier) error {
	if d.Course.Waiting != nil {
		return refuse("status", ReasonWaiting)
	}
	if d.Status == StatusProcessing {
		return nil
	}
	return d.leads(StatusProcessing)
}

func (b Paused) play(d *Dossier, s *Step) {
	s.Note = b.Reason
	if d.Status != StatusProcessing {
		d.become(StatusProcessing, s)
	}
	d.Course.Waiting = &Wait{For: PauseVerification, Since: s.At, Until: b.Until, Event: s.Event}
}

// Resumed is the body of the event that ends a verification.
type Resumed struct {
	Document string    `json:"document,omitempty"` // number and date of the answer
	Due      time.Time `json:"due,omitzero"`       // the appointment, moved by the pause
	Note     string    `json:"note,omitempty"`
}

// Kind of Resumed.
func (Resumed) Kind() EventKind { return EventResumed }

// Allows asks that a verification is under way.
func (b Resumed) Allows(d Dossier) error {
	if d.Course.Waiting == nil || d.Course.Waiting.For != PauseVerification {
		return refuse("status", ReasonNotWaiting)
	}
	return d.laterDue(b.Due)
}

func (b Resumed) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.Course.Waiting = nil
	d.moveDue(b.Due)
}

// Extended is the body of the event that apologises and gives a new
// appointment (Mẫu 04, Phiếu xin lỗi và đề nghị gia hạn), once at most.
type Extended struct {
	Slip   Slip      `json:"slip"`
	Old    time.Time `json:"old"`
	Due    time.Time `json:"due"`
	Reason string    `json:"reason"`
	Agency string    `json:"agency,omitempty"` // that is late; the dossier's unit where empty
	Signer string    `json:"signer,omitempty"` // head of that agency
	Late   bool      `json:"late,omitempty"`   // made after the appointment was over
}

// Kind of Extended.
func (Extended) Kind() EventKind { return EventExtended }

// Series of Mẫu 04.
func (Extended) Series() Series { return SeriesExtension }

// Numbered returns b with its number.
func (b Extended) Numbered(s Slip) Action { b.Slip = s; return b }

// Bears returns the number.
func (b Extended) Bears() Slip { return b.Slip }

// Allows asks for a dossier without a result, an appointment that was not
// moved before, and a later one.
func (b Extended) Allows(d Dossier) error {
	switch {
	case d.Status == StatusDone:
		return refuse("status", ReasonHasResult)
	case d.Status.Ended():
		return refuse("status", ReasonEnded)
	case d.Course.Waiting != nil: // its time rests
		return refuse("status", ReasonWaiting)
	case d.Course.Extension != nil:
		return refuse("due", ReasonExtended)
	case d.Due.IsZero():
		return refuse("due", ReasonNoDue)
	case !b.Due.After(d.Due):
		return refuse("due", ReasonDueNotLater)
	}
	return nil
}

func (b Extended) play(d *Dossier, s *Step) {
	s.Note, s.Slip = b.Reason, b.Slip
	d.Due, d.Course.Extension = b.Due, &b
}
