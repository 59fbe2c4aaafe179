package model

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

var weekdays = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// Weekday returns the Vietnamese name of t's local day.
func Weekday(t time.Time) string { return weekdays[t.In(motcua.Local).Weekday()] }

// Date writes "30/11/2026".
func Date(t time.Time) string { return t.In(motcua.Local).Format("02/01/2006") }

// ShortDate writes "30/11".
func ShortDate(t time.Time) string { return t.In(motcua.Local).Format("02/01") }

// Hour writes "17:00".
func Hour(t time.Time) string { return t.In(motcua.Local).Format("15:04") }

// Clock6 writes "10:42:07".
func Clock6(t time.Time) string { return t.In(motcua.Local).Format("15:04:05") }

// SameDay reports whether both fall on one local day.
func SameDay(a, b time.Time) bool { return Date(a) == Date(b) }

// DayHour writes "10:12", with the date where t is not on the day of now.
func DayHour(t, now time.Time) string {
	if SameDay(t, now) {
		return Hour(t)
	}
	return Hour(t) + " ngày " + ShortDate(t)
}

// LimitText says a limit in words.
func LimitText(l motcua.Limit) string {
	switch l.Unit {
	case motcua.LimitSameDay:
		return "trong ngày"
	case motcua.LimitHours:
		return fmt.Sprintf("%d giờ làm việc", l.Count)
	case motcua.LimitWorkDays:
		return fmt.Sprintf("%d ngày làm việc", l.Count)
	case motcua.LimitDays:
		return fmt.Sprintf("%d ngày", l.Count)
	}
	return ""
}

// CodeParts splits a dossier code before the part that differs from dossier to
// dossier: "H57.19.789-" and "261120-0007".
func CodeParts(c motcua.Code) (same, differs string) {
	s := string(c)
	i := strings.LastIndexByte(s, '-')
	if i < 0 {
		return "", s
	}
	if j := strings.LastIndexByte(s[:i], '-'); j >= 0 {
		return s[:j+1], s[j+1:]
	}
	return "", s
}

// ShortCode returns the part of a code that clerks say aloud.
func ShortCode(c motcua.Code) string {
	_, s := CodeParts(c)
	return s
}

var channelNames = map[motcua.Channel]string{
	motcua.ChannelDirect: "Trực tiếp",
	motcua.ChannelOnline: "Trực tuyến",
	motcua.ChannelPost:   "Bưu chính",
}

// ChannelName returns the words for a channel.
func ChannelName(c motcua.Channel) string { return channelNames[c] }

var kindNames = map[motcua.ApplicantKind]string{
	motcua.ApplicantSelf:         "Chính chủ",
	motcua.ApplicantAuthorised:   "Được ủy quyền",
	motcua.ApplicantOrganisation: "Tổ chức",
}

// KindName returns the words for a kind of applicant.
func KindName(k motcua.ApplicantKind) string { return kindNames[k] }

// truthNames are the only phrases that may claim progress.
var truthNames = map[motcua.Truth]string{
	motcua.TruthSaved:    "Đã lưu trên máy",
	motcua.TruthSent:     "Đã gửi",
	motcua.TruthReceived: "Trung tâm đã nhận",
	motcua.TruthRefused:  "Trung tâm chưa nhận, cần người sửa",
}

// TruthName returns the words for how far a dossier has travelled.
func TruthName(t motcua.Truth) string { return truthNames[t] }

var shortStatus = map[motcua.Status]string{
	motcua.StatusSupplement: "Chờ bổ sung giấy tờ",
	motcua.StatusPayment:    "Chờ nộp lệ phí",
	motcua.StatusWithdrawn:  "Rút hồ sơ",
}

// StatusName returns the short words for a status, as lists show it.
func StatusName(s motcua.Status) string {
	if n, ok := shortStatus[s]; ok {
		return n
	}
	return s.Name()
}

// FirstLine returns the first line of a text and whether there is more.
func FirstLine(s string) (string, bool) {
	s = strings.TrimSpace(s)
	line, rest, found := strings.Cut(s, "\n")
	return strings.TrimSpace(line), found && strings.TrimSpace(rest) != ""
}
