// Package scan is what every kind of scanner shares. The kinds themselves live
// in the folders below; page judges what they deliver.
package scan

import "motcua"

// The bounds of a resolution that is passed on to a device, in dpi.
const (
	DefaultDPI = 200
	MinDPI     = 75
	MaxDPI     = 600
)

// Fault returns the error of a device that stopped: CodeIO, Field "scanner",
// what is in its way as Detail.
func Fault(p motcua.ScanProblem) error {
	return &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: string(p)}
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
