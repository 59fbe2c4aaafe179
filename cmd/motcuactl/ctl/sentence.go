package ctl

import (
	"errors"
	"fmt"

	"motcua"
)

// sentences says each code to the person at the command line.
var sentences = map[motcua.ErrorCode]string{
	motcua.CodeInvalid:     "giá trị không hợp lệ. Chưa có gì được lưu từ mục này",
	motcua.CodeUnknown:     "không tìm thấy. Chưa có gì được lưu từ mục này",
	motcua.CodeTooLarge:    "quá lớn. Chưa có gì được lưu từ mục này",
	motcua.CodeConflict:    "bước này không được phép ở trạng thái hiện tại. Không có gì thay đổi",
	motcua.CodeCorrupt:     "dữ liệu bị hỏng hoặc không đúng định dạng. Không có gì được nhận",
	motcua.CodeForged:      "chữ ký không đúng. Không có gì được nhận",
	motcua.CodeDenied:      "không được phép với khóa hoặc mã này",
	motcua.CodeRevoked:     "khóa của quầy này đã bị thu hồi. Dữ liệu vẫn còn trên máy",
	motcua.CodeUnreachable: "không kết nối được. Dữ liệu vẫn còn trên máy, hãy thử lại sau",
	motcua.CodeBadAnswer:   "máy chủ trả lời không đúng ngôn ngữ của motcua. Kiểm tra địa chỉ; dữ liệu vẫn còn trên máy",
	motcua.CodeDiskFull:    "đĩa đã đầy. Mục này chưa được lưu, những mục đã in ra vẫn còn nguyên. Giải phóng chỗ rồi làm lại",
	motcua.CodeReadOnly:    "không ghi được vào thư mục. Mục này chưa được lưu, dữ liệu đã có vẫn còn nguyên. Kiểm tra quyền ghi và ổ đĩa",
	motcua.CodeBusy:        "đang được chương trình khác dùng. Hãy thử lại",
	motcua.CodeNewer:       "do phiên bản motcua mới hơn tạo ra. Cập nhật chương trình",
	motcua.CodeNoNumbers:   "quầy đã dùng hết số của ngày. Hồ sơ này chưa được lưu",
	motcua.CodeClock:       "đồng hồ của máy sai ngày giờ. Mục này chưa được lưu, chưa cấp số nào. Chỉnh ngày giờ rồi làm lại; nếu giờ hiện tại đã đúng, chạy motcuactl station clock",
	motcua.CodeIO:          "lỗi đọc ghi. Mục này chưa được lưu, những mục đã in ra vẫn còn nguyên. Làm lại; nếu vẫn lỗi thì kiểm tra ổ đĩa",
	motcua.CodePresentOnly: "giấy tờ này chỉ xuất trình, không quét, không lưu",
}

// sentence returns what to tell the user: the field, what happened, and in
// brackets what the support desk needs.
func sentence(err error) string {
	code := motcua.CodeOf(err)
	s := sentences[code]
	var e *motcua.Error
	if errors.As(err, &e) && e.Field != "" {
		s = e.Field + ": " + s
	}
	return fmt.Sprintf("%s. (%v)", s, err)
}
