package model

import "motcua"

// reasonSentences say why a step was refused and what can be done instead.
// Nothing was written, so that the dossier is as before.
var reasonSentences = map[motcua.Reason]codeSentence{
	motcua.ReasonStep:           {"Hồ sơ đang ở trạng thái không cho làm bước này.", "Xem trạng thái hiện tại rồi chọn bước khác."},
	motcua.ReasonEnded:          {"Hồ sơ đã kết thúc: đã từ chối, đã rút, đã dừng hoặc đã trả kết quả.", "Nếu cần làm lại, tiếp nhận hồ sơ mới."},
	motcua.ReasonAccepted:       {"Hồ sơ đã được tiếp nhận nên không lập được phiếu từ chối tiếp nhận.", "Yêu cầu bổ sung, dừng giải quyết, hoặc ghi kết quả không chấp thuận."},
	motcua.ReasonNotAccepted:    {"Hồ sơ mới đăng ký, chưa được tiếp nhận.", "Tiếp nhận hoặc từ chối hồ sơ trước."},
	motcua.ReasonWaiting:        {"Hồ sơ đang chờ bổ sung giấy tờ, xác minh hoặc nộp tiền; thời hạn đang tạm dừng.", "Ghi nhận điều đang chờ trước, rồi làm bước này."},
	motcua.ReasonNotWaiting:     {"Hồ sơ không chờ giấy tờ bổ sung hay kết quả xác minh.", "Xem lại có đúng hồ sơ không."},
	motcua.ReasonExtended:       {"Hồ sơ đã được xin lỗi và hẹn lại một lần; quy định chỉ cho hẹn lại một lần.", "Trả kết quả theo ngày hẹn lại."},
	motcua.ReasonNoDue:          {"Hồ sơ chưa có ngày hẹn trả nên không có gì để gia hạn.", "Ghi chú nếu cần."},
	motcua.ReasonDueNotLater:    {"Ngày hẹn mới không muộn hơn ngày hẹn hiện tại.", "Chọn ngày muộn hơn."},
	motcua.ReasonHasResult:      {"Hồ sơ đã có kết quả.", "Trao kết quả cho công dân."},
	motcua.ReasonNoResult:       {"Hồ sơ chưa có kết quả để trao.", "Ghi kết quả trước."},
	motcua.ReasonInTransit:      {"Hồ sơ đang được bàn giao, nơi nhận chưa xác nhận.", "Chờ nơi nhận xác nhận, hoặc hoàn tác lần bàn giao."},
	motcua.ReasonNotInTransit:   {"Hồ sơ không có lần bàn giao nào đang chờ xác nhận.", "Mở lại hồ sơ để xem ai đang giữ."},
	motcua.ReasonSamePlace:      {"Hồ sơ đang ở chính nơi này.", "Chọn nơi nhận khác."},
	motcua.ReasonOtherValue:     {"Mục này đã được sửa ở nơi khác, không còn như lúc mở.", "Mở lại hồ sơ, xem giá trị mới rồi sửa."},
	motcua.ReasonSameValue:      {"Giá trị mới giống giá trị cũ.", "Sửa lại hoặc đóng lại."},
	motcua.ReasonNotCorrectable: {"Mục này đã in trên giấy tiếp nhận nên không đính chính được, hoặc giá trị không hợp lệ.", "Nếu sai mã, thủ tục hoặc thời gian, dừng hồ sơ này và tiếp nhận hồ sơ mới."},
	motcua.ReasonNoPayment:      {"Hồ sơ không có khoản thu này.", "Mở lại hồ sơ để xem các khoản đã thu."},
	motcua.ReasonVoided:         {"Khoản thu này đã được hủy rồi.", "Không cần làm gì thêm."},
	motcua.ReasonReceiptUsed:    {"Số biên lai này đã ghi cho hồ sơ.", "Kiểm tra số trên biên lai rồi nhập lại."},
	motcua.ReasonPaper:          {"Hồ sơ không có giấy tờ này trong thành phần.", "Chọn giấy tờ trong danh sách của hồ sơ."},
	motcua.ReasonTwice:          {"Hồ sơ được tiếp nhận hai lần ở hai nơi.", "Đối chiếu hai giấy tiếp nhận và báo người quản trị."},
	motcua.ReasonErased:         {"Dữ liệu của hồ sơ đã được xóa theo quy định.", "Không làm được gì thêm trên hồ sơ này."},
	motcua.ReasonErasure:        {"Chỉ quầy đã tiếp nhận mới được xóa dữ liệu của hồ sơ.", "Báo quầy đã tiếp nhận."},
	motcua.ReasonNotUndoable:    {"Bước cuối không hoàn tác được vì đã có phiếu, biên lai hoặc kết quả giao cho công dân.", "Làm bước tiếp theo để sửa, hoặc đính chính có lý do."},
	motcua.ReasonFollowed:       {"Sau bước này đã có bước khác.", "Chỉ hoàn tác được bước cuối cùng."},
	motcua.ReasonTooLate:        {"Đã quá 10 phút nên không hoàn tác được nữa.", "Đính chính hoặc làm bước tiếp theo để sửa."},
	motcua.ReasonOtherStation:   {"Bước cuối do quầy khác làm.", "Quầy nào làm thì quầy đó hoàn tác."},
	motcua.ReasonNothingToUndo:  {"Không có bước nào để hoàn tác.", "Xem nhật ký của hồ sơ."},
	motcua.ReasonChanged:        {"Hồ sơ vừa được quầy hoặc cửa sổ khác thay đổi.", "Mở lại hồ sơ để xem thay đổi rồi làm lại."},
	motcua.ReasonDuePast:        {"Ngày giờ hẹn đã qua.", "Chọn ngày giờ sau lúc này."},
	motcua.ReasonDueNotWorked:   {"Ngày giờ hẹn rơi vào lúc cơ quan không làm việc.", "Chọn giờ làm việc."},
	motcua.ReasonAbolished:      {"Thủ tục này không có hiệu lực trong ngày hôm nay.", "Chọn thủ tục thay thế trong danh mục."},
	motcua.ReasonLeader:         {"Xin lỗi và hẹn lại ngày trả kết quả là việc của lãnh đạo.", "Lãnh đạo đăng nhập bằng Ctrl+L rồi làm bước này; những gì đã nhập vẫn còn."},
	motcua.ReasonRestored:       {"Quầy vừa khôi phục từ bản sao lưu, chưa hỏi lại Trung tâm đang giữ những gì của quầy này.", "Nối mạng, hoặc nhận gói USB mới của Trung tâm, rồi làm lại. Chưa nối được thì tiếp nhận ở quầy khác."},
	motcua.ReasonFileElsewhere:  {"Giấy tờ này thuộc hồ sơ của chủ khác nên không dùng lại được.", "Yêu cầu giấy tờ của đúng chủ hồ sơ."},
}
