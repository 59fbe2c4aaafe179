package printing

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"motcua"
)

// The people and places in these tests are invented.

func plain(papers int) ReceiptData {
	d := ReceiptData{
		Dossier: motcua.Dossier{Received: motcua.Received{
			Code:        "H57.19.789-261120-0007",
			Intake:      motcua.Intake{Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}, Papers: nil},
			Procedure:   motcua.Procedure{Name: "Thủ tục thử"},
			Appointment: motcua.Appointment{Received: time.Date(2026, 11, 20, 2, 5, 0, 0, time.UTC)},
			Clerk:       "Trần Văn Mẫu",
		}},
		Station: motcua.Station{UnitName: "Phường Thuận Hoá, Thành phố Huế"},
		URL:     "HTTPS://X/T/" + strings.Repeat("A7", 90),
	}
	for i := range papers {
		d.Dossier.Components = append(d.Dossier.Components, motcua.Component{
			Rule: motcua.PaperRule{Name: fmt.Sprintf("Giấy thử số %d", i+1)}, Count: motcua.PaperCount{Originals: 1},
		})
	}
	return d
}

// pagesOf returns the pages of a form and the measures they were set in.
func pagesOf(t *testing.T, p *pen, d ReceiptData, media string) ([][]placed, sheet) {
	t.Helper()
	f, _, err := LoadForms(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := d.content()
	l, err := fit(f.find(c), c, media, p)
	if err != nil {
		t.Fatal(err)
	}
	return l.pages, l.sheet
}

func newTestPen() *pen { return newPen() }

func words(page []placed) string {
	var out []string
	for _, s := range page {
		for _, g := range s.segs {
			out = append(out, g.text)
		}
	}
	return strings.Join(out, "\n")
}

func TestWhatIsPromisedStandsOnThePageThatIsSigned(t *testing.T) {
	for _, media := range []string{"A5", "A4"} {
		p := newTestPen()
		counts := map[int]bool{}
		for papers := 0; papers < 90; papers += 7 {
			pages, _ := pagesOf(t, p, plain(papers), media)
			counts[len(pages)] = true
			last := words(pages[len(pages)-1])
			for _, want := range []string{"Thời gian nhận hồ sơ", "Thời gian trả kết quả", "Vào Sổ theo dõi hồ sơ", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Mẫu", "Nguyễn Thị Ví Dụ"} {
				if !strings.Contains(last, want) {
					t.Errorf("%s, %d papers: the last of %d pages lacks %q", media, papers, len(pages), want)
				}
			}
		}
		if !counts[1] || !counts[2] || !counts[3] {
			t.Errorf("%s: the papers never needed one, two and three pages: %v", media, counts)
		}
	}
}

func TestEveryLineStaysAboveTheCodesAndInsideTheMargins(t *testing.T) {
	for _, media := range []string{"A5", "A4"} {
		p := newTestPen()
		for papers := 0; papers < 90; papers += 15 {
			d := plain(papers)
			pages, sh := pagesOf(t, p, d, media)
			f, err := newFoot(sh, d.URL, string(d.Dossier.Received.Code))
			if err != nil {
				t.Fatal(err)
			}
			for i, page := range pages {
				bottom := sh.bottom()
				if i == 0 {
					bottom -= f.height()
				}
				for _, s := range page {
					if s.y+s.height > bottom+1e-9 || s.y < sh.marginT {
						t.Errorf("%s, %d papers, page %d: a line ends at %.2f of %.2f", media, papers, i+1, s.y+s.height, bottom)
					}
					for _, g := range s.segs {
						if right := g.x + p.width(g.text, g.style, g.size); right > sh.width+0.01 || g.x < -0.01 {
							t.Errorf("%s: %q runs from %.2f to %.2f of %.2f mm", media, g.text, g.x, right, sh.width)
						}
					}
				}
			}
		}
	}
}

func TestAFormThatAlmostFitsIsSetTighterAndALongOneRoomily(t *testing.T) {
	sheets, err := sheetsOf("A4")
	if err != nil {
		t.Fatal(err)
	}
	p := newTestPen()
	seen := map[float64]bool{}
	for papers := 0; papers < 16; papers += 2 {
		pages, sh := pagesOf(t, p, plain(papers), "A4")
		if len(pages) > 1 && sh.body != sheets[0].body {
			t.Errorf("%d papers: %d pages at %v pt", papers, len(pages), sh.body)
		}
		if len(pages) == 1 {
			seen[sh.body] = true
		}
	}
	if len(seen) != len(sheets) {
		t.Errorf("sizes used for one page: %v", seen)
	}
}

func TestA4KeepsTheMarginsOfTheDecree(t *testing.T) {
	sheets, err := sheetsOf("A4")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		right := s.paperW - s.marginL - s.width
		if s.marginL < 30 || s.marginL > 35 || right < 15 || right > 20 || s.body < 12 || s.body > 14 {
			t.Errorf("left %v, right %v, %v pt", s.marginL, right, s.body)
		}
	}
}

