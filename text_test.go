package motcua_test

import (
	"testing"

	"motcua"
)

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
