// Package sync carries a station's log to its hub and brings back what the hub
// says: receipts, status changes, the keys of the neighbours.
//
// It keeps no state of its own. What is still to be carried is what the file
// says no receipt covers; a half-sent file is found again at the hub; whatever
// is sent twice is there once. So it may be killed at any moment.
package sync

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"motcua"
	"motcua/sync/wire"
)

// File is the station's own file, as far as its log travels.
type File interface {
	Keys
	Outbox
	Inbox
	Past
}

// Keys are the station's keys, used but never shown.
type Keys interface {
	PublicKey() ed25519.PublicKey
	// Sign signs with the station's Ed25519 key.
	Sign(message []byte) []byte
	// Recipient is the age recipient that bundles to this station are sealed to.
	Recipient() string
}

// Outbox is the part of the log that is still to be carried.
type Outbox interface {
	// Pending returns, in order of seq, at most max events that the hub does not
	// hold by its newest receipt.
	Pending(ctx context.Context, max int) ([]motcua.Event, error)
	// PendingAfter returns, in order of seq, at most max events with a seq
	// greater than after, whether or not a receipt covers them.
	PendingAfter(ctx context.Context, after uint64, max int) ([]motcua.Event, error)
	// MarkSent notes that every byte of the events up to through has left.
	MarkSent(ctx context.Context, through uint64) error
	// Acknowledge takes the hub's word; an older receipt changes nothing, and a
	// newer one that covers less makes the rest pending again.
	Acknowledge(ctx context.Context, r motcua.HubReceipt) error
	OpenFile(sha string) (motcua.File, error)
}

// Inbox takes what the hub sends.
type Inbox interface {
	Station() motcua.Station
	// Cursor says how far the hub's events are known; "" at first.
	Cursor(ctx context.Context) (string, error)
	// Ingest stores the hub's events, the peers and the new cursor as one.
	// Events it already has are no error. at is the hub's time when it said so,
	// zero where it did not say how things stand.
	Ingest(ctx context.Context, events []motcua.Event, peers []motcua.Peer, cursor string, at time.Time) error
	// Enrolled stores what enrolment brought.
	Enrolled(ctx context.Context, hub motcua.HubInfo, serialFrom, serialTo int) error
}

// Config is what New needs.
type Config struct {
	File     File
	Numbers  Numbers          // no serials are leased where nil
	HTTP     *http.Client     // http.DefaultClient's settings where nil; redirects are never followed
	Now      func() time.Time // time.Now where nil
	Rand     io.Reader        // for jitter; crypto/rand where nil
	Log      *slog.Logger     // discarded where nil
	OnChange func()           // called from the worker after State changed; may be nil
	Interval time.Duration    // between tries while all is well; 1 minute where 0
	Retry    time.Duration    // first pause after a failure; 2 seconds where 0
	Timeout  time.Duration    // of one request; 2 minutes where 0
	Chunk    int              // bytes of a file in one request; 1 MiB where 0
}

// Sync carries one station's log. Its methods may be called from any
// goroutine; rounds follow one another.
type Sync struct {
	cfg  Config
	http *http.Client
	wake chan struct{}
	one  sync.Mutex // held during a round

	mu    sync.Mutex
	state motcua.RoadState
}

// New returns a Sync. It starts nothing: call Once, or Serve in a goroutine.
func New(cfg Config) *Sync {
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Interval == 0 {
		cfg.Interval = time.Minute
	}
	if cfg.Retry == 0 {
		cfg.Retry = 2 * time.Second
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 2 * time.Minute
	}
	if cfg.Chunk == 0 {
		cfg.Chunk = 1 << 20
	}
	own := *cfg.HTTP
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s := &Sync{cfg: cfg, http: &own, wake: make(chan struct{}, 1)}
	s.state = motcua.RoadState{Mode: motcua.RoadNone, Since: cfg.Now()}
	return s
}

// Summary counts what one round did.
type Summary struct {
	Sent      int `json:"sent"`      // events whose every byte left
	Accepted  int `json:"accepted"`  // events new to the hub
	Duplicate int `json:"duplicate"` // events that it had already
	Refused   int `json:"refused"`   // events that it holds but does not accept
	Pulled    int `json:"pulled"`    // events of the hub
	Files     int `json:"files"`     // files uploaded
	Restored  int `json:"restored"`  // own events that the hub gave back
}

// Once makes one round: files, events, receipt, what the hub has to say, and
// serials for the days ahead. The summary tells what was done even where an
// error ends the round. A station without a hub is CodeUnknown with field
// "hub".
func (s *Sync) Once(ctx context.Context) (Summary, error) {
	s.one.Lock()
	defer s.one.Unlock()
	var sum Summary
	err := s.round(ctx, &sum)
	s.settle(err)
	return sum, err
}

func (s *Sync) round(ctx context.Context, sum *Summary) error {
	st := s.cfg.File.Station()
	if st.Hub == nil {
		return noHub()
	}
	c, err := s.client(st)
	if err != nil {
		return err
	}
	held, err := s.exchange(ctx, c, sum)
	if rolledBack(err) {
		if err := s.catchUp(ctx, c, sum); err != nil {
			return err
		}
		held, err = s.exchange(ctx, c, sum)
	}
	if err != nil {
		return err
	}
	if c.held {
		if err := s.cfg.File.AskedHub(ctx); err != nil {
			return err
		}
	}
	if err := s.numbers(ctx, c); err != nil {
		return err
	}
	return held
}

// exchange pushes and pulls. What a pull finds out about an older copy goes
// before what a push said.
func (s *Sync) exchange(ctx context.Context, c *client, sum *Summary) (held, err error) {
	held, err = s.push(ctx, c, sum)
	if err != nil && !mayPull(err) {
		return nil, err
	}
	if perr := s.pull(ctx, c, sum); perr != nil && (err == nil || rolledBack(perr)) {
		err = perr
	}
	return held, err
}

// mayPull reports whether the hub's news can come although a push needs a
// human: not where the hub would refuse this too, nor where it is not the one
// that is known, nor before an older copy has caught up.
func mayPull(err error) bool {
	switch motcua.CodeOf(err) {
	case motcua.CodeRevoked, motcua.CodeClock, motcua.CodeRolledBack:
		return false
	case motcua.CodeForged:
		var r *refusal // said by the true hub, of an event
		return errors.As(err, &r)
	}
	return classOf(err) == stop
}

func noHub() error { return &motcua.Error{Code: motcua.CodeUnknown, Field: "hub"} }

// client speaks to the hub that st is enrolled with.
func (s *Sync) client(st motcua.Station) (*client, error) {
	if len(st.Hub.Key) != ed25519.PublicKeySize {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "hub"}
	}
	return &client{
		http: s.http, base: st.Hub.URL, key: st.Hub.Key, timeout: s.cfg.Timeout, now: s.cfg.Now,
		me: wire.Credential{ID: st.ID, Sign: s.cfg.File.Sign},
	}, nil
}
