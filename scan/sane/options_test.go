package sane

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"motcua"
)

// What real backends say, cut down to the options that are read: sane-airscan
// 0.99, fujitsu and brscan5.
const (
	airscan = "    --resolution 100|200|300|600dpi [300]\n    --mode Color|Gray [Color]\n    --source Flatbed|ADF|ADF Duplex [Flatbed]\n" +
		"    -x 0..215.9mm (in steps of 0.0211639) [215.9]\n    -y 0..297.011mm [297.011]\n"
	fujitsu = "    --source ADF Front|ADF Back|ADF Duplex [ADF Front]\n    --mode Lineart|Halftone|Gray|Color [Lineart]\n    --resolution 50..600dpi (in steps of 1) [600]\n" +
		"    -x 0..215.872mm (in steps of 0.0211639) [215.872]\n    -y 0..279.364mm (in steps of 0.0211639) [279.364]\n    --page-width 0..221.121mm [inactive]\n"
	brother = "    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) [FlatBed]\n" +
		"    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast] [24bit Color[Fast]]\n"
)

func TestEachBackendsOwnWordsAreFoundAndUsed(t *testing.T) {
	for text, want := range map[string][]string{
		airscan: {"--resolution=200", "--source=ADF", "--mode=Color", "-x", "210", "-y", "297"},
		fujitsu: {"--resolution=200", "--source=ADF Front", "--mode=Color", "-x", "210", "-y", "279.364"},
		brother: {"--resolution=200", "--source=Automatic Document Feeder(left aligned)", "--mode=24bit Color[Fast]"},
		"":      {"--resolution=200"},
	} {
		args, dpi, fed := readOptions(text).arguments(motcua.ScanRequest{Device: "d"}, 200)
		if !slices.Equal(args, append([]string{"--device-name=d"}, want...)) || dpi != 200 || fed != (text != "") {
			t.Errorf("%q: %q, %d, %v", text, args, dpi, fed)
		}
	}
	args, dpi, _ := readOptions(airscan).arguments(motcua.ScanRequest{Duplex: true, Grey: true}, 150)
	if all := strings.Join(args, " "); !strings.Contains(all, "--source=ADF Duplex --mode=Gray") || dpi != 200 {
		t.Errorf("%s, %d", all, dpi)
	}
	if _, dpi, _ := readOptions(airscan).arguments(motcua.ScanRequest{}, 601); dpi != 600 {
		t.Error(dpi)
	}
}

func TestWhateverADriverSaysTheArgumentsAreBounded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SampledFrom([]string{"    --source ", "    --resolution ", "    -x ", "    --mode ", "Flatbed|", "ADF", "1..9", "-5..1e999mm", "NaN|3|", "[x]", "\n", " [inactive]\n", "color"})
		text := strings.Join(rapid.SliceOfN(words, 0, 30).Draw(rt, "words"), "")
		args, dpi, _ := readOptions(text).arguments(motcua.ScanRequest{Device: "-x"}, 200)
		if args[0] != "--device-name=-x" || len(args) > 9 || dpi < 0 {
			rt.Fatalf("%q: %q, %d", text, args, dpi)
		}
	})
}
