package ipp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/OpenPrinting/goipp"

	"motcua"
	"motcua/internal/testkit/ippeve"
	"motcua/internal/testkit/printertest"
	"motcua/printing/ipp"
)

func pdf(text string) []byte { return []byte("%PDF-1.7\n" + text + "\n%%EOF\n") }

func problem(err error) motcua.PrintProblem {
	var e *motcua.Error
	if !errors.As(err, &e) || e.Code != motcua.CodePrinter {
		return motcua.PrintProblem(fmt.Sprint("no problem of the printer: ", err))
	}
	return motcua.PrintProblem(e.Detail)
}

func TestAPrinterOnTheNetworkKeepsTheContract(t *testing.T) {
	env := ippeve.Bus(t)
	var m *ippeve.Machine
	printertest.Run(t, printertest.Case{
		OwnCopies: true,
		Open: func(t *testing.T) motcua.Printer {
			m = ippeve.New(t, env).On(t)
			return printerOf(t, m)
		},
		Arrived: func(t *testing.T) [][]byte { return m.Arrived(t) },
	})
}

func TestAJamAndARestartOfThePrinterLoseNothing(t *testing.T) {
	env := ippeve.Bus(t)
	m := ippeve.New(t, env).On(t)
	p := printerOf(t, m)
	m.Jam(t, true)
	first, err := p.Print(t.Context(), motcua.PrintJob{Title: "một", PDF: pdf("một"), Media: "A4"})
	if err != nil {
		t.Fatal(err)
	}
	ippeve.Until(t, "the jam is told", func() bool {
		s, err := p.Job(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		return s == motcua.PrintStatus{State: motcua.PrintStopped, Problem: motcua.ProblemJam}
	})
	list, err := p.Printers(t.Context())
	if err != nil || len(list) != 1 || list[0].Problem != motcua.ProblemJam {
		t.Errorf("%+v, %v", list, err)
	}
	m.Jam(t, false)
	ippeve.Until(t, "the job is printed", func() bool { return ippeve.Has(m.Arrived(t), pdf("một")) })

	// Off: said at once, nothing was handed over, and the caller still has the job.
	m.Off()
	job := motcua.PrintJob{Title: "hai", PDF: pdf("hai")}
	if _, err := p.Print(t.Context(), job); problem(err) != motcua.ProblemOffline {
		t.Errorf("off: %v", err)
	}
	if list, err := p.Printers(t.Context()); err != nil || list[0].Problem != motcua.ProblemOffline {
		t.Errorf("off: %+v, %v", list, err)
	}
	m.On(t)
	if _, err := p.Print(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	ippeve.Until(t, "the second job is printed", func() bool { return ippeve.Has(m.Arrived(t), pdf("hai")) })
	if n := len(m.Arrived(t)); n != 2 {
		t.Errorf("%d jobs were printed", n)
	}
	// The printer forgot its jobs when it was off: that is said, not guessed.
	if s, err := p.Job(t.Context(), m.URI()+"#99"); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAJobThatHangsCanBeCancelledAndTheNextIsPrinted(t *testing.T) {
	m := ippeve.New(t, ippeve.Bus(t)).On(t)
	p := printerOf(t, m)
	m.Jam(t, true)
	name, err := p.Print(t.Context(), motcua.PrintJob{Title: "một", PDF: pdf("một")})
	if err != nil {
		t.Fatal(err)
	}
	// A job that waits yet would be called off and printed all the same.
	ippeve.Until(t, "the job is being printed", func() bool {
		s, err := p.Job(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return s == motcua.PrintStatus{State: motcua.PrintStopped, Problem: motcua.ProblemJam}
	})
	// This printer takes one job at a time and says so.
	if _, err := p.Print(t.Context(), motcua.PrintJob{Title: "hai", PDF: pdf("hai")}); motcua.CodeOf(err) != motcua.CodeBusy {
		t.Errorf("%v", err)
	}
	if err := p.Cancel(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	m.Jam(t, false)
	ippeve.Until(t, "the job is over", func() bool {
		s, err := p.Job(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return s.State == motcua.PrintCancelled
	})
	if err := p.Cancel(t.Context(), name); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("cancelled twice: %v", err)
	}
	ippeve.Until(t, "the next is taken", func() bool {
		_, err := p.Print(t.Context(), motcua.PrintJob{Title: "hai", PDF: pdf("hai")})
		return err == nil
	})
	ippeve.Until(t, "the next is printed", func() bool { return ippeve.Has(m.Arrived(t), pdf("hai")) })
}

// says answers every request with a message made by answer.
func says(t *testing.T, answer func(op goipp.Op) *goipp.Message) *ipp.Printer {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m goipp.Message
		if err := m.Decode(r.Body); err != nil {
			t.Error(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		if err := answer(goipp.Op(m.Code)).Encode(w); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	p, err := ipp.New(ipp.Config{URI: "ipp" + strings.TrimPrefix(s.URL, "http") + "/"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func text(name string, values ...string) goipp.Attribute {
	a := goipp.Attribute{Name: name}
	for _, v := range values {
		a.Values.Add(goipp.TagKeyword, goipp.String(v))
	}
	return a
}

// two is a spooler's list: a printer that is well and one that needs a person.
func two(reason string) *goipp.Message {
	m := goipp.NewResponse(goipp.DefaultVersion, goipp.StatusOk, 1)
	m.Groups = goipp.Groups{{Tag: goipp.TagOperationGroup}}
	for name, why := range map[string]string{"a": "none", "b": reason} {
		m.Groups.Add(goipp.Group{Tag: goipp.TagPrinterGroup, Attrs: goipp.Attributes{
			text("printer-uri-supported", "ipp://localhost/printers/"+name), text("printer-name", name), text("printer-info", "Máy "+name),
			text("document-format-supported", "image/pwg-raster", "application/pdf"), text("media-supported", "iso_a4_210x297mm", "na_letter_8.5x11in"),
			text("media-source-supported", "tray-1", "tray-2"), text("printer-state-reasons", why),
		}})
	}
	return m
}

func TestASpoolerListsItsPrintersWithWhatTheyNeed(t *testing.T) {
	for reason, want := range map[string]motcua.PrintProblem{
		"media-empty-error": motcua.ProblemPaper, "media-jam": motcua.ProblemJam, "door-open": motcua.ProblemCover, "cover-open-error": motcua.ProblemCover,
		"toner-empty": motcua.ProblemToner, "media-needed": motcua.ProblemMedia, "offline-report": "", "offline": motcua.ProblemOffline,
		"paused": motcua.ProblemPaused, "toner-low-warning": "", "media-empty-warning": "", "media-jam-warning": motcua.ProblemJam, "media-jam-report": "", "none": "",
	} {
		list, err := says(t, func(goipp.Op) *goipp.Message { return two(reason) }).Printers(t.Context())
		if err != nil || len(list) != 2 {
			t.Fatalf("%v, %v", list, err)
		}
		for _, d := range list {
			ill := d.Name == "Máy b"
			if d.Problem != "" != (ill && want != "") || ill && d.Problem != want || len(d.Media) != 1 || d.Media[0] != "A4" || len(d.Trays) != 2 || !d.PDF {
				t.Errorf("%s: %+v", reason, d)
			}
		}
	}
}

func TestWhatASpoolerRefusesKeepsItsMeaning(t *testing.T) {
	for status, want := range map[goipp.Status]motcua.ErrorCode{
		goipp.StatusErrorNotFound: motcua.CodeUnknown, goipp.StatusErrorNotAuthorized: motcua.CodeDenied, goipp.StatusErrorBusy: motcua.CodeBusy,
		goipp.StatusErrorNotAcceptingJobs: motcua.CodePrinter, goipp.StatusErrorDevice: motcua.CodePrinter, goipp.StatusErrorInternal: motcua.CodeBadAnswer,
		goipp.StatusErrorAttributesOrValues: motcua.CodeInvalid, goipp.StatusErrorDocumentFormatNotSupported: motcua.CodeInvalid,
	} {
		p := says(t, func(goipp.Op) *goipp.Message { return goipp.NewResponse(goipp.DefaultVersion, status, 1) })
		if _, err := p.Print(t.Context(), motcua.PrintJob{PDF: pdf("x")}); motcua.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", status, err, want)
		}
	}
}

func TestAServerThatIsNoPrinterIsABadAnswer(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"a page":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>đăng nhập mạng</html>") },
		"an error": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"nothing":  func(http.ResponseWriter, *http.Request) {},
	} {
		s := httptest.NewServer(h)
		p, err := ipp.New(ipp.Config{URI: "ipp" + strings.TrimPrefix(s.URL, "http") + "/ipp/print"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Print(t.Context(), motcua.PrintJob{PDF: pdf("x")}); motcua.CodeOf(err) != motcua.CodeBadAnswer {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
}

func TestAPrinterThatGoesAwayInTheMiddleIsNamed(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m goipp.Message
		if err := m.Decode(r.Body); err != nil {
			t.Error(err)
		}
		if goipp.Op(m.Code) != goipp.OpPrintJob {
			if err := describing().Encode(w); err != nil {
				t.Error(err)
			}
			return
		}
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = c.(*net.TCPConn).SetLinger(0) // the close is then a reset, as of a pulled cable
		c.Close()
	}))
	defer s.Close()
	p, err := ipp.New(ipp.Config{URI: "ipp" + strings.TrimPrefix(s.URL, "http") + "/ipp/print"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Print(t.Context(), motcua.PrintJob{PDF: append(pdf("x"), make([]byte, 8<<20)...)}); problem(err) != motcua.ProblemGone {
		t.Errorf("%v", err)
	}
}

func describing() *goipp.Message {
	m := goipp.NewResponse(goipp.DefaultVersion, goipp.StatusOk, 1)
	m.Printer = goipp.Attributes{text("printer-name", "a"), text("document-format-supported", "application/pdf")}
	return m
}

func TestAddressesThatAreNoPrintersAreRefused(t *testing.T) {
	for _, uri := range []string{"", "http://localhost/", "ipp://", "localhost:631", "ipp://%zz/"} {
		if _, err := ipp.New(ipp.Config{URI: uri}); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "uri" {
			t.Errorf("%q: %v", uri, err)
		}
	}
	p, err := ipp.New(ipp.Config{URI: "ipp://localhost:1/ipp/print"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range []string{"ipp://elsewhere/ipp/print#1", "ipp://localhost:1/ipp/print#x", "ipp://localhost:1/ipp/print#0", "#", "http://127.0.0.1/#1"} {
		if _, err := p.Job(ctx, name); motcua.CodeOf(err) != motcua.CodeUnknown { // without asking anybody
			t.Errorf("%q: %v", name, err)
		}
	}
}
