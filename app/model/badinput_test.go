package model_test

import (
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
)

// What the desk refuses is told in words, nothing is taken in, and the form
// stays as it was typed.
func TestWhatCannotBeTakenInIsToldInWordsAndTheFormStays(t *testing.T) {
	for _, v := range []struct {
		err   error
		words string
	}{
		{&motcua.Error{Code: motcua.CodeTooLarge, Field: "applicant.address.street"}, "dài quá"},
		{motcua.Refuse("procedure", motcua.ReasonAbolished), "không có hiệu lực trong ngày hôm nay"},
		{&motcua.Error{Code: motcua.CodeClock}, "Đồng hồ của máy đang sai ngày giờ"},
		{&motcua.Error{Code: motcua.CodeInvalid, Field: "payment.items[0].amount"}, "Số tiền phải từ 0 đồng trở lên"},
		{&motcua.Error{Code: motcua.CodeDiskFull}, "Ổ đĩa của máy đã đầy"},
	} {
		b := newBench(t)
		b.fill()
		b.desk.Fail = v.err
		b.Receive()
		b.tasks.Run()
		s := b.State()
		if s.Phase != model.PhaseEditing || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
			t.Errorf("%v: %v", v.err, s.Phase)
		}
		if s.Trouble == nil || !strings.Contains(s.Trouble.Text(), v.words) || !strings.Contains(s.Trouble.Text(), "chưa được tiếp nhận") {
			t.Errorf("%v is told as %+v", v.err, s.Trouble)
		}
		b.desk.Fail = nil
		if n := len(b.stored(t)); n != 0 {
			t.Errorf("%v: %d dossiers", v.err, n)
		}
		b.Receive()
		b.tasks.Run()
		if len(b.stored(t)) != 1 {
			t.Errorf("%v: the form cannot be taken in afterwards", v.err)
		}
	}
}
