package motcua

import "time"

// Place is who holds a dossier: an agency or unit, a part of it, a person.
type Place struct {
	Unit   string `json:"unit,omitempty"` // "46-19789"; "" where it is no commune
	Name   string `json:"name"`           // in words: "Phòng Kinh tế", "Quầy 02"
	Person string `json:"person,omitempty"`
}

// Forwarded is the body of the event that gives a dossier over to another desk
// or unit; with TakenOver it makes the lines of Mẫu 06 (Phiếu kiểm soát quá
// trình giải quyết hồ sơ).
type Forwarded struct {
	Slip Slip   `json:"slip"`
	From Place  `json:"from"`
	To   Place  `json:"to"`
	Step string `json:"step,omitempty"` // of the internal process, in words
	// Due is when the receiver shall be done; zero where nothing was said.
	Due    time.Time `json:"due,omitzero"`
	Papers bool      `json:"papers,omitempty"` // the paper dossier goes along
	Note   string    `json:"note,omitempty"`
}

// Kind of Forwarded.
func (Forwarded) Kind() EventKind { return EventForwarded }

// Series of Mẫu 06. Each line of the sheet has a number of its own; the sheet
// bears that of its first line.
func (Forwarded) Series() Series { return SeriesControl }

// Numbered returns b with its number.
func (b Forwarded) Numbered(s Slip) Action { b.Slip = s; return b }

// Bears returns the number.
func (b Forwarded) Bears() Slip { return b.Slip }

// Allows asks for an open dossier that lies somewhere else and is not already
// on its way. One with a result may go back to the counter.
func (b Forwarded) Allows(d Dossier) error {
	switch {
	case d.Status.Ended():
		return refuse("status", ReasonEnded)
	case d.Status == StatusRegistered:
		return refuse("status", ReasonNotAccepted)
	case d.inTransit():
		return refuse("to", ReasonInTransit)
	case b.To == d.Course.Holder:
		return refuse("to", ReasonSamePlace)
	}
	return nil
}

func (b Forwarded) play(d *Dossier, s *Step) {
	s.Note, s.Slip = b.Note, b.Slip
	if d.Status == StatusReceived {
		d.become(StatusProcessing, s)
	}
	d.Course.Moves = append(d.Course.Moves, Move{Forwarded: b, Event: s.Event, Given: s.At, Giver: s.Actor})
}

// Outcome is how a step of the work stood to its time (Mẫu 06, third column).
type Outcome string

// The outcomes.
const (
	OutcomeEarly  Outcome = "early"   // trước hạn
	OutcomeOnTime Outcome = "on-time" // đúng hạn
	OutcomeLate   Outcome = "late"    // quá hạn
)

// TakenOver is the body of the event by which the receiver confirms that he
// has the dossier. The outcome of the step before is entered by the receiver,
// as Mẫu 06 asks.
type TakenOver struct {
	Forward string  `json:"forward"` // id of the event that gave it over
	Outcome Outcome `json:"outcome,omitempty"`
	Note    string  `json:"note,omitempty"`
}

// Kind of TakenOver.
func (TakenOver) Kind() EventKind { return EventTakenOver }

// Allows asks that the dossier is on its way by that very hand-over.
func (b TakenOver) Allows(d Dossier) error {
	if !d.inTransit() || d.Course.Moves[len(d.Course.Moves)-1].Event != b.Forward {
		return refuse("forward", ReasonNotInTransit)
	}
	return nil
}

func (b TakenOver) play(d *Dossier, s *Step) {
	s.Note = b.Note
	m := &d.Course.Moves[len(d.Course.Moves)-1]
	m.Taken, m.Taker, m.Outcome = s.At, s.Actor, b.Outcome
	d.Course.Holder = m.To
}

// Move is one hand-over as the control sheet shows it.
type Move struct {
	Forwarded
	Event   string    `json:"event,omitempty"` // id of the event that gave it over
	Given   time.Time `json:"given,omitzero"`
	Giver   string    `json:"giver,omitempty"`
	Taken   time.Time `json:"taken,omitzero"` // zero while it is on its way
	Taker   string    `json:"taker,omitempty"`
	Outcome Outcome   `json:"outcome,omitempty"`
}

// Whereabouts returns who has the dossier or, while it is on its way, who is to
// get it.
func (d Dossier) Whereabouts() (at Place, moving bool) {
	if d.inTransit() {
		return d.Course.Moves[len(d.Course.Moves)-1].To, true
	}
	return d.Course.Holder, false
}

// inTransit reports whether the dossier was given over and nobody has
// confirmed it yet.
func (d *Dossier) inTransit() bool {
	n := len(d.Course.Moves)
	return n > 0 && d.Course.Moves[n-1].Taken.IsZero()
}
