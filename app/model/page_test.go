package model_test

import (
	"context"
	"image"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// sheets draws every file as one white pixel.
type sheets struct {
	asked []string
	fail  error
}

func (s *sheets) Thumb(_ context.Context, f motcua.FileRef, _ int) (image.Image, error) {
	s.asked = append(s.asked, f.SHA256)
	return image.NewGray(image.Rect(0, 0, 1, 1)), s.fail
}

type pageBench struct {
	*model.Page
	desk   *modeltest.Desk
	thumbs *sheets
	clock  *modeltest.Clock
	tasks  *modeltest.Tasks
	paper  *modeltest.Paper
	shown  []motcua.Code
}

// fullDossier has papers of every kind, a story, and a person.
func fullDossier() motcua.Dossier {
	d := dossier(7, "Nguyễn Thị Ví Dụ", friday.Add(-time.Hour))
	d.Received.Appointment.Due = time.Date(2026, 11, 30, 17, 0, 0, 0, motcua.Local)
	in := &d.Received.Intake
	in.Kind, in.Channel, in.Sets = motcua.ApplicantSelf, motcua.ChannelDirect, 1
	in.Applicant = motcua.Person{Name: "Nguyễn Thị Ví Dụ", IDNumber: "046190000001", BirthDate: "15/08/1990", Phone: "0912000001",
		Address: motcua.Address{Province: "46", Ward: "19789", Street: "Tổ 5, số 12 đường Thí Dụ"}}
	rules := modeltest.Procedures()[0]
	for _, r := range rules.Papers("Có bản sao Giấy khai sinh được cấp hợp lệ", motcua.ChannelDirect, false) {
		d.Components = append(d.Components, motcua.Component{Rule: r, Count: motcua.PaperCount{Key: r.Key, Shown: r.PresentOnly}})
	}
	d.Components[0].Count.Originals = 1
	d.Components[0].Files = []motcua.FileAdded{{Paper: "p1", Name: "to-khai.pdf", File: motcua.FileRef{SHA256: "aa", Pages: 2}}}
	d.Steps = []motcua.Step{
		{Kind: motcua.EventReceived, To: motcua.StatusReceived, At: friday.Add(-time.Hour), Actor: "Lê Thị Minh Dụ"},
		{Kind: motcua.EventFileAdded, Note: "to-khai.pdf", At: friday.Add(-50 * time.Minute), Actor: "Lê Thị Minh Dụ"},
		{Kind: motcua.EventStatusChanged, From: motcua.StatusReceived, To: motcua.StatusProcessing, At: friday.Add(-30 * time.Minute), Actor: "Phạm Văn Thử", Note: "gửi Tư pháp"},
	}
	d.Status, d.Updated = motcua.StatusProcessing, friday.Add(-30*time.Minute)
	return d
}

func newPageBench(d motcua.Dossier) *pageBench {
	clock := &modeltest.Clock{At: friday}
	b := &pageBench{clock: clock, tasks: &modeltest.Tasks{}, thumbs: &sheets{}, paper: &modeltest.Paper{}, desk: &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}}
	b.desk.Put(d)
	b.Page = model.NewPage(model.PageConfig{Dossiers: b.desk, Units: modeltest.Units{}, Paper: b.paper, Thumbs: b.thumbs, Days: modeltest.Weekdays{"24/11"},
		Road: modeltest.Road{Mode: motcua.RoadOffline, Next: friday.Add(4 * time.Minute)}, Tasks: b.tasks, Clock: clock, OnShown: func(c motcua.Code) { b.shown = append(b.shown, c) }})
	return b
}

