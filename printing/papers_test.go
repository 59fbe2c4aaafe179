package printing_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"motcua/printing"
)

// sets are all papers but the receipts of today, by the name of their goldens.
func sets(t *testing.T) map[string]printing.Document {
	t.Helper()
	out := map[string]printing.Document{}
	for prefix, docs := range map[string]map[string]printing.Document{"usual-": documents(t), "overlong-": overlongDocuments(t), "tt01-": old(t)} {
		for kind, d := range docs {
			out[prefix+kind] = d
		}
	}
	return out
}

func paperFile(t *testing.T, d printing.Document, media string) string {
	t.Helper()
	data, err := press(t).PDF(media, d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func TestEveryPaperReadsAsItsFormAndLosesNothing(t *testing.T) {
	for name, d := range sets(t) {
		path := paperFile(t, d, "")
		got := text(t, path)
		if !norm.NFC.IsNormalString(got) {
			t.Errorf("%s: the text is not NFC", name)
		}
		if want := golden(t, name+".txt", []byte(got)); got != string(want) {
			t.Errorf("%s differs from its golden:\n%s", name, got)
		}
		if out := tool(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
			t.Errorf("%s: %s", name, out)
		}
		inside(t, path)
		if kind, long := strings.CutPrefix(name, "overlong-"); long {
			flat := strings.Join(strings.Fields(got), " ")
			for _, end := range ends(kind) {
				if !strings.Contains(flat, end) {
					t.Errorf("%s lost what ends in %q", name, end)
				}
			}
		}
	}
}

// ends are the last words of every long text of a kind.
func ends(kind string) []string {
	return map[string][]string{
		"supplement": {"hết lý do", "40. Mục số 40", "in lại lần 2 – trang 1/"}, "refusal": {"hết lý do từ chối"}, "extension": {"hết lý do chậm", "ngày 27 tháng 11 năm 2026"},
		"stop": {"hết giai đoạn", "Trần Văn Mẫu"}, "control": {"Trình ký", "trang 2/"}, "register": {"0040", "trang 2/"},
		"certification": {"42", "49.426.680 đồng"}, "transfer": {"40. Mục số 40", "Lê Thị Thử"}, "resultlist": {"0060", "60 kết quả"},
		"resultreceipt": {"hết trích yếu"}, "separator": {"hết giấy tờ có tên dài"}, "cash": {"hết khoản thu", "hết quyển", "0060", "trang 2/"}, "shift": {"40. Mục số 40", "hết lý do lệch", "Lê Thị Thử"},
		"uncollected": {"hết thủ tục", "0060", "60 kết quả chưa trả", "trang 2/"},
	}[kind]
}

func TestOfficialPapersKeepTheirHeadingsInTheOrderOfTheCircular(t *testing.T) {
	for name, want := range map[string][]string{
		"usual-supplement": {"Số: 12/PBS-TTPVHCC (BPTNTKQ)", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Hồ sơ của:", "Nội dung yêu cầu giải quyết:", "Địa chỉ:", "Số điện thoại:", "Email:", "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", "1.", "Lý do:", "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc", "NGƯỜI HƯỚNG DẪN"},
		"usual-refusal":    {"Số: 12/PTC-TTPVHCC (BPTNTKQ)", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Tiếp nhận hồ sơ của:", "Số định danh cá nhân/tổ chức:", "Địa chỉ:", "Mã hồ sơ (nếu có):", "Nội dung yêu cầu giải quyết:", "Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả thông báo không tiếp nhận", "Xin thông báo cho Ông/Bà được biết và thực hiện./.", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"},
		"usual-extension":  {"Số: 12/PXL", "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "Kính gửi:", "tiếp nhận giải quyết hồ sơ đề nghị", "Thời gian hẹn trả kết quả", "Tuy nhiên đến nay", "Lý do:", "xin trân trọng gửi lời xin lỗi", "sẽ trả kết quả", "Mong nhận được sự thông cảm", "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"},
		"usual-stop":       {"THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Mã hồ sơ:", "Thủ tục hành chính:", "Thời gian yêu cầu:", "Tình trạng hồ sơ", "Nghĩa vụ tài chính"},
		"usual-control":    {"Số: 12/PKS-TTPVHCC (BPTNTKQ)", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mã số hồ sơ:", "Cơ quan (bộ phận) giải quyết hồ sơ:", "Cơ quan phối hợp giải quyết hồ sơ:", "Ngày nhận:", "Hẹn trả kết quả vào", "Tên đơn vị", "Thời gian giao nhận hồ sơ", "Ghi chú", "1. Giao:", "Ghi chú:"},
		"usual-register":   {"Số: 12/STD-TTPVHCC (BPTNTKQ)", "SỔ THEO DÕI HỒ SƠ", "STT", "Mã hồ sơ", "Tên TTHC", "Địa chỉ/SĐT", "Ký nhận", "Ghi chú:"},
	} {
		got := strings.Join(strings.Fields(text(t, paperFile(t, sets(t)[name], ""))), " ")
		rest := got
		for _, w := range want {
			i := strings.Index(rest, w)
			if i < 0 {
				t.Fatalf("%s: %q is missing, or out of order, in:\n%s", name, w, got)
			}
			rest = rest[i+len(w):]
		}
	}
}

func TestEveryPaperLooksAsItDid(t *testing.T) {
	all := sets(t)
	for name, d := range samples(t) {
		all["receipt-"+name] = d
	}
	for name, d := range all {
		path := paperFile(t, d, "")
		tool(t, "pdftoppm", "-r", "30", "-gray", "-png", path, path)
		pages, err := filepath.Glob(path + "-*.png")
		if err != nil || len(pages) == 0 {
			t.Fatal(err, pages)
		}
		got := sheetOf(t, pages)
		if diff := unlike(got, decode(t, golden(t, name+".png", encode(t, got)))); diff > 0.004 {
			t.Errorf("%s: %.2f%% of the dots are unlike the golden", name, diff*100)
		}
	}
}

// sheetOf lays pages below each other.
func sheetOf(t *testing.T, pages []string) *image.Gray {
	t.Helper()
	var all []image.Image
	size := image.Point{}
	for _, p := range pages {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		img := decode(t, data)
		all = append(all, img)
		size = image.Pt(max(size.X, img.Bounds().Dx()), size.Y+img.Bounds().Dy())
	}
	out, y := image.NewGray(image.Rectangle{Max: size}), 0
	for _, img := range all {
		for dy := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				out.Set(x, y+dy, img.At(x, dy))
			}
		}
		y += img.Bounds().Dy()
	}
	return out
}

// unlike returns the share of dots that differ by more than a third of black to
// white, 1 where the sizes differ.
func unlike(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	n := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y
			if max(p, q)-min(p, q) > 85 {
				n++
			}
		}
	}
	return float64(n) / float64(a.Bounds().Dx()*a.Bounds().Dy())
}

func TestTheLikenessOfPicturesCanFail(t *testing.T) {
	a, b := paperFile(t, documents(t)["refusal"], ""), paperFile(t, documents(t)["supplement"], "")
	var imgs []*image.Gray
	for _, path := range []string{a, b} {
		tool(t, "pdftoppm", "-r", "30", "-gray", "-png", "-singlefile", path, path)
		imgs = append(imgs, sheetOf(t, []string{path + ".png"}))
	}
	if d := unlike(imgs[0], imgs[1]); d < 0.004 {
		t.Errorf("two forms differ by %.3f%% only", d*100)
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// worn strews noise and specks over a page and turns it by three degrees, as a
// bad copy in a crooked feeder would.
func worn(src *image.Gray, seed uint64) *image.Gray {
	b := src.Bounds()
	r := rand.New(rand.NewPCG(seed, 1))
	noisy := make([]float64, len(src.Pix))
	for i, v := range src.Pix {
		g := float64(v) + r.NormFloat64()*8
		if r.Float64() < 0.0003 { // specks
			g = 255 - g
		}
		noisy[i] = min(max(g, 0), 255)
	}
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= b.Dx() || y >= b.Dy() {
			return 255
		}
		return noisy[y*src.Stride+x]
	}
	out := image.NewGray(b)
	sin, cos := math.Sincos(3 * math.Pi / 180)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			fx, fy := cx+(float64(x)-cx)*cos-(float64(y)-cy)*sin, cy+(float64(x)-cx)*sin+(float64(y)-cy)*cos
			x0, y0 := int(math.Floor(fx)), int(math.Floor(fy))
			u, v := fx-float64(x0), fy-float64(y0)
			g := (at(x0, y0)*(1-u)+at(x0+1, y0)*u)*(1-v) + (at(x0, y0+1)*(1-u)+at(x0+1, y0+1)*u)*v
			out.Pix[y*out.Stride+x] = uint8(g)
		}
	}
	return out
}

