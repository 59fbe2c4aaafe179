package store_test

import (
	"crypto/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/store"
)

// numbered is an enrolled station whose clock the test turns.
type numbered struct {
	*store.Store
	t   *testing.T
	hub *hub
	now time.Time
}

// newNumbered returns an enrolled station with 5000 … 5499 of its own.
func newNumbered(t *testing.T) *numbered {
	t.Helper()
	c, _ := newNumberedIn(t)
	return c
}

// newNumberedIn is newNumbered that also tells the folder.
func newNumberedIn(t *testing.T) (*numbered, string) {
	t.Helper()
	c := &numbered{t: t, hub: newHub(t), now: morning()}
	dir := t.TempDir()
	if _, err := store.Init(ctx, dir, initConfig(1, 999)); err != nil {
		t.Fatal(err)
	}
	c.Store = openWith(t, dir, store.Config{Now: func() time.Time { return c.now }, Rand: rand.Reader})
	if err := c.Enrolled(ctx, c.hub.info, 5000, 5499); err != nil {
		t.Fatal(err)
	}
	return c, dir
}

// print takes in n dossiers now and returns the ends of their codes.
func (c *numbered) print(n int) []string {
	c.t.Helper()
	var out []string
	for range n {
		r := form("Nguyễn Văn Ví Dụ")
		d, err := c.Receive(ctx, "", c.now, r)
		if err != nil {
			c.t.Fatal(err)
		}
		out = append(out, strings.TrimPrefix(string(d.Received.Code), agency+"-"))
	}
	return out
}

func (c *numbered) want(got []string, want ...string) {
	c.t.Helper()
	if !slices.Equal(got, want) {
		c.t.Errorf("printed %v, want %v", got, want)
	}
}

// lease asks for blocks and gives the station these.
func (c *numbered) lease(blocks ...motcua.Block) {
	c.t.Helper()
	r, err := c.NeedBlocks(ctx, c.now)
	if err != nil || r.Check() != nil {
		c.t.Fatal(r, err)
	}
	if err := c.PutBlocks(ctx, r.ID, blocks); err != nil {
		c.t.Fatal(err)
	}
}

// unused returns what the log says was never printed, event by event.
func (c *numbered) unused() [][]motcua.Block {
	c.t.Helper()
	var out [][]motcua.Block
	for _, e := range pending(c.t, c.Store) {
		if e.Kind == motcua.EventNumbersUnused {
			var b []motcua.Block
			if err := e.DecodeBody(&b); err != nil {
				c.t.Fatal(err)
			}
			out = append(out, b)
		}
	}
	return out
}

func block(day string, from, to int) motcua.Block {
	return motcua.Block{Agency: agency, Day: day, From: from, To: to}
}

func TestLeasedNumbersComeFirstThenTheStationsOwn(t *testing.T) {
	c := newNumbered(t)
	c.want(c.print(1), "261123-5000")
	c.lease(block("2026-11-23", 1200, 1201), block("2026-11-24", 1000, 1049))
	if n, err := c.NumbersLeft(ctx, c.now); n != 2+499 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
	c.want(c.print(3), "261123-1200", "261123-1201", "261123-5001")
	c.lease(block("2026-11-23", 1100, 1149))
	c.want(c.print(1), "261123-1100")
	if n, err := c.NumbersLeft(ctx, c.now); n != 49+498 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
	wantClean(t, c.Store)
}

func TestAtLocalMidnightTheNextDaysBlockIsUsedAndTheGapExplainedOnce(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1004), block("2026-11-24", 1050, 1054))
	c.now = time.Date(2026, 11, 23, 16, 59, 59, 0, time.UTC) // 23:59:59 in Vietnam
	c.want(c.print(2), "261123-1000", "261123-1001")
	c.now = c.now.Add(time.Second)
	c.want(c.print(1), "261124-1050")
	want := []motcua.Block{block("2026-11-23", 1002, 1004)}
	if got := c.unused(); len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("%v", got)
	}
	c.now = c.now.Add(-time.Second) // set back: what was called unused stays so
	c.want(c.print(1), "261123-5000")
	c.now = c.now.Add(48 * time.Hour)
	c.want(c.print(1), "261125-5000")
	want = []motcua.Block{block("2026-11-24", 1051, 1054)}
	if got := c.unused(); len(got) != 2 || !slices.Equal(got[1], want) {
		t.Errorf("%v", got)
	}
	wantClean(t, c.Store)
}

func TestABlockThatWasUsedUpLeavesNoGapToExplain(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1001))
	c.print(2)
	c.now = c.now.Add(24 * time.Hour)
	c.print(1)
	if got := c.unused(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	wantClean(t, c.Store)
}

