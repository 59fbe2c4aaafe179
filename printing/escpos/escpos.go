// Package escpos is the printer of tickets on rolls: ESC/POS by network (port
// 9100) or through a device file (USB, serial line). Tickets go as dots, never
// as text: code pages of cheap printers have no Vietnamese.
package escpos

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"motcua"
	"motcua/printing/raw"
)

// Config says which printer.
type Config struct {
	// Address is "tcp://192.168.1.30", with a port where it is not 9100, or a
	// device file: "/dev/usb/lp0", "/dev/ttyS0".
	Address string
	Name    string // for people; the address where empty
	Media   string // "80" or "58"; "80" where empty
}

// Printer is one ticket printer.
type Printer struct {
	config Config
	jobs   atomic.Int64
}

var _ motcua.Printer = (*Printer)(nil)

const scheme = "tcp://"

// New returns the printer. It fails with CodeInvalid, field media or address.
func New(c Config) (*Printer, error) {
	if c.Media == "" {
		c.Media = "80"
	}
	if c.Media != "80" && c.Media != "58" {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "media"}
	}
	if rest, ok := strings.CutPrefix(c.Address, scheme); ok {
		if _, _, err := net.SplitHostPort(rest); err != nil {
			c.Address = scheme + net.JoinHostPort(rest, "9100")
		}
	}
	if c.Address == "" {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "address"}
	}
	if c.Name == "" {
		c.Name = c.Address
	}
	return &Printer{config: c}, nil
}

// dots is how many fit on a line.
func (p *Printer) dots() int {
	if p.config.Media == "58" {
		return 384
	}
	return 576
}

// Printers returns the one printer and what it says is wrong with it.
func (p *Printer) Printers(ctx context.Context) ([]motcua.PrintDevice, error) {
	d := p.device()
	line, err := p.open(ctx)
	if ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		d.Problem = motcua.ProblemOffline
		return []motcua.PrintDevice{d}, nil
	}
	d.Problem = ask(line)
	_ = line.Close() // nothing was printed on it, nothing can be lost
	return []motcua.PrintDevice{d}, nil
}

func (p *Printer) device() motcua.PrintDevice {
	return motcua.PrintDevice{ID: p.config.Address, Name: p.config.Name, Media: []string{p.config.Media}, Ticket: true}
}

// open opens the line to the printer.
func (p *Printer) open(ctx context.Context) (io.ReadWriteCloser, error) {
	if rest, ok := strings.CutPrefix(p.config.Address, scheme); ok {
		return raw.Dial(ctx, rest)
	}
	if err := ctx.Err(); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Detail: "cancelled", Cause: err}
	}
	f, err := os.OpenFile(p.config.Address, os.O_RDWR, 0)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOffline), Cause: err}
	}
	return f, nil
}

// Print prints the ticket, once for each copy.
func (p *Printer) Print(ctx context.Context, job motcua.PrintJob) (string, error) {
	if err := job.Check(); err != nil {
		return "", err
	}
	if job.Printer != "" && job.Printer != p.config.Address {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "printer"}
	}
	if err := p.device().Need(job); err != nil {
		return "", err
	}
	data, err := Encode(job.Ticket, p.dots())
	if err != nil {
		return "", err
	}
	for i := range max(job.Copies, 1) {
		if err := p.send(ctx, data); err != nil && i > 0 { // the copies before it are out
			return "", &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
		} else if err != nil {
			return "", err
		}
	}
	return strconv.FormatInt(p.jobs.Add(1), 10), nil
}

// send asks whether the printer can print, then sends the commands.
func (p *Printer) send(ctx context.Context, data []byte) error {
	line, err := p.open(ctx)
	if err != nil {
		return err
	}
	if problem := ask(line); problem != "" {
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(problem), Cause: line.Close()}
	}
	if c, ok := line.(net.Conn); ok {
		return raw.Send(ctx, c, data)
	}
	_, err = line.Write(data)
	if err = errors.Join(err, line.Close()); err != nil {
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
	}
	return nil
}

// answerTime is how long a printer may take to say how it is. Many never do.
const answerTime = 300 * time.Millisecond

// ask asks for the real-time status (DLE EOT). A printer that does not answer
// is taken to be well.
func ask(line io.ReadWriter) motcua.PrintProblem {
	timed, ok := line.(interface{ SetReadDeadline(time.Time) error })
	if !ok || timed.SetReadDeadline(time.Now().Add(answerTime)) != nil {
		return ""
	}
	offline, ok := status(line, 2)
	if !ok {
		return ""
	}
	paper, ok := status(line, 4)
	switch {
	case ok && paper&0x60 != 0, offline&0x20 != 0:
		return motcua.ProblemPaper
	case offline&0x04 != 0:
		return motcua.ProblemCover
	case offline&0x40 != 0:
		return motcua.ProblemOther
	}
	return ""
}

// status returns the answer to DLE EOT n; ok is false where none came, or none
// with the fixed bits of such answers.
func status(line io.ReadWriter, n byte) (answer byte, ok bool) {
	if _, err := line.Write([]byte{0x10, 0x04, n}); err != nil {
		return 0, false
	}
	var b [1]byte
	if _, err := io.ReadFull(line, b[:]); err != nil {
		return 0, false
	}
	return b[0], b[0]&0x93 == 0x12
}

// Job returns PrintSent for tickets that were taken.
func (p *Printer) Job(_ context.Context, name string) (motcua.PrintStatus, error) {
	n, err := strconv.ParseInt(name, 10, 64)
	if err != nil || n < 1 || n > p.jobs.Load() {
		return motcua.PrintStatus{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "job"}
	}
	return motcua.PrintStatus{State: motcua.PrintSent}, nil
}

// Cancel fails: what was sent cannot be called back.
func (p *Printer) Cancel(ctx context.Context, name string) error {
	if _, err := p.Job(ctx, name); err != nil {
		return err
	}
	return &motcua.Error{Code: motcua.CodeConflict, Field: "job", Detail: "sent"}
}
