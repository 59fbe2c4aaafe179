package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// state is a line that each step prints, and the beginning of what `show` does.
type state struct {
	ID      string
	Code    string
	Status  int
	Due     *time.Time
	Waiting string
	Newest  string
	Slip    string
	Steps   []struct{ Kind, Detail string }
	Course  struct {
		Payments []struct {
			Receipt string
			Voided  bool
		}
		Corrections []struct {
			Changes []struct{ Field, Old, New string }
		}
		HandOver struct{ Name string }
	}
}

// life is one dossier on the command line.
type life struct {
	t             *testing.T
	station, code string
}

func (l *life) step(want int, slip, command string, args ...string) state {
	l.t.Helper()
	out := must(l.t, append([]string{command, "--data", l.station, l.code, "--actor", "Trần Văn Mẫu"}, args...)...)
	s := lines[state](l.t, out)[0]
	if s.Status != want || s.Slip != slip || s.Newest == "" {
		l.t.Fatalf("%s %v: %+v, want status %d, slip %q", command, args, s, want, slip)
	}
	return s
}

// refused runs a step that must be refused and looks for its reason.
func (l *life) refused(reason, command string, args ...string) {
	l.t.Helper()
	r := ctl(l.t, append([]string{command, "--data", l.station, l.code}, args...)...)
	if r.code != 2 || r.out != "" || !strings.Contains(r.err, reason) || !strings.Contains(r.err, "Không có gì thay đổi") {
		l.t.Errorf("%s %v: exit %d, said %q %q, want %q", command, args, r.code, r.out, r.err, reason)
	}
}

func TestOneDossiersWholeLifeFromTheCommandLineToTheCitizensPhone(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	in := `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ","idNumber":"046190000001","phone":"0912000001"},"resolver":{"name":"Phòng Ví Dụ"}}`
	out := mustIn(t, in, "intake", "--data", station, "--file", "-")
	l := &life{t: t, station: station, code: lines[taken](t, out)[0].Code}

	l.step(2, "", "correct", "--set", "applicant.phone=0912000009", "--reason", "ghi nhầm")
	l.refused("không đính chính được", "correct", "--set", "code=H57", "--reason", "x")
	l.refused("chưa có kết quả", "handover", "--identity", "CCCD")
	l.step(4, "01-0001/PKS", "forward", "--to", "Phòng Ví Dụ", "--step", "Thẩm định", "--papers")
	l.step(2, "", "undo", "--reason", "nhầm phòng")
	l.step(4, "01-0002/PKS", "forward", "--to", "Phòng Ví Dụ")
	seen := l.step(4, "", "takeover").Newest
	asked := l.step(5, "01-0001/PBS", "supplement", "--missing", "p1: Tờ khai có chữ ký", "--reason", "Tờ khai chưa ký", "--contact", "Trần Văn Mẫu", "--phone", "02340000000")
	if asked.Waiting != "supplement" {
		t.Errorf("%+v", asked)
	}
	l.refused("vừa được nơi khác thay đổi", "note", "--text", "x", "--seen", seen)
	l.refused("đang chờ", "result", "--number", "1")
	page := l.onThePhone(h)
	if !strings.Contains(page, "Yêu cầu bổ sung giấy tờ") || !strings.Contains(page, "Thời hạn đang tạm dừng") {
		t.Error(page)
	}
	due := l.step(4, "", "supplement", "--came", "p1=1", "--complete").Due
	l.step(4, "", "pause", "--reason", "xác minh nơi cư trú", "--with", "Công an phường")
	l.step(4, "", "resume", "--document", "12/CAP")
	l.extend(due.AddDate(0, 0, 14))
	l.step(6, "", "charge", "--item", "Lệ phí=8000")
	l.refused("items[0].amount", "pay", "--item", "Lệ phí=-8000", "--receipt", "0000001")
	l.step(4, "", "pay", "--item", "Lệ phí=8000", "--receipt", "0000001")
	l.step(4, "", "void", "--reason", "ghi nhầm số")
	l.step(4, "", "pay", "--item", "Lệ phí=8000", "--receipt", "0000002", "--method", "transfer")
	pdf := filepath.Join(t.TempDir(), "kết quả.pdf")
	must(t, "receipt", "--data", station, l.code, "--out", pdf)
	l.step(9, "", "result", "--number", "12/2026", "--file", pdf)
	if page := l.onThePhone(h); !strings.Contains(page, "Đã xử lý xong") || strings.Contains(page, "0912000009") {
		t.Error(page)
	}
	l.refused("đã có kết quả", "stop", "--reason", "công dân yêu cầu")
	l.step(10, "", "handover", "--identity", "CCCD", "--signed")
	l.refused("không hoàn tác được", "undo")
	if page := l.onThePhone(h); !strings.Contains(page, "Đã trả kết quả") {
		t.Error(page)
	}
	l.whole()
	for _, dir := range []string{station, h.dir} {
		must(t, "verify", "--data", dir)
	}
}

