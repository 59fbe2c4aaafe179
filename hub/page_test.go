package hub_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
	"motcua/sync/wire"
)

const sorry = "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy tiếp nhận."

func open(t *testing.T, c *centre.Centre, token string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, c.URL+wire.PathToken+token, nil)
	if err != nil {
		t.Fatal(err)
	}
	status, h, body := do(t, req)
	return status, h, string(body)
}

func mustContain(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q:\n%s", w, page)
		}
	}
}

func TestACitizenSeesWhereTheDossierStandsAndNoName(t *testing.T) {
	c, s := start(t)
	e, token := s.Receive(7)
	s.round(t)
	c.Clock.Turn(3 * 24 * time.Hour)
	if err := c.SetStatus(context.Background(), code(t, e), motcua.StatusProcessing, "ghi chú nội bộ", "Phòng Ví Dụ"); err != nil {
		t.Fatal(err)
	}
	status, h, page := open(t, c, token)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, page)
	}
	mustContain(t, page, "H57.19.789-261120-0007", "N.T.V.D.", "Thủ tục đăng ký lại khai sinh", "Phường Ví Dụ, Thành phố Huế",
		"<h2>Đang xử lý</h2>", "10:00, thứ Tư 25/11/2026", "Đã tiếp nhận<span>20/11</span>", "bước này", "Nhận kết quả<span>25/11</span>",
		"Việc cần làm", "10:00, 23/11/2026", "Quầy có thể đã làm thêm bước mới", `href="tel:02340000000"`)
	for _, secret := range []string{"Nguyễn", "Ví Dụ<", "ghi chú", "Phòng", "Vũ Thị", "<script"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	for k, v := range map[string]string{
		"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
	} {
		if h.Get(k) != v {
			t.Errorf("%s is %q", k, h.Get(k))
		}
	}
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page)
	sum := sha256.Sum256([]byte(style[1]))
	policy := h.Get("Content-Security-Policy")
	mustContain(t, policy, "default-src 'none'", "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'", "frame-ancestors 'none'")
	if strings.Contains(page, `style="`) || regexp.MustCompile(`(src|href)="(https?:)?//`).MatchString(page) {
		t.Error("the page needs something from outside or a style that the policy forbids")
	}
}

func code(t *testing.T, e motcua.Event) motcua.Code {
	t.Helper()
	var r motcua.Received
	if err := e.DecodeBody(&r); err != nil {
		t.Fatal(err)
	}
	return r.Code
}

func TestATokenWithAnyCharacterChangedFindsNothing(t *testing.T) {
	c, s := start(t)
	_, token := s.Receive(1)
	s.round(t)
	_, _, want := open(t, c, "AAAA")
	mustContain(t, want, sorry)
	for i := range token {
		b := []byte(token)
		b[i] = 'A' + (b[i]-'A'+1)%26
		if b[i] == token[i] {
			t.Fatal("nothing changed")
		}
		c.Clock.Turn(3 * time.Second) // the guard against guessing must not stand in for the answer
		if status, _, page := open(t, c, string(b)); status != http.StatusNotFound || page != want {
			t.Fatalf("character %d: %d %s", i, status, page)
		}
	}
	c.Clock.Turn(time.Minute)
	if status, _, _ := open(t, c, strings.ToLower(token)); status != http.StatusOK {
		t.Fatalf("lower case gives %d", status)
	}
}

