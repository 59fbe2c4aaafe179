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
	for i, e := range events {
		if err := d.apply(e, i == first); err != nil {
			return Dossier{}, err
		}
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
		step := Step{Event: e.ID, Kind: e.Kind, At: e.Wall, Actor: e.Actor}
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
	in := r.Intake
	d.Received = r
	d.ID, d.Station, d.Status = e.Dossier, e.Station, StatusReceived
	counts := map[string]PaperCount{}
	for _, c := range in.Papers {
		counts[c.Key] = c
	}
	for _, r := range d.Received.Procedure.Papers(in.Case, in.Channel, in.Kind == ApplicantAuthorised) {
		c := counts[r.Key]
		c.Key = r.Key
		d.Components = append(d.Components, Component{Rule: r, Count: c})
	}
}

// without notes a step whose body was erased before the event that says why
// has come: it is seen, and changes nothing.
func (d *Dossier) without(step Step) {
	step.Detail = "erased"
	d.Exceptions = append(d.Exceptions, step)
}

// apply plays one event; taken says that it is the one that took the dossier in.
func (d *Dossier) apply(e Event, taken bool) error {
	step := Step{Event: e.ID, Kind: e.Kind, At: e.Wall, Actor: e.Actor}
	switch e.Kind {
	case EventReceived:
		step.To = StatusReceived
		if !taken {
			step.Detail = "received-twice"
			d.Exceptions = append(d.Exceptions, step)
			return nil
		}
	case EventFileAdded:
		var b FileAdded
		if e.Body == nil {
			d.without(step)
			return nil
		}
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		i := slices.IndexFunc(d.Components, func(c Component) bool { return c.Rule.Key == b.Paper })
		if i < 0 {
			step.Detail = "no-such-paper"
			d.Exceptions = append(d.Exceptions, step)
			return nil
		}
		d.Components[i].Files = append(d.Components[i].Files, b)
		step.Note = b.Name
	case EventErased: // by another station than the one that took it in
		step.Detail = "refused-erasure"
		d.Exceptions = append(d.Exceptions, step)
		return nil
	case EventStatusChanged:
		var b StatusChanged
		if e.Body == nil {
			d.without(step)
			return nil
		}
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		step.From, step.To, step.Note = b.From, b.To, b.Note
		if b.From != d.Status || !d.Status.CanBecome(b.To) {
			step.Detail = "refused-step"
			d.Exceptions = append(d.Exceptions, step)
			return nil
		}
		d.Status = b.To
	default:
		step.Detail = "unknown-kind" // of a newer version: kept, shown, not interpreted
	}
	if step.Detail == "" && e.HLC.Time().Sub(e.Wall) > maxSetBack {
		step.Detail = "clock"
	}
	d.Steps = append(d.Steps, step)
	return nil
}

// maxSetBack is how far a clock may lie behind hybrid time before its hour is
// flagged.
const maxSetBack = 24 * time.Hour
