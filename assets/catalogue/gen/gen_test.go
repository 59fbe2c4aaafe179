package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"motcua"
	"motcua/assets/catalogue"
)

// headings.tsv is every published heading with its judgement, to be read by a
// person; a new heading fails here until someone has judged it.
func TestEveryPublishedHeadingIsJudgedAsWritten(t *testing.T) {
	data, err := os.ReadFile("testdata/headings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	judged, used := map[string]motcua.GroupKind{}, map[string]bool{}
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		kind, heading, ok := strings.Cut(line, "\t")
		if _, twice := judged[heading]; !ok || twice {
			t.Fatalf("line %q", line)
		}
		judged[heading] = motcua.GroupKind(kind)
	}
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.List() {
		for _, g := range p.Groups {
			if want, ok := judged[g.Case]; !ok || g.Kind != want {
				t.Errorf("%s %q is %s, want %q", p.Code, g.Case, g.Kind, want)
			}
			used[g.Case] = true
		}
	}
	if len(used) != len(judged) {
		t.Errorf("%d headings judged, %d published", len(judged), len(used))
	}
}

func TestHeadingsThatReadAlikeAreToldApart(t *testing.T) {
	for heading, want := range map[string]motcua.GroupKind{
		"": motcua.GroupCommon,
		"* Trường hợp ủy quyền thực hiện thủ tục:":                                 motcua.GroupAuthorised,
		"- Trường hợp người đại diện theo ủy quyền của tổ hợp tác nộp thông báo":   motcua.GroupCase,
		"Trường hợp thay đổi chủ hộ do các thành viên ủy quyền cho một thành viên": motcua.GroupCase,
		"* Trường hợp đăng ký tổ hợp tác trên môi trường điện tử":                  motcua.GroupOnline,
		"*Lưu ý:": motcua.GroupNote,
		"Hồ sơ của người nhận con nuôi:": motcua.GroupCommon,
		"1. Hồ sơ thu hồi":               motcua.GroupCase,
	} {
		if got := kindOf(heading, false); got != want {
			t.Errorf("%q is %s, want %s", heading, got, want)
		}
	}
	if got := kindOf("1) Hồ sơ đăng ký bao gồm:", true); got != motcua.GroupCommon {
		t.Errorf("a lone heading that names no case is %s", got)
	}
	if got := kindOf("Trường hợp người chưa đủ 14 tuổi", true); got != motcua.GroupCase {
		t.Errorf("a lone heading for some people only is %s", got)
	}
}

func TestPublishedTimesBecomeLimits(t *testing.T) {
	for _, c := range []struct {
		code, text string
		want       motcua.Limit
	}{
		{"9.000001", "3 Ngày làm việc", motcua.Limit{Unit: motcua.LimitWorkDays, Count: 3, Text: "3 Ngày làm việc"}},
		{"9.000001", "15 Ngày", motcua.Limit{Unit: motcua.LimitDays, Count: 15, Text: "15 Ngày"}},
		{"9.000001", "1 Giờ", motcua.Limit{Unit: motcua.LimitHours, Count: 1, Text: "1 Giờ"}},
		{"9.000001", "5", motcua.Limit{Text: "5"}},
		{"9.000001", "0", motcua.Limit{Text: "0"}},
		{"9.000001", "", motcua.Limit{}},
		{"2.000815", "", motcua.Limit{Unit: motcua.LimitSameDay, Unverified: true, Source: certify}},
		{"1.001193", "1", motcua.Limit{Unit: motcua.LimitSameDay, Text: "1", Unverified: true, Source: civilLaw}},
		{"1.004884", "5", motcua.Limit{Unit: motcua.LimitWorkDays, Count: 5, Text: "5", Unverified: true, Source: noSource}},
		{"1.004884", "4 Ngày làm việc", motcua.Limit{Unit: motcua.LimitWorkDays, Count: 4, Text: "4 Ngày làm việc"}},
	} {
		if got, err := limitOf(c.code, c.text); err != nil || got != c.want {
			t.Errorf("%s %q: %+v %v", c.code, c.text, got, err)
		}
	}
	for _, text := range []string{"ngay", "3 Tuần", "0 Ngày", "9999 Ngày", "3 ngày làm việc"} {
		if l, err := limitOf("9.000001", text); err == nil {
			t.Errorf("%q became %+v", text, l)
		}
	}
}

