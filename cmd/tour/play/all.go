package play

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"motcua/internal/testkit/screen"
)

// Config says where the programs are and where pictures go.
type Config struct {
	Bin string
	Out string
	Say func(string) // one line for whoever watches
}

// tour is one run of All.
type tour struct {
	Config
	ctx    context.Context
	screen *screen.Screen
	code   string // of the dossier taken in
	url    string // in its receipt's QR
}

// All plays the whole tour: counter, centre's page, kiosk.
func All(ctx context.Context, c Config) error {
	out, err := filepath.Abs(c.Out)
	if err != nil {
		return err
	}
	c.Out = out
	if err := os.RemoveAll(filepath.Join(out, "demo")); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	s, err := screen.Start(ctx, 1366, 768)
	if err != nil {
		return err
	}
	defer s.Close()
	t := &tour{Config: c, ctx: ctx, screen: s}
	if err := t.counter(); err != nil {
		return err
	}
	return t.kiosk()
}

func (t *tour) counter() error {
	t.Say("opening the counter on demo data")
	w, err := Open(t.ctx, t.screen, t.Bin, "motcua", "demo", "--dir", filepath.Join(t.Out, "demo"), "--listen", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer w.Kill()
	settle()
	err = t.steps(
		func() error { return t.shot("1-intake-empty") },
		func() error { return t.find("dang ky lai khai sinh") },
		func() error { return t.shot("2-procedure-search") },
		func() error { return t.screen.Keys("Return", "Return", "Return", "Return") },
		func() error { return Fill(t.screen, Sample) },
		func() error { return t.shot("3-intake-filled") },
		func() error { return t.screen.Keys("F9") },
		func() error { return t.received(w) },
		func() error { return t.shot("4-received") },
		func() error { return t.screen.Keys("Down", "F5") },
		func() error { settle(); settle(); return t.shot("5-scanned") },
		func() error { return t.screen.Keys("ctrl+2") },
		func() error { settle(); return t.shot("6-list") },
		func() error { return t.screen.Keys("ctrl+k") },
		func() error { return t.screen.Type("vi du") },
		func() error { settle(); return t.shot("7-search") },
		func() error { return t.screen.Keys("Return") },
		func() error { settle(); settle(); return t.shot("7-dossier") },
		func() error { return t.screen.Keys("F9") },
		func() error { settle(); return t.shot("7-step") },
		func() error { return t.screen.Keys("Escape", "ctrl+k") },
		func() error { return t.screen.Type("hang in") },
		func() error { settle(); return t.screen.Keys("Return") },
		func() error { settle(); return t.shot("7-prints") },
		func() error { return t.screen.Keys("ctrl+5") },
		func() error { settle(); return t.shot("7-unsent") },
		func() error { return t.screen.Keys("ctrl+6") },
		func() error { settle(); return t.shot("7-day") },
		func() error { return t.screen.Keys("F1") },
		func() error { settle(); return t.shot("8-keys") },
		t.readReceipt,
		t.page,
	)
	if err != nil {
		return err
	}
	return w.Quit()
}

func (t *tour) steps(steps ...func() error) error {
	for _, f := range steps {
		if err := f(); err != nil {
			return err
		}
		if err := t.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tour) find(query string) error {
	if err := t.screen.Keys("F2"); err != nil {
		return err
	}
	if err := t.screen.Type(query); err != nil {
		return err
	}
	settle()
	return nil
}

func (t *tour) shot(name string) error {
	path := filepath.Join(t.Out, name+".png")
	if err := t.screen.Shot(path); err != nil {
		return err
	}
	t.Say("picture " + path)
	return nil
}

func (t *tour) received(w *Window) error {
	codes, err := w.Received(t.ctx, 1)
	if err != nil {
		return err
	}
	t.code = codes[0]
	t.Say("dossier " + t.code + " is on disk")
	settle()
	settle()
	return nil
}

// readReceipt copies the printed receipt out and reads its QR back.
func (t *tour) readReceipt() error {
	printed := filepath.Join(t.Out, "demo", "prints", "giay-hen-"+t.code+".pdf")
	pdf, err := os.ReadFile(printed)
	if err != nil {
		return err
	}
	path := filepath.Join(t.Out, "receipt.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		return err
	}
	t.Say("receipt " + path)
	t.url, err = ReadQR(path)
	return err
}

// ReadQR renders the first page of a PDF at 203 dpi, a label printer's
// resolution, and returns the text of its QR code.
func ReadQR(pdf string) (string, error) {
	png := strings.TrimSuffix(pdf, ".pdf")
	if out, err := exec.Command("pdftoppm", "-r", "203", "-f", "1", "-l", "1", "-singlefile", "-png", pdf, png).CombinedOutput(); err != nil {
		return "", fmt.Errorf("pdftoppm: %w: %s", err, out)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", png+".png").Output()
	if err != nil {
		return "", fmt.Errorf("zbarimg on %s: %w", png+".png", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// page pictures the centre's page as a phone shows it, where a browser is there.
func (t *tour) page() error {
	browser := Browser()
	if browser == "" {
		t.Say("no Chromium here, so no picture of the centre's page")
		return nil
	}
	path := filepath.Join(t.Out, "9-centre-page.png")
	if err := Picture(t.ctx, browser, strings.Replace(t.url, "HTTP://", "http://", 1), path); err != nil {
		t.Say(fmt.Sprintf("no picture of the centre's page: %v", err))
		return nil
	}
	t.Say("picture " + path)
	return nil
}

func (t *tour) kiosk() error {
	t.Say("opening the kiosk")
	w, err := Open(t.ctx, t.screen, t.Bin, "motcua", "kiosk", "--data", filepath.Join(t.Out, "demo", "quay-01"))
	if err != nil {
		return err
	}
	defer w.Kill()
	settle()
	err = t.steps(
		func() error { settle(); return t.shot("10-kiosk-home") },
		func() error { return t.screen.Burst(t.url) },
		func() error { return t.screen.Keys("Return") },
		func() error { settle(); settle(); return t.shot("11-kiosk-answer") },
	)
	if err != nil {
		return err
	}
	return w.Quit()
}
