// Package queue is the print queue of a station: it takes orders from the file,
// has each paper made when its turn comes, and hands it to its printer. An order
// is never lost, and never printed twice unless a person says so: where a
// program was killed or a printer went away in the middle, the order waits with
// its fate unknown.
package queue

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"motcua"
)

// File keeps the orders.
type File interface {
	// AddPrint returns the order once it is on disk.
	AddPrint(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error)
	// PutPrint writes an order; CodeConflict where it was changed since it was
	// read, or is over.
	PutPrint(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error)
	// OpenPrints returns the orders that are not over, oldest first.
	OpenPrints(ctx context.Context) ([]motcua.PrintOrder, error)
	Print(ctx context.Context, id int64) (motcua.PrintOrder, error)
}

// Press makes papers from stored rows.
type Press interface {
	// Paper returns the title and the PDF or ticket of an order.
	Paper(ctx context.Context, o motcua.PrintOrder) (motcua.PrintJob, error)
}

// Printers leads from addresses to printers.
type Printers interface {
	// At returns the printer at an address, the same one each time; its first
	// device is meant. CodeInvalid, field printer, where it is no address.
	At(address string) (motcua.Printer, error)
}

// Config is what New needs.
type Config struct {
	File     File
	Press    Press
	Printers Printers
	Now      func() time.Time // time.Now where nil
	Log      *slog.Logger     // discarded where nil
	OnChange func()           // called by the worker after an order changed; may be nil

	Look    time.Duration // how often the file is looked at for what others changed; 2 seconds where 0
	Retry   time.Duration // first pause after a printer did not answer; 2 seconds where 0, growing to a minute
	Ask     time.Duration // how often a printer is asked how it is; 1 second where 0
	Timeout time.Duration // of handing a paper over; 2 minutes where 0
	Grace   time.Duration // what a hand-over may still take when the program ends; 3 seconds where 0
}

// The pauses where Config leaves them open.
const (
	lookPause  = 2 * time.Second
	retryPause = 2 * time.Second
	mostPause  = time.Minute
	askPause   = time.Second
	handTime   = 2 * time.Minute
	askTime    = 15 * time.Second
	graceTime  = 3 * time.Second
)

// Queue is the queue of one station. Its methods may be called from any
// goroutine; Serve may run once at a time, in one program.
type Queue struct {
	cfg  Config
	wake chan struct{}

	mu    sync.Mutex
	asked map[int64]time.Time // when an order's printer was last asked; guarded by mu
}

// New returns the queue. It starts nothing.
func New(c Config) *Queue {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if c.OnChange == nil {
		c.OnChange = func() {}
	}
	for d, otherwise := range map[*time.Duration]time.Duration{
		&c.Look: lookPause, &c.Retry: retryPause, &c.Ask: askPause, &c.Timeout: handTime, &c.Grace: graceTime,
	} {
		if *d == 0 {
			*d = otherwise
		}
	}
	return &Queue{cfg: c, wake: make(chan struct{}, 1), asked: map[int64]time.Time{}}
}

// Wake makes the worker look at the file now; it never blocks.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Serve prints until ctx ends. What an earlier program was handing over when it
// was killed gets the state unknown first.
func (q *Queue) Serve(ctx context.Context) error {
	if err := q.recover(ctx); err != nil {
		return err
	}
	var lanes sync.WaitGroup
	defer lanes.Wait()
	done := make(chan string)
	busy := map[string]bool{} // printers that are at work
	for {
		wait := q.dispatch(ctx, busy, func(address string, step func()) {
			lanes.Go(func() {
				step()
				q.cfg.OnChange()
				select {
				case done <- address:
				case <-ctx.Done():
				}
			})
		})
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case address := <-done:
			delete(busy, address)
		case <-q.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// recover gives up guessing about what a killed program left behind. Where the
// printer had given the job a name, it will be asked instead.
func (q *Queue) recover(ctx context.Context) error {
	list, err := q.cfg.File.OpenPrints(ctx)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.State == motcua.QueuePrinting && o.Job == "" {
			o.State = motcua.QueueUnknown
			if _, err := q.put(ctx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// dispatch starts the next step of every printer that is free and has one, and
// returns how long there is nothing else to do.
func (q *Queue) dispatch(ctx context.Context, busy map[string]bool, start func(address string, step func())) time.Duration {
	list, err := q.cfg.File.OpenPrints(ctx)
	if err != nil {
		if ctx.Err() == nil {
			q.cfg.Log.Error("print queue not read", "code", motcua.CodeOf(err))
		}
		return q.cfg.Look
	}
	q.forget(list)
	wait, now := q.cfg.Look, q.cfg.Now()
	for address, orders := range byPrinter(list) {
		if busy[address] {
			continue
		}
		o, at := q.pick(orders)
		switch {
		case at.IsZero(): // nothing to do
		case at.After(now):
			wait = min(wait, at.Sub(now))
		default:
			busy[address] = true
			start(address, func() { q.step(ctx, o) })
		}
	}
	return wait
}

func byPrinter(list []motcua.PrintOrder) map[string][]motcua.PrintOrder {
	out := map[string][]motcua.PrintOrder{}
	for _, o := range list {
		out[o.Printer] = append(out[o.Printer], o)
	}
	return out
}

// begun stands for "at once" where a time is wanted.
func begun() time.Time { return time.Unix(1, 0) }

// pick returns which of a printer's orders comes next and when; the zero time
// where none does. While a printer is ill or away, the orders behind the one
// that met the trouble wait.
func (q *Queue) pick(orders []motcua.PrintOrder) (next motcua.PrintOrder, at time.Time) {
	take := func(o motcua.PrintOrder, t time.Time) {
		if t.IsZero() {
			t = begun()
		}
		if at.IsZero() || t.Before(at) {
			next, at = o, t
		}
	}
	for _, o := range orders {
		switch {
		case o.State == motcua.QueuePrinting && o.Job != "":
			take(o, q.nextAsk(o))
		case o.State == motcua.QueueHeld && heals(o):
			take(o, q.nextAsk(o))
			return next, at
		case o.State == motcua.QueueWaiting:
			take(o, o.Next)
			if o.Code != "" {
				return next, at
			}
		}
	}
	return next, at
}

// heals reports whether the printer itself can say that the trouble is over.
func heals(o motcua.PrintOrder) bool { return o.Problem != "" }

func (q *Queue) nextAsk(o motcua.PrintOrder) time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t, ok := q.asked[o.ID]; ok {
		return t.Add(q.cfg.Ask)
	}
	return time.Time{}
}

func (q *Queue) noteAsked(o motcua.PrintOrder) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked[o.ID] = q.cfg.Now()
}

// forget drops what is remembered of orders that are over.
func (q *Queue) forget(open []motcua.PrintOrder) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.asked) <= 2*len(open) {
		return
	}
	kept := map[int64]time.Time{}
	for _, o := range open {
		if t, ok := q.asked[o.ID]; ok {
			kept[o.ID] = t
		}
	}
	q.asked = kept
}

// put writes an order although the program may be ending: what is known must
// not be lost.
func (q *Queue) put(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	got, err := q.cfg.File.PutPrint(context.WithoutCancel(ctx), o)
	if err != nil && motcua.CodeOf(err) != motcua.CodeConflict {
		q.cfg.Log.Error("print order not written", "order", o.ID, "code", motcua.CodeOf(err))
	}
	return got, err
}
