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

func truth(t testing.TB, s *store.Store, id string) motcua.Row {
	t.Helper()
	rows, err := s.List(ctx, motcua.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("%s is not listed", id)
	return motcua.Row{}
}

func wantTruths(t testing.TB, s *store.Store, want motcua.Truths) {
	t.Helper()
	if got, err := s.Truths(ctx, morning()); err != nil || got != want {
		t.Errorf("%+v, want %+v, %v", got, want, err)
	}
}

func TestTheThreeTruthsAreToldApart(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s) // events 1 and 2
	a := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	b := receive(t, s, form("Trần Thị Thử"))
	yesterday := form("Lê Hôm Qua")
	yesterday.Appointment.Received = morning().AddDate(0, 0, -1)
	receive(t, s, yesterday)
	events := pending(t, s)
	wantTruths(t, s, motcua.Truths{Saved: 2})
	if err := s.MarkSent(ctx, 3); err != nil {
		t.Fatal(err)
	}
	wantTruths(t, s, motcua.Truths{Saved: 2, Sent: 1})
	if truth(t, s, a.ID).Truth != motcua.TruthSent || truth(t, s, b.ID).Truth != motcua.TruthSaved {
		t.Error("sent is not what was marked")
	}
	if err := s.MarkSent(ctx, 1); err != nil { // late news changes nothing
		t.Fatal(err)
	}
	if err := s.Acknowledge(ctx, h.receipt(s, 4, events[3].Hash(), motcua.Refusal{Seq: 4, Code: motcua.CodeInvalid})); err != nil {
		t.Fatal(err)
	}
	wantTruths(t, s, motcua.Truths{Saved: 2, Sent: 2, Received: 1, Refused: 1})
	if r := truth(t, s, b.ID); r.Truth != motcua.TruthRefused || r.Refusal != motcua.CodeInvalid {
		t.Errorf("%+v", r)
	}
	if r := truth(t, s, a.ID); r.Truth != motcua.TruthReceived || r.Refusal != "" {
		t.Errorf("%+v", r)
	}
	move(t, s, a, motcua.StatusProcessing) // a new step has not travelled yet
	if r := truth(t, s, a.ID); r.Truth != motcua.TruthSaved {
		t.Errorf("%+v", r)
	}
	wantClean(t, s)
}

func TestWhatIsAcknowledgedIsNotPending(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	for range 5 {
		receive(t, s, form("Nguyễn Văn Ví Dụ"))
	}
	all := pending(t, s)
	for i, e := range all {
		var hash motcua.Hash
		if i > 0 {
			hash = all[i-1].Hash()
		}
		if err := e.Follows(uint64(i), hash); err != nil || e.Verify(s.PublicKey()) != nil {
			t.Fatal(err)
		}
	}
	if some, err := s.Pending(ctx, 3); err != nil || len(some) != 3 || some[2].Seq != 3 {
		t.Errorf("%d, %v", len(some), err)
	}
	for _, through := range []uint64{0, 4, 2, 4, 0} { // in any order, any number of times
		var hash motcua.Hash
		if through > 0 {
			hash = all[through-1].Hash()
		}
		if err := s.Acknowledge(ctx, h.receipt(s, through, hash)); err != nil {
			t.Fatal(err)
		}
	}
	if rest := pending(t, s); len(rest) != 3 || rest[0].Seq != 5 {
		t.Errorf("%d from %d", len(rest), rest[0].Seq)
	}
	wantCode(t, s.MarkSent(ctx, 8), motcua.CodeInvalid)
	wantClean(t, s)
}

func TestABatchIsBoundedInBytesButNeverEmpty(t *testing.T) {
	s := open(t, newStation(t))
	for range 6 {
		r := form("Nguyễn Văn Ví Dụ")
		r.Intake.Request = strings.Repeat("x", 1_000_000)
		receive(t, s, r)
	}
	if got, err := s.Pending(ctx, 0); err != nil || len(got) != 5 { // the small first and four big ones
		t.Errorf("%d, %v", len(got), err)
	}
}

