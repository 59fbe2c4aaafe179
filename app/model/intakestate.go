package model

import (
	"fmt"
	"image"
	"maps"
	"slices"
	"strings"

	"motcua"
)

// IntakeState is all that the screen shows.
type IntakeState struct {
	Phase         Phase
	Chosen        bool
	ProcedureName string
	ProcedureNote string // "1.004884 · Hộ tịch"
	Case          string
	CaseCount     int
	Channel       motcua.Channel
	Channels      []motcua.Channel // offered, in fixed order
	Kind          motcua.ApplicantKind
	Texts         map[Field]string // as typed
	Shown         map[Field]string // words for picked keys
	Faults        map[Field]string // what is wrong, for boxes that were left
	Doubts        map[Field]string // two words for the label
	Papers        []PaperLine
	PaperSummary  string
	Notes         []string // remarks among the papers
	Appointment   AppointmentCard
	Fee           string // as published
	FeeCard       FeeCard
	Checks        []CheckLine
	DraftLine     string
	Trouble       *Sentence
	FirstFault    Field
	Done          *DoneCard
	CanScan       bool
	CanHold       bool
	CanTurnAway   bool // ask for papers, or refuse, instead of taking in
	Card          CardView
	FromFile      []Field // filled in from the last dossier
}

// PaperLine is one row of the list of papers.
type PaperLine struct {
	Rule   motcua.PaperRule
	Count  motcua.PaperCount
	Name   string // short
	Ruled  string // why it is not needed; "" where it is
	Remark string // last column
}

// AppointmentCard says when the result is promised, and why then.
type AppointmentCard struct {
	Known      bool
	Date       string // 30/11/2026
	When       string // 17:00 · thứ Hai
	Hour       string
	Day        string
	Limit      string // 5 ngày làm việc
	Unverified bool
	Reasons    []string
	AskLimit   bool // the clerk must write the limit
}

// CheckKind says how a line of the checks looks.
type CheckKind int

// The kinds: done, look at this, stops the intake, differs from the card, good
// to know.
const (
	CheckGood CheckKind = iota
	CheckDoubt
	CheckFault
	CheckDiffers
	CheckNote
)

// CheckLine is one line of "Trước khi tiếp nhận".
type CheckLine struct {
	Kind  CheckKind
	Head  string
	Now   string
	Field Field
}

// DoneCard is what stands in place of the form after receiving.
type DoneCard struct {
	Same, Differs string // of the code
	Saved         string // Đã lưu trên máy lúc 10:43:02
	Appointment   string
	Owner         string
	Procedure     string
	Paper         string // giấy hẹn (Mẫu 01), phiếu yêu cầu bổ sung (Mẫu 02)
	Printing      string
	CanPrint      bool
	Preview       image.Image
	Page          string // of the preview, from the second on
	Papers        []DonePaper
	Selected      int
	Scanning      string
	CanScan       bool
	CanFile       bool
	CanReuse      bool // the selected paper lies digitised in an earlier dossier
	Note          string
}

// DonePaper is one paper of the received dossier.
type DonePaper struct {
	Name    string
	Pages   string // "2 trang"
	Filable bool
	Remark  string
}

// State returns what to show now.
func (m *Intake) State() IntakeState {
	s := IntakeState{
		Phase: m.phase, Chosen: m.form.Code != "", Case: m.form.Case, CaseCount: len(m.proc.Cases()),
		Channel: m.form.Channel, Kind: m.form.Kind, Texts: maps.Clone(m.form.Texts), Shown: m.shown(),
		Faults: map[Field]string{}, Doubts: map[Field]string{}, Notes: m.proc.Notes(),
		Trouble: m.trouble, CanScan: m.cfg.Scanner != nil, CanHold: m.CanHold(), CanTurnAway: m.cfg.TurnAway != nil,
	}
	if s.Chosen {
		s.ProcedureName, s.ProcedureNote = m.proc.Name, m.proc.Code+" · "+m.proc.Field
		for _, c := range []motcua.Channel{motcua.ChannelDirect, motcua.ChannelOnline, motcua.ChannelPost} {
			if _, ok := m.proc.Offer(c); ok {
				s.Channels = append(s.Channels, c)
			}
		}
		o, _ := m.proc.Offer(m.form.Channel)
		s.Fee = strings.TrimSpace(o.FeeText)
		s.FeeCard = m.feeCard()
		s.Papers, s.PaperSummary = m.paperLines()
		s.Appointment = appointmentCard(m.checks.appointment, m.checks.known)
		if m.form.Texts[FieldLimit] != "" {
			s.Appointment.AskLimit = true
		}
	}
	m.judge(&s)
	s.Card, s.FromFile = m.cardView(), m.fromFile()
	s.Checks = append(m.cardChecks(s.Card), s.Checks...)
	if !m.draft.saved.IsZero() && m.phase != PhaseReceived {
		s.DraftLine = "Bản nháp đã lưu trên máy " + Clock6(m.draft.saved)
	}
	if m.phase == PhaseReceived {
		s.Done = m.doneCard()
	}
	return s
}

