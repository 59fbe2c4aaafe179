package model

import (
	"context"
	"strconv"
	"time"

	"motcua"
)

// statusPause is how often the status bar looks again.
const statusPause = 2 * time.Second

// Status is the bar under every screen: how many of today's dossiers are
// saved, sent and received, and how the road fares.
type Status struct {
	OnChange func()

	src    Dossiers
	left   int // numbers of the day; counted where src tells
	road   Road
	tasks  Tasks
	clock  Clock
	truths motcua.Truths
	known  bool
	state  motcua.RoadState
	stop   func()
	broken *Sentence // why the counts cannot be read, where that is no passing thing

	backup      motcua.BackupState
	backupKnown bool
}

// NewStatus returns the bar. road may be nil: then nothing is sent from here.
// A src that is Numbers too also has the bar warn when few are left.
func NewStatus(src Dossiers, road Road, tasks Tasks, clock Clock) *Status {
	return &Status{src: src, left: motcua.BlockLow, road: road, tasks: tasks, clock: clock, OnChange: func() {}}
}

// Watch looks now and then every two seconds, until Stop.
func (m *Status) Watch() {
	m.Look()
	m.stop = m.clock.After(statusPause, m.Watch)
}

// Stop ends watching.
func (m *Status) Stop() {
	if m.stop != nil {
		m.stop()
	}
}

// Look asks once. A count that cannot be read stays what it was: it was true.
func (m *Status) Look() {
	if m.road != nil {
		m.state = m.road.State()
	}
	day := m.clock.Now()
	m.tasks.Go(LaneStatus, func(ctx context.Context) func() {
		t, err := m.src.Truths(ctx, day)
		left, errLeft := m.numbersLeft(ctx, day)
		backup, known := m.lookBackup(ctx)
		return func() {
			if known {
				m.backup, m.backupKnown = backup, true
			}
			m.broken = nil
			switch code := motcua.CodeOf(err); {
			case err == nil:
				m.truths, m.known = t, true
			case code == motcua.CodeCorrupt, code == motcua.CodeIO && ctx.Err() == nil:
				s := Explain(DeedList, err)
				s.Safe = "Những gì Trung tâm đã nhận hoặc đã sao lưu thì còn nguyên ở đó."
				m.broken = &s
			}
			if errLeft == nil {
				m.left = left
			}
			m.OnChange()
		}
	})
}

// numbersLeft counts the day's numbers; enough where nobody counts them.
func (m *Status) numbersLeft(ctx context.Context, day time.Time) (int, error) {
	if n, ok := m.src.(Numbers); ok {
		return n.NumbersLeft(ctx, day)
	}
	return motcua.BlockLow, nil
}

// RoadLook says how the sentence about the road is painted.
type RoadLook int

// The looks.
const (
	RoadCalm RoadLook = iota
	RoadAmber
	RoadRed
)

// StatusState is all that the bar shows.
type StatusState struct {
	Saved, Sent, Received string
	Refused               string // "" for none
	Numbers               string // few are left for the day; "" while there are enough
	SentLate              bool   // something saved has not left yet
	Road                  string
	RoadLook              RoadLook
	RoadIcon              string
	Banner                *Sentence // where the road stopped, or the file cannot be read
	Backup                string    // "" where nothing is known of backups
	BackupLate            bool      // somebody should see to it
	Unprinted             string    // papers that wait for a person; "" for none
	Near                  string    // appointments that are near without an apology; "" for none
}

// State returns what to show now.
func (m *Status) State() StatusState {
	s := StatusState{Saved: "–", Sent: "–", Received: "–"}
	if m.known {
		s.Saved, s.Sent, s.Received = strconv.Itoa(m.truths.Saved), strconv.Itoa(m.truths.Sent), strconv.Itoa(m.truths.Received)
		s.SentLate = m.truths.Sent < m.truths.Saved
		if m.truths.Refused > 0 {
			s.Refused = strconv.Itoa(m.truths.Refused) + " hồ sơ Trung tâm chưa nhận, cần người sửa"
		}
	}
	if m.left < motcua.BlockLow {
		s.Numbers = "Còn " + strconv.Itoa(m.left) + " số trong ngày"
	}
	m.roadWords(&s)
	if m.broken != nil {
		s.Banner = m.broken
	}
	m.backupWords(&s)
	return s
}

func (m *Status) roadWords(s *StatusState) {
	now := m.clock.Now()
	switch m.state.Mode {
	case motcua.RoadNone:
		s.Road, s.RoadIcon = "Chưa đăng ký với Trung tâm", "cloud_off"
	case motcua.RoadIdle:
		s.Road, s.RoadIcon = IdleWords(m.truths, m.known), "cloud_done"
	case motcua.RoadSending:
		s.Road, s.RoadIcon = "Đang gửi", "cloud_upload"
	case motcua.RoadOffline:
		s.Road, s.RoadLook, s.RoadIcon = OfflineWords(m.state.Code, DayHour(m.state.Since, now)), RoadAmber, "cloud_off"
		if !m.state.Next.IsZero() {
			s.Road += " · tự gửi lại lúc " + DayHour(m.state.Next, now)
		}
	case motcua.RoadStopped:
		s.Road, s.RoadLook, s.RoadIcon = "Dừng gửi từ "+DayHour(m.state.Since, now), RoadRed, "report"
		b := StopSentence(m.state.Code)
		s.Banner = &b
	}
}
