package desk

import (
	"context"
	"time"

	"github.com/google/uuid"

	"motcua"
)

// Prepare works out all that a receipt would say if in were taken in now,
// without Code, Secret and Clerk, and stores nothing. It normalises the input (NFC,
// trimmed, defaults filled, Kind decides which of Authoriser and Organisation
// counts) and refuses what breaks a rule with CodeInvalid, CodeTooLarge or,
// for a procedure, case or commune that does not exist, CodeUnknown; Field is
// a JSON path of the Intake. A procedure that is not in force today is
// CodeConflict with motcua.ReasonAbolished, a day that no calendar knows
// CodeClock. Beside an error about people the returned value still holds the procedure, its appointment and, as the only part of Intake,
// the counts of papers, so that a form can show them while it is being filled.
func (d *Desk) Prepare(in motcua.Intake) (motcua.Received, error) {
	st := d.file.Station()
	r := motcua.Received{
		Catalogue: d.catalogue.Version(),
		Unit:      st.Unit, Agency: st.Agency, Counter: st.Name,
	}
	n := normaliser{units: d.units, today: d.now().In(motcua.Local), unit: st.Unit, in: in}
	p, err := d.procedure(&n.in)
	if err != nil {
		return r, err
	}
	r.Procedure = p
	offer, err := offerOf(p, &n.in)
	if err != nil {
		return r, err
	}
	limit, err := limitOf(offer, n.in.Limit)
	if err != nil {
		return r, err
	}
	if n.in.Limit != nil {
		n.in.Limit = &limit
	}
	if r.Appointment, err = d.calendar.Due(n.today, limit); err != nil {
		return r, ofClock(err)
	}
	if err := n.dossier(p); err != nil {
		return r, err
	}
	r.Intake.Papers = n.in.Papers
	if err := n.people(); err != nil {
		return r, err
	}
	r.Intake = n.in
	r.Warnings = d.Check(n.in)
	return r, nil
}

// Receive takes a dossier in: it prepares it and stores it. When it returns
// without an error the dossier, its code and its receipt's secret are on disk.
// An Intake with an ID is taken in once, however often it is sent; another one
// under the same ID is CodeConflict with Field "id". CodeClock means that the
// machine's clock cannot be right; nothing is stored then, as number, receipt
// and appointment would be wrong.
func (d *Desk) Receive(ctx context.Context, in motcua.Intake) (motcua.Dossier, error) {
	return d.receive(ctx, in, motcua.StatusReceived)
}

// receive is Receive for a dossier that begins in a status, and to which
// something happens in the same transaction.
func (d *Desk) receive(ctx context.Context, in motcua.Intake, begin motcua.Status, then ...motcua.Action) (motcua.Dossier, error) {
	who, err := d.serving(ctx)
	if err != nil {
		return motcua.Dossier{}, err
	}
	if err := d.clock(ctx, d.now()); err != nil {
		return motcua.Dossier{}, err
	}
	r, err := d.Prepare(in)
	if err != nil {
		return motcua.Dossier{}, err
	}
	r.Clerk = who.Name
	if begin == motcua.StatusRegistered {
		r.Begin, r.Appointment.Due = begin, time.Time{}
	}
	if r.Intake.ID == "" {
		id, err := uuid.NewRandomFromReader(d.random)
		if err != nil {
			return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeIO, Detail: "random", Cause: err}
		}
		r.Intake.ID = id.String()
	}
	return d.file.Receive(ctx, who.Name, r.Appointment.Received, r, then...)
}

// procedure finds the procedure that in names and sets in.Procedure to its
// national code.
func (d *Desk) procedure(in *motcua.Intake) (motcua.Procedure, error) {
	if err := text(&in.Procedure, "procedure", 40); err != nil {
		return motcua.Procedure{}, err
	}
	if in.Procedure == "" {
		return motcua.Procedure{}, invalid("procedure", "missing")
	}
	p, ok := d.catalogue.Get(in.Procedure)
	if !ok {
		return p, &motcua.Error{Code: motcua.CodeUnknown, Field: "procedure"}
	}
	if !p.InForce(d.now()) {
		return p, motcua.Refuse("procedure", motcua.ReasonAbolished)
	}
	in.Procedure = p.Code
	return p, nil
}

// offerOf returns what the procedure publishes for the channel of in. A
// procedure that publishes no channel at all is taken in directly.
func offerOf(p motcua.Procedure, in *motcua.Intake) (motcua.Offer, error) {
	if in.Channel == "" {
		in.Channel = motcua.ChannelDirect
	}
	if !in.Channel.Valid() {
		return motcua.Offer{}, invalid("channel", "unknown")
	}
	o, ok := p.Offer(in.Channel)
	if !ok && (len(p.Offers) > 0 || in.Channel != motcua.ChannelDirect) {
		return o, invalid("channel", "not offered")
	}
	return o, nil
}

// limitOf returns the catalogue's limit or, only where it knows none, the
// clerk's.
func limitOf(o motcua.Offer, own *motcua.Limit) (motcua.Limit, error) {
	if own == nil {
		return o.Limit, nil
	}
	if o.Limit.Unit != motcua.LimitNone {
		return o.Limit, invalid("limit", "the catalogue has one")
	}
	l := motcua.Limit{Unit: own.Unit, Count: own.Count, Text: own.Text}
	if err := text(&l.Text, "limit.text", 200); err != nil {
		return l, err
	}
	switch l.Unit {
	case motcua.LimitSameDay:
		l.Count = 0
	case motcua.LimitHours, motcua.LimitWorkDays, motcua.LimitDays:
		if l.Count < 1 || l.Count > 3650 {
			return l, invalid("limit.count", "out of range")
		}
	default:
		return l, invalid("limit.unit", "unknown")
	}
	return l, nil
}
