package model_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"motcua"
	"motcua/app/model"

	"golang.org/x/text/unicode/norm"
)

func TestTimesAreWrittenTheVietnameseWay(t *testing.T) {
	utc := time.Date(2026, 11, 29, 18, 30, 5, 0, time.UTC) // Monday 01:30 in Vietnam
	for got, want := range map[string]string{
		model.Date(utc): "30/11/2026", model.ShortDate(utc): "30/11", model.Hour(utc): "01:30", model.Clock6(utc): "01:30:05", model.Weekday(utc): "thứ Hai",
		model.DayHour(utc, utc): "01:30", model.DayHour(utc, utc.AddDate(0, 0, 1)): "01:30 ngày 30/11",
		model.LimitText(motcua.Limit{Unit: motcua.LimitWorkDays, Count: 5}): "5 ngày làm việc",
		model.LimitText(motcua.Limit{Unit: motcua.LimitDays, Count: 30}):    "30 ngày",
		model.LimitText(motcua.Limit{Unit: motcua.LimitHours, Count: 4}):    "4 giờ làm việc",
		model.LimitText(motcua.Limit{Unit: motcua.LimitSameDay}):            "trong ngày",
		model.LimitText(motcua.Limit{}):                                     "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheDifferingPartOfACodeIsTheDayAndTheNumber(t *testing.T) {
	for code, want := range map[motcua.Code][2]string{
		"H57.19.789-261120-0007":     {"H57.19.789-", "261120-0007"},
		"H57.19.789-20261120-000007": {"H57.19.789-", "20261120-000007"},
		"000.00.12.H57-261120-0001":  {"000.00.12.H57-", "261120-0001"},
		"strange":                    {"", "strange"},
		"a-b":                        {"", "a-b"},
	} {
		if same, differs := model.CodeParts(code); same != want[0] || differs != want[1] {
			t.Errorf("%s: %q %q", code, same, differs)
		}
	}
	if got := model.ShortCode("H57.19.789-261120-0007"); got != "261120-0007" {
		t.Errorf("%q", got)
	}
}

func TestTheFirstLineOfAFeeTextIsVerbatim(t *testing.T) {
	if s, more := model.FirstLine("\n Lệ phí: 8.000 đồng \nMiễn cho …"); s != "Lệ phí: 8.000 đồng" || !more {
		t.Errorf("%q %v", s, more)
	}
	if s, more := model.FirstLine("Miễn phí\n"); s != "Miễn phí" || more {
		t.Errorf("%q %v", s, more)
	}
}

func TestEveryErrorCodeOfTheCoreHasItsSentences(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range coreCodes(t) {
		for _, deed := range []model.Deed{model.DeedReceive, model.DeedDraft, model.DeedPrint, model.DeedPreview, model.DeedScan, model.DeedImport, model.DeedList, model.DeedStick, model.DeedClose} {
			s := model.Explain(deed, &motcua.Error{Code: code})
			if s.What == "" || s.Safe == "" || s.Now == "" || s.Code != "MOTCUA-"+strings.ToUpper(string(deed)+"-"+string(code)) {
				t.Errorf("%s while %s: %+v", code, deed, s)
			}
			for _, p := range []string{s.What, s.Safe, s.Now} {
				if !strings.HasSuffix(p, ".") {
					t.Errorf("%s while %s: %q is no sentence", code, deed, p)
				}
			}
			if seen[s.Text()] {
				t.Errorf("%s while %s says the same as another: %s", code, deed, s.Text())
			}
			seen[s.Text()] = true
		}
	}
}

// coreCodes reads the codes from the source of the core, so that a new one
// cannot be forgotten here.
func coreCodes(t *testing.T) []motcua.ErrorCode {
	f, err := parser.ParseFile(token.NewFileSet(), "../../error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []motcua.ErrorCode
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Code") {
			return true
		}
		if lit, ok := v.Values[0].(*ast.BasicLit); ok {
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, motcua.ErrorCode(s))
		}
		return true
	})
	if len(out) < 15 {
		t.Fatalf("only %d codes found", len(out))
	}
	return out
}

func TestAnUnknownWarningIsStillShownByTheNameOfItsBox(t *testing.T) {
	d := model.WarningWords(motcua.Warning{Code: "of-tomorrow", Field: "applicant.phone"})
	if d.Head != "Cần xem lại: Điện thoại" || d.Short == "" || d.Now == "" {
		t.Errorf("%+v", d)
	}
	if d := model.WarningWords(motcua.Warning{Code: "of-tomorrow", Field: "x"}); d.Head != "Cần xem lại" {
		t.Errorf("%+v", d)
	}
}

// The law of words: only three phrases may claim progress, tone marks follow
// the official forms, the clerk reads Vietnamese.
var forbidden = regexp.MustCompile(`(?i)đồng bộ|hoàn tất|thành công|đồng ý|submit|\bok\b|(hoà|toà)([^\p{L}]|$)|uỷ|thuỷ|xoá|khoá|email|online|printer|server|%!`)

// stateNames are written as the state writes them.
var stateNames = regexp.MustCompile(`Thuận Hoá|Hương Thuỷ`)

func TestEveryWordOnTheScreensKeepsTheLawOfWords(t *testing.T) {
	checked := 0
	for _, dir := range []string{".", "..", "../view"} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			if !strings.HasSuffix(p, "_test.go") {
				checked += checkWords(t, p)
			}
		}
	}
	if checked < 200 {
		t.Errorf("only %d texts looked at", checked)
	}
}

func checkWords(t *testing.T, path string) int {
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(f, func(x ast.Node) bool {
		lit, ok := x.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !vietnamese(s) {
			return true
		}
		n++
		if bad := forbidden.FindString(stateNames.ReplaceAllString(s, "")); bad != "" {
			t.Errorf("%s: %q in %q", path, bad, s)
		}
		if !norm.NFC.IsNormalString(s) {
			t.Errorf("%s: %q is not composed", path, s)
		}
		for _, r := range s {
			if !drawable(r) {
				t.Errorf("%s: %q has %U, which Noto Sans may lack", path, s, r)
			}
		}
		return true
	})
	return n
}

// vietnamese tells texts for people from names for machines.
func vietnamese(s string) bool {
	for _, r := range s {
		if r > unicode.MaxASCII {
			return true
		}
	}
	return false
}

// drawable names what Noto Sans has, and ⇧, which the toolkit draws from its own
// font of signs.
func drawable(r rune) bool {
	return r <= 0x24F || r >= 0x300 && r <= 0x323 || r >= 0x1EA0 && r <= 0x1EF9 || strings.ContainsRune("–…·“”−⇧\n", r)
}

func TestTheLawOfWordsCanBeBroken(t *testing.T) {
	for _, s := range []string{"Đã đồng bộ", "Hoàn tất", "uỷ quyền", "Đồng ý", "đăng nhập thành công", "xoá"} {
		if !forbidden.MatchString(s) {
			t.Errorf("%q passes", s)
		}
	}
	if drawable('↑') || drawable('✓') {
		t.Error("arrows pass")
	}
}
