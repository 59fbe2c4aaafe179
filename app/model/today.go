package model

import (
	"context"
	"fmt"
	"time"

	"motcua"
)

// pageRows is how many rows a list asks for; more are found by searching.
const pageRows = 200

// Today is the screen Việc: the dossiers taken in today, or, with something in
// the search box, of all days.
type Today struct {
	OnChange func()

	src      Dossiers
	paper    Paper // nil where nothing can be printed
	media    string
	tasks    Tasks
	clock    Clock
	printing bool
	note     string // of printing
	query    string
	ask      int // generation of the newest question
	rows     []motcua.Row
	loaded   bool
	selected string // id
	trouble  *Sentence
	stop     func()
	refused  map[string]int // steps that were refused, by the id of the selected
}

// NewToday returns the list, empty until Reload. paper prints receipts again
// and may be nil; media is "A5" where empty.
func NewToday(src Dossiers, paper Paper, media string, tasks Tasks, clock Clock) *Today {
	if media == "" {
		media = "A5"
	}
	return &Today{src: src, paper: paper, media: media, tasks: tasks, clock: clock, OnChange: func() {}}
}

// Print prints the receipt of the selected dossier again.
func (m *Today) Print() {
	i := m.index()
	if i < 0 || m.paper == nil || m.printing {
		return
	}
	id, code := m.rows[i].ID, ShortCode(m.rows[i].Code)
	m.printing, m.trouble, m.note = true, nil, "đang in giấy hẹn "+code
	m.OnChange()
	m.tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := m.paper.Print(ctx, id, m.media)
		return func() {
			m.printing, m.note = false, "giấy hẹn "+code+": "+where
			if err != nil {
				s := Explain(DeedPrint, err)
				m.trouble, m.note = &s, ""
			}
			m.OnChange()
		}
	})
}

// searchPause keeps a question from being asked for every single key.
const searchPause = 60 * time.Millisecond

// SetQuery takes the text of the search box as it stands.
func (m *Today) SetQuery(q string) {
	if q == m.query {
		return
	}
	m.query = q
	if m.stop != nil {
		m.stop()
	}
	m.stop = m.clock.After(searchPause, m.Reload)
}

// Reload asks again. Rows stay on screen until the answer is there, and the
// selected dossier stays selected wherever it moves.
func (m *Today) Reload() {
	m.ask++
	gen, f := m.ask, motcua.Filter{Query: motcua.NFC(m.query), Limit: pageRows}
	if motcua.Fold(m.query) == "" {
		f.From, f.To = dayOf(m.clock.Now())
		f.Query = ""
	}
	m.tasks.Go(LaneList, func(ctx context.Context) func() {
		rows, err := m.src.List(ctx, f)
		return func() {
			if gen == m.ask {
				m.answered(rows, err)
			}
		}
	})
}

func (m *Today) answered(rows []motcua.Row, err error) {
	m.trouble = nil
	if err != nil {
		s := Explain(DeedList, err)
		m.trouble = &s
	} else {
		m.rows, m.loaded = rows, true
		if m.index() < 0 && len(rows) > 0 {
			m.selected = rows[0].ID
		}
		m.look()
	}
	m.OnChange()
}

// Select marks the row at i; out of range it does nothing.
func (m *Today) Select(i int) {
	if i >= 0 && i < len(m.rows) && m.rows[i].ID != m.selected {
		m.selected = m.rows[i].ID
		m.look()
		m.OnChange()
	}
}

// look opens the selected dossier for what its row cannot tell.
func (m *Today) look() {
	id := m.selected
	if m.index() < 0 {
		return
	}
	m.tasks.Go(LaneCheck, func(ctx context.Context) func() {
		d, err := m.src.Dossier(ctx, id)
		return func() {
			if err != nil || id != m.selected {
				return // what the list says stays true
			}
			m.refused = map[string]int{id: len(d.Exceptions)}
			m.OnChange()
		}
	})
}

// Move selects by rows up (-) or down (+) and stops at the ends.
func (m *Today) Move(by int) {
	if len(m.rows) > 0 {
		m.Select(max(0, min(len(m.rows)-1, m.index()+by)))
	}
}

func (m *Today) index() int {
	for i, r := range m.rows {
		if r.ID == m.selected {
			return i
		}
	}
	return -1
}

// dayOf returns the bounds of the local day of t.
func dayOf(t time.Time) (from, to time.Time) {
	y, mo, d := t.In(motcua.Local).Date()
	from = time.Date(y, mo, d, 0, 0, 0, 0, motcua.Local)
	return from, from.AddDate(0, 0, 1)
}

// TodayState is all that the screen shows.
type TodayState struct {
	Query    string
	Today    bool // the list is of today, not of a search
	Heading  string
	Loaded   bool
	Rows     []Line
	Selected int // -1 for none
	Trouble  *Sentence
	Note     string // of printing
	CanPrint bool
	// Exceptions tells of steps of the selected dossier that were refused.
	Exceptions string
}

// Line is one row in words.
type Line struct {
	ID            string
	Hour          string // 10:43, with the date where it is not today
	Same, Differs string // of the code
	Name          string
	Procedure     string
	Due           string // 30/11 17:00
	Status        motcua.Status
	StatusName    string
	Truth         motcua.Truth
	TruthName     string
	Refusal       string
}

// State returns what to show now.
func (m *Today) State() TodayState {
	now := m.clock.Now()
	s := TodayState{
		Query: m.query, Today: motcua.Fold(m.query) == "", Loaded: m.loaded, Selected: m.index(), Trouble: m.trouble,
		Note: m.note, CanPrint: m.paper != nil,
		Heading: Weekday(now) + " " + ShortDate(now),
	}
	if !s.Today {
		s.Heading = "Tìm trong mọi ngày"
	}
	if n := len(m.rows); n >= pageRows {
		s.Heading += fmt.Sprintf(" · %d hồ sơ mới nhất, gõ thêm để thu hẹp", n)
	} else if n > 0 {
		s.Heading += fmt.Sprintf(" · %d hồ sơ", n)
	}
	for _, r := range m.rows {
		s.Rows = append(s.Rows, lineOf(r, now))
	}
	if n := m.refused[m.selected]; n > 0 {
		s.Exceptions = fmt.Sprintf("Có %d bước bị từ chối, cần người xem.", n)
	}
	return s
}

// erasedName stands in the lists where the name of an erased dossier stood.
const erasedName = "Đã xóa theo quy định"

func lineOf(r motcua.Row, now time.Time) Line {
	l := Line{
		ID: r.ID, Name: r.Name, Procedure: r.Procedure, Due: "–", Hour: Hour(r.Received),
		Status: r.Status, StatusName: StatusName(r.Status), Truth: r.Truth, TruthName: TruthName(r.Truth),
	}
	if r.Erased {
		l.Name = erasedName
	}
	l.Same, l.Differs = CodeParts(r.Code)
	if !SameDay(r.Received, now) {
		l.Hour = ShortDate(r.Received)
	}
	if !r.Due.IsZero() {
		l.Due = ShortDate(r.Due) + " " + Hour(r.Due)
	}
	if r.Truth == motcua.TruthRefused {
		l.Refusal = RefusalWords(r.Refusal)
	}
	return l
}
