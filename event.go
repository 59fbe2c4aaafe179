package motcua

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// EventKind names what happened.
type EventKind string

// The kinds of events. Kinds that start with "dossier." carry a dossier id.
const (
	EventStationStarted  EventKind = "station.started"
	EventStationEnrolled EventKind = "station.enrolled"
	EventReceived        EventKind = "dossier.received" // body Received
	EventFileAdded       EventKind = "dossier.file"     // body FileAdded
	EventStatusChanged   EventKind = "dossier.status"   // body StatusChanged
	EventErased          EventKind = "dossier.erased"   // body Erased; the bodies before it are gone
	EventRevoked         EventKind = "dossier.revoked"  // body Revoked: the newest event no longer counts
	EventNumbersLeased   EventKind = "station.numbers"  // body []Block: leased from the hub
	// EventNumbersUnused, body []Block, explains gaps: these leased serials
	// were not printed and never will be.
	EventNumbersUnused EventKind = "station.numbers-unused"
)

// The kinds whose bodies are Actions of the same name.
const (
	EventAccepted            EventKind = "dossier.accepted"
	EventRefused             EventKind = "dossier.refused"              // Mẫu 03
	EventSupplementRequested EventKind = "dossier.supplement-requested" // Mẫu 02
	EventSupplementReceived  EventKind = "dossier.supplement-received"
	EventPaused              EventKind = "dossier.paused"
	EventResumed             EventKind = "dossier.resumed"
	EventExtended            EventKind = "dossier.extended"  // Mẫu 04
	EventStopped             EventKind = "dossier.stopped"   // Mẫu 05
	EventForwarded           EventKind = "dossier.forwarded" // Mẫu 06
	EventTakenOver           EventKind = "dossier.taken-over"
	EventPaymentRequested    EventKind = "dossier.payment-requested"
	EventPaymentReceived     EventKind = "dossier.payment-received"
	EventPaymentVoided       EventKind = "dossier.payment-voided"
	EventResultRecorded      EventKind = "dossier.result"
	EventHandedOver          EventKind = "dossier.handed-over"
	EventCorrected           EventKind = "dossier.corrected"
	EventNoted               EventKind = "dossier.noted"
)

// Hash is a SHA-256 sum; in JSON 64 lower-case hex digits.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes h as hex.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 64 lower-case hex digits and nothing else.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) != 2*len(h) || bytes.ContainsAny(b, "ABCDEF") {
		return &Error{Code: CodeCorrupt, Detail: "not a hash"}
	}
	if _, err := hex.Decode(h[:], b); err != nil {
		return &Error{Code: CodeCorrupt, Detail: "not a hash", Cause: err}
	}
	return nil
}

// HLC is a hybrid logical time: milliseconds since 1970 in the upper 48 bits,
// a counter in the lower 16. It never runs backwards on one station.
type HLC uint64

// Next returns the hybrid time of an event at wall time now that comes after h.
func (h HLC) Next(now time.Time) HLC {
	n := HLC(uint64(max(now.UnixMilli(), 0)) << 16)
	if n > h {
		return n
	}
	return h + 1
}

// Time returns the wall part of h.
func (h HLC) Time() time.Time { return time.UnixMilli(int64(h >> 16)) }

// EventVersion is the version this program writes.
const EventVersion = 1

// Event is one fact in a station's append-only log. The header is signed; the
// body hangs beside it and may be erased when the law says so: the chain still
// verifies.
type Event struct {
	Version  int             `json:"v"`
	ID       string          `json:"id"`      // UUIDv7
	Station  string          `json:"station"` // StationID
	Seq      uint64          `json:"seq"`     // 1, 2, 3 … without gaps
	Prev     Hash            `json:"prev"`    // hash of the station's event Seq-1; zero for the first
	Wall     time.Time       `json:"wall"`    // UTC, milliseconds
	HLC      HLC             `json:"hlc"`
	Actor    string          `json:"actor"`             // who did it; "" for the program itself
	Dossier  string          `json:"dossier,omitempty"` // dossier id; "" for the station's own events
	Kind     EventKind       `json:"kind"`
	BodyHash Hash            `json:"bodyHash"`
	Sig      []byte          `json:"sig"`            // Ed25519 over SignedBytes
	Body     json.RawMessage `json:"body,omitempty"` // salted JSON; nil once erased
}

// wallLayout is how a header writes its time: UTC, always three decimals.
const wallLayout = "2006-01-02T15:04:05.000Z"

// SignedBytes returns the frozen form of the header that is hashed and signed:
// a title line, then one "name=value" line for each field, in this order.
// testdata/event-v1.json holds the vectors.
func (e Event) SignedBytes() []byte { return e.appendSigned(make([]byte, 0, 512)) }

func (e Event) appendSigned(b []byte) []byte {
	b = append(b, "motcua event v"...)
	b = strconv.AppendInt(b, int64(e.Version), 10)
	b = append(b, "\nid="...)
	b = append(b, e.ID...)
	b = append(b, "\nstation="...)
	b = append(b, e.Station...)
	b = append(b, "\nseq="...)
	b = strconv.AppendUint(b, e.Seq, 10)
	b = append(b, "\nprev="...)
	b = hex.AppendEncode(b, e.Prev[:])
	b = append(b, "\nwall="...)
	b = e.Wall.UTC().AppendFormat(b, wallLayout)
	b = append(b, "\nhlc="...)
	b = strconv.AppendUint(b, uint64(e.HLC), 10)
	b = append(b, "\nactor="...)
	b = append(b, e.Actor...)
	b = append(b, "\ndossier="...)
	b = append(b, e.Dossier...)
	b = append(b, "\nkind="...)
	b = append(b, e.Kind...)
	b = append(b, "\nbody="...)
	b = hex.AppendEncode(b, e.BodyHash[:])
	return append(b, '\n')
}

