package station

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	gosync "sync"
	"time"

	"motcua"
	"motcua/printing"
	"motcua/printing/escpos"
	"motcua/printing/file"
	"motcua/printing/ipp"
	"motcua/printing/queue"
	"motcua/printing/raw"
	"motcua/store"
)

// Printers leads from addresses to printers, one for each: a folder
// ("file:/var/prints"), a spooler or a printer that speaks IPP
// ("ipp://host/printers/a"), a printer that takes PDFs on port 9100
// ("raw://host"), a ticket printer ("escpos://host", "escpos:/dev/usb/lp0").
//
// A folder in the station's own is refused (CodeInvalid, "prints").
type Printers struct {
	data  string // the station's folder; "" for none
	mu    gosync.Mutex
	known map[string]motcua.Printer
}

// FilePrinter returns the address of a folder.
func FilePrinter(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "printer", Cause: err}
	}
	return "file:" + abs, nil
}

// At implements queue.Printers.
func (p *Printers) At(address string) (motcua.Printer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if got, ok := p.known[address]; ok {
		return got, nil
	}
	if dir, ok := strings.CutPrefix(address, "file:"); ok && p.data != "" {
		if err := Outside(p.data, dir); err != nil {
			return nil, err
		}
	}
	got, err := printerAt(address)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "printer", Cause: err}
	}
	if p.known == nil {
		p.known = map[string]motcua.Printer{}
	}
	p.known[address] = got
	return got, nil
}

func printerAt(address string) (motcua.Printer, error) {
	way, rest, _ := strings.Cut(address, ":")
	host, remote := strings.CutPrefix(rest, "//")
	host = strings.TrimSuffix(host, "/")
	bad := &motcua.Error{Code: motcua.CodeInvalid, Field: "printer"}
	switch way {
	case "file":
		if remote || !filepath.IsAbs(rest) {
			return nil, bad
		}
		return file.Printer{Dir: filepath.Clean(rest)}, nil
	case "ipp", "ipps":
		return ipp.New(ipp.Config{URI: address})
	case "raw":
		if !remote || host == "" || strings.ContainsAny(host, "/?#@") {
			return nil, bad
		}
		return raw.New(raw.Config{Address: host}), nil
	case "escpos":
		if remote && host != "" {
			return escpos.New(escpos.Config{Address: "tcp://" + host})
		}
		if !remote && filepath.IsAbs(rest) {
			return escpos.New(escpos.Config{Address: filepath.Clean(rest)})
		}
	}
	return nil, bad
}

// QueueConfig is what the print queue of a station needs from its program.
type QueueConfig struct {
	Now      func() time.Time
	Log      *slog.Logger
	OnChange func() // may be nil
}

// NewQueue returns the station's print queue. Only the program that holds
// HoldWindow may Serve it.
func (s *Station) NewQueue(c QueueConfig) *queue.Queue {
	return queue.New(queue.Config{File: s.Store, Press: maker{s, c.Now}, Printers: &s.Printers, Now: c.Now, Log: c.Log, OnChange: c.OnChange})
}

// PrintChoice returns where a form is printed: as remembered, else on the
// address that is given. The sheet that is remembered for all is meant for
// receipts and the test page; other forms have one only by their own name.
func (s *Station) PrintChoice(ctx context.Context, form motcua.PrintForm, otherwise string) (motcua.PrintChoice, error) {
	c, ok, err := s.Store.PrintChoice(ctx, form)
	if err == nil && !ok {
		c = motcua.PrintChoice{Form: form, Printer: otherwise, Copies: 1}
	}
	if DefaultSheet(form) != "A5" && c.Form != form {
		c.Media = ""
	}
	return c, err
}

// DefaultSheet is what a paper is printed on where nothing is remembered.
func DefaultSheet(form motcua.PrintForm) string {
	if form == motcua.PrintReceipt || form == motcua.PrintTest {
		return "A5"
	}
	return "A4"
}

// maker makes papers from stored rows.
type maker struct {
	station *Station
	now     func() time.Time
}

// Paper implements queue.Press.
func (m maker) Paper(ctx context.Context, o motcua.PrintOrder) (motcua.PrintJob, error) {
	title, media := "in-thu", o.Media
	var doc printing.Document = printing.TestPageData{Counter: m.station.Store.Station().Name, Printer: o.Printer, Tray: o.Tray, Printed: m.now()}
	if o.Form != motcua.PrintTest {
		var err error
		if o.Form.OfDay() {
			media = "" // its form says how it lies on the sheet
			title, doc, err = m.station.daySheet(ctx, o, m.now())
		} else {
			title, doc, err = m.station.paper(ctx, o.Dossier, o.Form, o.Reprint)
		}
		if err != nil {
			return motcua.PrintJob{}, err
		}
	}
	defer m.station.Press.Warm() // for the next, while this one goes out
	job := motcua.PrintJob{Title: title}
	var err error
	if media == "80" || media == "58" {
		job.Ticket, err = m.station.Press.Ticket(doc, media)
	} else {
		job.PDF, err = m.station.Press.PDF(media, doc)
	}
	return job, err
}

func receiptData(st *store.Store, d motcua.Dossier, reprint int) (printing.ReceiptData, error) {
	url, err := st.ReceiptURL(d)
	return printing.ReceiptData{Dossier: d, Station: st.Station(), URL: url, Reprint: reprint}, err
}
