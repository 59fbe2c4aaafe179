package model_test

import (
	"testing"

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
