package motcua

import (
	"cmp"
	"slices"
)

// FoldDossier replays the events of one dossier, in hybrid-time order whatever
// the order given and however often one was delivered, and returns its state.
// Every copy that holds the same events folds to the same state. A step that
// the status machine refuses stays out of Status and becomes an exception. It
// fails only where no event takes the dossier in or a body cannot be read.
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
	case EventStatusChanged:
		var b StatusChanged
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
	d.Steps = append(d.Steps, step)
	return nil
}
