package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// book is a day as it stands in the file.
type book struct {
	truths  motcua.Truths
	differs []motcua.Row
	others  int
	counts  []motcua.DayCount
	closed  *motcua.DayClosed
	fail    error
	got     []motcua.DayClosed
}

func (b *book) Truths(context.Context, time.Time) (motcua.Truths, error)  { return b.truths, b.fail }
func (b *book) OthersUnconfirmed(context.Context, time.Time) (int, error) { return b.others, nil }

func (b *book) DayDiffers(context.Context, time.Time, int) ([]motcua.Row, error) {
	return b.differs, b.fail
}
func (b *book) DayCounts(context.Context, time.Time) ([]motcua.DayCount, *motcua.DayClosed, error) {
	return b.counts, b.closed, b.fail
}
func (b *book) CloseDay(_ context.Context, _ string, _ time.Time, d motcua.DayClosed) error {
	if b.fail != nil {
		return b.fail
	}
	b.got = append(b.got, d)
	b.closed = &d
	return d.Check()
}

type dayBench struct {
	*model.DayClose
	book  *book
	clock *modeltest.Clock
	tasks *modeltest.Tasks
}

func newDayBench() *dayBench {
	b := &dayBench{clock: &modeltest.Clock{At: friday}, tasks: &modeltest.Tasks{}, book: &book{truths: motcua.Truths{Saved: 41, Sent: 41, Received: 41},
		counts: []motcua.DayCount{{Counter: "Quầy 01", Taken: 18, Returned: 6, Supplements: 2, Pages: 1146}, {Counter: "Quầy 02", Taken: 14, Refused: 1}}}}
	b.DayClose = model.NewDayClose(model.DayCloseConfig{Book: b.book, Road: offline, Actor: "Lê Thị Minh Dụ", Tasks: b.tasks, Clock: b.clock})
	return b
}

// apart makes the day differ: one refused, one unsent, one unconfirmed.
func (b *dayBench) apart() {
	b.book.truths = motcua.Truths{Saved: 41, Sent: 40, Received: 38, Refused: 1}
	b.book.differs = []motcua.Row{
		{ID: "d2", Code: code("261120-0002"), Name: "Cao Thị Minh Thử", Truth: motcua.TruthRefused, Refusal: motcua.CodeInvalid},
		{ID: "d39", Code: code("261120-0039"), Name: "Tô Văn Ví", Truth: motcua.TruthSent},
		{ID: "d41", Code: code("261120-0041"), Erased: true, Truth: motcua.TruthSaved},
	}
}

func TestADayThatBalancesIsClosedByOneKey(t *testing.T) {
	b := newDayBench()
	b.Close() // nothing is known yet: nothing happens
	b.Reload()
	b.SetField(model.DayCounted, " 41 ")
	b.SetField(model.DayTo, "Phạm  Văn Thử")
	s := b.State()
	if s.Boxes[0].Number != "41" || s.Signs != [3]bool{true, true, true} || s.MustSay || s.Day != "thứ Sáu 20/11/2026" || s.Boxes[3].Note != "đủ biên nhận" {
		t.Errorf("%+v", s)
	}
	b.Close()
	if len(b.book.got) != 1 {
		t.Fatalf("closed %d times: %+v", len(b.book.got), b.State())
	}
	got := b.book.got[0]
	if got.Day != "2026-11-20" || got.Counted != 41 || got.Saved != 41 || got.From != "Lê Thị Minh Dụ" || got.To != "Phạm Văn Thử" || len(got.Differs) != 0 {
		t.Errorf("%+v", got)
	}
	s = b.State()
	if s.Note != "Đã kết sổ lúc 10:42:00, đã lưu trên máy." || !strings.Contains(s.Closed, "Lê Thị Minh Dụ giao Phạm Văn Thử, 41 hồ sơ") {
		t.Errorf("%q %q", s.Note, s.Closed)
	}
}

