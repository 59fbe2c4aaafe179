package motcua

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"time"
)

// Refusal names one event that the hub holds but does not accept, and why.
type Refusal struct {
	Seq  uint64    `json:"seq"`
	Code ErrorCode `json:"code"`
}

// HubReceipt (biên nhận) is the hub's signed word on what it holds of one
// station's log. Only it may light "Trung tâm đã nhận". It travels back by any
// road and says the same whichever way the events came.
type HubReceipt struct {
	Version   int       `json:"v"`
	Hub       string    `json:"hub"`     // station id of the hub's key
	Station   string    `json:"station"` // whose log
	Through   uint64    `json:"through"` // every event up to this is held
	Hash      Hash      `json:"hash"`    // of event Through; zero where Through is 0
	Accepted  int       `json:"accepted"`
	Duplicate int       `json:"duplicate"`
	Refused   []Refusal `json:"refused,omitempty"`
	At        time.Time `json:"at"` // UTC, milliseconds
	Sig       []byte    `json:"sig"`
}

// SignedBytes returns the frozen form that is signed.
func (r HubReceipt) SignedBytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "motcua receipt v%d\nhub=%s\nstation=%s\nthrough=%d\nhash=%s\naccepted=%d\nduplicate=%d\n",
		r.Version, r.Hub, r.Station, r.Through, r.Hash, r.Accepted, r.Duplicate)
	for _, x := range r.Refused {
		fmt.Fprintf(&b, "refused=%d %q\n", x.Seq, string(x.Code))
	}
	fmt.Fprintf(&b, "at=%s\n", r.At.UTC().Format(wallLayout))
	return b.Bytes()
}

// Sign signs r with the hub's key.
func (r *HubReceipt) Sign(key ed25519.PrivateKey) {
	r.Version = 1
	r.Hub = StationID(key.Public().(ed25519.PublicKey))
	r.At = r.At.UTC().Truncate(time.Millisecond)
	r.Sig = ed25519.Sign(key, r.SignedBytes())
}

// Verify checks that the hub with this key signed r.
func (r HubReceipt) Verify(key ed25519.PublicKey) error {
	if r.Version != 1 {
		return &Error{Code: CodeNewer, Field: "v", Detail: "receipt version"}
	}
	if StationID(key) != r.Hub || !ed25519.Verify(key, r.SignedBytes(), r.Sig) {
		return &Error{Code: CodeForged, Field: "receipt"}
	}
	return nil
}

// FilesOf returns the files that an event names; they must be on disk before
// it is committed and reach the hub before it. FilingKinds lists the kinds that
// can name any.
func FilesOf(e Event) ([]FileRef, error) {
	if e.Body == nil {
		return nil, nil
	}
	switch e.Kind {
	case EventFileAdded:
		var b FileAdded
		if err := e.DecodeBody(&b); err != nil {
			return nil, err
		}
		return []FileRef{b.File}, nil
	case EventResultRecorded:
		var b ResultRecorded
		if err := e.DecodeBody(&b); err != nil || b.File == nil {
			return nil, err
		}
		return []FileRef{*b.File}, nil
	}
	return nil, nil
}

// FilingKinds returns the kinds of events that can name files.
func FilingKinds() [2]EventKind { return [...]EventKind{EventFileAdded, EventResultRecorded} }
