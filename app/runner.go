package app

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
)

// closeGrace is how long work that must not be lost may still take when the
// window closes.
const closeGrace = 10 * time.Second

// runner does all work beside the window: one goroutine for each lane, and one
// place where results come back. Close waits for what must not be lost.
type runner struct {
	now  func() time.Time
	post func(func())

	soft, firm context.Context
	stopSoft   context.CancelFunc
	stopFirm   context.CancelFunc

	// Once the toolkit has ended, fyne.Do runs what it is given on the
	// goroutine that calls it: ui keeps results apart and, with ended, out.
	ui    sync.Mutex
	ended bool
	// after is called after each result, before the window is drawn; may be nil.
	after func()

	mu     sync.Mutex
	lanes  map[model.Lane]*lane
	timers map[*time.Timer]struct{}
	closed bool
	acting motcua.Account // in whose name work is begun; zero where nobody is named
	turns  int            // how often that was set
	wg     sync.WaitGroup
}

type lane struct {
	jobs []func(context.Context) func()
}

// newRunner returns a runner whose results come back on Fyne's goroutine.
func newRunner(now func() time.Time) *runner { return newRunnerOn(now, onWindow) }

// onWindow is the one call site of fyne.Do.
func onWindow(f func()) { fyne.Do(f) }

func newRunnerOn(now func() time.Time, post func(func())) *runner {
	r := &runner{now: now, post: post, lanes: map[model.Lane]*lane{}, timers: map[*time.Timer]struct{}{}}
	r.soft, r.stopSoft = context.WithCancel(context.Background())
	r.firm, r.stopFirm = context.WithCancel(context.Background())
	return r
}

// kept are the lanes whose work is finished before the program ends.
var kept = map[model.Lane]bool{model.LaneDraft: true, model.LaneDesk: true, model.LaneAccess: true}

// Go implements model.Tasks.
func (r *runner) Go(name model.Lane, work func(context.Context) func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	if who := r.acting; who.Login != "" {
		work = inName(who, work, r)
	}
	l, running := r.lanes[name]
	if !running {
		l = &lane{}
		r.lanes[name] = l
		r.wg.Add(1)
		go r.serve(name, l)
	}
	l.jobs = append(l.jobs, work)
}

// inName does work, and whatever its result begins, in the name of whoever had
// the window when it was begun: meanwhile somebody else may have come.
func inName(who motcua.Account, work func(context.Context) func(), r *runner) func(context.Context) func() {
	return func(ctx context.Context) func() {
		then := work(motcua.Acting(ctx, who))
		if then == nil {
			return nil
		}
		return func() {
			was, turn := r.actAs(who)
			then()
			r.actAgain(was, turn)
		}
	}
}

// actAs begins whatever follows in a person's name and returns in whose name
// it was before, and the turn.
func (r *runner) actAs(a motcua.Account) (before motcua.Account, turn int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, r.acting = r.acting, a
	r.turns++
	return before, r.turns
}

// actAgain ends a turn, unless another began in it.
func (r *runner) actAgain(a motcua.Account, turn int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.turns == turn {
		r.acting = a
	}
}

// serve works a lane off and ends with it; the next job starts a new one.
func (r *runner) serve(name model.Lane, l *lane) {
	defer r.wg.Done()
	ctx := r.soft
	if kept[name] {
		ctx = r.firm
	}
	for {
		r.mu.Lock()
		if len(l.jobs) == 0 || r.closed && !kept[name] {
			delete(r.lanes, name)
			r.mu.Unlock()
			return
		}
		job := l.jobs[0]
		l.jobs = l.jobs[1:]
		r.mu.Unlock()
		if then := job(ctx); then != nil {
			r.back(then)
		}
	}
}

// back brings a result to the window, unless that is closing.
func (r *runner) back(f func()) {
	r.mu.Lock()
	closed := r.closed
	r.mu.Unlock()
	if closed {
		return
	}
	r.post(func() {
		r.ui.Lock()
		defer r.ui.Unlock()
		if !r.ended {
			f()
			if r.after != nil {
				r.after()
			}
		}
	})
}

// end lets no further result come back. It is called from the window's
// goroutine, never from within a result.
func (r *runner) end() {
	r.ui.Lock()
	defer r.ui.Unlock()
	r.ended = true
}

// Now implements model.Clock.
func (r *runner) Now() time.Time { return r.now() }

// After implements model.Clock.
func (r *runner) After(d time.Duration, f func()) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return func() {}
	}
	stopped := false // touched on the window's goroutine alone
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		r.mu.Lock()
		delete(r.timers, t)
		r.mu.Unlock()
		r.back(func() {
			if !stopped {
				f()
			}
		})
	})
	r.timers[t] = struct{}{}
	return func() {
		stopped = true
		t.Stop()
		r.mu.Lock()
		delete(r.timers, t)
		r.mu.Unlock()
	}
}

// Close stops timers, cancels what may be cancelled and waits, at most ten
// seconds, for what must not be lost. Nothing comes back afterwards.
func (r *runner) Close() {
	r.mu.Lock()
	r.closed = true
	for t := range r.timers {
		t.Stop()
	}
	r.mu.Unlock()
	r.stopSoft()
	late := time.AfterFunc(closeGrace, r.stopFirm)
	r.wg.Wait()
	late.Stop()
	r.stopFirm()
}
