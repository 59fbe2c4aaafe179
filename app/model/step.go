package model

import (
	"time"

	"motcua"
)

// StepKey names one step that a clerk can take on a dossier.
type StepKey string

// The steps. StepNext stands for whatever is sensible now.
const (
	StepNext           StepKey = ""
	StepAccept         StepKey = "accept"
	StepRefuse         StepKey = "refuse"
	StepSupplement     StepKey = "supplement"
	StepTakeSupplement StepKey = "take-supplement"
	StepPause          StepKey = "pause"
	StepResume         StepKey = "resume"
	StepExtend         StepKey = "extend"
	StepStop           StepKey = "stop"
	StepForward        StepKey = "forward"
	StepTakeOver       StepKey = "take-over"
	StepCharge         StepKey = "charge"
	StepPay            StepKey = "pay"
	StepVoid           StepKey = "void"
	StepResult         StepKey = "result"
	StepHandOver       StepKey = "hand-over"
	StepCorrect        StepKey = "correct"
	StepNote           StepKey = "note"
	StepUndo           StepKey = "undo"
)

// formNames are the papers of steps in words, inside a sentence.
var formNames = map[motcua.PrintForm]string{
	motcua.PrintReceipt: "giấy hẹn (Mẫu 01)", motcua.PrintSupplement: "phiếu yêu cầu bổ sung (Mẫu 02)", motcua.PrintRefusal: "phiếu từ chối (Mẫu 03)",
	motcua.PrintExtension: "phiếu xin lỗi và hẹn lại (Mẫu 04)", motcua.PrintStop: "thông báo dừng (Mẫu 05)", motcua.PrintControl: "phiếu kiểm soát (Mẫu 06)",
	motcua.PrintResult: "giấy biên nhận trả kết quả", motcua.PrintCash: "bảng kê thu phí, lệ phí", motcua.PrintShift: "biên bản bàn giao ca",
	motcua.PrintUncollected: "danh sách kết quả chưa trả",
}

// stepDef is all that is said of a step beside what its sheet asks.
type stepDef struct {
	key  StepKey
	name string // on a button and in the list of other actions
	hot  string // its own key, printed beside it; F9 where it is the next
	icon string
	verb string // on the sheet's button
	// grave steps cannot be called back and end the dossier: the sheet's
	// button needs Ctrl+Enter.
	grave bool
	form  motcua.PrintForm // printed once the step is saved; "" for none
}

// stepDefs lists the steps in the order of the list of other actions.
var stepDefs = []stepDef{
	{StepAccept, "Tiếp nhận", "", "inbox", "Tiếp nhận và in giấy hẹn", false, motcua.PrintReceipt},
	{StepForward, "Chuyển xử lý", "", "swap_horiz", "Chuyển và in phiếu kiểm soát", false, motcua.PrintControl},
	{StepTakeOver, "Xác nhận đã nhận bàn giao", "", "handshake", "Xác nhận đã nhận", false, ""},
	{StepSupplement, "Yêu cầu bổ sung (Mẫu 02)", "F6", "note_add", "Yêu cầu và in Mẫu 02", false, motcua.PrintSupplement},
	{StepTakeSupplement, "Nhận giấy tờ bổ sung", "", "inbox", "Ghi giấy tờ đã nhận", false, ""},
	{StepPause, "Tạm dừng để xác minh", "", "hourglass_top", "Tạm dừng tính thời hạn", false, ""},
	{StepResume, "Đã có trả lời xác minh", "", "autorenew", "Tính tiếp thời hạn", false, ""},
	{StepExtend, "Xin lỗi và hẹn lại (Mẫu 04)", "F7", "event", "Hẹn lại và in Mẫu 04", false, motcua.PrintExtension},
	{StepCharge, "Yêu cầu nộp phí, lệ phí", "", "payments", "Yêu cầu nộp", false, ""},
	{StepPay, "Ghi tiền đã thu", "", "payments", "Ghi đã thu", false, ""},
	{StepVoid, "Hủy khoản đã ghi thu", "", "undo", "Hủy khoản thu", false, ""},
	{StepResult, "Ghi kết quả", "", "task_alt", "Ghi kết quả", false, ""},
	{StepHandOver, "Trả kết quả", "", "handshake", "Trả và in giấy biên nhận", false, motcua.PrintResult},
	{StepCorrect, "Đính chính", "", "edit_document", "Ghi đính chính", false, ""},
	{StepNote, "Ghi chú", "Ctrl+N", "description", "Ghi chú", false, ""},
	{StepUndo, "Hoàn tác bước cuối", "Ctrl+Z", "undo", "Hoàn tác", false, ""},
	{StepStop, "Dừng giải quyết (Mẫu 05)", "", "stop_circle", "Dừng và in Mẫu 05", true, motcua.PrintStop},
	{StepRefuse, "Từ chối tiếp nhận (Mẫu 03)", "Shift+F6", "block", "Từ chối và in Mẫu 03", true, motcua.PrintRefusal},
}

