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

// Run runs a program to its end under a shot. log is a file that strace may
// write to; also names more calls that the trace shall show.
func Run(ctx context.Context, s Shot, log, also string, in io.Reader, env []string, program string, args ...string) (Outcome, error) {
	argv, err := s.argv(log, also)
	if err != nil {
		return Outcome{}, err
	}
	cmd := exec.CommandContext(ctx, "strace", append(append(argv, "--", program), args...)...)
	// One busy thread and no collector keep the counts of calls steady.
	cmd.Env = append(append(os.Environ(), "GOMAXPROCS=1", "GOGC=off"), env...)
	var out, errOut bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &errOut
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Outcome{}, fmt.Errorf("strace: %w", err)
	}
	if ctx.Err() != nil {
		return Outcome{}, fmt.Errorf("%s: %w: %s", s, ctx.Err(), errOut.String())
	}
	trace, err := os.ReadFile(log)
	if err != nil {
		return Outcome{}, err
	}
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	o := Outcome{
		Lines: wholeLines(out.String()), Err: errOut.String(), Code: cmd.ProcessState.ExitCode(),
		Killed: status.Signaled(), Trace: string(trace),
	}
	o.Fired = strings.Count(o.Trace, "(INJECTED)")
	if o.Killed && s.Deed == Kill { // strace says nothing of a call that never returned
		o.Fired = 1
	}
	return o, nil
}

func (s Shot) argv(log, also string) ([]string, error) {
	when := strconv.Itoa(s.N)
	if s.Always {
		when += "+"
	}
	argv := []string{"-f", "-qq", "-y", "-o", log, "-e", "signal=none"}
	deed := "error=" + string(s.Deed)
	if s.Deed == Kill {
		deed = "signal=SIGKILL"
	} else {
		argv = append(argv, "--seccomp-bpf") // faster; signals get lost with it (strace 6.1)
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
