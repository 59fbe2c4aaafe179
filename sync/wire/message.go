// Package wire is what a station and a hub say to each other over HTTP: the
// messages under /v1/, how they are packed, and how requests and answers are
// signed. Bodies are JSON, packed with zstd where that pays.
//
// Paths, all below the hub's base address:
//
//	POST /v1/enrol       EnrolRequest → EnrolResponse; the body carries its own proof
//	POST /v1/events      PushRequest → motcua.HubReceipt
//	POST /v1/files/have  HaveRequest → HaveResponse
//	*    /v1/files/      tus 1.0; an upload's name is FileID
//	POST /v1/blocks      motcua.BlockRequest → BlocksResponse
//	GET  /v1/pull        ?after=cursor → PullResponse
//	GET  /v1/own         ?after=seq → OwnResponse: a station's own log back
//	GET  /v1/own/file    ?seq=…&offset=… → OwnPiece: of the file that event names
//	GET  /healthz        "ok"
//	GET  /T/{payload}    the citizen's status page
//
// Whatever is refused is answered with a Problem.
package wire

import (
	"crypto/ed25519"
	"strconv"
	"strings"
	"time"

	"motcua"
)

// The paths of the API.
const (
	PathEnrol  = "/v1/enrol"
	PathEvents = "/v1/events"
	PathHave   = "/v1/files/have"
	PathFiles  = "/v1/files/"
	PathBlocks = "/v1/blocks"
	PathPull   = "/v1/pull"
	PathOwn    = "/v1/own"
	PathHealth = "/healthz"
	PathToken  = "/T/"

	PathOwnFile = "/v1/own/file"
)

// Bounds that both sides keep.
const (
	MaxPacked   = 8 << 20   // bytes of one body as it travels
	MaxUnpacked = 16 << 20  // bytes of one body once unpacked
	MaxEvents   = 500       // events of one push or one page
	MaxHave     = 2000      // sums of one HaveRequest
	MaxFile     = 100 << 20 // bytes of one file
	MaxChunk    = 4 << 20   // bytes of one PATCH
	ClockWindow = 5 * time.Minute
)

// EnrolRequest asks a hub to take a station in.
type EnrolRequest struct {
	Code      string `json:"code"` // EnrolCode.Name
	Key       []byte `json:"key"`  // Ed25519 public key
	Recipient string `json:"recipient"`
	Unit      string `json:"unit"`
	UnitName  string `json:"unitName"`
	Name      string `json:"name"`
	// SerialFrom and SerialTo are the numbers that the station prints from so
	// far; both 0 where it has printed none.
	SerialFrom int    `json:"serialFrom,omitempty"`
	SerialTo   int    `json:"serialTo,omitempty"`
	Proof      []byte `json:"proof"` // Ed25519 over SignedBytes
}

// SignedBytes returns what Proof signs: it shows that the sender holds the key.
func (r EnrolRequest) SignedBytes() []byte {
	var b strings.Builder
	b.WriteString("motcua enrol v1\n")
	for _, s := range []string{
		r.Code, string(r.Key), r.Recipient, r.Unit, r.UnitName, r.Name,
		strconv.Itoa(r.SerialFrom), strconv.Itoa(r.SerialTo),
	} {
		b.WriteString(strconv.Itoa(len(s)))
		b.WriteByte(':')
		b.WriteString(s)
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// Verify checks that the sender holds the key he shows.
func (r EnrolRequest) Verify() error {
	if len(r.Key) != ed25519.PublicKeySize || !ed25519.Verify(r.Key, r.SignedBytes(), r.Proof) {
		return &motcua.Error{Code: motcua.CodeForged, Field: "proof"}
	}
	return nil
}

// EnrolResponse is what a station gets when it is taken in.
type EnrolResponse struct {
	Hub        motcua.HubInfo `json:"hub"`
	SerialFrom int            `json:"serialFrom"` // numbers that are this station's alone
	SerialTo   int            `json:"serialTo"`
	Peers      []motcua.Peer  `json:"peers"` // the other stations of the unit
	Proof      []byte         `json:"proof"` // EnrolProof: this hub knows the code
}

// PushRequest carries events of the station that signs the request, in order
// of seq.
type PushRequest struct {
	Events []motcua.Event `json:"events"`
}

// HaveRequest asks which of these files the hub lacks.
type HaveRequest struct {
	SHA256 []string `json:"sha256"`
}

// HaveResponse lists those that it lacks.
type HaveResponse struct {
	Missing []string `json:"missing"`
}

// PullResponse carries the hub's own events about dossiers that the station
// took in, in order of seq, and the stations whose receipts it may meet.
type PullResponse struct {
	Events []motcua.Event `json:"events"`
	Peers  []motcua.Peer  `json:"peers"`
	Cursor string         `json:"cursor"` // say it in the next pull
	More   bool           `json:"more"`   // there is another page
	At     time.Time      `json:"at"`     // the moment that this was all, by the hub's clock
	// Held is what the hub holds of the asking station's log. It lists no
	// refusals and acknowledges nothing: it is there so that a station whose
	// file is older than that finds out.
	Held *motcua.HubReceipt `json:"held,omitempty"`
}

// BlocksResponse carries the serials that the hub leased to the station: at
// most one block for each day that was asked for.
type BlocksResponse struct {
	Blocks []motcua.Block `json:"blocks"`
}

// Check refuses an answer that does not belong to r, with CodeBadAnswer.
func (a BlocksResponse) Check(r motcua.BlockRequest) error {
	bad := func(i int, cause error) error {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "blocks", Detail: strconv.Itoa(i), Cause: cause}
	}
	days := map[string]bool{}
	for _, d := range r.Days {
		days[d] = true
	}
	for i, b := range a.Blocks {
		if err := b.Check(); err != nil {
			return bad(i, err)
		}
		if b.Agency != r.Agency || !days[b.Day] || b.Count() > motcua.BlockSize {
			return bad(i, nil)
		}
		delete(days, b.Day) // each once
	}
	return nil
}

// OwnResponse carries events of the asking station's own log, in order of seq
// right after the one it named, as far as they fit in one answer; none where
// the hub holds no more.
type OwnResponse struct {
	Events []motcua.Event `json:"events"`
	// Receipt says what is held; it lists all refusals after the named event.
	Receipt motcua.HubReceipt `json:"receipt"`
}

// OwnPiece is a piece of a file, at most MaxChunk bytes from the offset asked
// for; none at its end.
type OwnPiece struct {
	Data []byte `json:"data"`
	Size int64  `json:"size"` // of the whole file
}

// FileID is the name of an upload: one for each station and file, so that a
// station that forgot everything finds its half-sent file again.
func FileID(station, sha string) string { return station + "-" + sha }

// Carriable reports whether a file can travel at all. An event that names one
// that cannot travels alone, and the hub refuses it by name.
func Carriable(f motcua.FileRef) bool {
	return ValidSHA(f.SHA256) && f.Size >= 1 && f.Size <= MaxFile
}

// ParseCursor reads a pull cursor: the hub's seq up to which the station knows
// the hub's events, in decimal; "" is 0.
func ParseCursor(s string) (uint64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "after", Detail: "not a cursor"}
	}
	return n, nil
}

// FormatCursor writes a pull cursor.
func FormatCursor(seq uint64) string { return strconv.FormatUint(seq, 10) }

// ValidSHA reports whether s names a file: 64 lower-case hex digits.
func ValidSHA(s string) bool {
	var h motcua.Hash
	return h.UnmarshalText([]byte(s)) == nil
}
