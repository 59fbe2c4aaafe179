// Package ledger is a station's file in memory, for tests of what carries its
// log: signed, chained events, files, receipts, peers. It keeps the promises
// of the real one but that of surviving the process. All people in it are
// invented.
package ledger

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"motcua"
)

// File is one station's file.
type File struct {
	T       testing.TB
	Key     ed25519.PrivateKey
	Now     func() time.Time
	age     *age.X25519Identity
	dir     string
	mu      sync.Mutex
	station motcua.Station
	events  []motcua.Event
	cursor  string
	sent    uint64

	// What was taken in, for tests to look at under Look.
	Receipts []motcua.HubReceipt
	FromHub  []motcua.Event
	Heard    time.Time // the newest moment that Ingest was told
	Peers    map[string]motcua.Peer
	// AfterMark, where set, is called after MarkSent, as a process that dies
	// there would see it.
	AfterMark func() error
}

// New returns the file of a station that has just been set up.
func New(t testing.TB, unit, name string, now func() time.Time) *File {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	f := &File{T: t, Key: key, Now: now, age: id, dir: t.TempDir(), Peers: map[string]motcua.Peer{}}
	f.station = motcua.Station{
		ID: motcua.StationID(pub), Unit: unit, UnitName: "Phường Ví Dụ, Thành phố Huế",
		Agency: "H57.19.789", Name: name,
	}
	f.Append(motcua.EventStationStarted, "", map[string]string{"name": name})
	return f
}

// Append adds an event as the station would.
func (f *File) Append(kind motcua.EventKind, dossier string, data any) motcua.Event {
	f.T.Helper()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	body, err := motcua.SaltedBody(salt, data)
	if err != nil {
		f.T.Fatal(err)
	}
	return f.AppendBody(kind, dossier, body)
}

// AppendBody adds an event with a body of any bytes.
func (f *File) AppendBody(kind motcua.EventKind, dossier string, body []byte) motcua.Event {
	f.T.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.Now().UTC().Truncate(time.Millisecond)
	e := motcua.Event{
		Version: motcua.EventVersion, ID: uuid.Must(uuid.NewV7()).String(), Station: f.station.ID, Seq: 1,
		Wall: now, HLC: motcua.HLC(0).Next(now), Actor: "Vũ Thị Ví Dụ", Dossier: dossier, Kind: kind, Body: body,
	}
	if n := len(f.events); n > 0 {
		last := f.events[n-1]
		e.Seq, e.Prev, e.HLC = last.Seq+1, last.Hash(), last.HLC.Next(now)
	}
	if err := e.Sign(f.Key); err != nil {
		f.T.Fatal(err)
	}
	f.events = append(f.events, e)
	return e
}

// Procedure is a made-up procedure with one paper.
func Procedure() motcua.Procedure {
	return motcua.Procedure{
		Code: "1.004884", Name: "Thủ tục đăng ký lại khai sinh", Field: "Hộ tịch",
		Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
			{Key: "p1", Name: "Tờ khai", Originals: 1}, {Key: "p2", Name: "Giấy tờ khác", Copies: 1},
		}}},
	}
}

// Receive takes in a dossier with the serial-th code of the day and returns
// its event and the text of its receipt's token.
func (f *File) Receive(serial int) (motcua.Event, string) {
	return f.ReceiveAs(serial, func(*motcua.Received) {})
}

// ReceiveAs is Receive with a change to the body.
func (f *File) ReceiveAs(serial int, change func(*motcua.Received)) (motcua.Event, string) {
	f.T.Helper()
	at := f.Now()
	code, err := motcua.MakeCode(f.station.Agency, at, serial)
	if err != nil {
		f.T.Fatal(err)
	}
	secret := make([]byte, motcua.SecretLen)
	_, _ = rand.Read(secret) // never fails
	r := motcua.Received{
		Code: code, Secret: secret, Procedure: Procedure(), Unit: f.station.Unit, Agency: f.station.Agency,
		Counter:     f.station.Name,
		Intake:      motcua.Intake{Procedure: "1.004884", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}},
		Appointment: motcua.Appointment{Received: at, Due: at.Add(5 * 24 * time.Hour)},
	}
	change(&r)
	e := f.Append(motcua.EventReceived, uuid.NewString(), r)
	token, err := motcua.Token{Station: f.station.ID, Code: r.Code, Secret: secret}.Sign(f.Key)
	if err != nil {
		return e, "" // the change left a code that no receipt can carry
	}
	return e, token
}

// AddFile stores a file and adds the event that names it.
func (f *File) AddFile(dossier string, content []byte) motcua.FileRef {
	f.T.Helper()
	sum := sha256.Sum256(content)
	ref := motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), Type: "application/pdf", Pages: 1}
	if err := os.WriteFile(f.Path(ref.SHA256), content, 0o600); err != nil {
		f.T.Fatal(err)
	}
	f.Append(motcua.EventFileAdded, dossier, motcua.FileAdded{Paper: "p1", File: ref, From: "file"})
	return ref
}

// Path is where a file lies.
func (f *File) Path(sha string) string { return filepath.Join(f.dir, sha) }

// Look calls fn while nothing changes.
func (f *File) Look(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn()
}

// Events returns the whole log.
func (f *File) Events() []motcua.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]motcua.Event(nil), f.events...)
}

// Acked is the newest seq that a receipt covers.
func (f *File) Acked() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.acked()
}