// Hash returns what the next event's Prev must be.
func (e Event) Hash() Hash {
	var room [512]byte
	return sha256.Sum256(e.appendSigned(room[:0]))
}

// MaxBody bounds an event's body in bytes.
const MaxBody = 1 << 20

// Sign fills BodyHash from Body and Sig from key, after checking that the
// header can be written without ambiguity.
func (e *Event) Sign(key ed25519.PrivateKey) error {
	if err := e.check(); err != nil {
		return err
	}
	// A body that JSON would write in other bytes would not verify after its
	// first journey.
	if e.Body != nil {
		if b, err := json.Marshal(e.Body); err != nil || !bytes.Equal(b, e.Body) {
			return &Error{Code: CodeInvalid, Field: "body", Detail: "not compact JSON", Cause: err}
		}
	}
	e.seal(key)
	return nil
}

// SignNew is Sign for a body that SaltedBody has just made, which is compact
// as it stands.
func (e *Event) SignNew(key ed25519.PrivateKey) error {
	if err := e.check(); err != nil {
		return err
	}
	e.seal(key)
	return nil
}

func (e *Event) seal(key ed25519.PrivateKey) {
	e.BodyHash = sha256.Sum256(e.Body)
	e.Sig = ed25519.Sign(key, e.SignedBytes())
}

// Verify checks the signature, that the body, where it is still there, is the
// one that was signed, and that station id and key belong together.
func (e Event) Verify(key ed25519.PublicKey) error {
	if err := e.check(); err != nil {
		return err
	}
	if StationID(key) != e.Station {
		return e.forged("key of another station")
	}
	if !ed25519.Verify(key, e.SignedBytes(), e.Sig) {
		return e.forged("signature")
	}
	return e.VerifyBody()
}

// VerifyBody checks that the body, where it is still there, has the signed hash.
func (e Event) VerifyBody() error {
	if e.Body != nil && Hash(sha256.Sum256(e.Body)) != e.BodyHash {
		return e.forged("body")
	}
	return nil
}

// Follows checks that e is the event right after one of the same station whose
// sequence number and hash are given (0 and the zero hash before the first).
func (e Event) Follows(seq uint64, hash Hash) error {
	if e.Seq != seq+1 {
		return &Error{Code: CodeCorrupt, Field: "seq", Detail: fmt.Sprintf("gap: %d after %d", e.Seq, seq)}
	}
	if e.Prev != hash {
		return e.forged("chain")
	}
	return nil
}

func (e Event) forged(what string) error {
	return &Error{Code: CodeForged, Field: what, Detail: fmt.Sprintf("event %d of %s", e.Seq, e.Station)}
}

// CheckHeader checks that the header can be written and signed without
// ambiguity. Verify does so too; this is for chains where the newest signature
// vouches for the events before it.
func (e Event) CheckHeader() error { return e.check() }

func (e Event) check() error {
	bad := func(f string) error { return &Error{Code: CodeCorrupt, Field: f, Detail: "event header"} }
	if e.Version > EventVersion {
		return &Error{Code: CodeNewer, Field: "v", Detail: "event version " + strconv.Itoa(e.Version)}
	}
	if e.Version != EventVersion {
		return bad("v")
	}
	for _, f := range [...]struct{ name, v string }{
		{"id", e.ID}, {"station", e.Station}, {"actor", e.Actor}, {"dossier", e.Dossier}, {"kind", string(e.Kind)},
	} {
		if len(f.v) > 200 || strings.IndexByte(f.v, '\n') >= 0 || strings.IndexByte(f.v, 0) >= 0 || !utf8.ValidString(f.v) {
			return bad(f.name)
		}
	}
	if e.ID == "" || e.Station == "" || e.Kind == "" || e.Seq == 0 {
		return bad("header")
	}
	if strings.HasPrefix(string(e.Kind), "dossier.") != (e.Dossier != "") {
		return bad("dossier")
	}
	if len(e.Body) > MaxBody {
		return &Error{Code: CodeTooLarge, Field: "body"}
	}
	if !e.Wall.Equal(e.Wall.Truncate(time.Millisecond)) {
		return bad("wall")
	}
	return nil
}

// StationID returns the id of the station that owns a public key: "s" and the
// first 16 hex digits of its SHA-256.
func StationID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return "s" + hex.EncodeToString(sum[:8])
}

// SaltedBody returns the JSON body of an event: {"data": …, "salt": …}. The
// salt (16 random bytes) keeps an erased body from being guessed back from its
// hash.
func SaltedBody(salt []byte, data any) (json.RawMessage, error) {
	b, err := json.Marshal(struct {
		Data any    `json:"data"`
		Salt []byte `json:"salt"`
	}{data, salt})
	if err != nil {
		return nil, &Error{Code: CodeInvalid, Field: "body", Cause: err}
	}
	if len(b) > MaxBody {
		return nil, &Error{Code: CodeTooLarge, Field: "body"}
	}
	return b, nil
}

// DecodeBody reads the data of an event's body into v. An erased body gives
// CodeUnknown.
func (e Event) DecodeBody(v any) error {
	if e.Body == nil {
		return &Error{Code: CodeUnknown, Field: "body", Detail: "erased"}
	}
	var env struct {
		Data json.RawMessage `json:"data"`
	}
	err := json.Unmarshal(e.Body, &env)
	if err == nil {
		err = json.Unmarshal(env.Data, v)
	}
	if err != nil {
		return &Error{Code: CodeCorrupt, Field: "body", Detail: string(e.Kind), Cause: err}
	}
	return nil
}
