//go:build !windows

package sane

import (
	"os"
	"os/exec"
	"syscall"
)

// alone gives a process a group of its own.
func alone(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func interrupt(p *os.Process) error { return p.Signal(os.Interrupt) }

// killAll ends a process that was not waited for yet and all it has started.
// Nothing is left to do where that fails: it is gone then.
func killAll(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
