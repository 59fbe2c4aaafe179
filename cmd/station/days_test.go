package station

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

func TestTheDayBeforeIsExplainedAtStartAndAtMidnight(t *testing.T) {
	ctx := t.Context()
	var now atomic.Pointer[time.Time]
	set := func(at time.Time) { now.Store(&at) }
	clock := func() time.Time { return *now.Load() }
	friday := time.Date(2026, 11, 20, 16, 0, 0, 0, motcua.Local)
	set(friday)
	dir := filepath.Join(t.TempDir(), "q1")
	if _, err := Init(ctx, dir, "46-19789", "", "Quầy 01", 1, 999, clock, store.Keys{}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, Config{Dir: dir, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Store.Enrolled(ctx, motcua.HubInfo{URL: "https://hub.example.vn", Key: pub, Recipient: s.Store.Recipient()}, 5000, 5499); err != nil {
		t.Fatal(err)
	}
	lease := func(days ...int) {
		t.Helper()
		r, err := s.Store.NeedBlocks(ctx, clock())
		if err != nil {
			t.Fatal(err)
		}
		var blocks []motcua.Block
		for _, d := range days {
			blocks = append(blocks, motcua.Block{Agency: r.Agency, Day: motcua.DayOf(friday.AddDate(0, 0, d)), From: 1000, To: 1049})
		}
		if err := s.Store.PutBlocks(ctx, r.ID, blocks); err != nil {
			t.Fatal(err)
		}
	}
	lease(0, 1)
	woken := make(chan struct{}, 9)
	days := &Days{Store: s.Store, Now: clock, Log: slog.New(slog.DiscardHandler), Wake: func() { woken <- struct{}{} }, Look: time.Millisecond}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	set(friday.AddDate(0, 0, 1)) // started on Saturday
	go func() { done <- days.Serve(running) }()
	wait := func(what string) {
		t.Helper()
		select {
		case <-woken:
		case <-time.After(30 * time.Second):
			t.Fatal(what)
		}
	}
	wait("Friday was not explained at start")
	set(time.Date(2026, 11, 22, 0, 0, 0, 0, motcua.Local))
	wait("Saturday was not explained at midnight")
	stop()
	if err := <-done; err != context.Canceled {
		t.Error(err)
	}
	r, err := s.Store.Verify(ctx)
	if err != nil || len(r.Problems) > 0 {
		t.Errorf("%+v, %v", r.Problems, err)
	}
}

func TestTheDayEndsAtVietnamsMidnight(t *testing.T) {
	for at, want := range map[string]time.Duration{
		"2026-11-20T16:59:59Z": time.Second, "2026-11-20T17:00:00Z": 24 * time.Hour, "2026-11-20T00:00:00+07:00": 24 * time.Hour,
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := untilMidnight(now); got != want {
			t.Errorf("%s: %v", at, got)
		}
	}
}
