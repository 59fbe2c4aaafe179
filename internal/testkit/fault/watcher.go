//go:build linux

package fault

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// watcher reads strace's log while it is written and, where the shot is to
// kill, kills the program at the call that strace holds up.
type watcher struct {
	shot  Shot
	kill  func(pid int) error
	trace bytes.Buffer
	hit   bool
}

// thread is one call's name in one thread, which is how strace counts.
type thread struct {
	pid  int
	call string
}

// watch returns when the log ends. A line is looked at as soon as it names its
// call: that of a call that is held up has no end yet.
func (w *watcher) watch(log io.Reader) error {
	entered := map[thread]int{}
	var errs []error
	r := bufio.NewReader(io.TeeReader(log, &w.trace))
	var line []byte
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			return errors.Join(errs...)
		}
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		if b == '\n' {
			line = line[:0]
			continue
		}
		line = append(line, b)
		if b != '(' || w.shot.Deed != Kill || w.hit || bytes.Count(line, []byte("(")) > 1 {
			continue
		}
		at, ok := w.entry(string(line))
		if !ok {
			continue
		}
		if entered[at]++; entered[at] == w.shot.N {
			w.hit = true
			if err := w.kill(at.pid); err != nil {
				errs = append(errs, err)
			}
		}
	}
}

// entry reads "1234  fsync(", one of the calls aimed at.
func (w *watcher) entry(line string) (thread, bool) {
	f := strings.Fields(strings.TrimSuffix(line, "("))
	if len(f) != 2 {
		return thread{}, false
	}
	pid, err := strconv.Atoi(f[0])
	if err != nil {
		return thread{}, false
	}
	for c := range strings.SplitSeq(w.shot.Calls, ",") {
		if strings.TrimPrefix(c, "?") == f[1] {
			return thread{pid, f[1]}, true
		}
	}
	return thread{}, false
}