// stepOf returns what is said of a step.
func stepOf(key StepKey) stepDef {
	for _, d := range stepDefs {
		if d.key == key {
			return d
		}
	}
	return stepDef{}
}

// nextStep is the table of next sensible steps: from status, what is waited
// for and who holds the dossier. StepNext says that there is none here: it has
// ended, or another unit has it.
func nextStep(d motcua.Dossier, unit string) StepKey {
	waiting := motcua.PauseReason("")
	if w := d.Course.Waiting; w != nil {
		waiting = w.For
	}
	switch {
	case d.Erased, elsewhere(d, unit) != "":
		return StepNext
	case inTransit(d):
		return StepTakeOver
	case waiting == motcua.PauseSupplement:
		return StepTakeSupplement
	case waiting == motcua.PauseVerification:
		return StepResume
	}
	return map[motcua.Status]StepKey{
		motcua.StatusRegistered: StepAccept, motcua.StatusReceived: StepForward, motcua.StatusProcessing: StepResult,
		motcua.StatusSupplement: StepTakeSupplement, motcua.StatusPayment: StepPay, motcua.StatusDone: StepHandOver,
	}[d.Status]
}

// inTransit reports whether a dossier was given over and nobody has confirmed
// it.
func inTransit(d motcua.Dossier) bool {
	n := len(d.Course.Moves)
	return n > 0 && d.Course.Moves[n-1].Taken.IsZero() && !d.Status.Ended()
}

// elsewhere returns who has a dossier, or is to take it over, where that is
// another unit; "" where it is this one.
func elsewhere(d motcua.Dossier, unit string) string {
	at := d.Course.Holder
	if inTransit(d) {
		at = d.Course.Moves[len(d.Course.Moves)-1].To
	}
	if at.Unit == "" || unit == "" || at.Unit == unit {
		return ""
	}
	return at.Name
}

// may returns nil where a dossier can take a step, else why it cannot.
func may(key StepKey, d motcua.Dossier, station string, now time.Time) error {
	if d.Erased {
		return motcua.Refuse("body", motcua.ReasonErased)
	}
	if key == StepUndo {
		_, err := d.Undoable(station, now)
		return err
	}
	if a := tryOut(key, d); a != nil {
		return a.Allows(d)
	}
	return motcua.Refuse("status", motcua.ReasonStep)
}

// tryOut returns the least that a step can be, for its guard to be asked.
func tryOut(key StepKey, d motcua.Dossier) motcua.Action {
	switch key {
	case StepAccept:
		return motcua.Accepted{}
	case StepRefuse:
		return motcua.Refused{}
	case StepSupplement:
		return motcua.SupplementRequested{}
	case StepTakeSupplement:
		return motcua.SupplementReceived{}
	case StepPause:
		return motcua.Paused{}
	case StepResume:
		return motcua.Resumed{}
	case StepExtend:
		return motcua.Extended{Due: d.Due.Add(time.Hour)}
	case StepStop:
		return motcua.Stopped{Cause: motcua.StopRequest}
	case StepForward:
		return motcua.Forwarded{To: motcua.Place{Name: "?"}}
	case StepTakeOver:
		return motcua.TakenOver{Forward: lastMove(d)}
	}
	return tryOutLater(key, d)
}

// tryOutLater is tryOut for money, results and what people write.
func tryOutLater(key StepKey, d motcua.Dossier) motcua.Action {
	switch key {
	case StepCharge:
		return motcua.PaymentRequested{}
	case StepPay:
		return motcua.PaymentReceived{}
	case StepVoid:
		b := motcua.PaymentVoided{}
		if p := counting(d); len(p) > 0 {
			b.Payment = p[0].Event
		}
		return b
	case StepResult:
		return motcua.ResultRecorded{}
	case StepHandOver:
		return motcua.HandedOver{}
	case StepCorrect:
		return motcua.Corrected{}
	case StepNote:
		return motcua.Noted{}
	}
	return nil
}

func lastMove(d motcua.Dossier) string {
	if n := len(d.Course.Moves); n > 0 {
		return d.Course.Moves[n-1].Event
	}
	return ""
}

// counting returns the payments that still count, newest first.
func counting(d motcua.Dossier) []motcua.Payment {
	var out []motcua.Payment
	for i := len(d.Course.Payments) - 1; i >= 0; i-- {
		if p := d.Course.Payments[i]; !p.Voided {
			out = append(out, p)
		}
	}
	return out
}

// allowedSteps returns the steps that a dossier can take, in the order of the
// list of other actions.
func allowedSteps(d motcua.Dossier, station, unit string, now time.Time) []StepKey {
	var out []StepKey
	for _, s := range stepDefs {
		if elsewhere(d, unit) != "" && s.key != StepNote && s.key != StepUndo {
			continue // its next step belongs to the unit that holds it
		}
		if may(s.key, d, station, now) == nil {
			out = append(out, s.key)
		}
	}
	return out
}
