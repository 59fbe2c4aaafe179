package model

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"motcua"
)

// GatePhase is what the gate asks for.
type GatePhase int

// The phases of the gate.
const (
	GateLoading  GatePhase = iota // the accounts are being read
	GateShut                      // somebody must log in
	GatePassword                  // whoever logged in must choose a password of his own
	GatePIN                       // and may choose a PIN
	GateOpen                      // somebody works, or the station has no accounts
)

// Beats of the gate.
const (
	gateQuiet   = 15 * time.Second // how often the gate looks whether somebody is there
	gateKeep    = 5                // seconds of a pause after which what passed is kept
	defaultIdle = 5 * time.Minute
)

// GateConfig is what the gate works with.
type GateConfig struct {
	Door  Door
	Place string        // "Quầy 01"
	Idle  time.Duration // without a key; 5 minutes where 0
	Tasks Tasks
	Clock Clock
}

// Gate asks who works at the counter, locks it and lets another person in. It
// keeps no password. What lies behind it stays as it is.
type Gate struct {
	OnChange func()
	OnOpen   func(now motcua.Account) // somebody works; the zero account where there are none
	OnShut   func()

	cfg    GateConfig
	phase  GatePhase
	people []motcua.Account
	at     int            // chosen among people
	who    motcua.Account // who works, or who is choosing a password
	locked string         // name of who worked when it was locked
	since  time.Time
	busy   bool
	left   int // seconds until the next try
	asked  int // generation of the chosen person
	said   string
	code   string
	quiet  time.Duration
	ticks  func() // stops the countdown
	idle   func() // stops the look for idleness
}

// NewGate returns the gate before Open.
func NewGate(cfg GateConfig) *Gate {
	if cfg.Idle == 0 {
		cfg.Idle = defaultIdle
	}
	return &Gate{OnChange: func() {}, OnOpen: func(motcua.Account) {}, OnShut: func() {}, cfg: cfg, ticks: func() {}, idle: func() {}}
}

// Open reads the accounts and asks who works, or opens where there are none.
func (m *Gate) Open() { m.reload() }

// reload reads the accounts anew.
func (m *Gate) reload() {
	m.cfg.Tasks.Go(LaneGate, func(ctx context.Context) func() {
		list, err := m.cfg.Door.List(ctx)
		return func() { m.loaded(list, err) }
	})
}

func (m *Gate) loaded(list []motcua.Account, err error) {
	switch {
	case m.alone() && (err != nil || len(list) == 0):
		return // as before; the next look asks again
	case err != nil:
		m.explain(err)
		if m.phase == GateLoading && !strings.Contains(m.said, "Enter") {
			m.said += " Bấm Enter để đọc lại."
		}
	case len(list) == 0:
		m.enter(motcua.Account{})
		return
	default:
		chosen := m.chosen().Login
		m.people = slices.DeleteFunc(list, func(a motcua.Account) bool { return !a.May(motcua.PowerServe) })
		m.at = max(0, slices.IndexFunc(m.people, func(a motcua.Account) bool { return a.Login == chosen }))
		if len(m.people) == 0 {
			m.said = "Chưa có tài khoản nào được trực quầy. Hồ sơ vẫn còn nguyên. Người quản trị thêm bằng motcuactl people add."
		}
		if m.alone() { // the first account was added meanwhile
			m.shut()
		}
		if m.phase == GateLoading {
			m.phase = GateShut
		}
	}
	m.OnChange()
	m.ask()
}

func (m *Gate) chosen() motcua.Account {
	if m.at < len(m.people) {
		return m.people[m.at]
	}
	return motcua.Account{}
}

// IsOpen reports whether the screens may be seen and used.
func (m *Gate) IsOpen() bool { return m.phase == GateOpen }

// Who returns the person who works; the zero account where there are none.
func (m *Gate) Who() motcua.Account { return m.who }

// alone reports whether the counter is open because the station had no accounts
// when that was last looked at.
func (m *Gate) alone() bool { return m.phase == GateOpen && m.who.Login == "" }

// Lock shuts the counter; what was typed stays. It reports false where the
// station had no accounts, and then looks whether it has some by now.
func (m *Gate) Lock() bool {
	switch {
	case m.phase != GateOpen:
		return false
	case m.alone():
		m.reload()
		return false
	}
	m.at = max(0, slices.IndexFunc(m.people, func(a motcua.Account) bool { return a.Login == m.who.Login }))
	m.shut()
	m.OnChange()
	m.reload()
	return true
}

func (m *Gate) shut() {
	m.idle()
	m.phase, m.locked, m.since = GateShut, m.who.Name, m.cfg.Clock.Now()
	m.who, m.code, m.left = motcua.Account{}, "", 0
	if len(m.people) > 0 {
		m.said = ""
	}
	m.OnShut()
}

// Touch says that somebody is there.
func (m *Gate) Touch() { m.quiet = 0 }

// watch looks every few seconds whether somebody is there.
func (m *Gate) watch() {
	m.idle()
	m.idle = m.cfg.Clock.After(gateQuiet, func() {
		if m.quiet += gateQuiet; m.quiet >= m.cfg.Idle {
			m.quiet = 0
			m.abandon()
		}
		if m.phase != GateShut {
			m.watch()
		}
	})
}

// abandon shuts what somebody left open: the counter, or the choice of his
// password or PIN.
func (m *Gate) abandon() {
	switch {
	case m.phase == GateOpen:
		m.Lock()
	case !m.busy:
		m.leave()
		m.said = "Lâu không có phím nào được gõ nên phải đăng nhập lại."
		m.OnChange()
	}
}

