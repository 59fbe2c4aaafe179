package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/cmd/tour/play"
)

func TestTheCounterOfALockedFolderAsksForItsPassphraseAndThenWorks(t *testing.T) {
	const phrase, wrong = "Mật khẩu thử 12", "mat khau sai"
	c := newCounter(t)
	file := filepath.Join(t.TempDir(), "mật khẩu")
	if err := os.WriteFile(file, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "station", "passphrase", "--data", c.data, "--new-file", file)
	if r := ctl(t, "dossiers", "--data", c.data); r.code != 1 || !strings.Contains(r.err, "niêm bằng mật khẩu") {
		t.Errorf("without it: exit %d, %q", r.code, r.err)
	}

	w := c.open("counter")
	asked := c.look("asked")
	c.do(c.screen.Type(wrong), c.screen.Keys("Return"))
	time.Sleep(4 * time.Second) // it refuses and then waits a second
	if d := differs(asked, c.look("wrong")); d < 0.005 {
		t.Errorf("a wrong passphrase changed only %.2f %% of the screen", 100*d)
	}
	c.do(c.screen.Keys("ctrl+a"), c.screen.Type(phrase), c.screen.Keys("Return"))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := c.screen.WaitWindow(ctx, "Tiếp nhận"); err != nil {
		t.Fatalf("%v; the program said: %s", err, w.Log())
	}
	time.Sleep(time.Second)
	c.do(play.Choose(c.screen, "2.000815"), c.screen.Keys("Return", "Return", "Return"), play.Fill(c.screen, play.Sample), c.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	c.do(err)
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
	for _, secret := range []string{phrase, wrong} {
		if strings.Contains(w.Log(), secret) {
			t.Errorf("the log tells %q", secret)
		}
	}
	t.Setenv("MOTCUA_PASSPHRASE_FILE", file)
	if got := must(t, "dossiers", "--data", c.data, "--json"); !strings.Contains(got, codes[0]) {
		t.Errorf("%s is not there: %s", codes[0], got)
	}
	must(t, "verify", "--data", c.data)
	must(t, "station", "passphrase", "--data", c.data, "--remove")
	t.Setenv("MOTCUA_PASSPHRASE_FILE", "")
	must(t, "verify", "--data", c.data)
}
