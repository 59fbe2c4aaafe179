package model

import (
	"time"

	"motcua"
)

// Apology is what is to be done about an appointment that is near or over:
// apologise and give the one later appointment there is (Mẫu 04), before it
// passes. The zero value is for one that is far, kept, or rests.
type Apology struct {
	Text  string // in full sentences
	Short string // in the strip under a list
	May   bool   // the step can be begun here
}

// Apology returns what there is to say of a dossier with this light at these
// times.
func (m *Steps) Apology(d motcua.Dossier, light Light, at motcua.WorkTimes) Apology {
	late := light == LightLate
	near := (light == LightToday || light == LightSoon) && at.Near(d.Received.Appointment.Received, d.Due)
	if d.Erased || !late && !near {
		return Apology{}
	}
	return m.apology(d, late, at.Now)
}

// apology is Apology of an appointment that is near, or over.
func (m *Steps) apology(d motcua.Dossier, late bool, now time.Time) Apology {
	by := Hour(d.Due) + " hôm nay"
	if !SameDay(d.Due, now) {
		by = Hour(d.Due) + " " + Weekday(d.Due) + " " + ShortDate(d.Due)
	}
	err := may(StepExtend, d, m.cfg.Station.ID, now)
	at := elsewhere(d, m.cfg.Station.Unit)
	switch {
	case motcua.ReasonOf(err) == motcua.ReasonExtended && late:
		return Apology{Text: "Quá hẹn " + by + ", là hẹn lần thứ hai: không được hẹn lại nữa. Trả kết quả ngay khi có.", Short: "quá hẹn lần thứ hai"}
	case motcua.ReasonOf(err) == motcua.ReasonExtended:
		return Apology{Text: "Đến hạn " + by + ". Đã hẹn lại một lần, không được hẹn lại nữa: phải kịp.", Short: "đến hạn " + by + ", không được hẹn lại nữa"}
	case err != nil:
		return Apology{}
	case late && at != "":
		return Apology{Text: "Quá hẹn " + by + ", chưa có thư xin lỗi. Nhắc " + at + " xin lỗi và hẹn lại ngay (Mẫu 04).", Short: "quá hẹn, chưa có thư xin lỗi"}
	case late:
		return Apology{Text: "Quá hẹn " + by + ", chưa có thư xin lỗi. Xin lỗi và hẹn lại ngay (Mẫu 04), chỉ được một lần.", Short: "quá hẹn, chưa có thư xin lỗi", May: true}
	case at != "":
		return Apology{Text: "Đến hạn " + by + ". Nếu không kịp, nhắc " + at + " xin lỗi và hẹn lại trước giờ ấy (Mẫu 04).", Short: "đến hạn " + by + ", chưa có thư xin lỗi"}
	}
	return Apology{Text: "Đến hạn " + by + ". Nếu không kịp: xin lỗi và hẹn lại trước giờ ấy (Mẫu 04), chỉ được một lần.", Short: "đến hạn " + by + ", chưa có thư xin lỗi", May: true}
}
