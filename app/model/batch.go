package model

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"motcua"
)

// sortedBy returns the values of a map in the order of what key makes of them.
func sortedBy[V any](all map[string]V, key func(V) string) []V {
	return slices.SortedFunc(maps.Values(all), func(a, b V) int { return cmp.Compare(key(a), key(b)) })
}

// Batch takes one step on many dossiers by one sheet. Each dossier's step is
// its own event, on disk before the next begins; one that is refused keeps
// nobody from going on, and is named with its reason.
type Batch struct {
	OnChange func()
	OnReport func(BatchReport)

	cfg    StepsConfig
	paper  Paper // receipts; nil where nothing can be printed
	media  string
	key    StepKey
	open   bool
	busy   bool
	all    []motcua.Dossier // that can take the step
	at     int              // of all that are done
	done   []string
	failed []failure
	papers []WorkLine // that are to be printed again; nil where it is a step
	values values
	faults faults
	bad    *Sentence
}

// manyPapers is how many papers are printed without a question.
const manyPapers = 20

// NewBatch returns a closed sheet.
func NewBatch(c StepsConfig, paper Paper, media string) *Batch {
	if media == "" {
		media = "A5"
	}
	return &Batch{OnChange: func() {}, OnReport: func(BatchReport) {}, cfg: c, paper: paper, media: media}
}

// Begin reads the dossiers and opens the sheet for those that can take the
// step. Where none can, it reports why.
func (m *Batch) Begin(these []WorkLine, key StepKey) {
	if m.open || m.busy || len(these) == 0 {
		return
	}
	m.busy, m.key, m.papers, m.all, m.failed, m.done, m.at, m.bad, m.faults = true, key, nil, nil, nil, nil, 0, nil, faults{}
	now := m.cfg.Clock.Now()
	m.cfg.Tasks.Go(LaneCheck, func(ctx context.Context) func() {
		var can []motcua.Dossier
		var cannot []failure
		ctx = motcua.ReadingMany(ctx)
		for _, l := range these {
			d, err := m.cfg.Dossiers.Dossier(ctx, l.ID)
			if err != nil {
				cannot = append(cannot, failureIn(l, Explain(DeedStep, err)))
			} else if s := m.cannot(d, now); s != nil {
				cannot = append(cannot, failureOf(d, *s))
			} else {
				can = append(can, d)
			}
		}
		return func() { m.begun(can, cannot) }
	})
}

// cannot says why a dossier cannot take the step here; nil where it can.
func (m *Batch) cannot(d motcua.Dossier, now time.Time) *Sentence {
	var s Sentence
	if at := elsewhere(d, m.cfg.Station.Unit); at != "" {
		s = Sentence{What: "Hồ sơ đang ở " + at + ".", Now: "Bước tiếp theo do nơi ấy làm.", Code: "MOTCUA-STEP-ELSEWHERE"}
	} else if err := may(m.key, d, m.cfg.Station.ID, now); err != nil {
		s = Explain(DeedStep, err)
	} else {
		return nil
	}
	return &s
}

func (m *Batch) begun(can []motcua.Dossier, cannot []failure) {
	m.busy, m.all, m.failed = false, can, cannot
	if len(can) == 0 {
		m.report()
		return
	}
	m.open, m.values = true, values{}
	for _, b := range m.ask().boxes {
		m.values[b.Key] = b.Value
	}
	m.OnChange()
}

// ask is the sheet of the step for all of them.
func (m *Batch) ask() question {
	to := m.onward(m.all[0])
	for _, d := range m.all {
		if m.onward(d) != to {
			to = ""
		}
	}
	q := stepAsks[m.key](asking{d: m.all[0], now: m.cfg.Clock.Now(), actor: m.cfg.Actor, to: to}, m.values)
	n := thousands(len(m.all))
	q.title = "Chuyển " + n + " hồ sơ cho ai?"
	q.intro = "Điền một lần cho tất cả. Mỗi hồ sơ là một bước riêng, in phiếu kiểm soát (Mẫu 06) riêng."
	if m.key == StepTakeOver {
		q.title, q.intro = "Xác nhận đã nhận bàn giao "+n+" hồ sơ?", "Mỗi hồ sơ là một bước riêng. Phiếu kiểm soát ghi giờ nhận là bây giờ."
	}
	if k := len(m.failed); k > 0 && !m.busy {
		q.intro += fmt.Sprintf(" %d hồ sơ đã chọn không làm bước này được, sẽ kể tên và lý do sau khi làm xong.", k)
	}
	return q
}

func (m *Batch) onward(d motcua.Dossier) string {
	if m.cfg.Course == nil {
		return ""
	}
	return m.cfg.Course.Onward(d)
}

// Set takes what a box says now.
func (m *Batch) Set(key, value string) {
	if m.open && !m.busy && m.values[key] != value {
		m.values[key] = value
		delete(m.faults, key)
		m.OnChange()
	}
}

// Toggle has nothing to tick here.
func (m *Batch) Toggle(string, string) {}

// Options has no lists here.
func (m *Batch) Options(string, string) []Choice { return nil }

// Close closes the sheet before anything is done; while it is being done it
// stays.
func (m *Batch) Close() bool {
	if !m.open || m.busy {
		return m.open
	}
	m.open = false
	m.OnChange()
	return true
}

