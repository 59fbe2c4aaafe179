package main

import (
	"os"
	"path/filepath"
	"testing"
)

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

func TestABrokenListLeavesThePackedFileAsItWas(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Join("assets", "units"), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(data string) {
		if err := os.WriteFile("list.json", []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`[{"Code":"46","FullName":"Thành phố Huế","Wards":[{"Code":"19789","FullName":"Phường Thuận Hoá"}]}]`)
	if err := run("list.json"); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(output())
	if err != nil || len(before) == 0 {
		t.Fatal(err)
	}
	write("[")
	if run("list.json") == nil || run("none.json") == nil {
		t.Error("a broken or missing list was packed")
	}
	if after, err := os.ReadFile(output()); err != nil || string(after) != string(before) {
		t.Errorf("the packed file changed: %v", err)
	}
	if err := os.WriteFile("units.go", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if output() != "units.json.zst" {
		t.Errorf("beside the package the file is %s", output())
	}
}
