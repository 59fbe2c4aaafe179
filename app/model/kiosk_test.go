package model_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type kioskBench struct {
	*model.Kiosk
	known map[string]motcua.Public
	clock *modeltest.Clock
	tasks *modeltest.Tasks
}

func public(s motcua.Status, steps ...motcua.Status) motcua.Public {
	p := motcua.Public{Code: "H57.19.789-261120-0007", Procedure: "Thủ tục đăng ký lại khai sinh", Initials: "N.T.V.D.", Status: s,
		Received: friday, Due: friday.AddDate(0, 0, 10)}
	for i, x := range steps {
		p.Steps = append(p.Steps, motcua.PublicStep{Status: x, At: friday.AddDate(0, 0, i)})
	}
	return p
}

func newKioskBench() *kioskBench {
	clock := &modeltest.Clock{At: friday}
	b := &kioskBench{clock: clock, tasks: &modeltest.Tasks{},
		known: map[string]motcua.Public{"TOKEN": public(motcua.StatusProcessing, motcua.StatusReceived, motcua.StatusProcessing)}}
	b.Kiosk = model.NewKiosk(model.KioskConfig{Tasks: b.tasks, Clock: clock, UnitName: "Phường Thuận Hoá, Thành phố Huế",
		Lookup: modeltest.Lookup{At: friday.Add(-2 * time.Minute), Known: b.known}})
	return b
}

// scan is what a reader types.
func (b *kioskBench) scan(token string) {
	for _, r := range token {
		b.Type(r)
	}
	b.Enter()
	b.clock.Move(time.Second / 2)
}

func TestAScannedReceiptShowsItsDossierAndNoMore(t *testing.T) {
	b := newKioskBench()
	b.scan("TOKEN")
	s := b.State()
	if s.Phase != model.KioskAnswer || s.Word != "Đang xử lý" || s.Initials != "N.T.V.D." || s.Code != "H57.19.789-261120-0007" {
		t.Fatalf("%+v", s)
	}
	if s.Under != "Hẹn trả kết quả 10:42 thứ Hai, 30/11/2026" || s.AsOf != "Theo dữ liệu lúc 10:40 hôm nay · Cần hỏi thêm, xin gặp quầy tiếp nhận" {
		t.Errorf("%q, %q", s.Under, s.AsOf)
	}
	if s.Left != 30 || s.Whole != 30 {
		t.Errorf("%d of %d seconds", s.Left, s.Whole)
	}
}

func TestAnAnswerIsGoneAfterThirtySecondsWithAllItHeld(t *testing.T) {
	b := newKioskBench()
	b.scan("TOKEN")
	b.clock.Move(29 * time.Second)
	if s := b.State(); s.Phase != model.KioskAnswer || s.Left != 1 || !s.AskMore {
		t.Fatalf("after 29 s: %v, %d left", s.Phase, s.Left)
	}
	clear(b.known) // so that only what the kiosk itself keeps can be found
	b.clock.Move(time.Second)
	s := b.State()
	if s.Phase != model.KioskHome || strings.Contains(fmt.Sprintf("%+v", s), "N.T.V.D.") || strings.Contains(fmt.Sprintf("%+v", *b.Kiosk), "N.T.V.D.") {
		t.Errorf("%+v", s)
	}
	if b.clock.Waiting() != 0 {
		t.Error("a timer still runs at home")
	}
}

func TestATouchGivesTheFullTimeAgainButNotAtHome(t *testing.T) {
	b := newKioskBench()
	b.Touch()
	if b.State().Phase != model.KioskHome || b.clock.Waiting() != 0 {
		t.Error("a touch at home started something")
	}
	b.scan("TOKEN")
	b.clock.Move(26 * time.Second)
	if !b.State().AskMore {
		t.Error("nobody asked about more time")
	}
	b.Touch()
	if s := b.State(); s.Left != 30 || s.AskMore {
		t.Errorf("%d left", s.Left)
	}
	b.clock.Move(29 * time.Second)
	if b.State().Phase != model.KioskAnswer {
		t.Error("cleared too early")
	}
}

