package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/cmd/tour/play"
	"motcua/internal/testkit/screen"
)

// A clerk's day by keys alone: take in, find, open, see what is unsent while
// the hub is away, put it on a stick, and close the day with a reason.
func TestTheScreensOfADayAreWalkedByKeysAlone(t *testing.T) {
	c := counter{t: t, data: newStation(t)}
	t.Run("enrolled with a centre that then goes away", func(t *testing.T) { enrol(t, c.data, startHub(t)) })
	s, err := screen.Start(t.Context(), 1366, 768)
	c.do(err)
	t.Cleanup(s.Close)
	c.screen = s
	stick := t.TempDir()
	w := c.open("counter", "--actor", "Le Thi Minh Du")
	c.do(play.Choose(c.screen, "dang ky lai khai sinh"), c.screen.Keys("Return", "Return", "Return"), play.Fill(c.screen, play.Sample), c.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	c.do(err)

	seen := c.look("received")
	turn := func(what string, keys ...string) {
		t.Helper()
		c.do(c.screen.Keys(keys...))
		time.Sleep(1500 * time.Millisecond)
		now := c.look(what)
		if d := differs(seen, now); d < 0.02 {
			t.Errorf("%s changed only %.1f %% of the screen", what, 100*d)
		}
		seen = now
	}
	turn("work list", "ctrl+2")
	turn("search", "ctrl+k")
	c.do(c.screen.Type("vi du"))
	turn("dossier", "Return")
	turn("outbox", "ctrl+5")
	c.do(c.screen.Keys("ctrl+u"), c.screen.Type(stick), c.screen.Keys("Return"))
	c.until("the bundle on the stick", func() bool {
		names := must(t, "dossiers", "--data", c.data, "--json")
		return strings.Contains(names, `"truth":"sent"`)
	})
	turn("day close", "ctrl+6")
	c.do(c.screen.Type("1"), c.screen.Keys("Return", "Return"), c.screen.Type("Pham Van Thu"), c.screen.Keys("Return"), c.screen.Type("mat mang"), c.screen.Keys("F9"))
	time.Sleep(1500 * time.Millisecond)
	turn("keys of the screen", "F1")
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
	must(t, "verify", "--data", c.data)
	day := c.closing()
	if day == nil || day.Saved != 1 || day.Counted != 1 || day.Reason != "mat mang" || day.From != "Le Thi Minh Du" || day.To != "Pham Van Thu" || len(day.Differs) != 1 || string(day.Differs[0].Code) != codes[0] {
		t.Errorf("%+v", day)
	}
}

// From the list by keys: a note; papers asked for, their form printed; papers
// taken, and that taken back.
func TestADossierIsMovedOnByKeysAlone(t *testing.T) {
	c := newCounter(t)
	w := c.open("counter", "--actor", "Le Thi Minh Du")
	c.do(play.Choose(c.screen, "dang ky lai khai sinh"), c.screen.Keys("Return", "Return", "Return"), play.Fill(c.screen, play.Sample), c.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	c.do(err, c.screen.Keys("ctrl+2"))
	time.Sleep(1500 * time.Millisecond)
	c.do(c.screen.Keys("Return"))
	time.Sleep(1500 * time.Millisecond)
	c.keep("step-page")
	c.do(c.screen.Keys("ctrl+n"))
	time.Sleep(1500 * time.Millisecond)
	c.do(c.screen.Type("cho ban chinh"))
	c.keep("step-note")
	newest := func() string {
		s, err := station.Open(t.Context(), station.Config{Dir: c.data})
		c.do(err)
		d, err := s.Store.ByCode(t.Context(), motcua.Code(codes[0]))
		c.do(err, s.Close())
		return d.Newest
	}
	taken := newest()
	c.do(c.screen.Keys("F9"))
	c.until("the note", func() bool { return newest() != taken })
	time.Sleep(time.Second) // until the page has been read again
	moved := func(what, kind string, then ...string) {
		t.Helper()
		was := newest()
		c.do(c.screen.Keys(then...))
		c.until(what, func() bool { return newest() != was })
		time.Sleep(time.Second) // until the page has been read again
		c.keep("step-" + kind)
	}
	c.do(c.screen.Keys("F6"))
	time.Sleep(1500 * time.Millisecond)
	c.do(c.screen.Keys("space", "Return", "Return"), c.screen.Type("con thieu ban chinh"))
	c.keep("step-supplement")
	moved("the request for papers", "asked", "F9")
	c.until("Mẫu 02 as a file", func() bool {
		got, err := filepath.Glob(filepath.Join(c.papers(), "phieu-bo-sung-"+codes[0]+"*.pdf"))
		c.do(err)
		return len(got) == 1
	})
	c.do(c.screen.Keys("F9")) // what is next now: the papers come
	time.Sleep(1500 * time.Millisecond)
	c.keep("step-papers")
	moved("the papers", "taken", "F9")
	c.do(c.screen.Keys("shift+F10"))
	time.Sleep(1500 * time.Millisecond)
	c.keep("step-others")
	c.do(c.screen.Keys("Escape", "ctrl+z"))
	time.Sleep(1500 * time.Millisecond)
	c.keep("step-undo")
	moved("the step taken back", "undone", "F9")
	c.do(c.screen.Keys("ctrl+p"))
	time.Sleep(1500 * time.Millisecond)
	c.keep("step-prints")
	status := must(t, "dossiers", "--data", c.data, "--json")
	if !strings.Contains(status, `"status":5`) {
		t.Errorf("it does not wait for papers again: %s", status)
	}
	must(t, "paper", "--data", c.data, codes[0], "--form", "02", "--out", filepath.Join(t.TempDir(), "02.pdf"))
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
}

// closing returns how today was closed.
func (c counter) closing() *motcua.DayClosed {
	c.t.Helper()
	s, err := station.Open(c.t.Context(), station.Config{Dir: c.data})
	c.do(err)
	_, day, err := s.Store.DayCounts(c.t.Context(), time.Now())
	c.do(err, s.Close())
	return day
}
