package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"motcua"
	"motcua/cmd/demo"
	"motcua/store"
)

// bigDir is where the big file is.
func (b *bench) bigDir() string { return filepath.Join(b.dir, "big-"+strconv.Itoa(b.dossiers)) }

// generate makes the big file, or uses the one a run before left there.
func generate(ctx context.Context, b *bench) error {
	if _, err := os.Stat(b.bigDir()); err == nil {
		return nil
	}
	took, err := timed(func() error {
		_, err := demo.Fill(ctx, demo.Config{Dir: b.bigDir(), Dossiers: b.dossiers, Seed: 1, Now: time.Now})
		return err
	})
	if err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(b.bigDir(), "station.db"))
	if err != nil {
		return err
	}
	b.most(fmt.Sprintf("generating %d dossiers", b.dossiers), short(took),
		fmt.Sprintf("%.1f GB of database", float64(info.Size())/1e9), "≤ 5 min", took <= 5*time.Minute)
	return nil
}

func openBig(ctx context.Context, b *bench) (*store.Store, error) {
	return store.Open(ctx, b.bigDir(), store.Config{Now: time.Now, Rand: rand.Reader})
}

// opening times the way from nothing to the first page of the list.
func opening(ctx context.Context, b *bench) error {
	var all times
	var grown int64
	for range 21 {
		debug.FreeOSMemory()
		before := resident()
		var s *store.Store
		took, err := timed(func() (err error) {
			if s, err = openBig(ctx, b); err != nil {
				return err
			}
			_, err = s.List(ctx, motcua.Filter{})
			return err
		})
		if err != nil {
			return err
		}
		grown = max(grown, resident()-before)
		all = append(all, took)
		if err := s.Close(); err != nil {
			return err
		}
	}
	b.most(fmt.Sprintf("opening %d dossiers to the first page, worst of %d", b.dossiers, len(all)),
		short(all.at(100)), "p50 "+short(all.at(50)), "≤ 150 ms", all.at(100) <= 150*time.Millisecond)
	b.most("memory that opening it takes", fmt.Sprintf("%.0f MB", float64(grown)/1e6), "resident set before and after", "≤ 60 MB", grown <= 60e6)
	return nil
}

// resident returns this process's resident set in bytes, 0 where the system
// does not say.
func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// typed is what some people type, letter by letter, with what they have
// filtered by.
func typedQueries(some []motcua.Row) []motcua.Filter {
	code := string(some[len(some)/2].Code)
	tail := code[strings.LastIndexByte(code, '-')+1:]
	from := time.Date(2019, 3, 1, 0, 0, 0, 0, motcua.Local)
	year := func(q string) motcua.Filter { return motcua.Filter{Query: q, From: from, To: from.AddDate(1, 0, 0)} }
	return []motcua.Filter{
		{Query: "nguyen"}, {Query: "nguyễn thị"}, {Query: "nguyen van an"}, {Query: "Trần Thị Hồng"}, {Query: "dang thi hang"},
		{Query: "Đặng Văn Đức"}, {Query: "le"}, {Query: "ksor"}, {Query: "tôn nữ khánh ly"}, {Query: "phuong nguyen"},
		{Query: tail}, {Query: code}, {Query: code[strings.IndexByte(code, '-')+1:]}, {Query: some[len(some)-1].Name},
		{Query: "khai sinh"}, {Query: "chung thuc ban sao"}, {Query: "0912345678"},
		{Query: "pham", Statuses: []motcua.Status{motcua.StatusProcessing, motcua.StatusSupplement}},
		year("nguyen thi lan"), year("hoàng"), {Query: "nguyen tran"},
	}
}

// search types queries letter by letter; every beginning is a search.
func search(ctx context.Context, b *bench) error {
	s, err := openBig(ctx, b)
	if err != nil {
		return err
	}
	defer s.Close()
	some, err := s.List(ctx, motcua.Filter{Limit: 500})
	if err != nil {
		return err
	}
	var all times
	worst, slowest := "", time.Duration(0)
	for round := range 3 {
		for _, f := range typedQueries(some) {
			letters := []rune(f.Query)
			for n := 1; n <= len(letters); n++ {
				f.Query, f.Limit = string(letters[:n]), 50
				took, err := timed(func() error { _, err := s.List(ctx, f); return err })
				if err != nil {
					return err
				}
				if b.verbose {
					fmt.Fprintf(os.Stderr, "%8s %q\n", short(took), f.Query)
				}
				if round == 0 { // warms the disk's cache, as the minutes before would
					continue
				}
				if all = append(all, took); took > slowest {
					worst, slowest = f.Query, took
				}
			}
		}
	}
	b.most(fmt.Sprintf("search as you type, %d dossiers, %d queries, %d keys, p95", b.dossiers, len(typedQueries(some)), len(all)), short(all.at(95)),
		fmt.Sprintf("p50 %s, p99 %s, worst %s (%q)", short(all.at(50)), short(all.at(99)), short(slowest), worst),
		"≤ 16 ms", all.at(95) <= 16*time.Millisecond)
	return nil
}

// verify times the whole look-through of the big file.
func verify(ctx context.Context, b *bench) error {
	s, err := openBig(ctx, b)
	if err != nil {
		return err
	}
	defer s.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as motcuactl verify does
	var r store.Report
	before := cpuTime()
	took, err := timed(func() (err error) { r, err = s.Verify(ctx); return err })
	if err != nil {
		return err
	}
	used := cpuTime() - before
	if !r.OK() {
		return fmt.Errorf("the file is not sound: %+v", r.Problems[0])
	}
	rate := float64(r.Events) / used.Seconds()
	b.most("verify, events a second a core", fmt.Sprintf("%.0f", rate),
		fmt.Sprintf("%d events, %s on the clock, %s of processor", r.Events, short(took), short(used)), "≥ 20,000", rate >= 20_000)
	runtime.GC()
	return nil
}
