package model_test

import (
	"testing"
	"time"

	"motcua"
	"motcua/app/model"

	"pgregory.net/rapid"
)

func TestTheDraftIsWrittenWithinHalfASecondOfAPause(t *testing.T) {
	b := newBench(t)
	b.SetField(model.FieldName, "Ng")
	b.clock.Move(300 * time.Millisecond)
	b.SetField(model.FieldName, "Nguyễn")
	b.clock.Move(300 * time.Millisecond)
	if b.drafts.Puts() != 0 {
		t.Error("written between two keys")
	}
	b.clock.Move(200 * time.Millisecond)
	if b.drafts.Puts() != 1 {
		t.Errorf("%d writes half a second after the last key", b.drafts.Puts())
	}
	if got := b.State().DraftLine; got != "Bản nháp đã lưu trên máy 10:42:00" {
		t.Errorf("line %q", got)
	}
}

func TestADraftIsWrittenEvenWhileKeysKeepComing(t *testing.T) {
	b := newBench(t)
	for i := range 40 {
		b.SetField(model.FieldName, string(rune('a'+i%26)))
		b.clock.Move(100 * time.Millisecond)
	}
	if b.drafts.Puts() == 0 {
		t.Error("four seconds of typing and no draft")
	}
}

func TestWhateverWasTypedIsThereAfterARestart(t *testing.T) {
	fields := []model.Field{model.FieldID, model.FieldName, model.FieldBirth, model.FieldPhone, model.FieldStreet, model.FieldSets, model.FieldOwnerName, model.FieldOrgTax}
	kinds := []motcua.ApplicantKind{motcua.ApplicantSelf, motcua.ApplicantAuthorised, motcua.ApplicantOrganisation}
	rapid.Check(t, func(r *rapid.T) {
		b := newBench(t)
		b.ChooseProcedure(rapid.SampledFrom([]string{"1.004884", "2.000806"}).Draw(r, "procedure"))
		b.SetKind(rapid.SampledFrom(kinds).Draw(r, "kind"))
		for range rapid.IntRange(1, 6).Draw(r, "n") {
			b.SetField(rapid.SampledFrom(fields).Draw(r, "field"), rapid.StringN(1, 20, 80).Draw(r, "text"))
		}
		b.SetPaper(motcua.PaperCount{Key: "p1", Originals: rapid.IntRange(0, 9).Draw(r, "count")})
		before := b.State()
		in := b.Intake.Intake()
		b.Flush() // what closing the window does
		m := b.open()
		after := m.State()
		for f, s := range before.Texts {
			if after.Texts[f] != s {
				r.Fatalf("%s: %q became %q", f, s, after.Texts[f])
			}
		}
		if after.Kind != before.Kind || after.ProcedureName != before.ProcedureName || m.Intake().Papers[0] != in.Papers[0] || m.Intake().ID != in.ID {
			r.Fatalf("%+v\n%+v", m.Intake(), in)
		}
	})
}

func TestADraftThatArrivesLateNeverOverwritesWhatWasTypedMeanwhile(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Flush()
	b.tasks.Held = true
	m := b.open()
	m.SetField(model.FieldName, "Người mới")
	b.tasks.Run()
	if got := m.State().Texts[model.FieldName]; got != "Người mới" {
		t.Errorf("name %q", got)
	}
}

func TestADraftThatCannotBeReadSaysSoAndTheFormWorks(t *testing.T) {
	b := newBench(t)
	if err := b.drafts.PutDraft(t.Context(), "intake", []byte("{half")); err != nil {
		t.Fatal(err)
	}
	b.Intake = b.open()
	if s := b.State(); s.Trouble == nil || s.Trouble.Code != "MOTCUA-DRAFT-CORRUPT" {
		t.Errorf("%+v", s.Trouble)
	}
	b.fill()
	b.Receive()
	if b.State().Phase != model.PhaseReceived {
		t.Error("the form does not work")
	}
}

func TestADraftOfAProcedureThatIsGoneKeepsThePerson(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Flush()
	b.desk.Catalogue = b.desk.Catalogue[1:]
	m := b.open()
	if s := m.State(); s.Chosen || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
		t.Errorf("chosen %v, name %q", s.Chosen, s.Texts[model.FieldName])
	}
}

func TestADiskThatRefusesTheDraftIsNamed(t *testing.T) {
	b := newBench(t)
	b.drafts.Fail = &motcua.Error{Code: motcua.CodeDiskFull}
	b.SetField(model.FieldName, "Nguyễn")
	b.clock.Move(time.Second)
	s := b.State()
	if s.Trouble == nil || s.Trouble.Code != "MOTCUA-DRAFT-DISK-FULL" || s.DraftLine != "" {
		t.Errorf("%+v, %q", s.Trouble, s.DraftLine)
	}
}

func TestNothingIsWrittenAfterTheDossierWasReceived(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.Receive()
	puts := b.drafts.Puts()
	b.Flush()
	b.clock.Move(time.Minute)
	if b.drafts.Puts() != puts {
		t.Error("a draft of a received dossier was written")
	}
	if m := b.open(); !m.Empty() {
		t.Error("the received form came back as a draft")
	}
}
