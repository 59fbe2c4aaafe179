package motcua

import "time"

// Stage says when missing papers were found; the rules differ (domain: by
// sector, so that the legal basis is kept with each request).
type Stage string

// The stages.
const (
	StageIntake    Stage = "intake"    // khi kiểm tra, trước khi tiếp nhận
	StageAppraisal Stage = "appraisal" // khi thẩm định
)

// MissingPaper is one line of a request for papers.
type MissingPaper struct {
	Paper string `json:"paper,omitempty"` // PaperRule.Key, "" where it is none of the list
	Text  string `json:"text"`            // what to bring or to complete
}

// SupplementRequested is the body of the event that asks the citizen for
// papers (Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ). The appointment
// rests until they come.
type SupplementRequested struct {
	Slip     Slip           `json:"slip"`
	Stage    Stage          `json:"stage"`
	Missing  []MissingPaper `json:"missing"`
	Reason   string         `json:"reason"`
	Basis    string         `json:"basis,omitempty"`   // legal basis
	Deadline time.Time      `json:"deadline,omitzero"` // for the papers; zero where none is set
	Contact  Contact        `json:"contact,omitzero"`
}

// Kind of SupplementRequested.
func (SupplementRequested) Kind() EventKind { return EventSupplementRequested }

// Series of Mẫu 02.
func (SupplementRequested) Series() Series { return SeriesSupplement }

// Numbered returns b with its number.
func (b SupplementRequested) Numbered(s Slip) Action { b.Slip = s; return b }

// Bears returns the number.
func (b SupplementRequested) Bears() Slip { return b.Slip }

// Allows asks that the dossier is being checked or worked on and waits for
// nothing else.
func (b SupplementRequested) Allows(d Dossier) error {
	if d.Course.Waiting != nil {
		return refuse("status", ReasonWaiting)
	}
	if d.Status == StatusRegistered {
		return nil
	}
	return d.leads(StatusSupplement)
}

func (b SupplementRequested) play(d *Dossier, s *Step) {
	s.Note, s.Slip = b.Reason, b.Slip
	if d.Status != StatusRegistered {
		d.become(StatusSupplement, s)
	}
	d.Course.Waiting = &Wait{For: PauseSupplement, Since: s.At, Until: b.Deadline, Event: s.Event}
	d.Course.Supplements = append(d.Course.Supplements, b)
}

// SupplementReceived is the body of the event that says which papers came.
type SupplementReceived struct {
	Papers []PaperCount `json:"papers,omitempty"` // what came now, beside what was there
	// Complete ends the waiting; else the dossier waits on for the rest.
	Complete bool      `json:"complete"`
	Due      time.Time `json:"due,omitzero"` // the appointment, moved by the pause; zero where it stays
	Note     string    `json:"note,omitempty"`
}

// Kind of SupplementReceived.
func (SupplementReceived) Kind() EventKind { return EventSupplementReceived }

// Allows asks that the dossier waits for papers and that they are its papers.
func (b SupplementReceived) Allows(d Dossier) error {
	waits := d.Course.Waiting != nil && d.Course.Waiting.For == PauseSupplement
	if !waits && d.Status != StatusSupplement {
		return refuse("status", ReasonNotWaiting)
	}
	for _, c := range b.Papers {
		if d.component(c.Key) < 0 {
			return &Error{Code: CodeUnknown, Field: "paper", Detail: string(ReasonPaper)}
		}
	}
	return d.laterDue(b.Due)
}

func (b SupplementReceived) play(d *Dossier, s *Step) {
	s.Note = b.Note
	for _, c := range b.Papers {
		k := &d.Components[d.component(c.Key)]
		k.Count.Originals += c.Originals
		k.Count.Copies += c.Copies
		k.Count.Shown = k.Count.Shown || c.Shown
	}
	if !b.Complete {
		return
	}
	d.Course.Waiting = nil
	if d.Status == StatusSupplement {
		d.become(StatusProcessing, s)
	}
	d.moveDue(b.Due)
}
