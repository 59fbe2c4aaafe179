// Package ipp is the printer behind the Internet Printing Protocol: a CUPS
// spooler or one printer on the network (RFC 8010 and 8011, IPP Everywhere). It
// sends PDFs as they are.
package ipp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/OpenPrinting/goipp"

	"motcua"
)

// Config says where printers are.
type Config struct {
	// URI is a spooler, "ipp://localhost:631/", whose printers are listed, or
	// one printer, "ipp://printer.local/ipp/print". ipps:// is over TLS.
	URI  string
	User string       // job owner; "motcua" where empty
	HTTP *http.Client // http.DefaultClient where nil
}

// Printer is a spooler or one printer.
type Printer struct {
	config Config
	number atomic.Uint32 // of the last request
}

var _ motcua.Printer = (*Printer)(nil)

// New returns the printer; CodeInvalid, field uri, where it can be none.
func New(c Config) (*Printer, error) {
	u, err := url.Parse(c.URI)
	if err != nil || u.Scheme != "ipp" && u.Scheme != "ipps" || u.Host == "" {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "uri", Cause: err}
	}
	if c.User == "" {
		c.User = "motcua"
	}
	if c.HTTP == nil {
		c.HTTP = http.DefaultClient
	}
	return &Printer{config: c}, nil
}

// spooler reports whether the address is of a spooler.
func (p *Printer) spooler() bool {
	u, err := url.Parse(p.config.URI)
	return err == nil && (u.Path == "" || u.Path == "/")
}

// Printers lists the spooler's printers, the default one first, or the one.
func (p *Printer) Printers(ctx context.Context) ([]motcua.PrintDevice, error) {
	if !p.spooler() {
		d, err := p.device(ctx, p.config.URI)
		if errors.Is(err, errOffline) {
			return []motcua.PrintDevice{{ID: p.config.URI, Name: p.config.URI, PDF: true, Problem: motcua.ProblemOffline}}, nil
		}
		if err != nil {
			return nil, err
		}
		return []motcua.PrintDevice{d}, nil
	}
	m := p.request(goipp.OpCupsGetPrinters, "")
	m.Operation.Add(wanted())
	answer, err := p.do(ctx, p.config.URI, m, nil)
	if err != nil {
		return nil, err
	}
	var out []motcua.PrintDevice
	for _, g := range answer.Groups {
		if g.Tag == goipp.TagPrinterGroup {
			out = append(out, describe(attributes(g.Attrs), ""))
		}
	}
	return out, nil
}

// device asks one printer what it can do.
func (p *Printer) device(ctx context.Context, uri string) (motcua.PrintDevice, error) {
	m := p.request(goipp.OpGetPrinterAttributes, uri)
	m.Operation.Add(wanted())
	answer, err := p.do(ctx, uri, m, nil)
	if err != nil {
		return motcua.PrintDevice{}, err
	}
	return describe(attributes(answer.Printer), uri), nil
}

// Print checks what the printer can do and hands the PDF over. A printer that
// only waits for paper takes the job and prints it later.
func (p *Printer) Print(ctx context.Context, job motcua.PrintJob) (string, error) {
	if err := job.Check(); err != nil {
		return "", err
	}
	uri, err := p.choose(ctx, job.Printer)
	if err != nil {
		return "", err
	}
	d, err := p.device(ctx, uri)
	if err != nil {
		return "", err
	}
	if err := d.Need(job); err != nil {
		return "", err
	}
	m := p.request(goipp.OpPrintJob, uri)
	m.Operation.Add(goipp.MakeAttribute("job-name", goipp.TagName, goipp.String(short(job.Title))))
	m.Operation.Add(goipp.MakeAttribute("document-format", goipp.TagMimeType, goipp.String(pdfType)))
	// What cannot be kept is refused rather than done otherwise.
	m.Operation.Add(goipp.MakeAttribute("ipp-attribute-fidelity", goipp.TagBoolean, goipp.Boolean(true)))
	ask(&m.Job, job)
	answer, err := p.do(ctx, uri, m, job.PDF)
	if err != nil {
		return "", err
	}
	id := attributes(answer.Job).number("job-id")
	if id <= 0 {
		return "", &motcua.Error{Code: motcua.CodeBadAnswer, Field: "printer", Detail: "no job-id"}
	}
	return uri + mark + strconv.Itoa(id), nil
}

// ask says how a job is to be printed.
func ask(into *goipp.Attributes, job motcua.PrintJob) {
	if job.Copies > 1 {
		into.Add(goipp.MakeAttribute("copies", goipp.TagInteger, goipp.Integer(job.Copies)))
	}
	media, known := mediaNames()[job.Media]
	if job.Tray == "" {
		if known {
			into.Add(goipp.MakeAttribute("media", goipp.TagKeyword, goipp.String(media.name)))
		}
		return
	}
	var col goipp.Collection
	if known {
		col.Add(goipp.MakeAttribute("media-size", goipp.TagBeginCollection, goipp.Collection{
			goipp.MakeAttribute("x-dimension", goipp.TagInteger, goipp.Integer(media.x)),
			goipp.MakeAttribute("y-dimension", goipp.TagInteger, goipp.Integer(media.y)),
		}))
	}
	col.Add(goipp.MakeAttribute("media-source", goipp.TagKeyword, goipp.String(job.Tray)))
	into.Add(goipp.MakeAttribute("media-col", goipp.TagBeginCollection, col))
}

