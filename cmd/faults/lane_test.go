//go:build linux

package faults

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/fault"
)

// lane is one data folder that lives on from trial to trial.
type lane struct {
	bin    string // motcuactl
	folder string // of this lane: data folders d1, d2 … and the trace
	state  state
}

// state is all of a lane that outlives a process.
type state struct {
	Done   int // trials of the plan
	Folder int // number of the present data folder
	Runs   int // on that folder
	Book   fault.Book
	Tally  map[string]tally
}

// tally counts the trials of one kind.
type tally struct {
	Trials, Hit, Killed, Refused, Unharmed int
}

// roomy is how many dossiers a data folder takes before a new one is begun:
// everything in it is checked after each trial.
const roomy = 800

func (l *lane) data() string { return filepath.Join(l.folder, "d"+strconv.Itoa(l.state.Folder)) }

// fresh begins a new data folder.
func (l *lane) fresh(t *testing.T) {
	t.Helper()
	// A trial that was interrupted may have left a folder that no state names.
	for l.state.Folder++; exists(l.data()); l.state.Folder++ {
	}
	l.state.Runs, l.state.Book = 0, fault.Book{}
	l.fine(t, "", "station", "init", "--data", l.data(), "--unit", "46-19789", "--name", "Quầy 01", "--to", "9999")
	lines := l.fine(t, dossiers(0, 3), "intake", "--data", l.data(), "--file", "-")
	l.state.Book.Say(taken(t, lines)...)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// fine runs motcuactl without a fault and wants it to end well.
func (l *lane) fine(t *testing.T, in string, args ...string) []string {
	t.Helper()
	var errOut bytes.Buffer
	c := exec.Command(l.bin, args...)
	c.Stdin, c.Stderr = strings.NewReader(in), &errOut
	out, err := c.Output()
	if err != nil {
		t.Fatalf("motcuactl %v: %v\n%s", args, err, errOut.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

func (l *lane) shoot(t *testing.T, s fault.Shot, in string, args ...string) fault.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	o, err := fault.Run(ctx, s, "", strings.NewReader(in), nil, l.bin, args...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// try makes one trial and checks all that was ever said on this folder.
func (l *lane) try(t *testing.T, x fault.Trial) {
	t.Helper()
	if len(l.state.Book.Said) > roomy {
		l.audit(t)
		if err := os.RemoveAll(l.data()); err != nil {
			t.Fatal(err)
		}
		l.fresh(t)
	}
	s := fault.Shot{Deed: x.Aim.Deed, Calls: x.Aim.Calls, N: x.N}
	if x.Aim.Work != fault.File { // whose file is another one than the database's
		for _, end := range []string{"", "-wal", "-shm", ".lock"} {
			s.Paths = append(s.Paths, filepath.Join(l.data(), "station.db"+end))
		}
	}
	l.state.Runs++
	var o fault.Outcome
	want := 1
	switch x.Aim.Work {
	case fault.File:
		o = l.attach(t, s)
	case fault.Steps:
		want = length(x)
		o = l.step(t, s, want)
	default:
		want = length(x)
		o = l.shoot(t, s, dossiers(l.state.Runs, want), "intake", "--data", l.data(), "--file", "-")
		l.state.Book.Say(taken(t, o.Lines)...)
	}
	if wrong := judge(o, want); wrong != "" {
		t.Errorf("%s %d: %s\n%s", x.Aim, x.N, wrong, o.Err)
	}
	l.count(x.Aim.String(), o)
	l.check(t, fmt.Sprintf("%s %d", x.Aim, x.N))
}

// step moves n dossiers on: into processing, and back from there to wait for
// papers.
func (l *lane) step(t *testing.T, s fault.Shot, n int) fault.Outcome {
	t.Helper()
	if lack := 2*n - len(l.state.Book.Said); lack > 0 {
		l.state.Book.Say(taken(t, l.fine(t, dossiers(l.state.Runs, lack), "intake", "--data", l.data(), "--file", "-"))...)
	}
	var moving, waiting []fault.Taken
	for _, d := range l.state.Book.Said {
		if l.state.Book.Status[d.ID] == int(motcua.StatusProcessing) {
			moving = append(moving, d)
		} else {
			waiting = append(waiting, d)
		}
	}
	to := motcua.StatusProcessing
	if len(moving) > len(waiting) {
		to, waiting = motcua.StatusSupplement, moving
	}
	tried := waiting[:n]
	args := []string{"step", "--data", l.data(), "--to", strconv.Itoa(int(to))}
	for _, d := range tried {
		args = append(args, d.Code)
	}
	o := l.shoot(t, s, "", args...)
	l.state.Book.Step(tried, int(to), taken(t, o.Lines)...)
	return o
}

// attach files a picture that no other trial files.
func (l *lane) attach(t *testing.T, s fault.Shot) fault.Outcome {
	t.Helper()
	d := l.state.Book.Said[l.state.Runs%len(l.state.Book.Said)]
	page := filepath.Join(l.folder, "page.png")
	args := []string{"attach", "--data", l.data(), d.Code, "p1", "--file", page}
	var lines []string
	var o fault.Outcome
	for i := range 2 { // one that succeeds, so that there is something to lose
		if err := os.WriteFile(page, picture(t, 2*l.state.Runs+i), 0o600); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			lines = l.fine(t, "", args...)
			continue
		}
		o = l.shoot(t, s, "", args...)
		lines = append(lines, o.Lines...)
	}
	for _, line := range lines {
		var f struct{ SHA256 string }
		if err := json.Unmarshal([]byte(line), &f); err != nil || len(f.SHA256) != 64 {
			t.Fatalf("%q: %v", line, err)
		}
		l.state.Book.File(fault.Filed{Dossier: d.ID, Paper: "p1", SHA256: f.SHA256})
	}
	return o
}

// judge says what is wrong with how a run of want acknowledgements ended.
func judge(o fault.Outcome, want int) string {
	said := strings.TrimSpace(o.Err)
	switch {
	case strings.Contains(o.Err, "goroutine ") || strings.Contains(o.Err, "panic"):
		return "a crash report for the clerk"
	case o.Killed:
		return ""
	case o.Code == 0 && len(o.Lines) == want:
		return ""
	case o.Code == 0:
		return fmt.Sprintf("exit 0 after %d of %d", len(o.Lines), want)
	case o.Fired == 0:
		return "it failed without a fault"
	case mute.MatchString(o.Trace):
		return ""
	case o.Code != 1:
		return fmt.Sprintf("exit %d", o.Code)
	case !told.MatchString(said):
		return "no sentence with a code"
	}
	return ""
}

// mute is a shot that hit standard error itself.
var mute = regexp.MustCompile(`write\(2<.*\(INJECTED\)`)

// told is a sentence and, in brackets, a code of the core for a fault of the disk.
var told = regexp.MustCompile(`^motcuactl: [^\n]+\. [^\n]*\((.*: )?(disk-full|read-only|io|busy|corrupt|unknown)\b[^\n]*\)$`)

var looked = regexp.MustCompile(`^Đúng: \d+ sự kiện, (\d+) tệp, (\d+) hồ sơ`)

// check asks the program itself.
func (l *lane) check(t *testing.T, after string) {
	t.Helper()
	said := l.fine(t, "", "verify", "--data", l.data())
	m := looked.FindStringSubmatch(said[0])
	if m == nil {
		t.Fatalf("%s: verify said %q", after, said)
	}
	if files, _ := strconv.Atoi(m[1]); files < len(l.state.Book.Files) {
		t.Errorf("%s: %d files acknowledged, %d there", after, len(l.state.Book.Files), files)
	}
	there := taken(t, l.fine(t, "", "dossiers", "--data", l.data(), "--json", "--limit", "10000"))
	if m[2] != strconv.Itoa(len(there)) {
		t.Errorf("%s: verify saw %s dossiers, the list has %d", after, m[2], len(there))
	}
	for _, wrong := range l.state.Book.Check(there, l.state.Runs, int(motcua.StatusReceived)) {
		t.Errorf("%s: %s", after, wrong)
	}
}

func (l *lane) count(name string, o fault.Outcome) {
	c := l.state.Tally[name]
	c.Trials++
	switch {
	case o.Killed:
		c.Hit++
		c.Killed++
	case o.Fired > 0 && o.Code != 0:
		c.Hit++
		c.Refused++
	case o.Fired > 0:
		c.Hit++
		c.Unharmed++
	}
	l.state.Tally[name] = c
}

// length is how many dossiers an intake needs until the fault strikes: a
// dossier takes one fsync and some 20 writes, by two threads in turn.
func length(x fault.Trial) int {
	switch {
	case strings.HasPrefix(x.Aim.Calls, "fsync"):
		return 2*x.N + 6
	case strings.HasPrefix(x.Aim.Calls, "pwrite"):
		return x.N/8 + 4
	}
	return 3
}

// dossiers is a stream of n intakes; people and numbers are invented.
func dossiers(run, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"procedure":"2.000815","applicant":{"name":"Trần Văn Mẫu %d %d","idNumber":"046205000002","phone":"0912000001"}}`+"\n", run, i)
	}
	return b.String()
}

func taken(t *testing.T, lines []string) []fault.Taken {
	t.Helper()
	var out []fault.Taken
	for _, l := range lines {
		var v fault.Taken
		if err := json.Unmarshal([]byte(l), &v); err != nil || v.ID == "" || v.Code == "" {
			t.Fatalf("%q: %v", l, err)
		}
		out = append(out, v)
	}
	return out
}

// picture is a page of some 100 KB that no other n gives.
func picture(t *testing.T, n int) []byte {
	t.Helper()
	im := image.NewNRGBA(image.Rect(0, 0, 180, 160))
	x := uint64(n)*0x9e3779b97f4a7c15 + 1
	for i := 0; i+8 <= len(im.Pix); i += 8 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		binary.LittleEndian.PutUint64(im.Pix[i:], x)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
