package model_test

import (
	"testing"

	"motcua"
	"motcua/app/model"
)

func (b *bench) held() []model.HeldVisit {
	var out []model.HeldVisit
	b.Held(func(v []model.HeldVisit) { out = v })
	b.tasks.Run()
	return out
}

func TestAHeldVisitSurvivesAKillAndComesBackAsItWas(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Hold()
	b.tasks.Run()
	if !b.Empty() {
		t.Fatal("the form is not free for the next citizen")
	}
	b.Intake = b.open() // killed and started again
	b.tasks.Run()
	list := b.held()
	if len(list) != 1 || list[0].Label != "Nguyễn Thị Ví Dụ" || list[0].Since != "10:42" {
		t.Fatalf("%+v", list)
	}
	b.Recall(list[0].Key)
	b.tasks.Run()
	s := b.State()
	if s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.ProcedureName != "Thủ tục đăng ký lại khai sinh" || s.Case == "" {
		t.Errorf("%+v", s.Texts)
	}
	if list := b.held(); len(list) != 0 {
		t.Errorf("still held: %+v", list)
	}
	b.Intake = b.open()
	b.tasks.Run()
	if b.State().Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
		t.Error("killed after being called back, it is lost")
	}
}

func TestAVisitThatCannotBeWrittenStaysOnTheScreen(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.tasks.Run()
	b.drafts.Fail = &motcua.Error{Code: motcua.CodeDiskFull}
	b.Hold()
	b.tasks.Run()
	if s := b.State(); s.Phase != model.PhaseEditing || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.Trouble == nil {
		t.Errorf("%v %v", s.Phase, s.Trouble)
	}
}

func TestAVisitIsNotCalledBackOverAFormThatSomebodyFills(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Hold()
	b.tasks.Run()
	list := b.held()
	b.SetField(model.FieldName, "Trần Văn Thử")
	b.Recall(list[0].Key)
	b.tasks.Run()
	if b.State().Texts[model.FieldName] != "Trần Văn Thử" || len(b.held()) != 1 {
		t.Error("one citizen's form took the place of another's")
	}
}

func TestTheNextDossierOfTheSameCitizenKeepsThePersonAndNothingElse(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldFeePages, "3")
	b.Receive()
	b.tasks.Run()
	b.NextSame()
	s := b.State()
	if s.Phase != model.PhaseEditing || s.Chosen || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.Texts[model.FieldID] != "046190000001" || s.Texts[model.FieldFeePages] != "" {
		t.Errorf("%v %v %v", s.Phase, s.Chosen, s.Texts)
	}
	b.ChooseProcedure("2.000806")
	b.Receive()
	b.tasks.Run()
	if rows := b.stored(t); len(rows) != 2 {
		t.Errorf("%d dossiers", len(rows))
	}
}

func TestMoreVisitsThanCanBeFoundAgainAreNotHeld(t *testing.T) {
	b := newBench(t)
	for n := range 30 {
		b.fill()
		b.Hold()
		b.tasks.Run()
		if !b.Empty() {
			t.Fatal("visit", n+1, "was not held")
		}
	}
	b.fill()
	b.Hold()
	b.tasks.Run()
	s := b.State()
	if b.Empty() || s.Phase != model.PhaseEditing || s.Trouble == nil || s.Trouble.What != "Quầy đang giữ 30 lượt, không giữ thêm được." {
		t.Fatalf("%v %+v", s.Phase, s.Trouble)
	}
	b.Clear()
	b.tasks.Run()
	list := b.held()
	var left []model.HeldVisit
	b.DropHeld(list[0].Key, func(v []model.HeldVisit) { left = v })
	b.tasks.Run()
	if len(list) != 30 || len(left) != 29 {
		t.Errorf("%d, %d left", len(list), len(left))
	}
	b.clock.At = b.clock.At.AddDate(0, 0, 1)
	if list := b.held(); list[0].Since != "10:42 ngày 20/11" {
		t.Error(list[0].Since)
	}
}
