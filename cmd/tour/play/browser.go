package play

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Browser returns the Chromium of this machine, "" where there is none.
func Browser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// Picture writes what a phone of 390 × 844 shows of a page.
func Picture(ctx context.Context, browser, url, path string) error {
	dir, err := os.MkdirTemp(reachable(), "motcua-picture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	png := filepath.Join(dir, "page.png")
	if _, err := chromium(ctx, browser, "--window-size=390,844", "--hide-scrollbars", "--screenshot="+png, url); err != nil {
		return err
	}
	b, err := os.ReadFile(png)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

// reachable returns a folder that the browser may write to: Ubuntu's comes as
// a snap with a /tmp of its own. "" is the system's folder for temporary files.
func reachable() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	dir := filepath.Join(home, "snap", "chromium", "common")
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}

// Text returns a page's document after it was loaded.
func Text(ctx context.Context, browser, url string) (string, error) {
	return chromium(ctx, browser, "--dump-dom", url)
}

func chromium(ctx context.Context, browser string, args ...string) (string, error) {
	profile, err := os.MkdirTemp(reachable(), "motcua-browser-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(profile)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	// --no-sandbox: Chromium refuses to run as root with it, and the page is ours.
	flags := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir=" + profile,
	}, args...)
	out, err := exec.CommandContext(ctx, browser, flags...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", browser, err)
	}
	return string(out), nil
}
