package view

import (
	"image/color"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"motcua/assets/icons"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		x := float64(v) / 0xFFFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func ratio(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestTheRatioIsThatOfTheStandard(t *testing.T) {
	if r := ratio(color.White, color.Black); math.Abs(r-21) > 0.01 {
		t.Errorf("white on black %.2f", r)
	}
	if r := ratio(color.Gray{Y: 0x77}, color.White); math.Abs(r-4.48) > 0.01 {
		t.Errorf("#777 on white %.2f", r)
	}
}

func TestEveryPairOfColoursKeepsItsContrast(t *testing.T) {
	type pair struct {
		ink, ground fyne.ThemeColorName
		bound       float64
	}
	pairs := []pair{
		{Ink, Back, 7}, {Ink, Surface, 7}, {Ink, Header, 7}, {Ink, MainSoft, 7},
		{Ink2, Back, 4.5}, {Ink2, Surface, 4.5}, {Ink2, Header, 4.5}, {Ink2, MainSoft, 4.5}, {Hint, Back, 4.5}, {Hint, Surface, 4.5},
		{Main, Surface, 4.5}, {Main, MainSoft, 4.5}, {OnMain, Main, 4.5},
		{Bad, Surface, 4.5}, {Bad, BadSoft, 4.5}, {OnBad, Bad, 4.5}, {Ink, BadSoft, 4.5}, {Ink2, BadSoft, 4.5},
		{Wait, Surface, 4.5}, {Wait, WaitSoft, 4.5}, {Good, Surface, 4.5}, {Good, GoodSoft, 4.5}, {OnGood, Good, 4.5},
		{Plain, Surface, 4.5}, {Plain, PlainSoft, 4.5}, {Ink, WaitSoft, 4.5},
		{Border, Surface, 3}, {Border, Back, 3}, {Ring, Surface, 3}, {Ring, Back, 3}, {WaitSolid, Surface, 3},
	}
	for _, look := range []Look{Light, Dark, Contrast} {
		th := Theme{Look: look, Scale: 1}
		for _, p := range pairs {
			if r := ratio(th.Color(p.ink, 0), th.Color(p.ground, 0)); r < p.bound {
				t.Errorf("look %d: %s on %s is %.2f, wants %.1f", look, p.ink, p.ground, r, p.bound)
			}
		}
		kiosk := Theme{Look: look, Scale: 1, Kiosk: true}
		for _, p := range []pair{{Ink2, Back, 7}, {Ink2, Surface, 7}, {OnGood, Good, 7}, {Wait, WaitSoft, 7}, {OnMain, Main, 7}} {
			if r := ratio(kiosk.Color(p.ink, 0), kiosk.Color(p.ground, 0)); r < p.bound {
				t.Errorf("kiosk, look %d: %s on %s is %.2f, wants %.1f", look, p.ink, p.ground, r, p.bound)
			}
		}
	}
}

func TestEveryColourHasThreeLooksAndNoNameFallsThrough(t *testing.T) {
	for n, c := range palette {
		for look := range c {
			if got := (Theme{Look: Look(look)}).Color(n, 0); !sameColour(got, rgb(c[look])) {
				t.Errorf("%s in look %d is %v", n, look, got)
			}
		}
	}
	for n, to := range same {
		if _, ok := palette[to]; !ok {
			t.Errorf("%s leads to %s, which is no colour", n, to)
		}
	}
	if _, _, _, a := (Theme{}).Color(Clear, 0).RGBA(); a != 0 {
		t.Error("clear is not")
	}
}

func TestSizesGrowWithTheText(t *testing.T) {
	one, two := Theme{Scale: 1}, Theme{Scale: 2}
	for n, want := range map[fyne.ThemeSizeName]float32{theme.SizeNameText: 14, theme.SizeNameCaptionText: 12, theme.SizeNameScrollBar: 12, theme.SizeNameInlineIcon: 18} {
		if one.Size(n) != want || two.Size(n) != 2*want {
			t.Errorf("%s is %v and %v", n, one.Size(n), two.Size(n))
		}
	}
	if one.Size(theme.SizeNameModalBlurRadius) != 0 {
		t.Error("blur needs a graphics card")
	}
}

// A colour outside the table could not be checked for its contrast.
var hexColour = regexp.MustCompile(`0x[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{6}\b|color\.N?RGBA\{`)

func TestColoursAreNumbersInTheThemeTableAlone(t *testing.T) {
	looked := 0
	for _, pattern := range []string{"*.go", "../*.go", "../model/*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			if p == "theme.go" || strings.HasSuffix(p, "_test.go") {
				continue
			}
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			looked++
			if m := hexColour.Find(src); m != nil {
				t.Errorf("%s: %s", p, m)
			}
		}
	}
	if looked < 40 {
		t.Errorf("looked at %d files", looked)
	}
}

// iconName finds the names that views and models ask icons by.
var iconName = regexp.MustCompile(`(?:NewIcon|\.Set|NewKeyButton|NewBigButton|heading)\([^"\n]*"([a-z_]+)"|(?:Name|Icon|icon|mark)\s*(?:=|:|:=)\s*"([a-z_]+)"|RoadIcon = "[^"]*", "([a-z_]+)"|\{"[^"]*", "([a-z_]{4,})"|: +\{"([a-z_]{4,})"`)

func TestEveryIconThatIsAskedForIsThere(t *testing.T) {
	asked := map[string]bool{}
	for _, pattern := range []string{"*.go", "../*.go", "../model/*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			if strings.HasSuffix(p, "_test.go") {
				continue
			}
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range iconName.FindAllStringSubmatch(string(src), -1) {
				for _, n := range m[1:] {
					if n != "" {
						asked[n] = true
					}
				}
			}
		}
	}
	if len(asked) < 25 {
		t.Errorf("only %d names found: %v", len(asked), asked)
	}
	for n := range asked {
		if icons.SVG(n) == nil {
			t.Errorf("no icon %q", n)
		}
	}
}

func TestNothingIsDrawnThatNobodyAsksFor(t *testing.T) {
	var all strings.Builder
	for _, pattern := range []string{"*.go", "../*.go", "../model/*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(src)
		}
	}
	for _, n := range icons.Names() {
		if !strings.Contains(all.String(), `"`+n+`"`) {
			t.Errorf("%s.svg is not in use", n)
		}
	}
}
