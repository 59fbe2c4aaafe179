package model_test

import (
	"context"
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type setupBench struct {
	*model.Setup
	made []model.NewStation
	fail error
	done int
}

func newSetupBench() *setupBench {
	b := &setupBench{}
	b.Setup = model.NewSetup(model.SetupConfig{Folder: "/du-lieu/quay", Units: modeltest.Units{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday},
		Make: func(_ context.Context, s model.NewStation) error { b.made = append(b.made, s); return b.fail }})
	b.OnMade = func() { b.done++ }
	return b
}

func TestANewCounterIsMadeFromTwoChoices(t *testing.T) {
	b := newSetupBench()
	b.Make()
	s := b.State()
	if len(b.made) != 0 || s.Faults[model.SetupProvince] == "" || s.Faults[model.SetupWard] == "" || s.Faults[model.SetupName] != "" {
		t.Fatalf("%+v, %+v", b.made, s.Faults)
	}
	if got := b.Choices(model.SetupProvince, "hue"); len(got) != 1 || got[0].Key != "46" {
		t.Errorf("%+v", got)
	}
	if s.Faults[model.SetupShare] == "" {
		t.Error("which counter it is is taken for granted")
	}
	b.Set(model.SetupProvince, "46")
	b.Set(model.SetupWard, b.Choices(model.SetupWard, "thuan hoa")[0].Key)
	b.Set(model.SetupShare, "one")
	if s = b.State(); s.Words != [model.SetupFields]string{"Thành phố Huế", "Phường Thuận Hoá", "Quầy duy nhất của đơn vị", "Quầy 01"} || s.Faults != ([model.SetupFields]string{}) {
		t.Errorf("%+v", s)
	}
	b.Make()
	if want := (model.NewStation{Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999}); len(b.made) != 1 || b.made[0] != want || b.done != 1 {
		t.Errorf("%+v, %d", b.made, b.done)
	}
}

func TestCountersWithoutACentreGetNumbersOfTheirOwn(t *testing.T) {
	next := 1
	for _, c := range newSetupBench().Choices(model.SetupShare, "thu") {
		b := newSetupBench()
		b.Set(model.SetupProvince, "46")
		b.Set(model.SetupWard, "19789")
		b.Set(model.SetupShare, c.Key)
		b.Make()
		if len(b.made) != 1 || b.made[0].From != next || b.made[0].To < b.made[0].From {
			t.Fatalf("%+v, want from %d", b.made, next)
		}
		next = b.made[0].To + 1
	}
	if next != motcua.FreshTo+1 {
		t.Errorf("the last ends at %d", next-1)
	}
	b := newSetupBench()
	b.Set(model.SetupName, "Quầy chứng thực")
	b.Set(model.SetupShare, "2")
	if got := b.State().Words[model.SetupName]; got != "Quầy chứng thực" {
		t.Error("what was typed is gone:", got)
	}
	b.Set(model.SetupName, strings.Repeat("dài ", 30))
	b.Make()
	if b.State().Faults[model.SetupName] == "" {
		t.Error("any length is a name")
	}
}

func TestACounterThatCannotBeMadeSaysWhyAndCanBeTriedAgain(t *testing.T) {
	b := newSetupBench()
	b.Set(model.SetupProvince, "46")
	b.Set(model.SetupWard, "19789")
	b.Set(model.SetupProvince, "48")
	if b.State().Words[model.SetupWard] != "" {
		t.Error("a ward of Huế in Đà Nẵng")
	}
	b.Set(model.SetupWard, b.Choices(model.SetupWard, "")[0].Key)
	b.Set(model.SetupShare, "one")
	b.fail = &motcua.Error{Code: motcua.CodeDiskFull}
	b.Make()
	if s := b.State(); !strings.Contains(s.Said, "Ổ đĩa của máy đã đầy.") || !strings.Contains(s.Said, "không mất gì") || s.Code == "" || b.done != 0 {
		t.Errorf("%+v", s)
	}
	b.fail = nil
	b.Make()
	if b.done != 1 {
		t.Error("not tried again")
	}
}
