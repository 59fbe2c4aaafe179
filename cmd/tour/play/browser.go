package play

import (
	"context"
	"fmt"
	"os"
	"os/exec"
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
	_, err := chromium(ctx, browser, "--window-size=390,844", "--hide-scrollbars", "--screenshot="+path, url)
	return err
}

// Text returns a page's document after it was loaded.
func Text(ctx context.Context, browser, url string) (string, error) {
	return chromium(ctx, browser, "--dump-dom", url)
}

func chromium(ctx context.Context, browser string, args ...string) (string, error) {
	profile, err := os.MkdirTemp("", "motcua-browser-")
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
