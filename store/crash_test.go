package store_test

import (
	"bufio"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"motcua"
	"motcua/store"
)

const helperDir = "MOTCUA_STORE_TEST_DIR"

// TestMain turns the test binary into a counter that takes in dossiers until
// it is killed or its input ends, where a test asks for that.
func TestMain(m *testing.M) {
	if asked, err := fragile(); asked {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if dir := os.Getenv(backupDir); dir != "" {
		backUpForEver(dir, os.Getenv(backupDisk))
	}
	dir := os.Getenv(helperDir)
	if dir == "" {
		if err := flag.Set("rapid.checks", strconv.Itoa(rapidChecks)); err != nil { // -rapid.checks still counts
			panic(err)
		}
		os.Exit(m.Run())
	}
	if err := receiveForEver(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// receiveForEver prints id and code of each dossier as a clerk would read them
// out: after it was taken in with its paper. It takes in one for each line of
// input.
func receiveForEver(dir string) error {
	s, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	if err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		d, err := s.Receive(ctx, "helper", morning(), form("Nguyễn Văn Ví Dụ"))
		if err != nil {
			return err
		}
		page := "page of " + d.ID
		sum, size, err := s.PutFile(ctx, strings.NewReader(page))
		if err != nil {
			return err
		}
		_, err = s.Append(ctx, "helper", morning(), d.ID, motcua.EventFileAdded,
			motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: sum, Size: size, Type: "image/png", Pages: 1}})
		if err != nil {
			return err
		}
		fmt.Println(d.ID, d.Received.Code)
	}
	return s.Close()
}

// helper is another process that has the station open.
type helper struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startHelper(t *testing.T, dir string) *helper {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h := &helper{cmd: exec.Command(exe)}
	h.cmd.Env = append(os.Environ(), helperDir+"="+dir)
	h.cmd.Stderr = os.Stderr
	if h.in, err = h.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.out = bufio.NewScanner(out)
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = h.cmd.Process.Kill() // of a test that failed half-way; else it is gone
		_ = h.cmd.Wait()
	})
	return h
}

// told reads up to n dossiers that the helper said were taken in.
func (h *helper) told(n int, into map[string]motcua.Code) {
	for range n {
		if !h.out.Scan() {
			return
		}
		if id, code, whole := strings.Cut(h.out.Text(), " "); whole {
			into[id] = motcua.Code(code)
		}
	}
}

func wantAll(t *testing.T, s *store.Store, told map[string]motcua.Code) {
	t.Helper()
	seen := map[motcua.Code]bool{}
	for id, c := range told {
		d, err := s.Dossier(ctx, id)
		if err != nil || d.Received.Code != c {
			t.Errorf("%s was said to be saved: %v", c, err)
		}
		if d.Steps[0].Actor == "helper" && len(d.Components[0].Files) != 1 {
			t.Errorf("%s lost its paper", c)
		}
		if seen[c] {
			t.Errorf("%s was given out twice", c)
		}
		seen[c] = true
	}
	wantClean(t, s)
}

func TestAKilledProgramLosesNothingItSaidWasSaved(t *testing.T) {
	dir := newStation(t)
	told := map[string]motcua.Code{}
	for round := range 10 {
		h := startHelper(t, dir)
		go func() { // without end: it is killed in the middle of something
			for {
				if _, err := io.WriteString(h.in, "\n"); err != nil {
					return
				}
			}
		}()
		h.told(1+round*3, told)
		if err := h.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		h.told(1<<20, told) // what it still had said
		if err := h.cmd.Wait(); err == nil {
			t.Fatal("the helper ended by itself")
		}
	}
	if len(told) < 10*(1+28)/2 {
		t.Fatalf("only %d dossiers", len(told))
	}
	s := open(t, dir)
	wantAll(t, s, told)
	// At most one a round was committed and not yet said.
	if n, err := s.Count(ctx, motcua.Filter{}); err != nil || n < len(told) || n > len(told)+10 {
		t.Errorf("%d said, %d there, %v", len(told), n, err)
	}
}

func TestProcessesThatReceiveTogetherKeepOneChain(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	const each = 25
	told := map[string]motcua.Code{}
	helpers := []*helper{startHelper(t, dir), startHelper(t, dir)}
	for _, h := range helpers {
		if _, err := io.WriteString(h.in, strings.Repeat("\n", each)); err != nil {
			t.Fatal(err)
		}
	}
	for range each { // this process is the third
		d := receive(t, s, form("Trần Thị Thử"))
		told[d.ID] = d.Received.Code
	}
	for _, h := range helpers {
		h.told(each, told)
		if err := h.in.Close(); err != nil {
			t.Fatal(err)
		}
		if err := h.cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	if len(told) != 3*each {
		t.Errorf("%d dossiers", len(told))
	}
	wantAll(t, s, told)
}
