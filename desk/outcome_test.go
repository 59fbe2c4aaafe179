package desk

import (
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestMoneyIsNeverBelowZeroAndCountsWithItsReceipt(t *testing.T) {
	l := atCounter(t)
	for _, c := range []struct {
		b     motcua.PaymentReceived
		code  motcua.ErrorCode
		field string
	}{
		{motcua.PaymentReceived{Method: motcua.PayCash, Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: -1}}}, motcua.CodeInvalid, "items[0].amount"},
		{motcua.PaymentReceived{Method: motcua.PayCash, Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: motcua.MaxMoney + 1}}}, motcua.CodeTooLarge, "items[0].amount"},
		{motcua.PaymentReceived{Method: motcua.PayCash, Items: []motcua.FeeItem{{Amount: 1}}}, motcua.CodeInvalid, "items[0].name"},
		{motcua.PaymentReceived{Method: motcua.PayCash, Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 1}}}, motcua.CodeInvalid, "receipt"},
		{motcua.PaymentReceived{Method: "shells", Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 1}}, Receipt: "1"}, motcua.CodeInvalid, "method"},
		{motcua.PaymentReceived{Method: motcua.PayCash}, motcua.CodeInvalid, "items"},
	} {
		_, err := l.TakePayment(t.Context(), l.on(), c.b)
		wantWrong(t, err, c.code, c.field)
	}
	_, err := l.RequestPayment(t.Context(), l.on(), motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: -8000}}})
	wantWrong(t, err, motcua.CodeInvalid, "items[0].amount")
	_, err = l.RequestPayment(t.Context(), l.on(), motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: "Miễn", Amount: 0}}})
	wantWrong(t, err, motcua.CodeInvalid, "items")

	d := must(t)(l.RequestPayment(t.Context(), l.on(), motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 8000}}, Rests: true}))
	due := d.Due
	l.at = l.at.Add(2 * time.Hour)
	half := []motcua.FeeItem{{Name: "Lệ phí", Amount: 4000}}
	d = must(t)(l.TakePayment(t.Context(), l.on(), motcua.PaymentReceived{Items: half, Method: motcua.PayCash, Receipt: "1"}))
	if d.Status != motcua.StatusPayment || d.Unpaid() != 4000 {
		t.Errorf("%s, %d left", d.Status.Name(), d.Unpaid())
	}
	d = must(t)(l.TakePayment(t.Context(), l.on(), motcua.PaymentReceived{Items: half, Method: motcua.PayTransfer, Receipt: "2"}))
	if d.Status != motcua.StatusProcessing || d.Course.Paid() != 8000 || !d.Due.Equal(due.Add(2*time.Hour)) || d.Course.Payments[0].Collector != "Cán bộ Thử" {
		t.Errorf("%s, paid %d, due %v", d.Status.Name(), d.Course.Paid(), d.Due)
	}
	_, err = l.VoidPayment(t.Context(), l.on(), "", "")
	wantWrong(t, err, motcua.CodeInvalid, "reason")
	d = must(t)(l.VoidPayment(t.Context(), l.on(), "", "ghi nhầm số"))
	if d.Course.Paid() != 4000 || !d.Course.Payments[1].Voided || d.Course.Payments[0].Voided {
		t.Errorf("%+v", d.Course.Payments)
	}
}

