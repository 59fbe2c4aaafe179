package queue_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/printing/queue"
)

// press makes papers that say which order they are of.
type press struct{ err error }

func (p press) Paper(_ context.Context, o motcua.PrintOrder) (motcua.PrintJob, error) {
	return motcua.PrintJob{Title: "giấy", PDF: paper(o)}, p.err
}

func paper(o motcua.PrintOrder) []byte {
	return fmt.Appendf(nil, "%%PDF-1.7\norder %d reprint %d\n%%%%EOF\n", o.ID, o.Reprint)
}

// moody is a printer whose moods a test sets.
type moody struct {
	mu      sync.Mutex
	refuse  error               // of Print
	problem motcua.PrintProblem // of the device
	status  motcua.PrintStatus  // of jobs; done where zero
	hold    chan struct{}       // Print waits for it where not nil
	forgets bool
	got     [][]byte
	tries   int
	called  []string // jobs that were cancelled
}

func (m *moody) with(change func(*moody)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m)
}

func (m *moody) Printers(context.Context) ([]motcua.PrintDevice, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []motcua.PrintDevice{{ID: "device", Name: "máy in", PDF: true, Problem: m.problem}}, nil
}

func (m *moody) Print(ctx context.Context, job motcua.PrintJob) (string, error) {
	m.mu.Lock()
	hold := m.hold
	m.tries++
	m.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return "", &motcua.Error{Code: motcua.CodeBusy, Detail: "cancelled", Cause: ctx.Err()}
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return "", m.refuse
	}
	m.got = append(m.got, job.PDF)
	return strconv.Itoa(len(m.got)), nil
}

func (m *moody) Job(_ context.Context, name string) (motcua.PrintStatus, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forgets {
		return motcua.PrintStatus{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "job"}
	}
	if m.status.State == "" {
		return motcua.PrintStatus{State: motcua.PrintDone}, nil
	}
	return m.status, nil
}

func (m *moody) Cancel(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forgets {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "job"}
	}
	m.called = append(m.called, name)
	return nil
}

// printers is the same printer at each address every time.
type printers map[string]*moody

func (p printers) At(address string) (motcua.Printer, error) {
	if m, ok := p[address]; ok {
		return m, nil
	}
	return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "printer"}
}

func ill(p motcua.PrintProblem) error {
	return &motcua.Error{Code: motcua.CodePrinter, Detail: string(p)}
}

// desk is a queue with a real file, printers "a" and "b", and a worker.
type desk struct {
	*queue.Queue
	t    *testing.T
	file *file
	a, b *moody
	stop func()
}

func newDesk(t *testing.T, p queue.Press) *desk {
	d := &desk{t: t, file: newFile(t), a: &moody{}, b: &moody{}}
	d.Queue = queue.New(queue.Config{
		File: d.file, Press: p, Printers: printers{"a": d.a, "b": d.b},
		Look: 20 * time.Millisecond, Retry: 5 * time.Millisecond, Ask: 5 * time.Millisecond, Grace: time.Millisecond,
	})
	return d
}

// serve runs the worker until the test, or stop, ends it.
func (d *desk) serve() *desk {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := d.Serve(ctx); ctx.Err() == nil {
			d.t.Errorf("the worker ended: %v", err)
		}
	})
	d.stop = func() { cancel(); wg.Wait() }
	d.t.Cleanup(d.stop)
	return d
}

func (d *desk) order(printer string) motcua.PrintOrder {
	d.t.Helper()
	o, err := d.Add(d.t.Context(), motcua.PrintOrder{Form: motcua.PrintTest, Printer: printer, Copies: 1})
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

// until waits for an order to be as wanted.
func (d *desk) until(o motcua.PrintOrder, what string, as func(motcua.PrintOrder) bool) motcua.PrintOrder {
	d.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		now, err := d.file.Print(context.Background(), o.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		if as(now) {
			return now
		}
		if time.Now().After(end) {
			d.t.Fatalf("%s: not in a minute: %+v", what, now)
		}
	}
}

func (d *desk) becomes(o motcua.PrintOrder, s motcua.QueueState) motcua.PrintOrder {
	d.t.Helper()
	return d.until(o, string(s), func(o motcua.PrintOrder) bool { return o.State == s })
}

func (d *desk) came(m *moody, want ...motcua.PrintOrder) {
	d.t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	var papers []string
	for _, o := range want {
		papers = append(papers, string(paper(o)))
	}
	var got []string
	for _, g := range m.got {
		got = append(got, string(g))
	}
	if !slices.Equal(got, papers) {
		d.t.Errorf("came out %q, want %q", got, papers)
	}
}

func TestPapersComeOutOnceAndInOrder(t *testing.T) {
	d := newDesk(t, press{}).serve()
	var all []motcua.PrintOrder
	for range 5 {
		all = append(all, d.order("a"))
	}
	for i, o := range all {
		all[i] = d.becomes(o, motcua.QueuePrinted)
	}
	d.came(d.a, all...)
}

func TestAPrinterThatCannotBeAskedHasOnlyBeenSentThePaper(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) { m.status = motcua.PrintStatus{State: motcua.PrintSent} })
	d.becomes(d.order("a"), motcua.QueueSent)
}

