package motcua

import (
	"log/slog"
	"time"
)

// ApplicantKind says for whom the person at the counter acts.
type ApplicantKind string

// The three kinds of applicant.
const (
	ApplicantSelf         ApplicantKind = "self"         // Chính chủ
	ApplicantAuthorised   ApplicantKind = "authorised"   // Được ủy quyền
	ApplicantOrganisation ApplicantKind = "organisation" // Tổ chức
)

// PaperCount is how many originals and copies of one paper were handed in.
type PaperCount struct {
	Key       string `json:"key"` // PaperRule.Key
	Originals int    `json:"originals"`
	Copies    int    `json:"copies"`
	Shown     bool   `json:"shown,omitempty"` // a present-only paper was shown
}

// Intake is what a clerk enters to take in one dossier, and the JSON object
// that `motcuactl intake` reads.
type Intake struct {
	// ID makes a retry harmless: the same ID is taken in once. A UUID; made
	// by the desk where empty.
	ID            string        `json:"id,omitempty"`
	Procedure     string        `json:"procedure"`
	Case          string        `json:"case,omitempty"`
	Channel       Channel       `json:"channel,omitempty"` // direct where empty
	Sets          int           `json:"sets,omitempty"`    // bộ; 1 where 0
	Kind          ApplicantKind `json:"kind,omitempty"`    // self where empty
	Applicant     Person        `json:"applicant"`
	Authoriser    *Person       `json:"authoriser,omitempty"`
	Organisation  *Organisation `json:"organisation,omitempty"`
	Request       string        `json:"request,omitempty"`       // nội dung yêu cầu giải quyết; the procedure's name where empty
	Papers        []PaperCount  `json:"papers,omitempty"`        // as asked for where nil
	ResultBy      Channel       `json:"resultBy,omitempty"`      // direct or post; direct where empty
	ResultPlace   string        `json:"resultPlace,omitempty"`   // đăng ký nhận kết quả tại
	Limit         *Limit        `json:"limit,omitempty"`         // by the clerk, where the catalogue knows none
	RegisterBook  string        `json:"registerBook,omitempty"`  // quyển số
	RegisterEntry string        `json:"registerEntry,omitempty"` // số thứ tự
	// Resolver is who resolves it, where that is not the unit that takes it
	// in: another commune or an agency of the same province.
	Resolver *Place `json:"resolver,omitempty"`
	// Owes is what the fee came to, whether it was paid at once or not.
	Owes []FeeItem `json:"owes,omitempty"`
}

// LogValue keeps the citizen out of every log.
func (in Intake) LogValue() slog.Value { return slog.StringValue("intake " + in.Procedure) }

// Warning is a doubt about an intake that does not stop it.
type Warning struct {
	Code  string `json:"code"`  // "id-birth-year", "phone-shape" …; desk lists them
	Field string `json:"field"` // JSON path in Intake
}

// Appointment is when the result is promised, and why then.
type Appointment struct {
	Received time.Time `json:"received"`
	Due      time.Time `json:"due,omitzero"` // zero where no limit is known
	Limit    Limit     `json:"limit,omitzero"`
	// Skipped lists the days off between, as "yyyy-MM-dd name"; weekends are
	// not listed but Weekend tells whether any was skipped.
	Skipped []string `json:"skipped,omitempty"`
	Weekend bool     `json:"weekend,omitempty"`
	// AfterCutoff is set where the dossier came after the cut-off hour and the
	// due time therefore moved to the next working day.
	AfterCutoff bool   `json:"afterCutoff,omitempty"`
	Calendar    string `json:"calendar,omitempty"` // version of the table used
}

// Received is the body of the event that takes a dossier in: all that the
// receipt says, with the catalogue as it stood.
type Received struct {
	Code        Code        `json:"code"`
	Secret      []byte      `json:"secret"` // 10 random bytes, also in the receipt's QR
	Intake      Intake      `json:"intake"`
	Procedure   Procedure   `json:"procedure"` // snapshot
	Catalogue   string      `json:"catalogue"` // version
	Appointment Appointment `json:"appointment"`
	Warnings    []Warning   `json:"warnings,omitempty"`
	Unit        string      `json:"unit"`    // "46-19789"
	Agency      string      `json:"agency"`  // "H57.19.789"
	Counter     string      `json:"counter"` // "Quầy 01"
	Clerk       string      `json:"clerk,omitempty"`
	// Begin is the status it begins in: StatusReceived where 0, or
	// StatusRegistered for one that is kept but not taken in yet.
	Begin Status `json:"begin,omitempty"`
}

