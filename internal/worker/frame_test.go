package worker

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"motcua"
)

func TestAFrameComesBackAsItWasWritten(t *testing.T) {
	var b bytes.Buffer
	want := request{Op: opRender, Page: 3, Width: 800, Memory: 1 << 30, CPU: 10}
	for _, body := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte{0, 255}, 5000)} {
		if err := writeFrame(&b, want, body); err != nil {
			t.Fatal(err)
		}
		var got request
		back, err := readFrame(&b, &got)
		if err != nil || got != want || !bytes.Equal(back, body) {
			t.Errorf("%+v, %d bytes, %v", got, len(back), err)
		}
	}
	if _, err := readFrame(&b, &request{}); err != io.EOF {
		t.Errorf("after the last frame: %v", err)
	}
}

func TestBrokenFramesAreNamed(t *testing.T) {
	var whole bytes.Buffer
	if err := writeFrame(&whole, request{Op: opPages}, []byte("body")); err != nil {
		t.Fatal(err)
	}
	for n := 1; n < whole.Len(); n++ {
		if _, err := readFrame(bytes.NewReader(whole.Bytes()[:n]), &request{}); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	for _, lengths := range [][2]uint32{{maxHead + 1, 0}, {2, maxBody + 1}, {1<<32 - 1, 1<<32 - 1}} {
		b := binary.BigEndian.AppendUint32(nil, lengths[0])
		b = append(binary.BigEndian.AppendUint32(b, lengths[1]), "{}"...)
		if _, err := readFrame(bytes.NewReader(b), &request{}); motcua.CodeOf(err) != motcua.CodeTooLarge {
			t.Errorf("lengths %v: %v", lengths, err)
		}
	}
	b := append([]byte{0, 0, 0, 2, 0, 0, 0, 0}, "[}"...)
	if _, err := readFrame(bytes.NewReader(b), &request{}); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("no JSON: %v", err)
	}
}

func TestServeEndsWithItsInputAndRefusesWhatItDoesNotKnow(t *testing.T) {
	head, body := job(nil, nil, request{Op: "format-disk"}, nil)
	if head.Code != motcua.CodeUnknown || body != nil {
		t.Errorf("answered %+v", head)
	}
	if err := Serve(bytes.NewReader(nil), io.Discard, nil, nil); err != nil {
		t.Errorf("empty input: %v", err)
	}
	if err := Serve(bytes.NewReader([]byte("no frame")), io.Discard, nil, nil); err == nil {
		t.Error("garbage was served")
	}
}

func TestABusyLoopEndsItselfWhereNobodyWatchesTheClock(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("processor time is bounded on Linux only")
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	if err := writeFrame(&in, request{Op: opPages, Memory: 1 << 30, CPU: 1}, []byte("spin")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env, cmd.Stdin = append(os.Environ(), "MOTCUA_TEST_WORKER=renderer"), &in
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 3 {
		t.Errorf("ended with %v", err)
	}
}

func FuzzFramesFromAHostileWorker(f *testing.F) {
	var whole bytes.Buffer
	if err := writeFrame(&whole, answer{Pages: 3, Width: 2, Height: 1}, []byte("12345678")); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add([]byte{0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, '{', '}'})
	f.Fuzz(func(t *testing.T, b []byte) {
		var a answer
		body, err := readFrame(bytes.NewReader(b), &a)
		if err != nil {
			return
		}
		if len(body) > len(b) {
			t.Fatalf("%d bytes out of %d", len(body), len(b))
		}
		var again bytes.Buffer
		if err := writeFrame(&again, a, body); err != nil {
			t.Fatalf("a read frame cannot be written: %v", err)
		}
	})
}
