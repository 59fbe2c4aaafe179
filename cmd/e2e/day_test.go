package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/cmd/tour/play"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/screen"
	"motcua/store"
)

const (
	dayDossiers   = 120
	dayProcedures = 25
)

// workday is a counter on a day of its own: its window's clock is turned by
// the test, the centre's goes right.
type workday struct {
	counter
	centre *centre.Centre
	ahead  time.Duration // of the machine's clock, at the centre
	wrong  time.Duration // that the window's clock is off by
	win    *play.Window
	before int // dossiers that windows of earlier in the day have reported
	codes  map[string]bool
}

func newWorkday(t *testing.T, begin time.Time) *workday {
	t.Helper()
	t.Setenv("MOTCUA_TEST_CLOCK", filepath.Join(t.TempDir(), "clock"))
	c := centre.Start(t, centre.RunningClock(begin), nil)
	d := &workday{centre: c, ahead: time.Until(begin), codes: map[string]bool{}, counter: counter{t: t, data: filepath.Join(t.TempDir(), "quầy 01")}}
	d.setClock(0)
	_, err := station.Init(t.Context(), d.data, "46-19789", "", "Quầy 01", 1, 999, c.Clock.Now, store.Keys{})
	d.do(err)
	d.withStation(func(s *station.Station) { d.do(c.Enrol(s.Store, c.Code(t, "46-19789"))) })
	s, err := screen.Start(t.Context(), 1366, 768)
	d.do(err)
	t.Cleanup(s.Close)
	d.screen = s
	return d
}

// setClock sets the window's clock off by wrong from the true time.
func (d *workday) setClock(wrong time.Duration) {
	d.t.Helper()
	d.wrong = wrong
	path := os.Getenv("MOTCUA_TEST_CLOCK")
	d.do(os.WriteFile(path+".new", []byte(strconv.FormatInt((d.ahead+wrong).Milliseconds(), 10)), 0o600), os.Rename(path+".new", path))
}

// pass lets time go by for everybody.
func (d *workday) pass(by time.Duration) {
	d.ahead += by
	d.centre.Clock.Turn(by)
	d.setClock(d.wrong)
}

func (d *workday) withStation(do func(*station.Station)) {
	d.t.Helper()
	s, err := station.Open(d.t.Context(), station.Config{Dir: d.data, Actor: "Quầy 01", Now: d.centre.Clock.Now})
	d.do(err)
	do(s)
	d.do(s.Close())
}

func (d *workday) openWindow() {
	d.t.Helper()
	w, err := play.Open(d.t.Context(), d.screen, filepath.Join(bin, clocked), "motcua", "counter", "--data", d.data, "--actor", "Le Thi Minh Du")
	d.do(err)
	d.t.Cleanup(w.Kill)
	d.win = w
	time.Sleep(time.Second)
}

// closed notes what the window that has ended reported.
func (d *workday) closed() {
	d.before = len(d.codes)
}

// taken waits until the window has reported one dossier more.
func (d *workday) taken() {
	d.t.Helper()
	all, err := d.win.Received(d.t.Context(), len(d.codes)-d.before+1)
	d.do(err)
	for _, c := range all {
		d.codes[c] = true
	}
	if len(d.codes) != d.before+len(all) {
		d.t.Fatalf("a code was given out twice: %v", all)
	}
}

// form fills in the nth citizen's form.
func (d *workday) form(n int, procedure string) {
	d.t.Helper()
	d.do(play.Choose(d.screen, procedure), d.screen.Keys("Return", "Return", "Return"), d.screen.Type(fmt.Sprintf("0461900%05d", n)),
		d.screen.Keys("Return", "ctrl+a"), d.screen.Type(fmt.Sprintf("Nguoi Thu %03d", n)))
}

// draft is the form as the disk has it.
func (d *workday) draft() string {
	d.t.Helper()
	var out string
	d.withStation(func(s *station.Station) {
		data, _, err := s.Store.Draft(d.t.Context(), "intake")
		d.do(err)
		out = string(data)
	})
	return out
}

