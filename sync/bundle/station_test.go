package bundle_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/iotest"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"motcua"
	"motcua/internal/testkit/ledger"
	"motcua/sync/bundle"
	"motcua/sync/wire"
)

var at = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

// desk is a station and the two keys of a hub, with nothing between them.
type desk struct {
	*ledger.File
	hub  ed25519.PrivateKey
	seal *age.X25519Identity
}

func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{File: ledger.New(t, "46-19789", "Quầy 01", func() time.Time { return at })}
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if d.seal, err = age.GenerateX25519Identity(); err != nil {
		t.Fatal(err)
	}
	d.hub = key
	d.SetStation(func(s *motcua.Station) {
		s.Hub = &motcua.HubInfo{URL: "http://hub", Public: "http://hub", Key: pub, Recipient: d.seal.Recipient().String()}
	})
	return d
}

// read opens what the station made, as the hub would.
func (d desk) read(t *testing.T, stick []byte) *bundle.Opened {
	t.Helper()
	o, err := bundle.Read(bytes.NewReader(stick), bundle.Reader{
		Kind: bundle.ToHub, Recipient: d.seal.Recipient().String(), Unseal: bundle.Unsealer(d.seal), Dir: t.TempDir(),
		Key: func(string) (ed25519.PublicKey, error) { return d.PublicKey(), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (d desk) make1(t *testing.T) ([]byte, bundle.Manifest) {
	t.Helper()
	var b bytes.Buffer
	m, err := bundle.Make(context.Background(), d.File, &b, at, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

// reply makes what a hub would answer, after a change.
func (d desk) reply(t *testing.T, change func(*bundle.Contents)) []byte {
	t.Helper()
	all := d.Events()
	last := all[len(all)-1]
	r := motcua.HubReceipt{Station: d.Station().ID, Through: last.Seq, Hash: last.Hash(), Accepted: len(all), At: at}
	r.Sign(d.hub)
	c := bundle.Contents{
		Manifest: bundle.Manifest{
			ID: "r1", Kind: bundle.ToStation, From: motcua.StationID(d.hub.Public().(ed25519.PublicKey)), To: d.Recipient(),
			Station: d.Station().ID, Made: at, Cursor: "9", Receipt: &r,
		},
		Events: func(yield func(motcua.Event, error) bool) {
			for _, seq := range []uint64{4, 9} { // those between are for others
				if !yield(d.news(t, seq), nil) {
					return
				}
			}
		},
		Sign: func(b []byte) []byte { return ed25519.Sign(d.hub, b) },
	}
	change(&c)
	var b bytes.Buffer
	if _, err := bundle.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// news is one event of the hub.
func (d desk) news(t *testing.T, seq uint64) motcua.Event {
	t.Helper()
	body, err := motcua.SaltedBody(make([]byte, 16), motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
	if err != nil {
		t.Fatal(err)
	}
	e := motcua.Event{
		Version: 1, ID: fmt.Sprint("hub-", seq), Station: motcua.StationID(d.hub.Public().(ed25519.PublicKey)), Seq: seq,
		Wall: at, HLC: motcua.HLC(seq), Dossier: "d1", Kind: motcua.EventStatusChanged, Body: body,
	}
	if err := e.Sign(d.hub); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEverythingThatNoReceiptCoversIsInTheBundle(t *testing.T) {
	d := newDesk(t)
	for i := range 3 {
		e, _ := d.Receive(i + 1)
		d.AddFile(e.Dossier, fmt.Appendf(nil, "%%PDF-1.7 invented %d", i))
	}
	d.Look(func() { d.Receipts = append(d.Receipts, motcua.HubReceipt{Through: 3}) })
	stick, m := d.make1(t)
	if m.FromSeq != 4 || m.Through != 7 || m.Events != 4 || len(m.Files) != 2 || m.More {
		t.Fatalf("%+v", m)
	}
	if d.Sent() != 0 || d.Acked() != 3 {
		t.Fatal("making a bundle changed the station")
	}
	o, seq := d.read(t, stick), uint64(3)
	for e, err := range o.Events() {
		if seq++; err != nil || e.Seq != seq {
			t.Fatalf("%d, %v", e.Seq, err)
		}
	}
	if seq != 7 {
		t.Fatalf("up to %d", seq)
	}
	if _, err := o.OpenFile("0000"); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Fatalf("a file that is not in it: %v", err)
	}
}

// small gives its log in pages of one, as a log of large bodies would.
type small struct{ *ledger.File }

func (s small) Pending(ctx context.Context, _ int) ([]motcua.Event, error) {
	return s.File.Pending(ctx, 1)
}

func (s small) PendingAfter(ctx context.Context, after uint64, _ int) ([]motcua.Event, error) {
	return s.File.PendingAfter(ctx, after, 1)
}

func TestALogThatComesInSmallPagesIsWhole(t *testing.T) {
	d := newDesk(t)
	for i := range 9 {
		d.Receive(i + 1)
	}
	var b bytes.Buffer
	m, err := bundle.Make(context.Background(), small{d.File}, &b, at, rand.Reader)
	if err != nil || m.Events != 10 {
		t.Fatalf("%+v %v", m, err)
	}
}

// broken is a log whose second page cannot be read.
type broken struct{ small }

var errDisk = errors.New("the disk is gone")

func (broken) PendingAfter(context.Context, uint64, int) ([]motcua.Event, error) { return nil, errDisk }

func TestABundleThatCannotBeFinishedIsAnError(t *testing.T) {
	d := newDesk(t)
	d.Receive(1)
	ctx := context.Background()
	if _, err := bundle.Make(ctx, broken{small{d.File}}, io.Discard, at, rand.Reader); !errors.Is(err, errDisk) {
		t.Fatalf("a log that breaks off: %v", err)
	}
	if _, err := bundle.Make(ctx, d.File, full{}, at, rand.Reader); motcua.CodeOf(err) != motcua.CodeIO || !errors.Is(err, errDisk) {
		t.Fatalf("a full stick: %v", err)
	}
	if _, err := bundle.Make(ctx, d.File, io.Discard, at, iotest.ErrReader(errDisk)); motcua.FieldOf(err) != "random" {
		t.Fatalf("no randomness: %v", err)
	}
	d.SetStation(func(s *motcua.Station) { s.Hub.Recipient = "age1nobody" })
	if _, err := bundle.Make(ctx, d.File, io.Discard, at, rand.Reader); motcua.FieldOf(err) != "recipient" {
		t.Fatalf("a recipient that is none: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errDisk }

func TestAFileThatIsGoneHoldsBackOnlyWhatNamesIt(t *testing.T) {
	d := newDesk(t)
	e, _ := d.Receive(1)
	ref := d.AddFile(e.Dossier, []byte("%PDF-1.7 gone"))
	if err := os.Remove(d.Path(ref.SHA256)); err != nil {
		t.Fatal(err)
	}
	_, m := d.make1(t)
	if m.Through != 2 || !m.More {
		t.Fatalf("%+v", m)
	}
	d.Look(func() { d.Receipts = append(d.Receipts, motcua.HubReceipt{Through: 2}) })
	_, err := bundle.Make(context.Background(), d.File, io.Discard, at, rand.Reader)
	if motcua.CodeOf(err) != motcua.CodeCorrupt || motcua.FieldOf(err) != "file" {
		t.Fatalf("nothing but it is left: %v", err)
	}
}

func TestAReplyBringsReceiptNewsAndPeersAndMayComeTwice(t *testing.T) {
	d := newDesk(t)
	d.Receive(1)
	peer := ledger.New(t, "46-19789", "Quầy 02", func() time.Time { return at })
	reply := d.reply(t, func(c *bundle.Contents) {
		c.Manifest.Peers = []motcua.Peer{{ID: peer.Station().ID, Key: peer.PublicKey(), Name: "Quầy 02"}}
	})
	for range 2 {
		a, err := bundle.Apply(context.Background(), d.File, bytes.NewReader(reply))
		if err != nil || a.Events != 2 || a.Receipt.Through != 2 {
			t.Fatalf("%+v %v", a, err)
		}
		if len(d.FromHub) != 2 || d.Acked() != 2 || d.Peers[peer.Station().ID].Name != "Quầy 02" || !d.Heard.Equal(at) {
			t.Fatalf("%d events, acked %d, peers %v", len(d.FromHub), d.Acked(), d.Peers)
		}
	}
	if c, err := d.Cursor(context.Background()); err != nil || c != "9" {
		t.Fatal(c, err)
	}
}

func TestAReplyThatIsNotWhatItSaysChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.Receive(1)
	stranger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))
	for name, x := range map[string]struct {
		change func(*bundle.Contents)
		code   motcua.ErrorCode
		field  string
	}{
		"no receipt":              {func(c *bundle.Contents) { c.Manifest.Receipt = nil }, motcua.CodeDenied, "station"},
		"for another station":     {func(c *bundle.Contents) { c.Manifest.Station = "s0000000000000000" }, motcua.CodeDenied, "station"},
		"receipt of another":      {func(c *bundle.Contents) { c.Manifest.Receipt.Station = "s0000000000000000" }, motcua.CodeDenied, "station"},
		"receipt changed":         {func(c *bundle.Contents) { c.Manifest.Receipt.Through++ }, motcua.CodeForged, "receipt"},
		"receipt of another hub":  {func(c *bundle.Contents) { c.Manifest.Receipt.Sign(stranger) }, motcua.CodeForged, "receipt"},
		"signed by another":       {func(c *bundle.Contents) { c.Sign = func(b []byte) []byte { return ed25519.Sign(stranger, b) } }, motcua.CodeForged, "manifest"},
		"in another hub's name":   {func(c *bundle.Contents) { c.Manifest.From = "s0000000000000000" }, motcua.CodeForged, "hub"},
		"an event without a name": {func(c *bundle.Contents) { c.Events = unsigned(d.news(t, 9)) }, motcua.CodeForged, "signature"},
		"a gap before it":         {func(c *bundle.Contents) { c.Manifest.After = "3" }, motcua.CodeConflict, "bundle"},
	} {
		_, err := bundle.Apply(context.Background(), d.File, bytes.NewReader(d.reply(t, x.change)))
		if motcua.CodeOf(err) != x.code || motcua.FieldOf(err) != x.field {
			t.Errorf("%s: %v", name, err)
		}
		if c, err := d.Cursor(context.Background()); err != nil || c != "" || len(d.FromHub) != 0 {
			t.Fatalf("%s: the station learnt something", name)
		}
	}
}

func unsigned(e motcua.Event) bundle.Events {
	e.Sig = make([]byte, ed25519.SignatureSize)
	return func(yield func(motcua.Event, error) bool) { yield(e, nil) }
}

func TestIdsAreVersion7InOrderOfTime(t *testing.T) {
	last := ""
	for i := range 100 {
		id, err := bundle.NewID(at.Add(time.Duration(i)*time.Millisecond), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		u, err := uuid.Parse(id)
		if err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 || id <= last {
			t.Fatalf("%s after %s, %v", id, last, err)
		}
		last = id
	}
}

// Whatever lies on a stick, reading it ends with an error or with a bundle
// that holds together, and never with a panic.
func FuzzRead(f *testing.F) {
	raw, err := os.ReadFile("testdata/bundle-v1.bin")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:100])
	f.Add([]byte("MOTCUA BUNDLE 1\n\x00\x00\x00\x02{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := bundle.Read(bytes.NewReader(b), bundle.Reader{
			Kind: bundle.ToHub, Recipient: "me", Dir: t.TempDir(),
			Unseal: func(r io.Reader) (io.Reader, error) { return r, nil },
			Key:    func(string) (ed25519.PublicKey, error) { return make([]byte, ed25519.PublicKeySize), nil },
		})
		if err == nil {
			t.Fatalf("believed: %+v", o.Manifest)
		}
		if motcua.CodeOf(err) == "" || motcua.CodeOf(err) == motcua.CodeIO {
			t.Fatalf("no name for it: %v", err)
		}
	})
}

func TestTheBoundsOfTheRoadsAgree(t *testing.T) {
	if bundle.MaxPacked < wire.MaxPacked || bundle.MaxEvents < wire.MaxEvents {
		t.Fatal("a stick carries less than one request")
	}
}
