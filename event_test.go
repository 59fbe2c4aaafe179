package motcua_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"motcua"
)

// keyOf makes a key that is the same in every run; never use one like it.
func keyOf(seed string) ed25519.PrivateKey {
	sum := sha256.Sum256([]byte(seed))
	return ed25519.NewKeyFromSeed(sum[:])
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func read(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// event returns a signed event that follows prev; all its content is invented.
func event(t *testing.T, key ed25519.PrivateKey, prev *motcua.Event, kind motcua.EventKind, body any) motcua.Event {
	t.Helper()
	raw, err := motcua.SaltedBody(bytes.Repeat([]byte{1}, 16), body)
	if err != nil {
		t.Fatal(err)
	}
	e := motcua.Event{
		Version: motcua.EventVersion, ID: "0192f0c1-7d2a-7b3c-8d4e-0123456789ab", Station: motcua.StationID(public(key)), Seq: 1,
		Wall: time.Date(2026, 11, 20, 1, 30, 0, 0, time.UTC), Actor: "Cán bộ Thử", Kind: kind, Body: raw,
	}
	if strings.HasPrefix(string(kind), "dossier.") {
		e.Dossier = "0192f0c1-0000-7000-8000-000000000001"
	}
	if prev != nil {
		e.Seq, e.Prev, e.HLC = prev.Seq+1, prev.Hash(), prev.HLC
	}
	e.HLC = e.HLC.Next(e.Wall)
	if err := e.Sign(key); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestASignedEventVerifiesAlsoAfterAJourney(t *testing.T) {
	key := keyOf("a")
	e := event(t, key, nil, motcua.EventStatusChanged, motcua.StatusChanged{From: 2, To: 4, Note: "<&> \u2028 đã xem"})
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back motcua.Event
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if err := back.Verify(public(key)); err != nil || back.Hash() != e.Hash() {
		t.Errorf("%v, %s and %s", err, back.Hash(), e.Hash())
	}
	var body motcua.StatusChanged
	if err := back.DecodeBody(&body); err != nil || body.Note != "<&> \u2028 đã xem" {
		t.Errorf("%+v %v", body, err)
	}
}

func TestEveryChangeToASignedEventIsSeen(t *testing.T) {
	key := keyOf("a")
	good := event(t, key, nil, motcua.EventStatusChanged, motcua.StatusChanged{From: 2, To: 4})
	for name, change := range map[string]func(*motcua.Event){
		"id":       func(e *motcua.Event) { e.ID += "x" },
		"station":  func(e *motcua.Event) { e.Station = motcua.StationID(public(keyOf("b"))) },
		"seq":      func(e *motcua.Event) { e.Seq++ },
		"prev":     func(e *motcua.Event) { e.Prev[0] ^= 1 },
		"wall":     func(e *motcua.Event) { e.Wall = e.Wall.Add(time.Millisecond) },
		"hlc":      func(e *motcua.Event) { e.HLC++ },
		"actor":    func(e *motcua.Event) { e.Actor = "" },
		"dossier":  func(e *motcua.Event) { e.Dossier += "x" },
		"kind":     func(e *motcua.Event) { e.Kind = motcua.EventReceived },
		"bodyHash": func(e *motcua.Event) { e.BodyHash[31] ^= 1 },
		"body":     func(e *motcua.Event) { e.Body = bytes.Replace(e.Body, []byte("4"), []byte("9"), 1) },
		"sig":      func(e *motcua.Event) { e.Sig = bytes.Clone(e.Sig); e.Sig[10] ^= 1 },
		"no sig":   func(e *motcua.Event) { e.Sig = nil },
	} {
		e := good
		change(&e)
		if err := e.Verify(public(key)); motcua.CodeOf(err) != motcua.CodeForged {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if err := good.Verify(public(keyOf("b"))); motcua.CodeOf(err) != motcua.CodeForged {
		t.Errorf("another station's key: %v", err)
	}
}

func TestAnErasedBodyLeavesTheChainWhole(t *testing.T) {
	key := keyOf("a")
	a := event(t, key, nil, motcua.EventStationStarted, struct{}{})
	b := event(t, key, &a, motcua.EventStationStarted, struct{}{})
	hash := a.Hash()
	a.Body = nil
	if err := a.Verify(public(key)); err != nil || a.Hash() != hash || b.Follows(a.Seq, a.Hash()) != nil {
		t.Errorf("%v", err)
	}
	if err := a.DecodeBody(&struct{}{}); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("an erased body was read: %v", err)
	}
}

func TestGapsAndForksOfTheChainAreToldApart(t *testing.T) {
	key := keyOf("a")
	a := event(t, key, nil, motcua.EventStationStarted, struct{}{})
	b := event(t, key, &a, motcua.EventStationStarted, struct{}{})
	c := event(t, key, &b, motcua.EventStationStarted, struct{}{})
	if err := a.Follows(0, motcua.Hash{}); err != nil {
		t.Error(err)
	}
	if err := b.Follows(1, a.Hash()); err != nil {
		t.Error(err)
	}
	if err := c.Follows(1, a.Hash()); motcua.CodeOf(err) != motcua.CodeCorrupt || motcua.FieldOf(err) != "seq" {
		t.Errorf("a gap: %v", err)
	}
	if err := b.Follows(1, b.Hash()); motcua.CodeOf(err) != motcua.CodeForged || motcua.FieldOf(err) != "chain" {
		t.Errorf("a fork: %v", err)
	}
}

func TestHeadersThatCouldBeReadTwoWaysAreNotSigned(t *testing.T) {
	key := keyOf("a")
	for name, change := range map[string]func(*motcua.Event){
		"line break in actor":  func(e *motcua.Event) { e.Actor = "x\ndossier=y" },
		"NUL in id":            func(e *motcua.Event) { e.ID = "x\x00" },
		"broken text":          func(e *motcua.Event) { e.Actor = "\xff" },
		"long actor":           func(e *motcua.Event) { e.Actor = strings.Repeat("x", 201) },
		"no id":                func(e *motcua.Event) { e.ID = "" },
		"no seq":               func(e *motcua.Event) { e.Seq = 0 },
		"no kind":              func(e *motcua.Event) { e.Kind = "" },
		"dossier missing":      func(e *motcua.Event) { e.Dossier = "" },
		"dossier out of place": func(e *motcua.Event) { e.Kind = motcua.EventStationStarted },
		"microseconds":         func(e *motcua.Event) { e.Wall = e.Wall.Add(time.Microsecond) },
		"version 0":            func(e *motcua.Event) { e.Version = 0 },
	} {
		e := event(t, key, nil, motcua.EventStatusChanged, motcua.StatusChanged{})
		change(&e)
		if err := e.Sign(key); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("%s: %v", name, err)
		}
		if err := e.Verify(public(key)); err == nil {
			t.Errorf("%s verified", name)
		}
	}
}

func TestBodiesThatWouldNotSurviveTheJourneyAreNotSigned(t *testing.T) {
	key := keyOf("a")
	for name, body := range map[string]string{"spaces": `{ "data": 1 }`, "raw <": `{"data":"<"}`, "no JSON": `{"data":`, "empty": ""} {
		e := event(t, key, nil, motcua.EventStationStarted, struct{}{})
		e.Body = json.RawMessage(body)
		if err := e.Sign(key); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "body" {
			t.Errorf("%s: %v", name, err)
		}
	}
	e := event(t, key, nil, motcua.EventStationStarted, struct{}{})
	e.Body = json.RawMessage(`"` + strings.Repeat("x", motcua.MaxBody) + `"`)
	if err := e.Sign(key); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Errorf("a body over its bound: %v", err)
	}
	if _, err := motcua.SaltedBody(nil, strings.Repeat("x", motcua.MaxBody)); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Errorf("a salted body over its bound: %v", err)
	}
	if _, err := motcua.SaltedBody(nil, func() {}); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("a body that is no data: %v", err)
	}
	e.Version = 2
	if err := e.Sign(key); motcua.CodeOf(err) != motcua.CodeNewer {
		t.Errorf("a version of tomorrow: %v", err)
	}
}

