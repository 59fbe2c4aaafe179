package modeltest

import (
	"context"
	"image"
	"image/color"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua"
	"motcua/app/model"
)

// Drafts keeps drafts in memory.
type Drafts struct {
	Now  func() time.Time
	Fail error

	mu   sync.Mutex
	data map[string][]byte
	at   map[string]time.Time
	puts int
}

// Puts counts the drafts written.
func (d *Drafts) Puts() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.puts
}

// PutDraft implements model.Drafts.
func (d *Drafts) PutDraft(_ context.Context, key string, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Fail != nil {
		return d.Fail
	}
	if d.data == nil {
		d.data, d.at = map[string][]byte{}, map[string]time.Time{}
	}
	d.data[key], d.at[key] = append([]byte(nil), data...), d.Now()
	d.puts++
	return nil
}

// Draft implements model.Drafts.
func (d *Drafts) Draft(_ context.Context, key string) ([]byte, time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.data[key], d.at[key], d.Fail
}

// Held implements model.Visits.
func (d *Drafts) Held(context.Context) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for k := range d.data {
		if strings.HasPrefix(k, motcua.VisitPrefix) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out, nil
}

// DeleteDraft implements model.Drafts.
func (d *Drafts) DeleteDraft(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.data, key)
	return d.Fail
}

// Paper draws grey sheets and counts what was printed.
type Paper struct {
	Fail  error
	Pages int // of a receipt; 1 where 0

	mu      sync.Mutex
	printed []string
}

// Printed returns the ids of what was printed, in order.
func (p *Paper) Printed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.printed...)
}

// Receipt implements model.Paper.
func (p *Paper) Receipt(_ context.Context, id, media string) ([]byte, error) {
	return []byte("%PDF-" + media + id), p.Fail
}

// Preview implements model.Paper: a sheet of A5's shape with some lines, further
// apart on later pages.
func (p *Paper) Preview(_ context.Context, _ []byte, page, maxWidth int) (image.Image, error) {
	if page >= max(p.Pages, 1) {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "page"}
	}
	img := image.NewGray(image.Rect(0, 0, maxWidth, maxWidth*210/148))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for y := maxWidth / 8; y < img.Rect.Dy()*7/8; y += maxWidth / 24 * (page + 1) {
		for x := maxWidth / 10; x < maxWidth*9/10; x++ {
			img.SetGray(x, y, color.Gray{Y: 0x60})
		}
	}
	return img, p.Fail
}

// Print implements model.Paper.
func (p *Paper) Print(_ context.Context, id, _ string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Fail != nil {
		return "", p.Fail
	}
	p.printed = append(p.printed, id)
	return "đã vào hàng in của máy in quầy 01", nil
}

// Road is always in the state it was given.
type Road motcua.RoadState

// State implements model.Road.
func (r Road) State() motcua.RoadState { return motcua.RoadState(r) }

// Scanner delivers as many one-byte pages as it was told.
type Scanner struct {
	Pages int
	Fail  error // of the page after the last
}

// Devices implements motcua.Scanner.
func (s *Scanner) Devices(context.Context) ([]motcua.ScanDevice, error) {
	return []motcua.ScanDevice{{ID: "v", Name: "Máy quét thử"}}, nil
}

// Scan implements motcua.Scanner.
func (s *Scanner) Scan(context.Context, motcua.ScanRequest) (motcua.PageStream, error) {
	return &stream{left: s.Pages, fail: s.Fail}, nil
}

type stream struct {
	left int
	fail error
}

func (s *stream) Next(context.Context) (motcua.Page, error) {
	if s.left == 0 {
		if s.fail != nil {
			return motcua.Page{}, s.fail
		}
		return motcua.Page{}, io.EOF
	}
	s.left--
	return motcua.Page{Data: []byte("page"), Type: "image/png", DPI: 200}, nil
}

func (s *stream) Close() error { return nil }

// Lookup knows some tokens.
type Lookup struct {
	Known map[string]motcua.Public
	At    time.Time
}

// Public implements model.Lookup.
func (l Lookup) Public(_ context.Context, token string) (motcua.Public, time.Time, error) {
	p, ok := l.Known[token]
	if !ok {
		return p, time.Time{}, &motcua.Error{Code: motcua.CodeForged, Field: "token"}
	}
	return p, l.At, nil
}

// Tasks runs work at once, or, where Held, when Run is called.
type Tasks struct {
	Held bool

	queue []func()
}

// Go implements model.Tasks.
func (t *Tasks) Go(_ model.Lane, work func(context.Context) func()) {
	do := func() {
		if then := work(context.Background()); then != nil {
			then()
		}
	}
	if t.Held {
		t.queue = append(t.queue, do)
		return
	}
	do()
}

// Run works off what is held, also what that queues.
func (t *Tasks) Run() {
	for len(t.queue) > 0 {
		do := t.queue[0]
		t.queue = t.queue[1:]
		do()
	}
}

// Clock stands still until it is moved.
type Clock struct {
	At     time.Time
	timers []*timer
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

// Now implements model.Clock.
func (c *Clock) Now() time.Time { return c.At }

// After implements model.Clock.
func (c *Clock) After(d time.Duration, f func()) func() {
	t := &timer{at: c.At.Add(d), f: f}
	c.timers = append(c.timers, t)
	return func() { t.dead = true }
}

// Move lets time pass and fires what is due, in order.
func (c *Clock) Move(d time.Duration) {
	end := c.At.Add(d)
	for {
		var next *timer
		for _, t := range c.timers {
			if !t.dead && !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			break
		}
		next.dead = true
		c.At = next.at
		next.f()
	}
	c.At = end
}

// Waiting counts timers that still run.
func (c *Clock) Waiting() int {
	n := 0
	for _, t := range c.timers {
		if !t.dead {
			n++
		}
	}
	return n
}
