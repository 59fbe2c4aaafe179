package model

import (
	"fmt"
	"strconv"

	"motcua"
)

// WorkState is all that the screen shows but the rows themselves.
type WorkState struct {
	Tiles    [motcua.TileCount]TileState
	Query    string
	Count    string // beside the filter
	Length   int
	Selected int    // -1 for none
	Chosen   string // id
	Loading  bool   // grey bars
	Empty    *EmptyState
	Trouble  *Sentence
	Strip    WorkStrip
	Unsent   string // for the rail; "" where nothing is unsent
	Near     NearState
	Listed   bool   // what is chosen can be printed as a list
	Chips    []Chip // what narrows the list; Esc drops the last
}

// NearState tells of appointments that are near and have no apology yet.
type NearState struct {
	Count string // for the rail; "" where there is none
	Words string // "3 sắp đến hẹn, chưa xin lỗi"; "" where there is none
	On    bool   // the list shows only those
}

// TileState is one count in words.
type TileState struct {
	Count string
	Word  string
	On    bool
	Some  bool // the count is not 0
}

// EmptyState says why a list is empty and what to do about it.
type EmptyState struct {
	Icon, Head, Text string
	Begin            bool // offer to take the first dossier in
}

// WorkStrip tells of the selected row.
type WorkStrip struct {
	Bold, Text string
	Note       string // of the last step and of printing
	CanPrint   bool
	Verb       string // of the next sensible step; "" for none
	Others     bool   // the list of other actions is there
	Marked     int    // how many are marked: the actions are on them
	Apologise  bool   // Mẫu 04 can be begun: the appointment is near, or over
}

var tileWords = [motcua.TileCount]string{
	"Đang mở", "Quá hạn", "Hôm nay", "Trong 24 giờ", "Chờ bổ sung", "Chờ trả kết quả", "Ngoại lệ cần xử", "Chưa gửi",
}

// State returns what to show now.
func (m *Work) State() WorkState {
	s := m.state()
	if m.said != "" {
		s.Strip.Note = m.said
	}
	if len(m.marks) > 0 {
		m.markStrip(&s.Strip)
	}
	return s
}

// state is State without what is marked.
func (m *Work) state() WorkState {
	s := WorkState{Query: m.query, Length: m.length(), Selected: -1, Trouble: m.pages.trouble}
	for t := range motcua.TileCount {
		s.Tiles[t] = TileState{Count: "–", Word: tileWords[t], On: t == m.tile}
		if m.counted {
			s.Tiles[t].Count, s.Tiles[t].Some = countWords(m.tiles[t]), m.tiles[t] > 0
		}
	}
	if m.counted && m.tiles[motcua.TileUnsent] > 0 {
		s.Unsent = strconv.Itoa(min(m.tiles[motcua.TileUnsent], 999))
	}
	if m.print.trouble != nil {
		s.Trouble = m.print.trouble
	}
	s.Near, s.Chips, s.Listed = m.nearState(), m.by.chips(), m.Listed()
	s.Loading = m.slow && !m.pages.answered
	if !m.pages.answered {
		s.Length = 0
		return s
	}
	if s.Length == 0 {
		if s.Trouble == nil {
			s.Empty = m.empty()
		}
		return s
	}
	s.Count = countWords(s.Length) + " hồ sơ"
	if m.narrowed() && m.matches < 0 && m.pages.length() < 0 {
		s.Count = "đang đếm"
	}
	if m.query != "" && s.Length >= foundWork {
		s.Count = "1.000 hồ sơ mới nhất, gõ thêm để thu hẹp"
	}
	s.Selected = m.selected
	if l, ok := m.pages.line(m.selected); ok {
		s.Chosen = l.ID
		s.Strip = WorkStrip{Bold: l.Differs + " · " + l.Name, Text: stripWords(l), Note: m.print.note, CanPrint: m.cfg.Paper != nil}
		m.act(&s, l.ID)
	}
	return s
}

// act fills in what the opened dossier tells beyond its row: refused steps,
// the next sensible one, and what came of the last.
func (m *Work) act(s *WorkState, id string) {
	if m.chosen.ID == id {
		if n := len(m.chosen.Exceptions); n > 0 {
			s.Strip.Text = fmt.Sprintf("Có %d bước bị từ chối, cần người xem. ", n) + s.Strip.Text
		}
	}
	if m.cfg.Steps == nil {
		return
	}
	if m.chosen.ID == id {
		a := m.cfg.Steps.Next(m.chosen)
		s.Strip.Verb, s.Strip.Others = a.Verb, !m.chosen.Erased
		if l, ok := m.pages.line(m.selected); ok {
			a := m.cfg.Steps.Apology(m.chosen, l.Light, m.times)
			s.Strip.Text, s.Strip.Apologise = join(a.Short, s.Strip.Text), a.May
		}
	}
	note, bad := m.cfg.Steps.Said(id)
	if note != "" {
		s.Strip.Note = note
	}
	if bad != nil {
		s.Trouble = bad
	}
}

// nearState counts the appointments that are near in words.
func (m *Work) nearState() NearState {
	n := NearState{On: m.by.Near}
	if m.near > 0 {
		n.Count = strconv.Itoa(min(m.near, 999))
	}
	if m.near > 0 {
		n.Words = countWords(m.near) + " sắp đến hẹn, chưa xin lỗi"
	}
	return n
}