// FileRef names a stored file by the SHA-256 of its bytes.
type FileRef struct {
	SHA256 string `json:"sha256"` // 64 lower-case hex digits
	Size   int64  `json:"size"`
	Type   string `json:"type"`  // application/pdf, image/jpeg, image/png, image/tiff
	Pages  int    `json:"pages"` // ≥ 1
}

// FileAdded is the body of the event that puts a file into a component.
type FileAdded struct {
	Paper string  `json:"paper"` // PaperRule.Key
	File  FileRef `json:"file"`
	Name  string  `json:"name,omitempty"` // base name it came under, cleaned
	From  string  `json:"from"`           // "file" or the scanner's name
	// Reused says in which dossier of the same person the same file lies
	// already; "" where it came from outside. From is then "reuse".
	Reused Code `json:"reused,omitempty"`
}

// StatusChanged is the body of the event that moves a dossier on.
type StatusChanged struct {
	From Status `json:"from"`
	To   Status `json:"to"`
	Note string `json:"note,omitempty"`
}

// Erased is the body of the event that erases a dossier as the law asks: why,
// and what a register must still be able to say. Nothing in it is of a person.
type Erased struct {
	Reason    string    `json:"reason"`
	Code      Code      `json:"code"`
	Procedure string    `json:"procedure"` // name
	Status    Status    `json:"status"`
	Received  time.Time `json:"received"`
	Slips     []Slip    `json:"slips,omitempty"` // numbers that its forms bear
}

// Component is one paper of a dossier with what is filed under it.
type Component struct {
	Rule  PaperRule
	Count PaperCount
	Files []FileAdded
}

// Step is one line of a dossier's story.
type Step struct {
	Event   string // event id
	Kind    EventKind
	At      time.Time
	Station string
	Actor   string
	From    Status
	To      Status
	Note    string
	Slip    Slip   // number of the form that went with it; zero where none did
	Revoked bool   // taken back; it no longer counts
	Detail  string // a refused step's Reason; "clock": recorded more than a day behind what was known then
}

// Dossier (hồ sơ) is the state that its events fold to.
type Dossier struct {
	ID         string
	Received   Received
	Station    string // that took it in
	Status     Status
	Components []Component
	Steps      []Step
	Exceptions []Step // steps the status machine refused, for a human
	Updated    time.Time
	Newest     string    // id of the event that comes last
	Due        time.Time // the appointment as it holds now; zero where none does
	Course     Course
	Erased     bool // only what Erased keeps is left; edges say "đã xóa theo quy định"
}

// LogValue shows the code only.
func (d Dossier) LogValue() slog.Value { return slog.StringValue(string(d.Received.Code)) }

// FromReuse is FileAdded.From of a file that lay in an earlier dossier.
const FromReuse = "reuse"

// Filed returns every filed paper and, last, the result where it is digitised.
func (d Dossier) Filed() []FileAdded {
	var out []FileAdded
	for _, c := range d.Components {
		out = append(out, c.Files...)
	}
	if r := d.Course.Result; r != nil && r.File != nil {
		out = append(out, FileAdded{File: *r.File, Name: r.Name, From: "result"})
	}
	return out
}

// OwnerNumber returns the number by which the owner is known: the
// organisation's tax number, else a personal number; "" where none was given.
func (in Intake) OwnerNumber() string {
	switch {
	case in.Kind == ApplicantOrganisation && in.Organisation != nil:
		return in.Organisation.TaxCode
	case in.Kind == ApplicantAuthorised && in.Authoriser != nil:
		return in.Authoriser.IDNumber
	}
	return in.Applicant.IDNumber
}

// Owner returns the name of the one whose dossier this is: the organisation,
// else the authoriser, else the applicant.
func (in Intake) Owner() string {
	switch {
	case in.Kind == ApplicantOrganisation && in.Organisation != nil:
		return in.Organisation.Name
	case in.Kind == ApplicantAuthorised && in.Authoriser != nil:
		return in.Authoriser.Name
	}
	return in.Applicant.Name
}
