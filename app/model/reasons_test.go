package model

import (
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestEveryRefusedStepIsToldWithWhatIsSafeAndWhatToDo(t *testing.T) {
	said := map[string]motcua.Reason{}
	for _, r := range motcua.Reasons() {
		s := Explain(DeedStep, motcua.Refuse("status", r))
		for _, part := range []string{s.What, s.Safe, s.Now} {
			if !strings.HasSuffix(part, ".") {
				t.Errorf("%s: %+v", r, s)
			}
		}
		if !strings.Contains(s.Safe, "chưa có gì thay đổi") || s.Code != "MOTCUA-STEP-"+strings.ToUpper(string(r)) {
			t.Errorf("%s: %+v", r, s)
		}
		if other, twice := said[s.What]; twice {
			t.Errorf("%s and %s sound the same: %q", r, other, s.What)
		}
		said[s.What] = r
	}
	if len(reasonSentences) != len(motcua.Reasons()) {
		t.Errorf("%d sentences for %d reasons", len(reasonSentences), len(motcua.Reasons()))
	}
}

func TestTheKioskSaysWhetherTheTimeRunsRestsOrWasMoved(t *testing.T) {
	due := time.Date(2026, 11, 30, 16, 30, 0, 0, motcua.Local)
	now := due.AddDate(0, 0, -3)
	for want, p := range map[string]motcua.Public{
		"Hồ sơ đang được xác minh, thời gian này không tính vào thời hạn": {Status: motcua.StatusProcessing, Due: due, Waiting: motcua.PauseVerification},
		"Hồ sơ dừng tính ngày cho đến khi nộp đủ":                         {Status: motcua.StatusSupplement, Due: due, Waiting: motcua.PauseSupplement},
		"Hẹn lại, trả kết quả 16:30 thứ Hai, 30/11/2026":                  {Status: motcua.StatusProcessing, Due: due, Extended: true},
		"Hẹn trả kết quả 16:30 thứ Hai, 30/11/2026":                       {Status: motcua.StatusProcessing, Due: due},
	} {
		if got := kioskUnder(p, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	waits := kioskWordOf(motcua.Public{Status: motcua.StatusRegistered, Waiting: motcua.PauseSupplement})
	if waits.word != "Cần bổ sung" || kioskWordOf(motcua.Public{Status: motcua.StatusRegistered}).word != "Mới đăng ký" {
		t.Errorf("%+v", waits)
	}
}
