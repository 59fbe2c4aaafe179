package ctl

import "motcua"

// reasons say why a step was refused and what can be done instead, to the
// person at the command line.
var reasons = map[motcua.Reason]string{
	motcua.ReasonStep:           "hồ sơ đang ở trạng thái không cho làm bước này. Không có gì thay đổi; xem trạng thái rồi chọn bước khác",
	motcua.ReasonEnded:          "hồ sơ đã kết thúc (từ chối, rút, dừng hoặc đã trả kết quả). Không có gì thay đổi; cần làm lại thì tiếp nhận hồ sơ mới",
	motcua.ReasonAccepted:       "hồ sơ đã được tiếp nhận, không lập được phiếu từ chối tiếp nhận. Không có gì thay đổi; dùng supplement, stop, hoặc result --denied",
	motcua.ReasonNotAccepted:    "hồ sơ mới đăng ký, chưa được tiếp nhận. Không có gì thay đổi; dùng accept hoặc refuse trước",
	motcua.ReasonWaiting:        "hồ sơ đang chờ bổ sung, xác minh hoặc nộp tiền. Không có gì thay đổi; ghi nhận điều đang chờ trước",
	motcua.ReasonNotWaiting:     "hồ sơ không chờ bổ sung hay xác minh. Không có gì thay đổi; xem lại mã hồ sơ",
	motcua.ReasonExtended:       "hồ sơ đã được hẹn lại một lần, quy định chỉ cho một lần. Không có gì thay đổi",
	motcua.ReasonNoDue:          "hồ sơ chưa có ngày hẹn trả. Không có gì thay đổi",
	motcua.ReasonDueNotLater:    "ngày hẹn mới không muộn hơn ngày hẹn hiện tại. Không có gì thay đổi; chọn ngày muộn hơn",
	motcua.ReasonHasResult:      "hồ sơ đã có kết quả. Không có gì thay đổi; trao kết quả bằng handover",
	motcua.ReasonNoResult:       "hồ sơ chưa có kết quả. Không có gì thay đổi; ghi kết quả bằng result trước",
	motcua.ReasonInTransit:      "hồ sơ đang được bàn giao, nơi nhận chưa xác nhận. Không có gì thay đổi; xác nhận bằng takeover hoặc bỏ bằng undo",
	motcua.ReasonNotInTransit:   "hồ sơ không có lần bàn giao nào đang chờ xác nhận. Không có gì thay đổi",
	motcua.ReasonSamePlace:      "hồ sơ đang ở chính nơi này. Không có gì thay đổi; chọn nơi nhận khác",
	motcua.ReasonOtherValue:     "mục này không còn như giá trị cũ đã nêu. Không có gì thay đổi; xem lại rồi sửa",
	motcua.ReasonSameValue:      "giá trị mới giống giá trị cũ. Không có gì thay đổi",
	motcua.ReasonNotCorrectable: "mục này không đính chính được hoặc giá trị không hợp lệ. Không có gì thay đổi; xem motcuactl correct --help",
	motcua.ReasonNoPayment:      "hồ sơ không có khoản thu này. Không có gì thay đổi",
	motcua.ReasonVoided:         "khoản thu này đã hủy rồi. Không có gì thay đổi",
	motcua.ReasonReceiptUsed:    "số biên lai này đã ghi cho hồ sơ. Không có gì thay đổi; kiểm tra số biên lai",
	motcua.ReasonPaper:          "hồ sơ không có giấy tờ này. Không có gì thay đổi; xem motcuactl procedures",
	motcua.ReasonTwice:          "hồ sơ được tiếp nhận hai lần ở hai nơi. Dữ liệu vẫn còn nguyên; đối chiếu hai giấy tiếp nhận",
	motcua.ReasonErased:         "dữ liệu của hồ sơ đã xóa theo quy định. Không có gì thay đổi",
	motcua.ReasonErasure:        "chỉ quầy đã tiếp nhận mới được xóa. Không có gì thay đổi",
	motcua.ReasonNotUndoable:    "bước cuối đã có phiếu, biên lai hoặc kết quả giao cho công dân nên không hoàn tác được. Không có gì thay đổi; làm bước tiếp theo hoặc correct",
	motcua.ReasonFollowed:       "sau bước này đã có bước khác. Không có gì thay đổi; chỉ hoàn tác được bước cuối",
	motcua.ReasonTooLate:        "đã quá 10 phút, không hoàn tác được nữa. Không có gì thay đổi; làm bước tiếp theo hoặc correct",
	motcua.ReasonOtherStation:   "bước cuối do quầy khác làm. Không có gì thay đổi; quầy nào làm thì quầy đó hoàn tác",
	motcua.ReasonNothingToUndo:  "không có bước nào để hoàn tác. Không có gì thay đổi",
	motcua.ReasonChanged:        "hồ sơ vừa được nơi khác thay đổi. Không có gì thay đổi thêm; xem lại rồi làm lại",
	motcua.ReasonDuePast:        "ngày giờ này đã qua. Không có gì thay đổi; chọn ngày giờ sau lúc này",
	motcua.ReasonDueNotWorked:   "ngày giờ này cơ quan không làm việc. Không có gì thay đổi; chọn giờ làm việc",
	motcua.ReasonAbolished:      "thủ tục không có hiệu lực trong ngày hôm nay. Hồ sơ này chưa được lưu; chọn thủ tục thay thế",
	motcua.ReasonLeader:         "xin lỗi và hẹn lại là việc của lãnh đạo. Không có gì thay đổi; lãnh đạo đăng nhập (--login) rồi làm bước này",
	motcua.ReasonRestored:       "quầy vừa khôi phục từ bản sao lưu, chưa hỏi lại Trung tâm đang giữ những gì của quầy này. Không có gì thay đổi; chạy motcuactl sync --once (hoặc nhận gói USB mới của Trung tâm) rồi làm lại",
	motcua.ReasonFileElsewhere:  "giấy tờ thuộc hồ sơ của chủ khác. Không có gì thay đổi",
}
