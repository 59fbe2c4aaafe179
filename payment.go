package motcua

import "time"

// MaxMoney bounds one amount in đồng.
const MaxMoney int64 = 1_000_000_000_000

// FeeItem is one line of a fee.
type FeeItem struct {
	Name   string `json:"name"`
	Amount int64  `json:"amount"`          // đồng
	Basis  string `json:"basis,omitempty"` // of the fee, or of the exemption where Amount is 0
}

// Sum returns the amount of all items.
func Sum(items []FeeItem) int64 {
	var n int64
	for _, i := range items {
		n += i.Amount
	}
	return n
}

// PaymentRequested is the body of the event that asks the citizen to pay.
type PaymentRequested struct {
	Items    []FeeItem `json:"items"`
	Deadline time.Time `json:"deadline,omitzero"`
	// Rests says that the time until payment is not counted.
	Rests   bool    `json:"rests,omitempty"`
	Note    string  `json:"note,omitempty"`
	Contact Contact `json:"contact,omitzero"`
}

// Kind of PaymentRequested.
func (PaymentRequested) Kind() EventKind { return EventPaymentRequested }

// Allows asks that the dossier is worked on and waits for nothing else.
func (b PaymentRequested) Allows(d Dossier) error {
	if d.Course.Waiting != nil {
		return refuse("status", ReasonWaiting)
	}
	return d.leads(StatusPayment)
}

func (b PaymentRequested) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.become(StatusPayment, s)
	d.Course.Asked = &b
	if b.Rests {
		d.Course.Waiting = &Wait{For: PausePayment, Since: s.At, Until: b.Deadline, Event: s.Event}
	}
}

// PayMethod is how money came.
type PayMethod string

// The methods.
const (
	PayCash     PayMethod = "cash"     // tiền mặt
	PayTransfer PayMethod = "transfer" // chuyển khoản
	PayOnline   PayMethod = "online"   // Cổng Dịch vụ công quốc gia
	PayNone     PayMethod = "none"     // exempt: nothing was to pay
)

// Valid reports whether m is one of the methods.
func (m PayMethod) Valid() bool {
	return m == PayCash || m == PayTransfer || m == PayOnline || m == PayNone
}

// PaymentReceived is the body of the event that enters money taken, with the
// number of the official fee receipt, which comes from the tax office's stock.
type PaymentReceived struct {
	Items     []FeeItem `json:"items"`
	Method    PayMethod `json:"method"`
	Receipt   string    `json:"receipt,omitempty"` // số biên lai; "" where nothing was to pay
	Book      string    `json:"book,omitempty"`    // ký hiệu biên lai
	Collector string    `json:"collector"`         // who took it
	Payer     string    `json:"payer,omitempty"`
	Due       time.Time `json:"due,omitzero"` // the appointment, moved where it rested until payment
	Note      string    `json:"note,omitempty"`
}

// Kind of PaymentReceived.
func (PaymentReceived) Kind() EventKind { return EventPaymentReceived }

// Allows takes money whenever it came, but for a refused dossier, and a fee
// receipt's number once.
func (b PaymentReceived) Allows(d Dossier) error {
	if d.Status == StatusRefused {
		return refuse("status", ReasonEnded)
	}
	for _, p := range d.Course.Payments {
		if !p.Voided && b.Receipt != "" && p.Receipt == b.Receipt && p.Book == b.Book {
			return refuse("receipt", ReasonReceiptUsed)
		}
	}
	return d.laterDue(b.Due)
}

func (b PaymentReceived) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.Course.Payments = append(d.Course.Payments, Payment{PaymentReceived: b, Event: s.Event, At: s.At})
	if d.Status != StatusPayment || d.Unpaid() > 0 {
		return
	}
	d.Course.Waiting = nil
	d.become(StatusProcessing, s)
	d.moveDue(b.Due)
}

// PaymentVoided is the body of the event that takes an entered payment back: a
// wrong receipt or a refund. The dossier stays where it is.
type PaymentVoided struct {
	Payment string `json:"payment"` // id of the event that entered it
	Reason  string `json:"reason"`
}

// Kind of PaymentVoided.
func (PaymentVoided) Kind() EventKind { return EventPaymentVoided }

// Allows asks for a payment of this dossier that still counts.
func (b PaymentVoided) Allows(d Dossier) error {
	for _, p := range d.Course.Payments {
		if p.Event != b.Payment {
			continue
		}
		if p.Voided {
			return refuse("payment", ReasonVoided)
		}
		return nil
	}
	return refuse("payment", ReasonNoPayment)
}

func (b PaymentVoided) play(d *Dossier, s *Step) {
	s.Note = b.Reason
	for i := range d.Course.Payments {
		if p := &d.Course.Payments[i]; p.Event == b.Payment {
			p.Voided, p.Void = true, b.Reason
		}
	}
}

// Payment is money that came, and whether it still counts.
type Payment struct {
	PaymentReceived
	Event  string    `json:"event,omitempty"` // id of the event that entered it
	At     time.Time `json:"at,omitzero"`
	Voided bool      `json:"voided,omitempty"`
	Void   string    `json:"void,omitempty"` // why
}
