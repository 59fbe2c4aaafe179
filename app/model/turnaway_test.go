package model_test

import (
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// turnBench is a form whose intake can be turned away.
type turnBench struct {
	*bench
	steps *model.Steps
	desk  *stepDesk
	paper *formPaper
}

func newTurnBench(t *testing.T) *turnBench {
	b := &turnBench{bench: newBench(t), desk: &stepDesk{}, paper: &formPaper{}}
	b.Intake = model.NewIntake(model.IntakeConfig{
		Desk: b.bench.desk, Catalogue: b.bench.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.bench.desk, Paper: b.bench.paper, Forms: b.paper,
		TurnAway: func(r motcua.Received, how model.StepKey) { b.steps.BeginNew(r, how) },
		Tasks:    b.tasks, Clock: b.clock, NewID: func() string { return "neu" }, Province: "46", Ward: "19789",
	})
	b.steps = model.NewSteps(model.StepsConfig{Dossiers: b.bench.desk, Desk: b.desk, Forms: b.paper, Station: motcua.Station{ID: "q1", Unit: "46-19789", Name: "Quầy 01"},
		Tasks: b.tasks, Clock: b.clock, OnBegun: b.became, OnUsed: b.refused})
	return b
}

func (b *turnBench) became(d motcua.Dossier) { b.Became(d) }
func (b *turnBench) refused(err error)       { b.Refused(err) }

func (b *turnBench) turn(how model.StepKey) model.StepsState {
	b.TurnAway(how)
	b.tasks.Run()
	return b.steps.State()
}

func TestAnIntakeThatLacksPapersIsKeptWithItsRequestAndNoReceipt(t *testing.T) {
	b := newTurnBench(t)
	b.fill()
	b.SetPaper(motcua.PaperCount{Key: "p1"}) // not here
	s := b.turn(model.StepSupplement)
	if !s.Open || s.Of != "Hồ sơ mới · Nguyễn Thị Ví Dụ" || s.Boxes[0].Value != "p1" {
		t.Fatalf("%+v", s)
	}
	for _, o := range s.Boxes[0].Options {
		if strings.Contains(o.Note, "bản điện tử") {
			t.Errorf("%q could not be scanned yet: %q", o.Text, o.Note)
		}
	}
	b.steps.Set("reason", "Còn thiếu tờ khai")
	b.steps.Do()
	b.tasks.Run()
	if got := b.steps.State(); got.Open {
		t.Fatalf("%+v", got.Trouble)
	}
	r, ok := b.desk.did[0].(motcua.SupplementRequested)
	if !ok || len(r.Missing) != 1 || r.Missing[0].Paper != "p1" {
		t.Errorf("%+v", b.desk.did)
	}
	now := b.State()
	if now.Phase != model.PhaseReceived || now.Done.Differs != "261120-0009" || !strings.HasPrefix(now.Done.Appointment, "Chưa tiếp nhận") || !now.Done.CanFile {
		t.Errorf("%+v", now.Done)
	}
	if len(b.paper.printed) != 1 || b.paper.printed[0] != motcua.PrintSupplement || len(b.paper.made) != 1 || len(b.bench.paper.Printed()) != 0 {
		t.Errorf("printed %v, made %v, receipts %v", b.paper.printed, b.paper.made, b.bench.paper.Printed())
	}
	if data, _, err := b.drafts.Draft(t.Context(), "intake"); err != nil || len(data) > 0 {
		t.Errorf("the draft is still there: %s %v", data, err)
	}
}

func TestARefusedIntakeTakesNoMorePapers(t *testing.T) {
	b := newTurnBench(t)
	b.fill()
	if s := b.turn(model.StepRefuse); !s.Open || !s.Grave {
		t.Fatalf("%+v", s)
	}
	b.steps.Set("reasons", "Không thuộc thẩm quyền")
	b.steps.Do()
	b.tasks.Run()
	s := b.State()
	if s.Phase != model.PhaseReceived || s.Done.Appointment != "Không tiếp nhận" || s.Done.CanFile || s.Done.CanScan {
		t.Errorf("%+v", s.Done)
	}
	if len(b.paper.printed) != 1 || b.paper.printed[0] != motcua.PrintRefusal {
		t.Errorf("printed %v", b.paper.printed)
	}
}

func TestTurningAwayNeedsAWholeFormAndLosesNothingOfIt(t *testing.T) {
	b := newTurnBench(t)
	if s := b.turn(model.StepSupplement); s.Open || b.State().Trouble == nil {
		t.Errorf("no procedure: open %v, %+v", s.Open, b.State().Trouble)
	}
	b.fill()
	b.SetField(model.FieldBirth, "31/02/1990")
	if s := b.turn(model.StepSupplement); s.Open || b.State().FirstFault != model.FieldBirth {
		t.Errorf("open %v, fault at %q", s.Open, b.State().FirstFault)
	}
	b.SetField(model.FieldBirth, "15/08/1990")
	b.turn(model.StepSupplement)
	b.steps.Set("reason", "nửa câu")
	b.steps.Close()
	if s := b.State(); s.Phase != model.PhaseEditing || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
		t.Errorf("%+v", s)
	}
	s := b.turn(model.StepSupplement)
	kept := ""
	for _, box := range s.Boxes {
		if box.Key == "reason" {
			kept = box.Value
		}
	}
	if kept != "nửa câu" {
		t.Errorf("the sheet kept %q", kept)
	}
	// The desk refuses: the sheet stands, the form stands.
	b.desk.fail = &motcua.Error{Code: motcua.CodeDiskFull}
	b.steps.Toggle("missing", "p1")
	b.steps.Do()
	b.tasks.Run()
	if s := b.steps.State(); !s.Open || s.Trouble == nil || b.State().Phase != model.PhaseEditing {
		t.Errorf("%+v", s)
	}
}

