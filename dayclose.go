package motcua

import "time"

// EventDayClosed closes a day at a station; body DayClosed. It locks numbers,
// not dossiers, and the newest of a day is the one that counts.
const EventDayClosed EventKind = "station.day-closed"

// DayClosed is the body of the event that closes a day (kết sổ ngày): what was
// counted by hand, what stood in the file, and who gave the shift to whom.
type DayClosed struct {
	Day      string          `json:"day"`     // yyyy-MM-dd in Vietnam
	Counted  int             `json:"counted"` // paper dossiers on the desk, counted by a person
	Saved    int             `json:"saved"`   // dossiers of the day in this station's file
	Sent     int             `json:"sent"`
	Received int             `json:"received"` // confirmed by the hub
	Differs  []DayDifference `json:"differs,omitempty"`
	Reason   string          `json:"reason,omitempty"` // why it is closed although something differs
	From     string          `json:"from"`             // who hands the shift over
	To       string          `json:"to,omitempty"`     // who takes it
}

// DayDifference is one dossier that is not confirmed when the day is closed.
type DayDifference struct {
	Code    Code      `json:"code"`
	Truth   Truth     `json:"truth"`
	Refusal ErrorCode `json:"refusal,omitempty"`
}

// MaxReason is how long a reason may be, in letters.
const MaxReason = 500

// Check returns CodeInvalid with the field that is wrong: a day close must
// balance, or say why it does not.
func (d DayClosed) Check() error {
	bad := func(field string) error { return &Error{Code: CodeInvalid, Field: field} }
	if _, err := time.ParseInLocation("2006-01-02", d.Day, Local); err != nil {
		return bad("day")
	}
	for _, t := range [...]struct {
		field, text string
		must        bool
	}{{"from", d.From, true}, {"to", d.To, false}, {"reason", d.Reason, !d.Balances()}} {
		clean, ok := CleanText(t.text, false)
		if !ok || clean != t.text || len([]rune(clean)) > MaxReason || t.must && clean == "" {
			return bad(t.field)
		}
	}
	if d.Counted < 0 {
		return bad("counted")
	}
	return nil
}

// Balances reports whether papers, file, road and hub say the same number.
func (d DayClosed) Balances() bool {
	return d.Counted == d.Saved && d.Saved == d.Sent && d.Sent == d.Received && len(d.Differs) == 0
}

// DayPayment is one line of a day's cash sheet: money that was taken on the day
// (Voided where it was voided on that same day), or that was voided on it.
type DayPayment struct {
	Payment
	Code      Code
	Procedure string // code
	Owner     string
	On        time.Time // when the line came about: Payment.At, or when it was voided
	Back      bool      // taken on an earlier day, and voided on this one
}

// DayCount is what one counter did on a day.
type DayCount struct {
	Counter     string // name of the station
	Taken       int    // dossiers taken in
	Returned    int    // results handed over
	Supplements int    // requests for papers
	Refused     int    // not taken in, or stopped
	Pages       int    // filed electronically
}