func TestWhateverCannotBeShownLooksTheSame(t *testing.T) {
	b := newKioskBench()
	var seen []string
	for _, token := range []string{"FORGED", "token", "https://x/t/NOTHING", "' OR 1=1", strings.Repeat("A", 5000), "đ\u0301"} {
		b.scan(token)
		s := b.State()
		seen = append(seen, fmt.Sprintf("%v|%s|%s|%d|%s", s.Phase, s.NotFound, s.Code, s.Left, s.Word))
		b.Clear()
		b.clock.Move(time.Minute)
	}
	if len(slices.Compact(seen)) != 1 || !strings.Contains(seen[0], "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy tiếp nhận.") {
		t.Errorf("%q", seen)
	}
}

func TestTooManyScansInARowAskToWaitWhateverIsScanned(t *testing.T) {
	for _, token := range []string{"TOKEN", "FORGED"} {
		b := newKioskBench()
		for range 8 {
			b.scan("FORGED")
		}
		b.scan(token)
		if s := b.State(); s.Phase != model.KioskNotFound || s.NotFound != "Xin Ông/Bà chờ vài giây rồi quét lại." || s.Code != "" {
			t.Errorf("%s: %v %q", token, s.Phase, s.NotFound)
		}
		b.Clear()
		if s := b.State(); s.NotFound != "" {
			t.Errorf("%q is still there for the next visitor", s.NotFound)
		}
	}
}

func TestATrueReceiptWhoseDossierIsElsewhereSaysThatItCounts(t *testing.T) {
	for field, want := range map[string]string{
		"dossier": "Máy này chưa có hồ sơ của quầy đó. Giấy hẹn vẫn có giá trị, xin hỏi quầy tiếp nhận.",
		"token":   "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy tiếp nhận.",
	} {
		clock := &modeltest.Clock{At: friday}
		m := model.NewKiosk(model.KioskConfig{Lookup: refusing{field}, Tasks: &modeltest.Tasks{}, Clock: clock})
		m.Type('A')
		m.Enter()
		clock.Move(time.Second)
		if s := m.State(); s.Phase != model.KioskNotFound || s.NotFound != want {
			t.Errorf("%s: %q", field, s.NotFound)
		}
	}
}

// refusing is a lookup that knows nothing.
type refusing struct{ field string }

func (r refusing) Public(context.Context, string) (motcua.Public, time.Time, error) {
	return motcua.Public{}, time.Time{}, &motcua.Error{Code: motcua.CodeUnknown, Field: r.field}
}

func TestScansAreAllowedAgainAfterAPause(t *testing.T) {
	b := newKioskBench()
	for range 10 {
		b.scan("FORGED")
	}
	b.clock.Move(time.Minute)
	b.scan("TOKEN")
	if b.State().Phase != model.KioskAnswer {
		t.Error("locked for ever")
	}
}

func TestGoodAndBadScansTakeTheSameTime(t *testing.T) {
	for _, token := range []string{"TOKEN", "FORGED"} {
		b := newKioskBench()
		for _, r := range token {
			b.Type(r)
		}
		b.Enter()
		b.clock.Move(399 * time.Millisecond)
		if p := b.State().Phase; p != model.KioskLooking {
			t.Errorf("%s: answered early, %v", token, p)
		}
		b.clock.Move(2 * time.Millisecond)
		if p := b.State().Phase; p == model.KioskLooking {
			t.Errorf("%s: still looking", token)
		}
	}
}

func TestANewScanReplacesTheAnswerAtOnce(t *testing.T) {
	b := newKioskBench()
	b.scan("TOKEN")
	for _, r := range "FORGED" {
		b.Type(r)
	}
	b.Enter()
	if s := b.State(); s.Phase != model.KioskLooking || s.Code != "" {
		t.Errorf("the last person's dossier is still there: %+v", s)
	}
}

func TestAnAnswerThatComesAfterClearingIsDropped(t *testing.T) {
	b := newKioskBench()
	b.tasks.Held = true
	b.scan("TOKEN")
	b.Clear()
	b.tasks.Run()
	b.clock.Move(time.Second)
	if s := b.State(); s.Phase != model.KioskHome || s.Code != "" {
		t.Errorf("%+v", s)
	}
}

