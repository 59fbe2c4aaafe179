package motcua

import "time"

// UndoWithin is how long the last step can be taken back.
const UndoWithin = 10 * time.Minute

// Revoked is the body of the event that takes the newest step of a dossier
// back. Both stay in the log and in the story; the step no longer counts.
type Revoked struct {
	Event  string `json:"event"` // id of the event that no longer counts
	Reason string `json:"reason,omitempty"`
}

// Kind of Revoked.
func (Revoked) Kind() EventKind { return EventRevoked }

// Allows asks that the event is the newest and of a kind that may be taken
// back. Where and when it is asked for decides Undoable, beside it.
func (b Revoked) Allows(d Dossier) error {
	if d.Newest != b.Event {
		return refuse("event", ReasonFollowed)
	}
	return nil
}

// play does nothing: whoever replays takes the step before it back.
func (Revoked) play(*Dossier, *Step) {}

// undoable reports whether a step of this kind may be taken back: only what
// stayed inside the office. Whatever gave the citizen a number, a form, money's
// receipt or the result cannot be called back from his hand.
func (k EventKind) undoable() bool {
	switch k {
	case EventStatusChanged, EventFileAdded, EventNoted, EventCorrected, EventForwarded, EventTakenOver,
		EventPaused, EventResumed, EventSupplementReceived, EventResultRecorded:
		return true
	}
	return false
}

// Undoable returns the step that may be taken back at a station now: the
// newest event of the dossier, made at that station at most UndoWithin ago, of
// a kind that stays inside the office. Otherwise the error's Detail says why
// not.
func (d Dossier) Undoable(station string, now time.Time) (Step, error) {
	if d.Erased {
		return Step{}, refuse("event", ReasonErased)
	}
	for _, x := range d.Exceptions {
		if x.Event == d.Newest {
			return Step{}, refuse("event", ReasonNothingToUndo)
		}
	}
	if len(d.Steps) == 0 {
		return Step{}, refuse("event", ReasonNothingToUndo)
	}
	last := d.Steps[len(d.Steps)-1]
	switch {
	case last.Event != d.Newest || last.Revoked || last.Kind == EventRevoked:
		return Step{}, refuse("event", ReasonNothingToUndo)
	case !last.Kind.undoable():
		return Step{}, refuse("event", ReasonNotUndoable)
	case last.Station != station:
		return Step{}, refuse("event", ReasonOtherStation)
	case now.Sub(last.At) > UndoWithin:
		return Step{}, refuse("event", ReasonTooLate)
	}
	return last, nil
}

// revoke takes the last step back: the dossier is again as before it, and the
// story keeps both. before is the state that the step was played on.
func (d *Dossier) revoke(e Event, before Dossier, s Step) error {
	var b Revoked
	if err := e.DecodeBody(&b); err != nil {
		return err
	}
	last, err := d.Undoable(e.Station, e.Wall)
	if not := b.Allows(*d); not != nil {
		err = not
	}
	if err != nil {
		s.Detail = string(ReasonOf(err))
		d.Exceptions = append(d.Exceptions, s)
		return nil
	}
	last.Revoked = true
	before.Updated = d.Updated
	*d = before
	s.Note = b.Reason
	d.Steps = append(d.Steps, last, s)
	return nil
}
