package station_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/internal/testkit/ippeve"
	"motcua/printing/queue"
	"motcua/store"
)

// TestMain also runs this program as a counter that prints until it is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv("MOTCUA_TEST_COUNTER")
	if dir == "" {
		os.Exit(m.Run())
	}
	s, err := station.Open(context.Background(), station.Config{Dir: dir})
	if err == nil {
		err = s.NewQueue(station.QueueConfig{Now: time.Now}).Serve(context.Background())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// counter is a station with one dossier, opened anew as often as a test wants.
type counter struct {
	t   *testing.T
	dir string
	*station.Station
	queue *queue.Queue
	id    string
}

func newCounter(t *testing.T) *counter {
	c := &counter{t: t, dir: filepath.Join(t.TempDir(), "q1")}
	if _, err := station.Init(t.Context(), c.dir, "46-19789", "", "Quầy 01", 1, 999, now, store.Keys{}); err != nil {
		t.Fatal(err)
	}
	s, err := station.Open(t.Context(), station.Config{Dir: c.dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}})
	if err != nil {
		t.Fatal(err)
	}
	c.Station, c.id, c.queue = s, d.ID, s.NewQueue(station.QueueConfig{Now: time.Now})
	return c
}

func (c *counter) order(printer string) motcua.PrintOrder {
	c.t.Helper()
	o, err := c.queue.Add(c.t.Context(), motcua.PrintOrder{Dossier: c.id, Form: motcua.PrintReceipt, Media: "A4", Printer: printer, Copies: 1, Actor: "Quầy 01"})
	if err != nil {
		c.t.Fatal(err)
	}
	return o
}

// begin starts the counter as a program of its own.
func (c *counter) begin() (kill func()) {
	c.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MOTCUA_TEST_COUNTER="+c.dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill() // it may have ended by itself, which Wait tells
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() == 1 {
			c.t.Errorf("the counter ended by itself: %v", err)
		}
	})
	c.t.Cleanup(kill)
	return kill
}

func (c *counter) until(o motcua.PrintOrder, what string, as func(motcua.PrintOrder) bool) motcua.PrintOrder {
	c.t.Helper()
	c.t.Cleanup(func() {
		if c.t.Failed() {
			c.t.Logf("waited until %s: %+v", what, o)
		}
	})
	ippeve.Until(c.t, what, func() bool {
		var err error
		if o, err = c.Store.Print(c.t.Context(), o.ID); err != nil {
			c.t.Fatal(err)
		}
		return as(o)
	})
	return o
}

func (c *counter) becomes(o motcua.PrintOrder, s motcua.QueueState) motcua.PrintOrder {
	c.t.Helper()
	return c.until(o, string(s), func(o motcua.PrintOrder) bool { return o.State == s })
}

// receipt is the very paper of an order.
func (c *counter) receipt() []byte {
	c.t.Helper()
	pdf, err := c.Receipt(c.t.Context(), c.id, "A4")
	if err != nil {
		c.t.Fatal(err)
	}
	return pdf
}