func TestHalfAScanIsForgotten(t *testing.T) {
	b := newKioskBench()
	for _, r := range "TOK" {
		b.Type(r)
	}
	b.clock.Move(3 * time.Second)
	b.scan("TOKEN")
	if b.State().Phase != model.KioskAnswer {
		t.Error("rubbish in front of a scan stayed")
	}
	b.Clear()
	b.Enter()
	if b.State().Phase != model.KioskHome {
		t.Error("Enter alone is no scan")
	}
}

func TestThePathTellsWhatWasAndWhatComes(t *testing.T) {
	short := func(steps []model.PathStep) string {
		var out []string
		for _, s := range steps {
			out = append(out, fmt.Sprintf("%s%s", map[model.StepState]string{model.StepDone: "+", model.StepHere: "@", model.StepAhead: "-"}[s.State], s.Word))
		}
		return strings.Join(out, " ")
	}
	const r, p, s, pay, d, ret, stop = motcua.StatusReceived, motcua.StatusProcessing, motcua.StatusSupplement, motcua.StatusPayment, motcua.StatusDone, motcua.StatusResultReturned, motcua.StatusStopped
	for _, c := range []struct {
		p    motcua.Public
		want string
	}{
		{public(r, r), "@Được tiếp nhận -Đang xử lý -Đã xử lý xong -Đã trả kết quả"},
		{public(p, r, p), "+Được tiếp nhận @Đang xử lý -Đã xử lý xong -Đã trả kết quả"},
		{public(s, r, p, s), "+Được tiếp nhận +Đang xử lý @Chờ bổ sung giấy tờ -Đang xử lý -Đã xử lý xong -Đã trả kết quả"},
		{public(d, r, p, d), "+Được tiếp nhận +Đang xử lý +Đã xử lý xong -Đã trả kết quả"},
		{public(ret, r, p, d, ret), "+Được tiếp nhận +Đang xử lý +Đã xử lý xong @Đã trả kết quả"},
		{public(stop, r, p, stop), "+Được tiếp nhận +Đang xử lý @Dừng xử lý"},
		{public(p), "@Đang xử lý -Đã xử lý xong -Đã trả kết quả"},
		{public(p, r, p, s, p, pay, p), "+Được tiếp nhận +Đang xử lý +Chờ nộp lệ phí @Đang xử lý -Đã xử lý xong -Đã trả kết quả"},
	} {
		want := strings.Replace(c.want, "+Đã xử lý xong -", "@Đã xử lý xong -", 1)
		if got := short(model.Path(c.p)); got != want {
			t.Errorf("%v\n got %s\nwant %s", c.p.Status, got, want)
		}
	}
}

func TestEveryStatusHasItsWordsOnTheKiosk(t *testing.T) {
	for st := motcua.StatusRegistered; st <= motcua.StatusResultReturned; st++ {
		clock := &modeltest.Clock{At: friday}
		m := model.NewKiosk(model.KioskConfig{Tasks: &modeltest.Tasks{}, Clock: clock, Lookup: modeltest.Lookup{Known: map[string]motcua.Public{"T": public(st, motcua.StatusReceived)}}})
		m.Type('T')
		m.Enter()
		clock.Move(time.Second)
		s := m.State()
		if s.Word == "" || s.Do == "" || s.Icon == "" || s.Under == "" || len(s.Path) == 0 {
			t.Errorf("%v: %+v", st, s)
		}
		if bad := s.Tint == model.TintBad; bad != (st == motcua.StatusRefused) {
			t.Errorf("%v: red is kept for refusals", st)
		}
	}
}

func TestAPassedAppointmentIsNotPromisedAgain(t *testing.T) {
	late := public(motcua.StatusProcessing, motcua.StatusReceived)
	late.Due = friday.AddDate(0, 0, -2)
	clock := &modeltest.Clock{At: friday}
	m := model.NewKiosk(model.KioskConfig{Tasks: &modeltest.Tasks{}, Clock: clock, Lookup: modeltest.Lookup{Known: map[string]motcua.Public{"T": late}}})
	m.Type('T')
	m.Enter()
	clock.Move(time.Second)
	if s := m.State(); s.Under != "Đã quá ngày hẹn 10:42 thứ Tư, 18/11/2026" {
		t.Errorf("%q", s.Under)
	}
}
