package sync_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// only applies f to requests of one path and lets the others through.
func only(path string, f func(next http.Handler, w http.ResponseWriter, r *http.Request)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, path) {
				f(next, w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestAnAnswerLostAfterTheCommitMakesDuplicatesAndNothingElse(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	c.Put(only(wire.PathEvents, func(next http.Handler, _ http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(httptest.NewRecorder(), r)
		hangUp(nil, r)
	}))
	sum, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeUnreachable, "")
	if sum.Sent != 2 || sum.Accepted != 0 || f.Sent() != 2 || f.Acked() != 0 {
		t.Fatalf("%+v, sent %d, acked %d", sum, f.Sent(), f.Acked())
	}
	if s.State().Mode != motcua.RoadOffline {
		t.Fatalf("%+v", s.State())
	}
	c.Put(nil)
	if sum := round(t, s); sum.Accepted != 0 || sum.Duplicate != 2 {
		t.Fatalf("%+v", sum)
	}
	if len(dossiers(t, c)) != 1 || f.Acked() != 2 {
		t.Fatal("not exactly once")
	}
}

func TestAKillBetweenFilesAndEventsSendsNoFileTwice(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	c.Put(only(wire.PathEvents, func(_ http.Handler, w http.ResponseWriter, r *http.Request) { hangUp(w, r) }))
	sum, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeUnreachable, "")
	if sum.Files != 1 || f.Acked() != 0 {
		t.Fatalf("%+v", sum)
	}
	c.Put(nil)
	if sum := round(t, newSync(f)); sum.Files != 0 || sum.Accepted != 3 {
		t.Fatalf("%+v", sum)
	}
	clean(t, c)
}

func TestAHalfSentFileGoesOnWhereItStopped(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	content := bytes.Repeat([]byte("0123456789abcdef"), 20_000) // 5 chunks of 64 KiB
	f.AddFile(e.Dossier, content)
	var patches, bytesIn atomic.Int64
	c.Put(only(wire.PathFiles, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch {
			if patches.Add(1) == 3 {
				hangUp(w, r)
			}
			bytesIn.Add(r.ContentLength)
		}
		next.ServeHTTP(w, r)
	}))
	_, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeUnreachable, "")
	if sum := round(t, newSync(f)); sum.Files != 1 || sum.Accepted != 3 {
		t.Fatalf("%+v", sum)
	}
	if bytesIn.Load() != int64(len(content)) {
		t.Fatalf("%d bytes went for a file of %d", bytesIn.Load(), len(content))
	}
	clean(t, c)
}

func TestAFileWhoseLastByteCameButWasNotKeptIsKeptInTheNextRound(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.AddFile(e.Dossier, bytes.Repeat([]byte("%PDF-1.7 invented"), 10_000))
	temp := filepath.Join(c.Dir, "files", "tmp")
	if err := errors.Join(os.Rename(temp, temp+".away"), os.WriteFile(temp, nil, 0o600)); err != nil { // a disk that takes no file
		t.Fatal(err)
	}
	for range 2 { // the last chunk, and then the question how much is there
		sum, err := s.Once(context.Background())
		wantCode(t, err, motcua.CodeUnreachable, "")
		if sum.Files != 0 || s.State().Mode != motcua.RoadOffline {
			t.Fatalf("%+v, %+v", sum, s.State())
		}
	}
	if err := errors.Join(os.Remove(temp), os.Rename(temp+".away", temp)); err != nil {
		t.Fatal(err)
	}
	var patches atomic.Int64
	c.Put(only(wire.PathFiles, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch {
			patches.Add(1)
		}
		next.ServeHTTP(w, r)
	}))
	if sum := round(t, newSync(f)); sum.Files != 1 || sum.Accepted != 3 || patches.Load() != 0 {
		t.Fatalf("%+v, %d chunks", sum, patches.Load())
	}
	if left, err := os.ReadDir(filepath.Join(c.Dir, "uploads")); err != nil || len(left) != 0 {
		t.Fatalf("left behind: %v %v", left, err)
	}
	clean(t, c)
}

func TestARevokedStationStopsAndKeepsEverything(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	if err := c.Revoke(context.Background(), f.Station().ID); err != nil {
		t.Fatal(err)
	}
	_, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeRevoked, "station")
	if st := s.State(); st.Mode != motcua.RoadStopped || st.Code != motcua.CodeRevoked {
		t.Fatalf("%+v", st)
	}
	if len(dossiers(t, c)) != 0 || f.Acked() != 0 {
		t.Fatal("something was taken in")
	}
}

func TestAWrongClockStopsTheRoadAndSaysByHowMuch(t *testing.T) {
	c, f, _ := enrolled(t)
	f.Receive(1)
	late := func() time.Time { return c.Clock.Now().Add(-time.Hour) }
	s := sync.New(sync.Config{File: f, Now: late})
	_, err := s.Once(context.Background())
	var e *motcua.Error
	if !errors.As(err, &e) || e.Code != motcua.CodeClock || e.Detail != "-3600" {
		t.Fatalf("got %v", err)
	}
	if s.State().Mode != motcua.RoadStopped {
		t.Fatalf("%+v", s.State())
	}
	near := func() time.Time { return c.Clock.Now().Add(-4 * time.Minute) }
	round(t, sync.New(sync.Config{File: f, Now: near}))
}