func (m *Intake) shown() map[Field]string {
	out := map[Field]string{FieldCase: m.form.Case}
	for _, f := range []Field{FieldGender, FieldOwnerGender, FieldResultBy, FieldProvince, FieldWard, FieldResolver, FieldFeeMethod, FieldFeeExempt} {
		key := m.form.Texts[f]
		for _, c := range m.Choices(f, "") {
			if c.Key == key {
				out[f] = c.Text
			}
		}
	}
	if name, agency := strings.CutPrefix(m.form.Texts[FieldResolver], agencyMark); agency {
		out[FieldResolver] = name
	}
	return out
}

// boxOf returns the box that a JSON path belongs to: of "papers[2].copies" the
// list of papers.
func boxOf(path string) Field {
	if _, ok := labels[Field(path)]; ok {
		return Field(path)
	}
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '.' || path[i] == '[' {
			if _, ok := labels[Field(path[:i])]; ok {
				return Field(path[:i])
			}
		}
	}
	return Field(path)
}

// faultLabel says in two words beside a box's name that something is wrong.
func faultLabel(code motcua.ErrorCode, text string) string {
	switch {
	case code == motcua.CodeTooLarge:
		return "dài quá"
	case text == "":
		return "còn trống"
	}
	return "chưa đúng"
}

func (m *Intake) judge(s *IntakeState) {
	if !s.Chosen {
		if m.tried {
			s.Faults[FieldProcedure] = faultLabel(motcua.CodeInvalid, "")
			s.FirstFault = FieldProcedure
		}
		return
	}
	if f := m.checks.fault; f != nil {
		box := boxOf(f.Field)
		if m.tried || m.touched[box] {
			s.Faults[box], s.FirstFault = faultLabel(f.Code, m.form.Texts[box]), box
			if m.trouble == nil { // else that tells it already
				s.Checks = append(s.Checks, CheckLine{Kind: CheckFault, Head: Label(box), Now: FieldError(box, f.Code) + ".", Field: box})
			}
		}
	}
	missing := ""
	for _, w := range m.checks.warnings {
		if n := m.paperNumber(w.Field); n > 0 {
			missing += fmt.Sprintf(", %d", n)
			continue
		}
		d := WarningWords(w)
		d.Field = boxOf(w.Field)
		if m.unfinished(w.Code, d.Field) {
			continue
		}
		s.Doubts[d.Field] = d.Short
		s.Checks = append(s.Checks, CheckLine{Kind: CheckDoubt, Head: d.Head, Now: d.Now, Field: d.Field})
	}
	if missing != "" {
		d := WarningWords(motcua.Warning{Code: "paper-missing"})
		s.Doubts[FieldPapers] = d.Short
		s.Checks = append(s.Checks, CheckLine{Kind: CheckDoubt, Head: d.Head + ": số " + missing[2:], Now: d.Now, Field: FieldPapers})
	}
	if n := len(m.form.Papers); n > 0 && !slices.ContainsFunc(s.Checks, func(c CheckLine) bool { return c.Field == FieldPapers }) && m.allPapers() {
		s.Checks = append(s.Checks, CheckLine{Kind: CheckGood, Head: "Đủ giấy tờ"})
	}
}

// paperNumber returns the number in the list of the paper that a doubt is
// about ("papers.p3"), 0 where it is about something else.
func (m *Intake) paperNumber(path string) int {
	key, ok := strings.CutPrefix(path, "papers.")
	if !ok {
		return 0
	}
	return 1 + slices.IndexFunc(m.form.Papers, func(p motcua.PaperCount) bool { return p.Key == key })
}

// unfinished reports whether a doubt is about a box that the clerk has not come
// to yet, or is still typing in for the first time.
func (m *Intake) unfinished(code string, f Field) bool {
	if m.tried || m.touched[f] {
		return false
	}
	return waitingFor(code) || m.form.Texts[f] != ""
}

func waitingFor(code string) bool {
	return strings.HasSuffix(code, "-missing") && code != "paper-missing"
}

// allPapers reports whether every paper is there in the numbers asked for.
func (m *Intake) allPapers() bool {
	return len(m.proc.Missing(m.form.Case, m.form.Channel, m.form.Kind == motcua.ApplicantAuthorised, m.form.Papers)) == 0
}
