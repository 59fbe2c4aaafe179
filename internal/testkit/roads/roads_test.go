// Package roads_test sends a real station's file to a real hub by every road.
// All people in it are invented.
package roads_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/store"
	"motcua/sync"
	"motcua/sync/bundle"
	"motcua/sync/wire"
)

const unit = "46-19789"

// The station's file has all that its carriers need.
var _ interface {
	sync.File
	bundle.Log
	bundle.Keys
	bundle.Inbox
} = (*store.Store)(nil)

type station struct {
	*store.Store
	*sync.Sync
	c *centre.Centre
}

func newStation(t *testing.T, c *centre.Centre, name string) station {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	_, err := store.Init(ctx, dir, store.InitConfig{
		Unit: unit, UnitName: "Phường Ví Dụ, Thành phố Huế", Agency: "H57.19.789", Name: name,
		SerialFrom: 1, SerialTo: 999, Now: c.Clock.Now, Rand: rand.Reader,
	})
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
	s := station{st, sync.New(sync.Config{File: st, Now: c.Clock.Now}), c}
	if err := s.Enrol(ctx, c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	return s
}

// brought is what the nth citizen brings.
func (s station) brought(n int) motcua.Received {
	at := s.c.Clock.Now()
	return motcua.Received{
		Procedure: ledger.Procedure(), Unit: unit, Agency: "H57.19.789", Counter: s.Station().Name,
		Intake: motcua.Intake{
			ID: fmt.Sprintf("01930000-0000-7000-8000-%06d%06d", s.Station().SerialFrom, n), Procedure: "1.004884",
			Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"},
		},
		Appointment: motcua.Appointment{Received: at, Due: at.Add(48 * time.Hour)},
	}
}

// receive takes in a dossier with one page and returns its code.
func (s station) receive(t *testing.T, n int) motcua.Code {
	t.Helper()
	ctx, at := context.Background(), s.c.Clock.Now()
	d, err := s.Receive(ctx, "Vũ Thị Ví Dụ", at, s.brought(n))
	if err != nil {
		t.Fatal(err)
	}
	page := fmt.Appendf(nil, "%%PDF-1.7 invented %s %d", s.Station().ID, n)
	sum, size, err := s.PutFile(ctx, bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(ctx, "Vũ Thị Ví Dụ", at, d.ID, motcua.EventFileAdded, motcua.FileAdded{
		Paper: "p1", From: "file", File: motcua.FileRef{SHA256: sum, Size: size, Type: "application/pdf", Pages: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.Received.Code
}

func (s station) truths(t *testing.T) motcua.Truths {
	t.Helper()
	tr, err := s.Truths(context.Background(), s.c.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func (s station) round(t *testing.T) sync.Summary {
	t.Helper()
	sum, err := s.Once(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func clean(t *testing.T, c *centre.Centre, want int) []motcua.Public {
	t.Helper()
	wrong, err := c.Verify(context.Background())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("verify: %v, %v", wrong, err)
	}
	list, err := c.Dossiers(context.Background())
	if err != nil || len(list) != want {
		t.Fatalf("%d dossiers, want %d; %v", len(list), want, err)
	}
	return list
}

func TestOneDossierGoesAllTheWayAndItsStatusComesBack(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	ctx := context.Background()
	code := s.receive(t, 1)
	if tr := s.truths(t); tr != (motcua.Truths{Saved: 1}) {
		t.Fatalf("%+v", tr)
	}
	if sum := s.round(t); sum.Sent != 4 || sum.Accepted != 4 || sum.Files != 1 {
		t.Fatalf("%+v", sum)
	}
	if tr := s.truths(t); tr != (motcua.Truths{Saved: 1, Sent: 1, Received: 1}) {
		t.Fatalf("%+v", tr)
	}
	for _, to := range []motcua.Status{motcua.StatusProcessing, motcua.StatusDone} {
		c.Clock.Turn(time.Hour)
		if err := c.SetStatus(ctx, code, to, "", "Phòng Ví Dụ"); err != nil {
			t.Fatal(err)
		}
	}
	if sum := s.round(t); sum.Pulled != 2 {
		t.Fatalf("%+v", sum)
	}
	d, err := s.ByCode(ctx, code)
	if err != nil || d.Status != motcua.StatusDone || len(d.Exceptions) != 0 {
		t.Fatalf("%+v %v", d.Status, err)
	}
	if list := clean(t, c, 1); list[0].Status != motcua.StatusDone {
		t.Fatalf("%+v", list)
	}
	if _, known, err := s.Peer(ctx, s.Station().ID); err != nil {
		t.Fatal(known, err)
	}
}

func TestNetworkThenStickThenStickAgainIsOnce(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	ctx := context.Background()
	for i := range 5 {
		s.receive(t, i)
	}
	var stick bytes.Buffer
	m, err := bundle.Make(ctx, s.Store, &stick, c.Clock.Now(), rand.Reader)
	if err != nil || m.Events != 12 || len(m.Files) != 5 {
		t.Fatalf("%+v %v", m, err)
	}
	if tr := s.truths(t); tr.Sent != 0 {
		t.Fatal("making a bundle is not sending it")
	}
	if err := s.MarkSent(ctx, m.Through); err != nil {
		t.Fatal(err)
	}
	if tr := s.truths(t); tr != (motcua.Truths{Saved: 5, Sent: 5}) {
		t.Fatalf("%+v", tr)
	}
	s.round(t)
	for range 2 {
		reply, r, _, err := c.ImportBundle(ctx, bytes.NewReader(stick.Bytes()))
		if err != nil || r.Duplicate != 12 || r.Accepted != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		if _, err := bundle.Apply(ctx, s.Store, bytes.NewReader(reply)); err != nil {
			t.Fatal(err)
		}
	}
	if tr := s.truths(t); tr != (motcua.Truths{Saved: 5, Sent: 5, Received: 5}) {
		t.Fatalf("%+v", tr)
	}
	clean(t, c, 5)
}

func TestTwoCountersShareAStickRoadAndSeeOnlyTheirOwnNews(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	a, b := newStation(t, c, "Quầy 01"), newStation(t, c, "Quầy 02")
	ctx := context.Background()
	codes := []motcua.Code{a.receive(t, 1), b.receive(t, 1)}
	if codes[0] == codes[1] {
		t.Fatalf("both printed %s", codes[0])
	}
	for _, s := range []station{a, b} {
		for range 2 {
			var stick bytes.Buffer
			if _, err := bundle.Make(ctx, s.Store, &stick, c.Clock.Now(), rand.Reader); err != nil {
				t.Fatal(err)
			}
			reply, _, _, err := c.ImportBundle(ctx, &stick)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := bundle.Apply(ctx, s.Store, bytes.NewReader(reply)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, code := range codes { // the hub's log: one event for each
		if err := c.SetStatus(ctx, code, motcua.StatusProcessing, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	for i, s := range []station{a, b} {
		if sum := s.round(t); sum.Pulled != 1 || sum.Sent != 0 {
			t.Fatalf("%+v", sum)
		}
		if d, err := s.ByCode(ctx, codes[i]); err != nil || d.Status != motcua.StatusProcessing {
			t.Fatalf("%v %v", d.Status, err)
		}
	}
	clean(t, c, 2)
}

func TestARefusedDossierIsShownAsRefusedAndTheOthersAsReceived(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	first := ledger.New(t, unit, "Quầy 09", c.Clock.Now)
	if err := sync.New(sync.Config{File: first, Now: c.Clock.Now}).Enrol(context.Background(), c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	s := newStation(t, c, "Quầy 02")
	code := s.receive(t, 1)
	s.receive(t, 2)
	first.ReceiveAs(1, func(r *motcua.Received) { r.Code = code }) // prints a number that is not its own
	if _, err := sync.New(sync.Config{File: first, Now: c.Clock.Now}).Once(context.Background()); err != nil {
		t.Fatal(err)
	}
	if sum := s.round(t); sum.Refused == 0 {
		t.Fatalf("%+v", sum)
	}
	rows, err := s.List(context.Background(), motcua.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(r motcua.Row) bool { return r.Code == code })
	if i < 0 || rows[i].Truth != motcua.TruthRefused || rows[i].Refusal != motcua.CodeConflict {
		t.Fatalf("%+v", rows)
	}
	if tr := s.truths(t); tr.Refused != 1 || tr.Received != 1 {
		t.Fatalf("%+v", tr)
	}
}

func TestALostAnswerLeavesSentButNotReceived(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	s.round(t)
	s.receive(t, 1)
	c.Put(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == wire.PathEvents {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	})
	if _, err := s.Once(context.Background()); motcua.CodeOf(err) != motcua.CodeUnreachable {
		t.Fatal(err)
	}
	if tr := s.truths(t); tr.Received != 0 {
		t.Fatalf("%+v", tr)
	}
	c.Put(nil)
	s.round(t)
	if tr := s.truths(t); tr != (motcua.Truths{Saved: 1, Sent: 1, Received: 1}) {
		t.Fatalf("%+v", tr)
	}
}

func TestADossierErasedBeforeItLeftDoesNotStopTheRoad(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	ctx := context.Background()
	d, err := s.ByCode(ctx, s.receive(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, "lanhdao", c.Clock.Now(), d.ID, "hết hạn lưu"); err != nil {
		t.Fatal(err)
	}
	s.receive(t, 2)
	if sum := s.round(t); sum.Refused != 0 {
		t.Errorf("%+v", sum)
	}
	clean(t, c, 1)
	if tr := s.truths(t); tr.Received != 2 || tr.Refused != 0 {
		t.Errorf("%+v", tr)
	}
}

func TestTheCentreShowsNobodyOfADossierErasedAfterItLeft(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	s := newStation(t, c, "Quầy 01")
	ctx := context.Background()
	code := s.receive(t, 1)
	s.round(t)
	d, err := s.ByCode(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, "lanhdao", c.Clock.Now(), d.ID, "hết hạn lưu"); err != nil {
		t.Fatal(err)
	}
	if sum := s.round(t); sum.Refused != 0 {
		t.Errorf("%+v", sum)
	}
	if list := clean(t, c, 1); list[0].Initials != "" || list[0].Code != code {
		t.Errorf("%+v", list[0])
	}
}
