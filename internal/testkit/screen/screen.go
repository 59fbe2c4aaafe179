// Package screen drives real windows on a virtual X display: keys in by
// xdotool, pictures out by ImageMagick, as a clerk's hands and eyes would.
package screen

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Screen is a running Xvfb with a window manager.
type Screen struct {
	display string
	config  string // where programs keep preferences: empty at first, gone at the end
	procs   []*exec.Cmd
}

// Start starts Xvfb of the given size on a free display. It needs the
// packages xvfb, openbox, xdotool and imagemagick.
func Start(ctx context.Context, width, height int) (*Screen, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	x.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := x.Start(); err != nil {
		w.Close()
		return nil, fmt.Errorf("starting Xvfb: %w", err)
	}
	w.Close()
	s := &Screen{procs: []*exec.Cmd{x}}
	if s.config, err = os.MkdirTemp("", "motcua-config-"); err != nil {
		s.Close()
		return nil, err
	}
	if err := r.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.Close()
		return nil, err
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("waiting for Xvfb: %w", err)
	}
	s.display = ":" + strings.TrimSpace(line)
	if err := s.letters(); err != nil {
		s.Close()
		return nil, err
	}
	wm := s.Command("openbox", "--sm-disable")
	if err := wm.Start(); err != nil {
		s.Close()
		return nil, fmt.Errorf("starting openbox: %w", err)
	}
	s.procs = append(s.procs, wm)
	return s, ctx.Err()
}

// Command returns a command that shows its windows on s.
func (s *Screen) Command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "DISPLAY="+s.display, "LIBGL_ALWAYS_SOFTWARE=1", "LC_ALL=C.UTF-8", "XMODIFIERS=", "FYNE_SCALE=1", "XDG_CONFIG_HOME="+s.config, "XDG_DOCUMENTS_DIR="+s.Documents())
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

// Documents is the folder of documents of the programs of Command.
func (s *Screen) Documents() string { return filepath.Join(s.config, "documents") }

// WaitWindow waits until a window whose title holds title is visible, and
// focuses it.
func (s *Screen) WaitWindow(ctx context.Context, title string) error {
	for {
		out, err := s.Command("xdotool", "search", "--onlyvisible", "--name", title).Output()
		if id := strings.Fields(string(out)); err == nil && len(id) > 0 {
			return s.run("windowactivate", "--sync", id[0])
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no window %q: %w", title, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Keys presses keys by their X names, one after another: "F2", "Return",
// "ctrl+k".
func (s *Screen) Keys(keys ...string) error {
	for _, k := range keys {
		if err := s.run("key", "--clearmodifiers", k); err != nil {
			return err
		}
		time.Sleep(60 * time.Millisecond)
	}
	return nil
}

// Type types text letter by letter.
func (s *Screen) Type(text string) error {
	return s.run("type", "--clearmodifiers", "--delay", "25", text)
}

// Burst types text as fast as a keyboard-wedge reader does.
func (s *Screen) Burst(text string) error { return s.run("type", "--delay", "4", text) }

// Shot writes the whole screen to a PNG file.
func (s *Screen) Shot(path string) error {
	out, err := s.Command("import", "-window", "root", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("screenshot: %w: %s", err, out)
	}
	return nil
}

func (s *Screen) run(args ...string) error {
	out, err := s.Command("xdotool", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return nil
}

// Close ends what Start started.
func (s *Screen) Close() {
	for i := len(s.procs) - 1; i >= 0; i-- {
		// Both errors only say that the process is gone already.
		_ = s.procs[i].Process.Kill()
		_ = s.procs[i].Wait()
	}
	if s.config != "" {
		_ = os.RemoveAll(s.config) // of no use to anyone; the system clears temporary files too
	}
}
