package ipp

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/OpenPrinting/goipp"

	"motcua"
)

const pdfType = "application/pdf"

// media is a paper as PWG 5101.1 names it; hundredths of a millimetre.
type media struct {
	name string
	x, y int
}

func mediaNames() map[string]media {
	return map[string]media{"A4": {"iso_a4_210x297mm", 21000, 29700}, "A5": {"iso_a5_148x210mm", 14800, 21000}}
}

// wanted asks for the attributes that describe reads.
func wanted() goipp.Attribute {
	return goipp.MakeAttr("requested-attributes", goipp.TagKeyword,
		goipp.String("printer-uri-supported"), goipp.String("printer-name"), goipp.String("printer-info"), goipp.String("printer-state"),
		goipp.String("printer-state-reasons"), goipp.String("printer-is-accepting-jobs"), goipp.String("document-format-supported"),
		goipp.String("media-supported"), goipp.String("media-source-supported"))
}

// attributes are a group of an answer, by name.
type attributes goipp.Attributes

func (a attributes) list(name string) []string {
	var out []string
	for _, at := range a {
		if at.Name == name {
			for _, v := range at.Values {
				out = append(out, v.V.String())
			}
		}
	}
	return out
}

func (a attributes) first(name string) string {
	if l := a.list(name); len(l) > 0 {
		return l[0]
	}
	return ""
}

func (a attributes) number(name string) int {
	for _, at := range a {
		if at.Name == name && len(at.Values) > 0 {
			if n, ok := at.Values[0].V.(goipp.Integer); ok {
				return int(n)
			}
		}
	}
	return 0
}

// describe says what a printer's attributes mean. uri is what the printer was
// asked by, empty where a spooler listed it.
func describe(a attributes, uri string) motcua.PrintDevice {
	d := motcua.PrintDevice{ID: uri, Name: a.first("printer-info")}
	if d.ID == "" {
		d.ID = a.first("printer-uri-supported")
	}
	if d.Name == "" {
		d.Name = a.first("printer-name")
	}
	if d.Name == "" {
		d.Name = d.ID
	}
	for _, f := range a.list("document-format-supported") {
		d.PDF = d.PDF || f == pdfType
	}
	supported := a.list("media-supported")
	for _, name := range []string{"A4", "A5"} {
		for _, s := range supported {
			if s == mediaNames()[name].name {
				d.Media = append(d.Media, name)
			}
		}
	}
	if supported != nil && d.Media == nil {
		d.Media = []string{}
	}
	d.Trays = a.list("media-source-supported")
	d.Problem = problem(a)
	return d
}

// stopped is printer-state 5 (RFC 8011, 5.4.11).
const stopped = 5

// problem reads printer-state-reasons (RFC 8011, 5.4.12). Reports keep nothing
// from printing, and neither do warnings, but for a jam or an open door, which
// some printers only warn of while a job is in them.
func problem(a attributes) motcua.PrintProblem {
	words := []struct {
		begins string
		means  motcua.PrintProblem
		warned bool // a warning is enough
	}{
		{"media-jam", motcua.ProblemJam, true}, {"cover-open", motcua.ProblemCover, true}, {"door-open", motcua.ProblemCover, true},
		{"interlock-open", motcua.ProblemCover, true}, {"media-empty", motcua.ProblemPaper, false}, {"media-needed", motcua.ProblemMedia, false},
		{"toner-empty", motcua.ProblemToner, false}, {"marker-supply-empty", motcua.ProblemToner, false}, {"offline", motcua.ProblemOffline, false},
		{"shutdown", motcua.ProblemOffline, false}, {"timed-out", motcua.ProblemOffline, false}, {"paused", motcua.ProblemPaused, false},
		{"moving-to-paused", motcua.ProblemPaused, false},
	}
	reasons := a.list("printer-state-reasons")
	for _, w := range words {
		for _, r := range reasons {
			only := strings.HasSuffix(r, "-report") || !w.warned && strings.HasSuffix(r, "-warning")
			if strings.HasPrefix(r, w.begins) && !only {
				return w.means
			}
		}
	}
	if a.number("printer-state") == stopped || a.first("printer-is-accepting-jobs") == "false" {
		return motcua.ProblemOther
	}
	return ""
}

// jobState reads job-state (RFC 8011, 5.3.7).
func jobState(n int) motcua.PrintState {
	states := map[int]motcua.PrintState{
		3: motcua.PrintWaiting, 4: motcua.PrintWaiting, 5: motcua.PrintRunning, 6: motcua.PrintStopped,
		7: motcua.PrintCancelled, 8: motcua.PrintFailed, 9: motcua.PrintDone,
	}
	if s, ok := states[n]; ok {
		return s
	}
	return motcua.PrintWaiting
}

// statusError is an answer that says no.
type statusError struct{ status goipp.Status }

func (e *statusError) Error() string { return "ipp " + e.status.String() }

// statusOf says in our codes why a printer refuses.
func statusOf(s goipp.Status, unsupported goipp.Attributes) error {
	cause := &statusError{s}
	switch s {
	case goipp.StatusErrorNotFound, goipp.StatusErrorGone:
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "printer", Cause: cause}
	case goipp.StatusErrorForbidden, goipp.StatusErrorNotAuthenticated, goipp.StatusErrorNotAuthorized:
		return &motcua.Error{Code: motcua.CodeDenied, Field: "printer", Cause: cause}
	case goipp.StatusErrorDocumentFormatNotSupported:
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "pdf", Cause: cause}
	case goipp.StatusErrorAttributesOrValues, goipp.StatusErrorConflicting:
		field := "media"
		for _, a := range unsupported {
			switch a.Name {
			case "copies":
				field = "copies"
			case "media-col", "media-source":
				field = "tray"
			}
		}
		return &motcua.Error{Code: motcua.CodeInvalid, Field: field, Cause: cause}
	case goipp.StatusErrorBusy, goipp.StatusErrorTemporary:
		return &motcua.Error{Code: motcua.CodeBusy, Field: "printer", Cause: cause}
	case goipp.StatusErrorNotAcceptingJobs, goipp.StatusErrorServiceUnavailable:
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemPaused), Cause: cause}
	case goipp.StatusErrorDevice:
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOther), Cause: cause}
	}
	return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "printer", Cause: cause}
}

// errOffline marks that nothing answers at the printer's address.
var errOffline = errors.New("nothing answers")

// wireError says what a broken connection means; sent is whether a document
// was on its way.
func wireError(err error, sent bool) error {
	var op *net.OpError
	switch {
	case errors.Is(err, context.Canceled):
		return &motcua.Error{Code: motcua.CodeBusy, Detail: "cancelled", Cause: err}
	case errors.As(err, &op) && op.Op == "dial", !sent:
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOffline), Cause: errors.Join(errOffline, err)}
	}
	return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
}

// short bounds a job's name as the protocol does (RFC 8011, 5.1.3).
func short(title string) string {
	if title == "" {
		return "motcua"
	}
	for len(title) > 255 {
		r := []rune(title)
		title = string(r[:len(r)-1])
	}
	return title
}