func TestAPrinterThatIsAwayIsTriedAgainUntilItIsThere(t *testing.T) {
	for _, err := range []error{ill(motcua.ProblemOffline), &motcua.Error{Code: motcua.CodeUnreachable}, &motcua.Error{Code: motcua.CodeBusy}} {
		d := newDesk(t, press{})
		d.a.with(func(m *moody) { m.refuse = err })
		first, second := d.order("a"), d.order("a")
		d.serve()
		d.until(first, "tried again", func(o motcua.PrintOrder) bool { return o.Tries >= 3 })
		if now, _ := d.file.Print(t.Context(), second.ID); now.Tries != 0 {
			t.Errorf("%v: the one behind overtook: %+v", err, now)
		}
		d.a.with(func(m *moody) { m.refuse = nil })
		first, second = d.becomes(first, motcua.QueuePrinted), d.becomes(second, motcua.QueuePrinted)
		d.came(d.a, first, second)
	}
}

func TestAnIllPrinterHoldsItsPapersAndGoesOnWhenItSaysItIsWell(t *testing.T) {
	for _, p := range []motcua.PrintProblem{motcua.ProblemPaper, motcua.ProblemJam, motcua.ProblemCover, motcua.ProblemMedia, motcua.ProblemToner} {
		d := newDesk(t, press{})
		d.a.with(func(m *moody) { m.refuse, m.problem = ill(p), p })
		first, second := d.order("a"), d.order("a")
		d.serve()
		o := d.becomes(first, motcua.QueueHeld)
		if o.Problem != p || !o.Stuck() {
			t.Errorf("%s: %+v", p, o)
		}
		d.a.with(func(m *moody) { m.refuse, m.problem = nil, "" })
		first, second = d.becomes(first, motcua.QueuePrinted), d.becomes(second, motcua.QueuePrinted)
		d.came(d.a, first, second)
	}
}

func TestWhatThePrinterCannotDoWaitsForAChoiceAndHoldsUpNothing(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) { m.refuse = &motcua.Error{Code: motcua.CodeInvalid, Field: "tray"} })
	o := d.becomes(d.order("a"), motcua.QueueHeld)
	if o.Field != "tray" {
		t.Errorf("%+v", o)
	}
	d.a.with(func(m *moody) { m.refuse = nil })
	d.becomes(d.order("a"), motcua.QueuePrinted)
	if o = d.becomes(o, motcua.QueueHeld); o.Tries != 1 {
		t.Errorf("it was tried again: %+v", o)
	}
	if err := d.Move(t.Context(), o.ID, "b", "tray-1"); err != nil {
		t.Fatal(err)
	}
	o = d.becomes(o, motcua.QueuePrinted)
	if o.Printer != "b" || o.Tray != "tray-1" || o.Reprint != 0 {
		t.Errorf("%+v", o)
	}
	d.came(d.b, o)
}

func TestAPrinterThatGoesAwayInTheMiddleAsksThePerson(t *testing.T) {
	for _, err := range []error{ill(motcua.ProblemGone), &motcua.Error{Code: motcua.CodeBadAnswer}} {
		d := newDesk(t, press{}).serve()
		d.a.with(func(m *moody) { m.refuse = err })
		o := d.becomes(d.order("a"), motcua.QueueUnknown)
		d.a.with(func(m *moody) { m.refuse = nil })
		d.becomes(d.order("a"), motcua.QueuePrinted) // the printer is back, and the doubtful one still waits
		if o = d.becomes(o, motcua.QueueUnknown); o.Tries != 1 {
			t.Errorf("tried again: %+v", o)
		}
		if err := d.Retry(t.Context(), o.ID); err != nil {
			t.Fatal(err)
		}
		if o = d.becomes(o, motcua.QueuePrinted); o.Doubts != 1 {
			t.Errorf("%+v", o)
		}
	}
}

