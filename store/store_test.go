package store_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"motcua"
	"motcua/store"
)

// All people in these tests are invented.

var ctx = context.Background()

const agency = "H57.19.789"

// morning is 9 o'clock in Vietnam on a Monday.
func morning() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, motcua.Local) }

func initConfig(from, to int) store.InitConfig {
	return store.InitConfig{Unit: "46-19789", UnitName: "Phường Thuận Hoá", Agency: agency, Name: "Quầy 01",
		SerialFrom: from, SerialTo: to, Now: morning, Rand: rand.Reader}
}

// newStation makes a station with all serials and returns its folder.
func newStation(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Dữ liệu trạm #1?")
	if _, err := store.Init(ctx, dir, initConfig(1, 9999)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t testing.TB, dir string) *store.Store {
	t.Helper()
	return openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader})
}

func openWith(t testing.TB, dir string, cfg store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, dir, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func form(name string) motcua.Received {
	return motcua.Received{
		Intake: motcua.Intake{
			ID: uuid.NewString(), Procedure: "1.001193", Channel: motcua.ChannelDirect, Sets: 1, Kind: motcua.ApplicantSelf,
			Applicant: motcua.Person{Name: name, IDNumber: "046090001234", Phone: "0905123456"},
		},
		Procedure: motcua.Procedure{Code: "1.001193", Name: "Đăng ký khai sinh", Groups: []motcua.PaperGroup{{
			Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{{Key: "p1", Name: "Tờ khai", Originals: 1}},
		}}},
		Appointment: motcua.Appointment{Received: morning(), Due: morning().AddDate(0, 0, 1)},
	}
}

// nextDay is a form that comes on the day after.
func nextDay(r motcua.Received) motcua.Received {
	r.Appointment.Received = r.Appointment.Received.AddDate(0, 0, 1)
	return r
}

func receive(t testing.TB, s *store.Store, r motcua.Received) motcua.Dossier {
	t.Helper()
	d, err := s.Receive(ctx, "quay01", r.Appointment.Received, r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func move(t testing.TB, s *store.Store, d motcua.Dossier, to motcua.Status) motcua.Dossier {
	t.Helper()
	d, err := s.Append(ctx, "quay01", morning(), d.ID, motcua.EventStatusChanged, motcua.StatusChanged{From: d.Status, To: to})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func wantCode(t testing.TB, err error, want motcua.ErrorCode) {
	t.Helper()
	if got := motcua.CodeOf(err); got != want {
		t.Errorf("error %v: code %q, want %q", err, got, want)
	}
}

func wantClean(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	r, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("%s %s", p.Code, p.What)
	}
	return r
}

// fataler is as much of a test as newHub needs; package rapid has its own.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// hub is a centre that signs receipts and its own log.
type hub struct {
	key  ed25519.PrivateKey
	info motcua.HubInfo
	head motcua.Event
}

func newHub(t fataler) *hub {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return &hub{key: key, info: motcua.HubInfo{URL: "https://127.0.0.1:8443", Public: "https://motcua.example.vn/",
		Name: "Trung tâm", Key: pub, Recipient: id.Recipient().String()}}
}

func (h *hub) receipt(s *store.Store, through uint64, hash motcua.Hash, refused ...motcua.Refusal) motcua.HubReceipt {
	r := motcua.HubReceipt{Station: s.Station().ID, Through: through, Hash: hash, Refused: refused, At: morning()}
	r.Sign(h.key)
	return r
}

// says writes the next event of the hub's own log.
func (h *hub) says(t testing.TB, at time.Time, dossier string, kind motcua.EventKind, data any) motcua.Event {
	t.Helper()
	h.head = signed(t, h.key, h.head, at, dossier, kind, data)
	return h.head
}

// signed makes the event after prev in the log of key.
func signed(t testing.TB, key ed25519.PrivateKey, prev motcua.Event, at time.Time, dossier string, kind motcua.EventKind, data any) motcua.Event {
	t.Helper()
	body, err := motcua.SaltedBody([]byte("0123456789abcdef"), data)
	if err != nil {
		t.Fatal(err)
	}
	e := motcua.Event{Version: 1, ID: uuid.NewString(), Station: motcua.StationID(key.Public().(ed25519.PublicKey)),
		Seq: prev.Seq + 1, Wall: at.UTC().Truncate(time.Millisecond), HLC: prev.HLC.Next(at),
		Dossier: dossier, Kind: kind, Body: body}
	if prev.Seq > 0 {
		e.Prev = prev.Hash()
	}
	if err := e.Sign(key); err != nil {
		t.Fatal(err)
	}
	return e
}

func enrol(t testing.TB, s *store.Store) *hub {
	t.Helper()
	h := newHub(t)
	if err := s.Enrolled(ctx, h.info, 1, 500); err != nil {
		t.Fatal(err)
	}
	return h
}

// pending returns all own events that are not acknowledged.
func pending(t testing.TB, s *store.Store) []motcua.Event {
	t.Helper()
	events, err := s.Pending(ctx, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// tamper runs SQL on the station's file behind the store's back.
func tamper(t testing.TB, dir, query string, args ...any) {
	t.Helper()
	if n := tamperAny(t, dir, query, args...); n == 0 {
		t.Fatal("changed nothing")
	}
}

// tamperAny is tamper with SQL that may change no row; it returns how many.
func tamperAny(t testing.TB, dir, query string, args ...any) int64 {
	t.Helper()
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "station.db"))}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	res, err := db.Exec(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAReaderOfAStationWritesNothing(t *testing.T) {
	dir := newStation(t)
	d := receive(t, open(t, dir), form("Nguyễn Văn Ví Dụ"))
	s := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: true})
	if got, err := s.Dossier(ctx, d.ID); err != nil || got.Received.Code != d.Received.Code {
		t.Error(got, err)
	}
	_, err := s.Receive(ctx, "", morning(), form("Trần Thị Thử"))
	wantCode(t, err, motcua.CodeReadOnly)
	_, _, err = s.PutFile(ctx, strings.NewReader("x"))
	wantCode(t, err, motcua.CodeReadOnly)
	wantCode(t, s.PutDraft(ctx, "k", nil), motcua.CodeReadOnly)
	wantClean(t, s)
}

func TestASealedBundleOpensWithTheIdentity(t *testing.T) {
	s := open(t, newStation(t))
	to, err := age.ParseX25519Recipient(s.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if _, err := age.Decrypt(&sealed, s.Identity()); err != nil {
		t.Error(err)
	}
	if !ed25519.Verify(s.PublicKey(), []byte("m"), s.Sign([]byte("m"))) {
		t.Error("signature")
	}
}

func TestADraftComesBackAsItWas(t *testing.T) {
	dir := newStation(t)
	var hours atomic.Int64
	cfg := store.Config{Rand: rand.Reader, Now: func() time.Time { return morning().Add(time.Duration(hours.Load()) * time.Hour) }}
	s := openWith(t, dir, cfg)
	if b, at, err := s.Draft(ctx, "intake"); b != nil || !at.IsZero() || err != nil {
		t.Fatal(b, at, err)
	}
	for i, text := range []string{"", `{"name":"Lê"}`, "\x00\xff"} {
		hours.Store(int64(i))
		if err := s.PutDraft(ctx, "intake", []byte(text)); err != nil {
			t.Fatal(err)
		}
		b, at, err := open(t, dir).Draft(ctx, "intake")
		if b == nil || string(b) != text || !at.Equal(cfg.Now()) || err != nil {
			t.Fatal(b, at, err)
		}
	}
	wantCode(t, s.PutDraft(ctx, "intake", make([]byte, store.MaxDraft+1)), motcua.CodeTooLarge)
	wantCode(t, s.PutDraft(ctx, "", nil), motcua.CodeInvalid)
	for range 2 {
		if err := s.DeleteDraft(ctx, "intake"); err != nil {
			t.Fatal(err)
		}
	}
	if b, _, err := s.Draft(ctx, "intake"); b != nil || err != nil {
		t.Fatal(b, err)
	}
}

func code(serial int) motcua.Code { return motcua.Code(fmt.Sprintf("%s-261123-%04d", agency, serial)) }
