package store

import (
	"strings"

	"motcua"
)

// noHub is what a receipt's address starts with before the station has a hub.
// The name is reserved to resolve nowhere (RFC 2606).
const noHub = "HTTPS://MOTCUA.INVALID"

// Token returns the text of the token in d's receipt. Only the station that
// took d in can sign it; for others' dossiers it gives CodeDenied.
func (s *Store) Token(d motcua.Dossier) (string, error) {
	if d.Station != s.id() {
		return "", &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "dossier of another station"}
	}
	return motcua.Token{Station: d.Station, Code: d.Received.Code, Secret: d.Received.Secret}.Sign(s.key)
}

// ReceiptURL returns what the QR code of d's receipt holds: an address in
// upper case only, which the QR alphanumeric mode can hold.
func (s *Store) ReceiptURL(d motcua.Dossier) (string, error) {
	token, err := s.Token(d)
	if err != nil {
		return "", err
	}
	base := noHub
	if hub := s.Station().Hub; hub != nil && hub.Public != "" {
		base = strings.ToUpper(strings.TrimRight(hub.Public, "/"))
	}
	return base + "/T/" + token, nil
}