func TestAResultIsRecordedAndHandedToWhoMayTakeIt(t *testing.T) {
	l := atCounter(t)
	_, err := l.HandOver(t.Context(), l.on(), motcua.HandedOver{Identity: "CCCD"})
	wantRefused(t, err, "status", motcua.ReasonNoResult)
	_, err = l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{Date: l.at.AddDate(0, 0, 1)}, nil)
	wantWrong(t, err, motcua.CodeInvalid, "date")
	_, err = l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{Result: motcua.ResultDenied}, nil)
	wantWrong(t, err, motcua.CodeInvalid, "note")
	_, err = l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{}, strings.NewReader("no document"))
	wantWrong(t, err, motcua.CodeCorrupt, "file")
	d := must(t)(l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{Number: "12/2026", Date: l.at, Copies: 2}, strings.NewReader("PDF")))
	if r := d.Course.Result; d.Status != motcua.StatusDone || r.Name != "Đăng ký thử" || r.File.Pages != 1 || len(d.Filed()) != 1 {
		t.Errorf("%+v", d.Course.Result)
	}
	for field, b := range map[string]motcua.HandedOver{
		"identity":  {},
		"authority": {To: motcua.TakerAuthorised, Name: "Trần Văn Mẫu", Identity: "CCCD"},
		"name":      {To: motcua.TakerAuthorised, Identity: "CCCD", Authority: "Giấy ủy quyền"},
		"item":      {To: motcua.TakerPost},
		"to":        {To: "neighbour", Name: "x", Identity: "CCCD"},
	} {
		_, err := l.HandOver(t.Context(), l.on(), b)
		wantWrong(t, err, motcua.CodeInvalid, field)
	}
	d = must(t)(l.HandOver(t.Context(), l.on(), motcua.HandedOver{Identity: "CCCD", IDNumber: "046190000001", Signed: true}))
	if h := d.Course.HandOver; d.Status != motcua.StatusResultReturned || h.Name != d.Received.Intake.Owner() || !h.Signed {
		t.Errorf("%+v", h)
	}
}

func TestACorrectionIsCheckedAsAnIntakeIs(t *testing.T) {
	l := atCounter(t)
	fix := func(field, to string) (motcua.Dossier, error) {
		return l.Correct(t.Context(), l.on(), []motcua.Change{{Field: field, New: to}}, "ghi nhầm")
	}
	_, err := fix("applicant.idNumber", "123")
	wantWrong(t, err, motcua.CodeInvalid, "applicant.idNumber")
	_, err = fix("applicant.name", " ")
	wantWrong(t, err, motcua.CodeInvalid, "applicant.name")
	_, err = fix("request", strings.Repeat("x", 2000))
	wantWrong(t, err, motcua.CodeTooLarge, "request")
	_, err = fix("papers.p1.copies", "-1")
	wantWrong(t, err, motcua.CodeInvalid, "changes[0].new")
	_, err = fix("code", "H57")
	wantRefused(t, err, "code", motcua.ReasonNotCorrectable)
	_, err = fix("applicant.phone", must(t)(l.file.Dossier(t.Context(), l.id)).Received.Intake.Applicant.Phone)
	wantRefused(t, err, "changes", motcua.ReasonSameValue)
	_, err = l.Correct(t.Context(), l.on(), []motcua.Change{{Field: "applicant.phone", Old: "1", New: "2"}}, "x")
	wantRefused(t, err, "applicant.phone", motcua.ReasonOtherValue)
	_, err = l.Correct(t.Context(), l.on(), []motcua.Change{{Field: "applicant.phone", New: "2"}}, " ")
	wantWrong(t, err, motcua.CodeInvalid, "reason")

	d := must(t)(fix("applicant.address.street", "Số 9 đường Thí Dụ"))
	if got := d.Received.Intake.Applicant.Address; !strings.HasPrefix(got.Text, "Số 9 đường Thí Dụ") || got.Street != "Số 9 đường Thí Dụ" {
		t.Errorf("%+v", got)
	}
	d = must(t)(fix("applicant.phone", "+84 912 000 009"))
	if c := d.Course.Corrections[1].Changes; len(c) != 1 || c[0].New != "0912000009" {
		t.Errorf("%+v", c)
	}
}

func TestTheLastStepIsTakenBackAndMayBeTakenAgain(t *testing.T) {
	l := atCounter(t)
	must(t)(l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{Number: "1"}, nil))
	d := must(t)(l.Undo(t.Context(), l.on(), "nhầm hồ sơ"))
	if d.Status != motcua.StatusReceived || d.Course.Result != nil {
		t.Errorf("%+v", d)
	}
	_, err := l.Undo(t.Context(), l.on(), "")
	wantRefused(t, err, "event", motcua.ReasonNothingToUndo)
	must(t)(l.RecordResult(t.Context(), l.on(), motcua.ResultRecorded{Number: "2"}, nil))
	l.at = l.at.Add(motcua.UndoWithin + time.Second)
	_, err = l.Undo(t.Context(), l.on(), "")
	wantRefused(t, err, "event", motcua.ReasonTooLate)
}
