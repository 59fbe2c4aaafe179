// Package sane scans by SANE's scanimage, as a process: a driver that hangs or
// crashes takes that process with it and nothing else. Exit codes and messages
// are those of scanimage 1.1 and 1.2; statuses those of the SANE standard 1.06.
package sane

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"motcua"
	"motcua/scan"
)

// Config says how to call scanimage; the zero value calls the system's.
type Config struct {
	Command string        // "scanimage" where empty
	Env     []string      // on top of this process's own
	Dir     string        // where pages lie for a moment; the person's folder in memory where empty, else the system's
	Patient time.Duration // how long a page may take; two minutes where 0
	Extra   []string      // further options of the device, for tests
}

// Scanner is a motcua.Scanner over all devices that SANE knows.
type Scanner struct {
	cfg Config

	mu    sync.Mutex
	busy  bool
	found []motcua.ScanDevice // as last listed; nil before
	can   map[string]options  // by device
}

// listing bounds how long devices are looked for; network backends take
// seconds.
const listing = 30 * time.Second

// New returns a scanner; nothing is started yet.
func New(c Config) *Scanner {
	if c.Command == "" {
		c.Command = "scanimage"
	}
	if c.Patient == 0 {
		c.Patient = 2 * time.Minute
	}
	if c.Dir == "" {
		c.Dir = os.Getenv("XDG_RUNTIME_DIR") // in memory, and this person's alone
	}
	if c.Dir == "" {
		c.Dir = os.TempDir()
	}
	s := &Scanner{cfg: c}
	s.sweep()
	return s
}

// sweep removes what a job left that was killed together with its program:
// folders that nothing wrote into for longer than a page may take.
func (s *Scanner) sweep() {
	old, err := filepath.Glob(filepath.Join(s.cfg.Dir, jobFolder+"*"))
	if err != nil {
		return // the pattern is ours and right
	}
	for _, dir := range old {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && time.Since(info.ModTime()) > 2*s.cfg.Patient {
			_ = os.RemoveAll(dir) // another person's stays
		}
	}
}

// jobFolder begins the names of the folders of jobs.
const jobFolder = "motcua-scan-"

// Installed reports whether there is a scanimage to call.
func (s *Scanner) Installed() bool {
	_, err := exec.LookPath(s.cfg.Command)
	return err == nil
}

// Devices implements motcua.Scanner. Without scanimage there are none. Looking
// takes seconds on a network: what was found is remembered until a job fails.
func (s *Scanner) Devices(ctx context.Context) ([]motcua.ScanDevice, error) {
	if !s.Installed() {
		return nil, nil
	}
	s.mu.Lock()
	found := slices.Clone(s.found)
	s.mu.Unlock()
	if len(found) > 0 {
		return found, nil
	}
	out, err := s.ask(ctx, "--formatted-device-list", "%d\t%v %m%n")
	if err != nil {
		return nil, err
	}
	var list []motcua.ScanDevice
	for line := range strings.Lines(string(out)) {
		id, name, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || id == "" {
			continue
		}
		d := motcua.ScanDevice{ID: id, Name: strings.Join(strings.Fields(name), " ")}
		if d.Name == "" {
			d.Name = id
		}
		o, err := s.options(ctx, id)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil { // one that does not answer is listed as it is
			d.Feeder, d.Duplex = o.feeder != "", o.duplex != "" || o.duplexSwitch
		}
		list = append(list, d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found = slices.Clone(list)
	return list, nil
}

// options asks a device what it can, once.
func (s *Scanner) options(ctx context.Context, device string) (options, error) {
	s.mu.Lock()
	o, ok := s.can[device]
	s.mu.Unlock()
	if ok {
		return o, nil
	}
	out, err := s.ask(ctx, "--device-name="+device, "--all-options")
	if err != nil {
		return options{}, err
	}
	o = readOptions(string(out))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.can == nil {
		s.can = map[string]options{}
	}
	s.can[device] = o
	return o, nil
}

// forget has devices looked for anew: one that failed may be another by now.
func (s *Scanner) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found, s.can = nil, nil
}

// ask runs scanimage for its answer.
func (s *Scanner) ask(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, listing)
	defer cancel()
	c := s.command(ctx, args...)
	c.WaitDelay = time.Second
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err == nil {
		return out, nil
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return nil, ctx.Err()
	}
	return out, fault(err, said.String())
}

func (s *Scanner) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, s.cfg.Command, args...)
	c.Env = append(append(os.Environ(), "LC_ALL=C"), s.cfg.Env...) // its words are read
	return c
}

// Scan implements motcua.Scanner: from the feeder where the device has one,
// else one page from the glass.
func (s *Scanner) Scan(ctx context.Context, r motcua.ScanRequest) (motcua.PageStream, error) {
	dpi, err := scan.DPI(r.DPI)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !s.take() {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "scanner"}
	}
	j, err := s.start(ctx, r, dpi)
	if err != nil {
		s.forget()
		s.free()
		return nil, err
	}
	return j, nil
}

func (s *Scanner) start(ctx context.Context, r motcua.ScanRequest, dpi int) (*job, error) {
	if r.Device == "" {
		list, err := s.Devices(ctx)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "device", Detail: "none"}
		}
		r.Device = list[0].ID
	}
	o, err := s.options(ctx, r.Device)
	if err != nil {
		return nil, err
	}
	return s.run(o, r, dpi)
}

func (s *Scanner) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		return false
	}
	s.busy = true
	return true
}

func (s *Scanner) free() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
}

// The exit codes of scanimage that say something: SANE_Status.
const (
	statusBusy   = 3
	statusJammed = 6
	statusNoDocs = 7
	statusCover  = 8
)

// fault names what stopped scanimage, by its exit code or, where it could not
// open the device, by its words.
func fault(err error, said string) error {
	var x *exec.ExitError
	if !errors.As(err, &x) {
		return &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	problem := motcua.ScanProblem("status " + strconv.Itoa(x.ExitCode()))
	switch {
	case x.ExitCode() == statusBusy, strings.Contains(said, "Device busy"):
		return &motcua.Error{Code: motcua.CodeBusy, Field: "scanner"}
	case x.ExitCode() == statusJammed:
		problem = motcua.ScanJammed
	case x.ExitCode() == statusNoDocs:
		problem = motcua.ScanNoDocs
	case x.ExitCode() == statusCover:
		problem = motcua.ScanCoverOpen
	case strings.Contains(said, "open of device"):
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "device", Cause: err}
	}
	return scan.Fault(problem)
}
