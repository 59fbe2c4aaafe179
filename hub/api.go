package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/bundle"
	"motcua/sync/wire"
)

// server answers HTTP for a hub.
type server struct {
	*Hub
	mux     *http.ServeMux
	public  *limiter // of citizens' pages, by client
	enrols  *limiter // of enrolments, by client
	guesses *limiter // of enrolments, all together
	tus     http.Handler
	pages   *pages
}

// Handler returns what answers HTTP for this hub: the stations' API under
// /v1/, the citizens' page under /T/, and /healthz.
func (h *Hub) Handler() http.Handler { return h.handler }

func (h *Hub) newHandler() (http.Handler, error) {
	s := &server{
		Hub: h, mux: http.NewServeMux(),
		public:  newLimiter(30, 2*time.Second, h.cfg.Now),
		enrols:  newLimiter(10, 10*time.Second, h.cfg.Now),
		guesses: newLimiter(60, time.Second, h.cfg.Now),
	}
	var err error
	if s.tus, err = s.newTus(); err != nil {
		return nil, err
	}
	if s.pages, err = newPages(); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET "+wire.PathHealth, s.health)
	s.mux.HandleFunc("GET "+wire.PathToken+"{payload}", s.showToken)
	s.mux.HandleFunc("POST "+wire.PathEnrol, s.postEnrol)
	s.mux.HandleFunc("POST "+wire.PathEvents, s.signed(wire.MaxPacked, s.postEvents))
	s.mux.HandleFunc("POST "+wire.PathHave, s.signed(wire.MaxPacked, s.postHave))
	s.mux.HandleFunc("POST "+wire.PathBlocks, s.signed(64<<10, s.postBlocks))
	s.mux.HandleFunc("GET "+wire.PathPull, s.signed(0, s.getPull))
	s.mux.HandleFunc("GET "+wire.PathOwn, s.signed(0, s.getOwn))
	s.mux.HandleFunc("GET "+wire.PathOwnFile, s.signed(0, s.getOwnFile))
	s.mux.HandleFunc(wire.PathFiles, s.serveFiles)
	return s.guard(s.mux), nil
}

// NewServer returns a server for a hub's handler with bounds on what a slow
// or hostile client may hold on to. Its limits let one chunk of a file pass
// over a line of 200 kbit/s.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       3 * time.Minute,
		WriteTimeout:      4 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// guard sets what every answer carries.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		// tusd would let this header turn one method into another after the
		// signature was checked.
		r.Header.Del("X-HTTP-Method-Override")
		next.ServeHTTP(w, r)
	})
}

func (s *server) health(w http.ResponseWriter, r *http.Request) {
	var one int
	if err := s.db.Read().QueryRowContext(r.Context(), `SELECT 1`).Scan(&one); err != nil {
		http.Error(w, "database", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n")) // a client that left needs no answer
}

// call is one request of a station whose signature was checked.
type call struct {
	ctx     context.Context
	r       *http.Request
	station string
	body    []byte
}

// signed lets in what a station signed, reads at most limit bytes of body and
// signs the answer.
func (s *server) signed(limit int64, f func(call) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, body, err := s.hear(w, r, limit)
		var out any
		if err == nil {
			out, err = f(call{r.Context(), r, id, body})
		}
		s.answer(w, r, out, err)
	}
}

// hear reads a request and returns who signed it. Nobody's bytes are read who
// does not at least claim to be a station of this hub.
func (s *server) hear(w http.ResponseWriter, r *http.Request, limit int64) (string, []byte, error) {
	if _, err := admitted(r.Context(), s.db.Read(), wire.Claimed(r)); err != nil {
		w.Header().Set("Connection", "close")
		return "", nil, err
	}
	body, err := readBody(w, r, limit)
	if err != nil {
		return "", nil, err
	}
	id, err := wire.VerifyRequest(r, body, s.cfg.Now(), s.keyOf(r.Context()))
	return id, body, err
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close")
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "body"}
	}
	return wire.ReadAll(http.MaxBytesReader(w, r.Body, limit+1), limit)
}

// withReceipt is an error that has something to show for itself.
type withReceipt struct {
	error
	receipt motcua.HubReceipt
}

func (e withReceipt) Unwrap() error { return e.error }

