package model

import (
	"context"
	"strings"

	"motcua"
)

// Command is something that can be done from the search box.
type Command struct {
	Words string // "Kết sổ ngày"
	Key   string // as printed on the line; may be empty
	Icon  string
	Run   func()
}

// FoundKind says what a line of the search box is.
type FoundKind int

// The kinds of lines.
const (
	FoundHeading FoundKind = iota // cannot be chosen
	FoundNothing                  // cannot be chosen: says that a group is empty
	FoundDossier
	FoundProcedure
	FoundCommand
)

// Run is a stretch of words; bold where it was typed.
type Run struct {
	Text string
	Bold bool
}

// Found is one line under the search box.
type Found struct {
	Kind   FoundKind
	Words  []Run
	Note   string // in grey behind the words
	Icon   string
	Key    string
	Status motcua.Status // of a dossier; 0 for none
	StatusName,
	id string
	run func()
}

// SearchConfig is what the search box works with.
type SearchConfig struct {
	Dossiers  Dossiers
	Catalogue Catalogue
	Commands  func() []Command // that can be done now
	Tasks     Tasks
	Clock     Clock
	// OnDossier opens a dossier by its id, OnProcedure begins an intake.
	OnDossier   func(id string)
	OnProcedure func(code string)
}

// How many lines each group has at most.
const (
	foundDossiers   = 6
	foundProcedures = 3
	foundCommands   = 4
)

// Search is the one box for everything: dossiers, procedures, actions.
type Search struct {
	OnChange func()

	cfg     SearchConfig
	query   string
	rows    []motcua.Row
	more    bool
	asked   int
	known   bool // rows answer query
	openNow bool // Enter came before the answer
	at      int
	trouble *Sentence
	stop    func()
}

// NewSearch returns an empty box.
func NewSearch(c SearchConfig) *Search { return &Search{cfg: c, OnChange: func() {}} }

// Open empties the box.
func (m *Search) Open() {
	m.query, m.rows, m.known, m.at, m.trouble, m.openNow = "", nil, true, 0, nil, false
	m.asked++
	m.OnChange()
}

// question is what is looked for: a scanned receipt stands for its code.
func (m *Search) question() string {
	if t, _, err := motcua.ReadToken(strings.TrimSpace(m.query)); err == nil {
		return string(t.Code)
	}
	return motcua.NFC(m.query)
}

// SetQuery takes the text of the box as it stands.
func (m *Search) SetQuery(q string) {
	if q == m.query {
		return
	}
	m.query, m.known, m.at, m.openNow = q, false, 0, false
	m.asked++
	gen := m.asked
	if m.stop != nil {
		m.stop()
	}
	if motcua.Fold(q) == "" {
		m.rows, m.known = nil, true
		m.OnChange()
		return
	}
	m.stop = m.cfg.Clock.After(searchPause, func() { m.ask(gen) })
	m.OnChange()
}

func (m *Search) ask(gen int) {
	f := motcua.Filter{Query: m.question(), Limit: foundDossiers + 1}
	m.cfg.Tasks.Go(LaneFind, func(ctx context.Context) func() {
		rows, err := m.cfg.Dossiers.List(ctx, f)
		return func() {
			if gen == m.asked {
				m.answer(rows, err)
			}
		}
	})
}

func (m *Search) answer(rows []motcua.Row, err error) {
	m.known, m.trouble = true, nil
	if err != nil {
		s := Explain(DeedList, err)
		m.trouble = &s
	}
	m.more = len(rows) > foundDossiers
	if before, now := len(m.rows), min(len(rows), foundDossiers); m.at > 0 && m.at >= before {
		m.at += now - before // what was marked below the dossiers stays marked
	}
	m.rows = rows[:min(len(rows), foundDossiers)]
	if m.openNow {
		m.openNow = false
		m.Enter()
		return
	}
	m.OnChange()
}

// Enter does what the marked line says. Where the dossiers are still being
// looked for and nobody marked a line it waits for them: a reader's Enter
// comes at once.
func (m *Search) Enter() {
	if !m.known && m.at == 0 {
		m.openNow = true
		return
	}
	lines := m.lines()
	if i := chosen(lines, m.at); i >= 0 {
		lines[i].run()
	}
}

// Take does what the line at i says.
func (m *Search) Take(i int) {
	if lines := m.lines(); i >= 0 && i < len(lines) && lines[i].run != nil {
		lines[i].run()
	}
}