// mute is a printer on port 9100 that takes connections and reads nothing.
func mute(t *testing.T) (address string, taken <-chan struct{}) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan struct{}, 8)
	var wg sync.WaitGroup
	wg.Go(func() {
		var all []net.Conn
		for {
			c, err := l.Accept()
			if err != nil {
				break
			}
			all = append(all, c)
			got <- struct{}{}
		}
		for _, c := range all {
			c.Close()
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return "raw://" + l.Addr().String(), got
}

func TestAKillLosesNoPaperAndPrintsNoneTwice(t *testing.T) {
	c := newCounter(t)
	out := t.TempDir()
	folder, err := station.FilePrinter(out)
	if err != nil {
		t.Fatal(err)
	}
	files := func() int {
		got, err := filepath.Glob(filepath.Join(out, "*.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		return len(got)
	}

	// Waiting: the order is as it was, and is printed by the next program.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody answers there
	waiting := c.order("raw://" + l.Addr().String())
	kill := c.begin()
	waiting = c.until(waiting, "it waits for its next try", func(o motcua.PrintOrder) bool { return o.State == motcua.QueueWaiting && o.Tries > 0 })
	kill()
	if now := c.becomes(waiting, motcua.QueueWaiting); now.Problem != motcua.ProblemOffline {
		t.Errorf("%+v", now)
	}

	// Printing: nobody knows, so a person is asked; nothing comes out by itself.
	address, taken := mute(t)
	doubtful := c.order(address)
	kill = c.begin()
	<-taken
	c.becomes(doubtful, motcua.QueuePrinting)
	kill()
	c.becomes(doubtful, motcua.QueuePrinting)
	kill = c.begin()
	c.becomes(doubtful, motcua.QueueUnknown)
	// In the middle of its next try it is not moved; the clerk asks again.
	err = c.queue.Move(t.Context(), waiting.ID, folder, "")
	for end := time.Now().Add(20 * time.Second); motcua.CodeOf(err) == motcua.CodeConflict && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
		err = c.queue.Move(t.Context(), waiting.ID, folder, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	waiting = c.becomes(waiting, motcua.QueuePrinted)

	// Held: held it stays.
	held := c.order(folder)
	held = c.becomes(held, motcua.QueuePrinted)
	// After one that came out and one that may have; the kill may have met the first in a try, too.
	if held.Reprint != 2+waiting.Doubts || waiting.Doubts > 1 {
		t.Errorf("%+v after %+v", held, waiting)
	}
	tray, err := c.queue.Add(t.Context(), motcua.PrintOrder{Form: motcua.PrintTest, Media: "A4", Printer: folder, Tray: "tray-9", Copies: 1})
	if err != nil {
		t.Fatal(err)
	}
	c.becomes(tray, motcua.QueueHeld)
	kill()
	n := files()
	kill = c.begin()
	last := c.becomes(c.order(folder), motcua.QueuePrinted)
	if files() != n+1 || c.becomes(tray, motcua.QueueHeld).Tries != 1 || c.becomes(doubtful, motcua.QueueUnknown).Tries != 1 {
		t.Errorf("%d files after %d; %+v", files(), n, last)
	}

	// The person says: print it again. Over is over, also after a kill.
	if err := c.queue.Move(t.Context(), doubtful.ID, folder, ""); err != nil {
		t.Fatal(err)
	}
	doubtful = c.becomes(doubtful, motcua.QueuePrinted)
	kill()
	n = files()
	kill = c.begin()
	c.becomes(c.order(folder), motcua.QueuePrinted)
	kill()
	if files() != n+1 || doubtful.Doubts != 1 {
		t.Errorf("%d files after %d; %+v", files(), n, doubtful)
	}
}

func TestAKillWhileThePrinterHasTheJobFollowsItToItsEnd(t *testing.T) {
	c := newCounter(t)
	m := ippeve.New(t, ippeve.Bus(t)).On(t)
	m.Jam(t, true)
	o := c.order(m.URI())
	kill := c.begin()
	o = c.until(o, "the jam is told", func(o motcua.PrintOrder) bool { return o.Problem == motcua.ProblemJam && o.Job != "" })
	kill()
	m.Jam(t, false)
	c.begin()
	o = c.becomes(o, motcua.QueuePrinted)
	if got := m.Arrived(t); len(got) != 1 || string(got[0]) != string(c.receipt()) {
		t.Errorf("%d jobs arrived, or other bytes; %+v", len(got), o)
	}
}

func TestAPrinterThatIsOffOrRestartedLosesNothing(t *testing.T) {
	c := newCounter(t)
	m := ippeve.New(t, ippeve.Bus(t)) // off
	o := c.order(m.URI())
	c.begin()
	c.until(o, "the printer is missed", func(o motcua.PrintOrder) bool { return o.Problem == motcua.ProblemOffline && o.Tries > 0 })
	m.On(t)
	c.becomes(o, motcua.QueuePrinted)
	if got := m.Arrived(t); len(got) != 1 || string(got[0]) != string(c.receipt()) {
		t.Fatalf("%d jobs arrived, or other bytes", len(got))
	}
	// It is switched off with a paper jammed inside, and forgets it.
	m.Jam(t, true)
	jammed := c.order(m.URI())
	c.until(jammed, "the jam is told", func(o motcua.PrintOrder) bool { return o.Problem == motcua.ProblemJam && o.Job != "" })
	m.Off()
	c.until(jammed, "the printer is missed", func(o motcua.PrintOrder) bool { return o.Problem == motcua.ProblemOffline })
	m.Jam(t, false)
	m.On(t)
	jammed = c.becomes(jammed, motcua.QueueUnknown)
	if err := c.queue.Retry(t.Context(), jammed.ID); err != nil {
		t.Fatal(err)
	}
	jammed = c.becomes(jammed, motcua.QueuePrinted)
	if got := m.Arrived(t); len(got) != 2 || jammed.Reprint != 2 {
		t.Errorf("%d jobs arrived; %+v", len(got), jammed)
	}
}

func TestAddressesLeadToPrinters(t *testing.T) {
	var p station.Printers
	for _, good := range []string{"file:/var/prints", "ipp://localhost:631/", "ipps://m/ipp/print", "raw://192.168.1.20", "raw://192.168.1.20:9101/", "escpos://192.168.1.30", "escpos:/dev/usb/lp0"} {
		a, err := p.At(good)
		if b, _ := p.At(good); err != nil || a != b {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "file:prints", "file://host/x", "http://m/", "ipp:", "raw:", "raw://", "raw://u@h", "escpos:lp0", "escpos://", "lp0"} {
		if _, err := p.At(bad); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "printer" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
