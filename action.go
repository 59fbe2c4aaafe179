package motcua

import "time"

// Action is the body of an event that moves a taken-in dossier on. One set of
// rules serves the desk before it writes, the store inside the transaction and
// every copy that replays the log, so that all three say the same.
type Action interface {
	// Kind is the kind of event that carries the action.
	Kind() EventKind
	// Allows returns nil where the dossier can take the step, else an *Error
	// whose Detail is a Reason.
	Allows(d Dossier) error
	// play takes a step that Allows allows; s is its line in the story.
	play(d *Dossier, s *Step)
}

// Act is one action that somebody asks for.
type Act struct {
	Actor   string
	At      time.Time
	Dossier string // id
	// Seen is Dossier.Newest as whoever decided saw it. A dossier that has
	// moved on since is CodeConflict with ReasonChanged; "" does not ask.
	Seen string
	Do   Action
}

// newAction returns an empty body of a kind, nil where the kind is no action
// that this program knows.
func newAction(k EventKind) Action {
	switch k {
	case EventStatusChanged:
		return new(StatusChanged)
	case EventFileAdded:
		return new(FileAdded)
	case EventAccepted:
		return new(Accepted)
	case EventRefused:
		return new(Refused)
	case EventSupplementRequested:
		return new(SupplementRequested)
	case EventSupplementReceived:
		return new(SupplementReceived)
	case EventPaused:
		return new(Paused)
	case EventResumed:
		return new(Resumed)
	case EventExtended:
		return new(Extended)
	case EventStopped:
		return new(Stopped)
	case EventForwarded:
		return new(Forwarded)
	case EventTakenOver:
		return new(TakenOver)
	}
	return newLaterAction(k)
}

// newLaterAction is newAction for money, results and what people write.
func newLaterAction(k EventKind) Action {
	switch k {
	case EventPaymentRequested:
		return new(PaymentRequested)
	case EventPaymentReceived:
		return new(PaymentReceived)
	case EventPaymentVoided:
		return new(PaymentVoided)
	case EventResultRecorded:
		return new(ResultRecorded)
	case EventHandedOver:
		return new(HandedOver)
	case EventCorrected:
		return new(Corrected)
	case EventNoted:
		return new(Noted)
	}
	return nil
}

// ReadAction returns the action that an event carries; nil where its kind is
// none that this program knows. An erased body is CodeUnknown, one that cannot
// be read CodeCorrupt.
func ReadAction(e Event) (Action, error) {
	a := newAction(e.Kind)
	if a == nil {
		return nil, nil
	}
	if err := e.DecodeBody(a); err != nil {
		return nil, err
	}
	return a, nil
}

// CheckBody reports whether an event's body says what its kind promises. One
// that does not is kept, as it is signed, and must not stop the others.
func CheckBody(e Event) error {
	switch e.Kind {
	case EventReceived:
		var b Received
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		_, err := ParseCode(string(b.Code))
		return err
	case EventErased:
		return e.DecodeBody(new(Erased))
	case EventRevoked:
		return e.DecodeBody(new(Revoked))
	}
	_, err := ReadAction(e)
	return err
}

// Kind of StatusChanged.
func (StatusChanged) Kind() EventKind { return EventStatusChanged }

// Allows asks the national status machine.
func (b StatusChanged) Allows(d Dossier) error {
	if b.From != d.Status || !d.Status.CanBecome(b.To) {
		return refuse("to", ReasonStep)
	}
	return nil
}

func (b StatusChanged) play(d *Dossier, s *Step) {
	s.Note = b.Note
	since := s.At
	if w := d.Course.Waiting; w != nil && b.To == StatusSupplement { // its time rests already
		since = w.Since
	}
	d.become(b.To, s)
	if b.To == StatusSupplement {
		d.Course.Waiting = &Wait{For: PauseSupplement, Since: since, Event: s.Event}
	}
}

// Kind of FileAdded.
func (FileAdded) Kind() EventKind { return EventFileAdded }

// Allows asks for the paper only: a page may come late.
func (b FileAdded) Allows(d Dossier) error {
	if d.component(b.Paper) < 0 {
		return &Error{Code: CodeUnknown, Field: "paper", Detail: string(ReasonPaper)}
	}
	return nil
}

func (b FileAdded) play(d *Dossier, s *Step) {
	i := d.component(b.Paper)
	d.Components[i].Files = append(d.Components[i].Files, b)
	s.Note = b.Name
}
