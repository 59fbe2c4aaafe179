// Package worker opens foreign documents in a process of their own, because
// the libraries that read them are large, written in C and fed by strangers. A
// document that crashes, hangs or eats memory ends that process only; the next
// call starts another.
//
// The client (this file) starts the program's own binary again as the worker;
// that process calls Serve with a Renderer (see fitz).
package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"sync"
	"time"

	"motcua"
)

// Config says how to start and bound the worker.
type Config struct {
	Command     []string      // program and arguments of the worker process
	Env         []string      // added to the environment
	MemoryLimit int64         // bytes beyond an idle worker's; 1 GiB where 0
	Timeout     time.Duration // wall time of one job, start of the process included; 10 s where 0
}

// Client hands jobs to one worker process, one at a time. It is safe for use
// by several goroutines.
type Client struct {
	cfg    Config
	turn   chan struct{} // holds one token: whoever has it may use proc
	closed chan struct{}
	close  sync.Once
	proc   *process
}

// New returns a client. The process starts with the first job.
func New(cfg Config) *Client {
	if cfg.MemoryLimit == 0 {
		cfg.MemoryLimit = 1 << 30
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Second
	}
	c := &Client{cfg: cfg, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	c.turn <- struct{}{}
	return c
}

// Pages returns how many pages a PDF has. CodeInvalid: it has none, or needs a
// password; CodeCorrupt: it is no sound PDF, or killed the worker;
// CodeTooLarge: it took longer than the timeout or has too many pages;
// CodeBusy: ctx ended or the client is closed; CodeIO: no worker could start.
func (c *Client) Pages(ctx context.Context, pdf []byte) (int, error) {
	a, _, err := c.do(ctx, request{Op: opPages}, pdf)
	if err != nil {
		return 0, err
	}
	if a.Pages < 1 {
		return 0, c.lies("pages")
	}
	return a.Pages, nil
}

// Render returns a page, counted from 0, as opaque pixels at most maxWidthPx
// wide, fewer where the page would pass 20 megapixels. Errors as of Pages, and
// CodeUnknown where there is no such page.
func (c *Client) Render(ctx context.Context, pdf []byte, page, maxWidthPx int) (image.Image, error) {
	if page < 0 || maxWidthPx < 1 {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "page", Detail: "page or width"}
	}
	a, pix, err := c.do(ctx, request{Op: opRender, Page: page, Width: maxWidthPx}, pdf)
	if err != nil {
		return nil, err
	}
	if a.Width < 1 || a.Height < 1 || a.Width > math.MaxInt32 || a.Height > math.MaxInt32 ||
		int64(a.Width)*int64(a.Height)*4 != int64(len(pix)) {
		return nil, c.lies("pixels")
	}
	return &image.RGBA{Pix: pix, Stride: 4 * a.Width, Rect: image.Rect(0, 0, a.Width, a.Height)}, nil
}

// Inspect judges a file of any kind in the worker process. Errors as of Pages
// where the process itself failed, else those of its Inspect. Bytes and name of
// what comes back are checked here: a file may have taken the worker over.
func (c *Client) Inspect(ctx context.Context, data []byte) (motcua.FileRef, error) {
	a, _, err := c.do(ctx, request{Op: opInspect}, data)
	if err != nil {
		return motcua.FileRef{}, err
	}
	sum := sha256.Sum256(data)
	if a.File == nil || a.File.Pages < 1 || a.File.Size != int64(len(data)) || a.File.SHA256 != hex.EncodeToString(sum[:]) {
		return motcua.FileRef{}, c.lies("file")
	}
	return *a.File, nil
}

// lies is the error for an answer that contradicts itself.
func (c *Client) lies(what string) error { return corrupt("answer: "+what, nil) }

// Close ends the worker process and every job; later calls fail with CodeBusy.
func (c *Client) Close() error {
	c.close.Do(func() { close(c.closed) })
	<-c.turn
	defer func() { c.turn <- struct{}{} }()
	c.drop()
	return nil
}

