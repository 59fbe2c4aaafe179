package model

import (
	"context"
	"fmt"
	"strings"
	"time"

	"motcua"
)

// maxUnlockWait is the longest pause after a wrong passphrase, in seconds.
// There is no last try: the data would be lost with it.
const maxUnlockWait = 60

// UnlockConfig is what the start screen works with.
type UnlockConfig struct {
	Folder string // of the data: all that can be said before it is open
	// Open opens the station. CodeDenied with Field "passphrase" is a wrong one.
	Open  func(ctx context.Context, phrase string) error
	Tasks Tasks
	Clock Clock
}

// Unlock is the start screen of a station whose key lies under a passphrase.
// It keeps no passphrase.
type Unlock struct {
	OnChange func()
	OnOpened func()

	cfg   UnlockConfig
	busy  bool
	wrong int // in a row
	left  int // seconds until the next try
	said  string
	code  string
}

// NewUnlock returns the screen before the first try.
func NewUnlock(cfg UnlockConfig) *Unlock {
	return &Unlock{OnChange: func() {}, OnOpened: func() {}, cfg: cfg}
}

// UnlockState is what the screen shows.
type UnlockState struct {
	Folder string
	Busy   bool   // a passphrase is being tried
	Ready  bool   // another may be tried
	Said   string // about the last try; empty before the first
	Code   string // for whoever helps; empty for a wrong passphrase
}

// State returns what the screen shows now.
func (m *Unlock) State() UnlockState {
	s := UnlockState{Folder: m.cfg.Folder, Busy: m.busy, Ready: !m.busy && m.left == 0, Said: m.said, Code: m.code}
	if m.left > 0 {
		s.Said += fmt.Sprintf(" Nhập lại được sau %d giây.", m.left)
	}
	return s
}

// Try tries a passphrase; nothing happens while one is being tried or the pause
// after a wrong one lasts.
func (m *Unlock) Try(phrase string) {
	switch {
	case m.busy || m.left > 0:
		return
	case strings.TrimSpace(phrase) == "":
		m.said, m.code = "Chưa nhập mật khẩu.", ""
		m.OnChange()
		return
	}
	m.busy, m.said, m.code = true, "", ""
	m.OnChange()
	m.cfg.Tasks.Go(LaneUnlock, func(ctx context.Context) func() {
		err := m.cfg.Open(ctx, phrase)
		return func() { m.tried(err) }
	})
}

func (m *Unlock) tried(err error) {
	m.busy = false
	switch {
	case err == nil:
		m.OnOpened()
		return
	case motcua.CodeOf(err) == motcua.CodeDenied && motcua.FieldOf(err) == "passphrase":
		m.said = "Mật khẩu chưa đúng. Dữ liệu vẫn còn nguyên. Xem lại phím Caps Lock và bộ gõ tiếng Việt."
		m.wait()
	default:
		s := Explain(DeedOpen, err)
		m.said, m.code = s.Text(), s.Code
	}
	m.OnChange()
}

// wait counts the seconds after a wrong passphrase: 1, 2, 4 … 60.
func (m *Unlock) wait() {
	m.left = maxUnlockWait
	if m.wrong < 6 {
		m.left = 1 << m.wrong
	}
	m.wrong++
	m.cfg.Clock.After(time.Second, m.tick)
}

func (m *Unlock) tick() {
	m.left--
	if m.left > 0 {
		m.cfg.Clock.After(time.Second, m.tick)
	}
	m.OnChange()
}
