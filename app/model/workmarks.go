package model

import (
	"context"
	"fmt"
	"strings"

	"motcua"
)

// mostMarks is how many dossiers can be marked at once.
const mostMarks = 500

// mark is a marked dossier as its row was, and in which list that stood.
type mark struct {
	line WorkLine
	list int // workPages.gen
}

// Mark marks the selected dossier, or takes its mark away, and goes on to the
// next.
func (m *Work) Mark() {
	l, ok := m.pages.line(m.selected)
	if !ok {
		return
	}
	if _, on := m.marks[l.ID]; on {
		delete(m.marks, l.ID)
	} else if len(m.marks) < mostMarks {
		m.marks[l.ID] = mark{l, m.pages.gen}
	}
	m.said = ""
	m.Move(+1)
	m.OnChange()
}

// MarkAll marks everything that the tile and its filters leave, up to
// mostMarks, nearest due time first.
func (m *Work) MarkAll() {
	f, gen := m.filter(), m.pages.gen
	f.Limit = mostMarks
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		rows, err := m.cfg.Worklist.Work(ctx, f)
		return func() {
			if gen != m.pages.gen {
				return
			}
			if err != nil {
				s := Explain(DeedList, err)
				m.pages.trouble = &s
			}
			m.said = ""
			for _, r := range rows {
				if len(m.marks) < mostMarks {
					m.marks[r.ID] = mark{workLineOf(r, m.times, m.cfg.Days), gen}
				}
			}
			m.OnChange()
		}
	})
}

// Unmark takes all marks away; it reports whether there were any.
func (m *Work) Unmark() bool {
	n := len(m.marks)
	clear(m.marks)
	m.said = ""
	if n > 0 {
		m.OnChange()
	}
	return n > 0
}

// Marked returns the marked dossiers, in the order of their codes.
func (m *Work) Marked() []WorkLine {
	var out []WorkLine
	for _, k := range sortedBy(m.marks, func(k mark) string { return k.line.Same + k.line.Differs + k.line.ID }) {
		out = append(out, k.line)
	}
	return out
}

// unseen counts the marked dossiers that the list does not have: they were
// marked under another tile or filter, or a step has led them out of this one.
func (m *Work) unseen() int {
	if !m.pages.answered {
		return 0
	}
	here := map[string]bool{}
	for _, lines := range m.pages.lines {
		for _, l := range lines {
			here[l.ID] = true
		}
	}
	n, whole := 0, len(here) == m.pages.length()
	for id, k := range m.marks {
		if !here[id] && (whole || k.list != m.pages.gen) {
			n++
		}
	}
	return n
}

// MarkedStep returns the step that makes sense for all that is marked: taking
// over where every one is on its way, else handing over.
func (m *Work) MarkedStep() StepKey {
	for _, k := range m.marks {
		if !k.line.Moving {
			return StepForward
		}
	}
	return StepTakeOver
}

// Became tells what came of a step on what was marked: done ones lose their
// mark, the others keep it.
func (m *Work) Became(r BatchReport) {
	for _, id := range r.Done {
		delete(m.marks, id)
	}
	m.said = r.Words
	m.Reload()
	m.OnChange()
}

// markStrip tells of what is marked, in place of the selected row.
func (m *Work) markStrip(s *WorkStrip) {
	var codes []string
	for _, l := range m.Marked() {
		codes = append(codes, l.Differs)
	}
	text := strings.Join(codes[:min(len(codes), 12)], ", ")
	if len(codes) > 12 {
		text += " …"
	}
	if len(codes) == mostMarks {
		text = fmt.Sprintf("nhiều nhất %d hồ sơ một lần · ", mostMarks) + text
	}
	s.Bold, s.Text, s.Note = fmt.Sprintf("%s hồ sơ đã chọn", thousands(len(codes))), text, m.said
	if n := m.unseen(); n > 0 {
		s.Bold += fmt.Sprintf(", %s không hiện", thousands(n))
	}
	s.CanPrint = m.cfg.Paper != nil
	s.Apologise, s.Others, s.Verb = false, false, ""
	if m.cfg.Steps != nil {
		s.Verb = fmt.Sprintf("%s %s hồ sơ", batchVerbs[m.MarkedStep()], thousands(len(codes)))
	}
	s.Marked = len(codes)
}

// batchVerbs are the steps that can be taken on many, in a word.
var batchVerbs = map[StepKey]string{StepForward: "Chuyển", StepTakeOver: "Xác nhận đã nhận"}

// BatchReport is what came of one action on many dossiers.
type BatchReport struct {
	Done  []string // ids
	Words string   // in one sentence
	Title string   // of the list of what failed
	Text  string   // what failed, one dossier a line; "" where nothing did
}

// failure is one dossier that an action could not be done on, or not wholly.
type failure struct{ code, why string }

func (f failure) String() string { return f.code + ": " + f.why }

func failureOf(d motcua.Dossier, s Sentence) failure {
	return failure{ShortCode(d.Received.Code) + " · " + d.Received.Intake.Owner(), s.What + " " + s.Now + " (" + s.Code + ")"}
}

// failureIn is failureOf for a dossier of which no more is known than its row.
func failureIn(l WorkLine, s Sentence) failure {
	return failure{l.Differs + " · " + l.Name, s.What + " " + s.Now + " (" + s.Code + ")"}
}

func failureText(all []failure) string {
	var out []string
	for _, f := range all {
		out = append(out, f.String())
	}
	return strings.Join(out, "\n\n")
}
