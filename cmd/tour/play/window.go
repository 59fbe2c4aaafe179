// Package play drives motcua's real windows on a virtual screen the way a
// clerk and a citizen do: by keys, and by a reader that types.
package play

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"motcua/internal/testkit/screen"
)

// Window is one running motcua.
type Window struct {
	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan error
}

// Open starts motcua on a screen and waits for its window.
func Open(ctx context.Context, s *screen.Screen, bin, title string, args ...string) (*Window, error) {
	w := &Window{cmd: s.Command(filepath.Join(bin, "motcua"), args...), log: &lockedBuffer{}, done: make(chan error, 1)}
	w.cmd.Stdout, w.cmd.Stderr = w.log, w.log
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { w.done <- w.cmd.Wait() }()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := s.WaitWindow(ctx, title); err != nil {
		w.Kill()
		return nil, fmt.Errorf("%w; the program said: %s", err, w.log)
	}
	return w, nil
}

// Received waits until the program has reported n dossiers as durable and
// returns their codes.
func (w *Window) Received(ctx context.Context, n int) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		if got := w.Codes(); len(got) >= n {
			return got, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%d of %d dossiers taken in: %w; the program said: %s", len(w.Codes()), n, ctx.Err(), w.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Codes returns the dossier codes that the program has reported so far.
func (w *Window) Codes() []string {
	var codes []string
	for line := range strings.Lines(w.log.String()) {
		var l struct{ Msg, Code string }
		if json.Unmarshal([]byte(line), &l) == nil && l.Msg == "received" {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// Log returns what the program printed.
func (w *Window) Log() string { return w.log.String() }

// Quit asks the program to end and waits for it.
func (w *Window) Quit() error {
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-w.done:
		w.done <- err
		return err
	case <-time.After(20 * time.Second):
		w.Kill()
		return fmt.Errorf("the window did not close in 20 s; it said: %s", w.log)
	}
}

// Wait waits for the program to end by itself.
func (w *Window) Wait() error {
	err := <-w.done
	w.done <- err
	return err
}

// Kill ends the program at once, as a power cut would.
func (w *Window) Kill() {
	_ = w.cmd.Process.Kill() // it may be gone already
	err := <-w.done
	w.done <- err
}

// lockedBuffer collects output while others read it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

var _ io.Writer = (*lockedBuffer)(nil)

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
