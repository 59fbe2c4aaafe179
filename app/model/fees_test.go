package model_test

import (
	"slices"
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// stored are the dossiers that the desk has.
func (b *bench) stored(t *testing.T) []motcua.Row {
	t.Helper()
	rows, err := b.desk.List(t.Context(), motcua.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheFeeFollowsPagesAndCopiesAndSaysWhenTheCapHolds(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldFeePages, "3")
	b.SetField(model.FieldFeeCount, "2")
	c := b.State().FeeCard
	if c.Total != "10.000 đ" || len(c.Lines) != 1 || c.Lines[0].Name != "3 trang, 5.000 đ một bản × 2 bản" || c.Note != "" {
		t.Errorf("%+v", c)
	}
	b.SetField(model.FieldFeePages, "500")
	if c := b.State().FeeCard; c.Total != "400.000 đ" || c.Note != "Thu mức tối đa 200.000 đ một bản." {
		t.Errorf("%+v", c)
	}
	b.SetField(model.FieldFeePages, "-3")
	if c := b.State().FeeCard; c.Total != "" || c.Note != "Số trang phải từ 1 đến 10.000." {
		t.Errorf("%+v", c)
	}
}

// restarted is the counter after its program was started anew: nobody sits there.
func (b *bench) restarted() *model.Intake {
	b.Flush()
	b.Intake = model.NewIntake(model.IntakeConfig{
		Desk: b.desk, Catalogue: b.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.desk, Visits: b.drafts,
		Tasks: b.tasks, Clock: b.clock, NewID: func() string { return "anew" }, Province: "46", Ward: "19789", Fees: modeltest.SomeFees(),
	})
	b.Open()
	b.tasks.Run()
	return b.Intake
}

func TestCashIsPutDownToWhoSitsThereAndNotToWhoBeganTheForm(t *testing.T) {
	const lan, binh = "Nguyễn Thị Lan", "Trần Văn Bình"
	for _, c := range []struct{ name, named, want string }{{"nobody named", "", binh}, {"somebody named", "Lê Thị Hoa", "Lê Thị Hoa"}} {
		for how, back := range map[string]func(*bench){
			"a draft, logged in after it came": func(b *bench) { b.restarted().Sit(binh) },
			"a draft, logged in before": func(b *bench) {
				b.Flush()
				b.Intake = b.open()
				b.Sit(binh)
			},
			"another sits there": func(b *bench) { b.Sit(binh) },
			"a held visit": func(b *bench) {
				b.Hold()
				b.tasks.Run()
				b.Sit(binh)
				b.Recall(b.held()[0].Key)
			},
		} {
			b := newBench(t)
			b.Sit(lan)
			b.fill()
			if c.named != "" {
				b.SetField(model.FieldFeeCollector, c.named)
			}
			back(b)
			b.tasks.Run()
			if s := b.State(); s.Texts[model.FieldFeeCollector] != c.want || s.Texts[model.FieldName] == "" {
				t.Errorf("%s, %s: %q", c.name, how, s.Texts[model.FieldFeeCollector])
			}
		}
	}
}

func TestADraftOfBeforeKeepsAnotherNameThanThatOfWhoSitsThere(t *testing.T) {
	for text, want := range map[string]string{"Lê Thị Minh Dụ": "Trần Văn Bình", "Lê Thị Hoa": "Lê Thị Hoa"} {
		b := newBench(t)
		old := []byte(`{"id":"x","procedure":"","texts":{"applicant.name":"Nguyễn Thị Ví Dụ","payment.collector":"` + text + `"}}`)
		if err := b.drafts.PutDraft(t.Context(), "intake", old); err != nil {
			t.Fatal(err)
		}
		b.Intake = b.open()
		b.tasks.Run()
		b.Sit("Trần Văn Bình")
		if got := b.State().Texts[model.FieldFeeCollector]; got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestMoneyIsTakenTogetherWithTheDossierByWhoeverSitsThere(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldFeePages, "3")
	b.SetField(model.FieldFeeCount, "2")
	b.SetField(model.FieldFeeMethod, string(motcua.PayCash))
	if asks := b.State().FeeCard.Asks; !slices.Contains(asks, model.FieldFeeReceipt) {
		t.Errorf("asks %v", asks)
	}
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseEditing || s.FirstFault != model.FieldFeeReceipt || len(b.stored(t)) != 0 {
		t.Fatalf("without a receipt's number: %v, %s", s.Phase, s.FirstFault)
	}
	b.SetField(model.FieldFeeReceipt, "0001213")
	b.Receive()
	b.tasks.Run()
	if b.State().Phase != model.PhaseReceived {
		t.Fatalf("%+v", b.State().Trouble)
	}
	d, err := b.desk.Dossier(t.Context(), b.stored(t)[0].ID)
	if err != nil || len(d.Course.Payments) != 1 {
		t.Fatalf("%+v %v", d.Course.Payments, err)
	}
	if p := d.Course.Payments[0]; motcua.Sum(p.Items) != 10_000 || p.Receipt != "0001213" || p.Collector != "Lê Thị Minh Dụ" || p.Payer != "Nguyễn Thị Ví Dụ" || p.Method != motcua.PayCash {
		t.Errorf("%+v", p)
	}
}

func TestAFeeThatIsNotCollectedNowIsOwedAndNotGuessed(t *testing.T) {
	for pages, owed := range map[string]int64{"3": 5_000, "": 0} { // nobody counted
		b := newBench(t)
		b.fill()
		b.SetField(model.FieldFeePages, pages)
		b.Receive()
		b.tasks.Run()
		d, err := b.desk.Dossier(t.Context(), b.stored(t)[0].ID)
		if err != nil || len(d.Course.Payments) != 0 || d.Unpaid() != owed {
			t.Errorf("%q pages: %+v, %d owed, %v", pages, d.Course.Payments, d.Unpaid(), err)
		}
	}
	b := newBench(t) // a fixed fee is owed though nothing was entered about it
	b.ChooseProcedure("2.000806")
	b.SetField(model.FieldName, "Nguyễn Thị Ví Dụ")
	b.Receive()
	b.tasks.Run()
	if d, err := b.desk.Dossier(t.Context(), b.stored(t)[0].ID); err != nil || d.Unpaid() != 15_000 {
		t.Errorf("%d owed, %v", d.Unpaid(), err)
	}
}

func TestAnUnclearFeeIsEnteredByTheClerkAndNeverBelowZero(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.001776")
	b.SetField(model.FieldName, "Nguyễn Thị Ví Dụ")
	if c := b.State().FeeCard; !strings.Contains(c.Note, "cán bộ nhập") || c.Total != "" {
		t.Errorf("%+v", c)
	}
	for _, wrong := range []string{"-5000", "năm nghìn", "99999999999999999999"} {
		b.SetField(model.FieldFeeAmount, wrong)
		if c := b.State().FeeCard; c.Note != "Số tiền phải từ 0 đồng trở lên, viết bằng số." {
			t.Errorf("%q: %+v", wrong, c)
		}
		b.Receive()
		if s := b.State(); s.Phase != model.PhaseEditing || s.FirstFault != model.FieldFeeAmount || s.Trouble == nil {
			t.Errorf("%q: %+v", wrong, s.Trouble)
		}
	}
	if len(b.stored(t)) != 0 {
		t.Error("something was taken in")
	}
	b.SetField(model.FieldFeeAmount, "16.000 đ")
	if c := b.State().FeeCard; c.Total != "16.000 đ" {
		t.Errorf("%+v", c)
	}
}

func TestAnExemptionIsChosenInThePublishedWordsAndEntered(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("2.000806")
	b.SetField(model.FieldName, "Nguyễn Thị Ví Dụ")
	if c := b.State().FeeCard; c.Total != "15.000 đ" || c.Lines[0].Name != "15.000 đ × 1 trường hợp" {
		t.Errorf("%+v", c)
	}
	if got := b.Choices(model.FieldFeeExempt, "ho ngheo"); len(got) != 1 || got[0].Text != "người thuộc hộ nghèo" {
		t.Errorf("%+v", got)
	}
	b.SetField(model.FieldFeeExempt, "người thuộc hộ nghèo")
	if c := b.State().FeeCard; c.Total != "Miễn phí" || c.Note != "Miễn: người thuộc hộ nghèo" {
		t.Errorf("%+v", c)
	}
	b.Receive()
	b.tasks.Run()
	d, err := b.desk.Dossier(t.Context(), b.stored(t)[0].ID)
	if err != nil || len(d.Course.Payments) != 1 || d.Course.Payments[0].Items[0].Basis != "người thuộc hộ nghèo" || motcua.Sum(d.Course.Payments[0].Items) != 0 ||
		d.Course.Payments[0].Method != motcua.PayNone || d.Unpaid() != 0 {
		t.Errorf("%+v %v", d.Course.Payments, err)
	}
}

func TestAnotherProcedureForgetsTheFeeOfTheLast(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldFeePages, "30")
	b.ChooseProcedure("2.000806")
	if b.State().Texts[model.FieldFeePages] != "" {
		t.Error("pages stay")
	}
}

func TestTwoSetsCostTwiceTheCopies(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldFeePages, "3")
	b.SetField(model.FieldFeeCount, "2")
	b.SetField(model.FieldSets, "2")
	if c := b.State().FeeCard; c.Total != "20.000 đ" || c.Lines[0].Name != "3 trang, 5.000 đ một bản × 4 bản" || c.Note != "Số bản đã nhân với 2 bộ." {
		t.Errorf("%+v", c)
	}
}

func TestNoMoneyIsTakenForPagesThatNobodyCounted(t *testing.T) {
	b := newBench(t)
	b.fill()
	if c := b.State().FeeCard; c.Total != "2.000 đ" || c.Note != "Đang tính một trang; chưa ghi số trang thì phí không được ghi là còn phải thu." {
		t.Errorf("%+v", c)
	}
	b.SetField(model.FieldFeeMethod, string(motcua.PayCash))
	b.SetField(model.FieldFeeReceipt, "0001213")
	b.Receive()
	if s := b.State(); s.Phase != model.PhaseEditing || s.FirstFault != model.FieldFeePages || len(b.stored(t)) != 0 {
		t.Errorf("%v, %s", s.Phase, s.FirstFault)
	}
	b.SetField(model.FieldFeePages, "1")
	b.Receive()
	b.tasks.Run()
	if b.State().Phase != model.PhaseReceived {
		t.Errorf("%+v", b.State().Trouble)
	}
}