func TestASlowPrinterHoldsUpNoOther(t *testing.T) {
	d := newDesk(t, press{}).serve()
	let := make(chan struct{})
	d.a.with(func(m *moody) { m.hold = let })
	slow := d.order("a")
	d.becomes(slow, motcua.QueuePrinting)
	for range 3 {
		d.becomes(d.order("b"), motcua.QueuePrinted)
	}
	if err := d.Cancel(t.Context(), slow.ID); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("cancelled while it was handed over: %v", err)
	}
	close(let)
	d.becomes(slow, motcua.QueuePrinted)
}

func TestAJobThatIsJammedAtThePrinterIsShownAndEndsThere(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) {
		m.status = motcua.PrintStatus{State: motcua.PrintStopped, Problem: motcua.ProblemJam}
	})
	o := d.until(d.order("a"), "the jam is told", motcua.PrintOrder.Stuck)
	if o.State != motcua.QueuePrinting || o.Problem != motcua.ProblemJam {
		t.Errorf("%+v", o)
	}
	d.a.with(func(m *moody) { m.status = motcua.PrintStatus{} })
	o = d.becomes(o, motcua.QueuePrinted)
	d.came(d.a, o)
}

func TestAJobAtThePrinterIsCalledBackWhenItIsMovedOrCancelled(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) {
		m.status = motcua.PrintStatus{State: motcua.PrintStopped, Problem: motcua.ProblemJam}
	})
	moved := d.until(d.order("a"), "accepted", motcua.PrintOrder.Stuck)
	if err := d.Move(t.Context(), moved.ID, "b", ""); err != nil {
		t.Fatal(err)
	}
	moved = d.becomes(moved, motcua.QueuePrinted)
	if moved.Reprint != 0 {
		t.Errorf("%+v", moved)
	}
	d.came(d.b, moved)
	gone := d.until(d.order("a"), "accepted", motcua.PrintOrder.Stuck)
	if err := d.Cancel(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	d.becomes(gone, motcua.QueueCancelled)
	if err := d.Cancel(t.Context(), gone.ID); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("cancelled twice: %v", err)
	}
	if len(d.a.called) != 2 {
		t.Errorf("called back: %q", d.a.called)
	}
}

func TestAPrinterThatForgotItsJobLeavesItToThePerson(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) { m.status = motcua.PrintStatus{State: motcua.PrintRunning} })
	o := d.until(d.order("a"), "accepted", func(o motcua.PrintOrder) bool { return o.Job != "" })
	d.a.with(func(m *moody) { m.forgets = true })
	o = d.becomes(o, motcua.QueueUnknown)
	if err := d.Settle(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	d.becomes(o, motcua.QueuePrinted)
	if n := d.a.tries; n != 1 {
		t.Errorf("printed %d times", n)
	}
}

func TestAPaperThatCannotBeMadeIsHeldAndCanBeCancelled(t *testing.T) {
	d := newDesk(t, press{&motcua.Error{Code: motcua.CodeUnknown, Field: "dossier"}}).serve()
	o := d.becomes(d.order("a"), motcua.QueueHeld)
	if o.Code != motcua.CodeUnknown || d.a.tries != 0 {
		t.Errorf("%+v", o)
	}
	if err := d.Cancel(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	d.becomes(o, motcua.QueueCancelled)
}

func TestAProgramThatEndsInAHandOverDoesNotGuess(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) { m.hold = make(chan struct{}) })
	o := d.order("a")
	d.becomes(o, motcua.QueuePrinting)
	d.stop()
	d.becomes(o, motcua.QueueUnknown)
	d.a.with(func(m *moody) { m.hold = nil })
	d.serve()
	if again := d.becomes(d.order("a"), motcua.QueuePrinted); again.ID == o.ID {
		t.Error("the doubtful one was printed")
	}
	d.becomes(o, motcua.QueueUnknown)
}

func TestAskingTwiceForAPaperThatWaitsMakesOne(t *testing.T) {
	d := newDesk(t, press{}).serve()
	d.a.with(func(m *moody) { m.refuse = &motcua.Error{Code: motcua.CodeInvalid, Field: "media"} })
	o := motcua.PrintOrder{Dossier: "d", Form: motcua.PrintReceipt, Printer: "a", Copies: 1}
	first, err := d.Ask(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	d.becomes(first, motcua.QueueHeld)
	o.Printer = "b" // chosen since
	if again, err := d.Ask(t.Context(), o); err != nil || again.ID != first.ID {
		t.Fatalf("%+v, %v", again, err)
	}
	first = d.becomes(first, motcua.QueuePrinted)
	d.came(d.b, first)
	if other, err := d.Ask(t.Context(), o); err != nil || other.ID == first.ID {
		t.Errorf("after it came out: %+v, %v", other, err)
	}
}
