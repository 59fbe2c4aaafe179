// Package vikeys tells which keys type a Vietnamese text, made from Unicode's
// decomposition and not from any typing engine.
package vikeys

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The marks of Unicode's decomposition and the keys that make them.
var markKeys = map[rune][2]string{
	'\u0302': {"", "6"}, '\u0306': {"w", "8"}, '\u031b': {"w", "7"}, // hat doubles the letter in Telex
	'\u0300': {"f", "2"}, '\u0301': {"s", "1"}, '\u0309': {"r", "3"}, '\u0303': {"x", "4"}, '\u0323': {"j", "5"},
}

func isTone(r rune) bool { return strings.ContainsRune("\u0300\u0301\u0309\u0303\u0323", r) }

// Spell returns the keys that type a text in Telex or VNI; tones stand at the
// end of each word or behind their letter. In Telex a key that would be an
// effect is doubled.
func Spell(text string, vni, tonesLast bool) string {
	var b strings.Builder
	for i, w := range strings.Fields(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word(w, vni, tonesLast))
	}
	return b.String()
}

func word(s string, vni, toneLast bool) string {
	i := 0
	if vni {
		i = 1
	}
	var b strings.Builder
	tone, vowel := "", false
	var base, before rune
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ' || r == 'Đ':
			base = map[rune]rune{'đ': 'd', 'Đ': 'D'}[r]
			b.WriteString(string(base) + [2]string{"d", "9"}[i])
		case isTone(r) && toneLast:
			tone = markKeys[r][i]
		case r == '\u0302' && !vni:
			b.WriteRune(base)
		case markKeys[r][1] != "":
			b.WriteString(markKeys[r][i])
		default:
			b.WriteRune(r)
			if !vni && vowel && (strings.ContainsRune("sfrxj", r) || r == 'o' && before == 'o') {
				b.WriteRune(r)
			}
			base = r
			vowel = vowel || strings.ContainsRune("aeiouyAEIOUY", r)
		}
		before = r
	}
	return b.String() + tone
}
