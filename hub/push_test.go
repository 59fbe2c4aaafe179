package hub_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync/wire"
)

const unit = "46-19789"

// counter is an enrolled station.
type counter struct {
	*ledger.File
	c *centre.Centre
}

func enrol(t *testing.T, c *centre.Centre, unit, name string) counter {
	t.Helper()
	f := ledger.New(t, unit, name, c.Clock.Now)
	if err := c.Enrol(f, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	return counter{f, c}
}

func start(t *testing.T) (*centre.Centre, counter) {
	t.Helper()
	c := centre.Start(t, centre.NewClock(), nil)
	return c, enrol(t, c, unit, "Quầy 01")
}

// round makes one round of sync.
func (s counter) round(t *testing.T) centre.Summary {
	t.Helper()
	sum, err := s.c.Round(s.File)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// send signs and sends a request as this station.
func (s counter) send(t *testing.T, method, path string, body []byte, h http.Header) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, s.c.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range h {
		req.Header[k] = v
	}
	wire.Credential{ID: s.Station().ID, Sign: s.Sign}.SignRequest(req, body, s.c.Clock.Now())
	return do(t, req)
}

func do(t *testing.T, req *http.Request) (int, http.Header, []byte) {
	t.Helper()
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, out
}

var jsonHeader = http.Header{"Content-Type": {"application/json"}}

// push sends events as they are and returns the receipt or the problem.
func (s counter) push(t *testing.T, events ...motcua.Event) (motcua.HubReceipt, wire.Problem) {
	t.Helper()
	h := http.Header{}
	body, err := wire.Pack(wire.PushRequest{Events: events}, h, true)
	if err != nil {
		t.Fatal(err)
	}
	status, _, out := s.send(t, http.MethodPost, wire.PathEvents, body, h)
	var r motcua.HubReceipt
	var p wire.Problem
	if status == http.StatusOK {
		if err := json.Unmarshal(out, &r); err != nil {
			t.Fatal(err)
		}
		if err := r.Verify(s.c.Info().Key); err != nil {
			t.Fatal(err)
		}
		return r, p
	}
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatalf("%d %s", status, out)
	}
	if status != wire.StatusOf(p.Code) {
		t.Fatalf("status %d with code %s", status, p.Code)
	}
	return r, p
}

func clean(t *testing.T, c *centre.Centre) {
	t.Helper()
	wrong, err := c.Verify(context.Background())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("verify: %v, %v", wrong, err)
	}
}

func TestWhatBreaksTheRulesIsRefusedAsAWhole(t *testing.T) {
	c, s := start(t)
	s.Receive(1)
	s.Receive(2)
	good := s.Events()
	other := ledger.New(t, unit, "Quầy 09", c.Clock.Now)
	change := func(i int, f func(*motcua.Event)) []motcua.Event {
		list := slices.Clone(good)
		f(&list[i])
		return list
	}
	resign := func(e *motcua.Event) { e.Sig = ed25519.Sign(s.Key, e.SignedBytes()) }
	for name, x := range map[string]struct {
		events []motcua.Event
		code   motcua.ErrorCode
		field  string
	}{
		"body changed":              {change(1, func(e *motcua.Event) { e.Body = json.RawMessage(`{"data":{}}`) }), motcua.CodeForged, "body"},
		"header changed in between": {change(1, func(e *motcua.Event) { e.Actor = "ai đó" }), motcua.CodeForged, "chain"},
		"newest signature flipped":  {change(2, func(e *motcua.Event) { e.Sig = slices.Clone(e.Sig); e.Sig[5] ^= 1 }), motcua.CodeForged, "signature"},
		"signed by another":         {change(2, func(e *motcua.Event) { e.Sig = ed25519.Sign(other.Key, e.SignedBytes()) }), motcua.CodeForged, "signature"},
		"another station's event":   {append(slices.Clone(good), other.Events()...), motcua.CodeDenied, "station"},
		"a gap inside":              {[]motcua.Event{good[0], good[2]}, motcua.CodeCorrupt, "seq"},
		"a gap at the front":        {good[1:], motcua.CodeCorrupt, "seq"},
		"a newer version":           {change(2, func(e *motcua.Event) { e.Version = 2 }), motcua.CodeNewer, "v"},
		"a line break in a header":  {change(2, func(e *motcua.Event) { e.Actor = "a\nb"; resign(e) }), motcua.CodeCorrupt, "actor"},
		"a time beyond all time":    {change(2, func(e *motcua.Event) { e.HLC = math.MaxUint64; resign(e) }), motcua.CodeCorrupt, "hlc"},
		"nothing":                   {nil, motcua.CodeInvalid, "events"},
	} {
		if _, p := s.push(t, x.events...); p.Code != x.code || p.Field != x.field {
			t.Errorf("%s: got %+v", name, p)
		} else if p.Receipt != nil && p.Receipt.Through != 0 {
			t.Errorf("%s: the receipt speaks of %d events", name, p.Receipt.Through)
		}
	}
	if list, err := c.Dossiers(context.Background()); err != nil || len(list) != 0 {
		t.Fatalf("%d dossiers, %v", len(list), err)
	}
	if r, p := s.push(t, good...); r.Accepted != 3 || r.Through != 3 || r.Hash != good[2].Hash() {
		t.Fatalf("%+v %+v", r, p)
	}
	clean(t, c)
}

