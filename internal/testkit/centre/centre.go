// Package centre runs a real hub on a loopback address for tests, with a clock
// that the test turns and a door that it can make unreliable.
package centre

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	gosync "sync"
	"sync/atomic"
	"testing"
	"time"

	"motcua/hub"
	"motcua/sync"
)

// Clock is a clock that a test turns.
type Clock struct {
	mu    gosync.Mutex
	at    time.Time
	begun time.Time // a running clock's start on the machine's own; zero where it stands still
}

// RunningClock returns a clock that says at and goes on.
func RunningClock(at time.Time) *Clock { return &Clock{at: at, begun: time.Now()} }

// NewClock returns a clock that stands at 10:00 on Friday 20 November 2026 in
// Vietnam.
func NewClock() *Clock { return &Clock{at: time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)} }

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.begun.IsZero() {
		return c.at.Add(time.Since(c.begun))
	}
	return c.at
}

// Turn moves the clock.
func (c *Clock) Turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Centre is a running hub.
type Centre struct {
	*hub.Hub
	URL   string
	Dir   string
	Clock *Clock
	// Around, where set, stands before the hub's own handler.
	Around atomic.Pointer[func(next http.Handler) http.Handler]
}

// Start runs a hub until the test ends. listener may be nil.
func Start(t testing.TB, clock *Clock, listener net.Listener) *Centre {
	t.Helper()
	return StartIn(t, t.TempDir(), clock, listener)
}

// StartIn is Start in a folder where a hub may have been before.
func StartIn(t testing.TB, dir string, clock *Clock, listener net.Listener) *Centre {
	t.Helper()
	c := &Centre{Dir: dir, Clock: clock}
	h, err := hub.Open(context.Background(), hub.Config{
		Dir: c.Dir, Public: "https://hub.example.vn", Name: "Thành phố Huế", Phone: "02340000000", Now: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Hub = h
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := h.Handler()
		if around := c.Around.Load(); around != nil {
			next = (*around)(next)
		}
		next.ServeHTTP(w, r)
	}))
	if listener != nil {
		if err := s.Listener.Close(); err != nil {
			t.Fatal(err)
		}
		s.Listener = listener
	}
	s.Start()
	c.URL = s.URL
	t.Cleanup(func() {
		s.Close()
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// Put stands something before the hub; nil takes it away.
func (c *Centre) Put(around func(next http.Handler) http.Handler) {
	if around == nil {
		c.Around.Store(nil)
		return
	}
	c.Around.Store(&around)
}

// Code returns a fresh enrolment code.
func (c *Centre) Code(t testing.TB, unit string) string {
	t.Helper()
	code, err := c.EnrolCode(context.Background(), unit)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// Summary is what a round of sync did.
type Summary = sync.Summary

// Enrol has a station enrol here.
func (c *Centre) Enrol(f sync.File, code string) error {
	return c.sync(f).Enrol(context.Background(), c.URL, code)
}

// Round has a station make one round of sync.
func (c *Centre) Round(f sync.File) (Summary, error) { return c.sync(f).Once(context.Background()) }

func (c *Centre) sync(f sync.File) *sync.Sync {
	return sync.New(sync.Config{File: f, Now: c.Clock.Now})
}
