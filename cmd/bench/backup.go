package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/cmd/demo"
	"motcua/cmd/station"
	"motcua/store"
)

const (
	// intakePause is between two intakes: more than any counter does.
	intakePause = 5 * time.Millisecond
	// idleIntakes are timed before the backup begins.
	idleIntakes = 3000
	// perDay keeps within the serials of a day.
	perDay = 5000
)

// backup times intakes into the big file, first alone and then while it is
// being backed up, proof of the copy included.
func backup(ctx context.Context, b *bench) (err error) {
	taker, err := newTaker(ctx, b.bigDir())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, taker.station.Close()) }()
	folder := filepath.Join(b.dir, "backup")
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	n := min(idleIntakes, 10*b.intakes)
	idle, err := taker.take(ctx, func(done int) bool { return done < n })
	if err != nil {
		return err
	}
	type outcome struct {
		report store.BackupReport
		took   time.Duration
		err    error
	}
	ended := make(chan outcome, 1)
	go func() {
		var o outcome
		o.took, o.err = timed(func() (err error) {
			o.report, err = taker.station.Store.Backup(ctx, store.BackupConfig{Folder: folder})
			return err
		})
		ended <- o
	}()
	var o outcome
	over := false
	during, err := taker.take(ctx, func(int) bool {
		select {
		case o = <-ended:
			over = true
		default:
		}
		return !over
	})
	if !over {
		o = <-ended
	}
	if err := errors.Join(err, o.err); err != nil {
		return err
	}
	b.ratio(fmt.Sprintf("intake p99 while %d dossiers are backed up (%s, %.1f GB, %d intakes)",
		o.report.Dossiers, short(o.took), float64(o.report.Size)/1e9, len(during)),
		during.at(99), idle.at(99), fmt.Sprintf("%d intakes before it, p50 %s then and %s in it; p99", len(idle), short(idle.at(50)), short(during.at(50))), 2)
	return nil
}

// taker takes dossiers in, at a steady pace.
type taker struct {
	station *station.Station
	people  *demo.People
	now     time.Time
	taken   int
}

func newTaker(ctx context.Context, dir string) (*taker, error) {
	t := &taker{now: time.Now().In(motcua.Local)}
	s, err := station.Open(ctx, station.Config{Dir: dir, Actor: "Quầy 01", Now: func() time.Time { return t.now }})
	if err != nil {
		return nil, err
	}
	// A run before this one may have used up the serials of some days.
	for {
		left, err := s.Store.NumbersLeft(ctx, t.now)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if left >= perDay {
			break
		}
		t.now = t.now.AddDate(0, 0, 1)
	}
	t.station, t.people = s, demo.NewPeople(46, s.Catalogue)
	return t, nil
}

// take takes in dossiers for as long as more says, and returns how long each
// took.
func (t *taker) take(ctx context.Context, more func(done int) bool) (times, error) {
	var all times
	for more(len(all)) {
		if t.taken++; t.taken%perDay == 0 {
			t.now = t.now.AddDate(0, 0, 1)
		}
		r, err := t.station.Desk.Prepare(t.people.Intake())
		if err != nil {
			return nil, err
		}
		r.Intake.ID = uuid.NewString()
		took, err := timed(func() error {
			_, err := t.station.Store.Receive(ctx, "Quầy 01", r.Appointment.Received, r)
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, took)
		time.Sleep(intakePause)
	}
	return all, nil
}
