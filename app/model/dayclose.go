package model

import (
	"context"
	"strconv"
	"strings"
	"time"

	"motcua"
)

// DayBook reads what a day came to and closes it.
type DayBook interface {
	Truths(ctx context.Context, day time.Time) (motcua.Truths, error)
	// DayDiffers lists the day's dossiers that the centre has not confirmed.
	DayDiffers(ctx context.Context, day time.Time, limit int) ([]motcua.Row, error)
	// OthersUnconfirmed counts the other dossiers with a step that the centre
	// has not confirmed, motcua.MaxTile at most.
	OthersUnconfirmed(ctx context.Context, day time.Time) (int, error)
	// DayCounts says what each counter did, this one first, and how the day was
	// closed last, nil where it was not.
	DayCounts(ctx context.Context, day time.Time) ([]motcua.DayCount, *motcua.DayClosed, error)
	CloseDay(ctx context.Context, actor string, at time.Time, d motcua.DayClosed) error
}

// DayPaper prints the papers of a day and returns where one went, in words for
// the clerk. A paper that the day has not is CodeUnknown with field "form".
type DayPaper interface {
	PrintDay(ctx context.Context, form motcua.PrintForm, day time.Time) (string, error)
}

// DayCloseConfig is what the screen Kết sổ ngày works with.
type DayCloseConfig struct {
	Book  DayBook
	Road  Road     // nil where nothing is sent
	Paper DayPaper // nil where nothing can be printed
	Actor string   // who is at the desk
	Tasks Tasks
	Clock Clock
}

// DayField is a box of the screen.
type DayField int

// The boxes.
const (
	DayCounted DayField = iota // papers on the desk
	DayFrom
	DayTo
	DayReason
	DayFields
)

// mostDiffers is how many differing dossiers are listed by name.
const mostDiffers = 200

// DayClose is the screen Kết sổ ngày: papers = file = sent = confirmed, what
// differs by name, and the shift handed over.
type DayClose struct {
	OnChange func()
	// OnRefused is called where F9 found a box that is not right yet.
	OnRefused func(f DayField)

	cfg     DayCloseConfig
	actor   string // who works here
	texts   [DayFields]string
	truths  motcua.Truths
	differs []motcua.Row
	others  int // dossiers of other days that wait, too
	counts  []motcua.DayCount
	closed  *motcua.DayClosed
	known   bool
	closing bool
	prints  bool // on their way
	tried   bool // F9 was pressed: what is missing is red from now on
	note    string
	trouble *Sentence
	at      int // selected difference
	asked   int
	stop    func()
}

// NewDayClose returns the screen with the clerk's name filled in.
func NewDayClose(c DayCloseConfig) *DayClose {
	m := &DayClose{cfg: c, actor: c.Actor, OnChange: func() {}, OnRefused: func(DayField) {}}
	m.texts[DayFrom] = c.Actor
	return m
}

// Sit says who works here now, and hands the shift over unless somebody else
// was named.
func (m *DayClose) Sit(name string) {
	if m.texts[DayFrom] == m.actor {
		m.texts[DayFrom] = name
	}
	m.actor = name
	m.OnChange()
}

// dayClosePause is how often the numbers are read again while the screen is there.
const dayClosePause = 3 * time.Second

// Watch reloads every three seconds while the screen is there, until Stop.
func (m *DayClose) Watch() {
	m.Stop()
	m.Reload()
	m.stop = m.cfg.Clock.After(dayClosePause, m.Watch)
}

// Stop ends watching.
func (m *DayClose) Stop() {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// Reload reads the day's numbers again.
func (m *DayClose) Reload() {
	day := m.cfg.Clock.Now()
	m.asked++
	gen := m.asked
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		t, err := m.cfg.Book.Truths(ctx, day)
		var rows []motcua.Row
		if err == nil {
			rows, err = m.cfg.Book.DayDiffers(ctx, day, mostDiffers)
		}
		var others int
		if err == nil {
			others, err = m.cfg.Book.OthersUnconfirmed(ctx, day)
		}
		var counts []motcua.DayCount
		var closed *motcua.DayClosed
		if err == nil {
			counts, closed, err = m.cfg.Book.DayCounts(ctx, day)
		}
		return func() {
			if gen != m.asked {
				return
			}
			if err != nil {
				s := Explain(DeedList, err)
				m.trouble = &s
			} else {
				m.truths, m.differs, m.others, m.counts, m.closed, m.known = t, rows, others, counts, closed, true
				m.at = max(0, min(m.at, len(rows)-1))
			}
			m.OnChange()
		}
	})
}

