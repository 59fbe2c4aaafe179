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

// rows is a list that never changes.
type rows []motcua.Row

func (r rows) List(context.Context, motcua.Filter) ([]motcua.Row, error) { return r, nil }
func (r rows) Dossier(context.Context, string) (motcua.Dossier, error) {
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeUnknown}
}
func (r rows) Truths(context.Context, time.Time) (motcua.Truths, error) {
	if len(r) == 0 {
		return motcua.Truths{}, &motcua.Error{Code: motcua.CodeBusy}
	}
	return motcua.Truths{Saved: 6, Sent: 3, Received: 1, Refused: 2}, nil
}

func TestTheThreeTruthsAreCountedApart(t *testing.T) {
	clock := &modeltest.Clock{At: friday}
	m := model.NewStatus(rows{{}}, nil, &modeltest.Tasks{}, clock)
	if s := m.State(); s.Saved != "–" {
		t.Errorf("before anything is known: %q", s.Saved)
	}
	m.Look()
	s := m.State()
	if s.Saved != "6" || s.Sent != "3" || s.Received != "1" || !s.SentLate || s.Refused != "2 hồ sơ Trung tâm chưa nhận, cần người sửa" {
		t.Errorf("%+v", s)
	}
}

func TestCountsThatCannotBeReadStayWhatTheyWere(t *testing.T) {
	m := model.NewStatus(rows{}, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	m.Look()
	if s := m.State(); s.Saved != "–" || s.Refused != "" {
		t.Errorf("%+v", s)
	}
}

func TestTheRoadIsToldInOneTrueSentence(t *testing.T) {
	for _, c := range []struct {
		state motcua.RoadState
		want  string
		look  model.RoadLook
	}{
		{motcua.RoadState{}, "Chưa đăng ký với Trung tâm", model.RoadCalm},
		{motcua.RoadState{Mode: motcua.RoadIdle}, "Có mạng, còn hồ sơ chờ gửi", model.RoadCalm},
		{motcua.RoadState{Mode: motcua.RoadSending}, "Đang gửi", model.RoadCalm},
		{motcua.RoadState{Mode: motcua.RoadOffline, Code: motcua.CodeUnreachable, Since: friday.Add(-30 * time.Minute), Next: friday.Add(4 * time.Minute)}, "Mất mạng từ 10:12 · tự gửi lại lúc 10:46", model.RoadAmber},
		{motcua.RoadState{Mode: motcua.RoadOffline, Code: motcua.CodeUnreachable, Since: friday.AddDate(0, 0, -1)}, "Mất mạng từ 10:42 ngày 19/11", model.RoadAmber},
		{motcua.RoadState{Mode: motcua.RoadStopped, Since: friday, Code: motcua.CodeRevoked}, "Dừng gửi từ 10:42", model.RoadRed},
	} {
		m := model.NewStatus(rows{{}}, modeltest.Road(c.state), &modeltest.Tasks{}, &modeltest.Clock{At: friday})
		m.Look()
		s := m.State()
		if s.Road != c.want || s.RoadLook != c.look || s.RoadIcon == "" {
			t.Errorf("%+v: %q look %v icon %q", c.state, s.Road, s.RoadLook, s.RoadIcon)
		}
		if stopped := c.state.Mode == motcua.RoadStopped; (s.Banner != nil) != stopped {
			t.Errorf("%v: banner %+v", c.state.Mode, s.Banner)
		}
	}
}

func TestAStoppedRoadSaysThatDossiersAreSafe(t *testing.T) {
	for _, code := range []motcua.ErrorCode{motcua.CodeRevoked, motcua.CodeClock, "of-a-newer-version"} {
		m := model.NewStatus(rows{{}}, modeltest.Road{Mode: motcua.RoadStopped, Since: friday, Code: code}, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
		m.Look()
		b := m.State().Banner
		if b == nil || !strings.HasPrefix(b.What, "Dừng gửi: ") || !strings.Contains(b.Safe, "an toàn trên máy") {
			t.Errorf("%s: %+v", code, b)
		}
	}
}

func TestTheBarLooksAgainUntilItIsStopped(t *testing.T) {
	clock := &modeltest.Clock{At: friday}
	m := model.NewStatus(rows{{}}, nil, &modeltest.Tasks{}, clock)
	looks := 0
	m.OnChange = func() { looks++ }
	m.Watch()
	clock.Move(10 * time.Second)
	if looks < 5 {
		t.Errorf("looked %d times in ten seconds", looks)
	}
	m.Stop()
	before := looks
	clock.Move(time.Minute)
	if looks != before || clock.Waiting() != 0 {
		t.Error("goes on after Stop")
	}
}

// counted is a list of a station that also counts its numbers.
type counted struct {
	rows
	left int
	err  error
}

func (c *counted) NumbersLeft(context.Context, time.Time) (int, error) { return c.left, c.err }

func TestFewNumbersAreSaidAndOneThatCannotBeReadChangesNothing(t *testing.T) {
	src := &counted{rows: rows{{}}, left: 20}
	m := model.NewStatus(src, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	if s := m.State(); s.Numbers != "" {
		t.Errorf("before anything is known: %q", s.Numbers)
	}
	for _, c := range []struct {
		left int
		err  error
		want string
	}{
		{20, nil, ""}, {19, nil, "Còn 19 số trong ngày"}, {500, &motcua.Error{Code: motcua.CodeBusy}, "Còn 19 số trong ngày"},
		{0, nil, "Còn 0 số trong ngày"}, {50, nil, ""},
	} {
		src.left, src.err = c.left, c.err
		m.Look()
		if s := m.State(); s.Numbers != c.want {
			t.Errorf("%d left, %v: %q, want %q", c.left, c.err, s.Numbers, c.want)
		}
	}
}

// rotten is a list over a broken file.
type rotten struct{ rows }

func (rotten) Truths(context.Context, time.Time) (motcua.Truths, error) {
	return motcua.Truths{}, &motcua.Error{Code: motcua.CodeCorrupt, Detail: "database"}
}

func TestABrokenFileIsSaidOnEveryScreen(t *testing.T) {
	m := model.NewStatus(rotten{}, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	m.Look()
	if b := m.State().Banner; b == nil || !strings.Contains(b.What, "tệp dữ liệu của quầy bị hỏng") || !strings.Contains(b.Now, "Đừng xóa gì") {
		t.Errorf("%+v", b)
	}
	busy := model.NewStatus(rows{}, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	busy.Look()
	if b := busy.State().Banner; b != nil {
		t.Errorf("a passing thing: %+v", b)
	}
}
