package lang

import (
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

func TestTheToolkitsWordsAreVietnamese(t *testing.T) {
	var words map[string]any
	if err := json.Unmarshal(Vietnamese(), &words); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"Cut", "Copy", "Paste", "Select all", "Undo", "Redo", "Cancel", "OK", "Open", "Save", "monday", "sunday.short", "file.name"} {
		v, ok := words[k]
		if !ok {
			t.Errorf("%q has no word", k)
		}
		if s, _ := v.(string); strings.EqualFold(s, k) {
			t.Errorf("%q is not translated", k)
		}
	}
}

func TestTheToolkitTakesThemWhateverTheSystemSpeaks(t *testing.T) {
	for _, l := range []string{"vi", "en"} {
		if err := lang.AddTranslationsForLocale(Vietnamese(), fyne.Locale(l)); err != nil {
			t.Fatal(err)
		}
	}
	if got := lang.L("Select all"); got != "Chọn hết" {
		t.Errorf("%q", got)
	}
}