// choose returns the printer's address: the one that is named, else the first.
func (p *Printer) choose(ctx context.Context, id string) (string, error) {
	if !p.spooler() && (id == "" || id == p.config.URI) {
		return p.config.URI, nil
	}
	list, err := p.Printers(ctx)
	if err != nil {
		return "", err
	}
	for _, d := range list {
		if id == "" || id == d.ID {
			return d.ID, nil
		}
	}
	return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "printer"}
}

// mark parts a printer's address from the job's number in names of jobs.
const mark = "#"

// jobRequest returns a request about a job by its name.
func (p *Printer) jobRequest(op goipp.Op, name string) (m *goipp.Message, uri string, err error) {
	uri, number, found := strings.Cut(name, mark)
	id, err := strconv.Atoi(number)
	if !found || err != nil || id <= 0 || id > 1<<31-1 || !p.ours(uri) {
		return nil, "", &motcua.Error{Code: motcua.CodeUnknown, Field: "job"}
	}
	m = p.request(op, uri)
	m.Operation.Add(goipp.MakeAttribute("job-id", goipp.TagInteger, goipp.Integer(id)))
	m.Operation.Add(goipp.MakeAttribute("requesting-user-name", goipp.TagName, goipp.String(p.config.User)))
	return m, uri, nil
}

// ours reports whether an address is on the host that we print on.
func (p *Printer) ours(uri string) bool {
	a, err1 := url.Parse(uri)
	b, err2 := url.Parse(p.config.URI)
	return err1 == nil && err2 == nil && a.Host == b.Host && (p.spooler() || uri == p.config.URI)
}

// Job tells how far a job is.
func (p *Printer) Job(ctx context.Context, name string) (motcua.PrintStatus, error) {
	m, uri, err := p.jobRequest(goipp.OpGetJobAttributes, name)
	if err != nil {
		return motcua.PrintStatus{}, err
	}
	answer, err := p.do(ctx, uri, m, nil)
	if err != nil {
		return motcua.PrintStatus{}, jobError(err)
	}
	s := motcua.PrintStatus{State: jobState(attributes(answer.Job).number("job-state"))}
	if s.State.Over() {
		return s, nil
	}
	d, err := p.device(ctx, uri)
	if err != nil {
		return motcua.PrintStatus{}, err
	}
	if s.Problem = d.Problem; s.Problem != "" && s.State == motcua.PrintRunning {
		s.State = motcua.PrintStopped
	}
	return s, nil
}

// Cancel cancels a job.
func (p *Printer) Cancel(ctx context.Context, name string) error {
	m, uri, err := p.jobRequest(goipp.OpCancelJob, name)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, uri, m, nil)
	return jobError(err)
}

// jobError says of a job what the protocol says of things in general.
func jobError(err error) error {
	var s *statusError
	switch {
	case !errors.As(err, &s):
		return err
	case s.status == goipp.StatusErrorNotFound, s.status == goipp.StatusErrorGone:
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "job", Cause: err}
	case s.status == goipp.StatusErrorNotPossible:
		return &motcua.Error{Code: motcua.CodeConflict, Field: "job", Cause: err}
	}
	return err
}

// request begins a request; uri is empty where it is to the spooler.
func (p *Printer) request(op goipp.Op, uri string) *goipp.Message {
	m := goipp.NewRequest(goipp.DefaultVersion, op, p.number.Add(1))
	m.Operation.Add(goipp.MakeAttribute("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	m.Operation.Add(goipp.MakeAttribute("attributes-natural-language", goipp.TagLanguage, goipp.String("vi")))
	if uri != "" {
		m.Operation.Add(goipp.MakeAttribute("printer-uri", goipp.TagURI, goipp.String(uri)))
	}
	if op == goipp.OpPrintJob {
		m.Operation.Add(goipp.MakeAttribute("requesting-user-name", goipp.TagName, goipp.String(p.config.User)))
	}
	return m
}

// maxAnswer bounds what a printer may say: long lists of attributes are some
// hundred kilobytes.
const maxAnswer = 4 << 20

// do sends a request with a document behind it and returns the answer.
func (p *Printer) do(ctx context.Context, uri string, m *goipp.Message, doc []byte) (*goipp.Message, error) {
	head, err := m.EncodeBytes()
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Detail: "ipp", Cause: err}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, httpURL(uri), io.MultiReader(bytes.NewReader(head), bytes.NewReader(doc)))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "uri", Cause: err}
	}
	req.ContentLength = int64(len(head) + len(doc))
	req.Header.Set("Content-Type", "application/ipp")
	resp, err := p.config.HTTP.Do(req)
	if err != nil {
		return nil, wireError(err, len(doc) > 0)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "printer", Detail: fmt.Sprintf("http %d", resp.StatusCode)}
	}
	var answer goipp.Message
	if err := answer.Decode(io.LimitReader(resp.Body, maxAnswer)); err != nil {
		if ctx.Err() != nil {
			return nil, wireError(ctx.Err(), false)
		}
		return nil, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "printer", Detail: "ipp", Cause: err}
	}
	if s := goipp.Status(answer.Code); s >= goipp.StatusRedirectionOtherSite {
		return nil, statusOf(s, answer.Unsupported)
	}
	return &answer, nil
}

// httpURL returns where an IPP address is reached (RFC 8010, 3.3).
func httpURL(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	if u.Port() == "" {
		u.Host += ":631"
	}
	u.Scheme = map[string]string{"ipp": "http", "ipps": "https"}[u.Scheme]
	return u.String()
}
