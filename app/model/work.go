package model

import (
	"context"
	"time"

	"motcua"
)

// Worklist reads the work list.
type Worklist interface {
	Tiles(ctx context.Context, at motcua.WorkTimes) (motcua.Tiles, error)
	Work(ctx context.Context, f motcua.WorkFilter) ([]motcua.Row, error)
	// CountWork counts all that f selects, motcua.MaxTile at most.
	CountWork(ctx context.Context, f motcua.WorkFilter) (int, error)
	// WorkChoices tells what the open dossiers can be narrowed to.
	WorkChoices(ctx context.Context) (motcua.WorkChoices, error)
}

// Figures of the work list.
const (
	// searchPause keeps a question from being asked for every single key.
	searchPause = 60 * time.Millisecond

	workPage   = 200                // rows asked for at once
	workAhead  = 60                 // rows before the end of a page at which the next is asked for
	workKept   = 12                 // pages kept; the farthest goes first
	mostWork   = motcua.MaxTile - 1 // rows that can be scrolled to
	foundWork  = 1_000              // rows that a filter finds at most
	workPause  = 15 * time.Second   // between looks at what others did
	loadingLag = 150 * time.Millisecond
)

// WorkConfig is what the work list works with.
type WorkConfig struct {
	Worklist Worklist
	Dossiers Dossiers
	Paper    Paper    // nil where nothing can be printed
	Media    string   // "A5" where empty
	DayPaper DayPaper // nil where nothing can be printed
	Days     Workdays
	Steps    *Steps // nil where the list is only looked at
	Tasks    Tasks
	Clock    Clock
}

// Work is the screen Danh sách việc: eight counts, and the list behind the one
// that is chosen, nearest due time first.
type Work struct {
	OnChange func()

	cfg      WorkConfig
	times    motcua.WorkTimes
	tile     motcua.Tile
	tiles    motcua.Tiles
	counted  bool
	near     int // appointments that are near, without an apology
	query    string
	by       Narrowing
	marks    map[string]mark
	said     string // what came of the last step on what was marked
	matches  int    // what the filters leave of the tile; -1 while it is not counted
	pages    workPages
	selected int
	id       string // of the selected
	print    Printing
	listing  bool           // the list is being printed
	chosen   motcua.Dossier // the selected, once it was read
	slow     bool           // a first page is under way for longer than loadingLag
	stop     func()
	watch    func()
}

// NewWork returns the list, empty until Reload.
func NewWork(c WorkConfig) *Work {
	if c.Media == "" {
		c.Media = "A5"
	}
	m := &Work{cfg: c, OnChange: func() {}, marks: map[string]mark{}, pages: workPages{lines: map[int][]WorkLine{}, asked: map[int]bool{}, last: -1}}
	m.print = Printing{paper: c.Paper, media: c.Media, tasks: c.Tasks, changed: func() { m.OnChange() }}
	m.times = workTimes(c.Clock.Now(), c.Days)
	return m
}

// Watch reloads now and then every fifteen seconds, until Stop.
func (m *Work) Watch() {
	m.Reload()
	m.watch = m.cfg.Clock.After(workPause, m.Watch)
}

// Stop ends watching.
func (m *Work) Stop() {
	if m.watch != nil {
		m.watch()
	}
}

// SetTile chooses another count; the list begins at its top.
func (m *Work) SetTile(t motcua.Tile) {
	if t == m.tile || t < 0 || t >= motcua.TileCount {
		return
	}
	m.tile = t
	m.begin()
}

// SetQuery takes the text of the filter as it stands.
func (m *Work) SetQuery(q string) {
	if q == m.query {
		return
	}
	m.query = q
	if m.stop != nil {
		m.stop()
	}
	m.stop = m.cfg.Clock.After(searchPause, m.begin)
}

// SetNear shows only what is due soon and has no apology yet, or everything.
func (m *Work) SetNear(on bool) {
	n := m.by
	n.Near = on
	m.Narrow(n)
}

// Near reports whether only that is shown.
func (m *Work) Near() bool { return m.by.Near }

// ShowNear shows what is due soon and has no apology yet, of every tile.
func (m *Work) ShowNear() {
	m.tile, m.query, m.by = motcua.TileOpen, "", Narrowing{Near: true}
	m.begin()
}

// filter is what the list shows of the tile, but for the page.
func (m *Work) filter() motcua.WorkFilter {
	f := m.by.apply(motcua.WorkFilter{Tile: m.tile, Times: m.times, Query: motcua.NFC(m.query)})
	if motcua.Fold(f.Query) == "" {
		f.Query = ""
	}
	return f
}

// narrowed reports whether a filter leaves less than the tile counts.
func (m *Work) narrowed() bool { return m.query != "" || m.by != Narrowing{} }

// begin asks for another list.
func (m *Work) begin() {
	m.selected, m.id, m.matches = 0, "", -1
	m.pages.clear()
	m.slow = false
	gen := m.pages.gen
	m.cfg.Clock.After(loadingLag, func() {
		if gen == m.pages.gen && !m.pages.answered {
			m.slow = true
			m.OnChange()
		}
	})
	m.Reload()
	m.OnChange()
}

// Reload counts again and asks again for the pages in sight. Rows stay on
// screen until the answer is there, and the selected dossier stays selected
// wherever it moves within them.
func (m *Work) Reload() {
	m.times = workTimes(m.cfg.Clock.Now(), m.cfg.Days)
	m.count()
	for _, p := range m.pages.inSight() {
		m.ask(p)
	}
}

// count counts the tiles, what is near and what the filters leave. A count that
// cannot be read stays what it was.
func (m *Work) count() {
	at, f, narrowed, gen := m.times, m.filter(), m.narrowed(), m.pages.gen
	m.cfg.Tasks.Go(LaneStatus, func(ctx context.Context) func() {
		t, err := m.cfg.Worklist.Tiles(ctx, at)
		near, errNear := m.cfg.Worklist.CountWork(ctx, motcua.WorkFilter{Times: at, Near: true})
		matches, errMatches := 0, error(nil)
		if narrowed {
			matches, errMatches = m.cfg.Worklist.CountWork(ctx, f)
		}
		return func() {
			if err == nil {
				m.tiles, m.counted = t, true
			}
			if errNear == nil {
				m.near = near
			}
			if narrowed && errMatches == nil && gen == m.pages.gen {
				m.matches = matches
			}
			m.OnChange()
		}
	})
}

// ask reads one page.
func (m *Work) ask(page int) {
	if m.pages.asked[page] {
		return
	}
	m.pages.asked[page] = true
	gen := m.pages.gen
	f := m.filter()
	f.Limit, f.Offset = workPage, page*workPage
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		rows, err := m.cfg.Worklist.Work(ctx, f)
		return func() {
			if gen == m.pages.gen {
				m.answer(page, rows, err)
			}
		}
	})
}

func (m *Work) answer(page int, rows []motcua.Row, err error) {
	m.pages.asked[page] = false
	m.pages.trouble = nil
	m.slow = false
	if err != nil {
		s := Explain(DeedList, err)
		m.pages.trouble = &s
		m.OnChange()
		return
	}
	lines := make([]WorkLine, len(rows))
	for i, r := range rows {
		lines[i] = workLineOf(r, m.times, m.cfg.Days)
	}
	m.pages.put(page, lines)
	m.follow()
	m.OnChange()
}

// follow keeps the selected dossier selected.
func (m *Work) follow() {
	if i := m.pages.find(m.id); i >= 0 {
		m.selected = i
	}
	m.selected = max(0, min(m.selected, m.length()-1))
	if l, ok := m.pages.line(m.selected); ok {
		m.id = l.ID
	}
	m.look()
}