func TestAHotelPageIsNoReceipt(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	for name, page := range map[string]http.HandlerFunc{
		"html": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>Xin chào, mời đăng nhập</html>"))
		},
		"json": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"through":99}`))
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) },
		"404":      http.NotFound,
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for range 20 << 4 {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		},
	} {
		c.Put(func(http.Handler) http.Handler { return page })
		_, err := s.Once(context.Background())
		if motcua.CodeOf(err) != motcua.CodeBadAnswer {
			t.Errorf("%s: got %v", name, err)
		}
		if f.Acked() != 0 || s.State().Mode != motcua.RoadOffline {
			t.Errorf("%s: acked %d, %+v", name, f.Acked(), s.State())
		}
	}
	if f.Sent() != 0 {
		t.Error("what a stranger took is called sent")
	}
	c.Put(nil)
	round(t, s)
}

func TestNobodyButTheHubCanStopTheRoad(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	for _, body := range []string{`{"code":"revoked","field":"station"}`, `{"code":"clock"}`, `{"code":"of-tomorrow"}`} {
		c.Put(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(body))
			})
		})
		_, err := s.Once(context.Background())
		wantCode(t, err, motcua.CodeBadAnswer, "signature")
		if s.State().Mode != motcua.RoadOffline {
			t.Fatalf("%+v", s.State())
		}
	}
}

func TestAFileThatCanNeverTravelIsRefusedByNameAndTheQueueGoesOn(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.Append(motcua.EventFileAdded, e.Dossier, motcua.FileAdded{Paper: "p1", File: motcua.FileRef{
		SHA256: strings.Repeat("0a", 32), Size: wire.MaxFile + 1, Type: "application/pdf", Pages: 1,
	}})
	f.Append(motcua.EventFileAdded, e.Dossier, motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: "../x", Size: 1}})
	f.Receive(2)
	if sum := round(t, s); sum.Accepted != 5 || sum.Refused != 2 {
		t.Fatalf("%+v", sum)
	}
	if len(dossiers(t, c)) != 2 {
		t.Fatal("the queue did not go on")
	}
	clean(t, c)
}

func TestAnotherHubBehindTheSameAddressStopsTheRoad(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	other := centre.Start(t, c.Clock, nil)
	if err := sync.New(sync.Config{File: forgetful{f}, Now: f.Now}).Enrol(context.Background(), other.URL, other.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	c.Put(func(http.Handler) http.Handler { return other.Handler() })
	_, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeForged, "hub")
	if f.Acked() != 0 || s.State().Mode != motcua.RoadStopped {
		t.Fatalf("acked %d, %+v", f.Acked(), s.State())
	}
}

// forgetful enrols but keeps the answer to itself.
type forgetful struct{ *ledger.File }

func (forgetful) Enrolled(context.Context, motcua.HubInfo, int, int) error { return nil }

func TestAHubInTroubleIsTriedAgain(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	for _, status := range []int{500, 502, 503, 507, 429} {
		c.Put(only(wire.PathEvents, func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "xin lỗi", status)
		}))
		if _, err := s.Once(context.Background()); err == nil || s.State().Mode != motcua.RoadOffline {
			t.Errorf("%d: %v, %+v", status, err, s.State())
		}
	}
}

func TestAFileThatIsGoneHoldsBackOnlyWhatNamesIt(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	ref := f.AddFile(e.Dossier, []byte("%PDF-1.7 gone"))
	f.Receive(2)
	if err := os.Remove(f.Path(ref.SHA256)); err != nil {
		t.Fatal(err)
	}
	sum, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeCorrupt, "file")
	if sum.Accepted != 2 || f.Acked() != 2 || len(dossiers(t, c)) != 1 {
		t.Fatalf("%+v, acked %d", sum, f.Acked())
	}
	if s.State().Mode != motcua.RoadStopped {
		t.Fatalf("%+v", s.State())
	}
}

func TestAFileThatChangedOnDiskStopsThePushAndNotTheNews(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	round(t, s)
	first := dossiers(t, c)[0].Code
	ref := f.AddFile(e.Dossier, []byte("%PDF-1.7 true"))
	if err := os.WriteFile(f.Path(ref.SHA256), []byte("%PDF-1.7 fals"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeCorrupt, "file")
	if err := c.SetStatus(context.Background(), first, motcua.StatusProcessing, "", ""); err != nil {
		t.Fatal(err)
	}
	sum, err := s.Once(context.Background())
	wantCode(t, err, motcua.CodeCorrupt, "file")
	if sum.Pulled != 1 || s.State().Mode != motcua.RoadStopped {
		t.Fatalf("the hub's news do not come: %+v, %+v", sum, s.State())
	}
	if err := os.WriteFile(f.Path(ref.SHA256), []byte("%PDF-1.7 true"), 0o600); err != nil {
		t.Fatal(err)
	}
	round(t, s)
	clean(t, c)
}

func TestRefusedEventsAreNamedAndTheOthersGoOn(t *testing.T) {
	c, f, s := enrolled(t)
	other := ledger.New(t, unit, "Quầy 02", c.Clock.Now)
	so := newSync(other)
	if err := so.Enrol(context.Background(), c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	f.Receive(1)
	round(t, s)
	other.Receive(1) // the same code on another paper
	other.Receive(1001)
	sum := round(t, so)
	if sum.Accepted != 3 || sum.Refused != 1 {
		t.Fatalf("%+v", sum)
	}
	if r := other.Receipts[0].Refused[0]; r.Seq != 2 || r.Code != motcua.CodeConflict {
		t.Fatalf("%+v", r)
	}
	if len(dossiers(t, c)) != 2 || so.State().Mode != motcua.RoadIdle {
		t.Fatal("the queue did not go on")
	}
}
