package bundle

import (
	"context"
	"crypto/ed25519"
	"io"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"motcua"
	"motcua/sync/wire"
)

// Log is what a bundle is made from.
type Log interface {
	Station() motcua.Station
	// Pending returns, in order of seq, at most max events that the hub does not
	// hold by its newest receipt; none where there are none.
	Pending(ctx context.Context, max int) ([]motcua.Event, error)
	// PendingAfter returns, in order of seq, at most max events with a seq
	// greater than after, whether or not a receipt covers them; none only at
	// the end of the log.
	PendingAfter(ctx context.Context, after uint64, max int) ([]motcua.Event, error)
	// Cursor says how far the hub's events are known; "" at first.
	Cursor(ctx context.Context) (string, error)
	OpenFile(sha string) (motcua.File, error)
}

// Keys are the station's secrets, used but never shown.
type Keys interface {
	Sign(message []byte) []byte
	// Recipient is the age recipient that bundles to this station are sealed to.
	Recipient() string
	// Identity opens what was sealed to Recipient.
	Identity() age.Identity
}

// Inbox takes what a hub sends.
type Inbox interface {
	Station() motcua.Station
	// Acknowledge is CodeRolledBack for a receipt of events that the log has not.
	Acknowledge(ctx context.Context, r motcua.HubReceipt) error
	// HubSaid notes that the hub said at a moment what it holds of this log, and
	// that the file has all of it.
	HubSaid(ctx context.Context, at time.Time) error
	Cursor(ctx context.Context) (string, error)
	// Ingest stores the hub's events, the peers and the new cursor as one.
	// Events it already has are no error. at is the hub's time when it said so.
	Ingest(ctx context.Context, events []motcua.Event, peers []motcua.Peer, cursor string, at time.Time) error
}

// page is how many events are read from a log at a time.
const page = 500

// Make writes everything that the hub does not hold by its newest word into w and returns
// the manifest: events up to Through are in it. A station without a hub is
// CodeUnknown. Nothing is marked as sent here: the caller does that once w is
// durable, where Events is not 0.
func Make(ctx context.Context, s interface {
	Log
	Keys
}, w io.Writer, now time.Time, random io.Reader) (Manifest, error) {
	st := s.Station()
	if st.Hub == nil {
		return Manifest{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "hub"}
	}
	cursor, err := s.Cursor(ctx)
	if err != nil {
		return Manifest{}, err
	}
	id, err := NewID(now, random)
	if err != nil {
		return Manifest{}, err
	}
	return Write(w, Contents{
		Manifest: Manifest{
			ID: id, Kind: ToHub, From: st.ID, To: st.Hub.Recipient, Station: st.ID,
			Made: now.UTC().Truncate(time.Millisecond), Cursor: cursor,
		},
		Events:   pending(ctx, s),
		OpenFile: s.OpenFile,
		Sign:     s.Sign,
	})
}

func pending(ctx context.Context, s Log) Events {
	return func(yield func(motcua.Event, error) bool) {
		events, err := s.Pending(ctx, page)
		for err == nil && len(events) > 0 {
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
			}
			events, err = s.PendingAfter(ctx, events[len(events)-1].Seq, page)
		}
		if err != nil {
			yield(motcua.Event{}, err)
		}
	}
}

// Applied is what a reply changed.
type Applied struct {
	Receipt motcua.HubReceipt
	Events  int
}

// Apply takes the hub's reply to a bundle into the station. The same reply
// may be applied again. One that is older than what the station knows, or that
// begins later, is CodeConflict with field "bundle"; the receipt in it is true
// all the same and is taken.
func Apply(ctx context.Context, s interface {
	Inbox
	Keys
}, r io.Reader) (Applied, error) {
	st := s.Station()
	if st.Hub == nil {
		return Applied{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "hub"}
	}
	hub := ed25519.PublicKey(st.Hub.Key)
	o, err := Read(r, Reader{
		Kind: ToStation, Recipient: s.Recipient(), Unseal: Unsealer(s.Identity()),
		Key: func(from string) (ed25519.PublicKey, error) {
			if from != motcua.StationID(hub) {
				return nil, &motcua.Error{Code: motcua.CodeForged, Field: "hub", Detail: "another hub"}
			}
			return hub, nil
		},
	})
	if err != nil {
		return Applied{}, err
	}
	m := o.Manifest
	if m.Station != st.ID || m.Receipt == nil || m.Receipt.Station != st.ID {
		return Applied{}, &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "meant for another station"}
	}
	if err := m.Receipt.Verify(hub); err != nil {
		return Applied{}, err
	}
	var events []motcua.Event
	for e, err := range o.Events() {
		if err != nil {
			return Applied{}, err
		}
		events = append(events, e)
	}
	if err := s.Acknowledge(ctx, *m.Receipt); err != nil {
		return Applied{}, err
	}
	if err := s.HubSaid(ctx, m.Receipt.At); err != nil {
		return Applied{}, err
	}
	out := Applied{Receipt: *m.Receipt}
	if err := fits(ctx, s, m); err != nil {
		return out, err
	}
	if err := s.Ingest(ctx, events, m.Peers, m.Cursor, m.Made); err != nil {
		return out, err
	}
	out.Events = len(events)
	return out, nil
}

// fits refuses news from before what the station already knows, and news that
// would leave a gap after it.
func fits(ctx context.Context, s Inbox, m Manifest) error {
	text, err := s.Cursor(ctx)
	if err != nil {
		return err
	}
	var at [3]uint64
	for i, c := range []string{m.After, text, m.Cursor} {
		if at[i], err = wire.ParseCursor(c); err != nil {
			return err
		}
	}
	switch after, known, brings := at[0], at[1], at[2]; {
	case brings < known:
		return &motcua.Error{Code: motcua.CodeConflict, Field: "bundle", Detail: "older than what is known"}
	case after > known:
		return &motcua.Error{Code: motcua.CodeConflict, Field: "bundle", Detail: "begins later than what is known"}
	}
	return nil
}

// NewID returns a UUIDv7 of a time and a source of randomness.
func NewID(now time.Time, random io.Reader) (string, error) {
	var u uuid.UUID
	if _, err := io.ReadFull(random, u[:]); err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u.String(), nil
}