// Move marks another line, by lines that can be chosen.
func (m *Search) Move(by int) {
	n := 0
	for _, l := range m.lines() {
		if l.run != nil {
			n++
		}
	}
	m.at = max(0, min(n-1, m.at+by))
	m.OnChange()
}

// chosen returns the place of the nth line that can be chosen, -1 for none.
func chosen(lines []Found, n int) int {
	for i, l := range lines {
		if l.run == nil {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return -1
}

// SearchState is all that the box shows.
type SearchState struct {
	Query   string
	Lines   []Found
	Chosen  int // -1 for none
	Trouble *Sentence
}

// State returns what to show now.
func (m *Search) State() SearchState {
	lines := m.lines()
	return SearchState{Query: m.query, Lines: lines, Chosen: chosen(lines, m.at), Trouble: m.trouble}
}

func (m *Search) lines() []Found {
	words := strings.Fields(motcua.Fold(m.query))
	var out []Found
	if len(words) > 0 {
		out = append(out, m.dossiers(words)...)
		out = append(out, m.procedures(words)...)
	}
	return append(out, m.commands(words)...)
}

func (m *Search) dossiers(words []string) []Found {
	head := "Hồ sơ"
	switch n := len(m.rows); {
	case !m.known && n == 0:
		return []Found{{Kind: FoundHeading, Words: plain(head + " · đang tìm")}}
	case m.more:
		head += " · nhiều hơn " + thousands(n) + ", gõ thêm để thu hẹp"
	case n > 0:
		head += " · " + thousands(n) + " kết quả"
	}
	out := []Found{{Kind: FoundHeading, Words: plain(head)}}
	for _, r := range m.rows {
		name := r.Name
		if r.Erased {
			name = erasedName
		}
		out = append(out, Found{Kind: FoundDossier, Icon: "folder_open", Words: marked(name, words), Note: string(r.Code) + " · " + r.Procedure,
			Status: r.Status, StatusName: StatusName(r.Status), id: r.ID, run: func() { m.cfg.OnDossier(r.ID) }})
	}
	if len(m.rows) == 0 {
		out = append(out, Found{Kind: FoundNothing, Icon: "search_off", Note: "Không có hồ sơ nào khớp. Thử tên không dấu, 4 số cuối của mã, hoặc quét mã trên giấy hẹn."})
	}
	return out
}

func (m *Search) procedures(words []string) []Found {
	found := m.cfg.Catalogue.Search(motcua.NFC(m.query), foundProcedures)
	if len(found) == 0 {
		return nil
	}
	out := []Found{{Kind: FoundHeading, Words: plain("Thủ tục · tiếp nhận hồ sơ mới")}}
	for _, p := range found {
		out = append(out, Found{Kind: FoundProcedure, Icon: "description", Words: marked(p.Name, words), Note: p.Code, run: func() { m.cfg.OnProcedure(p.Code) }})
	}
	return out
}

func (m *Search) commands(words []string) []Found {
	var out []Found
	for _, c := range m.cfg.Commands() {
		if len(out) > foundCommands && len(words) > 0 || !holds(motcua.Fold(c.Words), words) {
			continue
		}
		if len(out) == 0 {
			out = append(out, Found{Kind: FoundHeading, Words: plain("Việc làm ngay")})
		}
		out = append(out, Found{Kind: FoundCommand, Icon: c.Icon, Words: marked(c.Words, words), Key: c.Key, run: c.Run})
	}
	return out
}

func plain(s string) []Run { return []Run{{Text: s}} }

// marked splits words into runs, bold where a typed word begins one of them.
func marked(text string, typed []string) []Run {
	var out []Run
	add := func(s string, bold bool) {
		switch n := len(out); {
		case s == "":
		case n > 0 && out[n-1].Bold == bold:
			out[n-1].Text += s
		default:
			out = append(out, Run{s, bold})
		}
	}
	for i, w := range strings.Split(motcua.NFC(text), " ") {
		if i > 0 {
			add(" ", len(out) > 0 && out[len(out)-1].Bold && begins(w, typed) > 0)
		}
		n := begins(w, typed)
		runes := []rune(w)
		add(string(runes[:n]), true)
		add(string(runes[n:]), false)
	}
	return out
}

// begins returns how many letters of a word the longest typed word covers.
func begins(word string, typed []string) int {
	best, runes := 0, []rune(word)
	for _, t := range typed {
		n := len([]rune(t))
		if n <= len(runes) && n > best && motcua.Fold(string(runes[:n])) == t {
			best = n
		}
	}
	return best
}
