package motcua

import (
	"bytes"
	"context"
	"io"
	"slices"
)

// Scanner is any source of page images: a device, a watched folder, a virtual
// one. Implementations live in scan/<kind>.
type Scanner interface {
	// Devices lists what can be scanned with now. An empty list is no error.
	Devices(ctx context.Context) ([]ScanDevice, error)
	// Scan starts a job. Pages arrive through the stream as the feeder
	// delivers them; the caller must Close the stream.
	Scan(ctx context.Context, r ScanRequest) (PageStream, error)
}

// ScanDevice is one device of a Scanner.
type ScanDevice struct {
	ID     string
	Name   string
	Feeder bool
	Duplex bool
}

// ScanRequest says how to scan.
type ScanRequest struct {
	Device string // ScanDevice.ID; the first where empty
	DPI    int    // 200 where 0
	Grey   bool
	Duplex bool
}

// ScanProblem is what stops a scanner: Detail of a CodeIO error whose Field is
// "scanner".
type ScanProblem string

// The problems that a clerk can mend by hand; SANE standard 1.06, 4.2.5, but
// for the last, which is ours. Other drivers' words are mapped to them.
const (
	ScanNoDocs    ScanProblem = "no-docs"    // the feeder is empty
	ScanJammed    ScanProblem = "jammed"     // a sheet is stuck in the feeder
	ScanCoverOpen ScanProblem = "cover-open" // a cover is open
	ScanHung      ScanProblem = "hung"       // it said nothing any more and was stopped
)

// PageStream delivers a job's pages in order.
type PageStream interface {
	// Next returns the next page, or io.EOF after the last one.
	Next(ctx context.Context) (Page, error)
	io.Closer
}

// Page is one scanned image, encoded.
type Page struct {
	Data []byte
	Type string // image/jpeg, image/png, image/tiff; application/pdf from copiers
	DPI  int
}

// File is a stored file, opened for reading: the plain bytes, however they lie
// on disk.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Size() int64
}

// Printer is a way to printers: a spooler, a printer on the network, a folder.
// Implementations live in printing/<kind>; internal/testkit/printertest is
// their contract.
type Printer interface {
	// Printers lists what can be printed on and what keeps it from printing
	// now. An empty list is no error.
	Printers(ctx context.Context) ([]PrintDevice, error)
	// Print hands the job over and returns its name at the printer once the
	// printer, or the spooler, has accepted it whole. It fails with
	// CodeInvalid (Field pdf, ticket, media, tray or copies), CodeUnknown
	// (Field printer), CodeUnreachable, or CodePrinter with a PrintProblem as
	// its Detail; then nothing of it will be printed, or, where the printer
	// went away in the middle (Detail ProblemGone), perhaps a part.
	Print(ctx context.Context, job PrintJob) (string, error)
	// Job tells how far a job is, by the name that Print returned.
	Job(ctx context.Context, name string) (PrintStatus, error)
	// Cancel stops a job that is not over: CodeConflict where it is.
	Cancel(ctx context.Context, name string) error
}

// PrintDevice is one printer of a Printer.
type PrintDevice struct {
	ID      string
	Name    string
	Media   []string // "A4", "A5", "80", "58"; nil where the printer does not say
	Trays   []string // nil where it has one, or does not say
	PDF     bool     // it takes PDFs
	Ticket  bool     // it takes tickets
	Problem PrintProblem
}

// PrintJob is one document to print: a PDF or a ticket.
type PrintJob struct {
	Title   string
	PDF     []byte
	Ticket  []byte // PNG of black and white dots at 203 dpi
	Copies  int    // 1 where 0
	Media   string // "A4", "A5", "80", "58"; the printer's own where empty
	Printer string // PrintDevice.ID; the first where empty
	Tray    string // of PrintDevice.Trays; the printer's choice where empty
}

// CodePrinter is the code of a printer that waits for a person; the error's
// Detail is a PrintProblem. It stays on this machine and travels no road.
const CodePrinter ErrorCode = "printer"

// MaxCopies bounds PrintJob.Copies.
const MaxCopies = 99

// PrintState is how far a job is.
type PrintState string

// The states of a job. Sent is the last word of printers that cannot be asked.
const (
	PrintWaiting   PrintState = "waiting"
	PrintRunning   PrintState = "running"
	PrintStopped   PrintState = "stopped" // the printer waits for a person
	PrintDone      PrintState = "done"
	PrintSent      PrintState = "sent"
	PrintCancelled PrintState = "cancelled"
	PrintFailed    PrintState = "failed"
)

// Over reports whether nothing more will happen to the job.
func (s PrintState) Over() bool {
	return s == PrintDone || s == PrintSent || s == PrintCancelled || s == PrintFailed
}

// PrintProblem is what keeps a printer from printing.
type PrintProblem string

// The problems that printers tell apart; "" is none.
const (
	ProblemPaper   PrintProblem = "paper-out"
	ProblemJam     PrintProblem = "jam"
	ProblemCover   PrintProblem = "cover-open"
	ProblemToner   PrintProblem = "toner-out"
	ProblemMedia   PrintProblem = "wrong-media" // another paper lies in the tray
	ProblemPaused  PrintProblem = "paused"
	ProblemOffline PrintProblem = "offline"
	ProblemGone    PrintProblem = "gone" // in the middle of a job
	ProblemOther   PrintProblem = "other"
)

// PrintStatus is how far a job is and what is in its way.
type PrintStatus struct {
	State   PrintState
	Problem PrintProblem
}

// Check finds what no printer could print: CodeInvalid with the field.
func (j PrintJob) Check() error {
	bad := func(field string) error { return &Error{Code: CodeInvalid, Field: field} }
	switch {
	case len(j.PDF) == 0 && len(j.Ticket) == 0:
		return bad("pdf")
	case len(j.PDF) > 0 && len(j.Ticket) > 0:
		return bad("ticket")
	case len(j.PDF) > 0 && !bytes.HasPrefix(j.PDF, []byte("%PDF-")):
		return bad("pdf")
	case !slices.Contains([]string{"", "A4", "A5", "80", "58"}, j.Media):
		return bad("media")
	case j.Copies < 0 || j.Copies > MaxCopies:
		return bad("copies")
	}
	return nil
}

// Need finds why a job cannot go to a printer that otherwise works.
func (d PrintDevice) Need(j PrintJob) error {
	bad := func(field string) error { return &Error{Code: CodeInvalid, Field: field} }
	switch {
	case len(j.PDF) > 0 && !d.PDF:
		return bad("pdf")
	case len(j.Ticket) > 0 && !d.Ticket:
		return bad("ticket")
	case j.Media != "" && d.Media != nil && !slices.Contains(d.Media, j.Media):
		return bad("media")
	case j.Tray != "" && !slices.Contains(d.Trays, j.Tray):
		return bad("tray")
	}
	return nil
}
