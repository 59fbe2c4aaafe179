package store_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// counter is another station whose events come through the hub.
type counter struct {
	key  ed25519.PrivateKey
	peer motcua.Peer
}

func newCounter(t testing.TB) counter {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return counter{key, motcua.Peer{ID: motcua.StationID(pub), Key: pub, Unit: "46-19789", Name: "Quầy 02"}}
}

func TestAStatusFromTheHubReachesTheDossier(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	e := h.says(t, morning().Add(time.Minute), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
	for range 2 { // the same pull twice
		if err := s.Ingest(ctx, []motcua.Event{e, e}, nil, "7", morning()); err != nil {
			t.Fatal(err)
		}
	}
	if r := truth(t, s, d.ID); r.Status != motcua.StatusProcessing {
		t.Errorf("%+v", r)
	}
	if c, err := s.Cursor(ctx); c != "7" || err != nil {
		t.Error(c, err)
	}
	// Two were working on it while the line was down: the later step does not fit.
	clash := h.says(t, morning().Add(2*time.Minute), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusWithdrawn})
	if err := s.Ingest(ctx, []motcua.Event{clash}, nil, "8", morning()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Dossier(ctx, d.ID)
	if err != nil || got.Status != motcua.StatusProcessing || len(got.Exceptions) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	// A hub whose clock is ahead does not make our next step come before its own.
	ahead := h.says(t, morning().Add(72*time.Hour), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusProcessing, To: motcua.StatusDone})
	if err := s.Ingest(ctx, []motcua.Event{ahead}, nil, "9", morning()); err != nil {
		t.Fatal(err)
	}
	got.Status = motcua.StatusDone
	if got = move(t, s, got, motcua.StatusResultReturned); got.Status != motcua.StatusResultReturned || len(got.Exceptions) != 1 {
		t.Errorf("%+v", got)
	}
	wantClean(t, s)
}

func TestADossierOfAnotherCounterIsShownOnceItsFirstEventCame(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	two := newCounter(t)
	r := form("Trần Thị Quầy Hai")
	r.Code, r.Secret = code(77), make([]byte, motcua.SecretLen)
	start := signed(t, two.key, motcua.Event{}, morning(), "", motcua.EventStationStarted, nil)
	took := signed(t, two.key, start, morning(), r.Intake.ID, motcua.EventReceived, r)
	moved := h.says(t, morning().Add(time.Hour), r.Intake.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})

	wantCode(t, s.Ingest(ctx, []motcua.Event{took}, nil, "1", morning()), motcua.CodeDenied)
	if err := s.Ingest(ctx, []motcua.Event{moved}, []motcua.Peer{two.peer}, "1", morning()); err != nil {
		t.Fatal(err)
	}
	_, err := s.Dossier(ctx, r.Intake.ID)
	wantCode(t, err, motcua.CodeUnknown)
	if err := s.Ingest(ctx, []motcua.Event{took}, nil, "2", morning()); err != nil { // without event 1: not ours to have
		t.Fatal(err)
	}
	got, err := s.ByCode(ctx, code(77))
	if err != nil || got.Status != motcua.StatusProcessing || got.Station != two.peer.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if row := truth(t, s, r.Intake.ID); row.Truth != motcua.TruthReceived {
		t.Errorf("%+v", row)
	}
	if names := found(t, s, "quay hai"); len(names) != 1 {
		t.Errorf("%q", names)
	}
	wantTruths(t, s, motcua.Truths{})
	if p, ok, err := s.Peer(ctx, two.peer.ID); !ok || err != nil || p.Name != "Quầy 02" {
		t.Error(p, ok, err)
	}
	if _, ok, err := s.Peer(ctx, "s0000000000000000"); ok || err != nil {
		t.Error(ok, err)
	}
	wantClean(t, s)
}

