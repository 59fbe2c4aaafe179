package fee

import (
	"encoding/json"
	"testing"
)

func TestTheTableNamesItsVersionAndSource(t *testing.T) {
	var head struct {
		Version, Source string
		Rules           []struct{ Text, Source string }
	}
	if err := json.Unmarshal(Table(), &head); err != nil {
		t.Fatal(err)
	}
	if head.Version == "" || head.Source == "" || len(head.Rules) < 15 {
		t.Errorf("%q of %q holds %d rules", head.Version, head.Source, len(head.Rules))
	}
}

func TestWhatTheCallerChangesStaysWithTheCaller(t *testing.T) {
	Table()[0] = 'x'
	if Table()[0] == 'x' {
		t.Error("the table can be changed from outside")
	}
}
