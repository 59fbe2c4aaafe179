package queue_test

import (
	"context"
	"sync"
	"testing"

	"motcua"
)

// file keeps orders in memory, with the promises of store but that of surviving
// the process; cmd/station tests the queue on the real one.
type file struct {
	mu   sync.Mutex
	rows []motcua.PrintOrder
}

func newFile(*testing.T) *file { return &file{} }

func (f *file) AddPrint(_ context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	o.ID, o.State, o.Version = int64(len(f.rows)+1), motcua.QueueWaiting, 1
	f.rows = append(f.rows, o)
	return o, nil
}

func (f *file) PutPrint(_ context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.rows[o.ID-1]
	if was.Version != o.Version || was.State.Over() {
		return o, &motcua.Error{Code: motcua.CodeConflict, Field: "order"}
	}
	if o.State == motcua.QueuePrinting && was.State != motcua.QueuePrinting {
		o.Reprint = was.Doubts
	}
	o.Version++
	f.rows[o.ID-1] = o
	return o, nil
}

func (f *file) OpenPrints(context.Context) ([]motcua.PrintOrder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []motcua.PrintOrder
	for _, o := range f.rows {
		if !o.State.Over() {
			out = append(out, o)
		}
	}
	return out, nil
}

func (f *file) Print(_ context.Context, id int64) (motcua.PrintOrder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rows[id-1], nil
}
