package model

import (
	"motcua"
)

// StepsState is all that the sheet and the list show.
type StepsState struct {
	Open    bool
	Key     StepKey
	Of      string // which dossier: short code and name
	Title   string
	Intro   string
	Boxes   []StepBox
	First   string // box that is wrong, for the ring; "" for none
	Verb    string
	VerbKey string
	Icon    string
	Back    string // the safe answer
	Grave   bool
	Busy    bool
	Trouble *Sentence

	Menu   []Found // nil where it is closed
	Marked int
}

// State returns what to show now.
func (m *Steps) State() StepsState {
	s := StepsState{Open: m.open, Busy: m.busy}
	if m.open || m.menu != nil {
		s.Of = ShortCode(m.d.Received.Code) + " · " + m.d.Received.Intake.Owner()
		if m.fresh {
			s.Of = "Hồ sơ mới · " + m.d.Received.Intake.Owner()
		}
	}
	for _, key := range m.menu {
		d := stepOf(key)
		s.Menu = append(s.Menu, Found{Kind: FoundCommand, Words: []Run{{Text: d.name}}, Icon: d.icon, Key: d.hot})
	}
	s.Marked = m.at
	if !m.open {
		return s
	}
	d, q := stepOf(m.key), m.ask()
	s.Key, s.Title, s.Intro, s.Trouble = m.key, q.title, q.intro, m.trouble
	s.Verb, s.VerbKey, s.Icon, s.Grave, s.Back = d.verb, m.verbKey(), d.icon, d.grave, "Quay lại, giữ chữ đã nhập"
	for _, b := range q.boxes {
		b.Value, b.Fault = m.values[b.Key], m.faults[b.Key]
		if b.Fault != "" && s.First == "" {
			s.First = b.Key
		}
		s.Boxes = append(s.Boxes, b)
	}
	return s
}

// Options returns the lines of a box that match what is typed.
func (m *Steps) Options(key, query string) []Choice {
	if !m.open {
		return nil
	}
	for _, b := range m.ask().boxes {
		if b.Key == key {
			return match(b.Options, query)
		}
	}
	return nil
}

// NextAct is the main action of a screen: the next sensible step of a dossier.
type NextAct struct {
	Text string // what is to be done, in a sentence
	Verb string // on the button; "" where there is nothing to do here
}

// Next returns the next sensible step of a dossier.
func (m *Steps) Next(d motcua.Dossier) NextAct {
	now := m.cfg.Clock.Now()
	if at := elsewhere(d, m.cfg.Station.Unit); at != "" {
		return NextAct{Text: "Hồ sơ đang ở " + at + ". Bước tiếp theo do nơi ấy làm." + dueWords(d.Due)}
	}
	key := nextStep(d, m.cfg.Station.Unit)
	if key == StepNext || may(key, d, m.cfg.Station.ID, now) != nil {
		return NextAct{Text: nextWords(d, d.Due, now)}
	}
	s := stepOf(key)
	a := NextAct{Text: m.nextText(key, d), Verb: s.name}
	if s.form != "" && m.cfg.Forms != nil {
		a.Verb = s.verb
	}
	return a
}

// nextText says in a sentence why a step is next.
func (m *Steps) nextText(key StepKey, d motcua.Dossier) string {
	now := m.cfg.Clock.Now()
	switch key {
	case StepForward:
		if m.cfg.Course != nil {
			if to := m.cfg.Course.Onward(d); to != "" {
				return "Chuyển hồ sơ cho " + to + "." + dueWords(d.Due)
			}
		}
	case StepTakeOver:
		to := d.Course.Moves[len(d.Course.Moves)-1].To
		return "Đang bàn giao cho " + join(to.Name, to.Person) + ": xác nhận khi hồ sơ đến nơi." + dueWords(d.Due)
	case StepResume:
		return "Chờ trả lời xác minh. Thời hạn đang tạm dừng tính."
	case StepTakeSupplement:
		return "Chờ người dân nộp giấy tờ bổ sung. Thời hạn đang tạm dừng tính."
	case StepResult:
		if w := d.Due; !w.IsZero() && w.Before(now) {
			return nextWords(d, d.Due, now)
		}
		return holderNow(d) + " đang xử lý: ghi kết quả khi có." + dueWords(d.Due)
	}
	return nextWords(d, d.Due, now)
}

// holderNow says who has a dossier, at the beginning of a sentence.
func holderNow(d motcua.Dossier) string {
	if len(d.Course.Moves) == 0 || d.Course.Holder.Name == "" {
		return "Bộ phận xử lý"
	}
	return holderName(d)
}

// Said returns what there is to tell of a dossier after its last step: what is
// saved and printed, and what went wrong.
func (m *Steps) Said(id string) (string, *Sentence) {
	if id == "" || m.said != id {
		return "", nil
	}
	return m.note, m.saidBad
}

// LastForm returns the paper of a dossier's newest step that has one, motcua.PrintReceipt
// where only that was printed.
func LastForm(d motcua.Dossier) motcua.PrintForm {
	for i := len(d.Steps) - 1; i >= 0; i-- {
		if f := formOf[d.Steps[i].Kind]; f != "" && !d.Steps[i].Revoked {
			return f
		}
	}
	return motcua.PrintReceipt
}

// formOf says which paper an event brings about.
var formOf = map[motcua.EventKind]motcua.PrintForm{
	motcua.EventReceived: motcua.PrintReceipt, motcua.EventAccepted: motcua.PrintReceipt, motcua.EventSupplementRequested: motcua.PrintSupplement,
	motcua.EventRefused: motcua.PrintRefusal, motcua.EventExtended: motcua.PrintExtension, motcua.EventStopped: motcua.PrintStop,
	motcua.EventForwarded: motcua.PrintControl, motcua.EventTakenOver: motcua.PrintControl, motcua.EventHandedOver: motcua.PrintResult,
}
