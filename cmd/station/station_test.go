package station_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/cmd/station"
	"motcua/store"
)

// now is a quiet Friday morning.
func now() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, motcua.Local) }

func open(t *testing.T) *station.Station {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "q1")
	if _, err := station.Init(t.Context(), dir, "46-19789", "", "Quầy 01", 1, 999, now, store.Keys{}); err != nil {
		t.Fatal(err)
	}
	s, err := station.Open(t.Context(), station.Config{Dir: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestEveryDoubtOfTheDeskHasWordsInTheWindow(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../desk/warning.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Warn") || len(spec.Values) == 0 {
			return true
		}
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		codes++
		if d := model.WarningWords(motcua.Warning{Code: code}); strings.HasPrefix(d.Head, "Cần xem lại") {
			t.Errorf("%s has no words of its own", code)
		}
		return true
	})
	if codes < 8 {
		t.Fatalf("only %d codes found", codes)
	}
}

func TestEveryPublishedProcedureCanBeTakenInByEveryCaseAndChannel(t *testing.T) {
	s := open(t)
	n := 0
	for _, p := range s.Catalogue.List() {
		cases := p.Cases()
		if len(cases) == 0 {
			cases = []string{""}
		}
		for _, c := range cases {
			for _, o := range p.Offers {
				n++
				_, err := s.Desk.Prepare(motcua.Intake{Procedure: p.Code, Case: c, Channel: o.Channel, Applicant: motcua.Person{Name: "Trần Văn Mẫu"}})
				if err != nil {
					t.Errorf("%s %q %s: %v", p.Code, c, o.Channel, err)
				}
			}
		}
	}
	if n < 800 {
		t.Fatalf("only %d combinations", n)
	}
}

func TestAReceiptsQRShowsTheDossierAndNothingElseDoes(t *testing.T) {
	s := open(t)
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}})
	if err != nil {
		t.Fatal(err)
	}
	url, err := s.Store.ReceiptURL(d)
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := s.Public(t.Context(), url)
	if err != nil || p.Code != d.Received.Code || p.Initials != "N.T.V.D." {
		t.Fatalf("%+v, %v", p, err)
	}
	other := open(t) // a station whose key is not known there
	for _, bad := range []string{"", "HTTPS://X/T/", string(d.Received.Code), url[:len(url)-1], flipped(url), url + "A"} {
		if _, _, err := s.Public(t.Context(), bad); motcua.CodeOf(err) != motcua.CodeUnknown {
			t.Errorf("%.40q: %v, want unknown", bad, err)
		}
	}
	if _, _, err := other.Public(t.Context(), url); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("a foreign station's receipt: %v, want unknown", err)
	}
}

// flipped changes one letter in the middle of a token.
func flipped(url string) string {
	b := []byte(url)
	if i := len(b) - 40; b[i] == 'B' {
		b[i] = 'C'
	} else {
		b[i] = 'B'
	}
	return string(b)
}

func TestAReceiptIsMadeFromTheStoredRowOnBothPapers(t *testing.T) {
	s := open(t)
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "1.004884", Applicant: motcua.Person{Name: "Trần Văn Mẫu"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, media := range []string{"A4", "A5"} {
		pdf, err := s.Receipt(t.Context(), d.ID, media)
		if err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("%s: %d bytes, %v", media, len(pdf), err)
		}
	}
	if _, err := s.Receipt(t.Context(), "0193563e-8e2c-7a53-8000-000000000001", "A5"); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("no such dossier: %v", err)
	}
}

func TestTheWindowAndTheDeskStartFromTheSamePapers(t *testing.T) {
	s := open(t)
	n := 0
	for _, p := range s.Catalogue.List() {
		for _, c := range append(p.Cases(), "") {
			in := motcua.Intake{Procedure: p.Code, Case: c, Kind: motcua.ApplicantAuthorised, Applicant: motcua.Person{Name: "Trần Văn Mẫu"}, Authoriser: &motcua.Person{Name: "Nguyễn Thị Ví Dụ", Document: "Giấy ủy quyền"}}
			r, err := s.Desk.Prepare(in)
			if err != nil {
				continue // no case, or a channel of its own: another test's matter
			}
			for i, x := range p.Expected(c, motcua.ChannelDirect, true) {
				n++
				got := r.Intake.Papers[i]
				got.Shown = false // a clerk ticks it; a list without counts takes it as seen
				if got != x.Count {
					t.Errorf("%s %q %s: desk %+v, window %+v", p.Code, c, x.Rule.Key, got, x.Count)
				}
			}
		}
	}
	if n < 1000 {
		t.Fatalf("only %d papers", n)
	}
}
