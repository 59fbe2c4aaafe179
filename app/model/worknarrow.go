package model

import (
	"context"
	"time"

	"motcua"
)

// Narrowing is what narrows the work list beside its tile and what is typed.
type Narrowing struct {
	Near      bool // due soon and without an apology
	Procedure string
	Holder    string
	From, To  time.Time // days of receipt, both included; zero does not restrict
}

// Chip is one part of a Narrowing in words.
type Chip struct{ Key, Text string }

// chips says in words what narrows the list, in the order in which it is
// dropped from the end.
func (n Narrowing) chips() []Chip {
	var out []Chip
	add := func(on bool, key, text string) {
		if on {
			out = append(out, Chip{key, text})
		}
	}
	add(n.Near, "near", "Sắp đến hẹn, chưa xin lỗi")
	add(n.Procedure != "", "procedure", "Thủ tục: "+n.Procedure)
	add(n.Holder != "", "holder", "Đang ở: "+n.Holder)
	add(!n.From.IsZero(), "from", "Nhận từ "+Date(n.From))
	add(!n.To.IsZero(), "to", "Nhận đến "+Date(n.To))
	return out
}

// without returns n less the part that a chip names.
func (n Narrowing) without(key string) Narrowing {
	switch key {
	case "near":
		n.Near = false
	case "procedure":
		n.Procedure = ""
	case "holder":
		n.Holder = ""
	case "from":
		n.From = time.Time{}
	case "to":
		n.To = time.Time{}
	}
	return n
}

// apply asks a filter for n.
func (n Narrowing) apply(f motcua.WorkFilter) motcua.WorkFilter {
	f.Near, f.Procedure, f.Holder, f.From = n.Near, n.Procedure, n.Holder, n.From
	if !n.To.IsZero() {
		f.To = n.To.AddDate(0, 0, 1)
	}
	return f
}

// Narrow shows less, or more, of the tile.
func (m *Work) Narrow(n Narrowing) {
	if n != m.by {
		m.by = n
		m.begin()
	}
}

// Narrowed returns what narrows the list.
func (m *Work) Narrowed() Narrowing { return m.by }

// Widen drops one part of what narrows the list.
func (m *Work) Widen(key string) { m.Narrow(m.by.without(key)) }

// Drop drops one thing: what is typed, else the last of what narrows the list.
// It reports whether there was anything.
func (m *Work) Drop() bool {
	if m.query != "" {
		m.SetQuery("")
		m.OnChange()
		return true
	}
	chips := m.by.chips()
	if len(chips) == 0 {
		return false
	}
	m.Widen(chips[len(chips)-1].Key)
	return true
}

// WorkSheet is the sheet that asks what to narrow the work list to.
type WorkSheet struct {
	OnChange func()

	work    *Work
	tasks   Tasks
	open    bool
	known   motcua.WorkChoices
	values  values
	faults  faults
	trouble *Sentence
	gen     int
}

// NewWorkSheet returns the sheet of a work list, closed.
func NewWorkSheet(w *Work) *WorkSheet {
	return &WorkSheet{OnChange: func() {}, work: w, tasks: w.cfg.Tasks}
}

// Begin opens the sheet with what narrows the list now; what there is to choose
// from follows.
func (m *WorkSheet) Begin() {
	if m.open {
		return
	}
	n := m.work.by
	m.open, m.trouble, m.faults = true, nil, faults{}
	m.values = values{"procedure": n.Procedure, "holder": n.Holder, "from": dayText(n.From), "to": dayText(n.To)}
	m.gen++
	gen := m.gen
	m.tasks.Go(LaneCheck, func(ctx context.Context) func() {
		c, err := m.work.cfg.Worklist.WorkChoices(ctx)
		return func() {
			if gen != m.gen {
				return
			}
			if m.known = c; err != nil {
				s := Explain(DeedList, err)
				m.trouble = &s
			}
			m.OnChange()
		}
	})
	m.OnChange()
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Date(t)
}

func (m *WorkSheet) boxes() []StepBox {
	list := func(key, label, all string, names []string) StepBox {
		b := StepBox{Key: key, Label: label, Kind: BoxPick, Holder: all, Options: []Choice{{Text: all}}}
		for _, n := range names {
			b.Options = append(b.Options, Choice{Key: n, Text: n})
		}
		return b
	}
	return []StepBox{
		list("procedure", "Thủ tục", "Mọi thủ tục", m.known.Procedures),
		list("holder", "Đang ở (quầy, bộ phận, đơn vị)", "Ở đâu cũng được", m.known.Holders),
		want("from", "Nhận từ ngày", "20/11/2026").half().plain(), want("to", "Nhận đến ngày", "30/11/2026").half().plain(),
	}
}

// Set takes what a box says now.
func (m *WorkSheet) Set(key, value string) {
	if m.open && m.values[key] != value {
		m.values[key] = value
		delete(m.faults, key)
		m.OnChange()
	}
}

// Toggle has nothing to tick here.
func (m *WorkSheet) Toggle(string, string) {}

// Options returns the lines of a box that match what is typed.
func (m *WorkSheet) Options(key, query string) []Choice {
	for _, b := range m.boxes() {
		if b.Key == key {
			return match(b.Options, query)
		}
	}
	return nil
}

// Close closes the sheet and leaves the list as it is.
func (m *WorkSheet) Close() bool {
	was := m.open
	m.open = false
	m.gen++
	m.OnChange()
	return was
}

// Do narrows the list as the sheet says.
func (m *WorkSheet) Do() {
	if !m.open {
		return
	}
	m.faults, m.trouble = faults{}, nil
	n := Narrowing{Near: m.work.by.Near, Procedure: m.values["procedure"], Holder: m.values["holder"], From: m.faults.day(m.values, "from"), To: m.faults.day(m.values, "to")}
	if len(m.faults) == 0 && !n.To.IsZero() && n.To.Before(n.From) {
		m.faults.add("to", "trước ngày bắt đầu")
	}
	if len(m.faults) > 0 {
		m.trouble = &Sentence{What: "Chưa đọc được khoảng ngày.", Safe: "Danh sách vẫn như cũ.", Now: "Sửa ô có viền đỏ rồi bấm F9, để trống thì không lọc theo ngày.", Code: "MOTCUA-FILTER-DATE"}
		m.OnChange()
		return
	}
	m.Close()
	m.work.Narrow(n)
}

// State returns what the sheet shows now.
func (m *WorkSheet) State() StepsState {
	s := StepsState{Open: m.open}
	if !m.open {
		return s
	}
	s.Key, s.Title, s.Trouble = "narrow", "Lọc danh sách theo gì?", m.trouble
	s.Intro = "Các điều kiện cùng có hiệu lực, cùng với ô đếm đang chọn và chữ đã gõ."
	s.Verb, s.VerbKey, s.Icon, s.Back = "Lọc", "F9", "filter_list", "Để nguyên danh sách"
	for _, b := range m.boxes() {
		b.Value, b.Fault = m.values[b.Key], m.faults[b.Key]
		if b.Fault != "" && s.First == "" {
			s.First = b.Key
		}
		s.Boxes = append(s.Boxes, b)
	}
	return s
}
