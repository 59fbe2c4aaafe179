package worker_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/internal/worker"
)

// role tells the test binary, started again as a worker, how to behave.
const role = "MOTCUA_TEST_WORKER"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "":
		os.Exit(m.Run())
	case "renderer":
		if err := worker.Serve(os.Stdin, os.Stdout, badRenderer{}, inspect); err != nil {
			os.Exit(1)
		}
	case "renderer only":
		if err := worker.Serve(os.Stdin, os.Stdout, badRenderer{}, nil); err != nil {
			os.Exit(1)
		}
	case "liar": // a worker taken over by a document
		head := `{"width":100000,"height":100000}`
		b := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
		b = append(binary.BigEndian.AppendUint32(b, 4), head+"abcd"...)
		_, _ = os.Stdout.Write(b)
		time.Sleep(time.Minute)
	case "flood":
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<16)); err != nil {
				break
			}
		}
	}
	os.Exit(0)
}

// badRenderer obeys its document's words.
type badRenderer struct{}

func (badRenderer) Pages(pdf []byte) (int, error) {
	word, rest, _ := strings.Cut(string(pdf), " ")
	switch word {
	case "sleep":
		time.Sleep(time.Minute)
	case "exit":
		os.Exit(9)
	case "panic":
		panic("a document's doing")
	case "eat":
		var kept [][]byte
		for {
			b := make([]byte, 16<<20)
			for i := range b {
				b[i] = 1
			}
			kept = append(kept, b)
			if len(kept) > 1000 {
				return len(kept), nil
			}
		}
	case "spin":
		for {
			runtime.KeepAlive(word)
		}
	case "write":
		return 1, os.WriteFile(rest, []byte("taken"), 0o600)
	case "pid":
		return os.Getpid(), nil
	case "refuse":
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "pdf", Detail: "no pages"}
	}
	return len(pdf), nil
}

func (badRenderer) Render(_ []byte, page, width int) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, width+5, 7))
	img.SetRGBA(width-1, 6, color.RGBA{1, 2, byte(page), 255})
	return img.SubImage(image.Rect(0, 0, width, 7)).(*image.RGBA), nil
}

// inspect obeys too; "lie" names other bytes than it was given.
func inspect(data []byte) (motcua.FileRef, error) {
	pages, err := badRenderer{}.Pages(data)
	sum := sha256.Sum256(data)
	ref := motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)), Type: "image/png", Pages: pages}
	if string(data) == "lie" {
		ref.SHA256 = strings.Repeat("0", 64)
	}
	return ref, err
}

func TestAForeignFileIsJudgedInTheWorkerAndHurtsNobodyElse(t *testing.T) {
	// Time enough to fill the memory on a busy machine; only who sleeps runs out of it.
	c, short := client(t, "renderer", time.Minute), client(t, "renderer", 2*time.Second)
	for doc, want := range map[string]motcua.ErrorCode{
		"exit": motcua.CodeCorrupt, "panic": motcua.CodeCorrupt, "eat": motcua.CodeCorrupt,
		"sleep": motcua.CodeTooLarge, "refuse": motcua.CodeInvalid, "lie": motcua.CodeCorrupt,
	} {
		c := c
		if want == motcua.CodeTooLarge {
			c = short
		}
		_, err := c.Inspect(context.Background(), []byte(doc))
		wantCode(t, doc, err, want)
		ref, err := c.Inspect(context.Background(), []byte("four"))
		if err != nil || ref.Pages != 4 || ref.Size != 4 || ref.Type != "image/png" {
			t.Errorf("after %s: %+v, %v", doc, ref, err)
		}
	}
	pid, err := c.Inspect(context.Background(), []byte("pid"))
	if err != nil || pid.Pages == os.Getpid() {
		t.Errorf("judged in our own process: %+v, %v", pid, err)
	}
	_, err = client(t, "renderer only", 20*time.Second).Inspect(context.Background(), []byte("four"))
	wantCode(t, "no inspect", err, motcua.CodeUnknown)
}

func client(t *testing.T, as string, timeout time.Duration) *worker.Client {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := worker.New(worker.Config{Command: []string{exe}, Env: []string{role + "=" + as}, Timeout: timeout, MemoryLimit: 512 << 20})
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func wantCode(t *testing.T, what string, err error, want motcua.ErrorCode) {
	t.Helper()
	if motcua.CodeOf(err) != want {
		t.Errorf("%s: %v, want code %q", what, err, want)
	}
}

func TestADocumentThatHurtsTheWorkerHurtsNobodyElse(t *testing.T) {
	c := client(t, "renderer", 20*time.Second)
	for _, doc := range []string{"exit", "panic", "eat"} {
		_, err := c.Pages(context.Background(), []byte(doc))
		wantCode(t, doc, err, motcua.CodeCorrupt)
		n, err := c.Pages(context.Background(), []byte("four"))
		if n != 4 || err != nil {
			t.Errorf("after %s: %d, %v", doc, n, err)
		}
	}
}

func TestASleepingJobIsEndedByTheClockAndTheNextOneRuns(t *testing.T) {
	c := client(t, "renderer", 700*time.Millisecond)
	begin := time.Now()
	_, err := c.Pages(context.Background(), []byte("sleep"))
	wantCode(t, "sleep", err, motcua.CodeTooLarge)
	if d := time.Since(begin); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
	if n, err := c.Pages(context.Background(), []byte("four")); n != 4 || err != nil {
		t.Errorf("next: %d, %v", n, err)
	}
}

func TestTheProcessCarriesItsBoundsItself(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("processor time is bounded on Linux only; the clock holds everywhere")
		return
	}
	// 1.2 s of wall time allow two of processor time, past the one begun.
	c := client(t, "renderer", 1200*time.Millisecond)
	pid, err := c.Pages(context.Background(), []byte("pid"))
	if err != nil {
		t.Fatal(err)
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Max cpu time              3 ", "Max file size             0 ", "Max core file size        0 "} {
		if !strings.Contains(string(limits), want) {
			t.Errorf("no %q in\n%s", want, limits)
		}
	}
	if strings.Contains(string(limits), "Max address space         unlimited") {
		t.Error("memory is not bounded")
	}
}

