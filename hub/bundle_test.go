package hub_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/sync/bundle"
)

// pack makes a bundle of all that this station still has to send.
func (s counter) pack(t *testing.T) ([]byte, bundle.Manifest) {
	t.Helper()
	var b bytes.Buffer
	m, err := bundle.Make(context.Background(), s.File, &b, s.c.Clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

func (s counter) apply(t *testing.T, reply []byte) bundle.Applied {
	t.Helper()
	a, err := bundle.Apply(context.Background(), s.File, bytes.NewReader(reply))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func count(t *testing.T, c *centre.Centre) int {
	t.Helper()
	list, err := c.Dossiers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestTheSameDossiersByNetworkThenStickThenStickAgainAreThereOnce(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	for i := range 3 {
		e, _ := s.Receive(i + 1)
		s.AddFile(e.Dossier, bytes.Repeat([]byte{byte(i)}, 70_000))
	}
	stick, m := s.pack(t)
	if m.Events != 7 || m.FromSeq != 1 || m.Through != 7 || len(m.Files) != 3 || s.Sent() != 0 {
		t.Fatalf("%+v, sent %d", m, s.Sent())
	}
	if sum := s.round(t); sum.Accepted != 7 || sum.Files != 3 {
		t.Fatalf("%+v", sum)
	}
	for i := range 2 {
		reply, r, sum, err := c.ImportBundle(ctx, bytes.NewReader(stick))
		if err != nil || r.Accepted != 0 || r.Duplicate != 7 || r.Through != 7 || sum.Before != (i == 1) {
			t.Fatalf("%+v %+v %v", r, sum, err)
		}
		if a := s.apply(t, reply); a.Receipt.Through != 7 {
			t.Fatalf("%+v", a)
		}
	}
	if count(t, c) != 3 {
		t.Fatal("not once")
	}
	clean(t, c)
}

func TestAStickAloneDoesAllThatTheNetworkDoes(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	neighbour := enrol(t, c, unit, "Quầy 02")
	e, _ := s.Receive(1)
	s.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	stick, _ := s.pack(t)
	reply, r, sum, err := c.ImportBundle(ctx, bytes.NewReader(stick))
	if err != nil || r.Accepted != 3 || sum.Files != 1 || sum.Name != "Quầy 01" || sum.Events != 3 {
		t.Fatalf("%+v %+v %v", r, sum, err)
	}
	s.apply(t, reply)
	if s.Acked() != 3 || s.Peers[neighbour.Station().ID].Name != "Quầy 02" {
		t.Fatalf("acked %d, peers %v", s.Acked(), s.Peers)
	}
	if err := c.SetStatus(ctx, code(t, e), motcua.StatusProcessing, "", ""); err != nil {
		t.Fatal(err)
	}
	ask, m := s.pack(t) // nothing to send, only to ask for news
	if m.Events != 0 {
		t.Fatalf("%+v", m)
	}
	news, _, _, err := c.ImportBundle(ctx, bytes.NewReader(ask))
	if err != nil {
		t.Fatal(err)
	}
	if a := s.apply(t, news); a.Events != 1 || len(s.FromHub) != 1 {
		t.Fatalf("%+v", a)
	}
	if sum := s.round(t); sum.Pulled != 0 || sum.Sent != 0 {
		t.Fatalf("the network did it again: %+v", sum)
	}
	_, err = bundle.Apply(ctx, s.File, bytes.NewReader(reply))
	if motcua.CodeOf(err) != motcua.CodeConflict || motcua.FieldOf(err) != "bundle" {
		t.Fatalf("an old reply: %v", err)
	}
	s.Look(func() { s.FromHub = nil })
	if err := s.Ingest(ctx, nil, nil, "", c.Clock.Now()); err != nil { // the station came back from an older copy of itself
		t.Fatal(err)
	}
	if err := c.SetStatus(ctx, code(t, e), motcua.StatusDone, "", ""); err != nil {
		t.Fatal(err)
	}
	s.round(t)
	if len(s.FromHub) != 2 {
		t.Fatalf("%d events of the hub", len(s.FromHub))
	}
	clean(t, c)
}

func TestAReplyThatWouldLeaveAGapIsRefusedButItsReceiptIsTaken(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	e, _ := s.Receive(1)
	s.round(t)
	if err := c.SetStatus(ctx, code(t, e), motcua.StatusProcessing, "", ""); err != nil {
		t.Fatal(err)
	}
	s.round(t)
	s.Receive(2)
	ask, _ := s.pack(t)
	reply, _, _, err := c.ImportBundle(ctx, bytes.NewReader(ask))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ingest(ctx, nil, nil, "", c.Clock.Now()); err != nil { // the station came back from an older copy of itself
		t.Fatal(err)
	}
	a, err := bundle.Apply(ctx, s.File, bytes.NewReader(reply))
	want(t, err, motcua.CodeConflict, "bundle")
	if a.Receipt.Through != 3 || s.Acked() != 3 {
		t.Fatalf("%+v, acked %d", a, s.Acked())
	}
}

func TestAReplyOpensOnlyForItsStationAndItsHub(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	neighbour := enrol(t, c, unit, "Quầy 02")
	stick, _ := s.pack(t)
	reply, _, _, err := c.ImportBundle(ctx, bytes.NewReader(stick))
	if err != nil {
		t.Fatal(err)
	}
	_, err = bundle.Apply(ctx, neighbour.File, bytes.NewReader(reply))
	if motcua.CodeOf(err) != motcua.CodeDenied || motcua.FieldOf(err) != "recipient" {
		t.Fatalf("the neighbour: %v", err)
	}
	_, err = bundle.Apply(ctx, s.File, bytes.NewReader(stick))
	if motcua.CodeOf(err) != motcua.CodeDenied {
		t.Fatalf("its own bundle: %v", err)
	}
	other := centre.Start(t, c.Clock, nil)
	_, _, _, err = other.ImportBundle(ctx, bytes.NewReader(stick))
	if motcua.CodeOf(err) != motcua.CodeDenied {
		t.Fatalf("another hub: %v", err)
	}
	s.SetStation(func(st *motcua.Station) { info := other.Info(); st.Hub = &info })
	_, err = bundle.Apply(ctx, s.File, bytes.NewReader(reply))
	if motcua.CodeOf(err) != motcua.CodeForged || motcua.FieldOf(err) != "hub" {
		t.Fatalf("a reply of another hub: %v", err)
	}
	s.SetStation(func(st *motcua.Station) { st.Hub = nil })
	if _, err := bundle.Make(ctx, s.File, &bytes.Buffer{}, c.Clock.Now(), rand.Reader); motcua.FieldOf(err) != "hub" {
		t.Fatalf("no hub: %v", err)
	}
}

func TestABundleWithoutTheOneBeforeSaysFromWhereToSend(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	s.Receive(1)
	first, _ := s.pack(t)
	// As if a receipt for the first two had come that this hub never gave.
	s.Look(func() { s.Receipts = append(s.Receipts, motcua.HubReceipt{Through: 2}) })
	s.Receive(2)
	second, m := s.pack(t)
	if m.FromSeq != 3 {
		t.Fatalf("%+v", m)
	}
	reply, r, _, err := c.ImportBundle(ctx, bytes.NewReader(second))
	if motcua.CodeOf(err) != motcua.CodeCorrupt || motcua.FieldOf(err) != "seq" || r.Through != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if count(t, c) != 0 {
		t.Fatal("something of it was kept")
	}
	if a := s.apply(t, reply); a.Receipt.Through != 0 || s.Acked() != 2 {
		t.Fatalf("%+v, acked %d", a, s.Acked())
	}
	third, m := s.pack(t)
	if m.FromSeq != 1 || m.Events != 3 {
		t.Fatalf("%+v", m)
	}
	for _, stick := range [][]byte{third, first, second} {
		c.Clock.Turn(time.Minute)
		if reply, _, _, err = c.ImportBundle(ctx, bytes.NewReader(stick)); err != nil {
			t.Fatal(err)
		}
	}
	s.apply(t, reply)
	if _, m := s.pack(t); m.Events != 0 || s.Acked() != 3 {
		t.Fatalf("%+v, acked %d", m, s.Acked())
	}
	if count(t, c) != 2 {
		t.Fatal("not both")
	}
}

func TestNothingOfATornOrRevokedBundleIsKept(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	e, _ := s.Receive(1)
	s.AddFile(e.Dossier, bytes.Repeat([]byte("x"), 200_000))
	stick, _ := s.pack(t)
	for _, n := range []int{0, 1, 100, 400, len(stick) / 2, len(stick) - 1} {
		_, _, _, err := c.ImportBundle(ctx, bytes.NewReader(stick[:n]))
		if motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("torn at %d: %v", n, err)
		}
	}
	if err := c.Revoke(ctx, s.Station().ID); err != nil {
		t.Fatal(err)
	}
	_, _, _, err := c.ImportBundle(ctx, bytes.NewReader(stick))
	if motcua.CodeOf(err) != motcua.CodeRevoked {
		t.Fatal(err)
	}
	if count(t, c) != 0 {
		t.Fatal("something was kept")
	}
	for _, left := range files(t, c.Dir) {
		t.Errorf("left behind: %s", left)
	}
}