// Do takes the step on each, one after the other.
func (m *Batch) Do() {
	if !m.open || m.busy {
		return
	}
	if m.papers != nil {
		m.open = false
		m.printNext()
		m.OnChange()
		return
	}
	q := m.ask()
	m.faults, m.bad = faults{}, nil
	stepFills[m.key](asking{d: m.all[0], now: m.cfg.Clock.Now()}, m.values, m.faults)
	m.faults.missing(q.boxes, m.values)
	if m.bad = sheetFault(q, m.faults, "F9"); m.bad == nil {
		m.busy = true
		m.next()
	}
	m.OnChange()
}

// next takes the step on the next of them, or reports.
func (m *Batch) next() {
	if m.at == len(m.all) {
		m.open, m.busy = false, false
		m.report()
		return
	}
	d := m.all[m.at]
	do := stepFills[m.key](asking{d: d, now: m.cfg.Clock.Now()}, m.values, faults{})
	form := stepOf(m.key).form
	m.cfg.Tasks.Go(LaneDesk, func(ctx context.Context) func() {
		_, err := m.cfg.Desk.Do(ctx, d.ID, d.Newest, do)
		var unprinted error
		if err == nil && form != "" && m.cfg.Forms != nil {
			_, unprinted = m.cfg.Forms.PrintForm(ctx, d.ID, form)
		}
		return func() {
			switch {
			case err != nil:
				m.failed = append(m.failed, failureOf(d, Explain(DeedStep, err)))
			case unprinted != nil:
				m.done = append(m.done, d.ID)
				s := Explain(DeedPrint, unprinted)
				s.What = "Bước đã lưu trên máy, " + formNames[form] + " chưa in được. " + s.What
				m.failed = append(m.failed, failureOf(d, s))
			default:
				m.done = append(m.done, d.ID)
			}
			m.at++
			m.next()
			m.OnChange()
		}
	})
}

// report tells what came of it.
func (m *Batch) report() {
	r := BatchReport{Done: m.done, Text: failureText(m.failed)}
	r.Words = fmt.Sprintf("Đã lưu trên máy lúc %s: %s, %s hồ sơ.", Clock6(m.cfg.Clock.Now()), stepOf(m.key).name, thousands(len(m.done)))
	if len(m.done) == 0 {
		r.Words = "Không hồ sơ nào làm được bước này, tất cả vẫn như cũ."
	}
	if n := len(m.failed); n > 0 {
		r.Title = fmt.Sprintf("%s: %d hồ sơ xong, %d hồ sơ cần xem", stepOf(m.key).name, len(m.done), n)
		r.Words += fmt.Sprintf(" %d hồ sơ cần xem.", n)
	}
	m.OnReport(r)
}

// Print prints the newest paper of each again. Where they are more than
// manyPapers it asks first.
func (m *Batch) Print(these []WorkLine) {
	if m.open || m.busy || m.paper == nil || len(these) == 0 {
		return
	}
	m.papers, m.failed, m.at, m.bad = these, nil, 0, nil
	if m.open = len(these) > manyPapers; m.open {
		m.OnChange()
		return
	}
	m.printNext()
}

// printNext prints the next paper, or reports. Each is a job of its own, so that
// the receipt of whoever stands at the counter goes in between.
func (m *Batch) printNext() {
	if m.busy = m.at < len(m.papers); !m.busy {
		n := len(m.failed)
		r := BatchReport{Words: fmt.Sprintf("Đã đưa %s giấy vào hàng in.", thousands(len(m.papers)-n)), Text: failureText(m.failed)}
		if n > 0 {
			r.Title = fmt.Sprintf("In lại: %d giấy vào hàng in, %d giấy không in được", len(m.papers)-n, n)
		}
		m.OnReport(r)
		return
	}
	l := m.papers[m.at]
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		d, err := m.cfg.Dossiers.Dossier(ctx, l.ID)
		if err == nil {
			err = m.printOne(ctx, d)
		}
		return func() {
			if err != nil {
				m.failed = append(m.failed, failureIn(l, Explain(DeedPrint, err)))
			}
			m.at++
			m.printNext()
		}
	})
}

func (m *Batch) printOne(ctx context.Context, d motcua.Dossier) error {
	f := LastForm(d)
	if f == motcua.PrintReceipt || m.cfg.Forms == nil {
		_, err := m.paper.Print(ctx, d.ID, m.media)
		return err
	}
	_, err := m.cfg.Forms.PrintForm(ctx, d.ID, f)
	return err
}

// State returns what the sheet shows now.
func (m *Batch) State() StepsState {
	s := StepsState{Open: m.open, Busy: m.busy}
	if !m.open {
		return s
	}
	if m.papers != nil {
		n := thousands(len(m.papers))
		s.Title, s.Intro = "In lại giấy của "+n+" hồ sơ?", "Mỗi hồ sơ in một giấy, là giấy mới nhất. Trong lúc in, quầy vẫn nhận hồ sơ và in phiếu cho người sau được."
		s.Verb, s.VerbKey, s.Icon, s.Back = "In "+n+" giấy", "F9", "print", "Quay lại"
		return s
	}
	d, q := stepOf(m.key), m.ask()
	s.Key, s.Title, s.Intro, s.Trouble, s.Back = m.key, q.title, q.intro, m.bad, "Quay lại"
	if m.busy {
		s.Intro = fmt.Sprintf("Đã xong %d trên %d hồ sơ.", m.at, len(m.all))
	}
	s.Verb, s.VerbKey, s.Icon = d.verb, "F9", d.icon
	for _, b := range q.boxes {
		b.Value, b.Fault = m.values[b.Key], m.faults[b.Key]
		if b.Fault != "" && s.First == "" {
			s.First = b.Key
		}
		s.Boxes = append(s.Boxes, b)
	}
	return s
}
