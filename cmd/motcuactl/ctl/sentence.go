package ctl

import (
	"errors"
	"fmt"

	"motcua"
)

// sentences says each code to the person at the command line.
var sentences = map[motcua.ErrorCode]string{
	motcua.CodeInvalid:     "giá trị không hợp lệ. Không có gì thay đổi",
	motcua.CodeUnknown:     "không tìm thấy. Không có gì thay đổi",
	motcua.CodeTooLarge:    "quá lớn. Không có gì thay đổi",
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
	motcua.CodeNewer:       "do phiên bản motcua mới hơn tạo ra. Cập nhật chương trình; dữ liệu vẫn còn nguyên",
	motcua.CodeNoNumbers:   "quầy đã dùng hết số của ngày. Hồ sơ này chưa được lưu",
	motcua.CodeClock:       "đồng hồ của máy sai ngày giờ. Mục này chưa được lưu, chưa cấp số nào. Chỉnh ngày giờ rồi làm lại; nếu giờ hiện tại đã đúng, chạy motcuactl station clock",
	motcua.CodeIO:          "lỗi đọc ghi. Mục này chưa được lưu, những mục đã in ra vẫn còn nguyên. Làm lại; nếu vẫn lỗi thì kiểm tra ổ đĩa",
	motcua.CodeRolledBack:  "dữ liệu trên máy này cũ hơn hoặc khác dữ liệu Trung tâm đã nhận từ chính quầy này: một bản sao cũ đã được đặt vào. Không gửi gì thêm để khỏi trùng số. Hồ sơ trên máy còn nguyên; gọi người quản trị",
	motcua.CodePresentOnly: "giấy tờ này chỉ xuất trình, không quét, không lưu",
	motcua.CodePrinter:     "máy in đang dừng: hết giấy, kẹt giấy hoặc mở nắp. Dữ liệu vẫn còn trên máy; xem máy in rồi in lại",
}

// place is a kind of failure in one field.
type place struct {
	code  motcua.ErrorCode
	field string
}

