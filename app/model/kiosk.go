package model

import (
	"context"
	"strings"
	"time"

	"motcua"
)

// KioskPhase is what the public screen shows.
type KioskPhase int

// The phases.
const (
	KioskHome KioskPhase = iota
	KioskLooking
	KioskAnswer
	KioskNotFound
)

const (
	kioskSeconds  = 30                     // an answer stays so long
	kioskAskAt    = 5                      // seconds left when "more time?" is asked
	readerPause   = 2 * time.Second        // a reader types faster; what lies longer is rubbish
	answerDelay   = 400 * time.Millisecond // every answer, good or bad, takes as long
	readerLimit   = 600                    // characters
	lookupBurst   = 6                      // scans in a row
	lookupRefill  = 5 * time.Second        // one more after each
	kioskNotFound = "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy tiếp nhận."
	kioskNotHere  = "Máy này chưa có hồ sơ của quầy đó. Giấy hẹn vẫn có giá trị, xin hỏi quầy tiếp nhận."
	kioskTooFast  = "Xin Ông/Bà chờ vài giây rồi quét lại."
)

// KioskConfig is what the kiosk works with.
type KioskConfig struct {
	Lookup   Lookup
	Tasks    Tasks
	Clock    Clock
	UnitName string // "Phường Thuận Hoá, Thành phố Huế"
}

// Kiosk is the public screen: a receipt's QR in, ten seconds of answer, and
// nothing left behind. It keeps no token and no name.
type Kiosk struct {
	OnChange func()

	cfg      KioskConfig
	phase    KioskPhase
	typed    []rune
	stopRead func()
	public   motcua.Public
	asOf     time.Time
	why      string // there is no answer
	left     int
	stopTick func()
	ask      int // generation of the newest scan
	tokens   int // scans that may be made now
	refilled time.Time
}

// NewKiosk returns the home screen.
func NewKiosk(cfg KioskConfig) *Kiosk {
	return &Kiosk{cfg: cfg, OnChange: func() {}, tokens: lookupBurst, refilled: cfg.Clock.Now()}
}

// Type takes one character of the reader that types like a keyboard.
func (m *Kiosk) Type(r rune) {
	if len(m.typed) < readerLimit {
		m.typed = append(m.typed, r)
	}
	if m.stopRead != nil {
		m.stopRead()
	}
	m.stopRead = m.cfg.Clock.After(readerPause, m.forgetTyped)
}

func (m *Kiosk) forgetTyped() {
	if m.stopRead != nil {
		m.stopRead()
		m.stopRead = nil
	}
	m.typed = nil
}

// Enter ends a scan. Whatever is wrong with it (unknown, forged, of another
// place) gives the same words after the same time. Only two things are told
// apart, for they say nothing of any dossier: too many scans in a row, and a
// receipt whose signature holds but whose dossier is not on this machine.
func (m *Kiosk) Enter() {
	token := strings.TrimSpace(string(m.typed))
	m.forgetTyped()
	if token == "" {
		return
	}
	m.stopTicking()
	m.phase, m.public, m.asOf = KioskLooking, motcua.Public{}, time.Time{}
	m.ask++
	gen := m.ask
	m.OnChange()
	var got *found
	ripe := false
	show := func() {
		if ripe && got != nil && gen == m.ask {
			m.answer(*got)
		}
	}
	m.cfg.Clock.After(answerDelay, func() { ripe = true; show() })
	if !m.allowed() {
		got = &found{why: kioskTooFast}
		return
	}
	m.cfg.Tasks.Go(LaneLookup, func(ctx context.Context) func() {
		p, at, err := m.cfg.Lookup.Public(ctx, token)
		return func() {
			got = &found{p, at, whyNot(err)}
			show()
		}
	})
}

type found struct {
	public motcua.Public
	asOf   time.Time
	why    string // not; "" where there is an answer
}

func whyNot(err error) string {
	switch {
	case err == nil:
		return ""
	case motcua.CodeOf(err) == motcua.CodeUnknown && motcua.FieldOf(err) == "dossier":
		return kioskNotHere
	}
	return kioskNotFound
}

// allowed counts scans: a burst, then one every few seconds.
func (m *Kiosk) allowed() bool {
	now := m.cfg.Clock.Now()
	for now.Sub(m.refilled) >= lookupRefill && m.tokens < lookupBurst {
		m.tokens++
		m.refilled = m.refilled.Add(lookupRefill)
	}
	if m.tokens >= lookupBurst {
		m.refilled = now
	}
	if m.tokens == 0 {
		return false
	}
	m.tokens--
	return true
}

func (m *Kiosk) answer(f found) {
	m.phase, m.public, m.asOf, m.why = KioskNotFound, motcua.Public{}, time.Time{}, f.why
	if f.why == "" {
		m.phase, m.public, m.asOf = KioskAnswer, f.public, f.asOf
	}
	m.left = kioskSeconds
	m.tick()
	m.OnChange()
}

func (m *Kiosk) tick() {
	m.stopTicking()
	m.stopTick = m.cfg.Clock.After(time.Second, func() {
		m.left--
		if m.left <= 0 {
			m.Clear()
			return
		}
		m.tick()
		m.OnChange()
	})
}

func (m *Kiosk) stopTicking() {
	if m.stopTick != nil {
		m.stopTick()
		m.stopTick = nil
	}
}

// Touch gives the answer its full time again.
func (m *Kiosk) Touch() {
	if m.phase == KioskAnswer || m.phase == KioskNotFound {
		m.left = kioskSeconds
		m.tick()
		m.OnChange()
	}
}

// Clear goes back home and forgets everything of the last scan.
func (m *Kiosk) Clear() {
	m.stopTicking()
	m.forgetTyped()
	m.ask++
	m.phase, m.public, m.asOf, m.left = KioskHome, motcua.Public{}, time.Time{}, 0
	m.why = ""
	m.OnChange()
}

// KioskState is all that the screen shows.
type KioskState struct {
	Phase    KioskPhase
	Unit     string
	Hour     string // of now
	Day      string
	Code     string
	Initials string
	Name     string // of the procedure
	Tint     Tint
	Icon     string
	Word     string
	Under    string // line under the word
	Path     []PathStep
	Do       string // what to do, one sentence
	AsOf     string
	Left     int  // seconds
	Whole    int  // of how many
	AskMore  bool // the question about more time
	NotFound string
}

// State returns what to show now.
func (m *Kiosk) State() KioskState {
	now := m.cfg.Clock.Now()
	s := KioskState{
		Phase: m.phase, Unit: m.cfg.UnitName, Hour: Hour(now), Day: Weekday(now) + " " + ShortDate(now),
		Left: m.left, Whole: kioskSeconds, AskMore: m.left > 0 && m.left <= kioskAskAt, NotFound: m.why,
	}
	if m.phase != KioskAnswer {
		return s
	}
	p := m.public
	w := kioskWordOf(p)
	s.Code, s.Initials, s.Name = string(p.Code), p.Initials, p.Procedure
	s.Tint, s.Icon, s.Word, s.Do = w.tint, w.icon, w.word, w.do
	s.Under = kioskUnder(p, now)
	s.Path = Path(p)
	if !m.asOf.IsZero() {
		s.AsOf = "Theo dữ liệu lúc " + DayHour(m.asOf, now)
		if SameDay(m.asOf, now) {
			s.AsOf += " hôm nay"
		}
		s.AsOf += " · "
	}
	s.AsOf += "Cần hỏi thêm, xin gặp quầy tiếp nhận"
	return s
}
