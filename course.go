package motcua

import (
	"slices"
	"time"
)

// Course is what has become of a dossier since it was taken in, beside its
// status and its appointment.
type Course struct {
	Waiting     *Wait                 `json:"waiting,omitempty"` // nil while its time runs
	Holder      Place                 `json:"holder,omitzero"`   // who has it now; the counter that took it in at first
	Moves       []Move                `json:"moves,omitempty"`
	Supplements []SupplementRequested `json:"supplements,omitempty"`
	Extension   *Extended             `json:"extension,omitempty"`
	Asked       *PaymentRequested     `json:"asked,omitempty"`
	Payments    []Payment             `json:"payments,omitempty"`
	Refusal     *Refused              `json:"refusal,omitempty"`
	Stop        *Stopped              `json:"stop,omitempty"`
	Result      *ResultRecorded       `json:"result,omitempty"`
	ResultAt    time.Time             `json:"resultAt,omitzero"`
	HandOver    *HandedOver           `json:"handOver,omitempty"`
	HandedAt    time.Time             `json:"handedAt,omitzero"`
	Corrections []Corrected           `json:"corrections,omitempty"`
	// TakenIn is the intake as it was taken in, nil while nothing was
	// corrected.
	TakenIn *Intake `json:"takenIn,omitempty"`
}

// Paid returns the đồng that came and still count.
func (c Course) Paid() int64 {
	var n int64
	for _, p := range c.Payments {
		if !p.Voided {
			n += Sum(p.Items)
		}
	}
	return n
}

// Fees returns what is to pay: what was asked for, else what the fee came to
// when the dossier was taken in without it.
func (d Dossier) Fees() []FeeItem {
	if a := d.Course.Asked; a != nil {
		return a.Items
	}
	return d.Received.Intake.Owes
}

// Unpaid returns the đồng that are to pay and have not come.
func (d Dossier) Unpaid() int64 { return max(0, Sum(d.Fees())-d.Course.Paid()) }

// clone returns a copy that playing a step leaves alone.
func (d Dossier) clone() Dossier {
	d.Components = slices.Clone(d.Components)
	d.Course.Moves = slices.Clone(d.Course.Moves)
	d.Course.Payments = slices.Clone(d.Course.Payments)
	return d
}

// component returns the place of a paper among the components, -1 where the
// dossier has none of that key.
func (d *Dossier) component(key string) int {
	return slices.IndexFunc(d.Components, func(c Component) bool { return c.Rule.Key == key })
}

// leads returns nil where the status machine leads from the dossier's status
// to another, also by way of StatusProcessing: a counter that does all at once
// need not enter that the work has begun.
func (d *Dossier) leads(to Status) error {
	switch {
	case d.Status.CanBecome(to), d.Status == StatusReceived && StatusProcessing.CanBecome(to):
		return nil
	case d.Status.Ended():
		return refuse("status", ReasonEnded)
	case d.Status == StatusRegistered:
		return refuse("status", ReasonNotAccepted)
	}
	return refuse("status", ReasonStep)
}

// become moves the dossier to a status. What it waited for is over where the
// status says so by itself.
func (d *Dossier) become(to Status, s *Step) {
	s.From, s.To = d.Status, to
	w := d.Course.Waiting
	if w != nil && (w.For == PauseSupplement && d.Status == StatusSupplement || w.For == PausePayment && d.Status == StatusPayment) {
		d.Course.Waiting = nil
	}
	d.Status = to
	if to.Ended() || to == StatusDone {
		d.Course.Waiting = nil
	}
}

// end is become for a status that no step leads out of.
func (d *Dossier) end(to Status, s *Step) {
	d.become(to, s)
	d.Course.Waiting = nil
}

// laterDue refuses an appointment before the one that holds; zero leaves it.
func (d *Dossier) laterDue(due time.Time) error {
	if !due.IsZero() && due.Before(d.Due) {
		return refuse("due", ReasonDueNotLater)
	}
	return nil
}

// moveDue moves the appointment, where there is one to move.
func (d *Dossier) moveDue(due time.Time) {
	if !due.IsZero() && !d.Due.IsZero() {
		d.Due = due
	}
}
