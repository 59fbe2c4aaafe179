package motcua

import (
	"fmt"
	"strings"
)

// Series is a series of numbers of the forms of TT 03/2025/TT-VPCP, Phụ lục I.
type Series string

// The series, as they stand behind the number on the form.
const (
	SeriesSupplement Series = "PBS" // Mẫu 02
	SeriesRefusal    Series = "PTC" // Mẫu 03
	SeriesExtension  Series = "PXL" // Mẫu 04
	SeriesStop       Series = "TB"  // Mẫu 05, a notice (thông báo) of NĐ 30/2020/NĐ-CP
	SeriesControl    Series = "PKS" // Mẫu 06
)

// Slip is the number of one form. Numbers are counted per unit, series, year
// and counter, 1, 2, 3 … without gaps; two counters that cannot reach each
// other differ by the counter's name.
type Slip struct {
	Series  Series `json:"series"`
	Unit    string `json:"unit"` // "46-19789"
	Year    int    `json:"year"` // in Vietnam
	Counter string `json:"counter"`
	Number  int    `json:"number"`
}

// Text returns the number as printed: "01-0012/PBS"; without the counter's
// part where its name has no digits.
func (s Slip) Text() string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s.Counter)
	if digits != "" {
		digits += "-"
	}
	return fmt.Sprintf("%s%04d/%s", digits, s.Number, s.Series)
}

// Numbered is an action whose form bears a number. The store allots it inside
// the transaction that writes the event.
type Numbered interface {
	Action
	// Series is the series that the number comes from.
	Series() Series
	// Numbered returns the action with its number.
	Numbered(Slip) Action
	// Bears returns the number; zero before it is allotted.
	Bears() Slip
}

// SlipOf returns the number that an event's form bears, false where it has none
// or its body cannot be read.
func SlipOf(e Event) (Slip, bool) {
	n, ok := newAction(e.Kind).(Numbered)
	if !ok || e.DecodeBody(n) != nil || n.Bears().Number < 1 {
		return Slip{}, false
	}
	return n.Bears(), true
}

// Contact is whom a citizen asks about a form.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
}