func TestOneGlanceTellsWhoWhatWhereWhatIsMissingAndWhatNext(t *testing.T) {
	b := newPageBench(fullDossier())
	if b.State().Here {
		t.Error("nothing was opened yet")
	}
	b.Open("d7")
	s := b.State()
	if s.Same+s.Differs != "H57.19.789-261120-0007" || s.Name != "Nguyễn Thị Ví Dụ" || s.Procedure != "Thủ tục đăng ký lại khai sinh" || s.StatusName != "Đang xử lý" {
		t.Errorf("%+v", s)
	}
	if s.Kind != "1.004884 · nhận trực tiếp · 1 bộ" || s.LightName != "Còn 5 ngày" || s.Light != model.LightCalm {
		t.Errorf("%q %q", s.Kind, s.LightName)
	}
	if s.Next.Text != "Chờ bộ phận xử lý. Hẹn trả 17:00 thứ Hai 30/11." || s.Banner != "" || !s.CanPrint {
		t.Errorf("%+v %q", s.Next, s.Banner)
	}
	if n := len(s.Path); n != 4 || s.Path[1].State != model.StepHere {
		t.Errorf("%+v", s.Path)
	}
}

func TestTheStoryIsToldNewestFirst(t *testing.T) {
	d := fullDossier()
	d.Exceptions = []motcua.Step{{Kind: motcua.EventStatusChanged, To: motcua.StatusDone, Detail: "refused-step", At: friday.Add(-10 * time.Minute), Actor: "Quầy 02"}}
	d.Steps[0].Detail = "clock"
	d.Steps[0].At = friday.AddDate(0, 0, -2)
	b := newPageBench(d)
	b.Open("d7")
	var got []string
	for _, l := range b.State().Story {
		got = append(got, l.When+" "+l.What+" ("+l.Who+")")
	}
	want := "Hôm nay 10:32 Bước bị từ chối: Đã xử lý xong (Quầy 02)|Hôm nay 10:12 Đang xử lý (Phạm Văn Thử · gửi Tư pháp)|Hôm nay 09:52 Thêm bản điện tử to-khai.pdf (Lê Thị Minh Dụ)|18/11 10:42 Được tiếp nhận (Lê Thị Minh Dụ · giờ ghi không đáng tin)"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%s", s)
	}
	if s := b.State(); !strings.HasPrefix(s.Banner, "Có 1 bước bị từ chối, cần người xem.") || !s.Story[0].Odd {
		t.Errorf("%q", s.Banner)
	}
}

func TestPapersSayWhatThereIsAndWhatIsMissing(t *testing.T) {
	b := newPageBench(fullDossier())
	b.Open("d7")
	s := b.State()
	notes := map[string]string{}
	for _, p := range s.Papers {
		notes[p.Name] = p.Note
		if (p.Image != nil) != (p.Name == "Tờ khai đăng ký lại khai sinh theo mẫu") {
			t.Errorf("%s: drawn %v", p.Name, p.Image != nil)
		}
		if p.Missing != (p.Note == "chưa nộp") {
			t.Errorf("%+v", p)
		}
	}
	for name, want := range map[string]string{
		"Tờ khai đăng ký lại khai sinh theo mẫu": "1 bản chính · 2 trang", "Bản sao Giấy khai sinh được cấp hợp lệ": "chưa nộp", "Giấy tờ tùy thân": "đã xuất trình, không quét",
	} {
		if notes[name] != want {
			t.Errorf("%s: %q", name, notes[name])
		}
	}
	if s.PapersCount != "1 giấy · 2 trang" {
		t.Errorf("%q", s.PapersCount)
	}
	b.Reload()
	if len(b.thumbs.asked) != 1 {
		t.Errorf("drawn %d times", len(b.thumbs.asked))
	}
}

