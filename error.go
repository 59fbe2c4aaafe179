package motcua

import "errors"

// ErrorCode names a kind of failure for machines. Each edge (window, hub,
// sync, command line) maps codes to sentences in one table; the core never
// writes a sentence for people.
type ErrorCode string

// The codes of the core. Edges may rely on them; they never change meaning.
const (
	CodeInvalid     ErrorCode = "invalid"      // input breaks a rule; Field says where
	CodeUnknown     ErrorCode = "unknown"      // no such procedure, case, dossier, station …
	CodeTooLarge    ErrorCode = "too-large"    // input over its bound
	CodeConflict    ErrorCode = "conflict"     // the state does not allow this step
	CodeCorrupt     ErrorCode = "corrupt"      // bytes are not what they claim to be
	CodeForged      ErrorCode = "forged"       // a signature or chain does not verify
	CodeDenied      ErrorCode = "denied"       // not allowed for this key or person
	CodeRevoked     ErrorCode = "revoked"      // the key was withdrawn
	CodeUnreachable ErrorCode = "unreachable"  // the other side did not answer
	CodeBadAnswer   ErrorCode = "bad-answer"   // the other side answered, but not in our language
	CodeDiskFull    ErrorCode = "disk-full"    // nothing more can be stored
	CodeReadOnly    ErrorCode = "read-only"    // the folder cannot be written
	CodeBusy        ErrorCode = "busy"         // someone else holds it; try again
	CodeNewer       ErrorCode = "newer"        // made by a newer version of the program
	CodeNoNumbers   ErrorCode = "no-numbers"   // the station's serials of the day are used up
	CodeClock       ErrorCode = "clock"        // the machine's clock cannot be trusted
	CodeIO          ErrorCode = "io"           // any other failure of disk or device
	CodeRolledBack  ErrorCode = "rolled-back"  // the hub holds more of this log, or another: an older copy was put back
	CodePresentOnly ErrorCode = "present-only" // the paper may only be shown, not scanned or filed
)

// Error is what the core returns: a code for machines, the field it concerns
// (a JSON path of the input such as "applicant.idNumber", or empty), a detail
// that is a short English key for logs and tests, never a person's data, and
// the cause.
type Error struct {
	Code   ErrorCode
	Field  string
	Detail string
	Cause  error
}

func (e *Error) Error() string {
	s := string(e.Code)
	if e.Field != "" {
		s += " " + e.Field
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Cause }

// CodeOf returns the code of the first *Error in err's chain, CodeIO for any
// other error and "" for nil.
func CodeOf(err error) ErrorCode {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeIO
}

// FieldOf returns the field of the first *Error in err's chain, or "".
func FieldOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// ProblemOf returns what a printer's error says of the printer, or "".
func ProblemOf(err error) PrintProblem {
	var e *Error
	if errors.As(err, &e) && e.Code == CodePrinter {
		return PrintProblem(e.Detail)
	}
	return ""
}
