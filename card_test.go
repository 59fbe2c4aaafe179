package motcua_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"motcua"
)

const (
	longCard  = "046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế|10052021"
	emptyCard = "046205000002||Trần Văn Mẫu|01022005|Nam|Thôn 3, Phú Mậu, Phú Vang, Thừa Thiên Huế|22122021"
	shortCard = "046190000001|NGUYỄN THỊ VÍ DỤ|15/08/1990|Nữ|Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế|10/05/2021"
)

var (
	viDu = motcua.Card{
		Number: "046190000001", OldNumber: "191234567", Name: "NGUYỄN THỊ VÍ DỤ", BirthDate: "15/08/1990", Gender: "Nữ",
		Address: "Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế", IssueDate: "10/05/2021",
	}
	mau = motcua.Card{
		Number: "046205000002", Name: "Trần Văn Mẫu", BirthDate: "01/02/2005", Gender: "Nam",
		Address: "Thôn 3, Phú Mậu, Phú Vang, Thừa Thiên Huế", IssueDate: "22/12/2021",
	}
)

// cardDay is the day on which the tests read cards.
var cardDay = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func without(c motcua.Card, fields ...motcua.CardField) motcua.Card {
	for _, f := range fields {
		*cardField(&c, f) = ""
	}
	return c
}

func cardField(c *motcua.Card, f motcua.CardField) *string {
	return map[motcua.CardField]*string{
		motcua.CardNumber: &c.Number, motcua.CardOldNumber: &c.OldNumber, motcua.CardName: &c.Name, motcua.CardBirthDate: &c.BirthDate,
		motcua.CardGender: &c.Gender, motcua.CardAddress: &c.Address, motcua.CardIssueDate: &c.IssueDate,
	}[f]
}

func TestEveryShapeOfACardIsReadWhole(t *testing.T) {
	noOld := viDu
	noOld.OldNumber = ""
	for name, c := range map[string]struct {
		payload string
		want    motcua.Card
	}{
		"seven fields":             {longCard, viDu},
		"empty second":             {emptyCard, mau},
		"ten fields":               {emptyCard + "|Trần Văn Cha|Lê Thị Mẹ|", mau},
		"twelve fields":            {longCard + "|a|b|c|01012030|x", viDu},
		"six with slashes":         {shortCard, noOld},
		"six without":              {strings.ReplaceAll(shortCard, "/", ""), noOld},
		"CR":                       {longCard + "\r", viDu},
		"LF":                       {longCard + "\n", viDu},
		"CR LF":                    {longCard + "\r\n", viDu},
		"TAB":                      {longCard + "\t", viDu},
		"symbology":                {"]Q1" + longCard, viDu},
		"byte order mark":          {"\ufeff" + longCard, viDu},
		"decomposed":               {norm.NFD.String(longCard), viDu},
		"Windows-1258":             {windows1258(t, longCard), viDu},
		"Windows-1258 empty":       {windows1258(t, emptyCard) + "\r\n", mau},
		"UTF-8 typed byte by byte": {byteByByte(longCard), viDu},
		"double spaces":            {strings.ReplaceAll(longCard, " ", "  "), viDu},
	} {
		got, damage := motcua.ReadCard([]byte(c.payload), cardDay)
		if got != c.want || len(damage) > 0 {
			t.Errorf("%s: %+v, damage %v", name, fields(got), damage)
		}
	}
}

