package model

import (
	"context"
	"fmt"
	"strings"
	"time"

	"motcua"
)

// Unsents tells what the centre has not confirmed yet.
type Unsents interface {
	Unsent(ctx context.Context, limit int) ([]motcua.Unsent, error)
	// LastReceipt is when the centre last confirmed something; zero for never.
	LastReceipt(ctx context.Context) (time.Time, error)
}

// Carrier gets what is unsent on its way.
type Carrier interface {
	// Wake asks background sync for a round now; it never blocks.
	Wake()
	// WriteStick writes everything unconfirmed into one sealed bundle in a
	// folder and returns once it may be pulled out.
	WriteStick(ctx context.Context, folder string) (Stick, error)
}

// Stick is a bundle that was written.
type Stick struct {
	Path   string
	Events int
	Files  int
}

// OutboxConfig is what the screen Chưa gửi works with.
type OutboxConfig struct {
	Unsents  Unsents
	Dossiers Dossiers
	Road     Road    // nil where nothing is sent
	Carrier  Carrier // nil where nothing can be carried
	Tasks    Tasks
	Clock    Clock
}

// Figures of the outbox.
const (
	mostUnsent  = 500 // dossiers explained; the count goes on
	outboxPause = 3 * time.Second
)

// Outbox explains what is unsent: what, why, when it is tried again, what to do.
type Outbox struct {
	OnChange func()

	cfg      OutboxConfig
	unsent   []motcua.Unsent
	truths   motcua.Truths
	last     time.Time
	known    bool
	selected int
	writing  bool
	note     string
	trouble  *Sentence
	stop     func()
}

// NewOutbox returns an empty screen.
func NewOutbox(c OutboxConfig) *Outbox { return &Outbox{cfg: c, OnChange: func() {}} }

// Watch reloads every three seconds while the screen is there, until Stop.
func (m *Outbox) Watch() {
	m.Stop()
	m.Reload()
	m.stop = m.cfg.Clock.After(outboxPause, m.Watch)
}

// Stop ends watching.
func (m *Outbox) Stop() {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// Reload asks again.
func (m *Outbox) Reload() {
	day := m.cfg.Clock.Now()
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		u, err := m.cfg.Unsents.Unsent(ctx, mostUnsent)
		t, errT := m.cfg.Dossiers.Truths(ctx, day)
		last, errL := m.cfg.Unsents.LastReceipt(ctx)
		return func() {
			if err != nil {
				s := Explain(DeedList, err)
				m.trouble = &s
			} else {
				m.unsent, m.known = u, true
			}
			if errT == nil {
				m.truths = t
			}
			if errL == nil {
				m.last = last
			}
			m.OnChange()
		}
	})
}

// Retry asks for a round now.
func (m *Outbox) Retry() {
	if m.cfg.Carrier == nil {
		return
	}
	m.cfg.Carrier.Wake()
	m.note, m.trouble = "Đang thử gửi lại", nil
	m.OnChange()
	m.Reload()
}

// WriteStick puts everything unconfirmed on a stick.
func (m *Outbox) WriteStick(folder string) {
	folder = strings.TrimSpace(folder)
	if m.cfg.Carrier == nil || m.writing || folder == "" {
		return
	}
	m.writing, m.trouble, m.note = true, nil, "Đang chép ra "+folder+", chưa rút USB"
	m.OnChange()
	m.cfg.Tasks.Go(LaneDesk, func(ctx context.Context) func() { // finished before the program ends
		st, err := m.cfg.Carrier.WriteStick(ctx, folder)
		return func() {
			m.writing = false
			if err != nil {
				s := Explain(DeedStick, err)
				m.trouble, m.note = &s, ""
			} else {
				m.note = fmt.Sprintf("Đã chép %d mục, %d tệp vào %s. Rút USB được rồi.", st.Events, st.Files, st.Path)
			}
			m.OnChange()
			m.Reload()
		}
	})
}

// Move selects by rows and stops at the ends.
func (m *Outbox) Move(by int) { m.Select(max(0, min(len(m.items())-1, m.selected+by))) }

