package scan_test

import (
	"testing"

	"motcua"
	"motcua/scan"
)

func TestResolutionsOutsideTheBoundsAreRefused(t *testing.T) {
	for asked, want := range map[int]int{0: 200, 75: 75, 300: 300, 600: 600} {
		if got, err := scan.DPI(asked); got != want || err != nil {
			t.Errorf("%d: %d, %v", asked, got, err)
		}
	}
	for _, asked := range []int{-1, 1, 74, 601, 1 << 40} {
		if _, err := scan.DPI(asked); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%d: %v", asked, err)
		}
	}
}

func TestAFaultNamesWhatTheClerkCanMend(t *testing.T) {
	if got := scan.Fault(motcua.ScanJammed).Error(); got != "io scanner: jammed" {
		t.Errorf("got %q", got)
	}
}
