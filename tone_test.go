package motcua_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"motcua"
)

func TestAToneStandsOnEitherVowelOfOaOeAndUy(t *testing.T) {
	for _, pair := range []string{
		"hòa hoà", "hóa hoá", "hỏa hoả", "hõa hoã", "họa hoạ", "khòe khoè", "khóe khoé", "khỏe khoẻ", "khõe khoẽ", "khọe khoẹ",
		"thùy thuỳ", "thúy thuý", "thủy thuỷ", "thũy thuỹ", "thụy thuỵ", "HÒA HOÀ", "Thủy Thuỷ", "qúy quý",
	} {
		first, second, _ := strings.Cut(pair, " ")
		for _, typed := range []string{first, second, norm.NFD.String(first), norm.NFD.String(second)} {
			if a, b := motcua.TonePlacings(typed); a != first || b != second {
				t.Errorf("%q: %s %s, want %s %s", typed, a, b, first, second)
			}
		}
	}
	for _, word := range []string{"", "à", "oa", "hoa", "hoàn", "hoàng", "toán", "nguyễn", "huỳnh", "thuở", "mùa", "ngoài", "ờa", "hoâ", "hòá", "bùi", "12", "đ", "ðà"} {
		if a, b := motcua.TonePlacings(word); a != word || b != word {
			t.Errorf("%q: %s %s", word, a, b)
		}
	}
}

func TestBothPlacingsOfAToneAreOneWord(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zđA-ZĐ]{0,4}[oOuUơưòóỏõọùúủũụÒỤ][aAeEyYàáảãạèéẻẽẹỳýỷỹỵâêẠỸ][a-z]?`))
	rapid.Check(t, func(rt *rapid.T) {
		w := word.Draw(rt, "word")
		first, second := motcua.TonePlacings(w)
		if motcua.NFC(w) != first && motcua.NFC(w) != second {
			rt.Fatalf("%q is neither %q nor %q", w, first, second)
		}
		for _, p := range []string{first, second} {
			if a, b := motcua.TonePlacings(p); a != first || b != second {
				rt.Fatalf("%q: %q %q, but of %q %q %q", w, first, second, p, a, b)
			}
			if motcua.Fold(p) != motcua.Fold(w) {
				rt.Fatalf("%q folds to %q, %q to %q", w, motcua.Fold(w), p, motcua.Fold(p))
			}
		}
	})
}