func (f *File) acked() uint64 {
	var n uint64
	for _, r := range f.Receipts {
		n = max(n, r.Through)
	}
	return n
}

// held is what the hub holds by its newest word, at most what is acknowledged.
func (f *File) held() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	var newest motcua.HubReceipt
	for _, r := range f.Receipts {
		if r.At.After(newest.At) || r.At.Equal(newest.At) && r.Through > newest.Through {
			newest = r
		}
	}
	return newest.Through
}

// Sent is the newest seq that left.
func (f *File) Sent() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent
}

// Station says which counter this is.
func (f *File) Station() motcua.Station {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.station
}

// SetStation changes what the station says of itself.
func (f *File) SetStation(change func(*motcua.Station)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.station)
}

// Pending implements sync.Outbox.
func (f *File) Pending(ctx context.Context, max int) ([]motcua.Event, error) {
	return f.PendingAfter(ctx, f.held(), max)
}

// PendingAfter implements sync.Outbox.
func (f *File) PendingAfter(_ context.Context, after uint64, limit int) ([]motcua.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if after >= uint64(len(f.events)) {
		return nil, nil
	}
	out := f.events[after:]
	return append([]motcua.Event(nil), out[:min(limit, len(out))]...), nil
}

// MarkSent implements sync.Outbox.
func (f *File) MarkSent(_ context.Context, through uint64) error {
	f.mu.Lock()
	f.sent = max(f.sent, through)
	f.mu.Unlock()
	if f.AfterMark != nil {
		return f.AfterMark()
	}
	return nil
}

// Acknowledge implements sync.Outbox.
func (f *File) Acknowledge(_ context.Context, r motcua.HubReceipt) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Through > uint64(len(f.events)) {
		return &motcua.Error{Code: motcua.CodeRolledBack, Field: "through", Detail: fmt.Sprintf("receipt for event %d of %d", r.Through, len(f.events))}
	}
	f.Receipts = append(f.Receipts, r)
	return nil
}

// CheckReceipt implements sync.Past.
func (f *File) CheckReceipt(_ context.Context, r motcua.HubReceipt) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	behind := r.Through > uint64(len(f.events))
	if behind || r.Through > 0 && f.events[r.Through-1].Hash() != r.Hash {
		return &motcua.Error{Code: motcua.CodeRolledBack, Field: "through"}
	}
	return nil
}

// Head implements sync.Past.
func (f *File) Head(context.Context) (uint64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return uint64(len(f.events)), nil
}

// Readmit implements sync.Past.
func (f *File) Readmit(_ context.Context, events []motcua.Event) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range events {
		var prev motcua.Hash
		if n := len(f.events); n > 0 {
			prev = f.events[n-1].Hash()
		}
		if e.Follows(uint64(len(f.events)), prev) != nil {
			return &motcua.Error{Code: motcua.CodeRolledBack, Field: "seq"}
		}
		f.events = append(f.events, e)
	}
	return nil
}

// AskedHub implements sync.Past.
func (f *File) AskedHub(context.Context) error { return nil }

// HubSaid implements bundle.Inbox.
func (f *File) HubSaid(context.Context, time.Time) error { return nil }

// RollBack forgets the newest n events, as an older copy would have.
func (f *File) RollBack(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = f.events[:len(f.events)-n]
	f.Receipts, f.sent = nil, 0
}

// PutFile implements sync.Past.
func (f *File) PutFile(_ context.Context, r io.Reader) (string, int64, error) {
	content, err := io.ReadAll(r)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	return sha, int64(len(content)), os.WriteFile(f.Path(sha), content, 0o600)
}

// OpenFile implements sync.Outbox.
func (f *File) OpenFile(sha string) (motcua.File, error) {
	src, err := os.Open(f.Path(sha))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Cause: err}
	}
	info, err := src.Stat()
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "file", Cause: err}
	}
	return sized{src, info.Size()}, nil
}

// sized is a motcua.File.
type sized struct {
	*os.File
	size int64
}

func (f sized) Size() int64 { return f.size }

// Cursor implements sync.Inbox.
func (f *File) Cursor(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cursor, nil
}

// Ingest implements sync.Inbox.
func (f *File) Ingest(_ context.Context, events []motcua.Event, peers []motcua.Peer, cursor string, at time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range events {
		known := false
		for _, old := range f.FromHub {
			known = known || old.ID == e.ID
		}
		if !known {
			f.FromHub = append(f.FromHub, e)
		}
	}
	for _, p := range peers {
		f.Peers[p.ID] = p
	}
	f.cursor = cursor
	if at.After(f.Heard) {
		f.Heard = at
	}
	return nil
}

// Enrolled implements sync.Inbox.
func (f *File) Enrolled(_ context.Context, hub motcua.HubInfo, from, to int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.station.Hub, f.station.SerialFrom, f.station.SerialTo = &hub, from, to
	return nil
}

// Sign implements sync.Keys.
func (f *File) Sign(message []byte) []byte { return ed25519.Sign(f.Key, message) }

// PublicKey implements sync.Keys.
func (f *File) PublicKey() ed25519.PublicKey { return f.Key.Public().(ed25519.PublicKey) }

// Recipient implements sync.Keys.
func (f *File) Recipient() string { return f.age.Recipient().String() }

// Identity implements bundle.Keys.
func (f *File) Identity() age.Identity { return f.age }