// eventVector is one frozen event: from the seed and the event's own fields
// every implementation must come to these bytes.
type eventVector struct {
	Seed   string      `json:"seed"`  // the key's seed is SHA-256 of this text
	Event  string      `json:"event"` // JSON as it travels; the body's bytes count
	Signed string      `json:"signed"`
	Hash   motcua.Hash `json:"hash"`
}

func TestTheEventFormatIsFrozen(t *testing.T) {
	var vectors []eventVector
	read(t, "event-v1.json", &vectors)
	if len(vectors) < 3 {
		t.Fatalf("%d vectors", len(vectors))
	}
	seq, prev := uint64(0), motcua.Hash{}
	for i, v := range vectors {
		key := keyOf(v.Seed)
		var e motcua.Event
		if err := json.Unmarshal([]byte(v.Event), &e); err != nil {
			t.Fatal(err)
		}
		if b, err := json.Marshal(e); err != nil || string(b) != v.Event {
			t.Errorf("%d: travels as %s, %v", i, b, err)
		}
		if got := string(e.SignedBytes()); got != v.Signed || e.Hash() != v.Hash {
			t.Errorf("%d: hash %s of signed bytes\n%s", i, e.Hash(), got)
		}
		if err := e.Verify(public(key)); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if err := e.Follows(seq, prev); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		seq, prev = e.Seq, e.Hash()
		again := e
		if again.Body == nil {
			continue // erased: the hash of its body is all that is left
		}
		if err := again.Sign(key); err != nil || !bytes.Equal(again.Sig, e.Sig) || again.BodyHash != e.BodyHash {
			t.Errorf("%d: signs as %x, %v", i, again.Sig, err)
		}
	}
}

