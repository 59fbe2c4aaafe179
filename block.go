package motcua

import (
	"fmt"
	"time"
)

// How the serials 1 … 9999 of one agency and day are shared, so that no two
// stations ever print one code, whatever they can reach. docs/STATION.md
// says why under "Numbers".
const (
	// FreshFrom … FreshTo is where a station that never met a hub prints from
	// unless it was set up otherwise.
	FreshFrom, FreshTo = 1, 999
	// LeaseFrom … LeaseTo is what a hub leases in blocks to all stations of a
	// unit.
	LeaseFrom, LeaseTo = 1000, 4999
	// OwnFrom … OwnTo is cut into Slots sub-ranges of OwnSize; each station of
	// a unit has one for good, for when its blocks are used up.
	OwnFrom, OwnTo, OwnSize = 5000, 9999, 500
	Slots                   = (OwnTo - OwnFrom + 1) / OwnSize
)

// Bounds of leasing that both sides keep.
const (
	BlockSize  = 50 // numbers of one block; fewer where there are no more
	BlockLow   = 20 // the next block of a day is asked for when fewer are left
	BlockDays  = 8  // today and the next seven are leased ahead
	BlocksADay = 20 // blocks of one station and day
)

// Block is a run of serials of one agency and local day.
type Block struct {
	Agency string `json:"agency"` // "H57.19.789"
	Day    string `json:"day"`    // yyyy-MM-dd in Vietnam
	From   int    `json:"from"`   // 1 … To
	To     int    `json:"to"`     // … 9999
}

// Count returns how many serials b holds.
func (b Block) Count() int { return b.To - b.From + 1 }

// Overlaps reports whether a and b share a serial.
func (b Block) Overlaps(a Block) bool {
	return a.Agency == b.Agency && a.Day == b.Day && a.From <= b.To && b.From <= a.To
}

// Check refuses a block that cannot be, with CodeInvalid.
func (b Block) Check() error {
	switch {
	case !ValidAgency(b.Agency):
		return &Error{Code: CodeInvalid, Field: "agency"}
	case !ValidDay(b.Day):
		return &Error{Code: CodeInvalid, Field: "day"}
	case b.From < 1 || b.To < b.From || b.To > MaxSerial:
		return &Error{Code: CodeInvalid, Field: "serials", Detail: fmt.Sprintf("%d to %d", b.From, b.To)}
	}
	return nil
}

// BlockRequest asks a hub for one more block on each of some days. The same ID
// gets the same blocks however often it is asked.
type BlockRequest struct {
	ID     string   `json:"id"` // a UUID
	Agency string   `json:"agency"`
	Days   []string `json:"days"` // yyyy-MM-dd, in order, each once; at most BlockDays
}

// Check refuses a request that breaks its own rules, with CodeInvalid.
func (r BlockRequest) Check() error {
	switch {
	case len(r.ID) != 36:
		return &Error{Code: CodeInvalid, Field: "id"}
	case !ValidAgency(r.Agency):
		return &Error{Code: CodeInvalid, Field: "agency"}
	case len(r.Days) == 0 || len(r.Days) > BlockDays:
		return &Error{Code: CodeInvalid, Field: "days"}
	}
	for i, d := range r.Days {
		if !ValidDay(d) || i > 0 && d <= r.Days[i-1] {
			return &Error{Code: CodeInvalid, Field: "days"}
		}
	}
	return nil
}

// DayOf returns the local day of a moment as yyyy-MM-dd.
func DayOf(t time.Time) string { return t.In(Local).Format(time.DateOnly) }

// ValidDay reports whether s is a day as DayOf writes it.
func ValidDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Format(time.DateOnly) == s
}

// BlockDaysFrom returns the local days that blocks are leased for at a moment:
// its own and those after it.
func BlockDaysFrom(now time.Time) []string {
	days := make([]string, BlockDays)
	for i := range days {
		days[i] = DayOf(now.In(Local).AddDate(0, 0, i))
	}
	return days
}