func TestAClockSetBackGoesOnAfterTheDaysLastNumber(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1049))
	c.want(c.print(2), "261123-1000", "261123-1001")
	c.now = time.Unix(0, 0)
	c.want(c.print(2), "700101-5000", "700101-5001")
	c.now = morning()
	c.want(c.print(1), "261123-1002")
	c.now = time.Unix(0, 0)
	c.want(c.print(1), "700101-5002")
	if got := c.unused(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	wantClean(t, c.Store)
}

func TestARequestComesAgainUntilItIsAnswered(t *testing.T) {
	c := newNumbered(t)
	first, err := c.NeedBlocks(ctx, c.now)
	if err != nil || len(first.Days) != motcua.BlockDays || first.Days[0] != "2026-11-23" || first.Days[7] != "2026-11-30" {
		t.Fatal(first, err)
	}
	c.now = c.now.Add(24 * time.Hour)
	again, err := c.NeedBlocks(ctx, c.now)
	if err != nil || again.ID != first.ID || !slices.Equal(again.Days, first.Days) {
		t.Fatal(again, err)
	}
	late := []motcua.Block{block("2026-11-23", 1000, 1049), block("2026-11-24", 1000, 1049)}
	for range 2 {
		if err := c.PutBlocks(ctx, first.ID, late); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.unused(); len(got) != 1 || !slices.Equal(got[0], late[:1]) {
		t.Errorf("what came a day late: %v", got)
	}
	next, err := c.NeedBlocks(ctx, c.now)
	if err != nil || next.ID == first.ID || next.Days[0] != "2026-11-25" || len(next.Days) != 7 {
		t.Error(next, err)
	}
	wantClean(t, c.Store)
}

func TestTheNextBlockIsAskedForWhenFewNumbersAreLeft(t *testing.T) {
	c := newNumbered(t)
	days := motcua.BlockDaysFrom(c.now)
	var blocks []motcua.Block
	for _, d := range days {
		blocks = append(blocks, block(d, 1000, 1000+motcua.BlockLow))
	}
	c.lease(blocks...)
	c.print(1)
	if r, err := c.NeedBlocks(ctx, c.now); err != nil || len(r.Days) != 0 {
		t.Errorf("%+v with %d left, %v", r, motcua.BlockLow, err)
	}
	c.print(1)
	if r, err := c.NeedBlocks(ctx, c.now); err != nil || !slices.Equal(r.Days, days[:1]) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestBlocksThatCannotBeOursChangeNothing(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1049))
	r, err := c.NeedBlocks(ctx, c.now)
	if err != nil {
		t.Fatal(err)
	}
	good, other := block("2026-11-24", 1000, 1049), block("2026-11-24", 1000, 1049)
	other.Agency = "H57.19.790"
	for name, list := range map[string][]motcua.Block{
		"another agency": {good, other},
		"too long":       {good, block("2026-11-25", 1000, 1050)},
		"twice":          {good, good},
		"overlapping":    {good, block("2026-11-23", 1049, 1060)},
		"a part":         {good, block("2026-11-23", 1000, 1048)},
		"no day":         {good, block("2026-11-31", 1000, 1001)},
		"backwards":      {good, block("2026-11-25", 1001, 1000)},
		"beyond":         {good, block("2026-11-25", 9999, 10000)},
	} {
		if err := c.PutBlocks(ctx, r.ID, list); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantCode(t, c.PutBlocks(ctx, uuid.NewString(), []motcua.Block{good}), motcua.CodeConflict)
	wantCode(t, c.PutBlocks(ctx, r.ID, make([]motcua.Block, 1000)), motcua.CodeTooLarge)
	if again, err := c.NeedBlocks(ctx, c.now); err != nil || again.ID != r.ID {
		t.Error(again, err)
	}
	alone := open(t, newStation(t))
	wantCode(t, alone.PutBlocks(ctx, "", nil), motcua.CodeDenied)
	if r, err := alone.NeedBlocks(ctx, c.now); err != nil || len(r.Days) != 0 {
		t.Error(r, err)
	}
	wantClean(t, c.Store)
}

func TestAnotherHubEndsWhatTheFirstOneLeased(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1049), block("2026-11-24", 1000, 1049))
	c.want(c.print(1), "261123-1000")
	asked, err := c.NeedBlocks(ctx, c.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Enrolled(ctx, c.hub.info, 5000, 5499); err != nil { // the same one again
		t.Fatal(err)
	}
	c.want(c.print(1), "261123-1001")
	if err := c.Enrolled(ctx, newHub(t).info, 6000, 6499); err != nil {
		t.Fatal(err)
	}
	c.want(c.print(1), "261123-6000")
	want := []motcua.Block{block("2026-11-23", 1002, 1049), block("2026-11-24", 1000, 1049)}
	if got := c.unused(); len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("%v", got)
	}
	wantCode(t, c.PutBlocks(ctx, asked.ID, []motcua.Block{block("2026-11-25", 1000, 1049)}), motcua.CodeConflict)
	wantClean(t, c.Store)
}

