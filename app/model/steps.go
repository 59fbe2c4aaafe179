package model

import (
	"context"
	"errors"
	"strings"

	"motcua"
)

// Steps' two doors: the desk that does steps, and the papers that come of them.
type (
	// StepDesk does one step on a dossier, seen as its newest event. do is the
	// body as the sheet says it; motcua.Revoked takes the newest step back. It
	// returns once the step is on disk.
	StepDesk interface {
		Do(ctx context.Context, dossier, seen string, do motcua.Action) (motcua.Dossier, error)
		// Begin keeps an intake that is not taken in, together with the step
		// that says why: motcua.SupplementRequested or motcua.Refused.
		Begin(ctx context.Context, in motcua.Intake, do motcua.Action) (motcua.Dossier, error)
	}
	// FormPaper makes the papers of a dossier's steps. PrintForm returns where
	// one went, in words for the clerk.
	FormPaper interface {
		Form(ctx context.Context, dossier string, form motcua.PrintForm) ([]byte, error)
		PrintForm(ctx context.Context, dossier string, form motcua.PrintForm) (string, error)
	}
	// Course tells where the internal process of a dossier leads to from here,
	// in words; "" where it does not say.
	Course interface{ Onward(d motcua.Dossier) string }
)

// StepsConfig is what the steps work with.
type StepsConfig struct {
	Dossiers Dossiers
	Desk     StepDesk
	Forms    FormPaper // nil where nothing can be printed
	Course   Course    // nil where no process is known
	Units    Units     // nil where no places are known
	Station  motcua.Station
	Actor    string
	Tasks    Tasks
	Clock    Clock
	// OnDone is told that a dossier has moved on, or was seen to have.
	OnDone func(id string)
	// OnBegun is told of the dossier that an intake became.
	OnBegun func(d motcua.Dossier)
	// OnUsed is told why an intake cannot become one: its id has one already.
	OnUsed func(err error)
}

// Steps is what a clerk does to dossiers: the sheet of one step, the list of
// other actions, and what became of the last one.
type Steps struct {
	OnChange func()

	cfg     StepsConfig
	actor   string // who works here
	d       motcua.Dossier
	fresh   bool    // d is an intake that is no dossier yet
	key     StepKey // of the sheet
	open    bool
	menu    []StepKey // of the list, nil where it is closed
	at      int       // marked line of the list
	busy    bool
	values  values
	faults  faults
	drafts  map[string]values // by dossier and step: Esc never loses text
	trouble *Sentence

	subordinate bool // who works here is no leader

	said     string // of which dossier
	note     string
	saidBad  *Sentence
	printing bool
	asked    int // answers of an older question are dropped
}

// NewSteps returns the steps with nothing open.
func NewSteps(c StepsConfig) *Steps {
	if c.OnDone == nil {
		c.OnDone = func(string) {}
	}
	return &Steps{cfg: c, actor: c.Actor, OnChange: func() {}, drafts: map[string]values{}}
}

// Begin opens the sheet of a step for a dossier; StepNext is whatever is
// sensible now. A step that the dossier does not allow is answered with why.
func (m *Steps) Begin(id string, key StepKey) {
	m.load(id, func() {
		if key == StepNext {
			key = nextStep(m.d, m.cfg.Station.Unit)
		}
		if key == StepNext {
			m.say(id, "", &Sentence{What: "Không còn bước nào làm ở đây.", Safe: deedSafe[DeedStep], Now: "Shift+F10 xem việc khác.", Code: "MOTCUA-STEP-NONE"})
			return
		}
		m.take(key)
	})
}

// BeginNew opens the sheet of a step for an intake that shall not be taken in:
// StepSupplement or StepRefuse. r is the intake as the desk prepared it.
func (m *Steps) BeginNew(r motcua.Received, key StepKey) {
	if m.open || m.busy {
		return
	}
	m.asked++
	m.fresh = true
	m.d = motcua.Dossier{ID: r.Intake.ID, Status: motcua.StatusRegistered, Received: r, Components: r.Components()}
	m.take(key)
	m.OnChange()
}

