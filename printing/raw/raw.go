// Package raw is the printer that takes a PDF as it is over a TCP connection
// (port 9100, "JetDirect", "AppSocket"). Such printers say nothing back: a job
// whose last byte was taken is sent, and whether paper came out is for a person
// to see.
package raw

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"motcua"
)

// Config says which printer. The printer must understand PDF.
type Config struct {
	Address string   // "192.168.1.20", with a port where it is not 9100
	Name    string   // for people; the address where empty
	Media   []string // what lies in it, where known
}

// Printer is one printer on the network.
type Printer struct {
	config Config
	jobs   atomic.Int64
}

var _ motcua.Printer = (*Printer)(nil)

// port is where printers listen for jobs without a protocol.
const port = "9100"

// dialTime bounds how long a printer that is off holds up its caller, writeTime
// how long one that takes nothing does, endTime how long one that took all may
// keep the connection.
const (
	dialTime  = 5 * time.Second
	writeTime = 60 * time.Second
	endTime   = 2 * time.Second
)

// New returns the printer.
func New(c Config) *Printer {
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		c.Address = net.JoinHostPort(c.Address, port)
	}
	if c.Name == "" {
		c.Name = c.Address
	}
	return &Printer{config: c}
}

// Dial opens a connection to a printer; CodePrinter, offline, where it does
// not answer.
func Dial(ctx context.Context, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTime}
	c, err := d.DialContext(ctx, "tcp", address)
	if err == nil {
		return c, nil
	}
	if ctx.Err() != nil {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Detail: "cancelled", Cause: ctx.Err()}
	}
	return nil, &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOffline), Cause: err}
}

// Printers returns the one printer, and whether it answers.
func (p *Printer) Printers(ctx context.Context) ([]motcua.PrintDevice, error) {
	d := p.device()
	c, err := Dial(ctx, p.config.Address)
	if ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		d.Problem = motcua.ProblemOffline
		return []motcua.PrintDevice{d}, nil
	}
	_ = c.Close() // nothing was said on it, nothing can be lost
	return []motcua.PrintDevice{d}, nil
}

func (p *Printer) device() motcua.PrintDevice {
	return motcua.PrintDevice{ID: p.config.Address, Name: p.config.Name, Media: p.config.Media, PDF: true}
}

// Print sends the PDF, once for each copy.
func (p *Printer) Print(ctx context.Context, job motcua.PrintJob) (string, error) {
	if err := job.Check(); err != nil {
		return "", err
	}
	if job.Printer != "" && job.Printer != p.config.Address {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "printer"}
	}
	d := p.device()
	if err := d.Need(job); err != nil {
		return "", err
	}
	for i := range max(job.Copies, 1) {
		if err := p.send(ctx, job.PDF); err != nil && i > 0 { // the copies before it are out
			return "", &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
		} else if err != nil {
			return "", err
		}
	}
	return strconv.FormatInt(p.jobs.Add(1), 10), nil
}

func (p *Printer) send(ctx context.Context, data []byte) error {
	c, err := Dial(ctx, p.config.Address)
	if err != nil {
		return err
	}
	return Send(ctx, c, data)
}

// Send writes data on a connection, waits until the printer has taken all of
// it and closes it. It fails with CodePrinter, gone.
func Send(ctx context.Context, c net.Conn, data []byte) error {
	err := c.SetDeadline(time.Now().Add(writeTime))
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) }) // fails only where it is closed already
	defer stop()
	if err == nil {
		_, err = c.Write(data)
	}
	if err == nil {
		err = finish(c)
	}
	if err = errors.Join(err, c.Close()); err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
}

// finish says that nothing more comes and waits a little for the printer's own
// end: a write alone tells only that this machine's buffers took the bytes.
// Printers that keep the connection have taken them all the same.
func finish(c net.Conn) error {
	half, ok := c.(interface{ CloseWrite() error })
	if !ok {
		return nil
	}
	if err := half.CloseWrite(); err != nil {
		return err
	}
	if err := c.SetReadDeadline(time.Now().Add(endTime)); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}

// Job returns PrintSent for jobs that were taken.
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