func (c *Client) do(ctx context.Context, req request, pdf []byte) (answer, []byte, error) {
	if len(pdf) > maxBody {
		return answer{}, nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "pdf"}
	}
	select {
	case <-c.turn:
	case <-c.closed:
		return answer{}, nil, busy("closed", nil)
	case <-ctx.Done():
		return answer{}, nil, busy("cancelled", ctx.Err())
	}
	defer func() { c.turn <- struct{}{} }()
	select {
	case <-c.closed:
		return answer{}, nil, busy("closed", nil)
	default:
	}
	if err := c.start(); err != nil {
		return answer{}, nil, err
	}
	req.Memory = c.cfg.MemoryLimit
	req.CPU = int(math.Ceil(c.cfg.Timeout.Seconds()))
	return c.exchange(ctx, req, pdf)
}

func busy(why string, cause error) error {
	return &motcua.Error{Code: motcua.CodeBusy, Detail: why, Cause: cause}
}

// exchange sends one request and waits for its answer, the clock or ctx. Unless
// a whole answer came the process is ended, for nobody knows what it is at.
func (c *Client) exchange(ctx context.Context, req request, pdf []byte) (answer, []byte, error) {
	type result struct {
		head answer
		body []byte
		err  error
	}
	p := c.proc
	done := make(chan result, 1)
	go func() {
		var r result
		if r.err = writeFrame(p.in, req, pdf); r.err == nil {
			r.body, r.err = readFrame(p.out, &r.head)
		}
		done <- r
	}()
	clock := time.NewTimer(c.cfg.Timeout)
	defer clock.Stop()
	var err error
	select {
	case r := <-done:
		switch {
		case r.err != nil:
			err = corrupt("worker ended", r.err)
		case r.head.Code != "":
			return answer{}, nil, &motcua.Error{Code: r.head.Code, Field: r.head.Field, Detail: r.head.Detail}
		default:
			return r.head, r.body, nil
		}
		c.drop()
		return answer{}, nil, err
	case <-clock.C:
		err = &motcua.Error{Code: motcua.CodeTooLarge, Field: "pdf", Detail: "timeout"}
	case <-ctx.Done():
		err = busy("cancelled", ctx.Err())
	case <-c.closed:
		err = busy("closed", nil)
	}
	c.drop()
	<-done // the pipes are closed: the exchange has ended
	return answer{}, nil, err
}

// start makes sure that a living process is there.
func (c *Client) start() error {
	if c.proc != nil {
		select {
		case <-c.proc.ended: // between jobs: no document's fault
			c.drop()
		default:
			return nil
		}
	}
	p, err := startProcess(c.cfg)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Detail: "worker start", Cause: err}
	}
	c.proc = p
	return nil
}

func (c *Client) drop() {
	if c.proc != nil {
		c.proc.stop()
		c.proc = nil
	}
}

// process is one running worker.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   io.ReadCloser
	ended chan struct{} // closed once the process is gone
}

func startProcess(cfg Config) (*process, error) {
	if len(cfg.Command) == 0 {
		return nil, errors.New("no command")
	}
	cmd := exec.Command(cfg.Command[0], cfg.Command[1:]...)
	cmd.Env = append(os.Environ(), cfg.Env...)
	childIn, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	out, childOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, childIn.Close(), in.Close())
	}
	cmd.Stdin, cmd.Stdout = childIn, childOut
	err = cmd.Start()
	// The child has its own copies; ours would hide that it ended.
	if err = errors.Join(err, childIn.Close(), childOut.Close()); err != nil {
		return nil, errors.Join(err, in.Close(), out.Close())
	}
	p := &process{cmd: cmd, in: in, out: out, ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		_ = cmd.Wait() // how it ended does not matter: only a whole answer counts
	}()
	return p, nil
}

// stop ends the process and waits until it is gone.
func (p *process) stop() {
	_ = p.cmd.Process.Kill() // fails only where it has ended already
	<-p.ended
	_ = p.in.Close()
	_ = p.out.Close()
}