func TestABusyLoopIsEndedByTheClock(t *testing.T) {
	_, err := client(t, "renderer", 700*time.Millisecond).Pages(context.Background(), []byte("spin"))
	wantCode(t, "spin", err, motcua.CodeTooLarge)
}

func TestAWorkerCannotWriteFilesNorGainPrivileges(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("held back on Linux only")
		return
	}
	c := client(t, "renderer", 20*time.Second)
	path := filepath.Join(t.TempDir(), "x")
	if _, err := c.Pages(context.Background(), []byte("write "+path)); err == nil {
		t.Error("the write went well")
	}
	if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
		t.Errorf("the worker wrote %q", b)
	}
	pid, err := c.Pages(context.Background(), []byte("pid"))
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, p := range tasks {
		if b, err := os.ReadFile(p); err == nil && strings.Contains(string(b), "NoNewPrivs:\t1") {
			held++
		}
	}
	if held == 0 {
		t.Error("no thread is held back from new privileges")
	}
}

func TestAWorkerKilledBetweenJobsIsReplacedUnseen(t *testing.T) {
	c := client(t, "renderer", 20*time.Second)
	pid, err := c.Pages(context.Background(), []byte("pid"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // until the client's own wait has come back
	again, err := c.Pages(context.Background(), []byte("pid"))
	if err != nil || again == pid {
		t.Errorf("second worker %d after %d: %v", again, pid, err)
	}
}

func TestAWorkerKilledMidwayIsTheDocumentsError(t *testing.T) {
	c := client(t, "renderer", 20*time.Second)
	pid, err := c.Pages(context.Background(), []byte("pid"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(200*time.Millisecond, func() { _ = p.Kill() })
	defer timer.Stop()
	_, err = c.Pages(context.Background(), []byte("sleep"))
	wantCode(t, "killed", err, motcua.CodeCorrupt)
	if n, err := c.Pages(context.Background(), []byte("four")); n != 4 || err != nil {
		t.Errorf("next: %d, %v", n, err)
	}
}

func TestAnswersThatContradictThemselvesAreNotBelieved(t *testing.T) {
	_, err := client(t, "liar", 20*time.Second).Render(context.Background(), []byte("x"), 0, 10)
	wantCode(t, "liar", err, motcua.CodeCorrupt)
	_, err = client(t, "flood", 20*time.Second).Pages(context.Background(), []byte("x"))
	wantCode(t, "flood", err, motcua.CodeCorrupt)
}

func TestPixelsArriveWithoutTheRowsPadding(t *testing.T) {
	img, err := client(t, "renderer", 20*time.Second).Render(context.Background(), []byte("x"), 3, 11)
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != image.Rect(0, 0, 11, 7) || img.At(10, 6) != (color.RGBA{1, 2, 3, 255}) {
		t.Errorf("%v, corner %v", img.Bounds(), img.At(10, 6))
	}
}

func TestErrorsKeepTheirCodeAcrossTheProcess(t *testing.T) {
	_, err := client(t, "renderer", 20*time.Second).Pages(context.Background(), []byte("refuse"))
	if err == nil || err.Error() != "invalid pdf: no pages" {
		t.Errorf("got %v", err)
	}
}

func TestJobsTakeTurnsAndWaitingOnesCanGiveUp(t *testing.T) {
	c := client(t, "renderer", 20*time.Second)
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			_, err := c.Pages(ctx, []byte("sleep"))
			wantCode(t, "given up", err, motcua.CodeBusy)
		})
	}
	wg.Wait()
	for range 4 {
		wg.Go(func() {
			if n, err := c.Pages(context.Background(), []byte("four")); n != 4 || err != nil {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
	wg.Wait()
}

func TestCloseEndsARunningJobAndLaterOnesFail(t *testing.T) {
	c := client(t, "renderer", 20*time.Second)
	failed := make(chan error, 1)
	go func() {
		_, err := c.Pages(context.Background(), []byte("sleep"))
		failed <- err
	}()
	time.Sleep(200 * time.Millisecond)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "running", <-failed, motcua.CodeBusy)
	_, err := c.Pages(context.Background(), []byte("four"))
	wantCode(t, "later", err, motcua.CodeBusy)
}

func TestWhatCannotBeAskedIsRefusedHere(t *testing.T) {
	c := worker.New(worker.Config{Command: []string{filepath.Join(t.TempDir(), "missing")}})
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	_, err := c.Pages(context.Background(), []byte("x"))
	wantCode(t, "no program", err, motcua.CodeIO)
	_, err = c.Render(context.Background(), nil, -1, 10)
	wantCode(t, "page", err, motcua.CodeInvalid)
	_, err = c.Render(context.Background(), nil, 0, 0)
	wantCode(t, "width", err, motcua.CodeInvalid)
	_, err = c.Pages(context.Background(), make([]byte, 257<<20))
	wantCode(t, "size", err, motcua.CodeTooLarge)
}