// notTaken presses F9 and looks that nothing is claimed.
func (d *workday) notTaken(why string) {
	d.t.Helper()
	n := len(d.win.Codes())
	d.do(d.screen.Keys("F9"))
	time.Sleep(2 * time.Second)
	if got := d.win.Codes(); len(got) != n {
		d.t.Fatalf("%s: %s was taken in", why, got[n:])
	}
}

// everyday are procedures with one case, taken in at the counter.
func (d *workday) everyday() []string {
	d.t.Helper()
	var out []string
	d.withStation(func(s *station.Station) {
		for _, p := range s.Catalogue.List() {
			o, direct := p.Offer(motcua.ChannelDirect)
			if direct && o.Limit.Unit != motcua.LimitNone && len(p.Cases()) < 2 && p.InForce(d.centre.Clock.Now()) && len(out) < dayProcedures {
				out = append(out, p.Code)
			}
		}
	})
	if len(out) < dayProcedures {
		d.t.Fatalf("only %d procedures", len(out))
	}
	return out
}

// A working day by keys alone: 120 dossiers over 25 procedures, with the window
// closed and killed in between, a line that drops, and clocks that people and
// batteries set wrong; then the day is closed, and everything agrees.
func TestAWorkingDayBalances(t *testing.T) {
	d := newWorkday(t, time.Date(2026, 11, 25, 7, 30, 0, 0, motcua.Local))
	procedures := d.everyday()
	d.openWindow()
	for n := range dayDossiers {
		d.form(n, procedures[n%dayProcedures])
		switch n {
		case 8, 61: // closed over a begun form, and opened again
			d.do(d.win.Quit())
			d.closed()
			d.openWindow()
		case 17, 44, 77, 103: // killed over a begun form
			d.until("the draft on the disk", func() bool { return strings.Contains(d.draft(), fmt.Sprintf("Nguoi Thu %03d", n)) })
			d.win.Kill()
			d.closed()
			d.openWindow()
		case 55: // the line drops
			d.centre.Put(func(http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
			})
		case 95:
			d.centre.Put(nil)
		case 20, 50, 80: // the morning goes by, and noon
			d.pass(2 * time.Hour)
		case 30: // set back to yesterday
			d.setClock(-26 * time.Hour)
			d.notTaken("a clock that was set back a day")
			d.setClock(0)
		case 70: // an empty battery
			d.setClock(time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).Sub(d.centre.Clock.Now()))
			d.notTaken("a clock in 1970")
			d.setClock(0)
		}
		switch n {
		case 25: // papers are missing
			d.do(d.screen.Keys("F6"))
			time.Sleep(time.Second)
			d.do(d.screen.Keys("space", "Tab", "Tab"), d.screen.Type("con thieu"), d.screen.Keys("F9"))
		case 26: // not for us
			d.do(d.screen.Keys("shift+F6"))
			time.Sleep(time.Second)
			d.do(d.screen.Type("khong thuoc tham quyen"), d.screen.Keys("ctrl+Return"))
		case 40, 41: // somebody lets the next one go first
			d.do(d.screen.Keys("F7"))
			time.Sleep(600 * time.Millisecond)
			d.form(900+n, procedures[0])
			d.do(d.screen.Keys("F9"))
			d.taken()
			d.do(d.screen.Keys("F4", "F7"))
			time.Sleep(600 * time.Millisecond)
			d.do(d.screen.Keys("Return"))
			time.Sleep(600 * time.Millisecond)
			d.do(d.screen.Keys("F9"))
		default:
			d.do(d.screen.Keys("F9"))
		}
		d.taken()
		if n == 90 { // killed as soon as the code is there
			d.win.Kill()
			d.closed()
			d.openWindow()
		}
		d.do(d.screen.Keys("F4"))
	}
	d.finish()
	d.closeDay()
}

