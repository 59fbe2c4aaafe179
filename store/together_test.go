package store_test

import (
	"path/filepath"
	"sync"
	"testing"

	"motcua"
	"motcua/store"
)

func TestVerifyRaisesNoFalseAlarmWhileOthersWork(t *testing.T) {
	dir := newStation(t)
	s, other := open(t, dir), open(t, dir)
	var wg sync.WaitGroup
	for _, worker := range []*store.Store{s, other} {
		wg.Go(func() {
			for range 30 {
				d := receive(t, worker, form("Nguyễn Văn Ví Dụ"))
				if _, err := worker.List(ctx, motcua.Filter{Query: "nguyen"}); err != nil {
					t.Error(err)
				}
				move(t, worker, d, motcua.StatusProcessing)
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for working := true; working; {
		select {
		case <-done:
			working = false
		default:
		}
		wantClean(t, s)
	}
}

func TestOfTwoWhoTakeTheSameStepOneIsTold(t *testing.T) {
	dir := newStation(t)
	stores := []*store.Store{open(t, dir), open(t, dir)}
	d := receive(t, stores[0], form("Nguyễn Văn Ví Dụ"))
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = stores[i%2].Append(ctx, "", morning(), d.ID, motcua.EventStatusChanged,
				motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing})
		})
	}
	wg.Wait()
	codes := map[motcua.ErrorCode]int{}
	for _, err := range errs {
		codes[motcua.CodeOf(err)]++
	}
	if codes[""] != 1 || codes[motcua.CodeConflict] != 7 {
		t.Errorf("%v", codes)
	}
	wantClean(t, stores[1])
}

func TestOfTwoWhoSetUpAStationOneIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = store.Init(ctx, dir, initConfig(1, 9)) })
	}
	wg.Wait()
	codes := map[motcua.ErrorCode]int{}
	for _, err := range errs {
		codes[motcua.CodeOf(err)]++
	}
	if codes[""] != 1 || codes[motcua.CodeConflict] != 3 {
		t.Errorf("%v %v", codes, errs)
	}
	wantClean(t, open(t, dir))
}
