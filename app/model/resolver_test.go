package model_test

import (
	"testing"

	"motcua"
	"motcua/app/model"
)

func TestADossierIsTakenInForAnotherUnitOfTheProvince(t *testing.T) {
	b := newBench(t)
	b.fill()
	if b.Intake.Intake().Resolver != nil {
		t.Error("without a choice another unit resolves it")
	}
	all := b.Choices(model.FieldResolver, "")
	if len(all) < 2 || all[0].Text != "Tại đây" {
		t.Fatalf("%+v", all)
	}
	for _, c := range all {
		if c.Key == "46-19789" {
			t.Error("this very commune is offered as another")
		}
	}
	b.SetField(model.FieldResolver, all[1].Key)
	if r := b.Intake.Intake().Resolver; r == nil || r.Unit != all[1].Key {
		t.Errorf("%+v", r)
	}
	if got := b.State().Shown[model.FieldResolver]; got != all[1].Text {
		t.Errorf("shows %q", got)
	}
}

func TestAnAgencyThatIsNoCommuneIsTypedByItsName(t *testing.T) {
	b := newBench(t)
	b.fill()
	if got := b.Choices(model.FieldResolver, "Sở"); len(got) != 0 {
		t.Errorf("two letters are a name: %+v", got)
	}
	got := b.Choices(model.FieldResolver, " Sở  Tư pháp ")
	if len(got) != 1 || got[0].Text != "Sở Tư pháp" || got[0].Note != "cơ quan khác" {
		t.Fatalf("%+v", got)
	}
	b.SetField(model.FieldResolver, got[0].Key)
	if s := b.State(); s.Shown[model.FieldResolver] != "Sở Tư pháp" {
		t.Error(s.Shown[model.FieldResolver])
	}
	b.Receive()
	b.tasks.Run()
	d := b.stored(t)
	if len(d) != 1 {
		t.Fatalf("%+v", b.State().Trouble)
	}
	full, err := b.desk.Dossier(t.Context(), d[0].ID)
	if err != nil || full.Received.Intake.Resolver == nil || *full.Received.Intake.Resolver != (motcua.Place{Name: "Sở Tư pháp"}) {
		t.Errorf("%+v %v", full.Received.Intake.Resolver, err)
	}
	if all := b.Choices(model.FieldResolver, "phường"); len(all) < 2 || all[0].Note != "" {
		t.Errorf("communes do not come first: %+v", all)
	}
}
