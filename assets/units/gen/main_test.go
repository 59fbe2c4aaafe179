package main

import "testing"

func TestAListWithAHoleIsNotPacked(t *testing.T) {
	good := `[{"Code":"46","FullName":"Thành phố Huế","Wards":[{"Code":"19789","FullName":"Phường Thuận Hoá","ProvinceCode":"46"}]}]`
	a, err := pack([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := pack([]byte(good)); err != nil || string(a) != string(b) {
		t.Error("packing the same list twice gives different bytes")
	}
	for name, bad := range map[string]string{
		"not JSON":      `[{`,
		"no ward":       `[{"Code":"46","FullName":"Thành phố Huế","Wards":[]}]`,
		"short code":    `[{"Code":"4","FullName":"Thành phố Huế","Wards":[{"Code":"19789","FullName":"x"}]}]`,
		"unnamed ward":  `[{"Code":"46","FullName":"Thành phố Huế","Wards":[{"Code":"19789"}]}]`,
		"no name":       `[{"Code":"46","Wards":[{"Code":"19789","FullName":"x"}]}]`,
		"bad ward code": `[{"Code":"46","FullName":"Thành phố Huế","Wards":[{"Code":"19","FullName":"x"}]}]`,
	} {
		if _, err := pack([]byte(bad)); err == nil {
			t.Errorf("%s was packed", name)
		}
	}
}
