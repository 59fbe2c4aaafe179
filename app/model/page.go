package model

import (
	"context"
	"fmt"
	"image"
	"strings"
	"time"

	"motcua"
)

// Thumbs draws stored files small.
type Thumbs interface {
	// Thumb draws the first page of a file at most maxWidth pixels wide.
	Thumb(ctx context.Context, f motcua.FileRef, maxWidth int) (image.Image, error)
}

// thumbWidth is how wide a paper is drawn, in pixels.
const thumbWidth = 144

// PageConfig is what the dossier's page works with.
type PageConfig struct {
	Dossiers Dossiers
	Units    Units
	Paper    Paper  // nil where nothing can be printed
	Media    string // "A5" where empty
	Thumbs   Thumbs // nil where nothing can be drawn
	Road     Road   // nil where nothing is sent
	Days     Workdays
	Steps    *Steps // nil where the page is only looked at
	Tasks    Tasks
	Clock    Clock
	// OnShown is told whose numbers were shown in full.
	OnShown func(code motcua.Code)
}

// Page is the screen Hồ sơ: one dossier at one glance.
type Page struct {
	OnChange func()

	cfg     PageConfig
	id      string
	dossier motcua.Dossier
	row     motcua.Row
	here    bool
	shown   bool // numbers in full
	noted   bool // who looks at them is kept
	thumbs  map[string]image.Image
	print   Printing
	trouble *Sentence
}

// NewPage returns an empty page.
func NewPage(c PageConfig) *Page {
	if c.Media == "" {
		c.Media = "A5"
	}
	m := &Page{cfg: c, OnChange: func() {}, thumbs: map[string]image.Image{}}
	m.print = Printing{paper: c.Paper, media: c.Media, tasks: c.Tasks, changed: func() { m.OnChange() }}
	return m
}

// Open shows another dossier; what was shown in full is hidden again.
func (m *Page) Open(id string) {
	if id != m.id {
		m.id, m.here, m.shown, m.trouble, m.print.note, m.print.trouble = id, false, false, nil, "", nil
		clear(m.thumbs)
	}
	m.shown = false
	m.Reload()
}

// Reload reads the dossier again; what is shown stays until it is there.
func (m *Page) Reload() {
	id := m.id
	if id == "" {
		return
	}
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		d, err := m.cfg.Dossiers.Dossier(ctx, id)
		var row motcua.Row
		if err == nil {
			row, err = m.rowOf(ctx, d)
		}
		return func() {
			if id != m.id {
				return
			}
			m.trouble = nil
			if err != nil {
				s := Explain(DeedList, err)
				m.trouble = &s
			} else {
				m.dossier, m.row, m.here = d, row, true
				m.draw()
			}
			m.OnChange()
		}
	})
	m.OnChange()
}

// rowOf finds the line of a dossier in the lists, which knows how far it has
// travelled.
func (m *Page) rowOf(ctx context.Context, d motcua.Dossier) (motcua.Row, error) {
	rows, err := m.cfg.Dossiers.List(ctx, motcua.Filter{Query: string(d.Received.Code), Limit: 10})
	if err != nil {
		return motcua.Row{}, err
	}
	for _, r := range rows { // two offline stations may have printed one code
		if r.ID == d.ID {
			return r, nil
		}
	}
	return motcua.Row{ID: d.ID, Status: d.Status, Due: d.Received.Appointment.Due, Truth: motcua.TruthSaved}, nil
}

// draw asks for the first page of each paper, small.
func (m *Page) draw() {
	if m.cfg.Thumbs == nil {
		return
	}
	id := m.id
	for _, c := range m.dossier.Components {
		if len(c.Files) == 0 {
			continue
		}
		f := c.Files[0].File
		if _, drawn := m.thumbs[f.SHA256]; drawn {
			continue
		}
		m.thumbs[f.SHA256] = nil
		m.cfg.Tasks.Go(LaneThumb, func(ctx context.Context) func() {
			img, err := m.cfg.Thumbs.Thumb(ctx, f, thumbWidth)
			return func() {
				if err == nil && id == m.id {
					m.thumbs[f.SHA256] = img
					m.OnChange()
				}
			}
		})
	}
}

// Show shows the numbers in full, or hides them again.
func (m *Page) Show() {
	if !m.here || m.dossier.Erased {
		return
	}
	m.shown = !m.shown
	if m.shown && m.cfg.OnShown != nil {
		m.cfg.OnShown(m.dossier.Received.Code)
	}
	m.OnChange()
}

