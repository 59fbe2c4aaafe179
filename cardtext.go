package motcua

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// symbology is the prefix by which readers may name the kind of code
// (AIM identifier, ISO/IEC 15424).
var symbology = regexp.MustCompile(`^\]Q[0-6]`)

// utf8Vietnamese matches what is no accident in Windows-1258: letters of the
// block Latin Extended Additional.
var utf8Vietnamese = regexp.MustCompile(`[\x{1ea0}-\x{1ef9}]`)

// cardText returns the payload as composed text without what readers put
// around it.
func cardText(payload []byte) string {
	text := string(payload)
	switch {
	case utf8.ValidString(text):
	case utf8Vietnamese.MatchString(text): // a few bytes of it are spoilt
		text = strings.ToValidUTF8(text, string(unicode.ReplacementChar))
	default:
		// Windows-1258 has a letter for every byte, so that this cannot fail.
		text, _ = charmap.Windows1258.NewDecoder().String(text)
	}
	text = strings.Trim(strings.TrimPrefix(text, "\ufeff"), "\r\n\t\x00\x02\x03 ")
	text = symbology.ReplaceAllString(text, "")
	return NFC(typedBytes(text))
}

// typedBytes undoes what a reader does that types the bytes of UTF-8 one by
// one: Nguyá»…n.
func typedBytes(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		switch {
		case ok:
		case r > 0x7f && r < 0xa0: // the five bytes that Windows-1252 leaves open
			c = byte(r)
		default:
			return s
		}
		b = append(b, c)
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

// vietnameseMarks are all that NFD leaves beside base letters.
const vietnameseMarks = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"

// foreign reports whether s has letters or signs that no Vietnamese name or
// address has: it was written in another character set.
func foreign(s string) bool {
	return strings.IndexFunc(norm.NFD.String(s), func(r rune) bool {
		return r > unicode.MaxASCII && !strings.ContainsRune("đĐ’‘–—“”"+vietnameseMarks, r)
	}) >= 0
}

// mangledDigits reports whether what should be digits has a letter with marks
// among them, as a Vietnamese typing tool makes them.
func mangledDigits(s string) bool {
	digits, marked := 0, false
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
		marked = marked || r > unicode.MaxASCII && unicode.IsLetter(r)
	}
	return marked && digits >= 4
}

var (
	otherBar = regexp.MustCompile(`^\d{12}([^0-9\p{L}\s|])(\d{9})?([^0-9\p{L}\s|])`)
	// The digits of a French keyboard without Shift.
	french = regexp.MustCompile(`^[à&é"'(\-è_ç]{12}`)
	// The digits of the Vietnamese keyboard of Windows, decomposed: letters
	// and marks that 1 to 9 and 0 type there.
	vietnam = regexp.MustCompile(`^(?:a\x{0306}|a\x{0302}|e\x{0302}|o\x{0302}|\x{0300}|\x{0309}|\x{0303}|\x{0301}|\x{0323}|đ){12}`)
)

// otherLayout reports whether the reader types for another keyboard than the
// system has: the twelve digits come as other characters, or the bars do.
func otherLayout(text string) bool {
	if m := otherBar.FindStringSubmatch(text); m != nil && m[1] == m[3] && !strings.Contains(text, "|") {
		return true
	}
	if strings.HasPrefix(text, "đ") || strings.HasPrefix(text, "\u0323") || french.MatchString(text) {
		return french.MatchString(text) || vietnam.MatchString(vietnameseKeys(text))
	}
	return false
}

// vietnameseKeys decomposes a text and puts the marks in the order they were
// typed as far as that can be told: NFD sorts a dot below before a hat.
func vietnameseKeys(text string) string {
	s := norm.NFD.String(text)
	return strings.NewReplacer("a\u0323\u0306", "a\u0306\u0323", "a\u0323\u0302", "a\u0302\u0323", "e\u0323\u0302", "e\u0302\u0323", "o\u0323\u0302", "o\u0302\u0323").Replace(s)
}