// look opens the selected dossier for what its row cannot tell.
func (m *Work) look() {
	id := m.id
	if id == "" {
		return
	}
	m.cfg.Tasks.Go(LaneCheck, func(ctx context.Context) func() {
		d, err := m.cfg.Dossiers.Dossier(ctx, id)
		return func() {
			if err != nil || id != m.id {
				return // what the list says stays true
			}
			m.chosen = d
			m.OnChange()
		}
	})
}

// length is how many rows the list has.
func (m *Work) length() int {
	n := m.pages.length()
	if n < 0 { // its end is not known yet
		n = m.tiles[m.tile]
		if m.narrowed() {
			n = m.matches
		}
	}
	if m.query != "" {
		n = min(n, foundWork)
	}
	return min(max(n, m.pages.reach()), mostWork)
}

// Line returns the row at i. Where it is not there yet it returns false, and
// OnChange is called once it is. It asks for what comes after in good time.
func (m *Work) Line(i int) (WorkLine, bool) {
	page := i / workPage
	m.pages.near = page
	l, ok := m.pages.line(i)
	_, l.Marked = m.marks[l.ID]
	if !ok && i >= 0 && i < m.length() {
		m.ask(page)
	}
	if next := page + 1; i%workPage >= workPage-workAhead && next*workPage < m.length() && !m.pages.has(next) {
		m.ask(next)
	}
	return l, ok
}

// Select marks the row at i; out of range it does nothing.
func (m *Work) Select(i int) {
	if i < 0 || i >= m.length() || i == m.selected {
		return
	}
	m.selected, m.id = i, ""
	if l, ok := m.Line(i); ok {
		m.id = l.ID
	}
	m.print.note, m.said = "", ""
	m.look()
	m.OnChange()
}

// Move selects by rows up (-) or down (+) and stops at the ends.
func (m *Work) Move(by int) {
	if n := m.length(); n > 0 {
		m.Select(max(0, min(n-1, m.selected+by)))
	}
}

// Chosen returns the id of the selected dossier, "" where there is none.
func (m *Work) Chosen() string {
	if l, ok := m.pages.line(m.selected); ok {
		return l.ID
	}
	return ""
}

// Print prints the paper of the selected dossier's newest step again.
func (m *Work) Print() {
	l, ok := m.pages.line(m.selected)
	if !ok {
		return
	}
	if f := LastForm(m.chosen); m.cfg.Steps != nil && m.chosen.ID == l.ID && f != motcua.PrintReceipt {
		m.cfg.Steps.Print(l.ID, f)
		return
	}
	m.print.Print(l.ID, l.Differs)
}

// MoveTile chooses the next tile (+1) or the one before (-1).
func (m *Work) MoveTile(by int) {
	m.SetTile(max(0, min(motcua.TileCount-1, m.tile+motcua.Tile(by))))
}

// Listed reports whether what is chosen can be printed as a list: results that
// wait for the citizen.
func (m *Work) Listed() bool { return m.cfg.DayPaper != nil && m.tile == motcua.TileReady }

// PrintList prints the list of all results that nobody has fetched.
func (m *Work) PrintList() {
	if !m.Listed() || m.listing {
		return
	}
	m.listing, m.said, m.print.trouble = true, "Đang in "+formNames[motcua.PrintUncollected]+".", nil
	day := m.cfg.Clock.Now()
	m.OnChange()
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := m.cfg.DayPaper.PrintDay(ctx, motcua.PrintUncollected, day)
		return func() {
			m.listing, m.said = false, Begun(formNames[motcua.PrintUncollected])+": "+where+"."
			switch {
			case motcua.CodeOf(err) == motcua.CodeUnknown && motcua.FieldOf(err) == "form":
				m.said = "Không còn kết quả nào chờ trả."
			case err != nil:
				s := Explain(DeedPrint, err)
				s.Safe = "Kết quả vẫn ghi trên máy, " + formNames[motcua.PrintUncollected] + " chưa in được."
				m.said, m.print.trouble = "", &s
			}
			m.OnChange()
		}
	})
}
