package roads_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/store"
	"motcua/sync"
)

// office is a unit with some counters, each with a clock and a line of its own.
type office struct {
	c        *centre.Centre
	root     string
	unit     string
	agency   string
	counters []*desk
	printed  map[motcua.Code]*desk
}

// desk is one counter of an office.
type desk struct {
	*store.Store
	sync  *sync.Sync
	line  *line
	dir   string
	name  string
	clock func() time.Time
	right bool // the clock
}

// line is a counter's way to the hub.
type line struct {
	next http.RoundTripper
	lose int // answers lost from now on; < 0: nothing gets through
	skip int // requests before that
}

// RoundTrip implements http.RoundTripper.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	if l.lose < 0 {
		return nil, fmt.Errorf("the line is down")
	}
	resp, err := l.next.RoundTrip(r)
	if l.skip--; err != nil || l.lose == 0 || l.skip >= 0 {
		return resp, err
	}
	l.lose--
	return nil, fmt.Errorf("the answer was lost: %v", resp.Body.Close())
}

func (o *office) add(t *rapid.T, enrolled bool) {
	d := &desk{name: fmt.Sprintf("Quầy %02d", len(o.counters)+1), clock: o.c.Clock.Now, right: true, line: &line{next: http.DefaultTransport}}
	d.dir = filepath.Join(o.root, o.unit, d.name)
	_, err := store.Init(context.Background(), d.dir, store.InitConfig{Unit: o.unit, UnitName: "Phường Ví Dụ", Agency: o.agency,
		Name: d.name, SerialFrom: motcua.FreshFrom, SerialTo: motcua.FreshTo, Now: o.c.Clock.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	o.counters = append(o.counters, d)
	d.open(t)
	if enrolled {
		o.enrol(t, d)
	}
}

func (d *desk) open(t *rapid.T) {
	now := func() time.Time { return d.clock() }
	s, err := store.Open(context.Background(), d.dir, store.Config{Now: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	d.Store, d.sync = s, sync.New(sync.Config{File: s, Numbers: s, Now: now, HTTP: &http.Client{Transport: d.line}})
}

func (o *office) any(t *rapid.T) *desk {
	return o.counters[rapid.IntRange(0, len(o.counters)-1).Draw(t, "counter")]
}

func (o *office) enrol(t *rapid.T, d *desk) {
	o.c.Clock.Turn(11 * time.Second) // as often as the hub allows
	code, err := o.c.EnrolCode(context.Background(), o.unit)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.sync.Enrol(context.Background(), o.c.URL, code); err != nil && d.right && d.line.lose == 0 {
		t.Fatal(err)
	}
}

// Enrol takes a counter in, or in again.
func (o *office) Enrol(t *rapid.T) { o.enrol(t, o.any(t)) }

// Receive takes in a few dossiers, or more than a block holds.
func (o *office) Receive(t *rapid.T) {
	d := o.any(t)
	for range rapid.SampledFrom([]int{1, 1, 2, 3, 40}).Draw(t, "dossiers") {
		got, err := d.Store.Receive(context.Background(), "", d.clock(), motcua.Received{
			Procedure:   ledger.Procedure(),
			Intake:      motcua.Intake{ID: uuid.NewString(), Procedure: "1.004884", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}},
			Appointment: motcua.Appointment{Received: d.clock()},
		})
		if err != nil {
			t.Fatal(err)
		}
		code := got.Received.Code
		if first := o.printed[code]; first != nil {
			t.Fatalf("%s was printed by %s and by %s", code, first.name, d.name)
		}
		o.printed[code] = d
	}
}

// Round has a counter sync, over a line that may lose answers.
func (o *office) Round(t *rapid.T) {
	d := o.any(t)
	d.line.lose = rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "lose")
	d.line.skip = rapid.IntRange(0, 3).Draw(t, "after")
	ok := d.right && d.line.lose == 0 && d.Station().Hub != nil
	sum, err := d.sync.Once(context.Background())
	d.line.lose = 0
	if ok && err != nil || sum.Refused != 0 {
		t.Fatal(sum, err)
	}
}

// Idle lets a counter's program notice the day, with nobody at the desk.
func (o *office) Idle(t *rapid.T) {
	d := o.any(t)
	if _, err := d.EndDays(context.Background(), d.clock()); err != nil {
		t.Fatal(err)
	}
}

// ClockJumps sets a counter's clock wrong, or right again.
func (o *office) ClockJumps(t *rapid.T) {
	d := o.any(t)
	by := rapid.SampledFrom([]time.Duration{0, 0, -24 * time.Hour, 24 * time.Hour, 40 * 24 * time.Hour, -time.Minute}).Draw(t, "by")
	d.right = by.Abs() <= time.Minute
	d.clock = func() time.Time { return o.c.Clock.Now().Add(by) }
	if rapid.IntRange(0, 5).Draw(t, "battery") == 0 {
		start := o.c.Clock.Now()
		d.right, d.clock = false, func() time.Time { return time.Unix(0, 0).Add(o.c.Clock.Now().Sub(start)) }
	}
}

// TimePasses moves the true time on, often to the edge of midnight.
func (o *office) TimePasses(t *rapid.T) {
	now := o.c.Clock.Now().In(motcua.Local)
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, motcua.Local)
	o.c.Clock.Turn(rapid.SampledFrom([]time.Duration{
		time.Minute, time.Hour, midnight.Sub(now) - time.Second, midnight.Sub(now), 48 * time.Hour,
	}).Draw(t, "passes"))
}

// Restart ends a counter's program and starts it again.
func (o *office) Restart(t *rapid.T) {
	d := o.any(t)
	if err := d.Store.Close(); err != nil {
		t.Fatal(err)
	}
	d.open(t)
}

// Settle sets all clocks right and lets everybody sync; then everything must
// be at the hub and every number accounted for.
func (o *office) Settle(t *rapid.T) {
	leased := map[motcua.Block]*desk{} // of one number each
	blocks := 0
	for _, d := range o.counters {
		d.right, d.clock = true, o.c.Clock.Now
		if d.Station().Hub == nil {
			o.enrol(t, d)
		}
		for range 2 { // the second carries what asking for numbers wrote
			if sum, err := d.sync.Once(context.Background()); err != nil || sum.Refused != 0 {
				t.Fatal(d.name, sum, err)
			}
		}
		if r, err := d.Verify(context.Background()); err != nil || !r.OK() {
			t.Fatal(d.name, r, err)
		}
		blocks += o.account(t, d, leased)
	}
	at := 0
	list, err := o.c.Dossiers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if o.printed[p.Code] != nil {
			at++
		}
	}
	if at != len(o.printed) {
		t.Fatalf("%d of %d dossiers are at the hub", at, len(o.printed))
	}
	if n := o.atHub(t); n != blocks {
		t.Fatalf("the hub leased %d blocks, the counters know %d", n, blocks)
	}
}

