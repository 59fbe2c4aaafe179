package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"motcua/cmd/demo"
	"motcua/cmd/station"
	"motcua/store"
	"motcua/store/sqlitedb/bare"
)

// warmUp is how many intakes go before those that are timed.
const warmUp = 200

// intake times a durable intake against one bare insert of the same bytes.
// The two take turns, so that whatever else the machine does falls on both.
func intake(ctx context.Context, b *bench) error {
	s, err := freshStation(ctx, filepath.Join(b.dir, "bench-intake"))
	if err != nil {
		return err
	}
	defer s.Close()
	least, err := bare.Open(ctx, filepath.Join(b.dir, "bench-intake", "bare.db"))
	if err != nil {
		return err
	}
	defer least.Close()
	people := demo.NewPeople(46, s.Catalogue)
	var full, base times
	bytes := 0
	for i := range warmUp + b.intakes {
		r, err := s.Desk.Prepare(people.Intake())
		if err != nil {
			return err
		}
		r.Intake.ID = uuid.NewString()
		took, err := timed(func() error {
			_, err := s.Store.Receive(ctx, "Quầy 01", r.Appointment.Received, r)
			return err
		})
		if err != nil {
			return err
		}
		e, err := s.Store.PendingAfter(ctx, uint64(i)+1, 1)
		if err != nil {
			return err
		}
		head := append(e[0].SignedBytes(), e[0].Sig...)
		bareTook, err := timed(func() error { return least.Insert(ctx, head, e[0].Body) })
		if err != nil {
			return err
		}
		if i >= warmUp {
			full, base = append(full, took), append(base, bareTook)
			bytes += len(e[0].Body) + len(e[0].SignedBytes())
		}
	}
	what := fmt.Sprintf("bare insert of the same %.1f kB, WAL, synchronous=FULL", float64(bytes)/float64(b.intakes)/1000)
	b.ratio("durable intake, p50", full.at(50), base.at(50), what, 2)
	b.ratio("durable intake, p99", full.at(99), base.at(99), what, 3)
	return nil
}

// freshStation returns a new station in dir; that of an earlier run goes away.
func freshStation(ctx context.Context, dir string) (*station.Station, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if _, err := station.Init(ctx, dir, "46-19789", "", "Quầy 01", 1, 9999, time.Now, store.Keys{}); err != nil {
		return nil, err
	}
	return station.Open(ctx, station.Config{Dir: dir, Actor: "Quầy 01"})
}