// Select marks the row at i; out of range it does nothing.
func (m *Outbox) Select(i int) {
	if i >= 0 && i < len(m.items()) && i != m.selected {
		m.selected = i
		m.OnChange()
	}
}

// Chosen returns the dossier of the marked row; "" where the row is of several
// or of none.
func (m *Outbox) Chosen() string {
	if items := m.items(); m.selected < len(items) {
		return items[m.selected].Dossier
	}
	return ""
}

// OutboxState is all that the screen shows.
type OutboxState struct {
	Known                 bool
	Bold, Text            string // the first sentence
	Saved, Sent, Received string // of today
	Heading               string
	Items                 []OutboxItem
	Selected              int
	Last                  string // when the centre last confirmed something
	Note                  string
	Trouble               *Sentence
	CanSend               bool
	Badge                 string // for the rail
	Empty                 *EmptyState
}

// OutboxLook says how a row is painted.
type OutboxLook int

// The looks of a row, in the order of the list.
const (
	OutboxHuman OutboxLook = iota // a human must act
	OutboxWaits                   // waits for the road
	OutboxGoing                   // is on its way
	OutboxAsked                   // sent, not confirmed yet
	OutboxTiny                    // goes along with the next round
)

// OutboxItem is one row: what, why, next try, what to do.
type OutboxItem struct {
	Look      OutboxLook
	What, Why string
	Next      string
	Do        string // what Enter does; "" for nothing
	Dossier   string // id, where the row is of one
}

// State returns what to show now.
func (m *Outbox) State() OutboxState {
	s := OutboxState{Known: m.known, Saved: "–", Sent: "–", Received: "–", Selected: -1, Trouble: m.trouble, Note: m.note, CanSend: m.cfg.Carrier != nil}
	if !m.known {
		return s
	}
	s.Saved, s.Sent, s.Received = thousands(m.truths.Saved), thousands(m.truths.Sent), thousands(m.truths.Received)
	s.Items = m.items()
	n := len(m.unsent)
	count := thousands(n)
	if n >= mostUnsent {
		count = "Trên " + count
	}
	if n > 0 {
		s.Badge = thousands(n)
		s.Bold, s.Text = count+" mục chưa được Trung tâm xác nhận.", "Tất cả đã lưu an toàn trên máy này, tiếp nhận cứ làm bình thường."
		s.Heading = "Chưa xác nhận · " + strings.ToLower(count) + " mục"
		s.Selected = min(m.selected, len(s.Items)-1)
	} else {
		s.Bold, s.Text = "Không còn mục nào chờ.", "Mọi hồ sơ của quầy này đã có biên nhận của Trung tâm."
		s.Empty = &EmptyState{Icon: "verified", Head: "Trung tâm đã nhận mọi mục", Text: "Hồ sơ mới tiếp nhận sẽ hiện ở đây cho đến khi có biên nhận."}
	}
	if !m.last.IsZero() {
		s.Last = "Lần xác nhận gần nhất " + DayHour(m.last, m.cfg.Clock.Now())
	}
	return s
}

// items folds what is unsent into rows: each refused dossier by itself, the
// others by cause.
func (m *Outbox) items() []OutboxItem {
	var out []OutboxItem
	folds := map[outboxCause][]motcua.Unsent{}
	for _, u := range m.unsent {
		if u.Refusal != "" {
			out = append(out, OutboxItem{Look: OutboxHuman, What: named(u) + " · Trung tâm chưa nhận", Why: RefusalWords(u.Refusal), Next: "Cần người sửa", Do: "Mở hồ sơ", Dossier: u.Dossier})
			continue
		}
		c := causeOf(u)
		folds[c] = append(folds[c], u)
	}
	for c := range outboxCauses {
		if us := folds[c]; len(us) > 0 {
			out = append(out, m.fold(c, us))
		}
	}
	return out
}

// outboxCause is why something is unsent; what has one cause is one row.
type outboxCause int

const (
	causeNew outboxCause = iota
	causeFiles
	causeSteps
	causeReceipt
	causeStation
	outboxCauses
)