func TestAForgedReceiptLightsNothing(t *testing.T) {
	s := open(t, newStation(t))
	stranger := newHub(t)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	first := pending(t, s)
	wantCode(t, s.Acknowledge(ctx, stranger.receipt(s, 2, first[1].Hash())), motcua.CodeDenied)
	h := enrol(t, s)
	log := pending(t, s)
	good := h.receipt(s, 2, log[1].Hash())
	changed, newer, elsewhere := good, good, good
	changed.Through = 3
	newer.Version = 2
	elsewhere.Station = "s0123456789abcdef"
	elsewhere.Sign(h.key)
	for name, c := range map[string]struct {
		r    motcua.HubReceipt
		want motcua.ErrorCode
	}{
		"another hub's":       {stranger.receipt(s, 2, log[1].Hash()), motcua.CodeForged},
		"changed":             {changed, motcua.CodeForged},
		"newer":               {newer, motcua.CodeNewer},
		"unsigned":            {motcua.HubReceipt{Version: 1, Station: s.Station().ID}, motcua.CodeForged},
		"another station's":   {elsewhere, motcua.CodeForged},
		"of another log":      {h.receipt(s, 2, log[0].Hash()), motcua.CodeCorrupt},
		"beyond the log":      {h.receipt(s, 4, log[2].Hash()), motcua.CodeCorrupt},
		"far beyond the log":  {h.receipt(s, 1<<63, log[2].Hash()), motcua.CodeCorrupt},
		"of nothing":          {h.receipt(s, 0, log[2].Hash()), motcua.CodeCorrupt},
		"refusing the future": {h.receipt(s, 2, log[1].Hash(), motcua.Refusal{Seq: 9, Code: "x"}), motcua.CodeCorrupt},
	} {
		if err := s.Acknowledge(ctx, c.r); motcua.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if truth(t, s, d.ID).Truth != motcua.TruthSaved || len(pending(t, s)) != 3 {
		t.Error("a forged receipt was believed")
	}
	if err := s.Acknowledge(ctx, good); err != nil || truth(t, s, d.ID).Truth != motcua.TruthReceived {
		t.Error(err)
	}
}

func TestEnrolmentIsAnEventAndANewHubGetsEverything(t *testing.T) {
	dir := newStation(t)
	s, other := open(t, dir), open(t, dir)
	h := enrol(t, s)
	if st := other.Station(); st.Hub == nil || st.Hub.URL != h.info.URL || st.SerialTo != 500 {
		t.Errorf("another process sees %+v", st)
	}
	log := pending(t, s)
	var b store.Enrolment
	if err := log[1].DecodeBody(&b); err != nil || log[1].Kind != motcua.EventStationEnrolled || b.SerialTo != 500 {
		t.Errorf("%+v, %v", b, err)
	}
	if err := s.Acknowledge(ctx, h.receipt(s, 2, log[1].Hash(), motcua.Refusal{Seq: 1, Code: motcua.CodeDenied})); err != nil {
		t.Fatal(err)
	}
	if err := s.Enrolled(ctx, h.info, 501, 900); err != nil {
		t.Fatal(err)
	}
	if n := len(pending(t, s)); n != 1 {
		t.Errorf("the same hub gets %d events again", n)
	}
	enrol(t, s)
	if n := len(pending(t, s)); n != 4 {
		t.Errorf("a new hub gets %d events", n)
	}
	for field, change := range map[string]func(*motcua.HubInfo){
		"hub.key":       func(i *motcua.HubInfo) { i.Key = i.Key[:31] },
		"hub.url":       func(i *motcua.HubInfo) { i.URL = "" },
		"hub.recipient": func(i *motcua.HubInfo) { i.Recipient = "age1x" },
	} {
		info := h.info
		change(&info)
		if err := s.Enrolled(ctx, info, 1, 2); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	wantCode(t, s.Enrolled(ctx, h.info, 2, 1), motcua.CodeInvalid)
	wantClean(t, s)
}

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
		if err := s.Ingest(ctx, []motcua.Event{e, e}, nil, "7"); err != nil {
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
	if err := s.Ingest(ctx, []motcua.Event{clash}, nil, "8"); err != nil {
		t.Fatal(err)
	}
	got, err := s.Dossier(ctx, d.ID)
	if err != nil || got.Status != motcua.StatusProcessing || len(got.Exceptions) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	// A hub whose clock is ahead does not make our next step come before its own.
	ahead := h.says(t, morning().Add(72*time.Hour), d.ID, motcua.EventStatusChanged,
		motcua.StatusChanged{From: motcua.StatusProcessing, To: motcua.StatusDone})
	if err := s.Ingest(ctx, []motcua.Event{ahead}, nil, "9"); err != nil {
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

	wantCode(t, s.Ingest(ctx, []motcua.Event{took}, nil, "1"), motcua.CodeDenied)
	if err := s.Ingest(ctx, []motcua.Event{moved}, []motcua.Peer{two.peer}, "1"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Dossier(ctx, r.Intake.ID)
	wantCode(t, err, motcua.CodeUnknown)
	if err := s.Ingest(ctx, []motcua.Event{took}, nil, "2"); err != nil { // without event 1: not ours to have
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
	wantCode(t, s.Ingest(ctx, []motcua.Event{early}, nil, "1"), motcua.CodeDenied)
	if err := s.Enrolled(ctx, h.info, 1, 9); err != nil {
		t.Fatal(err)
	}
	if err := s.Ingest(ctx, []motcua.Event{early}, nil, "1"); err != nil {
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
		if err := s.Ingest(ctx, []motcua.Event{second, c.e}, nil, "2"); motcua.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	liar := newCounter(t).peer
	liar.ID = s.Station().ID
	wantCode(t, s.Ingest(ctx, nil, []motcua.Peer{liar}, "2"), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, nil, []motcua.Peer{{ID: "x"}}, "2"), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, nil, nil, strings.Repeat("x", 2000)), motcua.CodeTooLarge)
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
	wantCode(t, s.Ingest(ctx, []motcua.Event{fork(3)}, nil, ""), motcua.CodeForged)
	wantCode(t, s.Ingest(ctx, []motcua.Event{fork(4)}, nil, ""), motcua.CodeCorrupt)
	if err := s.Ingest(ctx, log, nil, "echo"); err != nil { // our own, as we know them
		t.Fatal(err)
	}
	wantCode(t, s.Acknowledge(ctx, h.receipt(s, 3, fork(3).Hash())), motcua.CodeCorrupt)
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
	if err := s.Ingest(ctx, []motcua.Event{garbage, erased, noCode, unknown, good}, nil, "1"); err != nil {
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
	if err := s.Acknowledge(ctx, h.receipt(s, 0, motcua.Hash{})); err != nil {
		t.Fatal(err)
	}
	if _, asOf, err = s.Public(ctx, d.Received.Code); err != nil || !asOf.Equal(now) {
		t.Errorf("%s, %v", asOf, err)
	}
	now = now.Add(time.Hour)
	if err := s.Ingest(ctx, nil, nil, ""); err != nil {
		t.Fatal(err)
	}
	if _, asOf, err = s.Public(ctx, d.Received.Code); err != nil || !asOf.Equal(now) {
		t.Errorf("%s, %v", asOf, err)
	}
	_, _, err = s.Public(ctx, code(5))
	wantCode(t, err, motcua.CodeUnknown)
}
