package motcua

import (
	"crypto/ed25519"
	"encoding/base32"
	"strings"
	"unicode"
)

// Token is what a receipt's QR carries: enough to verify offline which dossier
// it names, and nothing about the citizen.
//
// Bytes, frozen as version 1: version (1) · key id (8, the station id's bytes)
// · length of code (1) · code (ASCII) · secret (10) · Ed25519 signature (64)
// over all before it. Text: base32 without padding (RFC 4648), which a QR code
// holds in its alphanumeric mode and a keyboard-wedge reader cannot garble.
// testdata/token-v1.json holds the vectors.
type Token struct {
	Station string // station id
	Code    Code
	Secret  []byte // SecretLen bytes
}

// SecretLen is the length of a receipt's secret in bytes: 80 bits.
const SecretLen = 10

const tokenVersion = 1

var tokenText = base32.StdEncoding.WithPadding(base32.NoPadding)

// Sign returns the token's text, signed by the station's key.
func (t Token) Sign(key ed25519.PrivateKey) (string, error) {
	b, err := t.head()
	if err != nil {
		return "", err
	}
	if StationID(key.Public().(ed25519.PublicKey)) != t.Station {
		return "", &Error{Code: CodeInvalid, Field: "station"}
	}
	return tokenText.EncodeToString(append(b, ed25519.Sign(key, b)...)), nil
}

func (t Token) head() ([]byte, error) {
	id, err := stationBytes(t.Station)
	if err != nil {
		return nil, err
	}
	if _, err := ParseCode(string(t.Code)); err != nil {
		return nil, err
	}
	if len(t.Secret) != SecretLen {
		return nil, &Error{Code: CodeInvalid, Field: "secret"}
	}
	b := append([]byte{tokenVersion}, id...)
	b = append(b, byte(len(t.Code)))
	b = append(b, t.Code...)
	return append(b, t.Secret...), nil
}

// ReadToken reads what a QR reader or a web address gives: the whole address
// "HTTPS://HUB/T/PAYLOAD" or the payload alone, in either case. It checks the
// shape; Verify checks the signature. Anything else, also a payload that does
// not encode its bytes in the one canonical way, is CodeCorrupt.
func ReadToken(s string) (Token, Signed, error) {
	bad := func(why string) (Token, Signed, error) {
		return Token{}, Signed{}, &Error{Code: CodeCorrupt, Field: "token", Detail: why}
	}
	s = strings.TrimSpace(s)
	// Beyond ASCII upper case is no longer one to one: ſ would become S.
	if strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		return bad("not ASCII")
	}
	s = strings.ToUpper(s)
	if i := strings.LastIndex(s, "/T/"); i >= 0 {
		s = s[i+len("/T/"):]
	}
	if len(s) > 400 {
		return bad("too long")
	}
	b, err := tokenText.DecodeString(s)
	if err != nil || tokenText.EncodeToString(b) != s {
		return bad("not base32")
	}
	if len(b) < 10 || b[0] != tokenVersion {
		return bad("version")
	}
	n := int(b[9])
	if len(b) != 10+n+SecretLen+ed25519.SignatureSize {
		return bad("length")
	}
	code, err := ParseCode(string(b[10 : 10+n]))
	if err != nil {
		return bad("code")
	}
	head := len(b) - ed25519.SignatureSize
	t := Token{Station: stationFromBytes(b[1:9]), Code: code, Secret: b[10+n : head]}
	return t, Signed{head: b[:head], sig: b[head:]}, nil
}

// Signed is the part of a read token that Verify needs.
type Signed struct{ head, sig []byte }

// Verify checks the token's signature with the public key of the station it
// names.
func (s Signed) Verify(key ed25519.PublicKey) error {
	if len(s.head) < 9 || stationFromBytes(s.head[1:9]) != StationID(key) ||
		!ed25519.Verify(key, s.head, s.sig) {
		return &Error{Code: CodeForged, Field: "token"}
	}
	return nil
}