func TestAnotherEventUnderAHeldNumberIsRefused(t *testing.T) {
	_, s := start(t)
	s.Receive(1)
	if r, _ := s.push(t, s.Events()...); r.Accepted != 2 {
		t.Fatal("not accepted")
	}
	twin := s.Events()[1]
	twin.Actor = "ai đó"
	if err := twin.Sign(s.Key); err != nil {
		t.Fatal(err)
	}
	if _, p := s.push(t, twin); p.Code != motcua.CodeRolledBack || p.Field != "seq" || p.Receipt == nil || p.Receipt.Through != 2 {
		t.Fatalf("%+v", p)
	}
	if r, _ := s.push(t, s.Events()...); r.Duplicate != 2 || r.Accepted != 0 || r.Through != 2 {
		t.Fatalf("%+v", r)
	}
}

func TestAnEventWaitsForTheFileItNames(t *testing.T) {
	_, s := start(t)
	e, _ := s.Receive(1)
	ref := s.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	if _, p := s.push(t, s.Events()...); p.Code != motcua.CodeUnknown || p.Field != "file" || p.Detail != ref.SHA256 {
		t.Fatalf("%+v", p)
	}
	if sum := s.round(t); sum.Accepted != 3 {
		t.Fatalf("%+v", sum)
	}
}

func TestWhatCannotCountIsHeldAndNamedEachTime(t *testing.T) {
	c, a := start(t)
	b := enrol(t, c, unit, "Quầy 02")
	far := enrol(t, c, "46-19790", "Quầy 01")
	mine, _ := a.Receive(1)
	a.round(t)

	b.Receive(1)                                                                                   // 2: the code is taken
	b.AppendBody(motcua.EventReceived, "d-unreadable", []byte(`{"data":[]}`))                      // 3
	b.ReceiveAs(1001, func(r *motcua.Received) { r.Unit = "01-00001" })                            // 4: speaks for another unit
	b.ReceiveAs(1002, func(r *motcua.Received) { r.Secret = nil })                                 // 5
	b.ReceiveAs(1003, func(r *motcua.Received) { r.Code = "<script>" })                            // 6
	b.Append(motcua.EventFileAdded, mine.Dossier, motcua.FileAdded{Paper: "p1"})                   // 7: names no file
	b.AppendBody(motcua.EventStatusChanged, mine.Dossier, []byte(`{"data":[]}`))                   // 8
	b.Append(motcua.EventKind("dossier.of-tomorrow"), mine.Dossier, map[string]int{"x": 1})        // 9: fine
	b.Append(motcua.EventReceived, mine.Dossier, motcua.Received{})                                // 10
	b.Append(motcua.EventStatusChanged, "d-not-here", motcua.StatusChanged{To: motcua.StatusDone}) // 11: waits
	want := []motcua.Refusal{
		{Seq: 2, Code: motcua.CodeConflict}, {Seq: 3, Code: motcua.CodeCorrupt}, {Seq: 4, Code: motcua.CodeDenied},
		{Seq: 5, Code: motcua.CodeInvalid}, {Seq: 6, Code: motcua.CodeInvalid}, {Seq: 7, Code: motcua.CodeInvalid},
		{Seq: 8, Code: motcua.CodeCorrupt}, {Seq: 10, Code: motcua.CodeInvalid},
	}
	for _, again := range []bool{false, true} {
		r, p := b.push(t, b.Events()...)
		if !slices.Equal(r.Refused, want) || r.Through != 11 || again != (r.Duplicate == 11) {
			t.Fatalf("again %v: %+v %+v", again, r, p)
		}
	}

	far.Append(motcua.EventStatusChanged, mine.Dossier, motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
	if r, _ := far.push(t, far.Events()...); len(r.Refused) != 1 || r.Refused[0].Code != motcua.CodeDenied {
		t.Fatalf("another unit changed a dossier: %+v", r)
	}
	list, err := c.Dossiers(context.Background())
	if err != nil || len(list) != 1 || list[0].Status != motcua.StatusReceived {
		t.Fatalf("%+v %v", list, err)
	}
	clean(t, c)
}

func TestAStrangersWordThatCameFirstDoesNotCountLater(t *testing.T) {
	c, a := start(t)
	far := enrol(t, c, "46-19790", "Quầy 01")
	e, _ := a.Receive(1)
	far.Append(motcua.EventStatusChanged, e.Dossier, motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusWithdrawn})
	far.round(t)
	a.round(t)
	list, err := c.Dossiers(context.Background())
	if err != nil || len(list) != 1 || list[0].Status != motcua.StatusReceived {
		t.Fatalf("%+v %v", list, err)
	}
}