// leave goes back from the choice of a password or PIN.
func (m *Gate) leave() {
	m.idle()
	m.phase, m.who, m.said, m.code = GateShut, motcua.Account{}, "", ""
}

// Move chooses another person.
func (m *Gate) Move(by int) {
	if m.phase == GateShut && !m.busy && len(m.people) > 0 {
		m.Choose(max(0, min(len(m.people)-1, m.at+by)))
	}
}

// Choose chooses a person.
func (m *Gate) Choose(i int) {
	if m.phase != GateShut || m.busy || i < 0 || i >= len(m.people) || i == m.at {
		return
	}
	m.at, m.said, m.code, m.left = i, "", "", 0
	m.OnChange()
	m.ask()
}

// ask asks the file how long the chosen person must still wait.
func (m *Gate) ask() {
	login := m.chosen().Login
	if login == "" || m.phase != GateShut {
		return
	}
	m.asked++
	asked := m.asked
	m.cfg.Tasks.Go(LaneGate, func(ctx context.Context) func() {
		left, err := m.cfg.Door.Left(ctx, login)
		return func() {
			if asked == m.asked && err == nil {
				m.hold(left)
			}
		}
	})
}

// hold begins the countdown to the next try.
func (m *Gate) hold(left time.Duration) {
	m.ticks()
	if m.left = int((left + time.Second - 1) / time.Second); m.left > 0 {
		m.tick(1)
	}
	m.OnChange()
}

func (m *Gate) tick(n int) {
	m.ticks = m.cfg.Clock.After(time.Second, func() {
		if m.left--; m.left > 0 && n%gateKeep != 0 {
			m.tick(n + 1)
		} else {
			m.ask() // what has passed is kept, and the file has the last word
		}
		m.OnChange()
	})
}

// unread reports whether there is nobody to choose and the accounts may be read
// anew.
func (m *Gate) unread() bool {
	return m.phase == GateLoading && m.said != "" || m.phase == GateShut && len(m.people) == 0
}

// Try tries a password or PIN of the chosen person. Where nobody could be read
// who might be chosen, it reads the accounts anew.
func (m *Gate) Try(word string) {
	login := m.chosen().Login
	switch {
	case m.unread():
		m.said, m.code = "", ""
		m.OnChange()
		m.reload()
		return
	case m.phase != GateShut || m.busy || m.left > 0 || login == "":
		return
	case strings.TrimSpace(word) == "":
		m.said, m.code = "Chưa nhập mật khẩu hoặc mã PIN.", ""
		m.OnChange()
		return
	}
	m.busy, m.said, m.code = true, "", ""
	m.OnChange()
	m.cfg.Tasks.Go(LaneGate, func(ctx context.Context) func() {
		a, err := m.cfg.Door.Login(ctx, login, word)
		return func() { m.tried(a, err) }
	})
}

func (m *Gate) tried(a motcua.Account, err error) {
	m.busy = false
	switch {
	case err == nil && a.MustChange:
		m.who, m.phase, m.quiet = a, GatePassword, 0
		m.watch()
		m.OnChange()
		return
	case err == nil:
		m.enter(a)
		return
	}
	m.explain(err)
	m.ask()
	m.OnChange()
}

// SetPassword gives whoever has just logged in a password of his own.
func (m *Gate) SetPassword(word, again string) {
	if m.phase != GatePassword || m.busy {
		return
	}
	if word != again {
		m.said, m.code = "Hai lần nhập chưa giống nhau. Mật khẩu chưa đổi.", ""
		m.OnChange()
		return
	}
	m.change(func(ctx context.Context) error { return m.cfg.Door.SetPassword(ctx, m.who.Login, word) }, func() {
		m.who.MustChange = false
		m.phase = GatePIN
	})
}

// SetPIN gives whoever has just logged in a PIN; "" leaves him without one.
func (m *Gate) SetPIN(pin string) {
	if m.phase != GatePIN || m.busy {
		return
	}
	if pin == "" {
		m.enter(m.who)
		return
	}
	m.change(func(ctx context.Context) error { return m.cfg.Door.SetPIN(ctx, m.who.Login, pin) }, func() { m.enter(m.who) })
}

// Back leaves the choice of a password, and that of a PIN without one.
func (m *Gate) Back() {
	switch {
	case m.busy:
	case m.phase == GatePIN:
		m.SetPIN("")
	case m.phase == GatePassword:
		m.leave()
		m.OnChange()
	}
}

func (m *Gate) change(do func(context.Context) error, then func()) {
	m.busy, m.said, m.code = true, "", ""
	m.OnChange()
	m.cfg.Tasks.Go(LaneGate, func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			m.busy = false
			if err != nil {
				m.explain(err)
			} else {
				then()
			}
			m.OnChange()
		}
	})
}

// explain says what went wrong.
func (m *Gate) explain(err error) {
	var e *motcua.Error
	if errors.As(err, &e) {
		if s, ok := gateSentences[gateFault{e.Code, e.Field}]; ok {
			m.said, m.code = s, ""
			return
		}
	}
	s := Explain(DeedOpen, err)
	m.said, m.code = s.Text(), s.Code
}

func (m *Gate) enter(a motcua.Account) {
	m.ticks()
	m.who, m.phase, m.quiet = a, GateOpen, 0
	m.said, m.code, m.left, m.busy = "", "", 0, false
	m.watch()
	m.OnOpen(a)
	m.OnChange()
}

// Stop ends countdown and watch.
func (m *Gate) Stop() {
	m.ticks()
	m.idle()
}
