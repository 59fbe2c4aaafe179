package e2e

import (
	"context"
	"encoding/json"
	"image"
	_ "image/png" // screenshots
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/tour/play"
	"motcua/internal/testkit/screen"
)

// counter is a station with its hub and a virtual screen for its windows.
type counter struct {
	t      *testing.T
	hub    hub
	data   string
	screen *screen.Screen
}

func newCounter(t *testing.T) counter {
	t.Helper()
	c := counter{t: t, hub: startHub(t), data: newStation(t)}
	enrol(t, c.data, c.hub)
	s, err := screen.Start(t.Context(), 1366, 768)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	c.screen = s
	return c
}

func (c counter) open(args ...string) *play.Window {
	c.t.Helper()
	w, err := play.Open(c.t.Context(), c.screen, bin, "motcua", append(args, "--data", c.data)...)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(w.Kill)
	time.Sleep(time.Second)
	return w
}

func (c counter) do(steps ...error) {
	c.t.Helper()
	for _, err := range steps {
		if err != nil {
			c.t.Fatal(err)
		}
	}
}

// until waits for a condition that background work brings about.
func (c counter) until(what string, ok func() bool) {
	c.t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("waited 30 s for %s", what)
		}
	}
}

func TestADossierGoesByKeysAloneFromTheWindowToTheHubAndTheKiosk(t *testing.T) {
	c := newCounter(t)
	w := c.open("counter")
	c.do(play.Choose(c.screen, "dang ky lai khai sinh"), c.screen.Keys("Return", "Return", "Return"), play.Fill(c.screen, play.Sample))
	time.Sleep(time.Second) // half-typed forms are kept within half a second of a pause
	w.Kill()

	w = c.open("counter") // the form is simply there again
	c.do(c.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	c.do(err)
	code := codes[0]
	found := must(t, "dossiers", "--data", c.data, "--json", "--query", "nguyen thi vi du")
	if !strings.Contains(found, code) || !strings.Contains(found, play.Sample.Name) {
		t.Fatalf("%s is not listed under its name: %s", code, found)
	}
	url := c.receipt(code)
	c.until("the dossier to reach the hub by itself", func() bool {
		return strings.Contains(must(t, "hub", "dossiers", "--data", c.hub.dir, "--json"), code)
	})
	c.page(url, code)
	c.until("the receipt of the hub", func() bool {
		return strings.Contains(must(t, "dossiers", "--data", c.data, "--json"), `"truth":"received"`)
	})
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
	c.kiosk(url)
	must(t, "verify", "--data", c.data)
	wantUnread(t, c.data, []string{play.Sample.ID, play.Sample.Phone, play.Sample.Street, "%PDF"})
}

// papers is where the window writes papers while no printer was chosen.
func (c counter) papers() string { return filepath.Join(c.screen.Documents(), "Giấy in motcua") }

// receipt finds the printed PDF, reads its QR back and verifies it with the
// station's public key alone.
func (c counter) receipt(code string) string {
	c.t.Helper()
	pdf := filepath.Join(c.papers(), "giay-hen-"+code+".pdf")
	c.until("the printed receipt", func() bool { _, err := os.Stat(pdf); return err == nil })
	url, err := play.ReadQR(pdf)
	c.do(err)
	if !strings.HasPrefix(url, strings.ToUpper(c.hub.url)+"/T/") {
		c.t.Fatalf("the QR says %q", url)
	}
	token, signed, err := motcua.ReadToken(url)
	c.do(err)
	if string(token.Code) != code {
		c.t.Errorf("the QR names %s, want %s", token.Code, code)
	}
	c.do(signed.Verify(c.publicKey()))
	return url
}

func (c counter) publicKey() []byte {
	c.t.Helper()
	var st struct{ Key []byte }
	c.do(json.Unmarshal([]byte(must(c.t, "station", "show", "--data", c.data)), &st))
	return st.Key
}

// page looks at the hub's page in a real browser, before and after a step.
func (c counter) page(url, code string) {
	c.t.Helper()
	browser := play.Browser()
	if browser == "" {
		c.t.Fatal("no Chromium on this machine; scripts/deps.sh test installs it")
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	look := func(want ...string) {
		c.t.Helper()
		text, err := play.Text(ctx, browser, strings.Replace(url, "HTTP://", "http://", 1))
		c.do(err)
		for _, w := range append(want, code, "N.T.V.D.") {
			if !strings.Contains(text, w) {
				c.t.Errorf("the page does not say %q: %s", w, text)
			}
		}
		for _, secret := range []string{"Ví Dụ", play.Sample.ID, play.Sample.Phone, "Thí Dụ"} {
			if strings.Contains(text, secret) {
				c.t.Errorf("the page shows %q", secret)
			}
		}
	}
	look("Được tiếp nhận")
	must(c.t, "hub", "status", "--data", c.hub.dir, code, "4")
	look("Đang xử lý")
	must(c.t, "sync", "--data", c.data, "--once")
	if got := must(c.t, "dossiers", "--data", c.data, "--json"); !strings.Contains(got, `"status":4`) {
		c.t.Errorf("the step made at the hub is not here: %s", got)
	}
}

// kiosk lets a reader type the QR, and one with a flipped character.
func (c counter) kiosk(url string) {
	c.t.Helper()
	w := c.open("kiosk")
	time.Sleep(time.Second)
	home := c.look("home")
	c.do(c.screen.Burst(url), c.screen.Keys("Return"))
	time.Sleep(1500 * time.Millisecond)
	answer := c.look("answer")
	if d := differs(home, answer); d < 0.05 {
		c.t.Errorf("the reader's QR changed only %.1f %% of the screen", 100*d)
	}
	time.Sleep(32 * time.Second)
	if d := differs(home, c.look("cleared")); d > 0.01 {
		c.t.Errorf("30 s later %.1f %% of the screen still differ from home", 100*d)
	}
	flipped := []byte(url)
	flipped[len(flipped)-20] = 'A' + (flipped[len(flipped)-20]-'A'+1)%26
	c.do(c.screen.Burst(string(flipped)), c.screen.Keys("Return"))
	time.Sleep(1500 * time.Millisecond)
	if d := differs(answer, c.look("refused")); d < 0.05 {
		c.t.Errorf("a flipped QR shows the dossier: only %.1f %% of the screen differ", 100*d)
	}
	if err := w.Quit(); err != nil {
		c.t.Errorf("the kiosk ended with %v", err)
	}
}

func (c counter) look(name string) image.Image {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), name+".png")
	c.do(c.screen.Shot(path))
	f, err := os.Open(path)
	c.do(err)
	defer f.Close()
	img, _, err := image.Decode(f)
	c.do(err)
	return img
}