// extend gives a new appointment, on the first of some days that is worked.
func (l *life) extend(day time.Time) {
	l.t.Helper()
	args := func(d time.Time) []string {
		return []string{"--due", d.In(time.FixedZone("ICT", 7*3600)).Format("02/01/2006"), "--reason", "nhiều hồ sơ", "--signer", "Lê Thị Mẫu"}
	}
	for range 10 {
		r := ctl(l.t, append([]string{"extend", "--data", l.station, l.code}, args(day)...)...)
		if r.code == 0 {
			if s := lines[state](l.t, r.out)[0]; s.Slip != "01-0001/PXL" || !s.Due.After(day.AddDate(0, 0, -2)) {
				l.t.Errorf("%+v", s)
			}
			l.refused("chỉ cho một lần", "extend", args(day.AddDate(0, 0, 7))...)
			return
		}
		if !strings.Contains(r.err, "không làm việc") {
			l.t.Fatalf("extend: %s", r.err)
		}
		day = day.AddDate(0, 0, 1)
	}
	l.t.Fatal("no day is worked")
}

// onThePhone syncs and opens the page that the receipt's QR leads to.
func (l *life) onThePhone(h hub) string {
	l.t.Helper()
	must(l.t, "sync", "--data", l.station, "--once")
	url := strings.TrimSpace(must(l.t, "show", "--data", l.station, l.code, "--url"))
	i := strings.Index(url, "/T/")
	if i < 0 {
		l.t.Fatalf("no address: %q", url)
	}
	resp, err := http.Get(h.url + url[i:])
	if err != nil {
		l.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		l.t.Fatalf("%d %v %s", resp.StatusCode, err, b)
	}
	return string(b)
}

// whole looks at the story that is left.
func (l *life) whole() {
	l.t.Helper()
	s := lines[state](l.t, must(l.t, "show", "--data", l.station, l.code))[0]
	want := "received corrected forwarded revoked forwarded taken-over supplement-requested supplement-received paused resumed extended payment-requested payment-received payment-voided payment-received result handed-over"
	var got []string
	for _, x := range s.Steps {
		got = append(got, strings.TrimPrefix(x.Kind, "dossier."))
		if x.Detail != "" {
			l.t.Errorf("%+v", x)
		}
	}
	if strings.Join(got, " ") != want {
		l.t.Errorf("%v", got)
	}
	if p := s.Course.Payments; len(p) != 2 || !p[0].Voided || p[1].Voided || s.Course.HandOver.Name != "Nguyễn Thị Ví Dụ" ||
		s.Course.Corrections[0].Changes[0].Old != "0912000001" {
		l.t.Errorf("%+v", s.Course)
	}
}

func TestARefusedAndAnIncompleteDossierOnTheCommandLine(t *testing.T) {
	station := newStation(t)
	in := `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ","idNumber":"046190000001"}}`
	out := lines[state](t, mustIn(t, in, "refuse", "--data", station, "--file", "-", "--reason", "Không thuộc thẩm quyền"))[0]
	if out.Status != 3 || out.Slip != "01-0001/PTC" || out.Due != nil {
		t.Errorf("%+v", out)
	}
	l := &life{t: t, station: station, code: lines[state](t, mustIn(t, in, "register", "--data", station, "--file", "-"))[0].Code}
	l.step(1, "01-0001/PBS", "supplement", "--missing", "Bản chính", "--reason", "Chưa có bản chính")
	l.refused("đang chờ", "accept")
	l.step(1, "", "supplement", "--complete")
	if s := l.step(2, "", "accept"); s.Due == nil {
		t.Errorf("%+v", s)
	}
	l.refused("đã được tiếp nhận", "refuse", "--reason", "x")
	l.step(7, "01-0001/TB", "stop", "--reason", "Công dân yêu cầu rút")
	must(t, "verify", "--data", station)
}

func TestAPaperOfAnEarlierDossierServesAgainOnTheCommandLine(t *testing.T) {
	station := newStation(t)
	in := `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ","idNumber":"046190000001"}}` + "\n"
	both := lines[taken](t, mustIn(t, in+in, "intake", "--data", station, "--file", "-"))
	pdf := filepath.Join(t.TempDir(), "giấy.pdf")
	must(t, "receipt", "--data", station, both[0].Code, "--out", pdf)
	must(t, "attach", "--data", station, both[0].Code, "p1", "--file", pdf)
	var e struct {
		Code   string
		Papers []struct{ File struct{ SHA256 string } }
	}
	for l := range strings.Lines(must(t, "earlier", "--data", station, "046190000001")) {
		if strings.Contains(l, both[0].Code) {
			if err := json.Unmarshal([]byte(l), &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(e.Papers) != 1 {
		t.Fatalf("%+v", e)
	}
	must(t, "reuse", "--data", station, both[1].Code, "p1", "--from", e.Code, "--file", e.Papers[0].File.SHA256)
	must(t, "verify", "--data", station)
}