func TestPapersAreListedAsTheyWereHandedIn(t *testing.T) {
	for _, c := range []struct {
		name  string
		count motcua.PaperCount
		want  string
	}{
		{"Tờ khai.", motcua.PaperCount{Originals: 1}, "Tờ khai (01 bản chính)"},
		{"Giấy; ", motcua.PaperCount{Copies: 2}, "Giấy (02 bản sao)"},
		{"Giấy", motcua.PaperCount{Originals: 1, Copies: 12}, "Giấy (01 bản chính, 12 bản sao)"},
		{"Thẻ căn cước", motcua.PaperCount{Shown: true}, "Thẻ căn cước (xuất trình để đối chiếu)"},
		{"Giấy\n hai  dòng", motcua.PaperCount{Originals: 100}, "Giấy hai dòng (100 bản chính)"},
		{"Không nộp", motcua.PaperCount{}, ""},
	} {
		got, ok := paperWords(motcua.Component{Rule: motcua.PaperRule{Name: c.name}, Count: c.count})
		if got = strings.ReplaceAll(got, nbsp, " "); got != c.want || ok != (c.want != "") {
			t.Errorf("%q: got %q, %v", c.name, got, ok)
		}
	}
}

func TestUnitsAreSpelledForHeadingsAndForRunningText(t *testing.T) {
	for unit, want := range map[string][3]string{
		"Phường Thuận Hoá, Thành phố Huế": {"Phường Thuận Hoá", "phường Thuận Hoá, thành phố Huế", "Thuận Hoá"},
		"Đặc khu Côn Đảo":                 {"Đặc khu Côn Đảo", "đặc khu Côn Đảo", "Côn Đảo"},
		"Điểm tiếp nhận số 2":             {"Điểm tiếp nhận số 2", "Điểm tiếp nhận số 2", "Điểm tiếp nhận số 2"},
		"":                                {"", "", ""},
	} {
		commune, running := unitWords(unit)
		text := strings.ReplaceAll(strings.Join(running, ", "), nbsp, " ")
		if commune != want[0] || text != want[1] || withoutKind(commune) != want[2] {
			t.Errorf("%q: %q, %q, %q", unit, commune, text, withoutKind(commune))
		}
	}
}

