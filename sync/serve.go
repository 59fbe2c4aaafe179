package sync

import (
	"context"
	"encoding/binary"
	"io"
	"time"

	"github.com/cenkalti/backoff/v4"

	"motcua"
)

// maxPause is the longest time between two tries.
const maxPause = 5 * time.Minute

// Serve makes rounds until ctx ends, and then returns its error: at once after
// Wake, after the interval while all is well, later and later while the hub
// does not answer. It never gives up.
func (s *Sync) Serve(ctx context.Context) error {
	b := &backoff.ExponentialBackOff{
		InitialInterval: s.cfg.Retry,
		Multiplier:      2,
		MaxInterval:     maxPause,
		MaxElapsedTime:  0, // for ever
		Stop:            backoff.Stop,
		Clock:           clock(s.cfg.Now),
	}
	b.Reset()
	for {
		_, err := s.Once(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause := s.cfg.Interval
		switch classOf(err) {
		case fine:
			b.Reset()
		case retry:
			pause = s.jitter(b.NextBackOff())
		case stop:
			pause = max(maxPause, s.cfg.Interval)
		}
		s.planned(pause)
		if c := classOf(err); c == retry || c == stop {
			s.cfg.Log.WarnContext(ctx, "round ended", "code", motcua.CodeOf(err), "field", motcua.FieldOf(err), "pause", pause)
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-s.wake:
			t.Stop()
		case <-t.C:
		}
	}
}

// Wake asks for a round now. It never blocks.
func (s *Sync) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// jitter spreads a pause over 50 to 150 %, so that stations that lost the hub
// together do not come back together.
func (s *Sync) jitter(d time.Duration) time.Duration {
	var b [2]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return d // no randomness, no jitter; the round matters more
	}
	return min(d/2+d*time.Duration(binary.BigEndian.Uint16(b[:]))/65536, maxPause)
}

type clock func() time.Time

func (c clock) Now() time.Time { return c() }

// class is what to do about an error.
type class int

const (
	fine  class = iota
	none        // no hub to talk to
	retry       // mends itself
	stop        // needs a human
)

// classOf is the table of errors on this road. Disk trouble on either side
// passes; what the hub refuses with a reason does not.
func classOf(err error) class {
	switch motcua.CodeOf(err) {
	case "":
		return fine
	case motcua.CodeUnreachable, motcua.CodeBadAnswer, motcua.CodeBusy, motcua.CodeIO, motcua.CodeDiskFull, motcua.CodeReadOnly:
		return retry
	case motcua.CodeUnknown:
		switch motcua.FieldOf(err) {
		case "hub":
			return none
		case "file":
			return retry // the hub lost it meanwhile: the next round brings it again
		}
	}
	return stop
}

// State says how the road is.
func (s *Sync) State() motcua.RoadState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// settle turns the end of a round into a state.
func (s *Sync) settle(err error) {
	mode := map[class]motcua.RoadMode{
		fine: motcua.RoadIdle, none: motcua.RoadNone, retry: motcua.RoadOffline, stop: motcua.RoadStopped,
	}[classOf(err)]
	code := motcua.CodeOf(err)
	if mode == motcua.RoadNone {
		code = ""
	}
	s.change(func(st *motcua.RoadState) { st.Mode, st.Code, st.Next = mode, code, time.Time{} })
}

// setSending shows that something is on its way. A road that was closed is
// shown as such until a round has ended well.
func (s *Sync) setSending() {
	s.change(func(st *motcua.RoadState) {
		if st.Mode == motcua.RoadIdle || st.Mode == motcua.RoadNone {
			st.Mode = motcua.RoadSending
		}
	})
}

func (s *Sync) planned(pause time.Duration) {
	s.change(func(st *motcua.RoadState) { st.Next = s.cfg.Now().Add(pause) })
}

func (s *Sync) change(f func(*motcua.RoadState)) {
	s.mu.Lock()
	before := s.state
	f(&s.state)
	if s.state.Mode != before.Mode {
		s.state.Since = s.cfg.Now()
	}
	changed := s.state != before
	s.mu.Unlock()
	if changed && s.cfg.OnChange != nil {
		s.cfg.OnChange()
	}
}
