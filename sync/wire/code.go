package wire

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"motcua"
)

// codeRounds makes guessing a code from its name cost far more than the day
// that the code is good for.
const codeRounds = 20_000

// EnrolCode is a one-time code as both sides use it. The code itself does not
// travel: whoever listens, or poses as the hub, learns only its name, from
// which he cannot make the proof that the station asks for.
type EnrolCode struct {
	Name   string // hex; stands for the code in EnrolRequest
	Secret []byte // 32 bytes; never travels
}

// ReadEnrolCode takes a code as people type it: in either case, with spaces or
// hyphens between.
func ReadEnrolCode(code string) (EnrolCode, error) {
	clean := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
	key, err := pbkdf2.Key(sha256.New, clean, []byte("motcua enrol code v1"), codeRounds, 2*sha256.Size)
	if err != nil {
		return EnrolCode{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "code", Cause: err}
	}
	return EnrolCode{Name: hex.EncodeToString(key[:sha256.Size]), Secret: key[sha256.Size:]}, nil
}

// EnrolProof shows that a hub with this key knows the code whose secret this
// is, to one station: HMAC-SHA256 over the key and the station's id.
func EnrolProof(secret, hubKey []byte, station string) []byte {
	m := hmac.New(sha256.New, secret)
	m.Write(hubKey)
	m.Write([]byte(station))
	return m.Sum(nil)
}

// Verify checks that the hub which gave this answer knew the code.
func (r EnrolResponse) Verify(code EnrolCode, station string) error {
	if !hmac.Equal(r.Proof, EnrolProof(code.Secret, r.Hub.Key, station)) {
		return &motcua.Error{Code: motcua.CodeForged, Field: "code", Detail: "the hub does not know it"}
	}
	return nil
}
