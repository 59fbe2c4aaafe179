package sync_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync"
)

const unit = "46-19789"

func newSync(f *ledger.File) *sync.Sync {
	return sync.New(sync.Config{File: f, Now: f.Now, Retry: 5 * time.Millisecond, Interval: 20 * time.Millisecond, Chunk: 64 << 10})
}

// enrolled returns a centre and a station that it has taken in.
func enrolled(t *testing.T) (*centre.Centre, *ledger.File, *sync.Sync) {
	t.Helper()
	clock := centre.NewClock()
	c := centre.Start(t, clock, nil)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	s := newSync(f)
	if err := s.Enrol(context.Background(), c.URL+"/", c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	return c, f, s
}

func round(t *testing.T, s *sync.Sync) sync.Summary {
	t.Helper()
	sum, err := s.Once(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func wantCode(t *testing.T, err error, code motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		t.Fatalf("got %v, want %s %q", err, code, field)
	}
}

func dossiers(t *testing.T, c *centre.Centre) []motcua.Public {
	t.Helper()
	list, err := c.Dossiers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func clean(t *testing.T, c *centre.Centre) {
	t.Helper()
	wrong, err := c.Verify(context.Background())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("verify: %v, %v", wrong, err)
	}
}

func TestARoundBringsEventsAndFilesAndLightsTheThirdTruth(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	ref := f.AddFile(e.Dossier, bytes.Repeat([]byte("%PDF-1.7 invented page "), 20_000))
	sum := round(t, s)
	if want := (sync.Summary{Sent: 3, Accepted: 3, Files: 1}); sum != want {
		t.Fatalf("got %+v, want %+v", sum, want)
	}
	if f.Acked() != 3 || f.Sent() != 3 {
		t.Fatalf("acked %d, sent %d", f.Acked(), f.Sent())
	}
	list := dossiers(t, c)
	if len(list) != 1 || list[0].Status != motcua.StatusReceived || list[0].Initials != "N.T.V.D." {
		t.Fatalf("%+v", list)
	}
	clean(t, c)
	if again := round(t, s); again != (sync.Summary{}) {
		t.Fatalf("a second round did %+v", again)
	}
	if s.State().Mode != motcua.RoadIdle {
		t.Fatalf("%+v", s.State())
	}
	if ref.Size < 256<<10 {
		t.Fatal("the file fits in one chunk: nothing was tested")
	}
}

func TestAStatusSetAtTheCentreComesBackOnce(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	round(t, s)
	code := dossiers(t, c)[0].Code
	if err := c.SetStatus(context.Background(), code, motcua.StatusProcessing, "đã chuyển", "Phòng Ví Dụ"); err != nil {
		t.Fatal(err)
	}
	if !f.Heard.Equal(c.Clock.Now()) {
		t.Fatalf("heard at %s", f.Heard)
	}
	c.Clock.Turn(time.Minute)
	if sum := round(t, s); sum.Pulled != 1 || !f.Heard.Equal(c.Clock.Now()) {
		t.Fatalf("%+v, heard at %s", sum, f.Heard)
	}
	if sum := round(t, s); sum.Pulled != 0 {
		t.Fatalf("%+v", sum)
	}
	d, err := motcua.FoldDossier(append(f.Events()[1:], f.FromHub...))
	if err != nil || d.Status != motcua.StatusProcessing {
		t.Fatalf("%v %v", d.Status, err)
	}
	if err := c.SetStatus(context.Background(), code, motcua.StatusReceived, "", ""); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Fatalf("a step back gave %v", err)
	}
}

func TestAStationWithoutAHubHasNoRoad(t *testing.T) {
	clock := centre.NewClock()
	s := newSync(ledger.New(t, unit, "Quầy 01", clock.Now))
	_, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeUnknown, "hub")
	if st := s.State(); st.Mode != motcua.RoadNone || st.Code != "" {
		t.Fatalf("%+v", st)
	}
}

// copyOf opens a hub on a copy of c's folder.
func copyOf(t *testing.T, c *centre.Centre) *centre.Centre {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"hub.key", "hub.db", "hub.db-wal"} {
		b, err := os.ReadFile(filepath.Join(c.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return centre.StartIn(t, dir, c.Clock, nil)
}

func TestAHubThatCameBackFromAnOlderCopyGetsAgainWhatItLost(t *testing.T) {
	c, f, s := enrolled(t)
	older := copyOf(t, c) // with the station, without its log
	for i := range 5 {
		f.Receive(i + 1)
	}
	round(t, s)
	f.Receive(6)
	c.Put(func(http.Handler) http.Handler { return older.Handler() })
	if sum := round(t, s); sum.Accepted != 7 {
		t.Fatalf("%+v", sum)
	}
	list, err := older.Dossiers(context.Background())
	if err != nil || len(list) != 6 {
		t.Fatalf("%d dossiers, %v", len(list), err)
	}
}

func TestEachStationOfAUnitGetsNumbersOfItsOwnAndKnowsTheOthers(t *testing.T) {
	c, a, sa := enrolled(t)
	b := ledger.New(t, unit, "Quầy 02", c.Clock.Now)
	b.SetStation(func(s *motcua.Station) { s.SerialFrom, s.SerialTo = 1, 999 })
	if err := newSync(b).Enrol(context.Background(), c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	third := ledger.New(t, unit, "Quầy 03", c.Clock.Now)
	third.SetStation(func(s *motcua.Station) { s.SerialFrom, s.SerialTo = 7000, 7499 })
	if err := newSync(third).Enrol(context.Background(), c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		f        *ledger.File
		from, to int
	}{{a, 5000, 5499}, {b, 5500, 5999}, {third, 7000, 7499}} {
		if st := x.f.Station(); st.SerialFrom != x.from || st.SerialTo != x.to {
			t.Errorf("%s has %d to %d, want %d to %d", st.Name, st.SerialFrom, st.SerialTo, x.from, x.to)
		}
	}
	round(t, sa)
	if len(a.Peers) != 2 || a.Peers[b.Station().ID].Name != "Quầy 02" {
		t.Fatalf("%+v", a.Peers)
	}
	if len(third.Peers) != 2 {
		t.Fatalf("enrolment brought %d peers", len(third.Peers))
	}
}