func TestEveryReasonToShowNothingReadsTheSame(t *testing.T) {
	c, s := start(t)
	e, token := s.Receive(1)
	s.round(t)
	var r motcua.Received
	if err := e.DecodeBody(&r); err != nil {
		t.Fatal(err)
	}
	stranger := ledger.New(t, unit, "Quầy 09", c.Clock.Now)
	_, foreign := stranger.Receive(1)
	neighbour := enrol(t, c, unit, "Quầy 02")
	borrowed, err := motcua.Token{Station: neighbour.Station().ID, Code: r.Code, Secret: r.Secret}.Sign(neighbour.Key)
	if err != nil {
		t.Fatal(err)
	}
	guess, err := motcua.Token{Station: s.Station().ID, Code: r.Code, Secret: make([]byte, motcua.SecretLen)}.Sign(s.Key)
	if err != nil {
		t.Fatal(err)
	}
	_, _, want := open(t, c, "X")
	for name, tok := range map[string]string{
		"unknown station": foreign, "another station's dossier": borrowed, "wrong secret": guess,
		"the code alone": string(r.Code), "too long": strings.Repeat("A", 5000), "not latin": "%C4%90%00",
	} {
		if status, _, page := open(t, c, tok); status != http.StatusNotFound || page != want {
			t.Errorf("%s: %d", name, status)
		}
	}
	if err := c.Revoke(context.Background(), s.Station().ID); err != nil {
		t.Fatal(err)
	}
	if status, _, page := open(t, c, token); status != http.StatusNotFound || page != want {
		t.Errorf("revoked: %d", status)
	}
}

func TestATrueReceiptBeforeItsDossierIsNotCalledFalse(t *testing.T) {
	c, s := start(t)
	_, token := s.Receive(1)
	status, _, page := open(t, c, token)
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	mustContain(t, page, "Trung tâm chưa nhận được hồ sơ này. Giấy hẹn vẫn có giá trị")
}

func TestTextFromOutsideStaysText(t *testing.T) {
	c, s := start(t)
	evil := `<script>alert(1)</script>" onload="x`
	_, token := s.ReceiveAs(1, func(r *motcua.Received) {
		r.Procedure.Name = evil
		r.Intake.Applicant.Name = "<b>x</b> &lt;"
	})
	s.round(t)
	status, _, page := open(t, c, token)
	if status != http.StatusOK || strings.Contains(page, "<script") || strings.Contains(page, `onload="x`) || strings.Contains(page, "<b>x") {
		t.Fatalf("%d %s", status, page)
	}
	if !strings.Contains(html.UnescapeString(page), evil) {
		t.Fatal("the name is not shown as it is")
	}
}

func TestGuessingIsSlowedDownInTheSameWordsForATrueReceiptAndAFalseOne(t *testing.T) {
	c, s := start(t)
	_, token := s.Receive(1)
	s.round(t)
	seen := 0
	for range 40 {
		status, h, page := open(t, c, token)
		if status == http.StatusTooManyRequests {
			seen++
			mustContain(t, page, "Trang này đang bận. Xin Ông/Bà mở lại sau ít phút.")
			if _, _, other := open(t, c, "X"); other != page {
				t.Fatal("a false receipt looks different")
			}
			if h.Get("Retry-After") == "" {
				t.Fatal("no Retry-After")
			}
		}
	}
	if seen != 10 {
		t.Fatalf("%d of 40 were refused", seen)
	}
	c.Clock.Turn(2 * time.Second)
	if status, _, _ := open(t, c, token); status != http.StatusOK {
		t.Fatalf("%d after a pause", status)
	}
}

func TestEveryStatusHasItsWordAndItsTask(t *testing.T) {
	for path, todo := range map[string]string{
		"4 5": "mang đến quầy các giấy tờ", "4 6": "nộp khoản tiền", "7": "đã được rút", "4 8": "dừng xử lý",
		"4 9": "Đã có kết quả", "4 9 10": "đã trao", "": "chưa phải làm gì",
		"4 5 4 5 4 5 4": "4 bước trước đó",
	} {
		c, s := start(t)
		e, token := s.ReceiveAs(1, func(r *motcua.Received) { r.Appointment.Due = time.Time{} })
		s.round(t)
		last := motcua.StatusReceived
		for _, f := range strings.Fields(path) {
			last = 0
			for _, d := range f {
				last = last*10 + motcua.Status(d-'0')
			}
			if err := c.SetStatus(context.Background(), code(t, e), last, "", ""); err != nil {
				t.Fatal(err)
			}
		}
		_, _, page := open(t, c, token)
		mustContain(t, page, todo, "<h2>"+last.Name()+"</h2>", "Chưa có ngày hẹn trả")
	}
}
