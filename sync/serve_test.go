package sync_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync"
	"motcua/sync/wire"
)

// serve runs s until the test ends.
func serve(t *testing.T, s *sync.Sync) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Serve ended with %v", err)
		}
	})
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func TestAWokenWorkerSendsAtOnce(t *testing.T) {
	c, f, _ := enrolled(t)
	var changes atomic.Int64
	s := sync.New(sync.Config{File: f, Now: f.Now, Interval: time.Hour, OnChange: func() { changes.Add(1) }})
	serve(t, s)
	eventually(t, "idle", func() bool { return s.State().Mode == motcua.RoadIdle })
	f.Receive(1)
	s.Wake()
	eventually(t, "acknowledged", func() bool { return f.Acked() == 2 })
	if len(dossiers(t, c)) != 1 || changes.Load() == 0 {
		t.Fatalf("%d changes seen", changes.Load())
	}
}

func TestAWorkerOutlivesAnOutage(t *testing.T) {
	c, f, s := enrolled(t)
	var tries atomic.Int64
	c.Put(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if tries.Add(1) < 6 {
				hangUp(w, r)
			}
			next.ServeHTTP(w, r)
		})
	})
	f.Receive(1)
	serve(t, s)
	eventually(t, "offline with a next try", func() bool {
		st := s.State()
		return st.Mode == motcua.RoadOffline && st.Code == motcua.CodeUnreachable && !st.Next.IsZero() || f.Acked() == 2
	})
	eventually(t, "acknowledged", func() bool { return f.Acked() == 2 && s.State().Mode == motcua.RoadIdle })
}

func TestAStoppedWorkerGoesOnAfterAHumanMendedIt(t *testing.T) {
	c, f, _ := enrolled(t)
	var wrong atomic.Bool
	wrong.Store(true)
	now := func() time.Time {
		if wrong.Load() {
			return c.Clock.Now().Add(24 * time.Hour)
		}
		return c.Clock.Now()
	}
	s := sync.New(sync.Config{File: f, Now: now})
	serve(t, s)
	eventually(t, "stopped", func() bool { return s.State().Code == motcua.CodeClock })
	wrong.Store(false)
	s.Wake()
	eventually(t, "idle", func() bool { return s.State().Mode == motcua.RoadIdle })
}

func TestEnrolmentFailsWithTheFieldThatIsWrong(t *testing.T) {
	clock := centre.NewClock()
	c := centre.Start(t, clock, nil)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	s := newSync(f)
	ctx := context.Background()
	for _, url := range []string{"", "hub", "ftp://x", "http://", "http://a:b@x/", "http://x/?y", "http://x#y", ":",
		"http://hub.example.vn", "http://10.0.0.1:8321", "http://localhost.example.vn"} {
		wantCode(t, s.Enrol(ctx, url, "AAAAAAAAAA"), motcua.CodeInvalid, "hub")
	}
	wantCode(t, s.Enrol(ctx, c.URL, "AAAAAAAAAA"), motcua.CodeDenied, "code")
	wantCode(t, s.Enrol(ctx, c.URL, c.Code(t, "46-19790")), motcua.CodeDenied, "code")
	if f.Station().Hub != nil {
		t.Fatal("a refused station believes that it is enrolled")
	}
	c.Put(only(wire.PathEnrol, func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"hub":{"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}`))
	}))
	wantCode(t, s.Enrol(ctx, c.URL, "AAAAAAAAAA"), motcua.CodeBadAnswer, "signature")
	wantCode(t, s.Enrol(ctx, "http://127.0.0.1:1", "AAAAAAAAAA"), motcua.CodeUnreachable, "")
}

func TestPlainHTTPToAnotherMachineMustBeAskedFor(t *testing.T) {
	clock := centre.NewClock()
	c := centre.Start(t, clock, nil)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	here := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, strings.TrimPrefix(c.URL, "http://"))
	}}
	s := sync.New(sync.Config{File: f, Now: f.Now, HTTP: &http.Client{Transport: here}})
	code := c.Code(t, unit)
	wantCode(t, s.Enrol(context.Background(), "http://hub.example.vn", code), motcua.CodeInvalid, "hub")
	if err := s.Enrol(context.Background(), "http://hub.example.vn", code, sync.InsecureHTTP()); err != nil {
		t.Fatal(err)
	}
	if got := f.Station().Hub.URL; got != "http://hub.example.vn" {
		t.Fatal(got)
	}
}

func TestAHubThatOnlyHeardTheCodeGoByIsNoHub(t *testing.T) {
	clock := centre.NewClock()
	c := centre.Start(t, clock, nil)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	code := c.Code(t, unit)
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	liar := wire.Credential{ID: motcua.StationID(pub), Sign: func(b []byte) []byte { return ed25519.Sign(key, b) }}
	c.Put(only(wire.PathEnrol, func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		var in wire.EnrolRequest
		if err == nil {
			err = wire.Unpack(raw, r.Header, &in)
		}
		if err != nil || strings.Contains(string(raw)+in.Code, code) {
			t.Errorf("the code itself travels: %v", err)
		}
		out := wire.EnrolResponse{Hub: c.Info(), SerialFrom: 1, SerialTo: 9}
		out.Hub.Key = pub
		out.Proof = wire.EnrolProof([]byte(in.Code), pub, f.Station().ID) // all that it has
		body, err := wire.Pack(out, w.Header(), false)
		if err != nil {
			t.Error(err)
		}
		liar.SignAnswer(w.Header(), r, http.StatusOK, body, clock.Now())
		_, _ = w.Write(body)
	}))
	wantCode(t, newSync(f).Enrol(context.Background(), c.URL, code), motcua.CodeForged, "code")
	if f.Station().Hub != nil {
		t.Fatal("the station believes that it is enrolled")
	}
	c.Put(nil)
	if err := newSync(f).Enrol(context.Background(), c.URL, " "+strings.ToLower(code[:5])+"-"+code[5:]); err != nil {
		t.Fatal(err)
	}
}

func TestEnrolmentMakesNoWordFresher(t *testing.T) {
	_, f, s := enrolled(t)
	if !f.Heard.IsZero() {
		t.Fatalf("heard at %s", f.Heard)
	}
	round(t, s)
	if f.Heard.IsZero() {
		t.Fatal("a pull is not heard")
	}
}

func TestEnrollingAgainAfterALostAnswerWorksWithTheSameCode(t *testing.T) {
	clock := centre.NewClock()
	c := centre.Start(t, clock, nil)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	s := newSync(f)
	code := c.Code(t, unit)
	var once atomic.Bool
	c.Put(only(wire.PathEnrol, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if once.CompareAndSwap(false, true) {
			next.ServeHTTP(discard{w.Header()}, r)
			hangUp(w, r)
		}
		next.ServeHTTP(w, r)
	}))
	wantCode(t, s.Enrol(context.Background(), c.URL, code), motcua.CodeUnreachable, "")
	if err := s.Enrol(context.Background(), c.URL, " "+code[:5]+"-"+code[5:]+" "); err != nil {
		t.Fatal(err)
	}
	thief := newSync(ledger.New(t, unit, "Quầy 02", clock.Now))
	wantCode(t, thief.Enrol(context.Background(), c.URL, code), motcua.CodeDenied, "code")
}

type discard struct{ h http.Header }

func (d discard) Header() http.Header         { return d.h }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}
