package wire

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/remitly-oss/httpsig-go"

	"motcua"
)

var update = flag.Bool("update", false, "write testdata anew")

var now = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

func testKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte("motcua wire test vector, v1....."))
}

func credential(key ed25519.PrivateKey) Credential {
	return Credential{
		ID:   motcua.StationID(key.Public().(ed25519.PublicKey)),
		Sign: func(b []byte) []byte { return ed25519.Sign(key, b) },
	}
}

func signedRequest(t *testing.T, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://hub.example.vn/v1/events?after=3&x=%20y", strings.NewReader(body))
	credential(testKey()).SignRequest(r, []byte(body), now)
	return r
}

func keyOf(string) (ed25519.PublicKey, error) { return testKey().Public().(ed25519.PublicKey), nil }

func wantCode(t *testing.T, name string, err error, code motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		t.Errorf("%s: got %v, want %s %q", name, err, code, field)
	}
}

func TestASignedRequestIsKnownByItsStation(t *testing.T) {
	r := signedRequest(t, "body")
	id, err := VerifyRequest(r, []byte("body"), now, keyOf)
	if err != nil || id != credential(testKey()).ID {
		t.Fatal(id, err)
	}
}

// The profile is no dialect: another implementation of RFC 9421 and RFC 9530
// verifies what we sign.
func TestAnotherImplementationVerifiesOurSignatures(t *testing.T) {
	profile := httpsig.VerifyProfile{
		SignatureLabel: "sig1", DisableTimeEnforcement: true,
		AllowedAlgorithms: []httpsig.Algorithm{httpsig.Algo_ED25519},
		RequiredFields:    httpsig.Fields("@method", "@path", "@query", "content-digest"),
		RequiredMetadata:  []httpsig.Metadata{httpsig.MetaCreated, httpsig.MetaKeyID, httpsig.MetaTag},
	}
	if _, err := httpsig.Verify(signedRequest(t, "body"), foreignKeys{}, profile); err != nil {
		t.Fatal(err)
	}
	bad := signedRequest(t, "body")
	bad.Method = http.MethodPut
	if _, err := httpsig.Verify(bad, foreignKeys{}, profile); err == nil {
		t.Fatal("the other implementation verifies anything")
	}
}

type foreignKeys struct{}

func (foreignKeys) FetchByKeyID(context.Context, http.Header, string) (httpsig.KeySpecer, error) {
	pub, err := keyOf("")
	return httpsig.KeySpec{KeyID: "k", Algo: httpsig.Algo_ED25519, PubKey: pub}, err
}

func (f foreignKeys) Fetch(ctx context.Context, h http.Header, _ httpsig.MetadataProvider) (httpsig.KeySpecer, error) {
	return f.FetchByKeyID(ctx, h, "")
}

