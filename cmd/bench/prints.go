package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"motcua"
	"motcua/cmd/demo"
	"motcua/cmd/station"
	"motcua/internal/worker"
)

// asWorker is the argument that makes this program a worker process.
const asWorker = "worker"

// previewWide is how wide the window asks for a page, in pixels.
const previewWide = 900

// prints times the way of a receipt: from the clerk's key to the printer that
// has accepted it, and to the picture of its page.
func prints(ctx context.Context, b *bench) (err error) {
	s, err := freshStation(ctx, filepath.Join(b.dir, "bench-prints"))
	if err != nil {
		return err
	}
	defer s.Close()
	folder, err := station.FilePrinter(filepath.Join(b.dir, "paper"))
	if err != nil {
		return err
	}
	q := s.NewQueue(station.QueueConfig{Now: time.Now})
	serving, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- q.Serve(serving) }()
	defer func() { stop(); <-done }() // it ends because it was told to
	people := demo.NewPeople(46, s.Catalogue)
	var all times
	var id string
	for i := range 41 {
		took, err := timed(func() error {
			d, err := s.Desk.Receive(ctx, people.Intake())
			if err != nil {
				return err
			}
			id = d.ID
			o, err := q.Add(ctx, motcua.PrintOrder{Dossier: d.ID, Form: motcua.PrintReceipt, Media: "A5", Printer: folder, Copies: 1})
			if err == nil {
				o, err = q.Wait(ctx, o.ID)
			}
			if err == nil && o.State != motcua.QueuePrinted {
				err = fmt.Errorf("the paper is %s, %s", o.State, o.Code)
			}
			return err
		})
		if err != nil {
			return err
		}
		if i > 0 { // the first warms up
			all = append(all, took)
		}
	}
	b.most("Enter to the job accepted, warm, p95 of 40", short(all.at(95)), "p50 "+short(all.at(50)), "≤ 150 ms", all.at(95) <= 150*time.Millisecond)
	return preview(ctx, b, s, id)
}

// preview times drawing one page in the worker process.
func preview(ctx context.Context, b *bench, s *station.Station, id string) (err error) {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	w := worker.New(worker.Config{Command: []string{exe, asWorker}})
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
	}()
	pdf, err := s.Receipt(ctx, id, "A5")
	if err != nil {
		return err
	}
	var all times
	for i := range 21 {
		took, err := timed(func() error { _, err := w.Render(ctx, pdf, 0, previewWide); return err })
		if err != nil {
			return err
		}
		if i > 0 { // the first starts the process
			all = append(all, took)
		}
	}
	b.most("a page of the preview, p95 of 20", short(all.at(95)), "p50 "+short(all.at(50)), "≤ 120 ms", all.at(95) <= 120*time.Millisecond)
	return nil
}
