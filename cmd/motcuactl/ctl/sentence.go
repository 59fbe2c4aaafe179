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
	motcua.CodeDiskFull:    "đĩa đã đầy. Giải phóng chỗ rồi làm lại",
	motcua.CodeReadOnly:    "không ghi được vào thư mục. Kiểm tra quyền ghi",
	motcua.CodeBusy:        "đang được chương trình khác dùng. Hãy thử lại",
	motcua.CodeNewer:       "do phiên bản motcua mới hơn tạo ra. Cập nhật chương trình",
	motcua.CodeNoNumbers:   "quầy đã dùng hết số của ngày. Hồ sơ này chưa được lưu",
	motcua.CodeClock:       "đồng hồ của máy sai. Chỉnh giờ rồi làm lại",
	motcua.CodeIO:          "lỗi đọc ghi",
	motcua.CodePresentOnly: "giấy tờ này chỉ xuất trình, không quét, không lưu",
}

// denials says what to do where a station's root key is not handed out.
var denials = map[string]string{
	"passphrase": "quầy được niêm bằng mật khẩu: đặt MOTCUA_PASSPHRASE_FILE là tệp có mật khẩu đúng. Dữ liệu vẫn còn nguyên",
	"keystore":   "kho khóa của hệ điều hành không đưa khóa của quầy: đăng nhập đúng phiên đã lập quầy. Dữ liệu vẫn còn nguyên",
}

// sentence returns what to tell the user: the field, what happened, and in
// brackets what the support desk needs.
func sentence(err error) string {
	code := motcua.CodeOf(err)
	s := sentences[code]
	var e *motcua.Error
	if code == motcua.CodeDenied {
		if more, ok := denials[motcua.FieldOf(err)]; ok {
			return fmt.Sprintf("%s. (%v)", more, err)
		}
	}
	if errors.As(err, &e) && e.Field != "" {
		s = e.Field + ": " + s
	}
	return fmt.Sprintf("%s. (%v)", s, err)
}