func TestCodesAreReadFromAWornAndCrookedPrint(t *testing.T) {
	docs := map[string]printing.Document{"receipt": authorised(t)}
	for kind, d := range documents(t) {
		if kind != "register" && kind != "resultlist" && kind != "cash" && kind != "shift" && kind != "uncollected" && kind != "recovery" { // what is of many dossiers, or of none, has no code
			docs[kind] = d
		}
	}
	code := "H57.19.789-261120-0007"
	for kind, d := range docs {
		want := []string{code, url(t, "H57.19.789-261120-0007")}
		if s, ok := d.(printing.SeparatorData); ok {
			want[1] = s.Mark
		}
		path := paperFile(t, d, "")
		tool(t, "pdftoppm", "-r", "203", "-gray", "-png", "-singlefile", path, path)
		file := filepath.Join(t.TempDir(), "worn.png")
		if err := os.WriteFile(file, encode(t, worn(sheetOf(t, []string{path + ".png"}), 7)), 0o600); err != nil {
			t.Fatal(err)
		}
		got := tool(t, "zbarimg", "-q", "--raw", file)
		for _, w := range want {
			if !strings.Contains(got, w+"\n") {
				t.Errorf("%s: read %q, want %q", kind, got, w)
			}
		}
	}
}

func TestEveryPDFSaysThatItMayBeFiled(t *testing.T) {
	for name, d := range sets(t) {
		path := paperFile(t, d, "")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", "/S /GTS_PDFA1", "/ID [<"} {
			if !bytes.Contains(data, []byte(want)) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		for _, never := range []string{"/Encrypt", "/JavaScript", "/SMask", "/ca "} {
			if bytes.Contains(data, []byte(never)) {
				t.Errorf("%s has %q", name, never)
			}
		}
		for _, l := range strings.Split(tool(t, "pdffonts", path), "\n")[2:] {
			if f := strings.Fields(l); len(f) > 5 && (f[len(f)-5] != "yes" || f[len(f)-3] != "yes") { // embedded, to Unicode
				t.Errorf("%s: %s", name, l)
			}
		}
		if !strings.HasPrefix(name, "overlong-") && len(data) > 120_000 {
			t.Errorf("%s has %d bytes: whole faces?", name, len(data))
		}
		if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Producer:        motcua") {
			t.Errorf("%s: the information is not found: %s", name, info)
		}
	}
}

