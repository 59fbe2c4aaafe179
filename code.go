package motcua

import (
	"fmt"
	"regexp"
	"time"
)

// Code is a dossier code (mã hồ sơ) as printed: "H57.19.789-261120-0007".
// A printed code never changes.
type Code string

var (
	codeNew = regexp.MustCompile(`^[A-Y]\d{2}(\.[0-9A-Z]{1,3}){0,7}-\d{6}(\d{2})?-\d{4,8}$`)
	codeOld = regexp.MustCompile(`^\d{3}\.\d{2}\.\d{2,3}\.[A-Y]\d{2}-\d{6}-\d{4,6}$`)
	agency  = regexp.MustCompile(`^[A-Y]\d{2}(\.[0-9A-Z]{1,3}){0,7}$`)
)

// maxCodeLen bounds a code: 35 characters of agency (QĐ 20/2020/QĐ-TTg,
// Article 4), a date of eight and a serial of eight.
const maxCodeLen = 35 + 1 + 8 + 1 + 8

// MaxSerial is the highest number of a day's dossiers.
const MaxSerial = 9999

// MakeCode returns the code of the serial-th dossier (1 … 9999) that the
// agency received on the local day of at. The form is {agency}-{yyMMdd}-{NNNN}.
func MakeCode(agencyID string, at time.Time, serial int) (Code, error) {
	if !ValidAgency(agencyID) {
		return "", &Error{Code: CodeInvalid, Field: "agency", Detail: "not an agency code"}
	}
	if serial < 1 || serial > MaxSerial {
		return "", &Error{Code: CodeNoNumbers, Detail: fmt.Sprintf("serial %d", serial)}
	}
	return Code(fmt.Sprintf("%s-%s-%04d", agencyID, at.In(Local).Format("060102"), serial)), nil
}

// ParseCode accepts every historic shape of a dossier code: today's, the
// ministries' with eight-digit dates and longer serials, and the reversed one
// from before QĐ 20/2020/QĐ-TTg.
func ParseCode(s string) (Code, error) {
	if len(s) > maxCodeLen || !codeNew.MatchString(s) && !codeOld.MatchString(s) {
		return "", &Error{Code: CodeInvalid, Field: "code", Detail: "not a dossier code"}
	}
	return Code(s), nil
}

// ValidAgency reports whether s is an agency code (mã định danh cơ quan) of at
// most 35 characters, QĐ 20/2020/QĐ-TTg Article 4.
func ValidAgency(s string) bool { return len(s) <= 35 && agency.MatchString(s) }

// Local is Vietnam's time (UTC+7, no daylight saving), the zone of every day
// boundary, appointment and printed hour.
var Local = time.FixedZone("ICT", 7*60*60)