func TestDifferencesAreNamedAndNeedAReason(t *testing.T) {
	b := newDayBench()
	b.apart()
	b.Reload()
	s := b.State()
	if s.Count != "3 hồ sơ" || !s.MustSay || s.Signs != [3]bool{false, false, false} || s.Boxes[2].Note != "còn 1 chờ gửi" || s.Boxes[3].Note != "còn 2, 1 cần người sửa" || !s.Boxes[3].Odd {
		t.Errorf("%+v", s)
	}
	b.book.others = 12
	b.Reload()
	if s = b.State(); s.Count != "3 hồ sơ · ngoài ra 12 hồ sơ ngày khác có việc chưa xác nhận, xem Ctrl+5" {
		t.Error(s.Count)
	}
	want := []model.DayLine{
		{Same: "H57.19.789-", Differs: "261120-0002", Name: "Cao Thị Minh Thử", Why: "Trung tâm chưa nhận: có phần không đúng mẫu của Trung tâm", Do: "Enter mở hồ sơ", Bad: true},
		{Same: "H57.19.789-", Differs: "261120-0039", Name: "Tô Văn Ví", Why: "Đã gửi, chờ biên nhận", Do: "hỏi lại lúc 10:46"},
		{Same: "H57.19.789-", Differs: "261120-0041", Name: "Đã xóa theo quy định", Why: "Chưa gửi", Do: "tự gửi lúc 10:46"},
	}
	for i, w := range want {
		if s.Differs[i] != w {
			t.Errorf("row %d: %+v", i, s.Differs[i])
		}
	}
	b.SetField(model.DayCounted, "41")
	led := model.DayFields
	b.OnRefused = func(f model.DayField) { led = f }
	b.Close()
	if led != model.DayReason {
		t.Errorf("F9 leads to box %d", led)
	}
	if s = b.State(); len(b.book.got) != 0 || s.Faults[model.DayReason] != "chưa khớp nên phải ghi" || s.Faults[model.DayCounted] != "" {
		t.Errorf("closed without a reason: %+v", s.Faults)
	}
	b.SetField(model.DayReason, "0002 đã hẹn người dân sáng thứ Hai")
	b.Close()
	if len(b.book.got) != 1 || len(b.book.got[0].Differs) != 3 || b.book.got[0].Differs[0] != (motcua.DayDifference{Code: code("261120-0002"), Truth: motcua.TruthRefused, Refusal: motcua.CodeInvalid}) {
		t.Errorf("%+v", b.book.got)
	}
	b.Move(+1)
	if b.Chosen() != "d39" {
		t.Errorf("%q", b.Chosen())
	}
	b.Move(+9)
	b.Select(77)
	if b.Chosen() != "d41" || b.State().Selected != 2 {
		t.Errorf("%q", b.Chosen())
	}
}

func TestWhatIsMissingIsSaidOnlyAfterF9(t *testing.T) {
	b := newDayBench()
	b.Reload()
	b.SetField(model.DayFrom, "")
	if s := b.State(); s.Faults != [model.DayFields]string{} || s.Boxes[0].Number != "–" {
		t.Errorf("%+v", s.Faults)
	}
	b.Close()
	s := b.State()
	if s.Faults[model.DayCounted] == "" || s.Faults[model.DayFrom] == "" || s.Faults[model.DayReason] != "" || len(b.book.got) != 0 {
		t.Errorf("%+v", s.Faults)
	}
	for _, bad := range []string{"bốn mốt", "-1", "4.1", ""} {
		b.SetField(model.DayCounted, bad)
		if b.State().Faults[model.DayCounted] == "" {
			t.Errorf("%q is a count", bad)
		}
	}
	b.SetField(model.DayCounted, "40")
	b.SetField(model.DayReason, strings.Repeat("x", 501))
	if s := b.State(); s.Faults[model.DayReason] != "dài quá" || !s.Boxes[0].Odd || s.Signs[0] {
		t.Errorf("%+v", s.Faults)
	}
}

func TestTheDaysWorkIsOneTableOfAllCounters(t *testing.T) {
	b := newDayBench()
	b.Reload()
	s := b.State()
	if strings.Join(s.Counters, "|") != "Quầy 01|Quầy 02" {
		t.Errorf("%v", s.Counters)
	}
	want := "Tiếp nhận 18 14 32|Trả kết quả 6 0 6|Yêu cầu bổ sung (Mẫu 02) 2 0 2|Từ chối, dừng (Mẫu 03, 05) 0 1 1|Trang bản điện tử 1.146 0 1.146"
	var got []string
	for _, w := range s.Work {
		got = append(got, w.What+" "+strings.Join(w.Numbers, " "))
	}
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%s", s)
	}
}

