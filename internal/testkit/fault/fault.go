//go:build linux

package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Deed is what happens to a system call.
type Deed string

// The deeds. Kill ends the whole program as a power cut would, before the call
// is done; the others make the call fail without doing anything.
const (
	Kill     Deed = "SIGKILL"
	NoSpace  Deed = "ENOSPC"
	IOError  Deed = "EIO"
	ReadOnly Deed = "EROFS"
)

// Shot is one fault.
type Shot struct {
	Deed Deed
	// Calls are names of system calls, as strace's -e trace= takes them, with
	// commas; "?" before a name allows for machines that lack it.
	Calls string
	// N is the number of the call that is hit, counted from 1 for each name and
	// in each thread, as strace counts: a program of two busy threads is hit
	// by an error twice.
	N int
	// Always hits every call from the N-th on.
	Always bool
	// Paths, where given, are the only files whose calls count. They need not
	// be there yet.
	Paths []string
}

func (s Shot) String() string {
	plus := ""
	if s.Always {
		plus = "+"
	}
	return fmt.Sprintf("%s at %s %d%s", s.Deed, s.Calls, s.N, plus)
}

// Outcome is what was left of a run.
type Outcome struct {
	Lines  []string // whole lines of standard output
	Err    string   // standard error
	Code   int      // exit code; -1 where the program was killed
	Killed bool
	Fired  int    // how many calls were hit
	Trace  string // strace's own log of Calls and of what else was asked for
}

// Run runs a program to its end under a shot. also names more calls that the
// trace shall show.
func Run(ctx context.Context, s Shot, also string, in io.Reader, env []string, program string, args ...string) (Outcome, error) {
	argv, err := s.argv(also)
	if err != nil {
		return Outcome{}, err
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		return Outcome{}, err
	}
	defer ours.Close()
	cmd := exec.CommandContext(ctx, "strace", append(append(argv, "--", program), args...)...)
	// One busy thread and no collector keep the counts of calls steady.
	cmd.Env = append(append(os.Environ(), "GOMAXPROCS=1", "GOGC=off"), env...)
	var out, errOut bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = in, &out, &errOut, []*os.File{theirs}
	err = cmd.Start()
	if cerr := theirs.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("strace: %w", err)
	}
	w := watcher{shot: s, kill: func(pid int) error {
		return errors.Join(syscall.Kill(pid, syscall.SIGKILL), cmd.Process.Kill())
	}}
	stop := context.AfterFunc(ctx, func() { ours.Close() }) // the program outlives strace
	werr := w.watch(ours)
	stop()
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Outcome{}, fmt.Errorf("strace: %w", err)
	}
	if ctx.Err() != nil {
		return Outcome{}, fmt.Errorf("%s: %w: %s", s, ctx.Err(), errOut.String())
	}
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	o := Outcome{
		Lines: wholeLines(out.String()), Err: errOut.String(), Code: cmd.ProcessState.ExitCode(),
		Killed: status.Signaled(), Trace: w.trace.String(),
	}
	o.Fired = strings.Count(o.Trace, "(INJECTED)")
	if w.hit { // the call never returned
		o.Fired = 1
	}
	return o, werr
}

func (s Shot) argv(also string) ([]string, error) {
	when := strconv.Itoa(s.N)
	if s.Always {
		when += "+"
	}
	// With seccomp only the calls in question stop the program; strace's own
	// signals get lost with it (6.1), so that a kill is a call held up until
	// the watcher has killed.
	argv := []string{"-f", "-qq", "-y", "--seccomp-bpf", "-o", "/dev/fd/3", "-e", "signal=none"}
	deed := "error=" + string(s.Deed)
	if s.Deed == Kill {
		deed = "delay_enter=60s"
	}
	trace := s.Calls
	if also != "" {
		trace += "," + also
	}
	argv = append(argv, "-e", "trace="+trace, "-e", "inject="+s.Calls+":"+deed+":when="+when)
	for _, p := range s.Paths {
		// strace compares real paths, of files that may not be there.
		dir, err := filepath.EvalSymlinks(filepath.Dir(p))
		if err != nil {
			return nil, err
		}
		argv = append(argv, "-P", filepath.Join(dir, filepath.Base(p)))
	}
	return argv, nil
}

// wholeLines drops a last line without an end: nobody has read it out yet.
func wholeLines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if strings.HasSuffix(l, "\n") {
			out = append(out, strings.TrimSuffix(l, "\n"))
		}
	}
	return out
}
