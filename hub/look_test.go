package hub

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/sync/wire"
)

func TestADueDateReadsAsPeopleSayIt(t *testing.T) {
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC):     "17:00, thứ Hai 30/11/2026",
		time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC):      "08:30, thứ Ba 01/12/2026",
		time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC):       "16:00, thứ Tư 02/12/2026",
		time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC):       "16:00, thứ Năm 03/12/2026",
		time.Date(2026, 12, 4, 9, 0, 0, 0, time.UTC):       "16:00, thứ Sáu 04/12/2026",
		time.Date(2026, 12, 5, 16, 59, 59, 0, time.UTC):    "23:59, thứ Bảy 05/12/2026",
		time.Date(2026, 12, 5, 17, 0, 0, 0, time.UTC):      "00:00, Chủ Nhật 06/12/2026",
		time.Date(2026, 12, 31, 17, 0, 0, 0, motcua.Local): "17:00, thứ Năm 31/12/2026",
	} {
		if got := dueText(at); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTheStoryOfAnyStatusFitsOnAPhone(t *testing.T) {
	at := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	for s := motcua.StatusRegistered; s.Valid(); s++ {
		for n := range 12 {
			p := motcua.Public{Status: s, Due: at}
			for range n {
				p.Steps = append(p.Steps, motcua.PublicStep{Status: motcua.StatusProcessing, At: at})
			}
			p.Steps = append(p.Steps, motcua.PublicStep{Status: s, At: at})
			d := viewDossier(p, at)
			now, later := 0, 0
			for _, step := range d.Steps {
				switch step.State {
				case "now":
					now++
				case "later":
					later++
				case "done":
					if now+later > 0 {
						t.Errorf("%d: a past step after the present one", s)
					}
				default:
					t.Errorf("%d: state %q", s, step.State)
				}
			}
			if len(d.Steps) > 8 || d.Earlier+len(d.Steps)-later != n+1 {
				t.Errorf("%d: %d steps and %d earlier for %d", s, len(d.Steps), d.Earlier, n+1)
			}
			if ended := s.Ended(); ended != (now == 0) || ended != (later == 0) {
				t.Errorf("%d: %d now, %d later", s, now, later)
			}
			if last := d.Steps[len(d.Steps)-1]; !s.Ended() && (last.Word != "Nhận kết quả" || last.When != "20/11") {
				t.Errorf("%d leads to %+v", s, last)
			}
		}
	}
}

func TestEveryStatusHasALookThatThePageKnows(t *testing.T) {
	html, err := pageFiles.ReadFile("page/status.html")
	if err != nil {
		t.Fatal(err)
	}
	css, err := pageFiles.ReadFile("page/status.css")
	if err != nil {
		t.Fatal(err)
	}
	for s := motcua.StatusRegistered; s.Valid(); s++ {
		l, ok := looks[s]
		if !ok || !strings.HasSuffix(l.todo, ".") {
			t.Errorf("%d: %+v", s, l)
		}
		if l.icon != "tick" && !strings.Contains(string(html), fmt.Sprintf("eq .Icon %q", l.icon)) {
			t.Errorf("%d: no icon %s", s, l.icon)
		}
		if !strings.Contains(string(css), "."+l.tint+"{") {
			t.Errorf("%d: no tint %s", s, l.tint)
		}
		for _, word := range []string{"đồng bộ", "hoàn tất", "thành công"} {
			if strings.Contains(strings.ToLower(l.todo), word) {
				t.Errorf("%d says %q", s, word)
			}
		}
	}
}

var cssToken = regexp.MustCompile(`--([a-z-]+):#([0-9A-F]{6})`)

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	lin := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n>>16) + 0.7152*lin(n>>8) + 0.0722*lin(n)
}

func TestThePageIsReadableInSunlight(t *testing.T) {
	css, err := pageFiles.ReadFile("page/status.css")
	if err != nil {
		t.Fatal(err)
	}
	token := map[string]string{}
	for _, m := range cssToken.FindAllStringSubmatch(string(css), -1) {
		token[m[1]] = m[2]
	}
	for _, x := range []struct {
		text, ground string
		bound        float64
	}{
		{"chu", "nen", 7}, {"chu", "mat", 7}, {"phu", "nen", 7}, {"phu", "mat", 7},
		{"cham", "cham-nhat", 7}, {"cham", "mat", 7}, {"nghe", "nghe-nhat", 7}, {"nghe", "mat", 7},
		{"la", "la-nhat", 7}, {"mat", "la", 7}, {"than", "than-nhat", 7}, {"son", "mat", 7},
		{"son", "son-nhat", 4.5}, // its word is set in 26 bold, where 4.5 is enough
		{"vien", "mat", 3}, {"tieu", "nen", 3}, {"nghe-dac", "mat", 3},
	} {
		if token[x.text] == "" || token[x.ground] == "" {
			t.Fatalf("no colour %s or %s", x.text, x.ground)
		}
		a, b := luminance(t, token[x.text]), luminance(t, token[x.ground])
		if c := (max(a, b) + 0.05) / (min(a, b) + 0.05); c < x.bound {
			t.Errorf("%s on %s is %.1f, bound %.1f", x.text, x.ground, c, x.bound)
		}
	}
}

func TestAProblemTellsItsCodeAndNotItsCause(t *testing.T) {
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	secret := errors.New("open /srv/hub/files: Nguyễn Thị Ví Dụ")
	for _, x := range []struct {
		err  error
		want wire.Problem
	}{
		{secret, wire.Problem{Code: motcua.CodeIO, At: now}},
		{&motcua.Error{Code: motcua.CodeCorrupt, Field: "seq", Detail: "gap", Cause: secret}, wire.Problem{Code: motcua.CodeCorrupt, Field: "seq", Detail: "gap", At: now}},
		{&motcua.Error{Code: motcua.CodeBadAnswer, Field: "body", Cause: secret}, wire.Problem{Code: motcua.CodeInvalid, Field: "body", At: now}},
	} {
		if got := problemOf(x.err, now); got != x.want {
			t.Errorf("got %+v, want %+v", got, x.want)
		}
	}
	p := problemOf(withReceipt{&motcua.Error{Code: motcua.CodeCorrupt}, motcua.HubReceipt{Through: 7}}, now)
	if p.Receipt == nil || p.Receipt.Through != 7 {
		t.Errorf("%+v", p)
	}
}
