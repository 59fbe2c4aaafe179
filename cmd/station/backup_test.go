package station_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

// clock is turned by the test.
type clock struct {
	mu gosync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func start(t *testing.T) (*station.Station, *clock, string) {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, motcua.Local)}
	dir := filepath.Join(t.TempDir(), "quầy 01")
	if _, err := station.Init(context.Background(), dir, "46-19789", "", "Quầy 01", 1, 999, c.now, store.Keys{}); err != nil {
		t.Fatal(err)
	}
	s, err := station.Open(context.Background(), station.Config{Dir: dir, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, c, dir
}

func auto(s *station.Station, c *clock, beside string, log io.Writer, others ...string) *station.AutoBackup {
	return &station.AutoBackup{Store: s.Store, Default: beside, Others: others, Now: c.now,
		Log: slog.New(slog.NewJSONHandler(log, nil)), Wait: time.Millisecond, Look: time.Millisecond}
}

func last(t *testing.T, s *station.Station) motcua.BackupState {
	t.Helper()
	b, _, err := s.Store.LastBackup(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// until waits for something that a worker does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("never: ", what)
}

func TestEveryDayHasItsBackup(t *testing.T) {
	s, c, dir := start(t)
	beside, err := station.BackupBeside(dir)
	if err != nil || filepath.Base(beside) != "quầy 01-backup" {
		t.Fatal(beside, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	a := auto(s, c, beside, io.Discard)
	go func() { over <- a.Serve(ctx) }()
	until(t, "the first day's", func() bool { return !last(t, s).At.IsZero() })
	first := last(t, s).At
	time.Sleep(50 * time.Millisecond) // some looks later there is none but it
	if again := last(t, s).At; !again.Equal(first) {
		t.Errorf("again on the same day: %s, %s", first, again)
	}
	c.turn(15 * time.Hour) // midnight in Vietnam
	until(t, "the second day's", func() bool { return last(t, s).At.After(first) })
	cancel()
	if err := <-over; err != context.Canceled {
		t.Error(err)
	}
	files, err := filepath.Glob(filepath.Join(beside, "*", "*.motcua-backup"))
	if err != nil || len(files) != 2 {
		t.Errorf("%v %v", files, err)
	}
}

func TestADiskThatIsNotThereIsSaidAndTheOtherStillGetsItsBackup(t *testing.T) {
	s, c, dir := start(t)
	stick := filepath.Join(t.TempDir(), "USB")
	var log bytes.Buffer
	a := auto(s, c, dir+"-backup", &log, stick)
	a.Final(context.Background())
	b := last(t, s)
	if b.At.IsZero() || b.Failed != motcua.CodeUnknown {
		t.Errorf("%+v", b)
	}
	if _, err := os.Stat(stick); !os.IsNotExist(err) {
		t.Error("a folder was made where the disk should be", err)
	}
	if !strings.Contains(log.String(), "backup failed") {
		t.Error(log.String())
	}
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	c.turn(time.Minute)
	a.Final(context.Background())
	if b := last(t, s); b.Failed != "" || !strings.HasPrefix(b.File, stick) {
		t.Errorf("%+v", b)
	}
}

func TestTheLastBackupHoldsNobodyUpForLong(t *testing.T) {
	s, c, dir := start(t)
	a := auto(s, c, dir+"-backup", io.Discard)
	a.Closer = time.Nanosecond
	over, cancel := context.WithCancel(context.Background())
	cancel()
	a.Final(over)
	if b := last(t, s); !b.At.IsZero() || b.Failed != "" {
		t.Errorf("%+v", b)
	}
	a.Closer = time.Minute
	a.Final(over) // the program is ending: that is when it is made
	if b := last(t, s); b.At.IsZero() {
		t.Error("none was made")
	}
}