func TestARequestThatChangedOnTheWayIsForged(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"method":     func(r *http.Request) { r.Method = http.MethodPut },
		"path":       func(r *http.Request) { r.URL.Path = "/v1/enrol" },
		"query":      func(r *http.Request) { r.URL.RawQuery = "after=4" },
		"time":       func(r *http.Request) { edit(r, "created=", "created=1") },
		"station":    func(r *http.Request) { edit(r, `keyid="s`, `keyid="sf`) },
		"tag":        func(r *http.Request) { edit(r, requestTag, answerTag) },
		"components": func(r *http.Request) { edit(r, `"@query" `, ``) },
		"algorithm":  func(r *http.Request) { edit(r, "ed25519", "hmac-sha256") },
		"label":      func(r *http.Request) { edit(r, "sig1=", "sig2=") },
		"nothing":    func(r *http.Request) { r.Header.Del(headInput) },
		"no base64":  func(r *http.Request) { r.Header.Set(headSig, "sig1=:"+strings.Repeat("=", 88)+":") },
		"two":        func(r *http.Request) { r.Header.Add(headInput, r.Header.Get(headInput)) },
	} {
		r := signedRequest(t, "body")
		change(r)
		if _, err := VerifyRequest(r, []byte("body"), now, keyOf); motcua.CodeOf(err) != motcua.CodeForged {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_, err := VerifyRequest(signedRequest(t, "body"), []byte("Body"), now, keyOf)
	wantCode(t, "body", err, motcua.CodeForged, "content-digest")
	denied := func(string) (ed25519.PublicKey, error) { return nil, &motcua.Error{Code: motcua.CodeDenied} }
	_, err = VerifyRequest(signedRequest(t, "body"), []byte("body"), now, denied)
	wantCode(t, "stranger", err, motcua.CodeDenied, "")
}

func edit(r *http.Request, from, to string) {
	r.Header.Set(headInput, strings.Replace(r.Header.Get(headInput), from, to, 1))
}

func TestAClockOutsideTheWindowIsNamedWithItsOffset(t *testing.T) {
	for _, d := range []time.Duration{-ClockWindow, 0, ClockWindow} {
		if _, err := VerifyRequest(signedRequest(t, "b"), []byte("b"), now.Add(d), keyOf); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
	_, err := VerifyRequest(signedRequest(t, "b"), []byte("b"), now.Add(-ClockWindow-time.Second), keyOf)
	wantCode(t, "ahead", err, motcua.CodeClock, "")
	if e := err.(*motcua.Error); e.Detail != "301" {
		t.Errorf("ahead by %s", e.Detail)
	}
}

func TestAnAnswerBelongsToItsRequestAndItsHub(t *testing.T) {
	hub := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	pub := hub.Public().(ed25519.PublicKey)
	r, h := signedRequest(t, "body"), http.Header{}
	credential(hub).SignAnswer(h, r, 200, []byte("answer"), now)
	if err := VerifyAnswer(h, r, 200, []byte("answer"), pub); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "status", VerifyAnswer(h, r, 201, []byte("answer"), pub), motcua.CodeForged, "signature")
	wantCode(t, "body", VerifyAnswer(h, r, 200, []byte("Answer"), pub), motcua.CodeForged, "content-digest")
	wantCode(t, "another question", VerifyAnswer(h, signedRequest(t, "other"), 200, []byte("answer"), pub), motcua.CodeForged, "signature")
	wantCode(t, "another hub", VerifyAnswer(h, r, 200, []byte("answer"), testKey().Public().(ed25519.PublicKey)), motcua.CodeForged, "signature")
	wantCode(t, "unsigned", VerifyAnswer(http.Header{}, r, 200, nil, pub), motcua.CodeForged, "signature-input")
}

func TestPackedEventsKeepTheBytesThatWereSigned(t *testing.T) {
	body := json.RawMessage(`{"data":"<b>&\u003c Nguyễn","salt":""}`)
	for _, zstdOK := range []bool{false, true} {
		h := http.Header{}
		in := PushRequest{Events: make([]motcua.Event, 50)}
		for i := range in.Events {
			in.Events[i] = motcua.Event{Body: body, Wall: now}
		}
		b, err := Pack(in, h, zstdOK)
		if err != nil || (h.Get("Content-Encoding") == "zstd") != zstdOK {
			t.Fatal(err, h)
		}
		var out PushRequest
		if err := Unpack(b, h, &out); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.Events[49].Body, body) {
			t.Fatalf("%s", out.Events[49].Body)
		}
	}
}

func TestABodyThatIsNotWhatItClaimsIsABadAnswer(t *testing.T) {
	asJSON := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	for name, x := range map[string]struct {
		body   string
		header http.Header
		field  string
	}{
		"html":     {"{}", http.Header{"Content-Type": {"text/html"}}, "content-type"},
		"none":     {"{}", http.Header{}, "content-type"},
		"latin":    {"{}", http.Header{"Content-Type": {"application/json; charset=latin1"}}, "content-type"},
		"br":       {"{}", http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {"br"}}, "content-encoding"},
		"not zstd": {"{}", http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {"zstd"}}, "body"},
		"empty":    {"", asJSON, "body"},
		"two":      {"{}{}", asJSON, "body"},
		"list":     {"[]", asJSON, "body"},
	} {
		var out PushRequest
		wantCode(t, name, Unpack([]byte(x.body), x.header, &out), motcua.CodeBadAnswer, x.field)
	}
	var out PushRequest
	if err := Unpack([]byte(`{"tomorrow":1}`), asJSON, &out); err != nil {
		t.Fatalf("a field of a later version is no harm: %v", err)
	}
}

