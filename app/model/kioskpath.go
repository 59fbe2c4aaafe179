package model

import (
	"time"

	"motcua"
)

// Tint names a pair of colours by what it means.
type Tint int

// The tints of the ten statuses.
const (
	TintNeutral Tint = iota
	TintPrimary
	TintWait // waiting for the citizen
	TintGood
	TintBad
)

type kioskWord struct {
	word, icon, do string
	tint           Tint
}

var kioskWords = map[motcua.Status]kioskWord{
	motcua.StatusRegistered:     {"Mới đăng ký", "add_notes", "Xin Ông/Bà chờ quầy tiếp nhận hồ sơ", TintNeutral},
	motcua.StatusReceived:       {"Đã tiếp nhận", "inbox", "Ông/Bà chưa phải làm gì thêm, xin chờ đến ngày hẹn", TintPrimary},
	motcua.StatusRefused:        {"Không được tiếp nhận", "block", "Mời Ông/Bà đến quầy tiếp nhận để nghe lý do", TintBad},
	motcua.StatusProcessing:     {"Đang xử lý", "autorenew", "Ông/Bà chưa phải làm gì thêm, xin chờ đến ngày hẹn", TintPrimary},
	motcua.StatusSupplement:     {"Cần bổ sung", "note_add", "Mời Ông/Bà đến quầy để biết giấy tờ cần nộp thêm", TintWait},
	motcua.StatusPayment:        {"Chờ nộp lệ phí", "payments", "Mời Ông/Bà đến quầy để nộp phí, lệ phí", TintWait},
	motcua.StatusWithdrawn:      {"Đã rút hồ sơ", "undo", "Hồ sơ đã dừng theo yêu cầu của Ông/Bà", TintNeutral},
	motcua.StatusStopped:        {"Dừng xử lý", "stop_circle", "Mời Ông/Bà đến quầy tiếp nhận để nghe lý do", TintNeutral},
	motcua.StatusDone:           {"Đã có kết quả", "task_alt", "Mời Ông/Bà mang giấy hẹn đến quầy nhận kết quả", TintGood},
	motcua.StatusResultReturned: {"Đã trả kết quả", "handshake", "Hồ sơ đã xong, cảm ơn Ông/Bà", TintGood},
}

// kioskUnder is the line under the state word: the appointment while one is
// still to come, the fact where it is not.
func kioskUnder(p motcua.Public, now time.Time) string {
	if p.Status.Ended() || p.Due.IsZero() {
		return p.Status.Name()
	}
	switch {
	case p.Waiting == motcua.PauseVerification:
		return "Hồ sơ đang được xác minh, thời gian này không tính vào thời hạn"
	case p.Status == motcua.StatusSupplement || p.Status == motcua.StatusPayment:
		return "Hồ sơ dừng tính ngày cho đến khi nộp đủ"
	}
	when := Hour(p.Due) + " " + Weekday(p.Due) + ", " + Date(p.Due)
	if p.Status != motcua.StatusDone && now.After(p.Due) {
		return "Đã quá ngày hẹn " + when
	}
	if p.Extended && p.Status != motcua.StatusDone {
		return "Hẹn lại, trả kết quả " + when
	}
	return "Hẹn trả kết quả " + when
}

// kioskWordOf returns the words for a dossier: those of its status, but for one
// that waits for papers before it is taken in.
func kioskWordOf(p motcua.Public) kioskWord {
	if p.Status == motcua.StatusRegistered && p.Waiting == motcua.PauseSupplement {
		return kioskWords[motcua.StatusSupplement]
	}
	return kioskWords[p.Status]
}

// StepState says where a step of the path stands.
type StepState int

// The states of a step.
const (
	StepDone StepState = iota
	StepHere
	StepAhead
)

// PathStep is one circle of the path a dossier goes.
type PathStep struct {
	Word  string
	When  string // 20/11; "" where not reached
	State StepState
	Tint  Tint
}

// usualPath is how a dossier goes where nothing comes between.
var usualPath = []motcua.Status{
	motcua.StatusReceived, motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned,
}

const maxPath = 6

// Path returns the steps a dossier has taken and, where it has not ended, those
// it usually takes from here: at most six, the oldest middle ones left out.
func Path(p motcua.Public) []PathStep {
	var out []PathStep
	for _, s := range p.Steps {
		if n := len(out); n > 0 && out[n-1].Word == StatusName(s.Status) {
			continue
		}
		out = append(out, PathStep{Word: StatusName(s.Status), When: ShortDate(s.At), State: StepDone, Tint: TintGood})
	}
	if len(out) == 0 || out[len(out)-1].Word != StatusName(p.Status) {
		out = append(out, PathStep{Word: StatusName(p.Status)})
	}
	here := len(out) - 1
	out[here].State, out[here].Tint = StepHere, kioskWordOf(p).tint
	for _, s := range usualPath {
		if !p.Status.Ended() && after(s, p.Status) {
			out = append(out, PathStep{Word: StatusName(s), State: StepAhead})
		}
	}
	if n := len(out); n > maxPath {
		out = append(out[:1:1], out[n-maxPath+1:]...)
	}
	return out
}

// after reports whether s lies ahead of now on the usual path.
func after(s, now motcua.Status) bool {
	rank := map[motcua.Status]int{
		motcua.StatusReceived: 1, motcua.StatusProcessing: 2, motcua.StatusSupplement: 2,
		motcua.StatusPayment: 2, motcua.StatusDone: 3, motcua.StatusResultReturned: 4,
	}
	if now == motcua.StatusSupplement || now == motcua.StatusPayment {
		return rank[s] >= 2 && s != motcua.StatusReceived
	}
	return rank[s] > rank[now]
}
