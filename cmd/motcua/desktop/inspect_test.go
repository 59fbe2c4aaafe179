package desktop

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/internal/worker"
	"motcua/scan/page"
)

// TestMain lets the test binary be the worker, as the program itself is.
func TestMain(m *testing.M) {
	switch os.Getenv("MOTCUA_TEST_WORKER") {
	case "":
		os.Exit(m.Run())
	case "dies":
		os.Exit(3)
	}
	os.Exit(Main(context.Background(), []string{"worker"}, os.Stdin, os.Stdout, os.Stderr))
}

func judge(t *testing.T, as string) inspector {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := worker.New(worker.Config{Command: []string{exe}, Env: []string{"MOTCUA_TEST_WORKER=" + as}, MemoryLimit: judgeMemory, Timeout: judgeTime})
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return inspector{w}
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 200, 300))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheWorkerJudgesFilesAsThisProcessWould(t *testing.T) {
	i := judge(t, "worker")
	good := picture(t)
	for what, data := range map[string][]byte{
		"a picture": good, "half a picture": good[:len(good)/2], "nothing": nil, "a text": []byte("xin chào"), "half a PDF": []byte("%PDF-1.7\n1 0 obj"),
	} {
		want, werr := page.Inspect(data)
		got, err := i.Inspect(data)
		if got != want || motcua.CodeOf(err) != motcua.CodeOf(werr) || motcua.FieldOf(err) != motcua.FieldOf(werr) {
			t.Errorf("%s: %+v %v, want %+v %v", what, got, err, want, werr)
		}
	}
}

func TestAFileThatEndsTheWorkerIsRefusedAndTheDossierStaysAsItWas(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, motcua.Local) }
	s, err := station.Open(t.Context(), station.Config{Dir: newStation(t), Now: now, Inspect: judge(t, "dies")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}})
	if err != nil {
		t.Fatal(err)
	}
	paper := ""
	for _, c := range d.Components {
		if !c.Rule.PresentOnly {
			paper = c.Rule.Key
		}
	}
	_, err = s.Desk.AddFile(t.Context(), d.ID, paper, "a.png", "file", bytes.NewReader(picture(t)))
	if motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("%s: %v", paper, err)
	}
	if d, err = s.Store.Dossier(t.Context(), d.ID); err != nil || len(d.Steps) != 1 {
		t.Errorf("%+v, %v", d.Steps, err)
	}
}

func TestAFileOverTheBoundIsNotEvenHandedOver(t *testing.T) {
	_, err := judge(t, "dies").Inspect([]byte(strings.Repeat("x", page.MaxBytes+1)))
	if motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Error(err)
	}
}
