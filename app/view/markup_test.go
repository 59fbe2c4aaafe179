package view

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

var update = flag.Bool("update", false, "write the markup of the screens anew; look at them before it is committed")

// TestEveryScreenIsDrawnAsItWas compares what each view draws, object by object
// with its place, size and colour, with testdata/markup.
func TestEveryScreenIsDrawnAsItWas(t *testing.T) {
	for name, build := range map[string]func(*testing.T) *stage{
		"intake-empty":  func(t *testing.T) *stage { s, _, _ := intakeStage(t, plain, 1282, 622); return s },
		"intake-filled": func(t *testing.T) *stage { s, _, m := intakeStage(t, plain, 1282, 622); fill(m); return s },
		"intake-wrong": func(t *testing.T) *stage {
			s, _, m := intakeStage(t, plain, 1282, 622)
			m.ChooseProcedure("1.004884")
			m.Receive()
			return s
		},
		"received":     func(t *testing.T) *stage { s, _, m := intakeStage(t, plain, 1282, 622); fill(m); m.Receive(); return s },
		"worklist":     func(t *testing.T) *stage { s, _, _ := workStage(t, plain, 1282, 622, 6); return s },
		"dossier":      func(t *testing.T) *stage { s, _, _ := pageStage(t, plain, 1282, 622); return s },
		"outbox":       func(t *testing.T) *stage { s, _, _ := outboxStage(t, plain, 3); return s },
		"outbox-empty": func(t *testing.T) *stage { s, _, _ := outboxStage(t, plain, 0); return s },
		"dayclose":     func(t *testing.T) *stage { s, _, _ := dayStage(t, plain, 1282, 4); return s },
		"search": func(t *testing.T) *stage {
			s, p, _, _ := paletteStage(t, plain)
			p.Show()
			s.write("nguyen")
			return s
		},
		"login": func(t *testing.T) *stage { s, _, _, _ := gateStage(t, plain, 1282, 622, 0); return s },
		"setup": func(t *testing.T) *stage {
			s := newStage(t, plain)
			m := model.NewSetup(model.SetupConfig{Folder: "/du-lieu/quay", Units: modeltest.Units{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
			v := NewSetup(m, s.keys, s.layer, func() {})
			m.OnChange = func() { v.Show(m.State()) }
			s.show(v.Root, 592, 600)
			m.Make()
			return s
		},
		"step":   stepStage,
		"prints": printsStage,
		"kiosk":  func(t *testing.T) *stage { s, _, _ := kioskStage(t); return s },
		"kiosk-answer": func(t *testing.T) *stage {
			s, m, clock := kioskStage(t)
			for _, r := range "TOKEN" {
				m.Type(r)
			}
			m.Enter()
			clock.Move(time.Second) // every answer comes after the same time
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := test.RenderToMarkup(build(t).win.Canvas())
			file := filepath.Join("testdata", "markup", name+".xml")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("drawn otherwise than in %s (-update writes it anew):\n%s", file, firstDifference(string(want), got))
			}
		})
	}
}

var plain = Theme{Scale: 1}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return "line " + strings.Join([]string{w[i], strings.Join(g[min(i, len(g)):min(i+1, len(g))], "")}, "\n  now ")
		}
	}
	return "more lines than there were"
}

// stepStage is the sheet of a step over a dossier's page.
func stepStage(t *testing.T) *stage {
	s, _, _ := pageStage(t, plain, 1282, 622)
	m := model.NewSteps(model.StepsConfig{Dossiers: deskOf(t, 1), Units: modeltest.Units{}, Station: motcua.Station{ID: "q1", Unit: "46-19789", Name: "Quầy 01"},
		Actor: "Lê Thị Minh Dụ", Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	v := NewStepSheet(s.win, m, s.keys)
	m.OnChange = func() { v.Show(m.State()) }
	m.Begin("d0", model.StepSupplement)
	return s
}

// orders is a print queue that nothing is done to.
type orders []motcua.PrintOrder

func (o orders) Prints(context.Context) ([]motcua.PrintOrder, error) { return o, nil }
func (orders) Retry(context.Context, int64) error                    { return nil }
func (orders) Move(context.Context, int64, string, string) error     { return nil }
func (orders) Cancel(context.Context, int64) error                   { return nil }
func (orders) Settle(context.Context, int64) error                   { return nil }

func printsStage(t *testing.T) *stage {
	s := newStage(t, plain)
	order := func(id int64, state motcua.QueueState, p motcua.PrintProblem) motcua.PrintOrder {
		o := motcua.PrintOrder{ID: id, Dossier: "d", Of: "H57.19.789-261120-0007", Form: motcua.PrintReceipt, Printer: "ipp://may1/ipp/print", State: state, Copies: 1}
		if p != "" {
			o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(p)})
		}
		return o
	}
	m := model.NewPrints(orders{order(1, motcua.QueueHeld, motcua.ProblemPaper), order(2, motcua.QueueUnknown, ""), order(3, motcua.QueueWaiting, motcua.ProblemOffline),
		order(4, motcua.QueuePrinting, ""), order(5, motcua.QueueSent, "")}, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	v := NewPrints(m, s.keys, func() {})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, 1282, 622)
	m.Reload()
	return s
}

func kioskStage(t *testing.T) (*stage, *model.Kiosk, *modeltest.Clock) {
	clock := &modeltest.Clock{At: friday}
	s := newStage(t, Theme{Scale: 1, Kiosk: true})
	p := motcua.Public{Code: "H57.19.789-261120-0007", Procedure: "Thủ tục đăng ký lại khai sinh", Initials: "N.T.V.D.", Status: motcua.StatusProcessing,
		Received: friday, Due: friday.AddDate(0, 0, 10), Steps: []motcua.PublicStep{{Status: motcua.StatusReceived, At: friday}, {Status: motcua.StatusProcessing, At: friday.Add(time.Hour)}}}
	m := model.NewKiosk(model.KioskConfig{Tasks: &modeltest.Tasks{}, Clock: clock, UnitName: "Phường Thuận Hoá, Thành phố Huế",
		Lookup: modeltest.Lookup{At: friday, Known: map[string]motcua.Public{"TOKEN": p}}})
	v := NewKiosk(m, KioskActions{OnSize: func() {}, OnContrast: func() {}, OnShape: func(bool) {}})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, 1366, 768)
	return s, m, clock
}