// answer writes and signs what came of a request. Only the code, field and
// detail of an error leave the house; its cause stays in the log.
func (s *server) answer(w http.ResponseWriter, r *http.Request, out any, err error) {
	status := http.StatusOK
	if err != nil {
		p := problemOf(err, s.now())
		status, out = wire.StatusOf(p.Code), p
		s.cfg.Log.WarnContext(r.Context(), "refused", "path", r.URL.Path, "code", p.Code, "field", p.Field, "cause", err)
	}
	body, err := wire.Pack(out, w.Header(), strings.Contains(r.Header.Get("Accept-Encoding"), "zstd"))
	if err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "answer", "path", r.URL.Path, "cause", err)
		http.Error(w, "answer", http.StatusInternalServerError)
		return
	}
	s.respond(w, r, status, body)
}

// respond signs and writes. What answers HEAD has no body on the way.
func (s *server) respond(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	if r.Method == http.MethodHead {
		body = nil
	}
	me := wire.Credential{ID: s.id, Sign: s.sign}
	me.SignAnswer(w.Header(), r, status, body, s.cfg.Now())
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		s.cfg.Log.InfoContext(r.Context(), "client left", "path", r.URL.Path)
	}
}

func problemOf(err error, now time.Time) wire.Problem {
	p := wire.Problem{Code: motcua.CodeOf(err), At: now}
	var e *motcua.Error
	if errors.As(err, &e) {
		p.Field, p.Detail = e.Field, e.Detail
	}
	var w withReceipt
	if errors.As(err, &w) {
		p.Receipt = &w.receipt
	}
	if p.Code == motcua.CodeBadAnswer { // of ours, the asker's fault
		p.Code = motcua.CodeInvalid
	}
	return p
}

func (s *server) postEvents(c call) (any, error) {
	var in wire.PushRequest
	if err := wire.Unpack(c.body, c.r.Header, &in); err != nil {
		return nil, err
	}
	if len(in.Events) == 0 || len(in.Events) > wire.MaxEvents {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "events"}
	}
	receipt, err := s.ingest(c.ctx, c.station, each(in.Events))
	if err != nil {
		return nil, withReceipt{err, receipt}
	}
	return receipt, nil
}

func each(list []motcua.Event) bundle.Events {
	return func(yield func(motcua.Event, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (s *server) postHave(c call) (any, error) {
	var in wire.HaveRequest
	if err := wire.Unpack(c.body, c.r.Header, &in); err != nil {
		return nil, err
	}
	if len(in.SHA256) > wire.MaxHave {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "sha256"}
	}
	out := wire.HaveResponse{Missing: []string{}}
	for _, sha := range in.SHA256 {
		if !wire.ValidSHA(sha) {
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "sha256"}
		}
		_, held, err := s.files.Has(sha)
		if err != nil {
			return nil, err
		}
		if !held {
			out.Missing = append(out.Missing, sha)
		}
	}
	return out, nil
}

func (s *server) getPull(c call) (any, error) {
	after, err := wire.ParseCursor(c.r.URL.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	return s.pull(c.ctx, c.station, after)
}

// pull returns a page of news of one moment.
func (h *Hub) pull(ctx context.Context, id string, after uint64) (out wire.PullResponse, err error) {
	err = h.db.View(ctx, func(tx *sqlitedb.Tx) error {
		st, err := admitted(ctx, tx, id)
		if err != nil {
			return err
		}
		var next uint64
		if out.Events, next, out.More, err = h.news(ctx, tx, id, after, wire.MaxEvents); err != nil {
			return err
		}
		out.Cursor, out.At = wire.FormatCursor(next), h.now()
		if out.Peers, err = stationsOf(ctx, tx, st.Unit, id); err != nil {
			return err
		}
		held, err := h.held(ctx, tx, id)
		held.Sign(h.key)
		out.Held = &held
		return err
	})
	return out, err
}

// postEnrol takes a station in. The request is signed by the key it brings;
// that shows possession, and a wrong clock before the first push.
func (s *server) postEnrol(w http.ResponseWriter, r *http.Request) {
	client := s.client(r)
	if !s.enrols.allow(client) || !s.guesses.allow("") {
		s.answer(w, r, nil, &motcua.Error{Code: motcua.CodeBusy})
		return
	}
	body, err := readBody(w, r, 64<<10)
	var in wire.EnrolRequest
	if err == nil {
		err = wire.Unpack(body, r.Header, &in)
	}
	if err == nil {
		_, err = wire.VerifyRequest(r, body, s.cfg.Now(), func(id string) (ed25519.PublicKey, error) {
			if len(in.Key) != ed25519.PublicKeySize || motcua.StationID(in.Key) != id {
				return nil, &motcua.Error{Code: motcua.CodeForged, Field: "key"}
			}
			return in.Key, nil
		})
	}
	var out wire.EnrolResponse
	if err == nil {
		out, err = s.enrol(r.Context(), in)
	}
	s.answer(w, r, out, err)
}
