package printing_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"motcua"
	"motcua/printing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tool runs one of the programs that check PDFs and returns what it wrote.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out.String(), bad.String())
	}
	return out.String()
}

func press(t testing.TB) *printing.Press {
	t.Helper()
	f, refused, err := printing.LoadForms(nil)
	if err != nil || refused != nil {
		t.Fatal(err, refused)
	}
	return printing.NewPress(f)
}

// pdf makes a receipt and leaves it in a file for the tools.
func pdf(t *testing.T, d printing.ReceiptData, media string) (path string, data []byte) {
	t.Helper()
	data, err := press(t).PDF(media, d)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, data
}

func text(t *testing.T, path string) string {
	t.Helper()
	return tool(t, "pdftotext", "-raw", path, "-")
}

func TestReceiptsReadAsTheFormOfTheCircular(t *testing.T) {
	for name, d := range samples(t) {
		for _, media := range []string{"A5", "A4"} {
			path, _ := pdf(t, d, media)
			got := text(t, path)
			if !norm.NFC.IsNormalString(got) {
				t.Errorf("%s %s: the text is not NFC", name, media)
			}
			golden := filepath.Join("testdata", name+"-"+media+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s %s differs from %s:\n%s", name, media, golden, got)
			}
		}
	}
}

func TestReceiptsAreSoundPDFsInVietnamese(t *testing.T) {
	size := map[string]string{"A5": "419.53 x 595.28 pts", "A4": "595.28 x 841.89 pts"}
	for name, d := range samples(t) {
		for _, media := range []string{"A5", "A4"} {
			path, data := pdf(t, d, media)
			if out := tool(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
				t.Errorf("%s %s: %s", name, media, out)
			}
			if !bytes.Contains(data, []byte("/Lang (vi)")) {
				t.Errorf("%s %s does not say its language", name, media)
			}
			info := tool(t, "pdfinfo", path)
			if !strings.Contains(info, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H57.19.789-261120-0007") || !strings.Contains(info, size[media]) {
				t.Errorf("%s %s: %s", name, media, info)
			}
		}
	}
}

