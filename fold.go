package motcua

import (
	"cmp"
	"slices"
	"time"
)

// FoldDossier replays the events of one dossier, in hybrid-time order whatever
// the order given and however often one was delivered, and returns its state.
// Every copy that holds the same events folds to the same state. A step that
// the status machine refuses stays out of Status and becomes an exception, and
// so does one whose body is erased. It fails only where no event takes the
// dossier in or a body cannot be read.
func FoldDossier(events []Event) (Dossier, error) {
	return FoldDossierWith(events, func(e Event) (Received, error) {
		var r Received
		err := e.DecodeBody(&r)
		return r, err
	})
}

// FoldDossierWith is FoldDossier for a caller that knows a quicker way to the
// body of the event that took the dossier in: the snapshot of the procedure in
// it is most of all bytes. read must return what DecodeBody would.
func FoldDossierWith(events []Event, read func(Event) (Received, error)) (Dossier, error) {
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.HLC, b.HLC), cmp.Compare(a.Station, b.Station), cmp.Compare(a.Seq, b.Seq))
	})
	events = slices.CompactFunc(events, func(a, b Event) bool { return a.Station == b.Station && a.Seq == b.Seq })
	var d Dossier
	first := slices.IndexFunc(events, func(e Event) bool { return e.Kind == EventReceived })
	if first < 0 {
		return Dossier{}, &Error{Code: CodeUnknown, Field: "dossier", Detail: "not received"}
	}
	if i := slices.IndexFunc(events, func(e Event) bool { return erases(e, events[first]) }); i >= 0 {
		return d.erase(events[i], events)
	}
	r, err := read(events[first])
	if err != nil {
		return Dossier{}, err
	}
	d.receive(events[first], r)
	var before Dossier // what the event before was played on
	for i, e := range events {
		here := before
		if i+1 < len(events) && events[i+1].Kind == EventRevoked {
			before = d.clone()
		}
		if err := d.apply(e, i == first, here); err != nil {
			return Dossier{}, err
		}
		d.Newest = e.ID
		if t := e.Wall; t.After(d.Updated) {
			d.Updated = t
		}
	}
	return d, nil
}

// erases reports whether e erases the dossier that received took in: only the
// station that took it in may.
func erases(e, received Event) bool {
	return e.Kind == EventErased && e.Station == received.Station && e.Body != nil
}

// erase returns what is left of an erased dossier. Bodies that some copy still
// has do not count: every copy folds to the same.
func (d *Dossier) erase(erased Event, events []Event) (Dossier, error) {
	var b Erased
	if err := erased.DecodeBody(&b); err != nil {
		return Dossier{}, err
	}
	d.ID, d.Station, d.Status, d.Erased = erased.Dossier, erased.Station, b.Status, true
	d.Received.Code, d.Received.Procedure.Name = b.Code, b.Procedure
	d.Received.Appointment.Received = b.Received
	for _, e := range events {
		step := Step{Event: e.ID, Kind: e.Kind, At: e.Wall, Station: e.Station, Actor: e.Actor}
		d.Newest = e.ID
		if e.ID == erased.ID {
			step.Note = b.Reason
		}
		d.Steps = append(d.Steps, step)
		if e.Wall.After(d.Updated) {
			d.Updated = e.Wall
		}
	}
	return *d, nil
}

func (d *Dossier) receive(e Event, r Received) {
	d.Received = r
	d.ID, d.Station, d.Status, d.Due = e.Dossier, e.Station, r.begin(), r.Appointment.Due
	d.Course.Holder = Place{Unit: r.Unit, Name: r.Counter}
	d.Components = r.Components()
}

// Components returns the papers that r asks for, with what was handed in and
// without files.
func (r Received) Components() []Component {
	in := r.Intake
	counts := make(map[string]PaperCount, len(in.Papers))
	for _, c := range in.Papers {
		counts[c.Key] = c
	}
	rules := r.Procedure.Papers(in.Case, in.Channel, in.Kind == ApplicantAuthorised)
	out := make([]Component, 0, len(rules))
	for _, r := range rules {
		c := counts[r.Key]
		c.Key = r.Key
		out = append(out, Component{Rule: r, Count: c})
	}
	return out
}

// apply plays one event; taken says that it is the one that took the dossier
// in, before is what the event before it was played on.
func (d *Dossier) apply(e Event, taken bool, before Dossier) error {
	step := Step{Event: e.ID, Kind: e.Kind, At: e.Wall, Station: e.Station, Actor: e.Actor}
	switch {
	case e.Kind == EventReceived && !taken:
		step.To = d.Received.begin()
		d.except(step, ReasonTwice)
		return nil
	case e.Kind == EventReceived:
		step.To = d.Status
	case e.Kind == EventErased: // by another station than the one that took it in
		d.except(step, ReasonErasure)
		return nil
	case e.Kind == EventRevoked && e.Body == nil:
		d.except(step, ReasonErased)
		return nil
	case e.Kind == EventRevoked:
		return d.revoke(e, before, step)
	default:
		a, err := ReadAction(e)
		switch {
		case a == nil && err == nil:
			step.Detail = "unknown-kind" // of a newer version: kept, shown, not interpreted
		case e.Body == nil: // erased before the event that says why has come: seen, and changes nothing
			d.except(step, ReasonErased)
			return nil
		case err != nil:
			return err
		default:
			if err := a.Allows(*d); err != nil {
				step.Detail = string(ReasonOf(err))
				step.From, step.To = meant(a)
				d.Exceptions = append(d.Exceptions, step)
				return nil
			}
			a.play(d, &step)
		}
	}
	if step.Detail == "" && e.HLC.Time().Sub(e.Wall) > maxSetBack {
		step.Detail = "clock"
	}
	d.Steps = append(d.Steps, step)
	return nil
}

// except puts a step that does not count among the exceptions.
func (d *Dossier) except(s Step, why Reason) {
	s.Detail = string(why)
	d.Exceptions = append(d.Exceptions, s)
}

// meant returns the statuses that a plain status change names.
func meant(a Action) (from, to Status) {
	if b, ok := a.(*StatusChanged); ok {
		return b.From, b.To
	}
	return 0, 0
}

// begin returns the status that a dossier begins in.
func (r Received) begin() Status {
	if r.Begin == StatusRegistered {
		return StatusRegistered
	}
	return StatusReceived
}

// maxSetBack is how far a clock may lie behind hybrid time before its hour is
// flagged.
const maxSetBack = 24 * time.Hour
