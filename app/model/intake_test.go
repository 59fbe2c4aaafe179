package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"

	"pgregory.net/rapid"
)

func TestAProcedureIsFoundWithoutMarksAndShowsItsAppointmentBeforeAnyoneIsEntered(t *testing.T) {
	b := newBench(t)
	got := b.Search("dang ky lai khai sinh")
	if len(got) != 1 || got[0].Key != "1.004884" || got[0].Note != "1.004884 · Hộ tịch" {
		t.Fatalf("search: %+v", got)
	}
	b.ChooseProcedure(got[0].Key)
	s := b.State()
	if a := s.Appointment; !a.Known || a.Date != "30/11/2026" || a.When != "17:00 · thứ Hai" || a.Limit != "5 ngày làm việc" {
		t.Errorf("appointment %+v", a)
	}
	if want := "Không tính thứ Bảy, Chủ nhật; ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam)."; s.Appointment.Reasons[0] != want {
		t.Errorf("reason %q", s.Appointment.Reasons[0])
	}
	if len(s.Faults) != 0 || len(s.Checks) != 0 {
		t.Errorf("an untouched form is scolded: %v %v", s.Faults, s.Checks)
	}
	if !strings.HasPrefix(s.Fee, "Lệ phí đăng ký lại khai sinh") {
		t.Errorf("fee %q", s.Fee)
	}
}

func TestTheCaseDecidesThePapersAndWhatItRulesOutStaysVisible(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.004884")
	b.ChooseCase("Không có bản sao Giấy khai sinh")
	s := b.State()
	var names []string
	for _, p := range s.Papers {
		names = append(names, p.Rule.Key+p.Ruled)
	}
	want := []string{"p1", "p3", "p5", "p4không cần, người nộp là chính chủ"}
	if !slices.Equal(names, want) {
		t.Errorf("papers %q, want %q", names, want)
	}
	if s.PaperSummary != "2 cần nộp · 1 chỉ xuất trình" {
		t.Errorf("summary %q", s.PaperSummary)
	}
	b.SetKind(motcua.ApplicantAuthorised)
	if n := len(b.Intake.Intake().Papers); n != 4 {
		t.Errorf("with an authorised person %d papers", n)
	}
	b.SetKind(motcua.ApplicantOrganisation)
	if s := b.State(); s.Papers[3].Ruled != "không cần, không có ủy quyền" {
		t.Errorf("ruled out because %q", s.Papers[3].Ruled)
	}
}

func TestCountsStayWhenTheCaseChangesAndAreHeldInBounds(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.004884")
	b.SetPaper(motcua.PaperCount{Key: "p1", Originals: 7, Copies: -4})
	b.SetPaper(motcua.PaperCount{Key: "none", Originals: 7})
	b.ChooseCase("Không có bản sao Giấy khai sinh")
	in := b.Intake.Intake()
	if c := in.Papers[0]; c.Originals != 7 || c.Copies != 0 {
		t.Errorf("count after the change %+v", c)
	}
	if c := in.Papers[1]; c.Key != "p3" || c.Copies != 3 {
		t.Errorf("a new paper starts as asked for: %+v", c)
	}
	b.SetPaper(motcua.PaperCount{Key: "p1", Originals: 500})
	if c := b.Intake.Intake().Papers[0]; c.Originals != 99 {
		t.Errorf("upper bound %+v", c)
	}
}

func TestTextIsTidiedOnlyWhenItsBoxIsLeft(t *testing.T) {
	for _, c := range []struct {
		field       model.Field
		typed, left string
	}{
		{model.FieldBirth, "15081990", "15/08/1990"},
		{model.FieldBirth, "1-2-1990", "01/02/1990"},
		{model.FieldBirth, "1.2.1990", "01/02/1990"},
		{model.FieldBirth, "năm 1990", "năm 1990"},
		{model.FieldBirth, "31/02/1990", "31/02/1990"},
		{model.FieldID, "046 190 000 001", "046190000001"},
		{model.FieldName, "  Nguye\u0302\u0303n   Thi\u0323  Vi\u0301  ", "Nguyễn Thị Ví"},
		{model.FieldName, "A\x00B", "A\x00B"},
		{model.FieldPhone, "0912 000 001 ", "0912 000 001"},
	} {
		b := newBench(t)
		b.SetField(c.field, c.typed)
		if got := b.State().Texts[c.field]; got != c.typed {
			t.Errorf("%q was rewritten to %q while being typed", c.typed, got)
		}
		b.Leave(c.field)
		if got := b.State().Texts[c.field]; got != c.left {
			t.Errorf("%q left as %q, want %q", c.typed, got, c.left)
		}
	}
}