func TestVerifySeesANumberThatNobodyAccountsFor(t *testing.T) {
	for name, sql := range map[string]string{
		"a serial lost":      `UPDATE event SET code = NULL WHERE code LIKE '%-1000'`,
		"a block lost":       `DELETE FROM block WHERE day = '2026-11-24'`,
		"a block invented":   `INSERT INTO block VALUES ('` + agency + `', '2026-11-25', 1, 9, 0)`,
		"closed too early":   `UPDATE block SET closed = 1`,
		"printed and unused": `UPDATE event SET code = '` + agency + `-261123-1030' WHERE code LIKE '%-1000'`,
	} {
		dir := t.TempDir()
		if _, err := store.Init(ctx, dir, initConfig(1, 999)); err != nil {
			t.Fatal(err)
		}
		c := &numbered{t: t, hub: newHub(t), now: morning()}
		c.Store = openWith(t, dir, store.Config{Now: func() time.Time { return c.now }, Rand: rand.Reader})
		if err := c.Enrolled(ctx, c.hub.info, 5000, 5499); err != nil {
			t.Fatal(err)
		}
		c.lease(block("2026-11-23", 1000, 1049), block("2026-11-24", 1000, 1049))
		c.print(2)
		c.now = c.now.Add(24 * time.Hour)
		c.print(1)
		wantClean(t, c.Store)
		tamper(t, dir, sql)
		if r, err := c.Verify(ctx); err != nil || r.OK() {
			t.Errorf("%s: not seen, %v", name, err)
		}
	}
}

func TestRebuiltBlocksAreWhatTheLogSays(t *testing.T) {
	for name, sql := range map[string]string{
		"a block is lost":     `DELETE FROM block WHERE day = '2026-11-24'`,
		"all blocks are lost": `DELETE FROM block`,
		"one was invented":    `INSERT INTO block VALUES ('` + agency + `', '2026-11-25', 1, 9, 0)`,
		"closed too early":    `UPDATE block SET closed = 1`,
		"opened again":        `UPDATE block SET closed = 0`,
	} {
		t.Run(name, func(t *testing.T) {
			c, dir := newNumberedIn(t)
			c.lease(block("2026-11-23", 1000, 1049), block("2026-11-23", 1100, 1101), block("2026-11-24", 1000, 1049))
			c.print(3)
			c.now = c.now.Add(24 * time.Hour)
			c.want(c.print(1), "261124-1000")
			asked, err := c.NeedBlocks(ctx, c.now)
			if err != nil || asked.ID == "" {
				t.Fatal(asked, err)
			}
			tamper(t, dir, sql)
			if _, err := c.Rebuild(ctx, false); err != nil {
				t.Fatal(err)
			}
			wantClean(t, c.Store)
			if again, err := c.NeedBlocks(ctx, c.now); err != nil || again.ID != asked.ID {
				t.Errorf("the request was forgotten: %v, %v", again, err)
			}
			c.want(c.print(1), "261124-1001")
			if got := c.unused(); len(got) != 1 {
				t.Errorf("explained %d times: %v", len(got), got)
			}
			wantClean(t, c.Store)
		})
	}
}

func TestAnOlderCopyGetsItsBlocksBack(t *testing.T) {
	c, dir := newNumberedIn(t)
	c.print(1)
	from := backUp(t, c.Store, t.TempDir()).File
	before := len(pending(t, c.Store))
	c.lease(block("2026-11-23", 1000, 1049), block("2026-11-24", 1000, 1049))
	c.want(c.print(2), "261123-1000", "261123-1001")
	c.now = c.now.Add(24 * time.Hour)
	c.want(c.print(2), "261124-1000", "261124-1001")
	lost := pending(t, c.Store)[before:]
	there := filepath.Join(t.TempDir(), "older")
	if _, err := restore(from, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	old := &numbered{t: t, hub: c.hub, now: c.now}
	old.Store = openWith(t, there, store.Config{Now: func() time.Time { return old.now }, Rand: rand.Reader})
	for range 2 { // what is here already is passed over
		if err := old.Readmit(ctx, lost); err != nil {
			t.Fatal(err)
		}
	}
	wantClean(t, old.Store)
	if err := old.AskedHub(ctx); err != nil { // the restore was on the 23rd
		t.Fatal(err)
	}
	old.want(old.print(1), "261124-1002")
	if got := old.unused(); len(got) != 1 || !slices.Equal(got[0], []motcua.Block{block("2026-11-23", 1002, 1049)}) {
		t.Errorf("%v", got)
	}
	wantClean(t, old.Store)
}
