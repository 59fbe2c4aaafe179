package model

import (
	"errors"

	"motcua"
)

// printProblems says what is wrong with a printer and what mends it.
var printProblems = map[motcua.PrintProblem]codeSentence{
	motcua.ProblemPaper:   {"Máy in hết giấy.", "Cho giấy vào khay rồi bấm F8 để in lại."},
	motcua.ProblemJam:     {"Máy in kẹt giấy.", "Gỡ giấy kẹt rồi bấm F8 để in lại."},
	motcua.ProblemCover:   {"Nắp máy in đang mở.", "Đóng nắp rồi bấm F8 để in lại."},
	motcua.ProblemToner:   {"Máy in hết mực.", "Thay hộp mực rồi bấm F8 để in lại."},
	motcua.ProblemMedia:   {"Khay máy in có khổ giấy khác.", "Cho đúng khổ giấy rồi bấm F8 để in lại."},
	motcua.ProblemPaused:  {"Máy in đang tạm dừng.", "Cho máy in chạy tiếp rồi bấm F8 để in lại."},
	motcua.ProblemOffline: {"Máy in đang tắt hoặc chưa nối.", "Bật máy in, xem dây rồi bấm F8 để in lại."},
	motcua.ProblemGone:    {"Máy in ngắt giữa lúc in.", "Bỏ tờ in dở, xem dây rồi bấm F8 để in lại."},
}

// printFields says which part of a job a printer cannot do.
var printFields = map[string]codeSentence{
	"media":   {"Máy in này không có khổ giấy đã chọn.", "Chọn khổ giấy hoặc máy in khác."},
	"tray":    {"Máy in này không có khay đã chọn.", "Chọn khay hoặc máy in khác."},
	"pdf":     {"Máy in này không in được khổ giấy tờ.", "Chọn máy in khác."},
	"ticket":  {"Máy in này không in được giấy cuộn.", "Chọn máy in khác."},
	"copies":  {"Số bản in phải từ 1 đến 99.", "Sửa số bản rồi in lại."},
	"prints":  {"Thư mục nhận giấy nằm trong dữ liệu của quầy, nơi tờ giấy không được niêm phong.", "Chọn thư mục hoặc máy in khác."},
	"printer": {"Không còn thấy máy in đã chọn.", "Chọn máy in khác."},
}

// printSentence says what a printer's own error means; ok is false where the
// common words do.
func printSentence(deed Deed, err error) (codeSentence, bool) {
	var e *motcua.Error
	if deed != DeedPrint || !errors.As(err, &e) {
		return codeSentence{}, false
	}
	if e.Code == motcua.CodePrinter {
		s, ok := printProblems[motcua.PrintProblem(e.Detail)]
		return s, ok
	}
	if e.Code == motcua.CodeInvalid || e.Code == motcua.CodeUnknown {
		s, ok := printFields[e.Field]
		return s, ok
	}
	return codeSentence{}, false
}