// Print prints the paper of the newest step again: the receipt, where no later
// step has one.
func (m *Page) Print() {
	if !m.here || m.dossier.Erased {
		return
	}
	if f := LastForm(m.dossier); m.cfg.Steps != nil && f != motcua.PrintReceipt {
		m.cfg.Steps.Print(m.id, f)
		return
	}
	m.print.Print(m.id, ShortCode(m.dossier.Received.Code))
}

// Chosen returns the id of the dossier on the page, "" where there is none.
func (m *Page) Chosen() string {
	if !m.here {
		return ""
	}
	return m.id
}

// PageState is all that the page shows.
type PageState struct {
	Here                bool
	Same, Differs       string
	Name                string
	Procedure           string
	Kind                string // code of the procedure, channel, sets
	Light               Light
	LightName           string
	Status              motcua.Status
	StatusName          string
	Path                []PathStep
	Story               []StoryLine // newest first
	Papers              []PagePaper
	PapersCount         string
	Person              []Pair
	Noted               bool // it is kept who looks at numbers
	Shown               bool
	Next                PageNext
	Truths              [3]TruthLine
	Banner              string // an exception, an erased body
	Trouble             *Sentence
	CanPrint, CanReveal bool
}

// Pair is a name and what stands for it.
type Pair struct{ Name, Text string }

// StoryLine is one thing that happened.
type StoryLine struct {
	When, What, Who string
	Icon            string
	Bold, Odd       bool
}

// PagePaper is one paper of the dossier.
type PagePaper struct {
	Name, Note string
	Have       bool // there is something of it
	Missing    bool
	Image      image.Image
	Presented  bool
}

// PageNext is the next sensible step in words, and what became of the last.
type PageNext struct {
	Text     string
	Verb     string // "" where nothing is to be done here
	Others   bool   // the list of other actions is there
	Apology  Apology
	Printing string
	Again    string // what F8 prints
}

// TruthLine is one of the three truths.
type TruthLine struct {
	Word, When string
	Look       TruthLook
}

// TruthLook says how a truth is painted.
type TruthLook int

// The looks of a truth.
const (
	TruthGrey TruthLook = iota
	TruthLit
	TruthAmber
	TruthRed
)

// State returns what to show now.
func (m *Page) State() PageState {
	s := PageState{Here: m.here, Trouble: m.trouble}
	if m.print.trouble != nil {
		s.Trouble = m.print.trouble
	}
	if !m.here {
		return s
	}
	d, now := m.dossier, m.cfg.Clock.Now()
	in := d.Received.Intake
	s.Same, s.Differs = CodeParts(d.Received.Code)
	s.Name, s.Procedure = in.Owner(), d.Received.Procedure.Name
	s.Kind = pageKind(d)
	s.Status, s.StatusName = d.Status, d.Status.Name()
	s.Light, s.LightName = lightOf(d.Status, m.row.Waiting, m.row.Due, workTimes(now, m.cfg.Days), m.cfg.Days)
	s.Path = Path(d.Public())
	s.Story = story(d, now)
	s.Papers, s.PapersCount = m.papers()
	s.Person, s.Shown, s.CanReveal, s.Noted = m.person(), m.shown, !d.Erased, m.noted
	s.Next = PageNext{Text: nextWords(d, m.row.Due, now), Printing: m.print.note, Again: "In lại giấy hẹn"}
	m.next(&s)
	s.Next.Text += owedWords(d)
	s.Truths = m.truths(now)
	s.CanPrint = m.cfg.Paper != nil && !d.Erased
	switch n := len(d.Exceptions); {
	case d.Erased:
		s.Name = erasedName
		s.Banner = "Thông tin cá nhân của hồ sơ này " + erasedWhen(d)
	case n > 0:
		s.Banner = fmt.Sprintf("Có %d bước bị từ chối, cần người xem. Các bước ấy vẫn được giữ trong nhật ký, không đổi trạng thái của hồ sơ.", n)
	case m.row.Truth == motcua.TruthRefused:
		s.Banner = RefusalWords(m.row.Refusal)
	}
	return s
}

