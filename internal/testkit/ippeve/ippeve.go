// Package ippeve runs ippeveprinter, the sample printer of CUPS, for tests.
package ippeve

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// Machine is a ippeveprinter, the sample printer of CUPS, with a bus
// and a responder of its own.
type Machine struct {
	dir  string // spool, switches and log
	port int
	env  []string
	cmd  *exec.Cmd
}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>
`

// press is what the printer does with a job: it keeps the bytes, and while the
// file "jam" lies in its folder it says that paper is jammed and waits.
const pressScript = `#!/bin/sh
dir=%q
while [ -e "$dir/jam" ]; do echo "STATE: +media-jam" >&2; sleep 0.05; done
echo "STATE: -media-jam" >&2
n=$(ls "$dir/out" | wc -l)
cp "$1" "$dir/out/.new" && mv "$dir/out/.new" "$dir/out/$(printf %%05d "$n")"
`

// alone waits until no other test process has an avahi-daemon: its PID file is
// one for the whole machine.
func alone(t testing.TB) {
	t.Helper()
	lock := flock.New(filepath.Join(os.TempDir(), "motcua-test-avahi.lock"))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		t.Fatalf("waiting for another test's avahi-daemon: %v", err)
	}
	t.Cleanup(func() {
		if err := lock.Unlock(); err != nil {
			t.Error(err)
		}
	})
}

// Bus starts dbus and avahi, without which ippeveprinter does not start.
func Bus(t testing.TB) []string {
	t.Helper()
	alone(t)
	dir := t.TempDir()
	socket := filepath.Join(dir, "bus")
	write(t, filepath.Join(dir, "bus.conf"), fmt.Sprintf(busConfig, socket), 0o600)
	write(t, filepath.Join(dir, "avahi.conf"), "[server]\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\n", 0o600)
	env := append(os.Environ(), "DBUS_SYSTEM_BUS_ADDRESS=unix:path="+socket)
	start(t, env, dir, "dbus-daemon", "--config-file="+filepath.Join(dir, "bus.conf"), "--nofork", "--nopidfile")
	Until(t, "dbus listens", func() bool { _, err := os.Stat(socket); return err == nil })
	start(t, env, dir, "avahi-daemon", "--no-chroot", "--no-drop-root", "-f", filepath.Join(dir, "avahi.conf"))
	Until(t, "avahi is ready", func() bool {
		said, err := os.ReadFile(filepath.Join(dir, "avahi-daemon.log"))
		return err == nil && bytes.Contains(said, []byte("Server startup complete"))
	})
	return env
}

func write(t testing.TB, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// start runs a program until the test ends; what it says goes to a file that
// failures show.
func start(t testing.TB, env []string, dir, name string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		path = "/usr/sbin/" + name // not on everybody's path
	}
	log, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = env, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v; scripts/deps.sh test installs it", err)
	}
	t.Cleanup(func() {
		stop(cmd)
		log.Close()
		if said, err := os.ReadFile(log.Name()); err == nil && t.Failed() {
			t.Logf("%s said:\n%s", name, said[max(0, len(said)-2000):])
		}
	})
	return cmd
}

// stop ends a program and what it started; a second call does nothing.
func stop(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may have ended by itself
		_ = cmd.Wait()                                      // says that it was killed
	}
}

// Until waits for something to become true.
func Until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not in a minute", what)
		}
	}
}

// New returns a printer that is off.
func New(t testing.TB, env []string) *Machine {
	t.Helper()
	m := &Machine{dir: t.TempDir(), env: env}
	for _, d := range []string{"spool", "out"} {
		if err := os.Mkdir(filepath.Join(m.dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(m.dir, "press"), fmt.Sprintf(pressScript, m.dir), 0o700)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m.port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return m
}

// On turns the printer on and waits until it answers.
func (m *Machine) On(t testing.TB) *Machine {
	t.Helper()
	m.cmd = start(t, m.env, m.dir, "ippeveprinter", "-p", strconv.Itoa(m.port), "-n", "localhost", "-d", filepath.Join(m.dir, "spool"),
		"-c", filepath.Join(m.dir, "press"), "-f", "application/pdf", "--no-web-forms", fmt.Sprintf("máy in thử %d", m.port))
	Until(t, "the printer answers", func() bool {
		resp, err := http.Get(fmt.Sprintf("http://localhost:%d/", m.port))
		if err != nil {
			return false
		}
		return resp.Body.Close() == nil
	})
	return m
}

// URI is the address of the printer.
func (m *Machine) URI() string { return fmt.Sprintf("ipp://localhost:%d/ipp/print", m.port) }

// Jam holds the paper back, or lets it go.
func (m *Machine) Jam(t testing.TB, held bool) {
	t.Helper()
	path := filepath.Join(m.dir, "jam")
	if held {
		write(t, path, "", 0o600)
	} else if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// Arrived returns what was printed, in order.
func (m *Machine) Arrived(t testing.TB) [][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(m.dir, "out", "0*"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	var out [][]byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

// Has reports whether one of the jobs is data.
func Has(jobs [][]byte, data []byte) bool {
	return slices.ContainsFunc(jobs, func(j []byte) bool { return bytes.Equal(j, data) })
}

// Off ends the printer at once; it forgets its jobs.
func (m *Machine) Off() { stop(m.cmd) }
