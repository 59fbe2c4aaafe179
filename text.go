package motcua

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s composed (Unicode NFC), the only form that is stored or shown.
// Typing tools and card readers also send NFD.
func NFC(s string) string { return norm.NFC.String(s) }

// Fold returns s as it is searched: lower case, without tone and vowel marks,
// đ as d, runs of anything but letters and digits as one space, no space at
// either end. Queries and stored text are folded by this one function,
// because no SQLite tokenizer folds đ.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	add := func(r rune) {
		switch {
		case r == 'đ' || r == 'Đ':
			r = 'd'
		case r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r):
			return
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = b.Len() > 0
			return
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	for i, r := range s {
		if r < utf8.RuneSelf {
			add(r)
			continue
		}
		if r >= 0xac00 && r <= 0xd7a3 { // Hangul is taken apart by a rule, not a table
			return Fold(norm.NFD.String(s))
		}
		// Letter by letter: what NFD would put in order are marks, and they go.
		parts := norm.NFD.PropertiesString(s[i:]).Decomposition()
		if parts == nil {
			add(r)
			continue
		}
		for _, r := range string(parts) {
			add(r)
		}
	}
	return b.String()
}

// Initials returns the first letters of a person's name, each with a dot
// ("Nguyễn Thị Ví Dụ" → "N.T.V.D."): all that a public screen may show.
func Initials(name string) string {
	var b strings.Builder
	for _, w := range strings.Fields(NFC(name)) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLetter(r) {
			b.WriteRune(unicode.ToUpper(r))
			b.WriteByte('.')
		}
	}
	return b.String()
}

// CleanText returns s in NFC with spaces trimmed and invisible format
// characters (soft hyphens, zero-width spaces, byte order marks) dropped but
// for the joiners U+200C and U+200D, which change how letters look. It reports
// false where s holds a NUL or other control character (newline and tab are
// kept where lines is true), a character that turns the direction of writing,
// with which a name could read as another, or is not valid UTF-8.
func CleanText(s string, lines bool) (string, bool) {
	if strings.ToValidUTF8(s, "") != s {
		return "", false
	}
	for _, r := range s {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) || turns(r) {
			return "", false
		}
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
			return -1
		}
		return r
	}, s)
	return NFC(strings.TrimSpace(s)), true
}

// turns reports whether r embeds, overrides or isolates a direction (UAX #9).
func turns(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }
