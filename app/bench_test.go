package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// loop stands for the window's goroutine: results wait until the test lets
// them in, so that nothing runs beside it.
type loop struct {
	mu    sync.Mutex
	queue []func()
}

func (l *loop) post(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = append(l.queue, f)
}

// turn lets everything in that waits.
func (l *loop) turn() {
	l.mu.Lock()
	q := l.queue
	l.queue = nil
	l.mu.Unlock()
	for _, f := range q {
		f()
	}
}

// until turns the loop until cond holds, for five seconds at most.
func (l *loop) until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		l.turn()
		if cond() {
			return
		}
	}
	t.Fatalf("waited in vain: %s", what)
}

// counterBench is a counter window on the test driver.
type counterBench struct {
	prints *papers
	*loop
	t       *testing.T
	app     fyne.App
	c       *Counter
	desk    *modeltest.Desk
	drafts  *modeltest.Drafts
	paper   *modeltest.Paper
	scanner *modeltest.Scanner
	carrier *modeltest.Carrier
	fees    modeltest.Fees
	find    model.Catalogue
	now     time.Time
	door    *modeltest.Door // nil: nobody logs in
	named   *namedDesk      // in the place of desk, where somebody does
}

func newCounterBench(t *testing.T) *counterBench {
	b := &counterBench{loop: &loop{}, t: t, app: test.NewTempApp(t), now: time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local)}
	clock := func() time.Time { return b.now }
	b.desk = &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock}
	b.carrier, b.prints, b.fees, b.find = &modeltest.Carrier{}, &papers{}, modeltest.SomeFees(), b.desk.Catalogue
	b.drafts, b.paper, b.scanner = &modeltest.Drafts{Now: clock}, &modeltest.Paper{}, &modeltest.Scanner{Pages: 2}
	b.start()
	return b
}

// start opens the program, once more after a Close.
func (b *counterBench) start() {
	n := 0
	var desk model.Desk = b.desk
	var door model.Door
	if b.door != nil {
		desk, door = b.named, b.door
	}
	b.c = newCounter(b.app, CounterConfig{
		Door: door,
		Desk: desk, Catalogue: b.find, Units: modeltest.Units{}, Fees: b.fees, Visits: b.drafts, Actor: "Lê Thị Minh Dụ", Carrier: b.carrier, File: b.desk, Days: modeltest.Weekdays{"24/11"}, Drafts: b.drafts, Paper: b.paper, Scanner: b.scanner, Prints: b.prints,
		Road:    modeltest.Road{Mode: motcua.RoadOffline, Code: motcua.CodeUnreachable, Since: b.now},
		Station: motcua.Station{Unit: "46-19789", UnitName: "Phường Thuận Hoá, Thành phố Huế", Name: "Quầy 01"},
		NewID:   func() string { n++; return fmt.Sprintf("id-%d-%d", time.Now().UnixNano(), n) },
	}, newRunnerOn(func() time.Time { return b.now }, b.post))
	b.c.keys.Wedge, b.c.wedge = nil, nil // the hands of tests are faster than any reader
	b.c.Show()
	b.c.win.Resize(fyne.NewSize(1366, 698))
	b.t.Cleanup(b.c.Close)
	b.until(b.t, "the list", func() bool { return b.c.m.work.State().Tiles[0].Count != "–" })
}

// press gives keys to whatever has the focus, as the driver does.
func (b *counterBench) press(names ...fyne.KeyName) {
	for _, n := range names {
		b.turn()
		cv := b.c.win.Canvas()
		e := &fyne.KeyEvent{Name: n}
		switch f := cv.Focused(); {
		case n == fyne.KeyTab:
			cv.FocusNext()
		case f != nil:
			f.TypedKey(e)
		default:
			cv.OnTypedKey()(e)
		}
	}
	b.turn()
}

func (b *counterBench) ctrl(n fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: n, Modifier: fyne.KeyModifierControl}
	if f, ok := b.c.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else {
		b.c.win.Canvas().(fyne.Shortcutable).TypedShortcut(s)
	}
	b.turn()
}

// write types into whatever has the focus.
func (b *counterBench) write(s string) {
	for _, r := range s {
		f := b.c.win.Canvas().Focused()
		if f == nil {
			b.t.Fatalf("nothing has the focus for %q", s)
		}
		f.TypedRune(r)
	}
	b.turn()
}

// enter types into a field and goes on.
func (b *counterBench) enter(s string) {
	b.write(s)
	b.press(fyne.KeyReturn)
}

// fill enters a dossier by keys alone, from F2 to the phone number.
func (b *counterBench) fill() {
	b.press(fyne.KeyF2)
	b.enter("khai sinh")
	b.enter("có bản")
	b.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn) // channel, sets, kind
	b.enter("046190000001")
	b.enter("Nguyễn Thị Ví Dụ")
	b.enter("15081990")
	b.enter("nu")
	b.enter("0912000001")
}

// texts returns all words that can be seen in a window.
func texts(w fyne.Window) string {
	var b strings.Builder
	objs := append([]fyne.CanvasObject{w.Content()}, w.Canvas().Overlays().List()...)
	for _, o := range objs {
		walk(o, func(o fyne.CanvasObject) {
			if t, ok := o.(*canvas.Text); ok {
				b.WriteString(t.Text)
				b.WriteByte('\n')
			}
		})
	}
	return b.String()
}

// walk visits what is visible.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, visit)
		}
	}
}
