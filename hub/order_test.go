package hub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"motcua"
	"motcua/hub"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync/wire"
)

func TestManyCountersAtOnceLoseAndDoubleNothing(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	const counters, each = 4, 5
	var list []counter
	for i := range counters {
		list = append(list, enrol(t, c, unit, fmt.Sprint("Quầy ", i)))
	}
	errs := make(chan error, counters*each+each)
	var wg gosync.WaitGroup
	for _, s := range list {
		wg.Go(func() {
			for n := range each {
				e, _ := s.Receive(s.Station().SerialFrom + n)
				s.AddFile(e.Dossier, fmt.Appendf(nil, "%%PDF-1.7 invented %s %d", s.Station().ID, n))
				_, err := c.Round(s.File)
				errs <- err
			}
		})
	}
	wg.Go(func() {
		for range each { // the centre works while they send
			known, err := c.Dossiers(context.Background())
			for _, d := range known {
				if d.Status == motcua.StatusReceived {
					err = errors.Join(err, c.SetStatus(context.Background(), d.Code, motcua.StatusProcessing, "", ""))
				}
			}
			errs <- err
		}
	})
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if n := count(t, c); n != counters*each {
		t.Fatalf("%d dossiers", n)
	}
	for _, s := range list {
		s.round(t)
		if s.Acked() != 1+2*each {
			t.Errorf("%s: acked %d", s.Station().Name, s.Acked())
		}
	}
	clean(t, c)
}

// Whatever a carrier does to the order of batches, repeating some and losing
// others, a log that arrives in the end is there once and folds to the same.
func TestAnyOrderOfBatchesEndsTheSame(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	dice := rand.New(rand.NewPCG(20, 11))
	for n := range 20 {
		u := fmt.Sprintf("46-%05d", n)
		c.Clock.Turn(time.Minute)
		s := enrol(t, c, u, "Quầy 01")
		s.SetStation(func(st *motcua.Station) { st.Agency = fmt.Sprintf("H57.%d", n) })
		first, _ := s.Receive(1)
		for i, to := range []motcua.Status{motcua.StatusProcessing, motcua.StatusSupplement, motcua.StatusProcessing, motcua.StatusDone} {
			from := []motcua.Status{motcua.StatusReceived, motcua.StatusProcessing, motcua.StatusSupplement, motcua.StatusProcessing}[i]
			s.Append(motcua.EventStatusChanged, first.Dossier, motcua.StatusChanged{From: from, To: to})
		}
		all := s.Events()
		held := uint64(0)
		for range dice.IntN(9) {
			from := dice.IntN(len(all))
			to := from + 1 + dice.IntN(len(all)-from)
			r, p := s.push(t, all[from:to]...)
			if uint64(from) > held {
				if p.Code != motcua.CodeCorrupt || p.Field != "seq" || p.Receipt.Through != held {
					t.Fatalf("a gap after %d: %+v", held, p)
				}
				continue
			}
			if want := max(held, uint64(to)); r.Through != want || uint64(r.Accepted) != want-held || r.Accepted+r.Duplicate != to-from {
				t.Fatalf("%d to %d on %d: %+v %+v", from, to, held, r, p)
			}
			held = r.Through
		}
		if r, p := s.push(t, all...); r.Through != uint64(len(all)) || r.Hash != all[len(all)-1].Hash() {
			t.Fatalf("%+v %+v", r, p)
		}
		list, err := c.Dossiers(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(d motcua.Public) bool { return d.Code == code(t, first) })
		if i < 0 || list[i].Status != motcua.StatusDone || len(list[i].Steps) != 5 {
			t.Fatalf("%+v", list)
		}
	}
	clean(t, c)
}

func TestAnotherProcessMayMakeCodesAndReadSticksWhileTheHubServes(t *testing.T) {
	c, s := start(t)
	ctx := context.Background()
	other, err := hub.Open(ctx, hub.Config{Dir: c.Dir, Public: "https://hub.example.vn", Now: c.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	code, err := other.EnrolCode(ctx, unit)
	if err != nil {
		t.Fatal(err)
	}
	f := ledger.New(t, unit, "Quầy 02", c.Clock.Now)
	if err := c.Enrol(f, code); err != nil {
		t.Fatal(err)
	}
	s.Receive(1)
	stick, _ := s.pack(t)
	if _, r, _, err := other.ImportBundle(ctx, bytes.NewReader(stick)); err != nil || r.Accepted != 2 {
		t.Fatalf("%+v %v", r, err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if sum := s.round(t); sum.Duplicate != 2 || sum.Accepted != 0 {
		t.Fatalf("%+v", sum)
	}
	clean(t, c)
}

func TestAFileGoesOnAfterTheHubWasRestarted(t *testing.T) {
	clock, dir := centre.NewClock(), t.TempDir()
	content := []byte("0123456789")
	sha := sumOf(content)
	var s counter
	t.Run("before", func(t *testing.T) {
		c := centre.StartIn(t, dir, clock, nil)
		s = enrol(t, c, unit, "Quầy 01")
		s.create(t, sha, len(content))
		if status, _, out := s.patch(t, sha, 0, content[:6]); status != 204 {
			t.Fatalf("%d %s", status, out)
		}
	})
	s.c = centre.StartIn(t, dir, clock, nil)
	status, h, _ := s.send(t, "HEAD", wire.PathFiles+wire.FileID(s.Station().ID, sha), nil, tus())
	if status != 200 || h.Get("Upload-Offset") != "6" {
		t.Fatalf("%d %v", status, h)
	}
	if status, _, out := s.patch(t, sha, 6, content[6:]); status != 204 {
		t.Fatalf("%d %s", status, out)
	}
	if left := files(t, dir); len(left) != 1 {
		t.Fatalf("%v", left)
	}
}

func TestHalfSentFilesAreThrownAwayAfterTwoWeeks(t *testing.T) {
	clock, dir := centre.NewClock(), t.TempDir()
	t.Run("before", func(t *testing.T) {
		c := centre.StartIn(t, dir, clock, nil)
		s := enrol(t, c, unit, "Quầy 01")
		s.create(t, sumOf([]byte("x")), 10)
	})
	clock.Turn(time.Until(clock.Now())*-1 + 13*24*time.Hour) // files carry the machine's time
	t.Run("thirteen days", func(t *testing.T) {
		centre.StartIn(t, dir, clock, nil)
		if len(files(t, dir)) == 0 {
			t.Fatal("thrown away too early")
		}
	})
	clock.Turn(2 * 24 * time.Hour)
	centre.StartIn(t, dir, clock, nil)
	if left := files(t, dir); len(left) != 0 {
		t.Fatalf("%v", left)
	}
}

func TestTheServerHasBoundsOnWhatASlowClientMayHold(t *testing.T) {
	s := hub.NewServer(nil)
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Fatalf("%+v", s)
	}
}