func TestNumbersAreHalfHiddenAndShowingThemIsTold(t *testing.T) {
	b := newPageBench(fullDossier())
	b.Open("d7")
	text := func() string {
		var out []string
		for _, p := range b.State().Person {
			out = append(out, p.Name+" "+p.Text)
		}
		return strings.Join(out, "|")
	}
	if got := text(); got != "Số định danh 0461 ···· 0001|Ngày sinh 15/08/1990|Điện thoại 0912 ··· 001|Nơi ở Tổ 5, số 12 đường Thí Dụ, Phường Thuận Hoá, Thành phố Huế|Nhận tại Tại quầy" {
		t.Errorf("%s", got)
	}
	b.Show()
	if got := text(); !strings.Contains(got, "046190000001") || len(b.shown) != 1 || b.shown[0] != "H57.19.789-261120-0007" {
		t.Errorf("%s, told %v", got, b.shown)
	}
	b.Show()
	if strings.Contains(text(), "046190000001") || len(b.shown) != 1 {
		t.Error("not hidden again")
	}
	b.Show()
	b.Open("d7")
	if strings.Contains(text(), "046190000001") {
		t.Error("opened again it still shows them")
	}
	for s, want := range map[string]string{"": "", "123": "···", "201234567": "2012 ··· 567"} {
		if got := model.HalfHidden(s); got != want {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func TestTheThreeTruthsOfADossierAreNeverMerged(t *testing.T) {
	b := newPageBench(fullDossier())
	b.Open("d7")
	got := b.State().Truths
	if got[0] != (model.TruthLine{Word: "Đã lưu trên máy này", When: "10:12", Look: model.TruthLit}) ||
		got[1] != (model.TruthLine{Word: "Chưa gửi, đang mất mạng", When: "thử lại 10:46", Look: model.TruthAmber}) || got[2].Look != model.TruthGrey {
		t.Errorf("%+v", got)
	}
	for truth, want := range map[motcua.Truth][2]model.TruthLook{
		motcua.TruthSent: {model.TruthLit, model.TruthGrey}, motcua.TruthReceived: {model.TruthLit, model.TruthLit}, motcua.TruthRefused: {model.TruthLit, model.TruthRed},
	} {
		src := travelled{b.desk, truth}
		m := model.NewPage(model.PageConfig{Dossiers: src, Units: modeltest.Units{}, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: b.clock})
		m.Open("d7")
		if s := m.State(); s.Truths[1].Look != want[0] || s.Truths[2].Look != want[1] || (truth == motcua.TruthRefused) != (s.Banner != "") {
			t.Errorf("%d: %+v %q", truth, s.Truths, s.Banner)
		}
	}
}

// travelled lists everything as having come so far.
type travelled struct {
	*modeltest.Desk
	truth motcua.Truth
}

func (t travelled) List(ctx context.Context, f motcua.Filter) ([]motcua.Row, error) {
	rows, err := t.Desk.List(ctx, f)
	for i := range rows {
		rows[i].Truth, rows[i].Refusal = t.truth, motcua.CodeConflict
	}
	return rows, err
}

func TestAnErasedDossierShowsNobody(t *testing.T) {
	d := dossier(7, "", friday)
	d.Erased, d.Received.Intake = true, motcua.Intake{}
	d.Steps = []motcua.Step{{Kind: motcua.EventErased, At: friday}}
	b := newPageBench(d)
	b.Open("d7")
	b.Show()
	b.Print()
	s := b.State()
	if s.Name != "Đã xóa theo quy định" || s.Banner != "Thông tin cá nhân của hồ sơ này đã xóa theo quy định ngày 20/11/2026." || s.CanPrint || s.CanReveal || len(b.shown)+len(b.paper.Printed()) != 0 {
		t.Errorf("%+v", s)
	}
}

func TestEveryStatusHasItsNextStep(t *testing.T) {
	seen := map[string]bool{}
	for st := motcua.StatusRegistered; st <= motcua.StatusResultReturned; st++ {
		d := fullDossier()
		d.Status = st
		b := newPageBench(d)
		b.Open("d7")
		text := b.State().Next.Text
		if text == "" || seen[text] {
			t.Errorf("status %d says %q", st, text)
		}
		seen[text] = true
	}
	late := fullDossier()
	late.Received.Appointment.Due = friday.Add(-time.Hour)
	b := newPageBench(late)
	b.Open("d7")
	if got := b.State().Next.Text; !strings.HasPrefix(got, "Hồ sơ đã quá hạn") {
		t.Errorf("%q", got)
	}
}

func TestADossierThatCannotBeReadSaysSoAndTheLastOneStays(t *testing.T) {
	b := newPageBench(fullDossier())
	b.Open("missing")
	if s := b.State(); s.Here || s.Trouble == nil || s.Trouble.Code != "MOTCUA-LIST-UNKNOWN" {
		t.Errorf("%+v", s.Trouble)
	}
	b.Open("d7")
	if s := b.State(); !s.Here || s.Trouble != nil {
		t.Errorf("%+v", s.Trouble)
	}
	b.Print()
	if s := b.State(); s.Next.Printing != "giấy hẹn 261120-0007: đã vào hàng in của máy in quầy 01" {
		t.Errorf("%q", s.Next.Printing)
	}
	b.paper.Fail = &motcua.Error{Code: motcua.CodeUnreachable}
	b.Print()
	if s := b.State(); s.Trouble == nil || s.Trouble.Code != "MOTCUA-PRINT-UNREACHABLE" {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestALateAnswerIsNotShownForAnotherDossier(t *testing.T) {
	b := newPageBench(fullDossier())
	b.desk.Put(dossier(8, "Trần Văn Mẫu", friday))
	b.tasks.Held = true
	b.Open("d7")
	b.Open("d8")
	b.tasks.Run()
	if s := b.State(); s.Name != "Trần Văn Mẫu" {
		t.Errorf("%q", s.Name)
	}
}

func TestTheStoryNamesEveryKindOfStep(t *testing.T) {
	d := fullDossier()
	for i, k := range []motcua.EventKind{motcua.EventAccepted, motcua.EventRefused, motcua.EventSupplementRequested, motcua.EventSupplementReceived, motcua.EventPaused,
		motcua.EventResumed, motcua.EventExtended, motcua.EventStopped, motcua.EventForwarded, motcua.EventTakenOver, motcua.EventPaymentRequested, motcua.EventPaymentReceived,
		motcua.EventPaymentVoided, motcua.EventResultRecorded, motcua.EventHandedOver, motcua.EventCorrected, motcua.EventNoted, motcua.EventRevoked} {
		d.Steps = append(d.Steps, motcua.Step{Kind: k, At: friday.Add(time.Duration(i) * time.Second), Actor: "Phạm Văn Thử", Note: string(k)})
	}
	b := newPageBench(d)
	b.Open(d.ID)
	b.tasks.Run()
	story := b.State().Story
	if len(story) != len(d.Steps) {
		t.Fatalf("%d lines of %d steps", len(story), len(d.Steps))
	}
	seen := map[string]string{}
	for _, l := range story {
		if l.What == "" || l.What == "Ghi nhận khác" {
			t.Errorf("no words: %+v", l)
		}
		if was, twice := seen[l.What]; twice && l.What != "Được tiếp nhận" {
			t.Errorf("%q stands for %s and %s", l.What, was, l.Who)
		}
		seen[l.What] = l.Who
	}
}

func TestTimeThatRestsForAVerificationIsShownAsResting(t *testing.T) {
	d := fullDossier()
	d.Received.Appointment.Due = friday.Add(-48 * time.Hour)
	b := newPageBench(d)
	b.Open(d.ID)
	b.tasks.Run()
	if s := b.State(); s.Light != model.LightLate {
		t.Fatalf("%v %s", s.Light, s.LightName)
	}
	d.ID, d.Course.Waiting = "resting", &motcua.Wait{For: motcua.PauseVerification, Since: friday.Add(-72 * time.Hour)}
	b.desk.Put(d)
	b.Open(d.ID)
	b.tasks.Run()
	if s := b.State(); s.Light != model.LightPaused || s.LightName != "Tạm dừng tính" {
		t.Errorf("%v %s", s.Light, s.LightName)
	}
}

func TestThePageSaysWhatIsLeftToPay(t *testing.T) {
	const word = "Còn 15.000 đ phí, lệ phí chưa thu."
	d := fullDossier()
	d.Received.Intake.Owes = []motcua.FeeItem{{Name: "Lệ phí", Amount: 15_000}}
	owing := func(d motcua.Dossier) bool {
		b := newPageBench(d)
		b.Open(d.ID)
		b.tasks.Run()
		return strings.Contains(b.State().Next.Text, word)
	}
	if !owing(d) {
		t.Error("it does not")
	}
	d.Course.Payments = []motcua.Payment{{PaymentReceived: motcua.PaymentReceived{Items: d.Received.Intake.Owes, Method: motcua.PayCash}}}
	if owing(d) {
		t.Error("though it is paid")
	}
	d.Course.Payments[0].Voided = true
	if !owing(d) {
		t.Error("a void payment counts")
	}
}
