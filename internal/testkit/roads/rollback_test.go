package roads_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/store"
	"motcua/sync"
	"motcua/sync/bundle"
)

// olderCopy restores a station as it was at a backup and goes on with it.
func olderCopy(t *testing.T, c *centre.Centre, s station, from string) station {
	t.Helper()
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "older")
	id, ok := s.Identity().(*age.X25519Identity)
	if !ok {
		t.Fatal("identity")
	}
	_, err := store.Restore(ctx, store.RestoreConfig{From: from, Dir: dir, Identities: []age.Identity{id}, Now: c.Clock.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(ctx, dir, store.Config{Now: c.Clock.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return station{st, sync.New(sync.Config{File: st, Now: c.Clock.Now}), c}
}

func (s station) backUp(t *testing.T) string {
	t.Helper()
	r, err := s.Backup(context.Background(), store.BackupConfig{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return r.File
}

func TestAnOlderCopyGetsBackWhatTheHubHoldsAndPrintsNoNumberTwice(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.receive(t, 1)
	copied := s.backUp(t) // nothing was sent yet
	printed := map[motcua.Code]bool{s.receive(t, 2): true, s.receive(t, 3): true}
	s.round(t)
	old := olderCopy(t, c, s, copied)
	if n, err := old.Head(context.Background()); err != nil || n != 4 {
		t.Fatal(n, err)
	}
	if sum := old.round(t); sum.Restored != 4 {
		t.Fatalf("%+v", sum)
	}
	if st := old.State(); st.Mode != motcua.RoadIdle {
		t.Errorf("%+v", st)
	}
	rep, err := old.Verify(context.Background())
	if err != nil || !rep.OK() || rep.Events != 8 || rep.Files != 3 || rep.Dossiers != 3 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if tr := old.truths(t); tr.Received != 3 {
		t.Errorf("%+v", tr)
	}
	old = old.numbering() // what else was printed on this day nobody knows: fresh numbers
	old.round(t)
	old.round(t)
	if next := old.receive(t, 4); printed[next] {
		t.Errorf("%s was printed twice", next)
	}
	if sum := old.round(t); sum.Accepted != 2 || sum.Restored != 0 {
		t.Errorf("%+v", sum)
	}
	clean(t, c, 4)
}

func TestARestoredStationWritesNothingUntilTheHubWasAsked(t *testing.T) {
	ctx := context.Background()
	for _, wait := range []time.Duration{time.Minute, 24 * time.Hour} { // a new day brings explained numbers of its own
		c := centre.Start(t, centre.NewClock(), nil)
		s := newStation(t, c, "Quầy 01").numbering()
		s.round(t) // leases
		first := s.receive(t, 1)
		s.round(t)
		copied := s.backUp(t)
		sent := s.receive(t, 2)
		s.round(t)
		lost := s.receive(t, 3) // printed, and gone with the disk
		c.Clock.Turn(wait)
		old := olderCopy(t, c, s, copied).numbering()
		d, err := old.ByCode(ctx, first)
		if err != nil {
			t.Fatal(err)
		}
		_, taken := old.Receive(ctx, "Vũ Thị Ví Dụ", c.Clock.Now(), old.brought(9))
		_, noted := old.Act(ctx, motcua.Act{Actor: "Vũ Thị Ví Dụ", At: c.Clock.Now(), Dossier: d.ID, Do: motcua.Noted{Text: "ghi chú"}})
		ended, err := old.EndDays(ctx, c.Clock.Now())
		if motcua.ReasonOf(taken) != motcua.ReasonRestored || motcua.ReasonOf(noted) != motcua.ReasonRestored || ended || err != nil {
			t.Fatalf("before the hub was asked: %v, %v, %v %v", taken, noted, ended, err)
		}
		if sum := old.round(t); sum.Restored == 0 {
			t.Errorf("%+v", sum)
		}
		for n := range 3 {
			if got := old.receive(t, 20+n); got == first || got == sent || got == lost {
				t.Errorf("%s was printed twice", got)
			}
		}
		if rep, err := old.Verify(ctx); err != nil || !rep.OK() {
			t.Errorf("%+v, %v", rep, err)
		}
		old.round(t)
	}
}

func TestAHubsWordFromBeforeTheRestoreSaysNothing(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.receive(t, 1)
	copied := s.backUp(t)
	before := c.Clock.Now()
	c.Clock.Turn(time.Hour)
	old := olderCopy(t, c, s, copied)
	if err := old.HubSaid(context.Background(), before); err != nil {
		t.Fatal(err)
	}
	if _, err := old.Receive(context.Background(), "Vũ Thị Ví Dụ", c.Clock.Now(), old.brought(9)); motcua.ReasonOf(err) != motcua.ReasonRestored {
		t.Errorf("after an old word: %v", err)
	}
	if err := old.HubSaid(context.Background(), c.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := old.Receive(context.Background(), "Vũ Thị Ví Dụ", c.Clock.Now(), old.brought(9)); motcua.ReasonOf(err) == motcua.ReasonRestored {
		t.Error(err)
	}
}

func TestAnOlderCopyWithNothingToSendFindsOutToo(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.receive(t, 1)
	s.round(t)
	copied := s.backUp(t) // all of it acknowledged
	s.receive(t, 2)
	s.round(t)
	old := olderCopy(t, c, s, copied)
	if sum := old.round(t); sum.Restored != 2 {
		t.Fatalf("%+v", sum)
	}
	clean(t, c, 2)
}

func TestACopyThatWentAnotherWayIsStoppedAndSaid(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.receive(t, 1)
	copied := s.backUp(t)
	s.receive(t, 2)
	s.round(t)
	old := olderCopy(t, c, s, copied)
	c.Clock.Turn(24 * time.Hour)
	if err := old.Proceed(context.Background(), motcua.MaxSerial); err != nil { // a person says so
		t.Fatal(err)
	}
	other := old.receive(t, 9) // before it ever met the hub
	for range 2 {
		_, err := old.Once(context.Background())
		if motcua.CodeOf(err) != motcua.CodeRolledBack {
			t.Fatal(err)
		}
	}
	if st := old.State(); st.Mode != motcua.RoadStopped || st.Code != motcua.CodeRolledBack {
		t.Errorf("%+v", st)
	}
	if d, err := old.ByCode(context.Background(), other); err != nil || len(d.Components[0].Files) != 1 {
		t.Error("what was taken in on the copy is gone:", err)
	}
	if rep, err := old.Verify(context.Background()); err != nil || !rep.OK() {
		t.Errorf("%+v, %v", rep, err)
	}
	clean(t, c, 2) // and the hub believed none of it
}

func TestAnOlderCopyIsSaidByStickToo(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.receive(t, 1)
	copied := s.backUp(t)
	s.receive(t, 2)
	s.round(t)
	old := olderCopy(t, c, s, copied)
	ctx := context.Background()
	var out bytes.Buffer
	if _, err := bundle.Make(ctx, old.Store, &out, c.Clock.Now(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	reply, _, _, err := c.ImportBundle(ctx, &out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Apply(ctx, old.Store, bytes.NewReader(reply)); motcua.CodeOf(err) != motcua.CodeRolledBack {
		t.Error(err)
	}
}

func TestABigFileComesBackInPieces(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	ctx := context.Background()
	copied := s.backUp(t)
	code := s.receive(t, 1)
	d, err := s.ByCode(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 9<<20)
	if _, err := rand.Read(big); err != nil {
		t.Fatal(err)
	}
	sum, size, err := s.PutFile(ctx, bytes.NewReader(big))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(ctx, "Vũ Thị Ví Dụ", c.Clock.Now(), d.ID, motcua.EventFileAdded, motcua.FileAdded{
		Paper: "p1", From: "file", File: motcua.FileRef{SHA256: sum, Size: size, Type: "application/pdf", Pages: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.round(t)
	old := olderCopy(t, c, s, copied)
	c.Clock.Turn(time.Minute)
	if sum := old.round(t); sum.Restored != 3 {
		t.Fatalf("%+v", sum)
	}
	f, err := old.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err != nil || f.Close() != nil || !bytes.Equal(got, big) {
		t.Error("the file came back otherwise", err)
	}
}

// numbering is s with a road that also asks for blocks.
func (s station) numbering() station {
	return station{s.Store, sync.New(sync.Config{File: s.Store, Numbers: s.Store, Now: s.c.Clock.Now}), s.c}
}

func TestAnOlderCopyCatchesUpBeforeItAsksForNumbers(t *testing.T) {
	for _, asked := range []bool{false, true} { // its request was still open in the copy
		c := centre.Start(t, centre.NewClock(), nil)
		s := newStation(t, c, "Quầy 01").numbering()
		if asked {
			if r, err := s.NeedBlocks(context.Background(), c.Clock.Now()); err != nil || r.ID == "" {
				t.Fatal(r, err)
			}
		}
		copied := s.backUp(t)
		s.round(t) // leases
		printed := map[motcua.Code]bool{s.receive(t, 1): true, s.receive(t, 2): true}
		s.round(t)
		old := olderCopy(t, c, s, copied).numbering()
		if sum := old.round(t); sum.Restored == 0 {
			t.Fatalf("%+v", sum)
		}
		next := old.receive(t, 3)
		if printed[next] {
			t.Errorf("%s was printed twice", next)
		}
		// Only a fresh block: what was printed and never sent nobody knows.
		if left, err := old.NumbersLeft(context.Background(), c.Clock.Now()); left != motcua.BlockSize-1 || err != nil {
			t.Errorf("%d numbers are left, %v", left, err)
		}
		old.round(t)
		if rep, err := old.Verify(context.Background()); err != nil || !rep.OK() {
			t.Errorf("%+v, %v", rep, err)
		}
		clean(t, c, 3)
	}
}