func causeOf(u motcua.Unsent) outboxCause {
	switch {
	case u.Dossier == "":
		return causeStation
	case u.Sent:
		return causeReceipt
	case u.Taken > 0:
		return causeNew
	case u.Files > 0 && u.Files == u.Events:
		return causeFiles
	}
	return causeSteps
}

var causeWords = [outboxCauses][2]string{ // of one, of several
	causeNew:     {"hồ sơ mới tiếp nhận", "hồ sơ mới tiếp nhận"},
	causeFiles:   {"tệp giấy tờ thêm vào", "hồ sơ có tệp giấy tờ thêm vào"},
	causeSteps:   {"bước xử lý mới", "hồ sơ có bước xử lý mới"},
	causeReceipt: {"chờ biên nhận", "hồ sơ chờ biên nhận"},
	causeStation: {"việc của quầy: số hồ sơ, sổ ngày", "việc của quầy: số hồ sơ, sổ ngày"},
}

func (m *Outbox) fold(c outboxCause, us []motcua.Unsent) OutboxItem {
	it := OutboxItem{Do: "Xem danh sách"}
	switch n := len(us); {
	case c == causeStation:
		it.What, it.Do = "Việc của quầy · số hồ sơ, sổ ngày", ""
	case n == 1:
		it.What, it.Do, it.Dossier = named(us[0])+" · "+causeWords[c][0], "Mở hồ sơ", us[0].Dossier
	default:
		it.What = someCodes(us) + " · " + thousands(n) + " " + causeWords[c][1]
	}
	it.Look, it.Why, it.Next = m.roadWords(c, us[0])
	return it
}

func named(u motcua.Unsent) string {
	if u.Name == "" {
		return ShortCode(u.Code)
	}
	return ShortCode(u.Code) + " · " + u.Name
}

// someCodes writes "261120-0005, 0006, 0007 …".
func someCodes(us []motcua.Unsent) string {
	const most = 3
	s, day := "", ""
	for i, u := range us {
		if i == most {
			return s + " …"
		}
		c := ShortCode(u.Code)
		d, serial, _ := strings.Cut(c, "-")
		switch {
		case i == 0:
			s = c
		case d == day:
			s += ", " + serial
		default:
			s += ", " + c
		}
		day = d
	}
	return s
}

// roadWords says why something waits and when it is tried again.
func (m *Outbox) roadWords(c outboxCause, u motcua.Unsent) (look OutboxLook, why, next string) {
	now := m.cfg.Clock.Now()
	r := motcua.RoadState{}
	if m.cfg.Road != nil {
		r = m.cfg.Road.State()
	}
	again := "Trong lượt gửi kế tiếp"
	if !r.Next.IsZero() {
		again = "Tự gửi lúc " + DayHour(r.Next, now)
	}
	look = OutboxWaits
	switch r.Mode {
	case motcua.RoadNone:
		why, next = "Quầy chưa đăng ký với Trung tâm. Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", "Khi quầy đăng ký"
	case motcua.RoadStopped:
		why, next, look = StopSentence(r.Code).What+" Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", "Khi đường truyền chạy lại", OutboxHuman
	case motcua.RoadOffline:
		why, next = OfflineWords(r.Code, DayHour(r.Since, now))+". Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", again
	case motcua.RoadSending:
		why, next, look = "Đang đi. Đứt giữa chừng thì gửi tiếp từ chỗ dừng, không gửi lại từ đầu.", "Đang gửi", OutboxGoing
	default:
		why, next = "Có mạng, chờ đến lượt.", again
	}
	switch {
	case c == causeReceipt:
		why, next = "Đã gửi, Trung tâm chưa trả biên nhận. Gửi lại cũng không tạo hồ sơ trùng.", strings.Replace(again, "Tự gửi", "Hỏi lại", 1)
		look = OutboxAsked
	case c == causeStation && r.Mode != motcua.RoadStopped:
		why, look = "Mục nhỏ, đi cùng lượt gửi kế tiếp.", OutboxTiny
	case !SameDay(u.Since, now) && !u.Since.IsZero():
		why = "Chờ từ " + DayHour(u.Since, now) + ". " + why
	}
	return look, why, next
}