// Menu opens the list of all that can be done with a dossier.
func (m *Steps) Menu(id string) {
	m.load(id, func() {
		m.menu, m.at = allowedSteps(m.d, m.cfg.Station.ID, m.cfg.Station.Unit, m.cfg.Clock.Now()), 0
		if len(m.menu) == 0 {
			s := Explain(DeedStep, motcua.Refuse("status", motcua.ReasonErased))
			m.menu = nil
			m.say(id, "", &s)
		}
	})
}

// load reads a dossier as it is now and goes on with it.
func (m *Steps) load(id string, then func()) {
	if id == "" || m.open || m.busy {
		return
	}
	m.asked++
	gen := m.asked
	m.cfg.Tasks.Go(LaneCheck, func(ctx context.Context) func() {
		d, err := m.cfg.Dossiers.Dossier(ctx, id)
		return func() {
			if gen != m.asked {
				return
			}
			if err != nil {
				s := Explain(DeedStep, err)
				m.say(id, "", &s)
				return
			}
			m.d, m.fresh, m.menu = d, false, nil
			then()
			m.OnChange()
		}
	})
}

// say keeps what there is to tell of a dossier.
func (m *Steps) say(id, note string, bad *Sentence) {
	m.said, m.note, m.saidBad = id, note, bad
	m.OnChange()
}

// take opens the sheet of a step for the dossier that was read.
func (m *Steps) take(key StepKey) {
	m.menu = nil
	if err := may(key, m.d, m.cfg.Station.ID, m.cfg.Clock.Now()); err != nil {
		s := Explain(DeedStep, err)
		m.say(m.d.ID, "", &s)
		return
	}
	m.key, m.open, m.trouble, m.faults = key, true, nil, faults{}
	m.said, m.note, m.saidBad = "", "", nil
	m.values = m.drafts[m.draft()]
	if m.values == nil {
		m.values = values{}
	}
	m.fill()
	m.leaderNeeded()
}

func (m *Steps) draft() string {
	return m.d.ID + "/" + m.d.Received.Procedure.Code + "/" + string(m.key)
}

// typed returns what a person put into the sheet: what stood there by itself is
// proposed anew the next time, as the dossier is then.
func (m *Steps) typed() values {
	out := values{}
	for _, b := range m.ask().boxes {
		if v, ok := m.values[b.Key]; ok && v != b.Value {
			out[b.Key] = v
		}
	}
	return out
}

func (m *Steps) ask() question {
	a := asking{d: m.d, now: m.cfg.Clock.Now(), actor: m.actor, units: m.cfg.Units}
	if a.actor == "" {
		a.actor = m.cfg.Station.Name
	}
	if m.cfg.Course != nil {
		a.to = m.cfg.Course.Onward(m.d)
	}
	return stepAsks[m.key](a, m.values)
}

// fill gives boxes that nobody touched what they begin with.
func (m *Steps) fill() {
	for range 2 { // the first answer may bring boxes of its own
		for _, b := range m.ask().boxes {
			if _, there := m.values[b.Key]; !there {
				m.values[b.Key] = b.Value
			}
		}
	}
}

// Set takes what a box says now.
func (m *Steps) Set(key, value string) {
	if !m.open || m.busy || m.values[key] == value {
		return
	}
	m.values[key] = value
	delete(m.faults, key)
	for _, b := range m.ask().boxes {
		if b.Key == key && b.Kind != BoxText {
			m.chose(b)
		}
	}
	m.OnChange()
}

// chose follows a choice: who takes a result decides whose name stands there.
func (m *Steps) chose(b StepBox) {
	switch {
	case m.key == StepHandOver && b.Key == "to":
		delete(m.values, "name")
	case m.key == StepCorrect && b.Key == "field":
		delete(m.values, "province")
		delete(m.values, "new")
	case m.key == StepCorrect && b.Key == "province":
		delete(m.values, "new") // a ward of another
	case m.key == StepTakeSupplement && b.Key == "papers":
		m.values["complete"] = allCame(m.d, m.values)
	}
	m.fill()
}

// Toggle ticks or unticks a line of a list.
func (m *Steps) Toggle(key, line string) {
	for _, b := range m.State().Boxes {
		if b.Key == key {
			m.Set(key, ticked(b, line))
		}
	}
}

