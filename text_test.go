package motcua_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"motcua"
)

// foldWhole is what Fold promises, by taking the whole text apart first.
func foldWhole(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' }), " ")
}

func TestFoldingLetterByLetterIsFoldingTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.String(),
			rapid.StringOfN(rapid.RuneFrom([]rune("aăâđeêioôơuưyĐẮộỡ \u0301\u0323\u0302\u031b\u0340\u0958\u093f각가힣ﬁ１²ßİ-.,")), 0, 30, -1),
		).Draw(t, "text")
		if got, want := motcua.Fold(s), foldWhole(s); got != want {
			t.Fatalf("%+q: %q, want %q", s, got, want)
		}
	})
}

func TestInvisibleCharactersAreDroppedAndTurnedWritingIsRefused(t *testing.T) {
	for in, want := range map[string]string{
		"Nguyễn\u200b Thị\ufeff Ví\u00ad Dụ": "Nguyễn Thị Ví Dụ",
		"\u200e\u2060 Trần Văn Mẫu\u200f":    "Trần Văn Mẫu",
		"a\u200cb\u200dc":                    "a\u200cb\u200dc",
		"\u200b":                             "",
	} {
		if got, ok := motcua.CleanText(in, false); !ok || got != want {
			t.Errorf("%+q: %+q, %v", in, got, ok)
		}
	}
	for _, r := range "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" {
		if got, ok := motcua.CleanText("Trần "+string(r)+"Văn", true); ok {
			t.Errorf("%U is taken: %+q", r, got)
		}
	}
}
