package model

import (
	"strings"
	"time"

	"motcua"
)

func appointmentCard(a motcua.Appointment, known bool) AppointmentCard {
	c := AppointmentCard{Known: known && !a.Due.IsZero()}
	if !c.Known {
		c.AskLimit = known
		return c
	}
	c.Date, c.Hour, c.Day = Date(a.Due), Hour(a.Due), Weekday(a.Due)
	c.When = c.Hour + " · " + c.Day
	c.Limit, c.Unverified = LimitText(a.Limit), a.Limit.Unverified
	var off []string
	if a.Weekend {
		off = append(off, "thứ Bảy, Chủ nhật")
	}
	for _, d := range a.Skipped {
		off = append(off, skippedDay(d))
	}
	if len(off) > 0 {
		c.Reasons = append(c.Reasons, "Không tính "+strings.Join(off, "; ")+".")
	}
	if a.AfterCutoff {
		c.Reasons = append(c.Reasons, "Nhận sau 15:00, nên hẹn ngày làm việc kế tiếp.")
	}
	if c.Unverified {
		c.Reasons = append(c.Reasons, "Thời hạn chưa kiểm chứng với bản công bố.")
	}
	return c
}

// skippedDay turns "2026-11-24 Ngày Văn hóa Việt Nam" into
// "ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam)".
func skippedDay(s string) string {
	day, name, _ := strings.Cut(s, " ")
	if t, err := time.ParseInLocation("2006-01-02", day, motcua.Local); err == nil {
		day = ShortDate(t)
	}
	if name == "" {
		return "ngày nghỉ " + day
	}
	return "ngày nghỉ " + day + " (" + name + ")"
}
