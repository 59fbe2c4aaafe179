package model_test

import (
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

func TestOnlyAHubThatDoesNotAnswerIsNoNetwork(t *testing.T) {
	for code, want := range map[motcua.ErrorCode]string{
		motcua.CodeUnreachable: "Mất mạng từ 10:12",
		motcua.CodeBusy:        "Chưa gửi được từ 10:12: Trung tâm hoặc máy này đang bận",
		motcua.CodeBadAnswer:   "Chưa gửi được từ 10:12: nơi trả lời không phải Trung tâm, có thể mạng đòi đăng nhập",
		motcua.CodeDiskFull:    "Chưa gửi được từ 10:12: ổ đĩa của máy đã đầy",
		"of-a-newer-version":   "Chưa gửi được từ 10:12",
	} {
		road := modeltest.Road{Mode: motcua.RoadOffline, Since: friday.Add(-30 * time.Minute), Code: code}
		m := model.NewStatus(rows{{}}, road, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
		m.Look()
		if s := m.State(); s.Road != want || s.RoadLook != model.RoadAmber {
			t.Errorf("%s: %q", code, s.Road)
		}
	}
}

func TestNothingLeftToSendIsClaimedOnlyWhereItIsSo(t *testing.T) {
	for _, c := range []struct {
		truths motcua.Truths
		want   string
	}{
		{motcua.Truths{Saved: 6, Sent: 6}, "Có mạng, không còn gì chờ gửi"},
		{motcua.Truths{}, "Có mạng, không còn gì chờ gửi"},
		{motcua.Truths{Saved: 6, Sent: 5}, "Có mạng, còn hồ sơ chờ gửi"},
	} {
		if got := model.IdleWords(c.truths, true); got != c.want {
			t.Errorf("%+v: %q, want %q", c.truths, got, c.want)
		}
	}
	if got := model.IdleWords(motcua.Truths{}, false); got != "Có mạng" {
		t.Errorf("before anything was counted: %q", got)
	}
}

func TestAStopAndARefusalAreToldInThreeSentences(t *testing.T) {
	for _, code := range []motcua.ErrorCode{motcua.CodeRevoked, motcua.CodeClock, motcua.CodeForged, motcua.CodeNewer, motcua.CodeCorrupt, "of-a-newer-version"} {
		s := model.StopSentence(code)
		if !strings.HasPrefix(s.What, "Dừng gửi: ") || s.Safe == "" || s.Now == "" || s.Code != "MOTCUA-ROAD-"+strings.ToUpper(string(code)) {
			t.Errorf("%s: %+v", code, s)
		}
		if w := model.RefusalWords(code); strings.Count(w, ".") != 3 {
			t.Errorf("%s: %q", code, w)
		}
	}
	if s := model.StopSentence(motcua.CodeCorrupt); strings.Contains(s.Text(), "PDF") || !strings.Contains(s.What, "nhật ký") {
		t.Errorf("the form's words on the road: %q", s.Text())
	}
	want := "Trung tâm chưa nhận: mã hồ sơ này đã có ở Trung tâm từ quầy khác. Hồ sơ vẫn còn trên máy. Báo quản trị."
	if got := model.RefusalWords(motcua.CodeConflict); got != want {
		t.Errorf("%q", got)
	}
}
