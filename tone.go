package motcua

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// toneMarks are those of the five tones, decomposed.
const toneMarks = "\u0300\u0301\u0303\u0309\u0323"

// TonePlacings returns the two ways to write a word whose last letters are oa,
// oe or uy with a tone: on the first vowel (hòa, thủy) and on the second (hoà,
// thuỷ). Both are in use, and one name is written either way. Any other word
// comes back twice. Both are in NFC.
func TonePlacings(word string) (first, second string) {
	if !norm.NFC.IsNormalString(word) {
		word = NFC(word)
	}
	b, size := utf8.DecodeLastRuneInString(word)
	stem := word[:len(word)-size]
	a, size := utf8.DecodeLastRuneInString(stem)
	stem = stem[:len(stem)-size]
	if (a < utf8.RuneSelf) == (b < utf8.RuneSelf) ||
		a < utf8.RuneSelf && !strings.ContainsRune("oOuU", a) || b < utf8.RuneSelf && !strings.ContainsRune("aAeEyY", b) {
		return word, word // none has a mark, or both, or it is another pair
	}
	one, oneTone := toneOf(a)
	two, twoTone := toneOf(b)
	switch strings.ToLower(one + two) {
	case "oa", "oe", "uy":
		tone := oneTone + twoTone
		return NFC(stem + one + tone + two), NFC(stem + one + two + tone)
	}
	return word, word
}

// toneOf takes a letter apart: what it is without its tone, and the tone's mark.
func toneOf(r rune) (letter, tone string) {
	if r < utf8.RuneSelf {
		return string(r), ""
	}
	parts := norm.NFD.String(string(r))
	at := strings.IndexAny(parts, toneMarks)
	if at < 0 {
		return parts, ""
	}
	_, size := utf8.DecodeRuneInString(parts[at:])
	return parts[:at] + parts[at+size:], parts[at : at+size]
}
