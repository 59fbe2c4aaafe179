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
	station := newStation(t)
	shown := map[string]bool{}
	for i := range 50 {
		for _, code := range killDuringIntake(t, station, time.Duration(30+rand.IntN(220))*time.Millisecond) {
			if shown[code] {
				t.Fatalf("round %d: code %s was given twice", i, code)
			}
			shown[code] = true
		}
	}
	if len(shown) < 50 {
		t.Fatalf("only %d dossiers were taken in between 50 kills", len(shown))
	}
	have := codes(lines[row](t, must(t, "dossiers", "--data", station, "--json", "--limit", "1000")))
	for code := range shown {
		if have[code] != 1 {
			t.Errorf("%s was shown and is there %d times", code, have[code])
		}
	}
	must(t, "verify", "--data", station)
	t.Logf("%d codes shown, %d dossiers there", len(shown), len(have))
}

// killDuringIntake feeds dossiers to a running intake, kills it after d and
// returns the codes it had printed.
func killDuringIntake(t *testing.T, station string, d time.Duration) []string {
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
		for i := 0; i < 18; i++ { // the write fails once the reader is dead
			if _, err := fmt.Fprintf(in, `{"procedure":"1.004884","applicant":{"name":"Trần Văn Mẫu %d","idNumber":"046205000002"}}`+"\n", i); err != nil {
				return
			}
		}
		time.Sleep(time.Second)
	}()
	timer := time.AfterFunc(d, func() { _ = c.Process.Kill() })
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
		got = append(got, v.Code)
	}
	_ = c.Wait() // killed on purpose
	return got
}
