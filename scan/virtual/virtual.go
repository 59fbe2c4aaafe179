// Package virtual is a scanner without a device, for demonstrations and tests.
// It delivers given pages, or draws its own, and can misbehave the way real
// feeders do.
package virtual

import (
	"context"
	"io"
	"sync"
	"time"

	"motcua"
	"motcua/scan"
	"motcua/scan/page"
)

// DeviceID is the one device there is.
const DeviceID = "virtual:feeder"

// Config says what lies in the feeder and what goes wrong. The zero value
// delivers two drawn pages a job, at once.
type Config struct {
	// Pages are delivered as they are, in every job; drawn pages where nil.
	Pages [][]byte
	// Count is how many pages are drawn a job; 2 where 0.
	Count int
	// Delay is how long the device takes for each page.
	Delay time.Duration
	// Fault is ScanNoDocs, ScanJammed, ScanCoverOpen or nothing. An empty feeder
	// and an open cover stop every job before its first page. A jam happens
	// once, after After pages; the job after it goes on with the sheet that was
	// stuck.
	Fault motcua.ScanProblem
	After int
}

// Scanner is the virtual scanner. It is safe for use by several goroutines; one
// job runs at a time.
type Scanner struct {
	cfg Config

	mu     sync.Mutex
	busy   bool
	jammed bool // the jam has happened
	from   int  // first page of the next job
}

var _ motcua.Scanner = (*Scanner)(nil)

// New returns a scanner.
func New(cfg Config) *Scanner {
	if cfg.Count == 0 {
		cfg.Count = 2
	}
	return &Scanner{cfg: cfg}
}

// Devices returns the one virtual device.
func (s *Scanner) Devices(ctx context.Context) ([]motcua.ScanDevice, error) {
	if err := ctx.Err(); err != nil {
		return nil, cancelled(err)
	}
	return []motcua.ScanDevice{{ID: DeviceID, Name: "Máy quét ảo", Feeder: true, Duplex: true}}, nil
}

// Scan starts a job. It fails with CodeUnknown for another device, CodeInvalid
// for a resolution out of bounds, CodeBusy while a job is open.
func (s *Scanner) Scan(ctx context.Context, r motcua.ScanRequest) (motcua.PageStream, error) {
	if err := ctx.Err(); err != nil {
		return nil, cancelled(err)
	}
	if r.Device != "" && r.Device != DeviceID {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "device"}
	}
	dpi, err := scan.DPI(r.DPI)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "scanner"}
	}
	s.busy = true
	st := &stream{scanner: s, dpi: dpi, grey: r.Grey, next: s.from}
	s.from = 0
	return st, nil
}

func (s *Scanner) count() int {
	if s.cfg.Pages != nil {
		return len(s.cfg.Pages)
	}
	return s.cfg.Count
}

// fault returns what stops the delivery of page i, if anything does.
func (s *Scanner) fault(i int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.cfg.Fault {
	case motcua.ScanNoDocs, motcua.ScanCoverOpen:
		return scan.Fault(s.cfg.Fault)
	case motcua.ScanJammed:
		if !s.jammed && i >= s.cfg.After {
			s.jammed, s.from = true, i
			return scan.Fault(motcua.ScanJammed)
		}
	}
	return nil
}

func cancelled(cause error) error {
	return &motcua.Error{Code: motcua.CodeBusy, Field: "scanner", Detail: "cancelled", Cause: cause}
}

// stream is one job.
type stream struct {
	scanner *Scanner
	dpi     int
	grey    bool
	next    int
	stopped error // a fault stays for the rest of the job
	closed  bool
}

// Next returns the next page. A page that ctx interrupts is not lost: the
// following call delivers it.
func (s *stream) Next(ctx context.Context) (motcua.Page, error) {
	if s.closed {
		return motcua.Page{}, &motcua.Error{Code: motcua.CodeConflict, Field: "scanner", Detail: "closed"}
	}
	if s.stopped != nil {
		return motcua.Page{}, s.stopped
	}
	if s.next >= s.scanner.count() {
		return motcua.Page{}, io.EOF
	}
	if err := wait(ctx, s.scanner.cfg.Delay); err != nil {
		return motcua.Page{}, cancelled(err)
	}
	if s.stopped = s.scanner.fault(s.next); s.stopped != nil {
		return motcua.Page{}, s.stopped
	}
	data, err := s.page()
	if err != nil {
		return motcua.Page{}, err
	}
	s.next++
	return motcua.Page{Data: data, Type: page.Sniff(data), DPI: s.dpi}, nil
}

func (s *stream) page() ([]byte, error) {
	if p := s.scanner.cfg.Pages; p != nil {
		return p[s.next], nil
	}
	return DemoPage(s.next+1, s.scanner.cfg.Count, s.dpi, s.grey)
}

func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close ends the job. Pages that were delivered stay with whoever took them.
func (s *stream) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	s.scanner.mu.Lock()
	defer s.scanner.mu.Unlock()
	s.scanner.busy = false
	return nil
}
