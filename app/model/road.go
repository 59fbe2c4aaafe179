package model

import (
	"strings"

	"motcua"
)

// The words of the road to the centre stand here alone. A sentence of the form
// ("Tệp bị hỏng …") would be false of the road, even where the code is the same.

// stopWord tells why sending stopped and who can mend it.
type stopWord struct{ what, now string }

const callAdmin = "Gọi người quản trị."

var stopWords = map[motcua.ErrorCode]stopWord{
	motcua.CodeRevoked:     {"Trung tâm đã thu hồi khóa của quầy này.", callAdmin},
	motcua.CodeDenied:      {"Trung tâm không nhận khóa của quầy này.", "Gọi người quản trị để đăng ký lại quầy."},
	motcua.CodeUnknown:     {"Trung tâm không biết quầy này.", "Gọi người quản trị để đăng ký lại quầy."},
	motcua.CodeClock:       {"đồng hồ của máy này lệch xa đồng hồ Trung tâm.", "Chỉnh lại ngày giờ của máy, motcua tự gửi lại."},
	motcua.CodeForged:      {"nơi trả lời mang chữ ký hoặc chứng thư lạ, không phải của Trung tâm.", "Gọi người quản trị xem lại mạng và địa chỉ Trung tâm."},
	motcua.CodeCorrupt:     {"nhật ký của máy này và bản ở Trung tâm không khớp nhau.", "Đừng xóa gì, gọi người quản trị."},
	motcua.CodeNewer:       {"Trung tâm và máy này chạy hai bản motcua khác nhau.", "Gọi người quản trị cập nhật bản cũ hơn."},
	motcua.CodeInvalid:     {"Trung tâm không hiểu điều máy này gửi.", callAdmin},
	motcua.CodeTooLarge:    {"có phần lớn hơn mức Trung tâm nhận.", callAdmin},
	motcua.CodeConflict:    {"điều máy này gửi trái với điều Trung tâm đang giữ.", callAdmin},
	motcua.CodeNoNumbers:   {"Trung tâm không còn dải số để cấp cho quầy.", callAdmin},
	motcua.CodeRolledBack:  {"dữ liệu trên máy này cũ hơn hoặc khác dữ liệu Trung tâm đã nhận từ quầy này.", "Gọi người quản trị: một bản sao lưu cũ đã được đặt vào."},
	motcua.CodePresentOnly: {"có giấy chỉ xuất trình mà Trung tâm không giữ.", callAdmin},
}

// StopSentence tells in three sentences why the road stopped.
func StopSentence(code motcua.ErrorCode) Sentence {
	w, ok := stopWords[code]
	if !ok {
		w = stopWord{"Trung tâm nêu một lý do mà bản motcua này chưa biết.", callAdmin}
	}
	return Sentence{
		What: "Dừng gửi: " + w.what, Safe: "Hồ sơ vẫn an toàn trên máy, tiếp nhận và in bình thường.",
		Now: w.now, Code: "MOTCUA-ROAD-" + strings.ToUpper(string(code)),
	}
}

// offlineWords tell why a road that mends itself is closed. CodeUnreachable is
// not among them: that alone is no network.
var offlineWords = map[motcua.ErrorCode]string{
	motcua.CodeBusy:      "Trung tâm hoặc máy này đang bận",
	motcua.CodeBadAnswer: "nơi trả lời không phải Trung tâm, có thể mạng đòi đăng nhập",
	motcua.CodeDiskFull:  "ổ đĩa của máy đã đầy",
	motcua.CodeReadOnly:  "không ghi được vào thư mục dữ liệu",
	motcua.CodeIO:        "máy không đọc hoặc không ghi được",
	motcua.CodeUnknown:   "Trung tâm đang thiếu một tệp, sẽ gửi lại",
}

// OfflineWords tells since when (in words) and why nothing goes through.
func OfflineWords(code motcua.ErrorCode, since string) string {
	if code == motcua.CodeUnreachable {
		return "Mất mạng từ " + since
	}
	s := "Chưa gửi được từ " + since
	if why, ok := offlineWords[code]; ok {
		s += ": " + why
	}
	return s
}

// IdleWords says whether anything of today's waits; known tells that the
// dossiers were counted.
func IdleWords(t motcua.Truths, known bool) string {
	switch {
	case !known:
		return "Có mạng"
	case t.Sent < t.Saved: // taken in since the last round
		return "Có mạng, còn hồ sơ chờ gửi"
	}
	return "Có mạng, không còn gì chờ gửi"
}

// refusalWords tell why the centre holds a dossier's event but does not accept
// it.
var refusalWords = map[motcua.ErrorCode]string{
	motcua.CodeConflict:    "mã hồ sơ này đã có ở Trung tâm từ quầy khác",
	motcua.CodeForged:      "chữ ký số của hồ sơ không khớp",
	motcua.CodeCorrupt:     "có phần Trung tâm không đọc được",
	motcua.CodeInvalid:     "có phần không đúng mẫu của Trung tâm",
	motcua.CodeTooLarge:    "có phần lớn hơn mức Trung tâm nhận",
	motcua.CodeDenied:      "hồ sơ thuộc đơn vị khác với quầy này",
	motcua.CodeRevoked:     "khóa của quầy đã bị thu hồi",
	motcua.CodeUnknown:     "Trung tâm chưa có hồ sơ mà bước này nói tới",
	motcua.CodeNewer:       "hồ sơ do bản motcua mới hơn bản ở Trung tâm ghi",
	motcua.CodeClock:       "giờ ghi của hồ sơ không đáng tin",
	motcua.CodeNoNumbers:   "số hồ sơ nằm ngoài dải của quầy",
	motcua.CodeRolledBack:  "Trung tâm đã nhận điều khác dưới cùng số thứ tự từ quầy này",
	motcua.CodePresentOnly: "có giấy chỉ xuất trình, Trung tâm không giữ",
}

// refusalReason tells in a few words why the centre refuses a dossier.
func refusalReason(code motcua.ErrorCode) string {
	if why, ok := refusalWords[code]; ok {
		return why
	}
	return "vì một lý do mà bản motcua này chưa biết"
}

// RefusalWords tells in three sentences why the centre refuses a dossier.
func RefusalWords(code motcua.ErrorCode) string {
	return "Trung tâm chưa nhận: " + refusalReason(code) + ". Hồ sơ vẫn còn trên máy. Báo quản trị."
}
