package store_test

import (
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

func TestAHubThatHoldsLessThanItSaidIsSentTheRestAgainAndNoLightGoesOut(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	all := pending(t, s)
	last := uint64(len(all))
	at := func(minutes int, through uint64) motcua.HubReceipt {
		r := h.receipt(s, through, motcua.Hash{})
		if through > 0 {
			r.Hash = all[through-1].Hash()
		}
		r.At = morning().Add(time.Duration(minutes) * time.Minute)
		r.Sign(h.key)
		return r
	}
	for _, x := range []struct {
		what string
		r    motcua.HubReceipt
		from uint64 // what is pending then begins with; 0: nothing is
	}{
		{"all is held", at(10, last), 0},
		{"an older receipt comes late", at(5, 1), 0},
		{"the hub came back from an older copy", at(20, 1), 2},
		{"the first one is read again", at(10, last), 2},
		{"it has everything again", at(30, last), 0},
	} {
		if err := s.Acknowledge(ctx, x.r); err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
		var from uint64
		if p := pending(t, s); len(p) > 0 {
			from = p[0].Seq
		}
		if from != x.from {
			t.Errorf("%s: pending from %d, want %d", x.what, from, x.from)
		}
		if truth(t, s, d.ID).Truth != motcua.TruthReceived {
			t.Errorf("%s: the light went out", x.what)
		}
	}
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
		"of another log":      {h.receipt(s, 2, log[0].Hash()), motcua.CodeRolledBack},
		"beyond the log":      {h.receipt(s, 4, log[2].Hash()), motcua.CodeRolledBack},
		"far beyond the log":  {h.receipt(s, 1<<63, log[2].Hash()), motcua.CodeRolledBack},
		"of nothing":          {h.receipt(s, 0, log[2].Hash()), motcua.CodeRolledBack},
		"refusing the next":   {h.receipt(s, 2, log[1].Hash(), motcua.Refusal{Seq: 3, Code: "x"}), motcua.CodeCorrupt},
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
		"hub.public":    func(i *motcua.HubInfo) { i.Public = "http://0.0.0.0:8321" },
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

func TestACarrierReadsTheLogToItsEnd(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	for range 5 {
		receive(t, s, form("Nguyễn Văn Ví Dụ"))
	}
	log := pending(t, s)
	if err := s.Acknowledge(ctx, h.receipt(s, 3, log[2].Hash())); err != nil {
		t.Fatal(err)
	}
	var read []motcua.Event
	for after := uint64(0); ; {
		page, err := s.PendingAfter(ctx, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		read = append(read, page...)
		after = page[len(page)-1].Seq
	}
	if len(read) != len(log) {
		t.Fatalf("%d of %d events", len(read), len(log))
	}
	for i, e := range read {
		if e.Hash() != log[i].Hash() || string(e.Body) != string(log[i].Body) {
			t.Errorf("event %d is another", e.Seq)
		}
	}
}
