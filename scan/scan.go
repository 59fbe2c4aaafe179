// Package scan names what every kind of scanner may say. The kinds themselves
// live in the folders below; page judges what they deliver.
package scan

import "motcua"

// What stops a scanner, as Detail of its errors. They are the states of the
// SANE standard (1.06, 4.2.5) that a clerk can mend by hand; other drivers'
// words are mapped to them.
const (
	NoDocs    = "no-docs"    // the feeder is empty
	Jammed    = "jammed"     // a sheet is stuck in the feeder
	CoverOpen = "cover-open" // a cover is open
)

// The bounds of a resolution that is passed on to a device, in dpi.
const (
	DefaultDPI = 200
	MinDPI     = 75
	MaxDPI     = 600
)

// Fault returns the error of a device that stopped: CodeIO, Field "scanner",
// one of the constants above as Detail.
func Fault(detail string) error {
	return &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: detail}
}

// DPI returns the resolution to scan with: the asked one, DefaultDPI for 0,
// CodeInvalid outside the bounds.
func DPI(asked int) (int, error) {
	if asked == 0 {
		return DefaultDPI, nil
	}
	if asked < MinDPI || asked > MaxDPI {
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "dpi"}
	}
	return asked, nil
}
