package people

import (
	"crypto/subtle"
	"encoding/base32"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"motcua"
)

// Cost is the work of one Argon2id check.
type Cost struct {
	Passes uint32
	KiB    uint32
	Lanes  uint8
}

// DefaultCost takes a fifth of a second and 64 MiB on an office PC of 2020
// (docs/benchmarks.md).
func DefaultCost() Cost { return Cost{Passes: 4, KiB: 64 << 10, Lanes: 1} }

// Bounds of what is typed.
const (
	MinPassword = 8 // letters
	MaxPassword = 256
	PINLen      = 6
)

const (
	saltLen = 16
	sumLen  = 32
	// What a file may ask of this machine, should it be damaged or forged.
	maxPasses = 16
	maxKiB    = 256 << 10
	maxLanes  = 4
)

// seal returns the sum of a word, which must be bounded by the caller.
func (c Cost) seal(random io.Reader, word string) (motcua.Secret, error) {
	s := motcua.Secret{Salt: make([]byte, saltLen), Passes: c.Passes, KiB: c.KiB, Lanes: c.Lanes}
	if _, err := io.ReadFull(random, s.Salt); err != nil {
		return s, &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	s.Sum = argon2.IDKey([]byte(motcua.NFC(word)), s.Salt, s.Passes, s.KiB, s.Lanes, sumLen)
	return s, nil
}

// fits compares a word with a sum in constant time.
func fits(s motcua.Secret, word string) bool {
	if s.Passes == 0 || s.Passes > maxPasses || s.KiB == 0 || s.KiB > maxKiB || s.Lanes == 0 || s.Lanes > maxLanes ||
		len(s.Salt) != saltLen || len(s.Sum) != sumLen {
		return false
	}
	got := argon2.IDKey([]byte(motcua.NFC(word)), s.Salt, s.Passes, s.KiB, s.Lanes, sumLen)
	return subtle.ConstantTimeCompare(got, s.Sum) == 1
}

// checkPassword refuses a password that is too short, too long or the person's
// own name.
func checkPassword(a motcua.Account, word string) error {
	word = motcua.NFC(word)
	n := utf8.RuneCountInString(word)
	bad := !utf8.ValidString(word) || n < MinPassword || len(word) > MaxPassword || strings.TrimSpace(word) != word ||
		strings.Count(word, string([]rune(word)[:1])) == n ||
		motcua.Fold(word) == motcua.Fold(a.Name) || strings.EqualFold(word, a.Login)
	if bad {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "password", Detail: "too weak"}
	}
	return nil
}

// IsPIN reports whether a word has the shape of a PIN, which no password has.
func IsPIN(word string) bool {
	return len(word) == PINLen && strings.Trim(word, "0123456789") == ""
}

// checkPIN refuses what is no PIN and what everybody tries first.
func checkPIN(word string) error {
	rises, falls, same := true, true, true
	for i := 1; i < len(word); i++ {
		rises = rises && word[i] == word[i-1]+1
		falls = falls && word[i] == word[i-1]-1
		same = same && word[i] == word[i-1]
	}
	if !IsPIN(word) || rises || falls || same {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "pin", Detail: "too weak"}
	}
	return nil
}

// codeLen is the length of recovery codes: 26 letters of 5 bits.
const codeLen = 26

var codeLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// newCode makes a recovery code of 128 bits, in groups that people can copy.
func newCode(random io.Reader) (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	return Grouped(codeLetters.EncodeToString(raw)), nil
}

// Grouped writes a code in groups of five with hyphens between.
func Grouped(code string) string {
	var groups []string
	for len(code) > 5 {
		groups, code = append(groups, code[:5]), code[5:]
	}
	return strings.Join(append(groups, code), "-")
}

// plainCode takes away what people put between the letters of a code; false
// where it is none.
func plainCode(code string) (string, bool) {
	if len(code) > MaxPassword {
		return "", false
	}
	code = strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
	return code, len(code) == codeLen
}