// What the sheet proposed by itself is proposed anew from the form as it is now.
func TestASheetTakenUpAgainAsksForWhatIsMissingNow(t *testing.T) {
	b := newTurnBench(t)
	b.fill()
	b.SetPaper(motcua.PaperCount{Key: "p1"})
	if s := b.turn(model.StepSupplement); s.Boxes[0].Value != "p1" {
		t.Fatalf("%+v", s.Boxes[0])
	}
	b.steps.Set("reason", "Còn thiếu")
	b.steps.Close()
	b.SetPaper(motcua.PaperCount{Key: "p1", Originals: 1})
	b.SetPaper(motcua.PaperCount{Key: "p2"})
	s := b.turn(model.StepSupplement)
	if s.Boxes[0].Value != "p2" {
		t.Errorf("asks for %q", s.Boxes[0].Value)
	}
	for _, box := range s.Boxes {
		if box.Key == "reason" && box.Value != "Còn thiếu" {
			t.Errorf("the words are gone: %q", box.Value)
		}
	}
}

func TestMoneyThatWasEnteredIsNotDroppedWithAnIntakeThatIsTurnedAway(t *testing.T) {
	b := newTurnBench(t)
	b.Intake = model.NewIntake(model.IntakeConfig{
		Desk: b.bench.desk, Catalogue: b.bench.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.bench.desk, Paper: b.bench.paper, Forms: b.paper,
		Fees: modeltest.SomeFees(), TurnAway: func(r motcua.Received, how model.StepKey) { b.steps.BeginNew(r, how) },
		Tasks: b.tasks, Clock: b.clock, NewID: func() string { return "neu" }, Province: "46", Ward: "19789", Actor: "Lê Thị Minh Dụ",
	})
	b.fill()
	ask := b.State().FeeCard.Asks
	if len(ask) == 0 {
		t.Fatal("the fee of this procedure asks for nothing")
	}
	for _, f := range ask {
		b.SetField(f, "2")
	}
	b.SetField(model.FieldFeeMethod, string(motcua.PayCash))
	b.SetField(model.FieldFeeReceipt, "0001213")
	if s := b.turn(model.StepSupplement); s.Open || b.State().Trouble == nil || b.State().Trouble.Code != "MOTCUA-INTAKE-PAID" || b.State().Texts[model.FieldFeeReceipt] != "0001213" {
		t.Errorf("open %v, %+v", s.Open, b.State().Trouble)
	}
	b.SetField(model.FieldFeeMethod, "")
	b.SetField(model.FieldFeeReceipt, "")
	if s := b.turn(model.StepSupplement); !s.Open {
		t.Errorf("%+v", b.State().Trouble)
	}
}

func TestAFormWhoseIdIsADossierAlreadyLivesOnUnderAnother(t *testing.T) {
	b := newTurnBench(t)
	b.fill()
	b.turn(model.StepRefuse)
	b.steps.Set("reasons", "Không thuộc thẩm quyền")
	b.desk.fail = &motcua.Error{Code: motcua.CodeConflict, Field: "id"}
	b.steps.Do()
	b.tasks.Run()
	if s := b.steps.State(); s.Open || b.State().Trouble == nil || b.State().Phase != model.PhaseEditing {
		t.Errorf("open %v, %+v", s.Open, b.State().Trouble)
	}
}