// account reads a counter's log and looks at every leased number: printed,
// explained or of a day that is still open. It returns how many blocks it had.
func (o *office) account(t *rapid.T, d *desk, leased map[motcua.Block]*desk) int {
	events, err := d.PendingAfter(context.Background(), 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	open, count := map[motcua.Block]string{}, 0 // what became of each number
	for _, e := range events {
		today := motcua.DayOf(e.Wall)
		switch e.Kind {
		case motcua.EventNumbersLeased, motcua.EventNumbersUnused:
			var list []motcua.Block
			if err := e.DecodeBody(&list); err != nil {
				t.Fatal(err)
			}
			if e.Kind == motcua.EventNumbersLeased {
				count += len(list)
			}
			for _, n := range singles(list) {
				state, known := open[n]
				switch {
				case e.Kind == motcua.EventNumbersLeased && (known || leased[n] != nil):
					t.Fatalf("%v was leased twice", n)
				case e.Kind == motcua.EventNumbersLeased:
					open[n], leased[n] = "open", d
				case state != "open":
					t.Fatalf("%v is said to be unused, but it was %q", n, state)
				default:
					open[n] = "unused"
				}
			}
			continue // an explanation follows it where a day is over
		case motcua.EventReceived:
			var r motcua.Received
			if err := e.DecodeBody(&r); err != nil {
				t.Fatal(err)
			}
			var n int
			if _, err := fmt.Sscanf(string(r.Code[len(r.Code)-4:]), "%d", &n); err != nil {
				t.Fatal(err)
			}
			b := motcua.Block{Agency: o.agency, Day: today, From: n, To: n}
			if open[b] == "unused" {
				t.Fatalf("%s was printed after it was said to be unused", r.Code)
			}
			if open[b] != "" {
				open[b] = "printed"
			}
		}
		for b, state := range open {
			if state == "open" && b.Day < today {
				t.Fatalf("%s writes event %d on %s, and %v is unexplained", d.name, e.Seq, today, b)
			}
		}
	}
	return count
}

func singles(list []motcua.Block) []motcua.Block {
	var out []motcua.Block
	for _, b := range list {
		for n := b.From; n <= b.To; n++ {
			out = append(out, motcua.Block{Agency: b.Agency, Day: b.Day, From: n, To: n})
		}
	}
	return out
}

// atHub counts the leases in the hub's own file.
func (o *office) atHub(t *rapid.T) int {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.c.Dir, "hub.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow(`SELECT COUNT(*) FROM leases WHERE agency = ?`, o.agency).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// few makes eight tries enough for a day's work, as each sets up three
// counters on disk; -rapid.checks asks for more.
func few(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("8"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := f.Value.Set(f.DefValue); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNoTwoDossiersShareACodeWhateverClocksAndLinesDo(t *testing.T) {
	few(t)
	c, root, n := centre.Start(t, centre.NewClock(), nil), t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		c.Clock.Turn(time.Minute)
		o := &office{c: c, root: root, unit: fmt.Sprintf("46-%05d", n), agency: fmt.Sprintf("H57.%03d.%03d", n/1000, n%1000), printed: map[motcua.Code]*desk{}}
		defer func() {
			for _, d := range o.counters {
				if err := d.Store.Close(); err != nil {
					t.Error(err)
				}
			}
		}()
		o.add(t, true)
		o.add(t, true)
		o.add(t, false) // has never met a hub
		t.Repeat(map[string]func(*rapid.T){
			"receive": o.Receive, "receive too": o.Receive, "round": o.Round, "round too": o.Round, "enrol": o.Enrol,
			"clock": o.ClockJumps, "time": o.TimePasses, "restart": o.Restart,
		})
		o.Settle(t)
	})
}