func TestLeavingABoxTwiceChangesNothingMore(t *testing.T) {
	fields := []model.Field{model.FieldBirth, model.FieldID, model.FieldName, model.FieldPhone, model.FieldStreet}
	rapid.Check(t, func(r *rapid.T) {
		b := newBench(t)
		f := rapid.SampledFrom(fields).Draw(r, "field")
		b.SetField(f, rapid.String().Draw(r, "text"))
		b.Leave(f)
		once := b.State().Texts[f]
		b.Leave(f)
		if twice := b.State().Texts[f]; twice != once {
			r.Fatalf("%q became %q", once, twice)
		}
	})
}

func TestADoubtWaitsUntilItsBoxWasLeft(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("2.000806")
	b.SetField(model.FieldName, "Trần Văn Mẫu")
	b.SetField(model.FieldPhone, "0912")
	if d := b.State().Doubts; len(d) != 0 {
		t.Fatalf("doubts while typing: %v", d)
	}
	b.Leave(model.FieldPhone)
	s := b.State()
	if s.Doubts[model.FieldPhone] != "xem lại" {
		t.Errorf("doubts %v", s.Doubts)
	}
	if len(s.Checks) != 1 || s.Checks[0].Head != "Số điện thoại trông chưa đúng" || s.Checks[0].Kind != model.CheckDoubt {
		t.Errorf("checks %+v", s.Checks)
	}
	b.SetField(model.FieldPhone, "0912000001")
	if d := b.State().Doubts; len(d) != 0 {
		t.Errorf("cured, and still %v", d)
	}
}

func TestAFaultIsShownAtItsBoxOnceThatWasLeft(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldID, "0461900")
	b.Leave(model.FieldID)
	s := b.State()
	if s.Faults[model.FieldID] == "" || s.FirstFault != model.FieldID || !s.Appointment.Known {
		t.Errorf("faults %v, first %q, appointment known %v", s.Faults, s.FirstFault, s.Appointment.Known)
	}
}

func TestAnotherProvinceEmptiesTheWard(t *testing.T) {
	b := newBench(t)
	if s := b.State(); s.Shown[model.FieldWard] != "Phường Thuận Hoá" || s.Shown[model.FieldProvince] != "Thành phố Huế" {
		t.Fatalf("home %v", s.Shown)
	}
	b.SetField(model.FieldProvince, "48")
	if s := b.State(); s.Texts[model.FieldWard] != "" || s.Shown[model.FieldWard] != "" {
		t.Errorf("ward %q", s.Texts[model.FieldWard])
	}
	if got := b.Choices(model.FieldWard, ""); len(got) != 1 || got[0].Text != "Phường Hải Châu" {
		t.Errorf("wards %v", got)
	}
}