func TestAPullThatLiesChangesNothing(t *testing.T) {
	s := open(t, newStation(t))
	h := newHub(t)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	step := motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing}
	early := h.says(t, morning(), d.ID, motcua.EventStatusChanged, step)
	wantCode(t, s.Ingest(ctx, []motcua.Event{early}, nil, "1", morning()), motcua.CodeDenied)
	if err := s.Enrolled(ctx, h.info, 1, 9); err != nil {
		t.Fatal(err)
	}
	if err := s.Ingest(ctx, []motcua.Event{early}, nil, "1", morning()); err != nil {
		t.Fatal(err)
	}
	second := signed(t, h.key, early, morning(), d.ID, motcua.EventStatusChanged, step)
	twin := signed(t, h.key, motcua.Event{}, morning(), d.ID, motcua.EventStatusChanged, step)
	unchained, flipped, future := second, second, second
	unchained.Prev = motcua.Hash{1}
	flipped.Body = append([]byte(nil), flipped.Body...)
	flipped.Body[12] ^= 1
	future.HLC = 1 << 63
	for _, e := range []*motcua.Event{&unchained, &future} {
		if err := e.Sign(h.key); err != nil {
			t.Fatal(err)
		}
	}
	old := pending(t, s)
	ours := signed(t, newCounter(t).key, old[0], morning(), "", "station.x", nil)
	ours.Station = s.Station().ID
	for name, c := range map[string]struct {
		e    motcua.Event
		want motcua.ErrorCode
	}{
		"a second event of one number": {twin, motcua.CodeForged},
		"another chain":                {unchained, motcua.CodeForged},
		"a flipped body":               {flipped, motcua.CodeForged},
		"a time without end":           {future, motcua.CodeClock},
		"our name, another key":        {ours, motcua.CodeForged},
	} {
		if err := s.Ingest(ctx, []motcua.Event{second, c.e}, nil, "2", morning()); motcua.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	liar := newCounter(t).peer
	liar.ID = s.Station().ID
	wantCode(t, s.Ingest(ctx, nil, []motcua.Peer{liar}, "2", morning()), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, nil, []motcua.Peer{{ID: "x"}}, "2", morning()), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, nil, nil, strings.Repeat("x", 2000), morning()), motcua.CodeTooLarge)
	if c, err := s.Cursor(ctx); c != "1" || err != nil {
		t.Error(c, err)
	}
	if r := wantClean(t, s); r.Events != 4 {
		t.Errorf("%+v", r)
	}
}

func TestAnOldCopyOfTheFileIsNoticed(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	h := enrol(t, s)
	receive(t, s, form("Nguyễn Văn Ví Dụ"))
	log := pending(t, s)
	// The same key goes on from an older state of the log.
	fork := signedBy(t, s, log[1], morning())
	wantCode(t, s.Ingest(ctx, []motcua.Event{fork(3)}, nil, "", morning()), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, []motcua.Event{fork(4)}, nil, "", morning()), motcua.CodeRolledBack)
	if err := s.Ingest(ctx, log, nil, "echo", morning()); err != nil { // our own, as we know them
		t.Fatal(err)
	}
	wantCode(t, s.Acknowledge(ctx, h.receipt(s, 3, fork(3).Hash())), motcua.CodeRolledBack)
}

// signedBy returns events with the station's own key that its file has not.
func signedBy(t testing.TB, s *store.Store, like motcua.Event, at time.Time) func(seq uint64) motcua.Event {
	return func(seq uint64) motcua.Event {
		t.Helper()
		e := like
		e.ID, e.Seq, e.Wall, e.Body = "other", seq, at.UTC(), nil
		e.Sig = s.Sign(e.SignedBytes())
		if err := e.Verify(s.PublicKey()); err != nil {
			t.Fatal(err)
		}
		return e
	}
}