// next fills in what there is to do and what came of the last step.
func (m *Page) next(s *PageState) {
	if m.cfg.Steps == nil {
		return
	}
	a := m.cfg.Steps.Next(m.dossier)
	s.Next.Text, s.Next.Verb, s.Next.Others = a.Text, a.Verb, !m.dossier.Erased
	s.Next.Apology = m.cfg.Steps.Apology(m.dossier, s.Light, workTimes(m.cfg.Clock.Now(), m.cfg.Days))
	if f := LastForm(m.dossier); f != motcua.PrintReceipt {
		s.Next.Again = "In lại Mẫu " + string(f)
		if f == motcua.PrintResult {
			s.Next.Again = "In lại biên nhận"
		}
	}
	note, bad := m.cfg.Steps.Said(m.id)
	if note != "" {
		s.Next.Printing = note
	}
	if bad != nil {
		s.Trouble = bad
	}
}

func erasedWhen(d motcua.Dossier) string {
	for _, st := range d.Steps {
		if st.Kind == motcua.EventErased {
			return "đã xóa theo quy định ngày " + Date(st.At) + "."
		}
	}
	return "đã xóa theo quy định."
}

func pageKind(d motcua.Dossier) string {
	in := d.Received.Intake
	parts := []string{d.Received.Procedure.Code}
	if in.Case != "" {
		parts = append(parts, in.Case)
	}
	if c := ChannelName(in.Channel); c != "" {
		parts = append(parts, "nhận "+strings.ToLower(c))
	}
	if in.Sets > 0 {
		parts = append(parts, fmt.Sprintf("%d bộ", in.Sets))
	}
	return strings.Join(parts, " · ")
}

// nextWords says the next sensible step.
func nextWords(d motcua.Dossier, due, now time.Time) string {
	by := dueWords(due)
	switch d.Status {
	case motcua.StatusRegistered:
		return "Xem giấy tờ rồi tiếp nhận hoặc trả lời người dân."
	case motcua.StatusReceived:
		return "Chuyển hồ sơ cho bộ phận xử lý." + by
	case motcua.StatusProcessing:
		if !due.IsZero() && due.Before(now) {
			return "Hồ sơ đã quá hạn: hỏi bộ phận xử lý và báo người dân." + by
		}
		return "Chờ bộ phận xử lý." + by
	case motcua.StatusSupplement:
		return "Chờ người dân nộp giấy tờ bổ sung. Thời hạn đang tạm dừng tính."
	case motcua.StatusPayment:
		return "Chờ người dân nộp phí, lệ phí. Thời hạn đang tạm dừng tính."
	case motcua.StatusDone:
		return "Đã có kết quả: trả cho người dân khi họ đến." + by
	}
	return "Không còn việc gì: " + strings.ToLower(d.Status.Name()) + "."
}

// dueWords says in a sentence when the result is promised; "" where it is not.
func dueWords(due time.Time) string {
	if due.IsZero() {
		return ""
	}
	return " Hẹn trả " + Hour(due) + " " + Weekday(due) + " " + ShortDate(due) + "."
}

func (m *Page) truths(now time.Time) [3]TruthLine {
	t := m.row.Truth
	out := [3]TruthLine{
		{"Đã lưu trên máy này", DayHour(m.dossier.Updated, now), TruthLit},
		{"Chưa gửi", "", TruthAmber},
		{"Trung tâm chưa nhận", "", TruthGrey},
	}
	if t >= motcua.TruthSent {
		out[1] = TruthLine{"Đã gửi", "", TruthLit}
	} else if m.cfg.Road != nil {
		r := m.cfg.Road.State()
		switch r.Mode {
		case motcua.RoadNone:
			out[1] = TruthLine{"Chưa gửi, quầy chưa đăng ký", "", TruthGrey}
		case motcua.RoadOffline:
			out[1].Word = "Chưa gửi, đang mất mạng"
			if !r.Next.IsZero() {
				out[1].When = "thử lại " + DayHour(r.Next, now)
			}
		case motcua.RoadStopped:
			out[1] = TruthLine{"Chưa gửi, đường truyền đang dừng", "", TruthRed}
		}
	}
	switch t {
	case motcua.TruthReceived:
		out[2] = TruthLine{"Trung tâm đã nhận", "", TruthLit}
	case motcua.TruthRefused:
		out[2] = TruthLine{"Trung tâm chưa nhận, cần người sửa", "", TruthRed}
	}
	return out
}