// ticket returns the dots of a ticket.
func ticket(t *testing.T, d printing.Document, media string) *image.Gray {
	t.Helper()
	data, err := press(t).Ticket(d, media)
	if err != nil {
		t.Fatal(err)
	}
	img, ok := decode(t, data).(*image.Gray)
	if !ok {
		t.Fatal("a ticket that is not grey")
	}
	return img
}

func TestAPaperMadeAheadIsTheVerySame(t *testing.T) {
	p := press(t)
	cold, err := p.PDF("A5", short(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Warm()
	p.Warm()
	for range 2 {
		warm, err := p.PDF("A5", short(t))
		if err != nil || !bytes.Equal(cold, warm) {
			t.Errorf("%d and %d bytes, %v", len(cold), len(warm), err)
		}
	}
}

func TestTicketsLookAsTheyDidAndTheirQRIsRead(t *testing.T) {
	docs := map[string]printing.Document{"receipt": authorised(t), "queue": printing.QueueData{
		Unit: unit(), Number: "A012", Service: "Hộ tịch, chứng thực", Counter: "quầy 02", Ahead: 4, Issued: at(20, 8, 1)}}
	for media, width := range map[string]int{printing.Roll80: 576, printing.Roll58: 384} {
		for kind, d := range docs {
			img := ticket(t, d, media)
			if img.Bounds().Dx() != width {
				t.Errorf("%s %s is %d dots wide", kind, media, img.Bounds().Dx())
			}
			for _, v := range img.Pix {
				if v != 0 && v != 0xff {
					t.Fatalf("%s %s: a grey dot", kind, media)
				}
			}
			if diff := unlike(img, decode(t, golden(t, "ticket-"+kind+"-"+media+".png", encode(t, img)))); diff > 0.001 {
				t.Errorf("%s %s: %.2f%% of the dots are unlike the golden", kind, media, diff*100)
			}
			if kind != "receipt" {
				continue
			}
			file := filepath.Join(t.TempDir(), "t.png")
			if err := os.WriteFile(file, encode(t, worn(img, 3)), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := tool(t, "zbarimg", "-q", "--raw", file); !strings.Contains(got, authorised(t).URL) {
				t.Errorf("%s: read %q", media, got)
			}
		}
	}
}

func TestALongTicketIsWhole(t *testing.T) {
	img := ticket(t, overlong(t), printing.Roll58)
	last := 0
	for i, v := range img.Pix {
		if v == 0 {
			last = i / img.Stride
		}
	}
	if h := img.Bounds().Dy(); h < 10000 || last < h-120 || last == h-1 {
		t.Errorf("%d dots high, the last black one in line %d", h, last)
	}
}
