package model

import (
	"strings"
	"time"

	"motcua"
)

// DayCloseState is all that the screen shows.
type DayCloseState struct {
	Known    bool
	Day      string
	Boxes    [4]DayBox // papers, file, sent, confirmed
	Signs    [3]bool   // what stands between them is "="
	Differs  []DayLine
	Count    string // beside the heading of the differences
	Selected int
	Counters []string // columns of the day's work
	Work     []DayWork
	Texts    [DayFields]string
	Faults   [DayFields]string // said at a box, once F9 was pressed
	MustSay  bool              // a reason is needed
	Closed   string            // how the day was closed last
	Note     string
	Closing  bool
	CanPrint bool
	Trouble  *Sentence
}

// DayBox is one number of the equation.
type DayBox struct {
	Number, Note string
	Odd          bool
}

// DayLine is one dossier that differs.
type DayLine struct {
	Same, Differs, Name, Why, Do string
	Bad                          bool
}

// DayWork is one line of the day's work.
type DayWork struct {
	What    string
	Numbers []string // one for each counter, then the sum
}

// State returns what to show now.
func (m *DayClose) State() DayCloseState {
	now := m.cfg.Clock.Now()
	s := DayCloseState{Known: m.known, Day: Weekday(now) + " " + Date(now), Selected: -1, Texts: m.texts, Note: m.note, Closing: m.closing, CanPrint: m.cfg.Paper != nil && !m.prints, Trouble: m.trouble}
	for i := range s.Boxes {
		s.Boxes[i].Number = "–"
	}
	if !m.known {
		return s
	}
	d, counted := m.body()
	m.equation(&s, d, counted)
	for _, r := range m.differs {
		s.Differs = append(s.Differs, m.dayLine(r, now))
	}
	if n := len(m.differs); n > 0 {
		s.Count, s.Selected = thousands(n)+" hồ sơ", m.at
	}
	if n := m.others; n > 0 {
		more := ""
		if n >= motcua.MaxTile {
			more = "ít nhất "
		}
		s.Count = join(s.Count, "ngoài ra "+more+thousands(n)+" hồ sơ ngày khác có việc chưa xác nhận, xem Ctrl+5")
	}
	s.MustSay = counted && !d.Balances() || m.truths.Saved != m.truths.Received || len(m.differs) > 0
	if m.tried {
		m.faults(&s, d, counted)
	}
	s.Counters, s.Work = workOfDay(m.counts)
	if c := m.closed; c != nil {
		s.Closed = "Hôm nay đã kết sổ: " + c.From + " giao " + orNobody(c.To) + ", " + thousands(c.Saved) + " hồ sơ. Kết lại thì lần sau cùng được tính."
	}
	return s
}

func orNobody(s string) string {
	if s == "" {
		return "(chưa ghi người nhận)"
	}
	return s
}

func (m *DayClose) equation(s *DayCloseState, d motcua.DayClosed, counted bool) {
	t := m.truths
	for i, n := range []int{t.Saved, t.Sent, t.Received} {
		s.Boxes[i+1].Number = thousands(n)
	}
	s.Boxes[0].Note = "người đếm nhập"
	if counted {
		s.Boxes[0].Number = thousands(d.Counted)
		s.Boxes[0].Odd = d.Counted != t.Saved
	}
	s.Signs = [3]bool{counted && d.Counted == t.Saved, t.Saved == t.Sent, t.Sent == t.Received}
	s.Boxes[1].Note = "trong nhật ký của máy này"
	s.Boxes[2].Note, s.Boxes[3].Note = "không còn gì chờ gửi", "đủ biên nhận"
	if t.Received < t.Saved {
		s.Boxes[3].Note = "có biên nhận của mọi hồ sơ đã gửi"
	}
	if n := t.Saved - t.Sent; n > 0 {
		s.Boxes[2].Note, s.Boxes[2].Odd = "còn "+thousands(n)+" chờ gửi", true
	}
	if n := t.Sent - t.Received; n > 0 {
		s.Boxes[3].Note, s.Boxes[3].Odd = "còn "+thousands(n)+" chờ biên nhận", true
		if t.Refused > 0 {
			s.Boxes[3].Note = "còn " + thousands(n) + ", " + thousands(t.Refused) + " cần người sửa"
		}
	}
	if t.Sent == 0 {
		s.Boxes[3].Note = ""
	}
	if t.Saved == 0 {
		s.Boxes[2].Note = ""
	}
}

func (m *DayClose) faults(s *DayCloseState, d motcua.DayClosed, counted bool) {
	if !counted {
		s.Faults[DayCounted] = "đếm rồi ghi số"
	}
	if d.From == "" {
		s.Faults[DayFrom] = "chưa ghi"
	}
	if s.MustSay && d.Reason == "" {
		s.Faults[DayReason] = "chưa khớp nên phải ghi"
	}
	for f, text := range map[DayField]string{DayFrom: d.From, DayTo: d.To, DayReason: d.Reason} {
		if len([]rune(text)) > motcua.MaxReason {
			s.Faults[f] = "dài quá"
		}
	}
}

func (m *DayClose) dayLine(r motcua.Row, now time.Time) DayLine {
	l := DayLine{Name: r.Name}
	if r.Erased {
		l.Name = erasedName
	}
	l.Same, l.Differs = CodeParts(r.Code)
	again := "tự gửi trong lượt kế tiếp"
	if m.cfg.Road != nil {
		switch st := m.cfg.Road.State(); {
		case st.Mode == motcua.RoadNone:
			again = "gửi khi quầy đăng ký"
		case !st.Next.IsZero():
			again = "tự gửi lúc " + DayHour(st.Next, now)
		}
	}
	switch r.Truth {
	case motcua.TruthRefused:
		l.Why, l.Do, l.Bad = "Trung tâm chưa nhận: "+refusalReason(r.Refusal), "Enter mở hồ sơ", true
	case motcua.TruthSent:
		l.Why, l.Do = "Đã gửi, chờ biên nhận", strings.Replace(again, "tự gửi", "hỏi lại", 1)
	default:
		l.Why, l.Do = "Chưa gửi", again
	}
	return l
}

// workOfDay is the table of the day's work.
func workOfDay(counts []motcua.DayCount) ([]string, []DayWork) {
	var counters []string
	for _, c := range counts {
		counters = append(counters, c.Counter)
	}
	lines := []struct {
		what string
		of   func(motcua.DayCount) int
	}{
		{"Tiếp nhận", func(c motcua.DayCount) int { return c.Taken }},
		{"Trả kết quả", func(c motcua.DayCount) int { return c.Returned }},
		{"Yêu cầu bổ sung (Mẫu 02)", func(c motcua.DayCount) int { return c.Supplements }},
		{"Từ chối, dừng (Mẫu 03, 05)", func(c motcua.DayCount) int { return c.Refused }},
		{"Trang bản điện tử", func(c motcua.DayCount) int { return c.Pages }},
	}
	var out []DayWork
	for _, l := range lines {
		w, sum := DayWork{What: l.what}, 0
		for _, c := range counts {
			sum += l.of(c)
			w.Numbers = append(w.Numbers, thousands(l.of(c)))
		}
		w.Numbers = append(w.Numbers, thousands(sum))
		out = append(out, w)
	}
	return counters, out
}
