package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestEveryDossierWhoseCodeWasShownSurvivesFiftyKills(t *testing.T) {
	station := newStation(t, "--from", "1", "--to", "9999")
	shown := map[string]bool{}
	midway := 0
	for i := range 50 {
		// Every second kill counts from the first code, so that it surely falls
		// into a running intake, however slowly the machine starts programs.
		got := killDuringIntake(t, station, time.Duration(30+rand.IntN(220))*time.Millisecond, i%2 == 1)
		if len(got) > 0 {
			midway++
		}
		for _, code := range got {
			if shown[code] {
				t.Fatalf("round %d: code %s was given twice", i, code)
			}
			shown[code] = true
		}
	}
	if len(shown) < 50 || midway < 25 {
		t.Fatalf("only %d dossiers were taken in, and only %d of 50 kills fell into a running intake", len(shown), midway)
	}
	have := codes(lines[row](t, must(t, "dossiers", "--data", station, "--json", "--limit", "9999")))
	for code := range shown {
		if have[code] != 1 {
			t.Errorf("%s was shown and is there %d times", code, have[code])
		}
	}
	must(t, "verify", "--data", station)
	t.Logf("%d codes shown, %d dossiers there", len(shown), len(have))
}

// killDuringIntake feeds dossiers to a running intake, kills it d after its
// start, or after its first code, and returns the codes it had printed.
func killDuringIntake(t *testing.T, station string, d time.Duration, fromFirst bool) []string {
	t.Helper()
	c := exec.Command(filepath.Join(bin, "motcuactl"), "intake", "--data", station, "--file", "-")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer in.Close()
		for i := 0; ; i++ { // the write fails once the reader is dead
			if _, err := fmt.Fprintf(in, `{"procedure":"1.004884","applicant":{"name":"Trần Văn Mẫu %d","idNumber":"046205000002"}}`+"\n", i); err != nil {
				return
			}
			time.Sleep(3 * time.Millisecond)
		}
	}()
	limit := d
	if fromFirst {
		limit = 30 * time.Second
	}
	timer := time.AfterFunc(limit, func() { _ = c.Process.Kill() })
	defer timer.Stop()
	var got []string
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			if err != io.EOF {
				t.Fatal(err)
			}
			break
		}
		var v taken
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if got = append(got, v.Code); fromFirst && len(got) == 1 {
			timer.Reset(d)
		}
	}
	if err := c.Wait(); err == nil || c.ProcessState.Exited() {
		t.Errorf("the intake ended before it was killed: %v", err)
	}
	return got
}