func TestAnUnreadableEventIsKeptAndStopsNothing(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	garbage := h.says(t, morning().Add(time.Minute), d.ID, motcua.EventStatusChanged, "not a status")
	erased := h.says(t, morning().Add(2*time.Minute), d.ID, motcua.EventStatusChanged, motcua.StatusChanged{})
	erased.Body = nil
	noCode := h.says(t, morning(), "7c0b53f0-0000-4000-8000-000000000000", motcua.EventReceived, motcua.Received{})
	unknown := h.says(t, morning().Add(3*time.Minute), d.ID, "dossier.stamped", map[string]int{"x": 1})
	good := h.says(t, morning().Add(4*time.Minute), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
	if err := s.Ingest(ctx, []motcua.Event{garbage, erased, noCode, unknown, good}, nil, "1", morning()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Dossier(ctx, d.ID)
	if err != nil || got.Status != motcua.StatusProcessing || len(got.Steps) != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	r, err := s.Verify(ctx)
	if err != nil || len(r.Problems) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTheKioskSaysHowFreshItsWordIs(t *testing.T) {
	now := morning().Add(time.Hour)
	s := openWith(t, newStation(t), store.Config{Now: func() time.Time { return now }, Rand: rand.Reader})
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	p, asOf, err := s.Public(ctx, d.Received.Code)
	if err != nil || !asOf.Equal(morning()) || !p.AsOf.Equal(asOf) || p.Initials != "N.T.V.D." || p.Status != motcua.StatusReceived {
		t.Errorf("%+v, %s, %v", p, asOf, err)
	}
	h := enrol(t, s)
	early := h.receipt(s, 0, motcua.Hash{})
	said := early
	said.At = morning().Add(20 * time.Minute)
	said.Sign(h.key)
	for _, x := range []struct {
		what string
		hear func() error
		want time.Time
	}{
		{"enrolment tells nothing", func() error { return s.Ingest(ctx, nil, nil, "", time.Time{}) }, morning()},
		{"a receipt counts from when the hub wrote it", func() error { return s.Acknowledge(ctx, said) }, said.At},
		{"an older receipt comes late", func() error { return s.Acknowledge(ctx, early) }, said.At},
		{"a pull counts from when the hub answered", func() error { return s.Ingest(ctx, nil, nil, "1", morning().Add(30*time.Minute)) }, morning().Add(30 * time.Minute)},
		{"an old stick is read again", func() error { return s.Ingest(ctx, nil, nil, "1", morning().Add(time.Minute)) }, morning().Add(30 * time.Minute)},
	} {
		if err := x.hear(); err != nil {
			t.Fatal(err)
		}
		if _, asOf, err = s.Public(ctx, d.Received.Code); err != nil || !asOf.Equal(x.want) {
			t.Errorf("%s: %s, %v", x.what, asOf, err)
		}
	}
	_, _, err = s.Public(ctx, code(5))
	wantCode(t, err, motcua.CodeUnknown)
}

func TestTheSameCodeFromTwoCountersIsFoundAsOursFirst(t *testing.T) {
	s := open(t, newStation(t))
	enrol(t, s)
	two := newCounter(t)
	theirs := form("Trần Thị Quầy Hai")
	theirs.Code, theirs.Secret = code(1), make([]byte, motcua.SecretLen)
	// Ours first: the range was leased twice, and both were offline.
	ours := receive(t, s, form("Nguyễn Văn Quầy Một"))
	first := signed(t, two.key, motcua.Event{}, morning(), theirs.Intake.ID, motcua.EventReceived, theirs)
	// The next number of ours is taken as well before we reach it.
	next := form("Lê Văn Quầy Hai")
	next.Code, next.Secret = code(2), make([]byte, motcua.SecretLen)
	second := signed(t, two.key, first, morning(), next.Intake.ID, motcua.EventReceived, next)
	if err := s.Ingest(ctx, []motcua.Event{first, second}, []motcua.Peer{two.peer}, "", morning()); err != nil {
		t.Fatal(err)
	}
	if d, err := s.ByCode(ctx, code(1)); err != nil || d.ID != ours.ID {
		t.Errorf("%s, %v", d.ID, err)
	}
	if names := found(t, s, string(code(1))); len(names) != 2 {
		t.Errorf("a clerk who types the code sees %q", names)
	}
	if d := receive(t, s, form("Phạm Văn Quầy Một")); d.Received.Code != code(3) {
		t.Errorf("%s was printed already", d.Received.Code)
	}
	wantClean(t, s)
}

func TestTheSameDossierTakenInTwiceIsAnException(t *testing.T) {
	s := open(t, newStation(t))
	enrol(t, s)
	two := newCounter(t)
	r := form("Nguyễn Văn Ví Dụ")
	ours := receive(t, s, r)
	r.Code, r.Secret = code(88), make([]byte, motcua.SecretLen)
	r.Intake.Applicant.Name = "Nguyễn Văn Sớm Hơn"
	early := signed(t, two.key, motcua.Event{}, morning().Add(-time.Hour), ours.ID, motcua.EventReceived, r)
	if err := s.Ingest(ctx, []motcua.Event{early}, []motcua.Peer{two.peer}, "", morning()); err != nil {
		t.Fatal(err)
	}
	d, err := s.Dossier(ctx, ours.ID)
	if err != nil || len(d.Exceptions) != 1 || d.Received.Code != code(88) {
		t.Errorf("%+v, %v", d, err)
	}
	// The words follow the event that the fold goes by.
	if names := found(t, s, "som hon"); len(names) != 1 {
		t.Errorf("%q", names)
	}
	if names := found(t, s, "vi du"); len(names) != 0 {
		t.Errorf("%q", names)
	}
	wantClean(t, s)
}

func TestARevokedPeersOldEventsStayTrue(t *testing.T) {
	s := open(t, newStation(t))
	enrol(t, s)
	two := newCounter(t)
	two.peer.Revoked = true
	r := form("Trần Thị Quầy Hai")
	r.Code, r.Secret = code(77), make([]byte, motcua.SecretLen)
	e := signed(t, two.key, motcua.Event{}, morning(), r.Intake.ID, motcua.EventReceived, r)
	if err := s.Ingest(ctx, []motcua.Event{e}, []motcua.Peer{two.peer}, "", morning()); err != nil {
		t.Fatal(err)
	}
	if p, ok, err := s.Peer(ctx, two.peer.ID); !ok || !p.Revoked || err != nil {
		t.Errorf("%+v, %v", p, err)
	}
	two.peer.Revoked, two.peer.Name = false, "Quầy 02 mới"
	if err := s.Ingest(ctx, nil, []motcua.Peer{two.peer}, "", morning()); err != nil {
		t.Fatal(err)
	}
	if p, _, err := s.Peer(ctx, two.peer.ID); p.Revoked || p.Name != "Quầy 02 mới" || err != nil {
		t.Errorf("%+v, %v", p, err)
	}
	wantClean(t, s)
}
