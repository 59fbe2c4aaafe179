package model

import (
	"image"
	"maps"
	"slices"
	"time"

	"motcua"
)

// Phase is where the intake stands.
type Phase int

// The phases. A form is edited, then being received, then received.
const (
	PhaseEditing Phase = iota
	PhaseReceiving
	PhaseReceived
)

// IntakeConfig is what the intake screen works with. Paper and Scanner may be
// nil: the buttons that need them are then absent.
type IntakeConfig struct {
	Desk      Desk
	Catalogue Catalogue
	Units     Units
	Drafts    Drafts
	Visits    Visits   // nil: no visit can be held
	Dossiers  Dossiers // tells whether a draft was taken in already
	Paper     Paper
	Forms     FormPaper // papers other than the receipt; nil where Paper is
	// TurnAway asks how an intake is not taken in: StepSupplement or
	// StepRefuse; nil where that cannot be done.
	TurnAway func(r motcua.Received, how StepKey)
	Scanner  motcua.Scanner
	Reuse    Reuse  // nil: nothing of before is offered
	Fees     Fees   // nil: the fee is only shown as published
	Actor    string // takes the money where nobody else is named
	Tasks    Tasks
	Clock    Clock
	NewID    func() string // of a dossier; a UUID
	Province string        // of this counter: where most citizens live
	Ward     string
	Media    string // "A5" where empty
}

// Intake is the screen Tiếp nhận: from a greeting to a printed receipt.
type Intake struct {
	// OnChange is called after every change of the state. Set it before use.
	OnChange func()
	// OnTaken is told the code of each dossier once State shows it.
	OnTaken func(motcua.Code)
	// OnReceived is called after a dossier was taken in or got a file.
	OnReceived func()
	// OnReopened is called after a form with a procedure came back as it was
	// left.
	OnReopened func()
	// OnRefused is called when the desk did not take the form, with the box
	// to mend first in State().FirstFault.
	OnRefused func()

	cfg         IntakeConfig
	actor       string // who works here
	form        form
	proc        motcua.Procedure
	phase       Phase
	touched     map[Field]bool
	tried       bool
	checks      checks
	draft       draftState
	done        receipt
	card        cardReading
	nextReceipt string           // number after the last fee receipt
	known       map[Field]string // filled in from the file
	trouble     *Sentence
}

// form is all that a draft keeps.
type form struct {
	ID      string               `json:"id"`
	Code    string               `json:"procedure"`
	Case    string               `json:"case"`
	Channel motcua.Channel       `json:"channel"`
	Kind    motcua.ApplicantKind `json:"kind"`
	Texts   texts                `json:"texts"`
	Papers  []motcua.PaperCount  `json:"papers"`
	// Seat is who sat here when the form itself filled in who takes the money:
	// another name in that box was given by somebody. Drafts of before have none.
	Seat string `json:"seat,omitempty"`
}

// checks is what the desk last said of the form.
type checks struct {
	generation  int
	appointment motcua.Appointment
	known       bool // appointment is of this procedure and channel
	warnings    []motcua.Warning
	fault       *motcua.Error
}

// receipt is the state after receiving.
type receipt struct {
	dossier   motcua.Dossier
	form      motcua.PrintForm // that its intake brought about
	at        time.Time
	preview   image.Image
	page      int // of the preview, from 0
	printing  bool
	printed   string // where, in words
	paper     int    // selected component
	scanning  bool
	importing int              // files on their way
	offers    map[string]offer // by paper
	note      string
}

// NewIntake returns an empty form. Open brings the draft back.
func NewIntake(cfg IntakeConfig) *Intake {
	if cfg.Media == "" {
		cfg.Media = "A5"
	}
	m := &Intake{cfg: cfg, actor: cfg.Actor, OnChange: func() {}, OnTaken: func(motcua.Code) {}, OnReceived: func() {}, OnReopened: func() {}, OnRefused: func() {}}
	m.reset()
	return m
}

// Sit says who works here now. Money that is entered on the form is taken by
// him, unless somebody was named.
func (m *Intake) Sit(name string) {
	m.actor = name
	m.seat()
	m.OnChange()
}

// seat has whoever sits here take the money, unless somebody was named.
func (m *Intake) seat() {
	switch {
	case m.form.Texts[FieldFeeCollector] == m.form.Seat:
		m.form.Texts[FieldFeeCollector], m.form.Seat = m.actor, m.actor
	case m.form.Seat == "": // unknown: another name than his counts as given
		m.form.Seat = m.actor
	}
}

