// Package printertest is the contract of motcua.Printer as a test suite. Every
// implementation runs it.
package printertest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"motcua"
)

// Case is one printer to be checked. Open starts a fresh one that can print.
type Case struct {
	Open func(t *testing.T) motcua.Printer
	// Arrived returns what came out so far, job by job: the very bytes of
	// PDFs, tickets as PNG.
	Arrived func(t *testing.T) [][]byte
	Ticket  bool // it prints tickets, not PDFs
	// OwnCopies is set where a job arrives once and the printer makes the
	// copies.
	OwnCopies bool
}

// Run checks a printer.
func Run(t *testing.T, c Case) {
	t.Run("a printer that is listed can be printed on", func(t *testing.T) { listed(t, c) })
	t.Run("a job arrives byte for byte, in as many copies as were asked for", func(t *testing.T) { arrives(t, c) })
	t.Run("what cannot be printed is refused by code and nothing of it arrives", func(t *testing.T) { refused(t, c) })
	t.Run("a wait that was called off prints nothing", func(t *testing.T) { calledOff(t, c) })
	t.Run("a job's end is told, and it cannot be cancelled after", func(t *testing.T) { ends(t, c) })
}

// Dots returns a small ticket.
func Dots(width, height int) []byte {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for y := range height {
		for x := range width {
			if (x/3+y/5)%2 == 0 || x == width-1 {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// Job returns a job that the printer takes, with a mark to tell it by.
func (c Case) Job(mark string) motcua.PrintJob {
	if c.Ticket {
		return motcua.PrintJob{Title: "phiếu " + mark, Ticket: Dots(576, 100+len(mark)*7)}
	}
	return motcua.PrintJob{Title: "giấy hẹn " + mark, PDF: []byte("%PDF-1.7\n" + mark + "\x00\xff\r\n%%EOF\n")}
}

func (c Case) data(j motcua.PrintJob) []byte {
	if c.Ticket {
		return j.Ticket
	}
	return j.PDF
}

// waitFor returns what arrived once there are n jobs, or after a while.
func (c Case) waitFor(t *testing.T, n int) [][]byte {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		got := c.Arrived(t)
		if len(got) >= n || time.Now().After(end) {
			return got
		}
	}
}

// print hands a job over, again while the printer says that it is busy.
func print(t *testing.T, p motcua.Printer, j motcua.PrintJob) (string, error) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		name, err := p.Print(t.Context(), j)
		if motcua.CodeOf(err) != motcua.CodeBusy || time.Now().After(end) {
			return name, err
		}
	}
}

func listed(t *testing.T, c Case) {
	p := c.Open(t)
	list, err := p.Printers(t.Context())
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %v", list, err)
	}
	for i, d := range list {
		if d.ID == "" || d.Name == "" || d.Problem != "" || !d.PDF && !d.Ticket {
			t.Errorf("printer %+v", d)
		}
		j := c.Job("listed")
		j.Printer = d.ID
		if len(d.Media) > 0 {
			j.Media = d.Media[0]
		}
		if _, err := print(t, p, j); err != nil {
			t.Errorf("%s: %v", d.ID, err)
		}
		if got := c.waitFor(t, i+1); len(got) != i+1 {
			t.Errorf("%s: %d jobs arrived", d.ID, len(got))
		}
	}
}

func arrives(t *testing.T, c Case) {
	p := c.Open(t)
	var want [][]byte
	for _, copies := range []int{0, 1, 3} {
		j := c.Job([]string{"không", "một", "", "ba bản"}[copies])
		j.Copies = copies
		name, err := print(t, p, j)
		if err != nil || name == "" {
			t.Fatalf("%d copies: %q, %v", copies, name, err)
		}
		arrivals := max(copies, 1)
		if c.OwnCopies {
			arrivals = 1
		}
		for range arrivals {
			want = append(want, c.data(j))
		}
	}
	got := c.waitFor(t, len(want))
	if len(got) != len(want) {
		t.Fatalf("%d jobs arrived, want %d", len(got), len(want))
	}
	for i := range want {
		if !same(c.Ticket, got[i], want[i]) {
			t.Errorf("job %d arrived as %d bytes %.40q, want %d", i, len(got[i]), got[i], len(want[i]))
		}
	}
}

func same(ticket bool, a, b []byte) bool {
	if !ticket {
		return bytes.Equal(a, b)
	}
	x, err1 := png.Decode(bytes.NewReader(a))
	y, err2 := png.Decode(bytes.NewReader(b))
	if err1 != nil || err2 != nil || x.Bounds() != y.Bounds() {
		return false
	}
	for i := range x.Bounds().Dx() * x.Bounds().Dy() {
		at := image.Pt(i%x.Bounds().Dx(), i/x.Bounds().Dx())
		if color.GrayModel.Convert(x.At(at.X, at.Y)) != color.GrayModel.Convert(y.At(at.X, at.Y)) {
			return false
		}
	}
	return true
}

func refused(t *testing.T, c Case) {
	p := c.Open(t)
	for field, change := range map[string]func(*motcua.PrintJob){
		"pdf":     func(j *motcua.PrintJob) { j.PDF, j.Ticket = nil, nil },
		"ticket":  func(j *motcua.PrintJob) { j.PDF, j.Ticket = []byte("%PDF-"), []byte("x") },
		"copies":  func(j *motcua.PrintJob) { j.Copies = motcua.MaxCopies + 1 },
		"media":   func(j *motcua.PrintJob) { j.Media = "A9" },
		"tray":    func(j *motcua.PrintJob) { j.Tray = "no such tray" },
		"printer": func(j *motcua.PrintJob) { j.Printer = "no such printer" },
	} {
		j := c.Job("refused")
		change(&j)
		want := motcua.CodeInvalid
		if field == "printer" {
			want = motcua.CodeUnknown
		}
		if _, err := p.Print(t.Context(), j); motcua.CodeOf(err) != want || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v, want %s", field, err, want)
		}
	}
	other := motcua.PrintJob{Title: "x", Ticket: Dots(8, 8)}
	if c.Ticket {
		other = motcua.PrintJob{Title: "x", PDF: []byte("%PDF-1.7")}
	}
	if _, err := p.Print(t.Context(), other); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("the other kind: %v", err)
	}
	if _, err := p.Job(t.Context(), "no such job"); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("job: %v", err)
	}
	if err := p.Cancel(t.Context(), "no such job"); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("cancel: %v", err)
	}
	if got := c.Arrived(t); len(got) != 0 {
		t.Errorf("%d refused jobs arrived", len(got))
	}
	if _, err := print(t, p, c.Job("after")); err != nil {
		t.Errorf("a good job after them: %v", err)
	}
}

func calledOff(t *testing.T, c Case) {
	p := c.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Print(ctx, c.Job("off")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := c.Arrived(t); len(got) != 0 {
		t.Errorf("%d jobs arrived", len(got))
	}
}

func ends(t *testing.T, c Case) {
	p := c.Open(t)
	name, err := print(t, p, c.Job("end"))
	if err != nil {
		t.Fatal(err)
	}
	var s motcua.PrintStatus
	for end := time.Now().Add(20 * time.Second); !s.State.Over() && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if s, err = p.Job(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	if s.State != motcua.PrintDone && s.State != motcua.PrintSent {
		t.Errorf("the job is %+v", s)
	}
	if err := p.Cancel(t.Context(), name); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("cancelling it then: %v", err)
	}
}