func TestASmallPacketThatUnpacksToMuchIsTooLarge(t *testing.T) {
	h := http.Header{}
	bomb, err := Pack(strings.Repeat(" ", 3<<20), h, true)
	if err != nil || len(bomb) > 10_000 {
		t.Fatal(len(bomb), err)
	}
	_, err = Inflate(bomb, 1<<20)
	wantCode(t, "bomb", err, motcua.CodeTooLarge, "body")
	if b, err := Inflate(bomb, 4<<20); err != nil || len(b) != 3<<20+2 {
		t.Fatal(len(b), err)
	}
	_, err = ReadAll(io.LimitReader(zeros{}, 11), 10)
	wantCode(t, "long", err, motcua.CodeTooLarge, "body")
	if b, err := ReadAll(io.LimitReader(zeros{}, 10), 10); err != nil || len(b) != 10 {
		t.Fatal(b, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAnEnrolmentProvesItsKey(t *testing.T) {
	r := EnrolRequest{Code: "ABCDE", Key: testKey().Public().(ed25519.PublicKey), Unit: "46-19789", Name: "Quầy 01"}
	r.Proof = ed25519.Sign(testKey(), r.SignedBytes())
	if err := r.Verify(); err != nil {
		t.Fatal(err)
	}
	moved := r // what leaves one field must not enter the next unseen
	moved.Unit, moved.Name = r.Unit+"Q", r.Name[1:]
	wantCode(t, "moved", moved.Verify(), motcua.CodeForged, "proof")
	short := r
	short.Key = short.Key[:31]
	wantCode(t, "short key", short.Verify(), motcua.CodeForged, "proof")
}

func TestCursorsAndSumsHaveOneForm(t *testing.T) {
	for s, want := range map[string]uint64{"": 0, "0": 0, "17": 17} {
		if n, err := ParseCursor(s); err != nil || n != want {
			t.Errorf("%q: %d %v", s, n, err)
		}
	}
	for _, s := range []string{"-1", "01", "+1", "x", " 1", "9223372036854775808"} {
		_, err := ParseCursor(s)
		wantCode(t, s, err, motcua.CodeInvalid, "after")
	}
	if FormatCursor(17) != "17" {
		t.Error(FormatCursor(17))
	}
	good := strings.Repeat("0a", 32)
	for s, want := range map[string]bool{good: true, strings.ToUpper(good): false, good[1:]: false, "../" + good[3:]: false} {
		if ValidSHA(s) != want {
			t.Error(s)
		}
	}
}

func TestEveryRefusalHasItsStatus(t *testing.T) {
	for c, want := range map[motcua.ErrorCode]int{
		motcua.CodeRevoked: 403, motcua.CodeClock: 401, motcua.CodeTooLarge: 413, motcua.CodeBusy: 429,
		motcua.CodeDiskFull: 507, motcua.CodeIO: 500, "of-tomorrow": 500,
	} {
		if got := StatusOf(c); got != want {
			t.Errorf("%s: %d", c, got)
		}
	}
	wantCode(t, "problem", Problem{Code: motcua.CodeRevoked, Field: "station"}.Err(), motcua.CodeRevoked, "station")
}

// vector is the frozen form of a hub's receipt as it travels by any road.
type vector struct {
	Key     []byte            `json:"key"`
	Receipt motcua.HubReceipt `json:"receipt"`
	Signed  string            `json:"signed"`
}

func TestTheFrozenReceiptStillVerifies(t *testing.T) {
	path := filepath.Join("testdata", "receipt-v1.json")
	r := motcua.HubReceipt{
		Station: "s0123456789abcdef", Through: 9, Hash: motcua.Hash{1, 2, 3}, Accepted: 7, Duplicate: 2,
		Refused: []motcua.Refusal{{Seq: 8, Code: motcua.CodeConflict}}, At: now,
	}
	r.Sign(testKey())
	if *update {
		raw, err := json.MarshalIndent(vector{testKey().Public().(ed25519.PublicKey), r, string(r.SignedBytes())}, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	if string(v.Receipt.SignedBytes()) != v.Signed || string(r.SignedBytes()) != v.Signed {
		t.Fatalf("the signed form changed:\n%s", r.SignedBytes())
	}
	if err := v.Receipt.Verify(v.Key); err != nil {
		t.Fatal(err)
	}
	v.Receipt.Refused[0].Seq = 7
	if err := v.Receipt.Verify(v.Key); motcua.CodeOf(err) != motcua.CodeForged {
		t.Fatal("a changed receipt verifies")
	}
}
