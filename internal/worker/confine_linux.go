package worker

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Numbers of the Linux interface that package syscall does not name.
const (
	prSetNoNewPrivs = 38 // prctl(2)
)

// confine bounds the whole process to memory bytes of address space more than
// it has now (a Go program reserves a lot before it does anything) and lets it
// write no file, dump no core and gain no privilege.
func confine(memory int64) error {
	used, err := addressSpace()
	if err != nil {
		return err
	}
	as := uint64(used + memory)
	for _, l := range []struct {
		what  int
		value uint64
	}{
		{syscall.RLIMIT_AS, as},
		{syscall.RLIMIT_FSIZE, 0},
		{syscall.RLIMIT_CORE, 0},
	} {
		if err := syscall.Setrlimit(l.what, &syscall.Rlimit{Cur: l.value, Max: l.value}); err != nil {
			return fmt.Errorf("rlimit %d: %w", l.what, err)
		}
	}
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0); e != 0 {
		return fmt.Errorf("no new privileges: %w", e)
	}
	over := make(chan os.Signal, 1)
	signal.Notify(over, syscall.SIGXCPU)
	go func() {
		<-over
		overCPU()
	}()
	return nil
}

// addressSpace returns how many bytes of address space the process has.
func addressSpace() (int64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	var pages int64
	if _, err := fmt.Fscan(bytes.NewReader(b), &pages); err != nil {
		return 0, err
	}
	if pages <= 0 {
		return 0, errors.New("statm: no size")
	}
	return pages * int64(os.Getpagesize()), nil
}

// allowCPU gives the process so many more seconds of processor time. The soft
// limit moves with each job; the signal it sends ends the process.
func allowCPU(seconds int) error {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return err
	}
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CPU, &l); err != nil {
		return err
	}
	l.Cur = min(uint64(use.Utime.Sec+use.Stime.Sec)+uint64(max(seconds, 1))+1, l.Max)
	return syscall.Setrlimit(syscall.RLIMIT_CPU, &l)
}
