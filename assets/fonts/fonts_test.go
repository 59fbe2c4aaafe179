package fonts_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"motcua/assets/fonts"
)

// vietnamese returns the 134 letters of the alphabet, both cases, that ASCII
// lacks: the vowels with their marks and tones, and đ.
func vietnamese() []rune {
	seen := map[rune]bool{'đ': true}
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			for _, r := range norm.NFC.String(string(vowel) + tone) {
				if r > unicode.MaxASCII {
					seen[r] = true
				}
			}
		}
	}
	var out []rune
	for r := range seen {
		out = append(out, r, unicode.ToUpper(r))
	}
	return out
}

func faces() map[string][]byte {
	return map[string][]byte{
		"Regular":    fonts.Regular(),
		"Bold":       fonts.Bold(),
		"Italic":     fonts.Italic(),
		"BoldItalic": fonts.BoldItalic(),
	}
}

func TestEveryFaceHasAllVietnameseLettersAndTheDongSign(t *testing.T) {
	letters := vietnamese()
	if len(letters) != 134 {
		t.Fatalf("the alphabet has %d letters beyond ASCII, want 134", len(letters))
	}
	letters = append(letters, '₫', '…', '–', '\u00a0')
	for name, data := range faces() {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range letters {
			g, err := f.GlyphIndex(nil, r)
			if err != nil || g == 0 {
				t.Errorf("%s lacks %q (%v)", name, r, err)
			}
		}
	}
}

func TestTheLicenceThatTheFacesNameIsTheOneBesideThem(t *testing.T) {
	text := strings.Join(strings.Fields(fonts.Licence()), " ")
	if !strings.Contains(text, "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007") {
		t.Error("OFL.txt does not hold the licence")
	}
	for name, data := range faces() {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lic, err := f.Name(nil, sfnt.NameIDLicense)
		if err != nil || !strings.Contains(lic, "SIL Open Font License, Version 1.1") {
			t.Errorf("%s is under %q (%v)", name, lic, err)
		}
		owner, err := f.Name(nil, sfnt.NameIDCopyright)
		if err != nil || !strings.Contains(text, owner) {
			t.Errorf("%s: notice %q is not in OFL.txt (%v)", name, owner, err)
		}
	}
}