func TestHostileRequestsGetAClearAnswer(t *testing.T) {
	c, s := start(t)
	bomb, err := wire.Pack(strings.Repeat(" ", wire.MaxUnpacked), http.Header{}, true)
	if err != nil {
		t.Fatal(err)
	}
	packed := http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {"zstd"}}
	for name, x := range map[string]struct {
		body   []byte
		header http.Header
		status int
		code   motcua.ErrorCode
	}{
		"20 MB":              {bytes.Repeat([]byte("a"), 20<<20), jsonHeader, 413, motcua.CodeTooLarge},
		"bomb":               {bomb, packed, 413, motcua.CodeTooLarge},
		"no zstd":            {[]byte("{}"), packed, 400, motcua.CodeInvalid},
		"gzip":               {[]byte("{}"), http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {"gzip"}}, 400, motcua.CodeInvalid},
		"form":               {[]byte("{}"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, 400, motcua.CodeInvalid},
		"no type":            {[]byte("{}"), http.Header{}, 400, motcua.CodeInvalid},
		"broken":             {[]byte(`{"events":[`), jsonHeader, 400, motcua.CodeInvalid},
		"two values":         {[]byte(`{} {}`), jsonHeader, 400, motcua.CodeInvalid},
		"a list of nulls":    {[]byte(`{"events":[null,null]}`), jsonHeader, 403, motcua.CodeDenied},
		"NUL":                {[]byte("\x00"), jsonHeader, 400, motcua.CodeInvalid},
		"deep":               {bytes.Repeat([]byte("["), 1<<20), jsonHeader, 400, motcua.CodeInvalid},
		"a hash in capitals": {[]byte(`{"events":[{"prev":"` + string(bytes.Repeat([]byte("A"), 64)) + `"}]}`), jsonHeader, 400, motcua.CodeInvalid},
	} {
		status, _, out := s.send(t, http.MethodPost, wire.PathEvents, x.body, x.header)
		var p wire.Problem
		if err := json.Unmarshal(out, &p); err != nil || status != x.status || p.Code != x.code {
			t.Errorf("%s: %d %s", name, status, out)
		}
	}
	if status, _, out := s.send(t, http.MethodGet, wire.PathHealth, nil, nil); status != 200 || string(out) != "ok\n" {
		t.Fatalf("%d %q", status, out)
	}
	clean(t, c)
}

func TestOnlyAStationsOwnFreshSignatureOpensTheDoor(t *testing.T) {
	c, s := start(t)
	stranger := counter{ledger.New(t, unit, "Quầy 05", c.Clock.Now), c}
	if _, p := stranger.push(t, stranger.Events()...); p.Code != motcua.CodeDenied || p.Field != "station" {
		t.Fatalf("%+v", p)
	}
	sign := func(change func(*http.Request), at time.Time) motcua.ErrorCode {
		req, err := http.NewRequest(http.MethodGet, c.URL+wire.PathPull+"?after=0", nil)
		if err != nil {
			t.Fatal(err)
		}
		wire.Credential{ID: s.Station().ID, Sign: s.Sign}.SignRequest(req, nil, at)
		change(req)
		status, _, out := do(t, req)
		var p wire.Problem
		if status != http.StatusOK {
			if err := json.Unmarshal(out, &p); err != nil {
				t.Fatal(err)
			}
		}
		return p.Code
	}
	now := c.Clock.Now()
	for name, x := range map[string]struct {
		change func(*http.Request)
		at     time.Time
		want   motcua.ErrorCode
	}{
		"as it should be": {func(*http.Request) {}, now, ""},
		"unsigned":        {func(r *http.Request) { r.Header.Del("Signature") }, now, motcua.CodeDenied},
		"signed twice":    {func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) }, now, motcua.CodeDenied},
		"another query":   {func(r *http.Request) { r.URL.RawQuery = "after=1" }, now, motcua.CodeForged},
		"a longer query":  {func(r *http.Request) { r.URL.RawQuery += "&x=1" }, now, motcua.CodeForged},
		"six minutes old": {func(*http.Request) {}, now.Add(-6 * time.Minute), motcua.CodeClock},
		"from the future": {func(*http.Request) {}, now.Add(6 * time.Minute), motcua.CodeClock},
		"four minutes":    {func(*http.Request) {}, now.Add(-4 * time.Minute), ""},
	} {
		if got := sign(x.change, x.at); got != x.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestACursorAheadOfTheLogIsSaidAndNotPassedOver(t *testing.T) {
	_, s := start(t)
	for after, want := range map[string]int{"0": 200, "": 200, "1": http.StatusConflict, "x": http.StatusBadRequest} {
		if status, _, out := s.send(t, http.MethodGet, wire.PathPull+"?after="+after, nil, nil); status != want {
			t.Errorf("%q: %d %s", after, status, out)
		}
	}
}
