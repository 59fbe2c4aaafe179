package model_test

import (
	"slices"
	"testing"

	"motcua/app/model"
)

// known has a citizen's dossier taken in and an empty form after it.
func known(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldStreet, "12 đường Thí Dụ")
	b.Receive()
	b.tasks.Run()
	if b.State().Phase != model.PhaseReceived {
		t.Fatal(b.State().Trouble)
	}
	b.Next()
	return b
}

func TestAKnownNumberFillsNamePhoneAndAddressAndSaysWhereFrom(t *testing.T) {
	b := known(t)
	b.SetField(model.FieldPhone, "0399 999 999")
	b.SetField(model.FieldID, "046190000001")
	b.Leave(model.FieldID)
	b.tasks.Run()
	s := b.State()
	if s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" || s.Texts[model.FieldBirth] != "15/08/1990" || s.Texts[model.FieldStreet] != "12 đường Thí Dụ" {
		t.Errorf("%q %q %q", s.Texts[model.FieldName], s.Texts[model.FieldBirth], s.Texts[model.FieldStreet])
	}
	if s.Texts[model.FieldPhone] != "0399 999 999" || slices.Contains(s.FromFile, model.FieldPhone) {
		t.Error("what was typed is overwritten")
	}
	if !slices.Contains(s.FromFile, model.FieldName) {
		t.Errorf("from the file: %v", s.FromFile)
	}
	b.SetField(model.FieldName, "Nguyễn Thị Ví Dụ A")
	if slices.Contains(b.State().FromFile, model.FieldName) {
		t.Error("a changed name still says that it is from the file")
	}
}

func TestAnotherNumberTakesBackWhatTheFileFilledIn(t *testing.T) {
	b := known(t)
	b.SetField(model.FieldID, "046190000001")
	b.Leave(model.FieldID)
	b.tasks.Run()
	b.SetField(model.FieldID, "046190000002")
	b.Leave(model.FieldID)
	b.tasks.Run()
	s := b.State()
	if s.Texts[model.FieldName] != "" || s.Texts[model.FieldPhone] != "" || s.Texts[model.FieldStreet] != "" || len(s.FromFile) != 0 || s.Texts[model.FieldWard] != "19789" {
		t.Errorf("left over: %v of %q", s.FromFile, s.Texts[model.FieldName])
	}
}
