package motcua

import "time"

// ResultKind says what a result decides.
type ResultKind string

// The kinds of results.
const (
	ResultGranted ResultKind = "granted" // đồng ý giải quyết
	ResultDenied  ResultKind = "denied"  // không đồng ý, nêu rõ lý do
)

// ResultRecorded is the body of the event that says that the result is there.
type ResultRecorded struct {
	Result ResultKind `json:"result"`
	Name   string     `json:"name"`             // of the document
	Number string     `json:"number,omitempty"` // số, ký hiệu
	Date   time.Time  `json:"date,omitzero"`    // day of the document, in Vietnam
	Agency string     `json:"agency,omitempty"` // that issued it
	Signer string     `json:"signer,omitempty"`
	Copies int        `json:"copies,omitempty"` // how many are to be handed over
	File   *FileRef   `json:"file,omitempty"`   // digitised
	Note   string     `json:"note,omitempty"`
}

// Kind of ResultRecorded.
func (ResultRecorded) Kind() EventKind { return EventResultRecorded }

// Allows asks that the dossier waits for nothing and has no result.
func (b ResultRecorded) Allows(d Dossier) error {
	switch {
	case d.Status == StatusDone:
		return refuse("status", ReasonHasResult)
	case d.Course.Waiting != nil:
		return refuse("status", ReasonWaiting)
	}
	return d.leads(StatusDone)
}

func (b ResultRecorded) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.become(StatusDone, s)
	d.Course.Result, d.Course.ResultAt = &b, s.At
}

// Taker says who takes a result.
type Taker string

// Who takes a result.
const (
	TakerOwner      Taker = "owner"      // chủ hồ sơ
	TakerApplicant  Taker = "applicant"  // người nộp
	TakerAuthorised Taker = "authorised" // người được ủy quyền
	TakerPost       Taker = "post"       // dịch vụ bưu chính
)

// Valid reports whether t is one of the four.
func (t Taker) Valid() bool {
	return t == TakerOwner || t == TakerApplicant || t == TakerAuthorised || t == TakerPost
}

// HandedOver is the body of the event that hands a result to the citizen.
type HandedOver struct {
	To       Taker  `json:"to"`
	Name     string `json:"name"`               // who took it
	Identity string `json:"identity,omitempty"` // paper by which he was known: "CCCD"
	IDNumber string `json:"idNumber,omitempty"`
	// Authority is the paper that authorises him, where To is authorised.
	Authority string `json:"authority,omitempty"`
	Item      string `json:"item,omitempty"`   // code of the postal item
	Signed    bool   `json:"signed,omitempty"` // he signed for it
	Copies    int    `json:"copies,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Kind of HandedOver.
func (HandedOver) Kind() EventKind { return EventHandedOver }

// Allows asks for a result.
func (b HandedOver) Allows(d Dossier) error {
	switch {
	case d.Status.Ended():
		return refuse("status", ReasonEnded)
	case d.Status != StatusDone:
		return refuse("status", ReasonNoResult)
	}
	return nil
}

func (b HandedOver) play(d *Dossier, s *Step) {
	s.Note = b.Note
	d.Course.HandOver, d.Course.HandedAt = &b, s.At
	d.end(StatusResultReturned, s)
}

// Noted is the body of the event by which somebody writes something down.
type Noted struct {
	Text string `json:"text"`
}

// Kind of Noted.
func (Noted) Kind() EventKind { return EventNoted }

// Allows a note always.
func (Noted) Allows(Dossier) error { return nil }

func (b Noted) play(_ *Dossier, s *Step) { s.Note = b.Text }