// said holds whole sentences for what a person can put right himself, where a
// code alone would leave him guessing.
var said = map[place]string{
	{motcua.CodeInvalid, "public"}: "địa chỉ in trong mã QR (--public) phải là http:// hoặc https:// kèm tên miền hay địa chỉ IPv4 mà điện thoại của người dân mở được, " +
		"chỉ gồm chữ không dấu, số và dấu - . :, không có đường dẫn. Không dùng được 0.0.0.0 và địa chỉ IPv6",
	{motcua.CodeInvalid, "cert"}: "không đọc được chứng thư hoặc khóa TLS. Cho cả --cert và --key, đều là tệp PEM",
	{motcua.CodeInvalid, "hub"}: "địa chỉ của Trung tâm phải là https:// kèm tên miền. http:// chỉ dùng được cho chính máy này; " +
		"đến máy khác trong mạng nội bộ tin cậy thì thêm --insecure-http",
	{motcua.CodeInvalid, "to"}:             "trạng thái mới phải là một số từ 1 đến 10. Không có gì thay đổi",
	{motcua.CodeConflict, "to"}:            "hồ sơ đang ở trạng thái không cho phép bước này. Hồ sơ giữ nguyên; những hồ sơ đã in ra đã chuyển xong",
	{motcua.CodeUnknown, "hub"}:            "Quầy này chưa đăng ký với Trung tâm. Đăng ký bằng motcuactl station enrol; hồ sơ vẫn còn trên máy",
	{motcua.CodeUnknown, "root"}:           "không thấy tệp root.key, chìa mở dữ liệu đã niêm phong của quầy (nằm cạnh station.key và bundle.key). Hồ sơ còn nguyên nhưng chưa đọc được. Đừng xóa gì, đừng lập quầy mới ở đây; tìm lại tệp ấy, hoặc khôi phục vào thư mục khác bằng motcuactl restore với khóa khôi phục hay mật khẩu của bản sao lưu",
	{motcua.CodeUnknown, "hub-folder"}:     "thư mục này không phải của Trung tâm. Chưa có gì được tạo; kiểm tra --data",
	{motcua.CodeConflict, "data"}:          "Thư mục này đã là một quầy hoặc đang chứa thứ khác. Không có gì thay đổi; hãy chọn thư mục trống",
	{motcua.CodeConflict, "unit"}:          "quầy này đã đăng ký với Trung tâm dưới một đơn vị khác. Không có gì thay đổi; lập quầy mới cho đơn vị này",
	{motcua.CodeDenied, "code"}:            "mã đăng ký sai, đã hết hạn, đã dùng, hoặc cấp cho đơn vị khác. Xin Trung tâm cấp mã mới",
	{motcua.CodeForged, "code"}:            "máy trả lời không biết mã đăng ký: có thể không phải Trung tâm. Chưa có gì được đăng ký; kiểm tra địa chỉ",
	{motcua.CodeConflict, "id"}:            "id này đã thuộc một hồ sơ khác nội dung. Không có gì thay đổi; dùng id khác hoặc bỏ trống",
	{motcua.CodeInvalid, "printer"}:        "địa chỉ máy in phải là ipp://máy/ipp/print, raw://máy, escpos://máy hoặc file:/thư/mục. Không có gì thay đổi",
	{motcua.CodeUnknown, "printer"}:        "quầy chưa chọn máy in. Không có gì thay đổi; ghi --printer, hoặc nhớ một máy bằng motcuactl printers --use (file:/thư/mục thì ghi ra tệp)",
	{motcua.CodeInvalid, "prints"}:         "giấy không được ghi vào thư mục dữ liệu của quầy, vì ở đó tờ giấy không được niêm phong. Không có gì thay đổi; chọn thư mục khác",
	{motcua.CodeConflict, "dossier"}:       "hồ sơ này đã xóa theo quy định nên không còn giấy nào để in. Không có gì thay đổi",
	{motcua.CodeUnknown, "form"}:           "không có giấy theo mẫu này: hồ sơ chưa có bước ấy, hoặc ngày ấy không thu tiền, chưa kết sổ. Không có gì thay đổi",
	{motcua.CodeInvalid, "tray"}:           "máy in này không có khay ấy. Giấy còn trong hàng in; chuyển khay hoặc máy bằng motcuactl queue move",
	{motcua.CodeInvalid, "media"}:          "máy in này không có khổ giấy ấy. Giấy còn trong hàng in; chọn khổ giấy hoặc máy in khác",
	{motcua.CodeUnknown, "order"}:          "hàng in không có giấy mang số này. Không có gì thay đổi",
	{motcua.CodeConflict, "order"}:         "giấy này đã xong, hoặc đang được gửi tới máy in. Không có gì thay đổi",
	{motcua.CodePrinter, "order"}:          "máy in ngắt giữa chừng, chưa rõ đã ra giấy hay chưa. Xem máy in rồi chọn: motcuactl queue retry (in lại) hoặc queue came (đã ra đủ)",
	{motcua.CodeInvalid, "listen"}:         "không lắng nghe được ở địa chỉ này: viết sai, hoặc cổng đang có chương trình khác dùng",
	{motcua.CodeDenied, "recipient"}:       "gói này niêm phong cho máy khác. Không có gì được nhận; kiểm tra thư mục và gói",
	{motcua.CodeDenied, "station"}:         "Trung tâm không biết quầy này, hoặc gói không phải của quầy này",
	{motcua.CodeDenied, "passphrase"}:      "quầy được niêm bằng mật khẩu: đặt MOTCUA_PASSPHRASE_FILE là tệp có mật khẩu đúng. Dữ liệu vẫn còn nguyên",
	{motcua.CodeDenied, "person"}:          "quầy này có tài khoản: đặt MOTCUA_LOGIN là tên đăng nhập và MOTCUA_PASSWORD_FILE là tệp có mật khẩu ở dòng đầu. Không có gì thay đổi",
	{motcua.CodeDenied, "password"}:        "tên đăng nhập hoặc mật khẩu chưa đúng. Không có gì thay đổi; nhập sai nhiều lần thì phải chờ lâu dần. Quên mật khẩu: người quản trị đặt lại bằng motcuactl people reset",
	{motcua.CodeDenied, "pin"}:             "mã PIN chỉ dùng ở cửa sổ quầy, sau khi đã nhập mật khẩu trong ngày. Không có gì thay đổi; dùng mật khẩu",
	{motcua.CodeDenied, "hold"}:            "đăng nhập đang tạm khóa vì nhập sai nhiều lần. Không có gì thay đổi; chờ rồi chạy lại",
	{motcua.CodeDenied, "role"}:            "tài khoản này không có vai trò để làm việc đó. Không có gì thay đổi",
	{motcua.CodeDenied, "recovery"}:        "mã khôi phục chưa đúng hoặc đã dùng. Không có gì thay đổi; xem lại phiếu khôi phục mới nhất",
	{motcua.CodeDenied, "people"}:          "chỉ người quản trị mới thay đổi được tài khoản. Không có gì thay đổi",
	{motcua.CodeDenied, "change"}:          "mật khẩu đầu tiên phải được đổi trước: motcuactl people passwd. Không có gì thay đổi",
	{motcua.CodeInvalid, "password"}:       "mật khẩu phải dài từ 8 ký tự, không có dấu cách ở hai đầu, khác tên mình và khác mật khẩu cũ. Không có gì thay đổi",
	{motcua.CodeInvalid, "pin"}:            "mã PIN phải là 6 chữ số, không liền nhau như 123456, không lặp một số. Không có gì thay đổi",
	{motcua.CodeInvalid, "login"}:          "tên đăng nhập gồm 2 đến 32 chữ thường không dấu, số, dấu . _ -, bắt đầu bằng chữ. Không có gì thay đổi",
	{motcua.CodeInvalid, "roles"}:          "tài khoản đầu tiên phải có vai trò administrator; mỗi vai trò chỉ ghi một lần. Không có gì thay đổi",
	{motcua.CodeUnknown, "login"}:          "không có tài khoản (quản trị) mang tên đăng nhập này. Không có gì thay đổi; xem motcuactl people list",
	{motcua.CodeConflict, "login"}:         "tên đăng nhập này đã có người dùng, kể cả tài khoản đã khóa. Không có gì thay đổi; chọn tên khác",
	{motcua.CodeConflict, "name"}:          "họ tên này đã có ở một tài khoản khác của quầy; nhật ký cần phân biệt hai người. Không có gì thay đổi; ghi thêm tổ hoặc năm sinh sau tên",
	{motcua.CodeConflict, "administrator"}: "đây là người quản trị cuối cùng nên không khóa được. Không có gì thay đổi; thêm người quản trị khác trước",
	{motcua.CodeCorrupt, "staff"}:          "nhật ký của quầy có tài khoản nhưng trong tệp dữ liệu không còn. Hồ sơ vẫn còn nguyên; người quản trị lập lại bằng motcuactl people add",
	{motcua.CodeDenied, "keystore"}:        "kho khóa của hệ điều hành không đưa khóa của quầy: đăng nhập đúng phiên đã lập quầy. Dữ liệu vẫn còn nguyên",
}

// sentence returns what to tell the user: the field, what happened, and in
// brackets what the support desk needs.
func sentence(err error) string {
	var t told
	if errors.As(err, &t) {
		return fmt.Sprintf("%s. (%v)", t.text, err)
	}
	if s, ok := reasons[motcua.ReasonOf(err)]; ok {
		return fmt.Sprintf("%s. (%v)", s, err)
	}
	code := motcua.CodeOf(err)
	if p := motcua.ProblemOf(err); p != "" && motcua.FieldOf(err) == "" {
		return fmt.Sprintf("máy in: %s. Dữ liệu vẫn còn trên máy, giấy còn trong hàng in. (%v)", printerState(p), err)
	}
	if s, ok := said[place{code, motcua.FieldOf(err)}]; ok {
		return fmt.Sprintf("%s. (%v)", s, err)
	}
	s := sentences[code]
	var e *motcua.Error
	if errors.As(err, &e) && e.Field != "" {
		s = e.Field + ": " + s
	}
	return fmt.Sprintf("%s. (%v)", s, err)
}
