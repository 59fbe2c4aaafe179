package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"motcua"
)

// Requests and answers are signed by HTTP Message Signatures (RFC 9421) with a
// Content-Digest (RFC 9530), in one fixed profile each: one signature "sig1",
// ed25519, these components in this order and no other parameters. The tag
// keeps a signature of one use from being taken for another. A station's
// request covers method, path, query and body; a hub's answer covers status,
// body and the signature of the request it answers, so that no old answer can
// be played back. A request that is played back within ClockWindow does no
// harm, because every request of the API may be repeated.
const (
	headDigest = "Content-Digest"
	headInput  = "Signature-Input"
	headSig    = "Signature"

	requestParts = `("@method" "@path" "@query" "content-digest")`
	answerParts  = `("@status" "content-digest" "signature";req;key="sig1")`
	requestTag   = "motcua-v1"
	answerTag    = "motcua-v1-answer"
)

var (
	inputShape = regexp.MustCompile(`^sig1=(\(.+\));created=(\d{1,12});keyid="(s[0-9a-f]{16})";alg="ed25519";tag="([a-z0-9-]+)"$`)
	sigShape   = regexp.MustCompile(`^sig1=:([A-Za-z0-9+/=]{88}):$`)
)

// Credential signs for one key.
type Credential struct {
	ID   string // motcua.StationID of the key
	Sign func(message []byte) []byte
}

// SignRequest signs r, whose body, as it travels, is body (nil for none).
func (c Credential) SignRequest(r *http.Request, body []byte, now time.Time) {
	r.Header.Set(headDigest, digest(body))
	params := parameters(requestParts, c.ID, requestTag, now)
	c.put(r.Header, params, requestBase(r, params))
}

// SignAnswer signs the headers of the answer to r with a status and body.
func (c Credential) SignAnswer(h http.Header, r *http.Request, status int, body []byte, now time.Time) {
	h.Set(headDigest, digest(body))
	params := parameters(answerParts, c.ID, answerTag, now)
	c.put(h, params, answerBase(h, r, status, params))
}

func (c Credential) put(h http.Header, params, base string) {
	h.Set(headInput, "sig1="+params)
	h.Set(headSig, "sig1=:"+base64.StdEncoding.EncodeToString(c.Sign([]byte(base)))+":")
}

// Claimed returns the station that r says it is from, before anything is
// checked; "" where it says nothing that could be true.
func Claimed(r *http.Request) string {
	in, err := readInput(r.Header, requestParts, requestTag)
	if err != nil {
		return ""
	}
	return in.id
}

// VerifyRequest returns the station that signed r, whose body, as it
// travelled, is body. key returns a station's public key. A signature made
// more than ClockWindow from now is CodeClock with the seconds that the
// sender's clock is ahead as detail; it is looked at last, so that only true
// stations learn of it.
func VerifyRequest(r *http.Request, body []byte, now time.Time, key func(station string) (ed25519.PublicKey, error)) (string, error) {
	in, err := readInput(r.Header, requestParts, requestTag)
	if err != nil {
		return "", err
	}
	if r.Header.Get(headDigest) != digest(body) {
		return "", forged("content-digest")
	}
	pub, err := key(in.id)
	if err != nil {
		return "", err
	}
	if !ed25519.Verify(pub, []byte(requestBase(r, in.params)), in.sig) {
		return "", forged("signature")
	}
	if ahead := in.created.Sub(now); ahead.Abs() > ClockWindow {
		return "", &motcua.Error{Code: motcua.CodeClock, Detail: strconv.FormatInt(int64(ahead/time.Second), 10)}
	}
	return in.id, nil
}

// VerifyAnswer checks that the hub with this key gave this answer to r.
func VerifyAnswer(h http.Header, r *http.Request, status int, body []byte, key ed25519.PublicKey) error {
	in, err := readInput(h, answerParts, answerTag)
	if err != nil {
		return err
	}
	if h.Get(headDigest) != digest(body) {
		return forged("content-digest")
	}
	if in.id != motcua.StationID(key) || !ed25519.Verify(key, []byte(answerBase(h, r, status, in.params)), in.sig) {
		return forged("signature")
	}
	return nil
}

type input struct {
	params  string
	id      string
	created time.Time
	sig     []byte
}

func readInput(h http.Header, parts, tag string) (input, error) {
	if len(h.Values(headInput)) != 1 || len(h.Values(headSig)) != 1 || len(h.Values(headDigest)) != 1 {
		return input{}, forged("signature-input")
	}
	text := h.Get(headInput)
	m := inputShape.FindStringSubmatch(text)
	s := sigShape.FindStringSubmatch(h.Get(headSig))
	if m == nil || s == nil || m[1] != parts || m[4] != tag {
		return input{}, forged("signature-input")
	}
	sec, err := strconv.ParseInt(m[2], 10, 64)
	if err != nil {
		return input{}, forged("signature-input")
	}
	sig, err := base64.StdEncoding.DecodeString(s[1])
	if err != nil {
		return input{}, forged("signature")
	}
	return input{params: text[len("sig1="):], id: m[3], created: time.Unix(sec, 0), sig: sig}, nil
}

func parameters(parts, id, tag string, now time.Time) string {
	return fmt.Sprintf(`%s;created=%d;keyid="%s";alg="ed25519";tag="%s"`, parts, now.Unix(), id, tag)
}

func requestBase(r *http.Request, params string) string {
	return fmt.Sprintf("\"@method\": %s\n\"@path\": %s\n\"@query\": ?%s\n\"content-digest\": %s\n\"@signature-params\": %s",
		r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Get(headDigest), params)
}

func answerBase(h http.Header, r *http.Request, status int, params string) string {
	sig := r.Header.Get(headSig)
	if len(sig) > len("sig1=") {
		sig = sig[len("sig1="):]
	}
	return fmt.Sprintf("\"@status\": %d\n\"content-digest\": %s\n\"signature\";req;key=\"sig1\": %s\n\"@signature-params\": %s",
		status, h.Get(headDigest), sig, params)
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

func forged(field string) error { return &motcua.Error{Code: motcua.CodeForged, Field: field} }