func (m *Intake) reset() {
	m.form = form{
		ID: m.cfg.NewID(), Channel: motcua.ChannelDirect, Kind: motcua.ApplicantSelf, Seat: m.actor,
		Texts: texts{
			FieldSets: "1", FieldResultBy: string(motcua.ChannelDirect),
			FieldProvince: m.cfg.Province, FieldWard: m.cfg.Ward, FieldFeeCollector: m.actor,
		},
	}
	m.proc = motcua.Procedure{}
	m.phase, m.touched, m.tried, m.trouble = PhaseEditing, map[Field]bool{}, false, nil
	m.checks = checks{generation: m.checks.generation + 1}
	m.done = receipt{}
	m.card, m.known = cardReading{ask: m.card.ask + 1}, nil
}

// Search finds procedures for the search box.
func (m *Intake) Search(query string) []Choice {
	var out []Choice
	for _, p := range m.cfg.Catalogue.Search(query, 9) {
		out = append(out, Choice{Key: p.Code, Text: p.Name, Note: p.Code + " · " + p.Field})
	}
	return out
}

// Choices returns the lines of a pick list whose text holds every word of
// query, compared without marks.
func (m *Intake) Choices(f Field, query string) []Choice {
	var all []Choice
	switch f {
	case FieldCase:
		for _, c := range m.proc.Cases() {
			all = append(all, Choice{Key: c, Text: c})
		}
	case FieldGender, FieldOwnerGender:
		all = genders
	case FieldResultBy:
		all = resultWays
	case FieldResolver:
		all = append(all, Choice{Key: "", Text: "Tại đây"})
		for _, w := range m.cfg.Units.Wards(m.cfg.Province) {
			if w.Code != m.cfg.Ward {
				all = append(all, Choice{Key: m.cfg.Province + "-" + w.Code, Text: w.Name})
			}
		}
	case FieldFeeMethod:
		all = payWays
	case FieldFeeExempt:
		all = m.exemptions()
	case FieldProvince:
		all = places(m.cfg.Units.Provinces())
	case FieldWard:
		all = places(m.cfg.Units.Wards(m.form.Texts[FieldProvince]))
	}
	out := match(all, query)
	if name := clean(query); f == FieldResolver && len([]rune(name)) >= minAgency {
		out = append(out, Choice{Key: agencyMark + name, Text: name, Note: "cơ quan khác"})
	}
	return out
}

// An agency that is no commune resolves under the name that is typed: its key
// is the name behind a mark that no unit's id begins with.
const (
	agencyMark = "="
	minAgency  = 4 // letters
)

// ChooseProcedure starts the form on a procedure: its papers as asked for, no
// case yet where there are several.
func (m *Intake) ChooseProcedure(code string) {
	p, ok := m.cfg.Catalogue.Get(code)
	if !ok || m.phase != PhaseEditing {
		return
	}
	m.proc, m.form.Code, m.form.Case = p, p.Code, ""
	if cases := p.Cases(); len(cases) == 1 {
		m.form.Case = cases[0]
	}
	if _, ok := p.Offer(m.form.Channel); !ok && len(p.Offers) > 0 {
		m.form.Channel = p.Offers[0].Channel
		if _, ok := p.Offer(motcua.ChannelDirect); ok {
			m.form.Channel = motcua.ChannelDirect
		}
	}
	m.form.Papers = nil
	for _, f := range []Field{FieldFeePages, FieldFeeCount, FieldFeeAmount, FieldFeeExempt} {
		delete(m.form.Texts, f) // of the last procedure
	}
	m.checks.known = false
	m.fitPapers()
	m.changed()
}

// ChooseCase picks the case (trường hợp) by its heading.
func (m *Intake) ChooseCase(name string) {
	if m.phase == PhaseEditing && m.form.Case != name {
		m.form.Case = name
		m.fitPapers()
		m.changed()
	}
}

// SetChannel says how the dossier was handed in.
func (m *Intake) SetChannel(c motcua.Channel) {
	if m.phase == PhaseEditing && m.form.Channel != c {
		m.form.Channel = c
		m.fitPapers()
		m.changed()
	}
}

