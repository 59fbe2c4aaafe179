// Package e2e drives the two built programs from outside, as their users do.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bin holds the programs under test; the one with a clock that the test turns
// lies in its folder clocked.
var bin string

const clocked = "clocked"

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "motcua-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		bin = dir
		for _, b := range [][]string{
			{"CGO_ENABLED=0", "motcuactl", "motcua/cmd/motcuactl"},
			{"CGO_ENABLED=1", "motcua", "motcua/cmd/motcua"},
			{"CGO_ENABLED=1", filepath.Join(clocked, "motcua"), "motcua/cmd/e2e/clocked"},
		} {
			c := exec.Command("go", "build", "-buildvcs=false", "-tags", "x11,migrated_fynedo", "-o", filepath.Join(dir, b[1]), b[2])
			c.Env = append(os.Environ(), b[0])
			if out, err := c.CombinedOutput(); err != nil {
				fmt.Fprintf(os.Stderr, "building %s: %v\n%s", b[1], err, out)
				return 1
			}
		}
		return m.Run()
	}())
}

// result is what one run of motcuactl left.
type result struct {
	code     int
	out, err string
}

// ctl runs motcuactl and waits for it.
func ctl(t *testing.T, args ...string) result {
	t.Helper()
	return ctlIn(t, "", args...)
}

func ctlIn(t *testing.T, in string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(bin, "motcuactl"), args...)
	var out, errb bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(in), &out, &errb
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("motcuactl %v: %v", args, err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), errb.String()}
}

// must runs motcuactl and wants exit 0.
func must(t *testing.T, args ...string) string {
	t.Helper()
	return mustIn(t, "", args...)
}

func mustIn(t *testing.T, in string, args ...string) string {
	t.Helper()
	r := ctlIn(t, in, args...)
	if r.code != 0 {
		t.Fatalf("motcuactl %v: exit %d\n%s%s", args, r.code, r.out, r.err)
	}
	return r.out
}

// newStation makes a station without a hub.
func newStation(t *testing.T, more ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "quầy 01")
	must(t, append([]string{"station", "init", "--data", dir, "--unit", "46-19789", "--name", "Quầy 01"}, more...)...)
	return dir
}

// hub is a running `motcuactl hub serve`.
type hub struct{ dir, url string }

func startHub(t *testing.T, more ...string) hub {
	t.Helper()
	h := hub{dir: filepath.Join(t.TempDir(), "hub")}
	c := exec.Command(filepath.Join(bin, "motcuactl"), append([]string{"hub", "serve", "--data", h.dir, "--listen", "127.0.0.1:0"}, more...)...)
	c.Stderr = os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("hub serve ended with %v", err)
		}
	})
	var line struct {
		Listen string `json:"listen"`
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		err = json.Unmarshal([]byte(first), &line)
	}
	if err != nil || line.Listen == "" {
		t.Fatalf("hub serve said %q: %v", first, err)
	}
	h.url = line.Listen
	return h
}

// enrol enrols a station with a hub.
func enrol(t *testing.T, station string, h hub) {
	t.Helper()
	code := strings.TrimSpace(must(t, "hub", "enrol-code", "--data", h.dir, "--unit", "46-19789"))
	must(t, "station", "enrol", "--data", station, "--hub", h.url, "--code", code)
}

// taken is a line that `intake` prints.
type taken struct {
	ID   string
	Code string
}

// takeIn takes in n invented dossiers.
func takeIn(t *testing.T, station string, n int) []taken {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ %d"}}`+"\n", i+1)
	}
	return lines[taken](t, mustIn(t, b.String(), "intake", "--data", station, "--file", "-"))
}

// lines reads JSON lines.
func lines[T any](t *testing.T, s string) []T {
	t.Helper()
	var out []T
	for l := range strings.Lines(s) {
		var v T
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		out = append(out, v)
	}
	return out
}