// finish takes the newest dossier through its steps until the citizen has the
// result in hand.
func (d *workday) finish() {
	d.t.Helper()
	var row motcua.Row
	look := func() motcua.Dossier {
		var got motcua.Dossier
		d.withStation(func(s *station.Station) {
			rows, err := s.Store.List(d.t.Context(), motcua.Filter{Limit: 1})
			d.do(err)
			row = rows[0]
			got, err = s.Store.Dossier(d.t.Context(), row.ID)
			d.do(err)
		})
		return got
	}
	look()
	d.do(d.screen.Keys("ctrl+k"), d.screen.Type(string(row.Code[len(row.Code)-4:])))
	time.Sleep(1500 * time.Millisecond)
	d.do(d.screen.Keys("Return"))
	time.Sleep(1500 * time.Millisecond)
	for _, step := range []struct {
		keys func() error // between the sheet and the key that does it
		then func(motcua.Dossier) bool
	}{
		{func() error { return errors.Join(d.screen.Keys("ctrl+a"), d.screen.Type("Bo phan chuyen mon")) }, func(x motcua.Dossier) bool { return len(x.Course.Moves) == 1 }},
		{func() error { return nil }, func(x motcua.Dossier) bool { return x.Course.Holder.Name == "Bo phan chuyen mon" }},
		{func() error { return nil }, func(x motcua.Dossier) bool { return x.Course.Result != nil }},
		{func() error {
			return errors.Join(d.screen.Keys("Return", "Return"), d.screen.Type("Can cuoc"), d.screen.Keys("Return"), d.screen.Type("046190000119"))
		}, func(x motcua.Dossier) bool { return x.Status == motcua.StatusResultReturned }},
	} {
		d.do(d.screen.Keys("F9"))
		time.Sleep(1500 * time.Millisecond)
		d.do(step.keys(), d.screen.Keys("F9"))
		d.until("the next step", func() bool { return step.then(look()) })
		time.Sleep(1500 * time.Millisecond) // until the page has been read again
	}
	d.keep("day-finished")
}

func (d *workday) closeDay() {
	d.t.Helper()
	d.until("everything to be with the centre", func() bool {
		var tr motcua.Truths
		d.withStation(func(s *station.Station) {
			var err error
			tr, err = s.Store.Truths(d.t.Context(), d.centre.Clock.Now())
			d.do(err)
		})
		return tr.Received == len(d.codes)
	})
	d.do(d.screen.Keys("ctrl+6"))
	time.Sleep(4 * time.Second) // its numbers are read every three
	d.do(d.screen.Type(strconv.Itoa(len(d.codes))), d.screen.Keys("Return", "Return"), d.screen.Type("Pham Van Thu"), d.screen.Keys("F9"))
	time.Sleep(2 * time.Second)
	d.keep("day-closed")
	d.do(d.win.Quit())
	d.withStation(func(s *station.Station) {
		counts, closed, err := s.Store.DayCounts(d.t.Context(), d.centre.Clock.Now())
		d.do(err)
		n := len(d.codes)
		if closed == nil || closed.Counted != n || closed.Saved != n || closed.Sent != n || closed.Received != n || len(closed.Differs) > 0 || closed.Reason != "" {
			d.t.Errorf("%d reported; closed as %+v", n, closed)
		}
		if len(counts) != 1 || counts[0].Taken != dayDossiers || counts[0].Supplements != 1 || counts[0].Refused != 1 || counts[0].Returned != 1 {
			d.t.Errorf("the day's work: %+v", counts)
		}
		rows, err := s.Store.List(d.t.Context(), motcua.Filter{Limit: 1000})
		d.do(err)
		used := map[string]bool{}
		for _, r := range rows {
			used[r.Procedure] = true
			if !d.codes[string(r.Code)] {
				d.t.Errorf("%s was never reported", r.Code)
			}
		}
		if len(rows) != n || n != dayDossiers+2 || len(used) < dayProcedures {
			d.t.Errorf("%d in the file, %d reported, %d procedures", len(rows), n, len(used))
		}
		rep, err := s.Store.Verify(d.t.Context())
		if err != nil || !rep.OK() {
			d.t.Errorf("%+v %v", rep, err)
		}
	})
}