// Close closes the sheet or the list; what was typed is there again when the
// step is taken up.
func (m *Steps) Close() bool {
	if m.menu != nil {
		m.menu = nil
		m.OnChange()
		return true
	}
	if !m.open || m.busy {
		return m.open
	}
	m.drafts[m.draft()] = m.typed()
	m.open = false
	m.OnChange()
	return true
}

// Move marks another line of the list.
func (m *Steps) Move(by int) {
	if len(m.menu) > 0 {
		m.at = max(0, min(len(m.menu)-1, m.at+by))
		m.OnChange()
	}
}

// Take takes the line at i of the list; the marked one where i is below 0.
func (m *Steps) Take(i int) {
	if i < 0 {
		i = m.at
	}
	if i < len(m.menu) {
		m.take(m.menu[i])
		m.OnChange()
	}
}

// Do takes the step as the sheet says it. What is missing or wrong is said at
// its box, and nothing of the sheet is lost.
func (m *Steps) Do() {
	if !m.open || m.busy {
		return
	}
	q := m.ask()
	m.faults, m.trouble = faults{}, nil
	do := stepFills[m.key](asking{d: m.d, now: m.cfg.Clock.Now()}, m.values, m.faults)
	m.faults.missing(q.boxes, m.values)
	if len(m.faults) > 0 {
		m.trouble = sheetFault(q, m.faults, m.verbKey())
		m.OnChange()
		return
	}
	m.busy = true
	m.OnChange()
	id, seen, key := m.d.ID, m.d.Newest, m.key
	begin, in := m.fresh, m.d.Received.Intake
	m.cfg.Tasks.Go(LaneDesk, func(ctx context.Context) func() {
		var d motcua.Dossier
		var err error
		if begin {
			d, err = m.cfg.Desk.Begin(ctx, in, do)
		} else {
			d, err = m.cfg.Desk.Do(ctx, id, seen, do)
		}
		var fresh motcua.Dossier
		if motcua.ReasonOf(err) == motcua.ReasonChanged {
			fresh, _ = m.cfg.Dossiers.Dossier(ctx, id) // unread, the sheet keeps the old one and asks again
		}
		return func() {
			m.busy = false
			if err != nil {
				m.refused(err, fresh)
			} else {
				m.done(d, key)
			}
			m.OnChange()
		}
	})
}

// sheetFault tells the first fault of a sheet, in the order of its boxes; nil
// where there is none. key is what does the step.
func sheetFault(q question, f faults, key string) *Sentence {
	for _, b := range q.boxes {
		if why := f[b.Key]; why != "" {
			what := b.Label + ": " + why + "."
			if why == "bắt buộc" {
				what = "Chưa điền “" + b.Label + "”."
			}
			return &Sentence{What: what, Safe: deedSafe[DeedStep], Now: "Sửa ô có viền đỏ rồi bấm " + key + ".", Code: "MOTCUA-STEP-" + strings.ToUpper(b.Key)}
		}
	}
	return nil
}

func (m *Steps) verbKey() string {
	if stepOf(m.key).grave {
		return "Ctrl+Enter"
	}
	return "F9"
}

// refused keeps the sheet and says why the step was not taken. A dossier that
// moved on meanwhile is shown as it is now.
func (m *Steps) refused(err error, fresh motcua.Dossier) {
	if m.fresh && usedID(err) {
		m.open = false
		m.cfg.OnUsed(err)
		return
	}
	s := Explain(DeedStep, err)
	m.trouble = &s
	if fresh.ID != "" {
		m.d = fresh
		s.Now = "Chữ đã nhập còn nguyên. Xem “Việc đã làm” rồi bấm " + m.verbKey() + " lần nữa, hoặc Esc."
		m.cfg.OnDone(fresh.ID)
		return
	}
	var e *motcua.Error
	if errors.As(err, &e) {
		for _, b := range m.ask().boxes {
			if e.Field == b.Key || strings.HasPrefix(e.Field, b.Key+"[") {
				m.faults.add(b.Key, faultWords[e.Code])
			}
		}
	}
}

var faultWords = map[motcua.ErrorCode]string{
	motcua.CodeInvalid: "chưa đúng", motcua.CodeTooLarge: "dài quá", motcua.CodeUnknown: "không có trong hồ sơ", motcua.CodeConflict: "không dùng được",
}