// SetField takes the text of a box as it stands.
func (m *DayClose) SetField(f DayField, text string) {
	if m.texts[f] != text {
		m.texts[f] = text
		m.note = ""
		m.OnChange()
	}
}

// Move selects by rows among the differences.
func (m *DayClose) Move(by int) { m.Select(max(0, min(len(m.differs)-1, m.at+by))) }

// Select marks a difference; out of range it does nothing.
func (m *DayClose) Select(i int) {
	if i >= 0 && i < len(m.differs) && i != m.at {
		m.at = i
		m.OnChange()
	}
}

// Chosen returns the dossier of the marked difference, "" for none.
func (m *DayClose) Chosen() string {
	if m.at < len(m.differs) {
		return m.differs[m.at].ID
	}
	return ""
}

// body is what would be recorded now; ok is false while the count of papers is
// no number.
func (m *DayClose) body() (motcua.DayClosed, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(m.texts[DayCounted]))
	clean := func(f DayField) string {
		s, _ := motcua.CleanText(motcua.NFC(m.texts[f]), false)
		return strings.Join(strings.Fields(s), " ")
	}
	d := motcua.DayClosed{Day: m.cfg.Clock.Now().In(motcua.Local).Format("2006-01-02"), Counted: n,
		Saved: m.truths.Saved, Sent: m.truths.Sent, Received: m.truths.Received,
		Reason: clean(DayReason), From: clean(DayFrom), To: clean(DayTo)}
	for _, r := range m.differs {
		d.Differs = append(d.Differs, motcua.DayDifference{Code: r.Code, Truth: r.Truth, Refusal: r.Refusal})
	}
	return d, err == nil && n >= 0
}

// Close records that the day is closed. Where something is missing it says
// what, and changes nothing.
func (m *DayClose) Close() {
	if m.closing || !m.known {
		return
	}
	m.tried, m.trouble, m.note = true, nil, ""
	d, ok := m.body()
	if !ok || d.Check() != nil {
		m.OnChange()
		for f, said := range m.State().Faults {
			if said != "" {
				m.OnRefused(DayField(f))
				break
			}
		}
		return
	}
	m.closing = true
	at, actor := m.cfg.Clock.Now(), m.actor
	m.OnChange()
	m.cfg.Tasks.Go(LaneDesk, func(ctx context.Context) func() {
		err := m.cfg.Book.CloseDay(ctx, actor, at, d)
		return func() {
			m.closing = false
			if err != nil {
				s := Explain(DeedClose, err)
				m.trouble = &s
			} else {
				m.note, m.tried = "Đã kết sổ lúc "+Clock6(at)+", đã lưu trên máy.", false
			}
			m.OnChange()
			m.Reload()
		}
	})
}

// Print prints the hand-over of the shift and, where money was taken, the day's
// cash sheet.
func (m *DayClose) Print() {
	if m.cfg.Paper == nil || m.prints || !m.known {
		return
	}
	if m.closed == nil {
		m.note, m.trouble = "", &Sentence{What: "Hôm nay chưa kết sổ nên chưa có biên bản bàn giao ca.", Safe: "Số liệu vẫn nguyên trên máy.", Now: "Bấm F9 để kết sổ, rồi F8 để in.", Code: "MOTCUA-DAY-OPEN"}
		m.OnChange()
		return
	}
	m.prints, m.trouble, m.note = true, nil, "Đang in biên bản bàn giao ca."
	day := m.cfg.Clock.Now()
	m.OnChange()
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		var said []string
		var failed *Sentence
		for _, f := range []motcua.PrintForm{motcua.PrintShift, motcua.PrintCash} {
			where, err := m.cfg.Paper.PrintDay(ctx, f, day)
			switch {
			case err == nil:
				said = append(said, Begun(formNames[f])+": "+where+".")
			case f == motcua.PrintCash && motcua.CodeOf(err) == motcua.CodeUnknown && motcua.FieldOf(err) == "form":
				said = append(said, "Hôm nay không thu khoản nào.")
			default:
				s := Explain(DeedPrint, err)
				s.Safe = "Số liệu của ngày vẫn nguyên trên máy, " + formNames[f] + " chưa in được."
				if failed == nil {
					failed = &s
				}
			}
		}
		return func() {
			m.prints, m.note, m.trouble = false, strings.Join(said, " "), failed
			m.OnChange()
		}
	})
}
