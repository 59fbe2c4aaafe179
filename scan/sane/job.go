package sane

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"motcua"
	"motcua/scan"
)

// maxPage bounds one page: A4 in colour at 600 dpi is about 100 MB raw, and a
// JPEG of it a tenth.
const maxPage = 64 << 20

// waiting is how many pages may lie ready before the feeder has to wait for
// whoever takes them.
const waiting = 4

// obedience is how long a driver may take to stop in order.
const obedience = 5 * time.Second

// job is one run of scanimage. It writes each page into a folder of its own,
// whole, and then names it on its standard output.
type job struct {
	s     *Scanner
	dpi   int
	pages chan motcua.Page
	ended chan struct{}   // closed once err is set and the process is gone
	err   error           // why no more pages come; io.EOF where all came
	ctx   context.Context // of the process
	stop  context.CancelFunc
	once  sync.Once
	shut  chan struct{} // closed by Close
}

// errClosed is what a closed job says.
var errClosed = errors.New("sane: the job is closed")

func (s *Scanner) run(o options, r motcua.ScanRequest, dpi int) (*job, error) {
	j := &job{s: s, pages: make(chan motcua.Page, waiting), ended: make(chan struct{}), shut: make(chan struct{})}
	j.ctx, j.stop = context.WithCancel(context.Background())
	if err := j.launch(o, r, dpi); err != nil {
		j.stop()
		return nil, err
	}
	return j, nil
}

// launch starts scanimage and follows it. Where its feeder turns out to be empty
// and it has a glass, one page comes from there: what no feeder takes, a card, a
// booklet, lies on it.
func (j *job) launch(o options, r motcua.ScanRequest, dpi int) error {
	args, real, fed := o.arguments(r, dpi)
	j.dpi = real
	dir, err := os.MkdirTemp(j.s.cfg.Dir, jobFolder)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	args = append(args, "--format=jpeg", "--batch="+filepath.Join(dir, "%d.jpg"), "--batch-print")
	if !fed {
		args = append(args, "--batch-count=1")
	}
	c := j.s.command(j.ctx, append(args, j.s.cfg.Extra...)...)
	alone(c)
	// The first interrupt lets the driver stop the feeder in order; some drivers
	// read in processes of their own, which must not outlive it.
	c.Cancel = func() error {
		time.AfterFunc(obedience, func() {
			select {
			case <-j.ended:
			default:
				killAll(c.Process)
			}
		})
		return interrupt(c.Process)
	}
	c.WaitDelay = 2 * obedience
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return errors.Join(&motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}, os.RemoveAll(dir))
	}
	var again func() error
	if fed && o.flatbed != "" {
		o.glass = true
		again = func() error { return j.launch(o, r, dpi) }
	}
	go j.follow(c, out, &said, dir, again)
	return nil
}

// follow hands the pages on until scanimage ends.
func (j *job) follow(c *exec.Cmd, out io.Reader, said *bytes.Buffer, dir string, again func() error) {
	n, err := j.read(out, dir)
	if err != nil {
		j.stop()
	}
	werr := c.Wait()
	switch {
	case err != nil:
	case werr != nil && n > 0 && exitCode(werr) == statusNoDocs:
		err = io.EOF
	case werr != nil:
		err = fault(werr, said.String())
	case n == 0: // its feeder was empty from the first
		err = scan.Fault(motcua.ScanNoDocs)
	default:
		err = io.EOF
	}
	if rerr := os.RemoveAll(dir); rerr != nil && err == io.EOF {
		err = &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: "left over", Cause: rerr}
	}
	if again != nil && n == 0 && problem(err) == motcua.ScanNoDocs && j.ctx.Err() == nil {
		if err = again(); err == nil {
			return
		}
	}
	j.stop()
	if err != io.EOF && !handled(err) {
		j.s.forget()
	}
	j.err = err
	j.s.free()
	close(j.ended)
}

// handled reports whether a person at the device mends it: it stays the same
// device.
func handled(err error) bool {
	p := problem(err)
	return err == errClosed || p == motcua.ScanNoDocs || p == motcua.ScanJammed || p == motcua.ScanCoverOpen
}

// problem returns what is in a device's way, "" where that is not the reason.
func problem(err error) motcua.ScanProblem {
	var e *motcua.Error
	if errors.As(err, &e) {
		return motcua.ScanProblem(e.Detail)
	}
	return ""
}

func exitCode(err error) int {
	var x *exec.ExitError
	if errors.As(err, &x) {
		return x.ExitCode()
	}
	return -1
}

// read hands on each page that scanimage names; a device that says nothing for
// longer than a page may take is stopped.
func (j *job) read(out io.Reader, dir string) (n int, err error) {
	late := time.AfterFunc(j.s.cfg.Patient, j.stop)
	defer late.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		// Only what lies in the folder of this job is read, whatever was named.
		path := filepath.Join(dir, filepath.Base(strings.TrimSpace(lines.Text())))
		data, err := readPage(path)
		if err != nil {
			return n, err
		}
		inTime := late.Stop()
		select {
		case j.pages <- motcua.Page{Data: data, Type: "image/jpeg", DPI: j.dpi}:
			n++
		case <-j.shut:
			return n, errClosed
		}
		if !inTime { // it was stopped meanwhile
			return n, scan.Fault(motcua.ScanHung)
		}
		late.Reset(j.s.cfg.Patient)
	}
	if !late.Stop() {
		return n, scan.Fault(motcua.ScanHung)
	}
	if err := lines.Err(); err != nil {
		return n, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	return n, nil
}

// readPage reads a page and takes its file away.
func readPage(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: "no such page", Cause: err}
	}
	if info.Size() > maxPage {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "page"}
	}
	data, err := os.ReadFile(path)
	if err := errors.Join(err, os.Remove(path)); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	return data, nil
}

// Next implements motcua.PageStream.
func (j *job) Next(ctx context.Context) (motcua.Page, error) {
	if err := ctx.Err(); err != nil {
		return motcua.Page{}, err
	}
	select {
	case <-j.shut:
		return motcua.Page{}, errClosed
	default:
	}
	select {
	case p := <-j.pages:
		return p, nil
	case <-ctx.Done():
		return motcua.Page{}, ctx.Err()
	case <-j.ended:
		select {
		case p := <-j.pages: // what came before the end
			return p, nil
		default:
			return motcua.Page{}, j.err
		}
	}
}

// Close implements io.Closer: it stops the feeder and waits until the process
// is gone.
func (j *job) Close() error {
	j.once.Do(func() {
		close(j.shut)
		j.stop()
	})
	<-j.ended
	return nil
}
