package model

import (
	"fmt"
	"time"

	"motcua"
)

// Workdays tells on which days offices work.
type Workdays interface {
	// IsWorkday takes any moment of the day in Vietnam.
	IsWorkday(day time.Time) bool
}

// Light is how near a dossier's appointment is.
type Light int

// The lights; each has a shape of its own.
const (
	LightNone   Light = iota // no due time is known
	LightLate                // quá hạn
	LightToday               // hạn hôm nay
	LightSoon                // trong 24 giờ của ngày làm việc
	LightCalm                // còn hạn
	LightPaused              // tạm dừng tính
	LightDone                // xong
)

// soonSpan is how much clock time of working days counts as soon.
const soonSpan = 24 * time.Hour

// workTimes returns the moments at which lights change on now's day.
func workTimes(now time.Time, days Workdays) motcua.WorkTimes {
	_, end := dayOf(now)
	soon := now
	for left := soonSpan; left > 0; {
		_, next := dayOf(soon)
		rest := next.Sub(soon)
		if days.IsWorkday(soon) {
			if rest >= left {
				soon = soon.Add(left)
				break
			}
			left -= rest
		}
		soon = next
	}
	return motcua.WorkTimes{Now: now, DayEnd: end, Soon: maxTime(end, soon)}
}

// dayOf returns the bounds of the local day of t.
func dayOf(t time.Time) (from, to time.Time) {
	y, mo, d := t.In(motcua.Local).Date()
	from = time.Date(y, mo, d, 0, 0, 0, 0, motcua.Local)
	return from, from.AddDate(0, 0, 1)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lightOf returns the light of a dossier and its words: "Quá 2 ngày", "Hôm nay
// 17:00", "Còn 21 giờ".
func lightOf(s motcua.Status, waiting motcua.PauseReason, due time.Time, at motcua.WorkTimes, days Workdays) (Light, string) {
	now := at.Now
	switch {
	case s == motcua.StatusDone || s == motcua.StatusResultReturned:
		return LightDone, "Đã xong"
	case s.Ended():
		return LightDone, "Đã kết thúc"
	case waiting != "", s == motcua.StatusSupplement, s == motcua.StatusPayment:
		return LightPaused, "Tạm dừng tính"
	case due.IsZero():
		return LightNone, "Chưa có hạn"
	case due.Before(now):
		return LightLate, "Quá " + lateWords(due, now, days)
	case due.Before(at.DayEnd):
		return LightToday, "Hôm nay " + Hour(due)
	case due.Before(at.Soon):
		return LightSoon, fmt.Sprintf("Còn %d giờ", max(1, int(workedClock(now, due, days)/time.Hour)))
	}
	return LightCalm, fmt.Sprintf("Còn %d ngày", max(1, workdaysBetween(now, due, days)))
}

// lateWords says how long ago due was: in working days, in hours on its day.
func lateWords(due, now time.Time, days Workdays) string {
	if n := workdaysBetween(due, now, days); n > 0 && !SameDay(due, now) {
		return fmt.Sprintf("%d ngày", n)
	}
	if h := int(now.Sub(due) / time.Hour); h > 0 {
		return fmt.Sprintf("%d giờ", h)
	}
	return fmt.Sprintf("%d phút", max(1, int(now.Sub(due)/time.Minute)))
}

// mostDays is where counting days ends; nobody reads on.
const mostDays = 999

// workdaysBetween counts the working days after from's day up to to's day.
func workdaysBetween(from, to time.Time, days Workdays) int {
	day, _ := dayOf(from)
	last, _ := dayOf(to)
	n := 0
	for i := 0; i < 2*mostDays && n < mostDays; i++ {
		if day = day.AddDate(0, 0, 1); day.After(last) {
			break
		}
		if days.IsWorkday(day) {
			n++
		}
	}
	return n
}

// workedClock is the clock time between two moments, that of days off left out.
func workedClock(from, to time.Time, days Workdays) time.Duration {
	var sum time.Duration
	for from.Before(to) {
		_, next := dayOf(from)
		if next.After(to) {
			next = to
		}
		if days.IsWorkday(from) {
			sum += next.Sub(from)
		}
		from = next
	}
	return sum
}

// whereWords says who has a dossier of which no more is known than its status.
func whereWords(s motcua.Status) string {
	switch s {
	case motcua.StatusRegistered, motcua.StatusReceived:
		return "Quầy tiếp nhận"
	case motcua.StatusProcessing:
		return "Bộ phận xử lý"
	case motcua.StatusSupplement, motcua.StatusPayment:
		return "Chờ người dân"
	case motcua.StatusDone:
		return "Quầy trả kết quả"
	}
	return "Đã kết thúc"
}
