package motcua

import (
	"encoding/hex"
	"strings"
)

// Station says which counter this is. It is written once by `station init`
// and changed by enrolment.
type Station struct {
	ID         string // StationID of its key
	Unit       string // "46-19789"
	UnitName   string // "Phường Thuận Hoá, Thành phố Huế"
	Agency     string // agency code in dossier codes
	Name       string // "Quầy 01"
	SerialFrom int    // first serial of the day's sub-range that is this station's own
	SerialTo   int    // last one
	Hub        *HubInfo
}

// HubInfo is what a station keeps of the hub it enrolled with.
type HubInfo struct {
	URL       string `json:"url"`       // base address for this station's requests
	Public    string `json:"public"`    // base address printed in receipts' QR codes
	Name      string `json:"name"`      // of the hub, for people
	Key       []byte `json:"key"`       // Ed25519 public key that signs receipts and the hub's own log
	Recipient string `json:"recipient"` // age recipient that bundles are sealed to
}

// Peer is a station whose signatures can be verified here.
type Peer struct {
	ID      string `json:"id"`
	Key     []byte `json:"key"` // Ed25519 public key
	Unit    string `json:"unit"`
	Name    string `json:"name"`
	Revoked bool   `json:"revoked,omitempty"`
}

func stationBytes(id string) ([]byte, error) {
	b, err := hex.DecodeString(strings.TrimPrefix(id, "s"))
	if err != nil || len(b) != 8 || stationFromBytes(b) != id {
		return nil, &Error{Code: CodeInvalid, Field: "station", Detail: "not a station id"}
	}
	return b, nil
}

func stationFromBytes(b []byte) string { return "s" + hex.EncodeToString(b) }
