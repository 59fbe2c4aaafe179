package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motcua/app/model"
)

func TestJobsOfOneLaneRunOneAfterTheOther(t *testing.T) {
	l := &loop{}
	r := newRunnerOn(time.Now, l.post)
	defer r.Close()
	var running, most atomic.Int32
	var order []int
	for i := range 20 {
		r.Go(model.LaneDesk, func(context.Context) func() {
			n := running.Add(1)
			if n > most.Load() {
				most.Store(n)
			}
			time.Sleep(time.Millisecond)
			running.Add(-1)
			return func() { order = append(order, i) }
		})
	}
	l.until(t, "twenty jobs", func() bool { return len(order) == 20 })
	if most.Load() != 1 {
		t.Errorf("%d at once", most.Load())
	}
	for i, n := range order {
		if n != i {
			t.Fatalf("order %v", order)
		}
	}
}

func TestCloseFinishesDraftsAndCancelsTheRest(t *testing.T) {
	l := &loop{}
	r := newRunnerOn(time.Now, l.post)
	var drafts atomic.Int32
	cancelled := make(chan struct{})
	started := make(chan struct{})
	r.Go(model.LaneScan, func(ctx context.Context) func() {
		close(started)
		<-ctx.Done()
		close(cancelled)
		return func() { t.Error("a result came back after Close") }
	})
	<-started
	for range 5 {
		r.Go(model.LaneDraft, func(ctx context.Context) func() {
			time.Sleep(5 * time.Millisecond)
			if ctx.Err() == nil {
				drafts.Add(1)
			}
			return func() { t.Error("a result came back after Close") }
		})
	}
	r.Close()
	select {
	case <-cancelled:
	default:
		t.Error("the scan went on")
	}
	if drafts.Load() != 5 {
		t.Errorf("%d of 5 drafts written", drafts.Load())
	}
	r.Go(model.LaneDraft, func(context.Context) func() { t.Error("work after Close"); return nil })
	r.After(0, func() { t.Error("a timer after Close") })
	time.Sleep(5 * time.Millisecond)
	l.turn()
}

func TestAStoppedTimerNeverFiresEvenWhenItWasAlreadyDue(t *testing.T) {
	l := &loop{}
	r := newRunnerOn(time.Now, l.post)
	defer r.Close()
	fired := false
	stop := r.After(time.Millisecond, func() { fired = true })
	time.Sleep(10 * time.Millisecond) // due, and waiting to come back
	stop()
	l.turn()
	if fired {
		t.Error("fired after stop")
	}
	again := false
	r.After(time.Millisecond, func() { again = true })
	l.until(t, "the other timer", func() bool { return again })
}

func TestThereIsOneCallSiteOfFyneDo(t *testing.T) {
	sites := 0
	for _, dir := range []string{".", "view", "model"} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			if strings.HasSuffix(p, "_test.go") {
				continue
			}
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(string(src), "\n") {
				code, _, _ := strings.Cut(line, "//")
				sites += strings.Count(code, "fyne.Do")
			}
		}
	}
	if sites != 1 {
		t.Errorf("%d call sites", sites)
	}
}