func TestAFilledInLimitIsOneTheCatalogueNeeds(t *testing.T) {
	for code, f := range filled {
		if !codeShape.MatchString(code) || f.source == "" || f.days < 0 || f.days > 10 {
			t.Errorf("%s: %+v", code, f)
		}
	}
}

func TestShortNamesAreAFirstClauseAndNeverEmpty(t *testing.T) {
	for name, want := range map[string]string{
		"Giấy chứng sinh; trường hợp không có thì nộp văn bản của người làm chứng": "Giấy chứng sinh",
		"Tờ khai đăng ký khai sinh (theo mẫu)":                                     "Tờ khai đăng ký khai sinh",
		"Đơn đề nghị. Kèm theo ảnh":                                                "Đơn đề nghị",
		"Mẫu 1.2 theo quy định":                                                    "Mẫu 1.2 theo quy định",
		"- (3) Bản sao nghị quyết":                                                 "(3) Bản sao nghị quyết",
		"Giấy\ntờ tùy thân":                                                        "Giấy tờ tùy thân",
		"Đơn":                                                                      "Đơn",
		"...":                                                                      "...",
		strings.Repeat("dài ", 40):                                                 strings.TrimRight(strings.Repeat("dài ", 15), " ") + "…",
		strings.Repeat("x", 90):                                                    strings.Repeat("x", 30) + "…",
	} {
		if got := short(name); got != want || utf8.RuneCountInString(got) > shortLen+1 {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestANumberThatRanIntoTheCountGoesBackIntoTheName(t *testing.T) {
	for _, c := range []struct {
		in   paper
		want motcua.PaperRule
	}{
		{paper{"Thông tư số 88/2025/TT-BNNMT ngày 31/12/", 20251, 1}, motcua.PaperRule{Name: "Thông tư số 88/2025/TT-BNNMT ngày 31/12/2025", Originals: 1, Copies: 1}},
		{paper{"Đơn theo Mẫu số", 181, 1}, motcua.PaperRule{Name: "Đơn theo Mẫu số 18", Originals: 1, Copies: 1}},
		{paper{"Điều 142 Luật Đất đai năm", 20240, 1}, motcua.PaperRule{Name: "Điều 142 Luật Đất đai năm 2024", Copies: 1}},
		{paper{"Đơn theo Mẫu số 03-QĐ", 6131, 0}, motcua.PaperRule{Name: "Đơn theo Mẫu số 03-QĐ613", Originals: 1}},
		{paper{"Lời dặn", 0, 0}, motcua.PaperRule{Name: "Lời dặn", Note: true}},
	} {
		got := ruleOf(c.in)
		got.Short = ""
		if got != c.want {
			t.Errorf("%+v: %+v", c.in, got)
		}
	}
}

// good is one whole record, invented.
const good = `{"code":"9.000001","name":"Thủ tục thử","field":"Hộ tịch","channels":[{"channel":"Trực tiếp","time":"1 Ngày"}],"componentGroups":[{"case":"","presentedOnly":true,"papers":[{"name":"A","originals":1},{"name":"B"}]}]}`

func TestBrokenRecordsStopTheGenerator(t *testing.T) {
	a, err := build([]byte(good + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := build([]byte(good)); err != nil || string(a) != string(b) {
		t.Error("the same record twice gives different bytes")
	}
	for name, bad := range map[string]string{
		"twice":        good + "\n" + good,
		"not JSON":     "{",
		"no name":      strings.Replace(good, "Thủ tục thử", "", 1),
		"odd code":     strings.Replace(good, "9.000001", "9.1", 1),
		"odd channel":  strings.Replace(good, "Trực tiếp", "Bồ câu", 1),
		"odd time":     strings.Replace(good, "1 Ngày", "nhanh", 1),
		"no channel":   strings.Replace(good, `[{"channel":"Trực tiếp","time":"1 Ngày"}]`, "[]", 1),
		"empty record": "{}",
	} {
		if _, err := build([]byte(bad)); err == nil {
			t.Errorf("%s was built", name)
		}
	}
}

func TestARemarkAmongPapersToBeShownIsNoPaper(t *testing.T) {
	g := groupsOf([]group{{Case: "* Giấy tờ phải xuất trình:", PresentedOnly: true, Papers: []paper{{"Hộ chiếu", 1, 0}, {"Trường hợp đã có dữ liệu", 0, 0}}}})
	if r := g[0].Papers; !r[0].PresentOnly || r[0].Key != "p1" || !r[1].Note || r[1].PresentOnly || r[1].Key != "p2" {
		t.Errorf("%+v", r)
	}
}

func TestABrokenFileLeavesTheCatalogueAsItWas(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Join("assets", "catalogue"), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(data string) {
		if err := os.WriteFile("records.jsonl", []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(good)
	if err := run("records.jsonl"); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(output())
	if err != nil || len(before) == 0 {
		t.Fatal(err)
	}
	write(good + "\n{")
	if run("records.jsonl") == nil || run("none.jsonl") == nil {
		t.Error("a broken or missing file became a catalogue")
	}
	if after, err := os.ReadFile(output()); err != nil || string(after) != string(before) {
		t.Errorf("the catalogue changed: %v", err)
	}
	if err := os.WriteFile("catalogue.go", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if output() != "catalogue.json.zst" {
		t.Errorf("beside the package the file is %s", output())
	}
}

func TestARecordKeepsWhatWasPublished(t *testing.T) {
	r := record{
		Code: "9.000001", Name: "Thủ tục\nthử ", Decision: "1/QĐ", Field: "Hộ tịch", Source: "https://example.vn/1",
		Results: []motcua.Result{{Code: "KQ1", Name: "Giấy  thử"}},
		Groups:  []group{{Case: " a)\nCấp mới:", Papers: []paper{{"- Đơn (mẫu 1)\n dòng hai ", 1, 0}}}, {Case: "b) Cấp lại:", Papers: []paper{{"Đơn", 1, 1}}}},
	}
	for _, c := range [][3]string{{"Trực tiếp", "2 Ngày làm việc", " Phí: 8.000 đồng\n(miễn cho hộ nghèo) "}, {"Trực tuyến", "7", ""}, {"Dịch vụ bưu chính", "", "Miễn phí"}} {
		r.Channels = append(r.Channels, struct {
			Channel string `json:"channel"`
			Time    string `json:"time"`
			FeeText string `json:"feeText"`
		}{c[0], c[1], c[2]})
	}
	got, err := convert(r)
	want := motcua.Procedure{
		Code: "9.000001", Name: "Thủ tục thử", Field: "Hộ tịch", Decision: "1/QĐ", Source: "https://example.vn/1",
		Offers: []motcua.Offer{
			{Channel: motcua.ChannelDirect, Limit: motcua.Limit{Unit: motcua.LimitWorkDays, Count: 2, Text: "2 Ngày làm việc"}, FeeText: "Phí: 8.000 đồng\n(miễn cho hộ nghèo)"},
			{Channel: motcua.ChannelOnline, Limit: motcua.Limit{Text: "7"}},
			{Channel: motcua.ChannelPost, FeeText: "Miễn phí"},
		},
		Groups: []motcua.PaperGroup{
			{Case: "a) Cấp mới:", Kind: motcua.GroupCase, Papers: []motcua.PaperRule{{Key: "p1", Name: "- Đơn (mẫu 1)\n dòng hai", Short: "Đơn", Originals: 1}}},
			{Case: "b) Cấp lại:", Kind: motcua.GroupCase, Papers: []motcua.PaperRule{{Key: "p2", Name: "Đơn", Short: "Đơn", Originals: 1, Copies: 1}}},
		},
		Results: []motcua.Result{{Code: "KQ1", Name: "Giấy thử"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%+v\n%+v", err, got, want)
	}
}
