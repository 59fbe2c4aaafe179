package motcua_test

import (
	"fmt"
	"testing"

	"motcua"
)

func TestThereAreSixtyThreeBirthProvinces(t *testing.T) {
	n := 0
	for p := range 1000 {
		number, ok := motcua.ReadPersonalNumber(fmt.Sprintf("%03d190000001", p))
		if !ok {
			t.Fatal("twelve digits are no number")
		}
		if number.KnownProvince() {
			n++
		}
		if known := number.KnownProvince(); p == 46 && !known || p == 3 && known {
			t.Errorf("%s: %v", number, known)
		}
	}
	if n != 63 {
		t.Errorf("%d provinces", n)
	}
}

func TestAPersonalNumberTellsYearAndSex(t *testing.T) {
	for s, want := range map[string]string{
		"046090000001": "1990 Nam", "046190000001": "1990 Nữ", "046205000002": "2005 Nam", "046305000002": "2005 Nữ", "001499000003": "2199 Nam",
	} {
		n, ok := motcua.ReadPersonalNumber(s)
		if got := fmt.Sprint(n.BirthYear(), " ", n.Gender()); !ok || got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	for _, s := range []string{"", "04619000000", "0461900000011", "04619000000a", "٠46190000001"} {
		if _, ok := motcua.ReadPersonalNumber(s); ok {
			t.Errorf("%q is a number", s)
		}
	}
}