// differs returns the share of pixels that are not the same.
func differs(a, b image.Image) float64 {
	n, all := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y += 2 {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x += 2 {
			all++
			if a.At(x, y) != b.At(x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(all)
}

func TestTheWindowKilledDuringIntakeLosesNoDossierItReported(t *testing.T) {
	c := newCounter(t)
	var shown []string
	for i := range 10 {
		w := c.open("counter")
		wait := 500 + rand.IntN(3500)
		if i >= 7 { // the last three surely come to F9
			wait = 6000 + rand.IntN(500)
		}
		time.AfterFunc(time.Duration(wait)*time.Millisecond, w.Kill)
		// Keys go on into the void once the window is dead, as a clerk's would.
		c.do(play.Choose(c.screen, "2.000815"), c.screen.Keys("Return", "Return", "Return"))
		// The draft of the last round may be there: each box is typed over.
		c.do(c.screen.Keys("ctrl+a"), c.screen.Type("046190000001"), c.screen.Keys("Return", "ctrl+a"), c.screen.Type("Tran Van Mau"), c.screen.Keys("F9"))
		_ = w.Wait() // killed on purpose
		shown = append(shown, w.Codes()...)
	}
	if len(shown) < 3 {
		t.Errorf("only %d dossiers were taken in", len(shown))
	}
	have := codes(lines[row](t, must(t, "dossiers", "--data", c.data, "--json")))
	for _, code := range shown {
		if have[code] != 1 {
			t.Errorf("%s was reported and is there %d times", code, have[code])
		}
	}
	must(t, "verify", "--data", c.data)
	t.Logf("%d reported, %d there", len(shown), len(have))
}