// SetKind says for whom the person at the counter acts. What was typed for
// another kind is kept, in case the clerk comes back to it.
func (m *Intake) SetKind(k motcua.ApplicantKind) {
	if m.phase == PhaseEditing && m.form.Kind != k {
		m.form.Kind = k
		m.fitPapers()
		m.changed()
	}
}

// SetField takes the text of a box, or the key of a picked line, as it stands
// now. The text itself is never rewritten while it is being typed.
func (m *Intake) SetField(f Field, text string) {
	if m.phase != PhaseEditing || m.form.Texts[f] == text {
		return
	}
	m.form.Texts[f] = text
	if f == FieldID {
		m.forgetKnown()
	}
	if f == FieldFeeMethod {
		m.suggestReceipt()
	}
	if f == FieldProvince {
		m.form.Texts[FieldWard] = ""
	}
	m.trouble = nil
	m.changed()
}

// Leave tells that a box lost the focus: its text takes its tidy form and its
// faults may now be shown.
func (m *Intake) Leave(f Field) {
	if m.phase != PhaseEditing {
		return
	}
	tidied := tidy(f, m.form.Texts[f])
	if tidied != "" {
		m.touched[f] = true
	}
	if f == FieldID && m.known == nil && m.card.earlier == nil {
		m.lookKnown(tidied)
	}
	if tidied != m.form.Texts[f] {
		m.form.Texts[f] = tidied
		m.changed()
		return
	}
	m.OnChange()
}

// SetPaper says how much of a paper was handed in or shown.
func (m *Intake) SetPaper(c motcua.PaperCount) {
	i := slices.IndexFunc(m.form.Papers, func(p motcua.PaperCount) bool { return p.Key == c.Key })
	if m.phase != PhaseEditing || i < 0 || m.form.Papers[i] == c {
		return
	}
	c.Originals, c.Copies = max(0, min(c.Originals, 99)), max(0, min(c.Copies, 99))
	m.form.Papers[i] = c
	m.changed()
}

// fitPapers makes the counts follow the rules that apply now: counts of papers
// that stay are kept, new papers start from what is asked of everyone.
func (m *Intake) fitPapers() {
	old := map[string]motcua.PaperCount{}
	for _, p := range m.form.Papers {
		old[p.Key] = p
	}
	m.form.Papers = []motcua.PaperCount{}
	for _, x := range m.expected() {
		c, ok := old[x.Rule.Key]
		if !ok {
			c = x.Count
		}
		m.form.Papers = append(m.form.Papers, c)
	}
}

func (m *Intake) expected() []motcua.Expected {
	return m.proc.Expected(m.form.Case, m.form.Channel, m.form.Kind == motcua.ApplicantAuthorised)
}

// Intake returns what the desk would be given now.
func (m *Intake) Intake() motcua.Intake {
	f := m.form
	return f.Texts.intake(f.ID, f.Code, f.Case, f.Channel, f.Kind, slices.Clone(f.Papers))
}

// Empty reports whether the clerk has entered nothing yet.
func (m *Intake) Empty() bool {
	fresh := texts{FieldSets: "1", FieldResultBy: string(motcua.ChannelDirect), FieldProvince: m.cfg.Province, FieldWard: m.cfg.Ward, FieldFeeCollector: m.actor}
	typed := maps.Clone(m.form.Texts)
	maps.DeleteFunc(typed, func(_ Field, s string) bool { return s == "" })
	maps.DeleteFunc(fresh, func(_ Field, s string) bool { return s == "" })
	return m.form.Code == "" && m.form.Kind == motcua.ApplicantSelf && maps.Equal(typed, fresh)
}

// Clear throws the form away, draft and all. It is an act of the clerk.
func (m *Intake) Clear() {
	if m.phase == PhaseReceiving {
		return
	}
	m.reset()
	m.dropDraft()
	m.OnChange()
}

// Next leaves a received dossier and starts an empty form.
func (m *Intake) Next() {
	if m.phase == PhaseReceived && !m.done.scanning && m.done.importing == 0 {
		m.reset()
		m.OnChange()
	}
}

func (m *Intake) changed() {
	m.dirty()
	m.recheck()
	m.OnChange()
}

func places(ps []Place) []Choice {
	out := make([]Choice, len(ps))
	for i, p := range ps {
		out[i] = Choice{Key: p.Code, Text: p.Name}
	}
	return out
}
