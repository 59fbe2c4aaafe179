package motcua

// Accepted is the body of the event that takes in a dossier that was only
// registered (by post, online, or short of papers): from then on Mẫu 01 holds.
type Accepted struct {
	Appointment Appointment `json:"appointment"`
	Note        string      `json:"note,omitempty"`
}

// Kind of Accepted.
func (Accepted) Kind() EventKind { return EventAccepted }

// Allows asks for a registered dossier that waits for nothing.
func (b Accepted) Allows(d Dossier) error {
	if d.Course.Waiting != nil {
		return refuse("status", ReasonWaiting)
	}
	if d.Status != StatusRegistered {
		return refuse("status", ReasonAccepted)
	}
	return nil
}

func (b Accepted) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.Received.Appointment, d.Due = b.Appointment, b.Appointment.Due
	d.become(StatusReceived, s)
}

// Refused is the body of the event that refuses a registered dossier (Mẫu 03,
// Phiếu từ chối tiếp nhận giải quyết hồ sơ).
type Refused struct {
	Slip    Slip     `json:"slip"`
	Reasons []string `json:"reasons"`
	Basis   string   `json:"basis,omitempty"`
	Contact Contact  `json:"contact,omitzero"`
}

// Kind of Refused.
func (Refused) Kind() EventKind { return EventRefused }

// Series of Mẫu 03.
func (Refused) Series() Series { return SeriesRefusal }

// Numbered returns b with its number.
func (b Refused) Numbered(s Slip) Action { b.Slip = s; return b }

// Bears returns the number.
func (b Refused) Bears() Slip { return b.Slip }

// Allows asks for a dossier that was not taken in yet.
func (b Refused) Allows(d Dossier) error {
	switch {
	case d.Status.CanBecome(StatusRefused):
		return nil
	case d.Status.Ended():
		return refuse("status", ReasonEnded)
	}
	return refuse("status", ReasonAccepted)
}

func (b Refused) play(d *Dossier, s *Step) {
	s.Slip = b.Slip
	if len(b.Reasons) > 0 {
		s.Note = b.Reasons[0]
	}
	d.Course.Refusal = &b
	d.end(StatusRefused, s)
}

// StopCause says why a dossier's processing stops.
type StopCause string

// The causes.
const (
	StopRequest   StopCause = "request"       // asked for by the citizen, NĐ 118/2025/NĐ-CP Article 21
	StopNoPapers  StopCause = "no-supplement" // the papers asked for did not come in time
	StopNoPayment StopCause = "no-payment"    // nor the money
	StopByLaw     StopCause = "by-law"        // another cause that the basis names
)

// Status returns what a dossier becomes that stops for this cause: withdrawn
// on the citizen's request, else stopped.
func (c StopCause) Status() Status {
	if c == StopRequest {
		return StatusWithdrawn
	}
	return StatusStopped
}

// Valid reports whether c is one of the causes.
func (c StopCause) Valid() bool {
	return c == StopRequest || c == StopNoPapers || c == StopNoPayment || c == StopByLaw
}

// Stopped is the body of the event that stops a dossier before it has a result
// (Mẫu 05, Thông báo dừng giải quyết hồ sơ).
type Stopped struct {
	Slip      Slip      `json:"slip"`
	Cause     StopCause `json:"cause"`
	Reason    string    `json:"reason"`
	Requester string    `json:"requester,omitempty"` // who asked, where he is not the owner
	Channel   Channel   `json:"channel,omitempty"`   // by which he asked
	Stage     string    `json:"stage,omitempty"`     // reached, in words
	Paid      int64     `json:"paid,omitempty"`      // đồng paid so far
	Basis     string    `json:"basis,omitempty"`
	Signer    string    `json:"signer,omitempty"` // who decides
}

// Kind of Stopped.
func (Stopped) Kind() EventKind { return EventStopped }

// Series of Mẫu 05.
func (Stopped) Series() Series { return SeriesStop }

// Numbered returns b with its number.
func (b Stopped) Numbered(s Slip) Action { b.Slip = s; return b }

// Bears returns the number.
func (b Stopped) Bears() Slip { return b.Slip }

// Allows asks that there is no result yet.
func (b Stopped) Allows(d Dossier) error {
	if d.Status == StatusDone {
		return refuse("status", ReasonHasResult)
	}
	return d.leads(b.Cause.Status())
}

func (b Stopped) play(d *Dossier, s *Step) {
	s.Note, s.Slip = b.Reason, b.Slip
	d.Course.Stop = &b
	d.end(b.Cause.Status(), s)
}