func TestAFailedClosingSaysThatNothingIsLost(t *testing.T) {
	b := newDayBench()
	b.Reload()
	b.SetField(model.DayCounted, "41")
	b.tasks.Held = true
	b.book.fail = &motcua.Error{Code: motcua.CodeConflict, Field: "saved"}
	b.Close()
	b.Close()
	if !b.State().Closing {
		t.Error("it does not say that it is at work")
	}
	b.tasks.Run()
	s := b.State()
	if s.Trouble == nil || s.Closing || s.Texts[model.DayCounted] != "41" {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestADayThatChangedMeanwhileIsLookedAtAgain(t *testing.T) {
	s := model.Explain(model.DeedClose, &motcua.Error{Code: motcua.CodeConflict})
	if s.What != "Vừa có hồ sơ mới trong lúc kết sổ." || s.Now != "Xem lại các con số rồi bấm F9." {
		t.Errorf("%+v", s)
	}
}

func TestTheDayIsReadAgainOnlyWhileTheScreenIsThere(t *testing.T) {
	b := newDayBench()
	b.Watch()
	b.apart()
	b.clock.Move(4 * time.Second)
	if b.State().Count != "3 hồ sơ" {
		t.Error("it does not look again")
	}
	b.Stop()
	if b.clock.Waiting() != 0 {
		t.Error("it goes on looking")
	}
	b.book.fail = &motcua.Error{Code: motcua.CodeBusy}
	b.Reload()
	if s := b.State(); s.Trouble == nil || !s.Known {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestACounterWithoutACentreDoesNotPromiseToSend(t *testing.T) {
	b := newDayBench()
	b.apart()
	b.DayClose = model.NewDayClose(model.DayCloseConfig{Book: b.book, Road: modeltest.Road{}, Tasks: b.tasks, Clock: b.clock})
	b.Reload()
	if l := b.State().Differs[2]; l.Do != "gửi khi quầy đăng ký" {
		t.Errorf("%+v", l)
	}
}

// dayPaper prints what the day has.
type dayPaper struct {
	asked []motcua.PrintForm
	money bool
	fail  error
}

func (p *dayPaper) PrintDay(_ context.Context, f motcua.PrintForm, _ time.Time) (string, error) {
	p.asked = append(p.asked, f)
	if f == motcua.PrintCash && !p.money {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "form"}
	}
	return "đã ghi thành tệp", p.fail
}

func TestTheDaysPapersArePrintedOnceItIsClosed(t *testing.T) {
	b := newDayBench()
	paper := &dayPaper{}
	b.DayClose = model.NewDayClose(model.DayCloseConfig{Book: b.book, Road: offline, Paper: paper, Actor: "Lê Thị Minh Dụ", Tasks: b.tasks, Clock: b.clock})
	print := func() model.DayCloseState {
		b.Print()
		b.tasks.Run()
		return b.State()
	}
	b.Reload()
	b.tasks.Run()
	if s := print(); len(paper.asked) > 0 || s.Trouble == nil || !strings.Contains(s.Trouble.Now, "F9") {
		t.Fatalf("an open day: %v, %+v", paper.asked, s.Trouble)
	}
	b.SetField(model.DayCounted, "41")
	b.Close()
	b.tasks.Run()
	b.tasks.Run()
	if s := print(); len(paper.asked) != 2 || s.Trouble != nil || !strings.Contains(s.Note, "Biên bản bàn giao ca: đã ghi thành tệp.") || !strings.Contains(s.Note, "không thu khoản nào") {
		t.Errorf("%v, %q, %+v", paper.asked, s.Note, s.Trouble)
	}
	paper.money = true
	if s := print(); !strings.Contains(s.Note, "Bảng kê thu phí, lệ phí: đã ghi thành tệp.") {
		t.Errorf("%q", s.Note)
	}
	paper.fail = &motcua.Error{Code: motcua.CodePrinter}
	if s := print(); s.Trouble == nil || !strings.Contains(s.Trouble.Safe, "chưa in được") {
		t.Errorf("%+v", s.Trouble)
	}
}
