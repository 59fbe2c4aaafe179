package store_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"motcua"
	"motcua/store"
)

// counterDay is what a day at the counter must look like from outside: the
// rule of each call, without log, tables or SQL.
type counterDay struct {
	dir   string
	s     *store.Store
	hub   *hub
	now   time.Time
	ids   []string
	state map[string]*known
	log   uint64 // own events
	sent  uint64
	acked uint64
}

type known struct {
	form    motcua.Received
	code    motcua.Code
	status  motcua.Status
	last    uint64 // own event
	refused bool
	odd     int // steps the status machine refused
}

func (c *counterDay) open(t *rapid.T) {
	s, err := store.Open(ctx, c.dir, store.Config{Now: func() time.Time { return c.now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	c.s = s
}

// any draws a dossier, nil while there is none.
func (c *counterDay) any(t *rapid.T) *known {
	if len(c.ids) == 0 {
		return nil
	}
	return c.state[rapid.SampledFrom(c.ids).Draw(t, "dossier")]
}

// Receive takes in a new dossier or one that is here already.
func (c *counterDay) Receive(t *rapid.T) {
	if len(c.ids) > 0 && rapid.IntRange(0, 3).Draw(t, "again") == 0 {
		k := c.any(t)
		if d, err := c.s.Receive(ctx, "", c.now, k.form); err != nil || d.Received.Code != k.code || d.Status != k.status {
			t.Fatal(d, err)
		}
		return
	}
	r := form("Nguyễn Văn Ví Dụ")
	d, err := c.s.Receive(ctx, "", c.now, r)
	if err != nil {
		t.Fatal(err)
	}
	c.log++
	c.ids = append(c.ids, d.ID)
	c.state[d.ID] = &known{form: r, code: d.Received.Code, status: motcua.StatusReceived, last: c.log}
}

// Move takes a step, allowed or not.
func (c *counterDay) Move(t *rapid.T) {
	k := c.any(t)
	if k == nil {
		return
	}
	step := motcua.StatusChanged{From: motcua.Status(rapid.IntRange(1, 10).Draw(t, "from")), To: motcua.Status(rapid.IntRange(1, 10).Draw(t, "to"))}
	if rapid.Bool().Draw(t, "knowing") {
		step.From = k.status
	}
	_, err := c.s.Append(ctx, "", c.now, k.form.Intake.ID, motcua.EventStatusChanged, step)
	if step.From != k.status || !k.status.CanBecome(step.To) {
		if motcua.CodeOf(err) != motcua.CodeConflict {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	c.log++
	k.status, k.last = step.To, c.log
}

// HubMoves lets a pull bring a step that the hub took.
func (c *counterDay) HubMoves(t *rapid.T) {
	k := c.any(t)
	if k == nil {
		return
	}
	step := motcua.StatusChanged{From: k.status, To: motcua.Status(rapid.IntRange(1, 10).Draw(t, "to"))}
	c.now = c.now.Add(time.Second) // its clock is right, and it hears last
	events, err := c.s.PendingAfter(ctx, k.last-1, 1)
	if err != nil {
		t.Fatal(err)
	}
	body, err := motcua.SaltedBody([]byte("salt"), step)
	if err != nil {
		t.Fatal(err)
	}
	e := motcua.Event{Version: 1, ID: "hub", Station: motcua.StationID(c.hub.info.Key), Seq: c.hub.head.Seq + 1,
		Wall: c.now.UTC(), HLC: max(c.hub.head.HLC, events[0].HLC).Next(c.now), Dossier: k.form.Intake.ID, Kind: motcua.EventStatusChanged, Body: body}
	if c.hub.head.Seq > 0 {
		e.Prev = c.hub.head.Hash()
	}
	if err := e.Sign(c.hub.key); err != nil {
		t.Fatal(err)
	}
	c.hub.head = e
	if err := c.s.Ingest(ctx, []motcua.Event{e}, nil, "cursor", morning()); err != nil {
		t.Fatal(err)
	}
	if k.status.CanBecome(step.To) {
		k.status = step.To
	} else {
		k.odd++
	}
}

// Send marks some of the log as gone.
func (c *counterDay) Send(t *rapid.T) {
	through := rapid.Uint64Range(0, c.log).Draw(t, "through")
	if err := c.s.MarkSent(ctx, through); err != nil {
		t.Fatal(err)
	}
	c.sent = max(c.sent, through)
}

// Acknowledge brings a receipt, perhaps an old one, perhaps with a refusal.
func (c *counterDay) Acknowledge(t *rapid.T) {
	through := rapid.Uint64Range(1, c.log).Draw(t, "through")
	events, err := c.s.PendingAfter(ctx, through-1, 1)
	if err != nil || len(events) != 1 || events[0].Seq != through {
		t.Fatal(events, err)
	}
	var refused []motcua.Refusal
	if k := c.state[events[0].Dossier]; k != nil && rapid.IntRange(0, 4).Draw(t, "refuse") == 0 {
		refused = append(refused, motcua.Refusal{Seq: through, Code: motcua.CodeInvalid})
		k.refused = true
	}
	if err := c.s.Acknowledge(ctx, c.hub.receipt(c.s, through, events[0].Hash(), refused...)); err != nil {
		t.Fatal(err)
	}
	c.acked = max(c.acked, through)
	c.sent = max(c.sent, through)
}

// Reopen closes the file and opens it again.
func (c *counterDay) Reopen(t *rapid.T) {
	if err := c.s.Close(); err != nil {
		t.Fatal(err)
	}
	c.open(t)
}

// ClockJumps moves the clock to and fro within the day.
func (c *counterDay) ClockJumps(t *rapid.T) {
	c.now = morning().Add(time.Duration(rapid.IntRange(-8*3600, 8*3600).Draw(t, "seconds")) * time.Second)
}

func (k *known) truth(c *counterDay) motcua.Truth {
	switch {
	case k.refused:
		return motcua.TruthRefused
	case k.last <= c.acked:
		return motcua.TruthReceived
	case k.last <= c.sent:
		return motcua.TruthSent
	}
	return motcua.TruthSaved
}

// Check compares all that can be seen with the rules.
func (c *counterDay) Check(t *rapid.T) {
	rows, err := c.s.List(ctx, motcua.Filter{Limit: 1000})
	if err != nil || len(rows) != len(c.ids) {
		t.Fatal(len(rows), len(c.ids), err)
	}
	var want motcua.Truths
	for _, r := range rows {
		k := c.state[r.ID]
		truth := k.truth(c)
		if r.Status != k.status || r.Code != k.code || r.Truth != truth {
			t.Fatalf("%+v, want %d %s %d", r, k.status, k.code, truth)
		}
		want.Saved++
		if truth >= motcua.TruthSent {
			want.Sent++
		}
		if truth == motcua.TruthReceived {
			want.Received++
		}
		if truth == motcua.TruthRefused {
			want.Refused++
		}
	}
	if got, err := c.s.Truths(ctx, morning()); err != nil || got != want {
		t.Fatalf("%+v, want %+v, %v", got, want, err)
	}
	if events, err := c.s.Pending(ctx, 10_000); err != nil || uint64(len(events)) != c.log-c.acked {
		t.Fatalf("%d pending of %d to %d, %v", len(events), c.acked, c.log, err)
	}
}

func TestAnyDayAtTheCounterFollowsTheRules(t *testing.T) {
	root, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		h := newDay(t, filepath.Join(root, strconv.Itoa(n)))
		defer func() {
			if err := h.s.Close(); err != nil {
				t.Error(err)
			}
		}()
		t.Repeat(map[string]func(*rapid.T){
			"receive": h.Receive, "move": h.Move, "hub moves": h.HubMoves, "send": h.Send,
			"acknowledge": h.Acknowledge, "reopen": h.Reopen, "clock": h.ClockJumps, "": h.Check,
		})
		for id, k := range h.state {
			if d, err := h.s.Dossier(ctx, id); err != nil || d.Status != k.status || len(d.Exceptions) != k.odd {
				t.Fatalf("%+v, want %d odd, %v", d, k.odd, err)
			}
		}
		if r, err := h.s.Verify(ctx); err != nil || !r.OK() {
			t.Fatalf("%+v, %v", r, err)
		}
	})
}

// newDay is the counter before it opens: enrolled, nothing taken in.
func newDay(t *rapid.T, dir string) *counterDay {
	if _, err := store.Init(ctx, dir, initConfig(1, 9999)); err != nil {
		t.Fatal(err)
	}
	c := &counterDay{dir: dir, now: morning(), state: map[string]*known{}, log: 2, hub: newHub(t)}
	c.open(t)
	if err := c.s.Enrolled(ctx, c.hub.info, 1, 9999); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnyNameIsFoundByTheBeginningsOfItsWords(t *testing.T) {
	s := open(t, newStation(t))
	word := rapid.StringMatching(`[A-ZĐÂÊÔƠƯ][a-zđáàảãạăắâấêếôốơớưứíýỳ]{1,7}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 2, 4).Draw(t, "words")
		r := form(strings.Join(words, " "))
		d, err := s.Receive(ctx, "", morning(), r)
		if err != nil {
			t.Fatal(err)
		}
		last := words[len(words)-1]
		cut := rapid.IntRange(1, utf8.RuneCountInString(last)).Draw(t, "typed")
		query := strings.Join(words[:len(words)-1], " ") + " " + string([]rune(last)[:cut])
		for _, q := range []string{query, strings.ToUpper(query), motcua.Fold(query)} {
			rows, err := s.List(ctx, motcua.Filter{Query: q, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			hit := false
			for _, row := range rows {
				hit = hit || row.ID == d.ID
			}
			if !hit {
				t.Fatalf("%q does not find %q", q, r.Intake.Applicant.Name)
			}
		}
	})
}

func TestEveryTableIsStrict(t *testing.T) {
	dir := newStation(t)
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "station.db")), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var name string
		var strict bool
		if err := rows.Scan(&name, &strict); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "goose_") {
			continue
		}
		n++
		if !strict {
			t.Errorf("%s is not strict", name)
		}
	}
	if err := rows.Err(); err != nil || n < 8 {
		t.Errorf("%d tables, %v", n, err)
	}
}

func TestNoErrorSpeaksOfACitizen(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Thị Bí Mật")
	d := receive(t, s, r)
	huge := form("Nguyễn Thị Bí Mật")
	huge.Intake.Request = strings.Repeat("Bí Mật ", motcua.MaxBody/8)
	_, e1 := s.Receive(ctx, "", morning(), huge)
	_, e2 := s.Append(ctx, "", morning(), d.ID, motcua.EventFileAdded, motcua.FileAdded{Paper: "p9", Name: "Bí Mật.pdf"})
	_, e3 := s.Append(ctx, "", morning(), d.ID, motcua.EventStatusChanged, motcua.StatusChanged{Note: "Bí Mật", To: 9})
	e4 := s.PutDraft(ctx, "x", []byte(strings.Repeat("Bí Mật", store.MaxDraft)))
	for _, err := range []error{e1, e2, e3, e4} {
		if err == nil || strings.Contains(err.Error(), "Mật") || strings.Contains(err.Error(), "1234") {
			t.Errorf("%.200v", err)
		}
	}
}
