package model

import (
	"errors"
	"strings"

	"motcua"
)

// Sentence is how a failure is told: what happened, is my data safe, what now,
// and a small code for whoever helps.
type Sentence struct {
	What string
	Safe string
	Now  string
	Code string
}

// Text joins the three sentences.
func (s Sentence) Text() string {
	var out []string
	for _, p := range []string{s.What, s.Safe, s.Now} {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

// Deed is what was being done when something failed; it decides what is safe.
type Deed string

// The deeds.
const (
	DeedReceive Deed = "receive"
	DeedDraft   Deed = "draft"
	DeedPrint   Deed = "print"
	DeedPreview Deed = "preview"
	DeedScan    Deed = "scan"
	DeedImport  Deed = "import"
	DeedList    Deed = "list"
	DeedStep    Deed = "step" // any action on a dossier
	DeedStick   Deed = "stick"
	DeedClose   Deed = "close"
	DeedOpen    Deed = "open"
)

var deedSafe = map[Deed]string{
	DeedReceive: "Hồ sơ chưa được tiếp nhận, chữ đã nhập vẫn còn nguyên trên màn hình.",
	DeedDraft:   "Chữ đã nhập còn trên màn hình nhưng chưa có trong bản nháp.",
	DeedPrint:   "Hồ sơ đã lưu trên máy, giấy hẹn chưa in được.",
	DeedPreview: "Hồ sơ đã lưu trên máy, chỉ chưa xem trước được giấy hẹn.",
	DeedScan:    "Hồ sơ đã lưu trên máy, các trang đã nhận trước đó vẫn còn.",
	DeedImport:  "Hồ sơ đã lưu trên máy, tệp này chưa được thêm.",
	DeedList:    "Hồ sơ vẫn nằm trên máy, chỉ chưa hiện được danh sách.",
	DeedStep:    "Hồ sơ vẫn như trước, chưa có gì thay đổi.",
	DeedStick:   "Mọi hồ sơ vẫn nằm trên máy, chưa mục nào bị coi là đã gửi.",
	DeedClose:   "Sổ ngày chưa chốt, hồ sơ và mọi con số vẫn còn nguyên.",
	DeedOpen:    "Dữ liệu vẫn còn nguyên, chỉ chưa mở được.",
}

var deedAgain = map[Deed]string{
	DeedReceive: "Bấm F9 để thử lại.",
	DeedDraft:   "Xin đừng tắt máy trước khi bấm F9.",
	DeedPrint:   "Bấm F8 để in lại.",
	DeedPreview: "Bấm F8 để in, rồi xem trên giấy.",
	DeedScan:    "Bấm F5 để quét lại.",
	DeedImport:  "Chọn tệp khác hoặc thử lại.",
	DeedList:    "Bấm F5 để tải lại.",
	DeedStep:    "Làm lại bước này.",
	DeedStick:   "Kiểm tra USB đã cắm và còn chỗ, rồi bấm Ctrl+U.",
	DeedClose:   "Bấm F9 để kết sổ lại.",
	DeedOpen:    "Bấm Enter để thử lại.",
}

// codeSentence is what a code says: what happened, and what to do where that
// is more than trying again.
type codeSentence struct{ what, now string }

var codeSentences = map[motcua.ErrorCode]codeSentence{
	motcua.CodeInvalid:     {"Có ô chưa đúng.", "Sửa ô có viền đỏ rồi bấm lại."},
	motcua.CodeUnknown:     {"Không tìm thấy mục này trong dữ liệu của máy.", "Chọn lại từ danh sách."},
	motcua.CodeTooLarge:    {"Nội dung hoặc tệp quá lớn.", "Rút ngắn hoặc chọn tệp nhỏ hơn."},
	motcua.CodeConflict:    {"Bước này không làm được ở trạng thái hiện nay của hồ sơ.", "Mở lại hồ sơ để xem trạng thái mới."},
	motcua.CodeCorrupt:     {"Tệp bị hỏng hoặc không đúng loại PDF, JPEG, PNG, TIFF.", "Mở thử tệp, quét lại nếu cần."},
	motcua.CodeForged:      {"Chữ ký số không khớp.", "Gọi người quản trị."},
	motcua.CodeDenied:      {"Quầy này không được phép làm việc đó.", "Gọi người quản trị."},
	motcua.CodeRevoked:     {"Trung tâm đã thu hồi khóa của quầy này.", "Gọi người quản trị; vẫn tiếp nhận và in bình thường."},
	motcua.CodeUnreachable: {"Thiết bị hoặc đường truyền không trả lời.", "Kiểm tra dây và nguồn điện rồi thử lại."},
	motcua.CodeBadAnswer:   {"Thiết bị hoặc máy chủ trả lời không hiểu được.", "Thử lại; nếu vẫn vậy, gọi người quản trị."},
	motcua.CodeDiskFull:    {"Ổ đĩa của máy đã đầy.", "Xóa bớt tệp riêng trên máy rồi thử lại."},
	motcua.CodeReadOnly:    {"Ổ đĩa hoặc thư mục dữ liệu chỉ cho đọc, không cho ghi.", "Gọi người quản trị."},
	motcua.CodeBusy:        {"Dữ liệu đang được chương trình khác giữ.", "Đóng cửa sổ motcua thứ hai nếu có, rồi thử lại."},
	motcua.CodeNewer:       {"Dữ liệu do bản motcua mới hơn ghi.", "Cập nhật motcua trên máy này."},
	motcua.CodeNoNumbers:   {"Quầy đã dùng hết dải số hồ sơ của hôm nay.", "Gọi người quản trị cấp thêm dải số."},
	motcua.CodeClock:       {"Đồng hồ của máy đang sai ngày giờ.", "Chỉnh lại ngày giờ của máy rồi thử lại."},
	motcua.CodeIO:          {"Máy không đọc hoặc không ghi được.", ""},
	motcua.CodeRolledBack:  {"Dữ liệu trên máy này cũ hơn hoặc khác dữ liệu Trung tâm đã nhận từ quầy này.", "Gọi người quản trị: một bản sao lưu cũ đã được đặt vào."},
	motcua.CodePresentOnly: {"Giấy này chỉ xuất trình, không quét và không lưu.", "Chọn giấy khác trong danh sách."},
	motcua.CodePrinter:     {"Máy in đang dừng.", "Xem màn hình nhỏ của máy in rồi bấm F8 để in lại."},
}

// deedCodes are codes that mean something else while a deed is done.
var deedCodes = map[Deed]map[motcua.ErrorCode]codeSentence{
	DeedOpen: {
		motcua.CodeCorrupt:  {"Tệp dữ liệu của quầy bị hỏng.", "Đừng xóa gì, gọi người quản trị."},
		motcua.CodeConflict: {"Thư mục dữ liệu đã có tệp khác, không phải của quầy.", "Đừng xóa gì; mở motcua với một thư mục trống."},
	},
	DeedList: {motcua.CodeCorrupt: {
		"Một phần tệp dữ liệu của quầy bị hỏng, có thể không hiện đủ hồ sơ.",
		"Đừng xóa gì, đừng tiếp nhận thêm ở quầy này; gọi người quản trị kiểm tra bằng motcuactl verify và xem bản sao lưu.",
	}},
	DeedClose: {motcua.CodeConflict: {"Vừa có hồ sơ mới trong lúc kết sổ.", "Xem lại các con số rồi bấm F9."}},
	DeedStick: {
		motcua.CodeUnknown: {"Không mở được thư mục này, hoặc quầy chưa đăng ký với Trung tâm.", ""},
		motcua.CodeBusy:    {"Đang có một lượt chép khác.", "Chờ xong rồi bấm Ctrl+U."},
	},
}

// scanSentences say what is in a scanner's way.
var scanSentences = map[motcua.ScanProblem]codeSentence{
	motcua.ScanNoDocs:    {"Khay của máy quét không có giấy.", "Đặt giấy vào khay rồi bấm F5."},
	motcua.ScanJammed:    {"Máy quét bị kẹt giấy.", "Mở nắp lấy tờ bị kẹt ra, đặt lại từ tờ ấy rồi bấm F5."},
	motcua.ScanCoverOpen: {"Nắp máy quét đang mở.", "Đóng nắp rồi bấm F5."},
	motcua.ScanHung:      {"Máy quét không trả lời nữa nên đã được dừng.", "Tắt máy quét, bật lại rồi bấm F5."},
}

// scanSentence returns what a scanner's error says, false where it is none of
// a scanner.
func scanSentence(err error) (codeSentence, bool) {
	var e *motcua.Error
	if !errors.As(err, &e) {
		return codeSentence{}, false
	}
	switch {
	case e.Field == "device" && e.Code == motcua.CodeUnknown, e.Field == "scanner" && e.Code == motcua.CodeUnreachable:
		return codeSentence{"Không tìm thấy máy quét nào.", "Kiểm tra dây và nguồn của máy quét rồi bấm F5."}, true
	case e.Field == "scanner" && e.Code == motcua.CodeBusy:
		return codeSentence{"Máy quét đang bận: chương trình khác đang dùng nó.", "Chờ xong hoặc đóng chương trình ấy rồi bấm F5."}, true
	case e.Field == "file" && e.Code == motcua.CodeBusy:
		return codeSentence{"Máy photo chưa ghi xong tệp " + e.Detail + ".", "Chờ máy photo xong rồi bấm F5; tệp ấy hỏng thì xóa nó khỏi thư mục quét."}, true
	case e.Field == "file" && e.Code == motcua.CodeTooLarge && e.Detail != "":
		return codeSentence{"Tệp quét " + e.Detail + " quá lớn nên chưa lấy.", "Quét lại với độ phân giải thấp hơn."}, true
	case e.Field == "scanner" && e.Code == motcua.CodeReadOnly:
		return codeSentence{"Không xóa được tệp vừa lấy khỏi thư mục quét.", "Báo người quản trị cho quyền ghi thư mục ấy, nếu không lần sau trang này lại được lấy."}, true
	case e.Field == "scanner" && e.Code == motcua.CodeIO:
		if s, ok := scanSentences[motcua.ScanProblem(e.Detail)]; ok {
			return s, true
		}
		return codeSentence{"Máy quét báo lỗi.", "Tắt máy quét, bật lại rồi bấm F5."}, true
	}
	return codeSentence{}, false
}

// personSentences say, by field, why a person may not.
var personSentences = map[string]codeSentence{
	"person": {"Chưa có ai đăng nhập, hoặc tài khoản vừa bị khóa.", "Khóa quầy bằng Ctrl+L rồi đăng nhập lại."},
	"role":   {"Vai trò của tài khoản đang dùng không làm được việc này.", "Người có vai trò ấy đăng nhập bằng Ctrl+L rồi làm."},
}

// Explain tells an error in three sentences. A refused step says why; an error
// about one box names it.
func Explain(deed Deed, err error) Sentence {
	code := motcua.CodeOf(err)
	cs, ok := codeSentences[code]
	if !ok {
		cs = codeSentences[motcua.CodeIO]
	}
	reason := motcua.ReasonOf(err)
	if r, ok := reasonSentences[reason]; ok {
		return Sentence{What: r.what, Safe: deedSafe[deed], Now: r.now, Code: "MOTCUA-" + strings.ToUpper(string(deed)+"-"+string(reason))}
	}
	if deed == DeedReceive && usedID(err) {
		return Sentence{
			What: "Tờ này trùng số với một hồ sơ đã lưu.", Safe: "Chữ đã nhập còn nguyên.",
			Now: "Bấm F9 lần nữa để tiếp nhận thành hồ sơ mới.", Code: "MOTCUA-RECEIVE-CONFLICT-ID",
		}
	}
	if own, ok := deedCodes[deed][code]; ok {
		cs = own
	}
	if own, ok := scanSentence(err); ok && deed == DeedScan {
		cs = own
	}
	if own, ok := personSentences[motcua.FieldOf(err)]; ok && code == motcua.CodeDenied {
		cs = own
	}
	if deed == DeedReceive {
		var e *motcua.Error
		if errors.As(err, &e) && e.Field != "" {
			if what := FieldError(boxOf(e.Field), e.Code); what != "" {
				cs.what = what + "."
			}
		}
	}
	if s, ok := printSentence(deed, err); ok {
		cs = s
	}
	now := cs.now
	if now == "" {
		now = deedAgain[deed]
		if code == motcua.CodeIO && (deed == DeedReceive || deed == DeedDraft) {
			now += " Nếu vẫn báo lỗi, gọi người quản trị vì ổ đĩa có thể đang hỏng."
		}
	}
	return Sentence{What: cs.what, Safe: deedSafe[deed], Now: now, Code: "MOTCUA-" + strings.ToUpper(string(deed)+"-"+string(code))}
}

// fieldFaults say what is wrong with a box that the desk refuses.
var fieldFaults = map[Field]string{
	FieldProcedure:   "Chưa chọn thủ tục",
	FieldCase:        "Chưa chọn trường hợp",
	FieldSets:        "Số bộ phải từ 1",
	FieldID:          "Số định danh phải đủ 12 chữ số, hoặc 9 số của CMND cũ",
	FieldName:        "Chưa có họ tên",
	FieldBirth:       "Ngày sinh không có thật, viết như 15/08/1990",
	FieldGender:      "Chọn Nam hoặc Nữ",
	FieldPhone:       "Số điện thoại chưa đúng",
	FieldEmail:       "Địa chỉ thư chưa đúng",
	FieldProvince:    "Chọn tỉnh trong danh sách",
	FieldWard:        "Chọn phường, xã trong danh sách",
	FieldOwnerID:     "Số định danh phải đủ 12 chữ số, hoặc 9 số của CMND cũ",
	FieldOwnerName:   "Chưa có họ tên người ủy quyền",
	FieldOwnerBirth:  "Ngày sinh không có thật, viết như 15/08/1990",
	FieldOwnerPhone:  "Số điện thoại chưa đúng",
	FieldOwnerPaper:  "Chưa ghi giấy tờ ủy quyền",
	FieldOrgName:     "Chưa có tên tổ chức",
	FieldOrgTax:      "Mã số thuế chưa đúng",
	FieldLimit:       "Thời hạn phải từ 1 đến 3650 ngày",
	FieldPapers:      "Số bản giấy tờ chưa đúng",
	FieldAuthoriser:  "Chưa nhập người ủy quyền",
	FieldChannel:     "Chọn cách nộp",
	FieldKind:        "Chọn người nộp",
	FieldResultBy:    "Chọn cách nhận kết quả",
	FieldStreet:      "Địa chỉ có ký tự không dùng được",
	FieldOrgStreet:   "Địa chỉ có ký tự không dùng được",
	FieldOwnerGender: "Chọn Nam hoặc Nữ",

	FieldResolver:     "Chọn xã, phường cùng tỉnh trong danh sách, hoặc gõ tên cơ quan",
	FieldFeePages:     "Số trang phải từ 1 đến 10.000",
	FieldFeeCount:     "Số lượng phải từ 1 đến 10.000",
	FieldFeeExempt:    "Chọn diện miễn trong danh sách",
	FieldFeeAmount:    "Số tiền phải từ 0 đồng trở lên, viết bằng số",
	FieldFeeMethod:    "Có số biên lai thì chọn cách thu",
	FieldFeeReceipt:   "Đã thu tiền thì ghi số biên lai",
	FieldFeeCollector: "Chưa ghi người thu tiền",
}

// FieldError says in a few words what is wrong with a box.
func FieldError(f Field, code motcua.ErrorCode) string {
	if code == motcua.CodeTooLarge {
		return Label(f) + " dài quá"
	}
	if s, ok := fieldFaults[f]; ok {
		return s
	}
	if l := Label(f); l != "" {
		return l + " chưa đúng"
	}
	return ""
}
