package motcua

import (
	"context"
	"io"
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

// PageStream delivers a job's pages in order.
type PageStream interface {
	// Next returns the next page, or io.EOF after the last one.
	Next(ctx context.Context) (Page, error)
	io.Closer
}

// Page is one scanned image, encoded.
type Page struct {
	Data []byte
	Type string // image/jpeg, image/png or image/tiff
	DPI  int
}

// File is a stored file, opened for reading: the plain bytes, however they lie
// on disk.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Size() int64
}

// Printer is anything a PDF can be sent to. Implementations live in
// printing/<kind>.
type Printer interface {
	// Print hands the job over and returns its name at the printer once the
	// printer, or the spooler, has accepted it.
	Print(ctx context.Context, job PrintJob) (string, error)
}

// PrintJob is one document to print.
type PrintJob struct {
	Title  string
	PDF    []byte
	Copies int    // 1 where 0
	Media  string // "A4", "A5"
}
