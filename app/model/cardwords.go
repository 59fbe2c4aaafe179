package model

import (
	"strings"

	"motcua"
)

// cardSentences tell what spoilt the reading of a card and the remedy, the
// worst first.
var cardSentences = []struct {
	fault     motcua.CardFault
	what, now string
}{
	{motcua.CardLayout, "Kiểu bàn phím của máy tính khác kiểu máy quét đang gõ.", "Chuyển bàn phím của máy tính sang tiếng Anh (Mỹ) rồi quét lại."},
	{motcua.CardTyping, "Bộ gõ tiếng Việt đã đổi ký tự của máy quét.", "Tắt UniKey rồi quét lại, hoặc chuyển máy quét sang chế độ COM."},
	{motcua.CardASCII, "Máy quét đang gửi ASCII nên mất dấu tiếng Việt.", "Chuyển máy quét sang UTF-8 hoặc chế độ COM rồi quét lại, hoặc gõ tay ô còn trống."},
	{motcua.CardCharset, "Chữ trên thẻ đến sai bảng mã.", "Chuyển máy quét sang UTF-8 rồi quét lại, hoặc gõ tay ô còn trống."},
	{motcua.CardCut, "Máy quét gửi thiếu hoặc dính các mục của thẻ.", "Giữ yên thẻ, đừng gõ phím lúc đang quét, rồi quét lại."},
	{motcua.CardNotOne, "Mã vừa quét không phải thẻ căn cước, cũng không phải giấy hẹn.", "Quét mã QR trên thẻ hoặc trên giấy hẹn."},
	{motcua.CardUnread, "Có mục trên thẻ không đọc được.", "Quét lại, hoặc gõ tay ô còn trống."},
}

var cardFieldNames = map[motcua.CardField]string{
	motcua.CardNumber: "số định danh", motcua.CardOldNumber: "số CMND cũ", motcua.CardName: "họ tên", motcua.CardBirthDate: "ngày sinh",
	motcua.CardGender: "giới tính", motcua.CardAddress: "nơi thường trú", motcua.CardIssueDate: "ngày cấp",
}

// CardTrouble tells the damage of a reading in three sentences; ok is false
// where there is none.
func CardTrouble(damage []motcua.CardDamage) (s Sentence, ok bool) {
	for _, c := range cardSentences {
		var fields []string
		hit, whole := false, false
		for _, d := range damage {
			hit = hit || d.Fault == c.fault
			whole = whole || d.Field == ""
			if n := cardFieldNames[d.Field]; n != "" {
				fields = append(fields, n)
			}
		}
		if !hit {
			continue
		}
		safe := "Chưa điền ô nào, chữ đã gõ còn nguyên."
		if !whole {
			safe = "Chưa điền " + strings.Join(fields, ", ") + "; các ô khác đã điền, chữ đã gõ còn nguyên."
		}
		return Sentence{What: c.what, Safe: safe, Now: c.now, Code: "MOTCUA-CARD-" + strings.ToUpper(string(c.fault))}, true
	}
	return Sentence{}, false
}

// TypingHint tells that another typing tool is at work; "" where none is or
// ours is off, for two of them spoil each other's letters.
func TypingHint(other string, ours bool) string {
	switch {
	case other == "":
		return ""
	case ours:
		return other + " cũng đang chạy. Tắt " + other + " hoặc tắt bộ gõ của motcua, nếu không chữ sẽ bị gõ hai lần dấu."
	}
	return other + " đang chạy nên bộ gõ của motcua tắt sẵn."
}
