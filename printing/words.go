package printing

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"motcua"
)

// nbsp keeps two words on one line. It is drawn as a common space.
const nbsp = "\u00a0"

// leader stands where a person writes by hand.
const leader = "………………"

// shortLeader stands where a number is written by hand.
const shortLeader = "………"

// Times that are written by hand.
const (
	blankDay  = "ngày …… tháng …… năm ………"
	blankTime = "…… giờ …… phút, " + blankDay
)

// dayOrBlank and timeOrBlank return a time in words, or room to write it.
func dayOrBlank(t time.Time) string {
	if t.IsZero() {
		return blankDay
	}
	return dateWords(t)
}

func timeOrBlank(t time.Time) string {
	if t.IsZero() {
		return blankTime
	}
	return timeWords(t)
}

// shortDay and shortTime are how tables write times.
func shortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(motcua.Local).Format("02/01/2006")
}

func shortTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return glue(t.In(motcua.Local).Format("15:04")) + " " + shortDay(t)
}

// money returns đồng with a point between thousands: "16.000".
func money(dong int) string {
	s := strconv.Itoa(dong)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// glue keeps s on one line: names of people and dates are not torn apart.
func glue(s string) string { return strings.Join(strings.Fields(s), nbsp) }

// clean returns s in NFC, on one line, without control characters. What no
// face can show becomes U+FFFD, so that the reader sees that something stood
// there.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufeff':
			return -1
		case r > 0xffff:
			return unicode.ReplacementChar
		}
		return r
	}, motcua.NFC(strings.ToValidUTF8(s, "\ufffd")))
	return strings.Join(strings.Fields(s), " ")
}

// dateWords writes a day as official papers do: a nought before days below ten
// and before January and February (NĐ 30/2020/NĐ-CP, Phụ lục I).
func dateWords(t time.Time) string {
	t = t.In(motcua.Local)
	month := fmt.Sprint(int(t.Month()))
	if t.Month() < time.March {
		month = "0" + month
	}
	return glue(fmt.Sprintf("ngày %02d", t.Day())) + " " + glue("tháng "+month) + " " + glue(fmt.Sprintf("năm %d", t.Year()))
}

func timeWords(t time.Time) string {
	l := t.In(motcua.Local)
	return glue(fmt.Sprintf("%02d giờ %02d phút,", l.Hour(), l.Minute())) + " " + dateWords(t)
}

// unknownTime is what a receipt promises where no limit is known.
const unknownTime = "Theo thông báo của cơ quan giải quyết"

// unknownLimit stands for a limit that the published record does not state.
const unknownLimit = "chưa công bố"

func limitWords(l motcua.Limit) string {
	count := glue(fmt.Sprintf("%02d", l.Count))
	switch l.Unit {
	case motcua.LimitSameDay:
		return glue("Trong ngày")
	case motcua.LimitHours:
		return count + nbsp + glue("giờ làm việc")
	case motcua.LimitWorkDays:
		return count + nbsp + glue("ngày làm việc")
	case motcua.LimitDays:
		return count + nbsp + "ngày"
	}
	return unknownLimit
}

// paperWords writes one handed-in paper with its counts; ok is false where
// nothing of it was handed in or shown.
func paperWords(c motcua.Component) (text string, ok bool) {
	var counts []string
	if c.Count.Originals > 0 {
		counts = append(counts, glue(fmt.Sprintf("%02d bản chính", c.Count.Originals)))
	}
	if c.Count.Copies > 0 {
		counts = append(counts, glue(fmt.Sprintf("%02d bản sao", c.Count.Copies)))
	}
	if c.Count.Shown {
		counts = append(counts, glue("xuất trình để đối chiếu"))
	}
	if len(counts) == 0 {
		return "", false
	}
	return paperName(c) + " (" + strings.Join(counts, ", ") + ")", true
}

// paperName returns a paper's name without the marks that end it in lists.
func paperName(c motcua.Component) string { return strings.TrimRight(clean(c.Rule.Name), " .;,:") }