func TestAHashHasOneSpelling(t *testing.T) {
	var h motcua.Hash
	text := strings.Repeat("0a", 32)
	if err := h.UnmarshalText([]byte(text)); err != nil || h.String() != text {
		t.Errorf("%s %v", h, err)
	}
	for _, bad := range []string{"", text[2:], text + "00", strings.ToUpper(text), strings.Repeat("zz", 32), strings.Repeat("0 ", 32)} {
		if err := h.UnmarshalText([]byte(bad)); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestHybridTimeNeverRunsBackwards(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	h := motcua.HLC(0).Next(noon)
	if !h.Time().Equal(noon) {
		t.Errorf("%v", h.Time())
	}
	for _, now := range []time.Time{noon, noon.Add(-time.Hour), time.Unix(-5, 0), {}, noon.Add(time.Millisecond)} {
		next := h.Next(now)
		if next <= h {
			t.Errorf("at %v: %d after %d", now, next, h)
		}
		h = next
	}
	if !h.Time().Equal(noon.Add(time.Millisecond)) {
		t.Errorf("a clock that went back for a while left %v", h.Time())
	}
}

func TestAStationIsNamedByItsKey(t *testing.T) {
	key := public(keyOf("a"))
	sum := sha256.Sum256(key)
	if got := motcua.StationID(key); got != "s"+hex.EncodeToString(sum[:8]) || len(got) != 17 {
		t.Errorf("%s", got)
	}
}

func TestOnlyFileEventsNameFiles(t *testing.T) {
	key := keyOf("a")
	ref := motcua.FileRef{SHA256: strings.Repeat("0a", 32), Size: 3, Type: "image/png", Pages: 1}
	e := event(t, key, nil, motcua.EventFileAdded, motcua.FileAdded{Paper: "p1", File: ref, From: "file"})
	if got, err := motcua.FilesOf(e); err != nil || len(got) != 1 || got[0] != ref {
		t.Errorf("%v %v", got, err)
	}
	e.Body = json.RawMessage(`{"data":7}`)
	if _, err := motcua.FilesOf(e); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("a body of another shape: %v", err)
	}
	e.Body = nil
	if got, err := motcua.FilesOf(e); err != nil || got != nil {
		t.Errorf("erased: %v %v", got, err)
	}
	if got, err := motcua.FilesOf(event(t, key, nil, motcua.EventStationStarted, struct{}{})); err != nil || got != nil {
		t.Errorf("%v %v", got, err)
	}
}

func FuzzAnEventFromOutsideNeverVerifiesByChance(f *testing.F) {
	key := public(keyOf("a"))
	f.Add([]byte(`{"v":1,"id":"x","station":"s0","seq":1,"kind":"station.started","body":{}}`))
	f.Add([]byte(`{"v":1,"wall":"2026-11-20T01:30:00Z","hlc":18446744073709551615}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e motcua.Event
		if json.Unmarshal(data, &e) != nil {
			return
		}
		if e.Verify(key) == nil {
			t.Errorf("verified: %s", data)
		}
		if _, err := motcua.FoldDossier([]motcua.Event{e}); err != nil && motcua.CodeOf(err) == motcua.CodeIO {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