func TestTheResultIsFetchedWhereTheApplicantSaid(t *testing.T) {
	for _, c := range []struct {
		by    motcua.Channel
		place string
		want  string
	}{
		{motcua.ChannelDirect, "", "Trung tâm Phục vụ hành chính công phường Thuận Hoá"},
		{"", "Điểm số 2", "Điểm số 2"},
		{motcua.ChannelPost, "", "Qua dịch vụ bưu chính công ích"},
		{motcua.ChannelPost, "12 đường Không Có", "Qua dịch vụ bưu chính công ích: 12 đường Không Có"},
	} {
		d := plain(0)
		d.Dossier.Received.Intake.ResultBy, d.Dossier.Received.Intake.ResultPlace = c.by, c.place
		if got := strings.ReplaceAll(d.content().fields["resultPlace"], nbsp, " "); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}

func TestAnAddressIsPrintedAsItWasStored(t *testing.T) {
	for want, got := range map[string]string{
		"cả địa chỉ": addressWords(motcua.Address{Text: " cả địa chỉ ", Street: "số nhà", Province: "46", Ward: "19789"}),
		"số nhà":     addressWords(motcua.Address{Text: " ", Street: "số nhà"}),
		"":           addressWords(motcua.Address{Province: "46"}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTextIsCleanedForOneLineOfPaper(t *testing.T) {
	for in, want := range map[string]string{
		" a\t\nb\u00a0 c ":   "a b c",
		"Nguye\u0302\u0303n": "Nguyễn",
		"x\x00y\ufeffz":      "xyz",
		"\U0001F600":         "\ufffd",
		"a\xffb":             "a\ufffdb",
		"":                   "",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestAKindWithoutItsPersonStillPrints(t *testing.T) {
	for _, kind := range []motcua.ApplicantKind{motcua.ApplicantAuthorised, motcua.ApplicantOrganisation, "", "else"} {
		d := plain(1)
		d.Dossier.Received.Intake.Kind = kind
		pages, _ := pagesOf(t, newTestPen(), d, "A5")
		if !strings.Contains(words(pages[0]), "Nguyễn Thị Ví Dụ") {
			t.Errorf("%q: no name", kind)
		}
	}
}

func TestColumnsEndTogetherAndFitInOneLine(t *testing.T) {
	s := grid(40)
	st := s.columns(
		column{{text: "a", size: 10}, {space: 5}, {text: "tên trái", size: 10}},
		column{{text: "b", size: 10}, {text: "thêm một dòng nữa ở đây", size: 10}, {space: 5}, {text: "tên phải", size: 10}},
		0.5, 2)
	at := map[string]float64{}
	for _, g := range st.segs {
		at[g.text] = g.y
	}
	if at["tên trái"] != at["tên phải"] || at["tên trái"] == 0 {
		t.Errorf("names at %v and %v", at["tên trái"], at["tên phải"])
	}
	line := textLine{text: strings.Repeat("m", 30), size: 10, fit: true}
	scaled := setter{scaling{}, s.sheet}
	if rows := scaled.columnRows(&line, 20); len(rows) != 1 || line.size >= 10 || rows[0].width > 20 {
		t.Errorf("%d rows at %v pt", len(rows), line.size)
	}
	title := textLine{text: "một hai ba bốn năm sáu bảy", size: 10, balance: true}
	rows := s.columnRows(&title, 22)
	if len(rows) != 2 || math.Abs(rows[0].width-rows[1].width) > 4 {
		t.Errorf("unbalanced: %+v", rows)
	}
}

// scaling measures text by its size, a tenth of a point to the character.
type scaling struct{}

func (scaling) width(text string, _ style, size float64) float64 {
	return float64(len(text)) * size / 10
}

func TestCodesLieOnTheDotsOfThePrinter(t *testing.T) {
	for _, media := range []string{"A5", "A4"} {
		sheets, err := sheetsOf(media)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{60, 150, 250} {
			f, err := newFoot(sheets[0], strings.Repeat("A", n), "H57.19.789-261120-0007")
			if err != nil {
				t.Fatal(err)
			}
			for what, mm := range map[string]float64{"module": f.module, "bar": f.barModule, "margin": snap(sheets[0].marginL)} {
				if dots := mm / dot; math.Abs(dots-math.Round(dots)) > 1e-9 {
					t.Errorf("%s %d: %s is %v dots", media, n, what, dots)
				}
			}
			// Quiet zones: four modules around the QR, ten beside the bars.
			bars := f.barModule * float64(len(f.bar[0]))
			if free := (sheets[0].width - f.barLeft() - bars) / 2; free < 10*f.barModule-0.2 || f.height() < f.side()+2*quiet*f.module {
				t.Errorf("%s %d: %v mm beside the bars, block %v mm high for %v", media, n, free, f.height(), f.side())
			}
		}
	}
}
