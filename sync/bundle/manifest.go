// Package bundle is the log on a stick: one sealed file that carries what the
// network would, in both directions.
//
// Outside it is an age file (age-encryption.org/v1) for one X25519 recipient.
// Inside, frozen as version 1, all numbers big-endian:
//
//	"MOTCUA BUNDLE 1\n"
//	length (4) · manifest, JSON · Ed25519 signature (64) of the sender over
//	    "motcua bundle v1\n" and the manifest
//	events: as many bytes as the manifest says; JSON lines packed with zstd
//	files: one after the other, in the order and sizes of the manifest
//	"END\n" · SHA-256 of everything before "END\n" (32)
//
// Nothing is believed before the last byte is checked, so a torn, flipped,
// longer or shorter file is refused as a whole. testdata holds vectors.
package bundle

import (
	"crypto/ed25519"
	"time"

	"motcua"
	"motcua/sync/wire"
)

// Kind is the direction of a bundle.
type Kind string

// The two directions.
const (
	ToHub     Kind = "station-hub"
	ToStation Kind = "hub-station"
)

// Version is the version that this program writes and reads.
const Version = 1

// Bounds of a bundle. What does not fit goes into the next one.
const (
	MaxManifest = 16 << 20
	MaxEvents   = 200_000
	MaxFiles    = 50_000
	MaxPacked   = 64 << 20  // bytes of the events section
	MaxUnpacked = 512 << 20 // bytes of events once unpacked
)

const (
	magic     = "MOTCUA BUNDLE 1\n"
	endMark   = "END\n"
	signTitle = "motcua bundle v1\n"
)

// File names a file in a bundle.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Manifest is the signed part of a bundle. Who it is for stands inside, so
// that nobody can open a bundle, seal it anew for another reader and pass it
// off as meant for him.
type Manifest struct {
	Version int       `json:"v"`
	ID      string    `json:"id"` // UUIDv7
	Kind    Kind      `json:"kind"`
	From    string    `json:"from"`    // station id of the signer; the events are its own
	To      string    `json:"to"`      // age recipient of the reader
	Station string    `json:"station"` // the station that sent or that is to read
	Made    time.Time `json:"made"`
	// FromSeq and Through are the first and last event; both 0 without events.
	FromSeq      uint64      `json:"fromSeq"`
	Through      uint64      `json:"through"`
	Events       int         `json:"events"`
	EventsSize   int64       `json:"eventsSize"` // packed
	EventsSHA256 motcua.Hash `json:"eventsSha256"`
	Files        []File      `json:"files,omitempty"`
	More         bool        `json:"more,omitempty"` // there was more than fits
	// Cursor is how far the station knows the hub's events: before, in a
	// bundle to the hub; after, in one from it.
	Cursor  string             `json:"cursor,omitempty"`
	After   string             `json:"after,omitempty"`   // from the hub only: its events begin after this cursor
	Receipt *motcua.HubReceipt `json:"receipt,omitempty"` // from the hub only
	Peers   []motcua.Peer      `json:"peers,omitempty"`   // from the hub only
}

// check looks at what can be wrong with a manifest that is signed.
func (m Manifest) check() error {
	bad := func(field string) error {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: field, Detail: "manifest"}
	}
	switch {
	case m.Version != Version:
		return &motcua.Error{Code: motcua.CodeNewer, Field: "v", Detail: "bundle version"}
	case m.Kind != ToHub && m.Kind != ToStation:
		return bad("kind")
	case m.ID == "" || len(m.ID) > 64:
		return bad("id")
	case m.Events < 0 || m.Events > MaxEvents || m.EventsSize < 0 || m.EventsSize > MaxPacked:
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "events"}
	case (m.Events == 0) != (m.Through == 0) || m.FromSeq > m.Through:
		return bad("through")
	case m.Kind == ToHub && m.Events > 0 && m.Through-m.FromSeq != uint64(m.Events-1):
		return bad("events")
	case m.Kind == ToHub && m.From != m.Station:
		return bad("station")
	case len(m.Files) > MaxFiles:
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "files"}
	}
	for i, f := range m.Files {
		if !wire.ValidSHA(f.SHA256) || i > 0 && m.Files[i-1].SHA256 >= f.SHA256 {
			return bad("files")
		}
		if f.Size < 0 || f.Size > wire.MaxFile {
			return &motcua.Error{Code: motcua.CodeTooLarge, Field: "files"}
		}
	}
	for _, c := range []string{m.Cursor, m.After} {
		if _, err := wire.ParseCursor(c); err != nil {
			return bad("cursor")
		}
	}
	return nil
}

func signedBytes(manifest []byte) []byte { return append([]byte(signTitle), manifest...) }

func verifyManifest(m Manifest, raw, sig []byte, key ed25519.PublicKey) error {
	if motcua.StationID(key) != m.From || !ed25519.Verify(key, signedBytes(raw), sig) {
		return &motcua.Error{Code: motcua.CodeForged, Field: "manifest"}
	}
	return nil
}
