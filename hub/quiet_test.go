package hub_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	gosync "sync"
	"testing"

	"motcua"
	"motcua/hub"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync/wire"
)

type lockedBuffer struct {
	mu gosync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func TestTheLogTellsWhatHappenedAndNothingOfAnybody(t *testing.T) {
	c, s := start(t)
	var log lockedBuffer
	h, err := hub.Open(context.Background(), hub.Config{
		Dir: c.Dir, Public: "https://hub.example.vn", Now: c.Clock.Now,
		Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Put(func(http.Handler) http.Handler { return h.Handler() })
	e, token := s.ReceiveAs(1, func(r *motcua.Received) {
		r.Intake.Applicant.IDNumber, r.Intake.Applicant.Phone = "046000000001", "0900000001"
	})
	s.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	s.round(t)
	open(t, c, token)
	open(t, c, token+"X")
	broken := s.Append(motcua.EventStatusChanged, e.Dossier, motcua.StatusChanged{Note: "ghi chú riêng"})
	broken.Body = []byte(`{"data":{"note":"ghi chú riêng"}}`)
	s.push(t, broken)
	want(t, c.Enrol(ledger.New(t, unit, "Quầy 02", c.Clock.Now), "AAAAAAAAAA"), motcua.CodeDenied, "code")
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	text := log.b.String()
	for _, must := range []string{`"ingested"`, s.Station().ID, `"forged"`, `"denied"`} {
		if !strings.Contains(text, must) {
			t.Errorf("the log does not tell of %s", must)
		}
	}
	for _, never := range []string{"Nguyễn", "Ví Dụ", "046000000001", "0900000001", "ghi chú", token, token[:40], "AAAAAAAAAA", "khai sinh"} {
		if strings.Contains(text, never) {
			t.Errorf("the log tells %q:\n%s", never, text)
		}
	}
}

func TestOnlyWhatIsOfferedIsThere(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	for _, x := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 404}, {"GET", "/T/", 404}, {"GET", "/T/A/B", 404}, {"POST", "/T/A", 405}, {"GET", "/v1/", 404},
		{"GET", wire.PathEvents, 405}, {"DELETE", wire.PathEvents, 405}, {"GET", wire.PathEnrol, 405},
		{"POST", wire.PathPull, 405}, {"GET", wire.PathPull, 403}, {"POST", wire.PathEvents, 403},
		{"GET", wire.PathFiles, 403}, {"PUT", wire.PathFiles + "x", 403}, {"OPTIONS", wire.PathFiles, 403},
		{"GET", wire.PathHealth, 200}, {"HEAD", "/T/A", 404}, {"GET", "/hub.key", 404}, {"GET", "/debug/pprof/", 404},
	} {
		req, err := http.NewRequest(x.method, c.URL+x.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		status, h, _ := do(t, req)
		if status != x.want {
			t.Errorf("%s %s: %d, want %d", x.method, x.path, status, x.want)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s %s: %v", x.method, x.path, h)
		}
	}
}

func TestAHubWhoseDiskIsGoneSaysSoAndStaysUp(t *testing.T) {
	dir := t.TempDir()
	h, err := hub.Open(context.Background(), hub.Config{Dir: dir, Public: "https://hub.example.vn"})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{wire.PathHealth: 503, wire.PathToken + "AAAA": 503, wire.PathPull: 500} {
		w := httptest.NewRecorder()
		h.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want || strings.Contains(w.Body.String(), dir) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "hub.db"), []byte("this is no database at all, but long enough to be looked at"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = hub.Open(context.Background(), hub.Config{Dir: dir, Public: "https://hub.example.vn"})
	want(t, err, motcua.CodeCorrupt, "")
	_, err = hub.Open(context.Background(), hub.Config{Dir: filepath.Join(dir, "hub.db", "x"), Public: "https://hub.example.vn"})
	if err == nil {
		t.Error("a hub inside a file")
	}
}