// byteByByte is what comes of a reader that types the bytes of UTF-8 by the
// Windows character table.
func byteByByte(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		r := charmap.Windows1252.DecodeByte(c)
		if r == '\ufffd' {
			r = rune(c)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// fields shows an invented card; Card itself hides from logs alone.
func fields(c motcua.Card) []string {
	return []string{c.Number, c.OldNumber, c.Name, c.BirthDate, c.Gender, c.Address, c.IssueDate}
}

// windows1258 writes Vietnamese as Windows does: vowels with hat, breve or horn
// composed, tones behind them.
func windows1258(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		if out, err := charmap.Windows1258.NewEncoder().String(string(r)); err == nil {
			b.WriteString(out)
			continue
		}
		d := []rune(norm.NFD.String(string(r))) // base, marks
		tone := strings.IndexAny(string(d), "\u0300\u0301\u0303\u0309\u0323")
		mark := string(d)[tone:]
		_, rest, _ := strings.Cut(mark, string([]rune(mark)[0]))
		composed := norm.NFC.String(string(d)[:tone] + rest)
		out, err := charmap.Windows1258.NewEncoder().String(composed + string([]rune(mark)[0]))
		if err != nil {
			t.Fatalf("%q: %v", r, err)
		}
		b.WriteString(out)
	}
	return b.String()
}

func TestDamageIsNamedAndTheFieldStaysEmpty(t *testing.T) {
	const (
		num, name, born, sex, addr, issued = motcua.CardNumber, motcua.CardName, motcua.CardBirthDate, motcua.CardGender, motcua.CardAddress, motcua.CardIssueDate
	)
	for what, c := range map[string]struct {
		payload string
		want    motcua.Card
		damage  string
	}{
		"ASCII reader":             {"046190000001|191234567|NGUYEN THI VI DU|15081990|Nu|To 5, Phuong Phu Hoi, Hue|10052021", without(viDu, name, addr), "[{ascii name} {ascii address}]"},
		"marks dropped":            {"046190000001|191234567|NGUYN TH V D|15081990|N|T 5, Phng Ph Hi|10052021", without(viDu, name, addr, sex, issued), "[{ascii name} {ascii address} {unread gender} {unread issueDate}]"},
		"question marks":           {"046205000002||Tr?n V?n M?u|01022005|Nam|Thôn 3|22122021", without(mau, name, addr), "[{ascii name} {ascii address}]"},
		"VNI tool on ASCII reader": {"046190000001|191234567|NGUYEN THI VI DU|15081990|Nu|Tợ, Phuong Phu Hoi|10052021", without(viDu, name, addr), "[{typing-tool name} {typing-tool address}]"},
		"number mangled":           {"04619000000á|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|" + viDu.Address + "|10052021", without(viDu, num, motcua.CardOldNumber), "[{typing-tool number} {unread oldNumber}]"},
		"key in the number":        {"04619000a0001||Trần Văn Mẫu|01022005|Nam|" + mau.Address + "|22122021", without(mau, num, name), "[{unread number} {unread name}]"},
		"key in the birth date":    {"046205000002||Trần Văn Mẫu|0102x2005|Nam|" + mau.Address + "|22122021", without(mau, name, born), "[{unread name} {unread birthDate}]"},
		"impossible date":          {"046205000002||Trần Văn Mẫu|31022005|Nam|" + mau.Address + "|22122021", without(mau, name, born), "[{unread name} {unread birthDate}]"},
		"bar in the name":          {"046190000001|191234567|NGUYỄN|THỊ VÍ DỤ|15081990|Nữ|" + viDu.Address + "|10052021", motcua.Card{}, "[{cut }]"},
		"bar in the address":       {"046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5|Huế|10052021", without(viDu, addr, issued), "[{unread address} {unread issueDate}]"},
		"no bar before the issue":  {"046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5, Huế10052021", without(viDu, addr, issued), "[{unread address} {cut issueDate}]"},
		"cut in the address":       {longCard[:70], without(viDu, addr, issued), "[{unread address} {cut issueDate}]"},
		"cut early":                {"046190000001|191234567|NGUYỄN", motcua.Card{}, "[{cut }]"},
		"issued before birth":      {strings.Replace(longCard, "10052021", "10051980", 1), without(viDu, addr, issued), "[{unread address} {unread issueDate}]"},
		"Latin-1 letters":          {"046205000002||Tr€n Vån Mãu|01022005|Nam|Thôn 3|22122021", without(mau, name, addr), "[{charset name} {charset address}]"},
		"spoilt bytes":             {strings.Replace(longCard, "Ễ", "\xe1\xbb", 1), without(viDu, name, addr), "[{charset name} {charset address}]"},
		"Vietnamese layout":        {"đổặđđđđđđă|ăặăâêổ̉̃|NGUYỄN", motcua.Card{}, "[{layout }]"},
		"French layout":            {"à'-&çààààààà&M&ç&é\"'(-èM", motcua.Card{}, "[{layout }]"},
		"other bar":                {strings.ReplaceAll(longCard, "|", "'"), motcua.Card{}, "[{layout }]"},
		"a receipt":                {"HTTPS://MOTCUA.HUE.GOV.VN/T/AAAA", motcua.Card{}, "[{not-a-card }]"},
		"nothing":                  {"", motcua.Card{}, "[{not-a-card }]"},
		"bars":                     {"||||||||", motcua.Card{}, "[{not-a-card }]"},
		"too long":                 {longCard + strings.Repeat("x", 4096), motcua.Card{}, "[{not-a-card }]"},
	} {
		got, damage := motcua.ReadCard([]byte(c.payload), cardDay)
		if got != c.want || fmt.Sprint(damage) != c.damage {
			t.Errorf("%s: %q, damage %v; want %q, %s", what, fields(got), damage, fields(c.want), c.damage)
		}
	}
}

func TestACardKeepsOutOfLogs(t *testing.T) {
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("read", "card", viDu)
	if strings.Contains(b.String(), viDu.Number) || strings.Contains(b.String(), "VÍ") {
		t.Error(b.String())
	}
}
