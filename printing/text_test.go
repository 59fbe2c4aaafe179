package printing

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"motcua"
)

// cells measures every character as wide as its size says, so that widths can
// be counted by hand.
type cells struct{}

func (cells) width(text string, _ style, _ float64) float64 {
	return float64(utf8.RuneCountInString(text))
}

func grid(width float64) setter {
	return setter{cells{}, sheet{width: width, body: 10, line: 4}}
}

func rowsOf(s setter, runs ...run) []string {
	var out []string
	for _, r := range s.breakLines(runs, 10, s.sheet.width) {
		line := ""
		for _, part := range r.runs {
			line += part.text
		}
		out = append(out, line)
	}
	return out
}

func TestLinesBreakBetweenWordsAndNeverInsideAName(t *testing.T) {
	for _, c := range []struct {
		width float64
		runs  []run
		want  string
	}{
		{10, []run{{"một hai ba bốn", regular}}, "một hai ba|bốn"},
		{14, []run{{"của: ", regular}, {glue("Lê Văn Thử"), bold}}, "của:|Lê Văn Thử"},
		{14, []run{{"của ", regular}, {glue("Lê Văn Thử"), bold}, {", xã", regular}}, "của|Lê Văn Thử, xã"},
		{6, []run{{glue("Lê Văn Thử"), bold}}, "Lê Văn|Thử"},
		{4, []run{{"abcdefghij kl", regular}}, "abcd|efgh|ij|kl"},
		{20, []run{{"nhãn:", regular}, {" giá trị", bold}}, "nhãn: giá trị"},
		{5, []run{{"", regular}}, ""},
	} {
		got := strings.ReplaceAll(strings.Join(rowsOf(grid(c.width), c.runs...), "|"), nbsp, " ")
		if got != c.want {
			t.Errorf("width %v: got %q, want %q", c.width, got, c.want)
		}
	}
}

func TestBrokenLinesHoldEveryCharacterInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var runs []run
		want := ""
		for i := range rapid.IntRange(1, 4).Draw(t, "runs") {
			text := rapid.StringMatching(`[a-zđ `+nbsp+`]{0,40}`).Draw(t, fmt.Sprint("text", i))
			runs = append(runs, run{text, style(i % 2)})
			want += text
		}
		width := rapid.IntRange(1, 30).Draw(t, "width")
		lines := rowsOf(grid(float64(width)), runs...)
		for _, l := range lines {
			if n := utf8.RuneCountInString(l); n > width {
				t.Fatalf("line %q is %d wide, the paper %d", l, n, width)
			}
		}
		bare := strings.NewReplacer(" ", "", nbsp, "")
		if got := bare.Replace(strings.Join(lines, "")); got != bare.Replace(want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestPagesKeepEveryStripInsideAndGluedStripsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var strips []strip
		for i := range rapid.IntRange(0, 60).Draw(t, "strips") {
			h := rapid.Float64Range(1, 20).Draw(t, fmt.Sprint("h", i))
			strips = append(strips, strip{height: h, glued: rapid.IntRange(0, 3).Draw(t, fmt.Sprint("g", i)) == 0})
		}
		pages := flow(strips, 10, 60, 20, 100)
		n := 0
		for i, page := range pages {
			bottom, top := 100.0, 20.0
			if i == 0 {
				bottom, top = 60, 10
			}
			for _, p := range page {
				if p.y < top || p.y+p.height > bottom {
					t.Fatalf("page %d: strip from %v to %v", i, p.y, p.y+p.height)
				}
				n++
			}
			if len(page) > 0 && i+1 < len(pages) && page[len(page)-1].glued {
				if _, h := group(strips[n-1:]); h <= 80 && n > 1 && !strips[n-2].glued {
					t.Fatalf("page %d ends between glued strips", i)
				}
			}
		}
		if n != len(strips) {
			t.Fatalf("%d of %d strips placed", n, len(strips))
		}
	})
}

func TestDatesAndLimitsAreWrittenAsOfficialPapersDo(t *testing.T) {
	feb := time.Date(2027, 2, 5, 1, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		dateWords(feb):                  "ngày 05 tháng 02 năm 2027",
		dateWords(feb.AddDate(0, 1, 7)): "ngày 12 tháng 3 năm 2027",
		timeWords(feb):                  "08 giờ 05 phút, ngày 05 tháng 02 năm 2027",
		limitWords(motcua.Limit{Unit: motcua.LimitSameDay}):            "Trong ngày",
		limitWords(motcua.Limit{Unit: motcua.LimitHours, Count: 4}):    "04 giờ làm việc",
		limitWords(motcua.Limit{Unit: motcua.LimitWorkDays, Count: 3}): "03 ngày làm việc",
		limitWords(motcua.Limit{Unit: motcua.LimitDays, Count: 120}):   "120 ngày",
		limitWords(motcua.Limit{}):                                     unknownLimit,
	} {
		if strings.ReplaceAll(got, nbsp, " ") != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestQRCodesUseTheAlphanumericModeAndAreLargeEnough(t *testing.T) {
	// Characters that versions 1, 2, 3 … hold at level M in the alphanumeric
	// mode (ISO/IEC 18004, table 7).
	capacity := []int{20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419}
	for _, n := range []int{18, 120, 178, 190, 221, 240, 262, 300, 419} {
		text := "HTTPS://X/T/" + strings.Repeat("A7", 300)[:n-12]
		m, err := qrMatrix(text)
		if err != nil {
			t.Fatal(err)
		}
		version := 1
		for capacity[version-1] < n {
			version++
		}
		if len(m) != 17+4*version {
			t.Errorf("%d characters take %d modules, want version %d", n, len(m), version)
		}
		for _, media := range []string{"A5", "A4"} {
			sheets, err := sheetsOf(media)
			if err != nil {
				t.Fatal(err)
			}
			f, err := newFoot(sheets[0], text, "H57.19.789-261120-0007")
			if err != nil {
				t.Fatal(err)
			}
			if f.side() < qrSide || f.module < 3*dot || f.barModule < 2*dot {
				t.Errorf("%s, %d characters: side %v mm, module %v mm, bar %v mm", media, n, f.side(), f.module, f.barModule)
			}
		}
	}
}

func TestTheLongestDossierCodeStillFitsBesideTheQR(t *testing.T) {
	code := "H57.19.789.ABC.123.DEF.456.GHI-26112026-00000001"
	if _, err := motcua.ParseCode(code); err != nil {
		t.Fatal(err)
	}
	sheets, err := sheetsOf("A5")
	if err != nil {
		t.Fatal(err)
	}
	f, err := newFoot(sheets[0], "HTTPS://X/T/"+strings.Repeat("A", 300), code)
	if err != nil {
		t.Fatal(err)
	}
	if w := f.barModule * float64(len(f.bar[0])); f.barLeft()+w > f.sheet.width {
		t.Errorf("the bars end at %v of %v mm", f.barLeft()+w, f.sheet.width)
	}
}

func TestRectanglesCoverExactlyTheDarkModules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		m := make(matrix, n)
		for y := range m {
			m[y] = rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, fmt.Sprint("row", y))
		}
		hits := map[[2]int]int{}
		for _, r := range m.rects() {
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for x := r.Min.X; x < r.Max.X; x++ {
					hits[[2]int{x, y}]++
				}
			}
		}
		for y := range m {
			for x := range m[y] {
				want := 0
				if m[y][x] {
					want = 1
				}
				if hits[[2]int{x, y}] != want {
					t.Fatalf("module %d,%d covered %d times, want %d", x, y, hits[[2]int{x, y}], want)
				}
			}
		}
	})
}