func TestListsAreFilteredWithoutMarksWordByWord(t *testing.T) {
	b := newBench(t)
	for query, want := range map[string]string{"hue": "46", "da nang": "48", "nang da": "48", "HÀ": "01", "xyz": ""} {
		got := ""
		if c := b.Choices(model.FieldProvince, query); len(c) == 1 {
			got = c[0].Key
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if n := len(b.Choices(model.FieldProvince, " ")); n != 3 {
		t.Errorf("an empty query lists %d", n)
	}
	if c := b.Choices(model.FieldGender, "nu"); len(c) != 1 || c[0].Key != "Nữ" {
		t.Errorf("gender %v", c)
	}
}

func TestTheDeskGetsWhatWasTyped(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldSets, "2")
	b.SetField(model.FieldStreet, "Tổ 5, số 12 đường Thí Dụ")
	b.SetField(model.FieldResultBy, "post")
	in := b.Intake.Intake()
	if in.Applicant.Phone != "0912000001" || in.Sets != 2 || in.ResultBy != motcua.ChannelPost || in.Authoriser != nil || in.Organisation != nil {
		t.Errorf("intake %+v %+v", in.Applicant.Phone, in)
	}
	if a := in.Applicant.Address; a.Province != "46" || a.Ward != "19789" || a.Street != "Tổ 5, số 12 đường Thí Dụ" {
		t.Errorf("address %+v", a)
	}
	b.SetKind(motcua.ApplicantAuthorised)
	b.SetField(model.FieldOwnerName, "Lê Văn Giả")
	b.SetField(model.FieldOwnerPaper, "Giấy ủy quyền số 1")
	if in := b.Intake.Intake(); in.Owner() != "Lê Văn Giả" || in.Authoriser.Document != "Giấy ủy quyền số 1" {
		t.Errorf("authoriser %+v", in.Authoriser)
	}
	b.SetKind(motcua.ApplicantOrganisation)
	b.SetField(model.FieldOrgName, "Hộ kinh doanh Quán Thử")
	b.SetField(model.FieldOrgTax, "0100109106")
	if in := b.Intake.Intake(); in.Authoriser != nil || in.Owner() != "Hộ kinh doanh Quán Thử" || in.Organisation.TaxCode != "0100109106" {
		t.Errorf("organisation %+v", in.Organisation)
	}
	b.SetKind(motcua.ApplicantAuthorised)
	if in := b.Intake.Intake(); in.Owner() != "Lê Văn Giả" {
		t.Error("coming back to a kind of applicant lost what was typed for it")
	}
}

func TestNumbersThatAreNoneReachTheDeskAsRefusable(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.SetField(model.FieldSets, "hai")
	b.SetField(model.FieldLimit, "x")
	if in := b.Intake.Intake(); in.Sets != -1 || in.Limit.Count != -1 {
		t.Errorf("sets %d, limit %+v", in.Sets, in.Limit)
	}
	b.SetField(model.FieldSets, "")
	if in := b.Intake.Intake(); in.Sets != 1 {
		t.Errorf("no number of sets means %d", in.Sets)
	}
}

func TestWhereTheCatalogueKnowsNoLimitTheClerkIsAsked(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.001776")
	if a := b.State().Appointment; a.Known || !a.AskLimit {
		t.Fatalf("%+v", a)
	}
	b.SetField(model.FieldLimit, "3")
	a := b.State().Appointment
	if !a.Known || a.Date != "26/11/2026" || !a.AskLimit {
		t.Errorf("%+v", a)
	}
}

func TestAnUnverifiedLimitSaysSo(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("2.000806")
	a := b.State().Appointment
	if !a.Unverified || !strings.Contains(strings.Join(a.Reasons, " "), "chưa kiểm chứng") {
		t.Errorf("%+v", a)
	}
	if s := b.State(); s.Fee != "" || len(s.Channels) != 1 {
		t.Errorf("fee %q, channels %v", s.Fee, s.Channels)
	}
}

func TestAnswersThatALaterChangeOvertookAreDropped(t *testing.T) {
	b := newBench(t)
	b.tasks.Held = true
	b.ChooseProcedure("1.004884")
	b.ChooseProcedure("2.000806")
	b.tasks.Run()
	if got := b.State().Appointment.Limit; got != "3 ngày làm việc" {
		t.Errorf("limit %q", got)
	}
}

func TestAProcedureThatIsNotInTheCatalogueChangesNothing(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.State().ProcedureName
	b.ChooseProcedure("9.999999")
	if after := b.State().ProcedureName; after != before {
		t.Errorf("now %q", after)
	}
}

func TestAllPapersThereIsSaidOnlyWhenShownOnesWereSeen(t *testing.T) {
	b := newBench(t)
	b.fill()
	good := func() bool {
		return slices.ContainsFunc(b.State().Checks, func(c model.CheckLine) bool { return c.Kind == model.CheckGood })
	}
	if good() {
		t.Error("the identity paper was not shown yet")
	}
	b.SetPaper(motcua.PaperCount{Key: "p5", Shown: true})
	if !good() {
		t.Errorf("everything is there: %+v", b.State().Checks)
	}
	b.SetPaper(motcua.PaperCount{Key: "p1"})
	if good() {
		t.Error("an original is missing")
	}
	if s := b.State(); s.Checks[0].Head != "Thiếu giấy tờ phải nộp" {
		t.Errorf("%+v", s.Checks)
	}
}

func TestClearingTheFormDropsItsDraftToo(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.clock.Move(time.Second)
	b.Clear()
	if !b.Empty() || b.State().DraftLine != "" {
		t.Error("something is left on the screen")
	}
	if again := b.open(); !again.Empty() {
		t.Error("the draft came back")
	}
}

func TestNotesAreKeptOutOfTheListOfPapers(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.004884")
	s := b.State()
	if len(s.Notes) != 1 {
		t.Errorf("notes %v", s.Notes)
	}
	for _, p := range s.Papers {
		if p.Rule.Note {
			t.Errorf("%q is a remark", p.Name)
		}
	}
	if n := modeltest.Procedures()[0].Notes(); n[0] != s.Notes[0] {
		t.Error("not verbatim")
	}
}

func TestTheChannelFollowsWhatTheProcedureOffers(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.004884")
	b.SetChannel(motcua.ChannelOnline)
	if in := b.Intake.Intake(); in.Channel != motcua.ChannelOnline {
		t.Errorf("channel %q", in.Channel)
	}
	b.ChooseProcedure("2.000806") // offered at the counter only
	if in := b.Intake.Intake(); in.Channel != motcua.ChannelDirect {
		t.Errorf("channel %q", in.Channel)
	}
}

func TestAReceivedOrReceivingFormTakesNoMoreChanges(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.tasks.Held = true
	b.Receive()
	before := b.Intake.Intake()
	b.SetChannel(motcua.ChannelPost)
	b.SetKind(motcua.ApplicantOrganisation)
	b.ChooseCase("Không có bản sao Giấy khai sinh")
	b.ChooseProcedure("2.000806")
	b.SetPaper(motcua.PaperCount{Key: "p1", Originals: 9})
	b.Clear()
	after := b.Intake.Intake()
	if after.Channel != before.Channel || after.Kind != before.Kind || after.Case != before.Case || after.Procedure != before.Procedure || after.Papers[0] != before.Papers[0] {
		t.Errorf("%+v", after)
	}
}