func TestPhonesAndReadersReadTheCodesOffA203DpiPrint(t *testing.T) {
	for name, d := range samples(t) {
		for _, media := range []string{"A5", "A4"} {
			path, _ := pdf(t, d, media)
			for _, mode := range []string{"-mono", "-gray"} {
				tool(t, "pdftoppm", "-r", "203", mode, "-singlefile", path, path)
				img, _ := filepath.Glob(path + ".p?m")
				got := strings.Fields(tool(t, "zbarimg", "-q", "--raw", img[len(img)-1]))
				want := []string{d.URL, string(d.Dossier.Received.Code)}
				if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
					t.Errorf("%s %s %s: read %q, want %q", name, media, mode, got, want)
				}
				for _, f := range img {
					if err := os.Remove(f); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

func TestNothingIsCutOffHoweverLongThePapersAre(t *testing.T) {
	for _, media := range []string{"A5", "A4"} {
		d := overlong(t)
		long := strings.Repeat("Đ", 500)
		d.Dossier.Received.Intake.Applicant.Email = long + "@thu.example"
		path, _ := pdf(t, d, media)
		got := strings.Join(strings.Fields(text(t, path)), "")
		for _, c := range d.Dossier.Components {
			if want := strings.Join(strings.Fields(c.Rule.Name), ""); !strings.Contains(unmarked(got), want) {
				t.Errorf("%s: lost %q", media, c.Rule.Name)
			}
		}
		if !strings.Contains(got, long) {
			t.Errorf("%s: lost a word wider than the paper", media)
		}
		inside(t, path)
	}
}

// unmarked drops the marks that page breaks put between words.
func unmarked(s string) string {
	for _, c := range strings.Split(s, "trang") {
		if i := strings.Index(c, "MãhồsơH57"); i >= 0 {
			s = strings.ReplaceAll(s, c[i:], "")
		}
	}
	for _, pages := range []string{"8", "9"} {
		for _, p := range "123456789" {
			s = strings.ReplaceAll(s, "trang"+string(p)+"/"+pages, "")
		}
	}
	return strings.ReplaceAll(s, "\f", "")
}

// inside checks that no word sticks out of the sheet.
func inside(t *testing.T, path string) {
	t.Helper()
	var w, h, x1, y1, x2, y2 float64
	for _, l := range strings.Split(tool(t, "pdftotext", "-bbox", path, "-"), "\n") {
		l = strings.TrimSpace(l)
		if n, _ := fscan(l, `<page width="%f" height="%f">`, &w, &h); n == 2 {
			continue
		}
		if n, _ := fscan(l, `<word xMin="%f" yMin="%f" xMax="%f" yMax="%f">`, &x1, &y1, &x2, &y2); n == 4 {
			if x1 < 0 || y1 < 0 || x2 > w || y2 > h {
				t.Errorf("out of the sheet: %s", l)
			}
		}
	}
	if x2 == 0 {
		t.Error("no words were measured")
	}
}

func TestTheSameDataGiveTheSameBytes(t *testing.T) {
	_, a := pdf(t, authorised(t), "A5")
	_, b := pdf(t, authorised(t), "A5")
	if !bytes.Equal(a, b) {
		t.Error("two makings differ")
	}
	d := authorised(t)
	d.Now = at(21, 10, 0)
	again, c := pdf(t, d, "A5")
	first, _ := pdf(t, authorised(t), "A5")
	if bytes.Equal(a, c) || text(t, first) != text(t, again) {
		t.Error("a reprint must carry its own time inside and the same words on paper")
	}
}

func TestWhatIsNoReceiptIsRefusedByField(t *testing.T) {
	for field, change := range map[string]func(*printing.ReceiptData) string{
		"media": func(*printing.ReceiptData) string { return "A3" },
		"code":  func(d *printing.ReceiptData) string { d.Dossier.Received.Code = "x"; return "A5" },
		"url":   func(d *printing.ReceiptData) string { d.URL = "https://lower.example/"; return "A5" },
	} {
		d := short(t)
		media := change(&d)
		_, err := press(t).PDF(media, d)
		var e *motcua.Error
		if !asError(err, &e) || e.Code != motcua.CodeInvalid || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	d := short(t)
	d.URL = "HTTPS://" + strings.Repeat("A", 5000)
	if _, err := press(t).PDF("A5", d); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("a QR that holds no such text: %v", err)
	}
}

func TestStrangeLettersAndEmptyFieldsStillPrint(t *testing.T) {
	d := short(t)
	in := &d.Dossier.Received.Intake
	in.Applicant = motcua.Person{Name: "Tên\tcó\u0000 😀 \U00010000 \xff"}
	d.Station.UnitName, d.URL = "", ""
	d.Dossier.Components = nil
	path, _ := pdf(t, d, "A5")
	got := text(t, path)
	if !strings.Contains(got, "Tên có") || !strings.Contains(got, "Địa chỉ: …") || strings.Contains(got, "tra cứu tiến độ") {
		t.Errorf("got:\n%s", got)
	}
}

func TestTheHeadingFollowsTheUnit(t *testing.T) {
	for unit, want := range map[string][]string{
		"Xã A Lưới 1, Thành phố Huế":       {"UBND XÃ A LƯỚI 1", "A Lưới 1, ngày 20", "công xã A Lưới 1, thành phố Huế"},
		"Đặc khu Côn Đảo, Tỉnh Thử Nghiệm": {"UBND ĐẶC KHU CÔN ĐẢO", "Côn Đảo, ngày 20", "công đặc khu Côn Đảo, tỉnh Thử Nghiệm"},
	} {
		d := short(t)
		d.Station.UnitName = unit
		path, _ := pdf(t, d, "A4")
		for _, w := range want {
			if got := text(t, path); !strings.Contains(got, w) {
				t.Errorf("%s: lacks %q:\n%s", unit, w, got)
			}
		}
	}
	d := short(t)
	d.Unit = printing.Unit{Superior: "UBND THÀNH PHỐ THỬ", Office: "Chi nhánh số 3", Place: "Thử"}
	path, _ := pdf(t, d, "A4")
	for _, w := range []string{"UBND THÀNH PHỐ THỬ", "CHI NHÁNH SỐ 3", "Thử, ngày 20 tháng 11 năm 2026"} {
		if got := text(t, path); !strings.Contains(got, w) {
			t.Errorf("lacks %q:\n%s", w, got)
		}
	}
}
