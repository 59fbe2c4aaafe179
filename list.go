package motcua

import "time"

// Truth is how far a dossier's events have travelled. The three are never
// merged into one word.
type Truth int

// The truths, in order. Saved is the least: what is not saved is no dossier.
const (
	TruthSaved    Truth = iota + 1 // Đã lưu trên máy
	TruthSent                      // Đã gửi: every byte left by some road
	TruthReceived                  // Trung tâm đã nhận: a signed receipt names it
	TruthRefused                   // sent, and a signed receipt refuses it; a human must act
)

// Row is one line of a list of dossiers.
type Row struct {
	ID        string
	Code      Code
	Name      string // of the owner
	Procedure string // name
	Status    Status
	Received  time.Time
	Due       time.Time // zero where no limit is known
	Truth     Truth
	Refusal   ErrorCode   // why, where Truth is TruthRefused
	Waiting   PauseReason // what its time rests for, "" while it runs
	Erased    bool        // its people's data is gone; Name is empty
	At        Place       // who has it; of a unit's code nothing is said, and nothing at all once it is ended
	Moving    bool        // it was given over to At, who has not confirmed it yet
}

// Filter selects dossiers; zero values do not restrict.
type Filter struct {
	// Query matches the owner's or applicant's name with or without marks, a
	// phone or ID number, the code or the end of it, the procedure. Every
	// word must match, the last as a beginning.
	Query    string
	Statuses []Status
	From, To time.Time // received at or after From, before To
	Limit    int       // 200 where 0
	Offset   int
}

// Truths counts dossiers of one local day. Each counts those that are at least
// so far.
type Truths struct{ Saved, Sent, Received, Refused int }

// RoadState is what background sync says of itself.
type RoadState struct {
	Mode  RoadMode
	Since time.Time // of the mode
	Next  time.Time // next try; zero where none is planned
	Code  ErrorCode // why, when offline or stopped
}

// RoadMode is the class of a road's state.
type RoadMode int

// The modes. Offline mends itself; stopped needs a human.
const (
	RoadNone    RoadMode = iota // never enrolled: nothing to send to
	RoadIdle                    // everything is delivered
	RoadSending                 // on the way
	RoadOffline                 // no answer; tries again by itself
	RoadStopped                 // key revoked, wrong hub, wrong clock
)

// Public is all that a public screen or page may show of a dossier.
type Public struct {
	Code      Code
	Procedure string
	Initials  string // of the applicant
	Status    Status
	Received  time.Time
	Due       time.Time   // as it holds now
	Waiting   PauseReason `json:",omitempty"` // what its time rests for
	Extended  bool        `json:",omitempty"` // the appointment was moved once, with an apology
	Steps     []PublicStep
	AsOf      time.Time // when this copy last learnt anything of it
}

// PublicStep is a status and when it was reached.
type PublicStep struct {
	Status Status
	At     time.Time
}

// Public returns what may be shown of d to whoever holds its receipt.
func (d Dossier) Public() Public {
	p := Public{
		Code:      d.Received.Code,
		Procedure: d.Received.Procedure.Name,
		Initials:  Initials(d.Received.Intake.Owner()),
		Status:    d.Status,
		Received:  d.Received.Appointment.Received,
		Due:       d.Due,
		Extended:  d.Course.Extension != nil,
		AsOf:      d.Updated,
	}
	if w := d.Course.Waiting; w != nil {
		p.Waiting = w.For
	}
	for _, s := range d.Steps {
		if s.To != 0 && !s.Revoked {
			p.Steps = append(p.Steps, PublicStep{s.To, s.At})
		}
	}
	return p
}
