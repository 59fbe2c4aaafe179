package worker

import (
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"runtime"

	"motcua"
)

// Renderer does the dangerous work inside the worker process.
type Renderer interface {
	// Pages returns how many pages a PDF has, at least one.
	Pages(pdf []byte) (int, error)
	// Render returns a page (from 0) at most width pixels wide.
	Render(pdf []byte, page, width int) (*image.RGBA, error)
}

// Inspect judges a foreign file: what it is and how many pages it has.
type Inspect func(data []byte) (motcua.FileRef, error)

// Serve is the worker process: it answers requests from r on w until r ends,
// then returns nil. Before the first job it takes from the process what a
// renderer does not need: memory beyond the bound, files it could write, core
// dumps, new privileges. It never returns to another use of the process. Without
// inspect (nil) it judges no files.
func Serve(r io.Reader, w io.Writer, do Renderer, inspect Inspect) error {
	// Linux keeps some limits per thread: the jobs must stay on this one.
	runtime.LockOSThread()
	limited := false
	for {
		var req request
		pdf, err := readFrame(r, &req)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if !limited {
			if err := confine(req.Memory); err != nil {
				return &motcua.Error{Code: motcua.CodeIO, Detail: "limits", Cause: err}
			}
			limited = true
		}
		if err := allowCPU(req.CPU); err != nil {
			return &motcua.Error{Code: motcua.CodeIO, Detail: "limits", Cause: err}
		}
		head, body := job(do, inspect, req, pdf)
		if err := writeFrame(w, head, body); err != nil {
			return err
		}
	}
}

func job(do Renderer, inspect Inspect, req request, pdf []byte) (answer, []byte) {
	switch req.Op {
	case opInspect:
		if inspect == nil {
			break
		}
		ref, err := inspect(pdf)
		if err != nil {
			return failure(err), nil
		}
		return answer{File: &ref}, nil
	case opPages:
		n, err := do.Pages(pdf)
		if err != nil {
			return failure(err), nil
		}
		return answer{Pages: n}, nil
	case opRender:
		img, err := do.Render(pdf, req.Page, req.Width)
		if err != nil {
			return failure(err), nil
		}
		return answer{Width: img.Rect.Dx(), Height: img.Rect.Dy()}, pixels(img)
	}
	return answer{Code: motcua.CodeUnknown, Field: "op"}, nil
}

func failure(err error) answer {
	a := answer{Code: motcua.CodeOf(err)}
	var e *motcua.Error
	if errors.As(err, &e) {
		a.Field, a.Detail = e.Field, e.Detail
	}
	return a
}

// pixels returns the rows of img without padding.
func pixels(img *image.RGBA) []byte {
	row := 4 * img.Rect.Dx()
	if img.Stride == row && len(img.Pix) == row*img.Rect.Dy() {
		return img.Pix
	}
	out := make([]byte, 0, row*img.Rect.Dy())
	for y := range img.Rect.Dy() {
		out = append(out, img.Pix[y*img.Stride:][:row]...)
	}
	return out
}

// overCPU ends a process that used up the processor time of its job.
func overCPU() {
	fmt.Fprintln(os.Stderr, "worker: processor time used up")
	os.Exit(3)
}
