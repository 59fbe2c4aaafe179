package ctl

import (
	"fmt"
	"regexp"
	"strings"

	"motcua"
)

// fault is a thing that verify finds: its key as the store writes it, and how
// it is said here with what stood at each %d and %s, in that order or by number.
type fault struct{ key, said string }

// faults are tried from the first.
var faults = []fault{
	{"database: %s", "cơ sở dữ liệu: tệp hỏng cấu trúc (%s)"},
	{"dictionary: text %d, neither copy is whole", "lời văn dùng chung: cả hai bản của đoạn %s đều hỏng"},
	{"dictionary: text %d, one of two copies; rebuild mends it", "lời văn dùng chung: một trong hai bản của đoạn %s hỏng; verify --rebuild sửa được"},
	{"dictionary: %d bodies lack text %s", "lời văn dùng chung: %s sự kiện thiếu đoạn %s"},
	{"event %d of %s: chain", "sự kiện %s của quầy %s: không nối tiếp sự kiện đứng trước"},
	{"event %d of %s: sealed body", "sự kiện %s của quầy %s: nội dung niêm phong không mở được"},
	{"event %d of %s: hash beside it", "sự kiện %s của quầy %s: mã băm ghi kèm không khớp"},
	{"event %d of %s: no body", "sự kiện %s của quầy %s: mất nội dung"},
	{"event %d of %s: unreadable body", "sự kiện %s của quầy %s: nội dung không đọc được"},
	{"event %d of %s: files", "sự kiện %s của quầy %s: không đọc được tên các tệp"},
	{"event %d of %s: signature", "sự kiện %s của quầy %s: chữ ký không đúng"},
	{"event %d of %s: key of another station", "sự kiện %s của quầy %s: khóa kiểm tra chữ ký là của quầy khác"},
	{"event %d of %s: body", "sự kiện %s của quầy %s: nội dung không khớp mã băm đã ký"},
	{"event %d of %s: %s", "sự kiện %s của quầy %s: mục %s không đúng"},
	{"event %d: numbers", "sự kiện %s: không đọc được các số"},
	{"files: %d noted, events name %d", "tệp: ghi nhận %s, các sự kiện nêu %s"},
	{"file %s: %d bytes where its event says %d", "tệp %s: dài %s byte, sự kiện ghi %s byte"},
	{"file %s", "tệp %s: mất hoặc hỏng"},
	{"road: event %d was sent, the log ends at %d", "đường truyền: ghi là đã gửi sự kiện %s, nhật ký chỉ đến sự kiện %s"},
	{"road: receipt %s", "đường truyền: biên nhận của Trung tâm không đúng (mục %s)"},
	{"road: receipt", "đường truyền: biên nhận của Trung tâm không đúng"},
	{"code %s: given out twice", "mã hồ sơ %s: cấp hai lần"},
	{"search: %d lines where the log tells of %d, or others", "tìm kiếm: có %s hồ sơ, nhật ký có %s, hoặc không phải những hồ sơ ấy"},
	{"search: a word finds nothing where the log tells of a dossier", "tìm kiếm: có từ không tìm ra hồ sơ nào dù nhật ký có"},
	{"search: a word finds %d dossiers where the log tells of %d, or others", "tìm kiếm: có từ tìm ra %s hồ sơ, nhật ký có %s, hoặc không phải những hồ sơ ấy"},
	{"search: a word that beginnings are spelt out to is missing", "tìm kiếm: thiếu từ trong bảng phần đầu của từ"},
	{"dossier %s: not in the search", "hồ sơ %s: tìm kiếm không có"},
	{"dossier %s: sealed body", "hồ sơ %s: nội dung niêm phong không mở được"},
	{"dossier %s: cannot be folded", "hồ sơ %s: không dựng lại được từ nhật ký"},
	{"dossier %s: not in the lists", "hồ sơ %s: danh sách không có"},
	{"dossier %s: the lists say something else", "hồ sơ %s: danh sách ghi khác nhật ký"},
	{"numbers: the code of dossier %s is not beside its event", "số: mã của hồ sơ %s không ghi bên sự kiện của nó"},
	{"numbers: no event leased %s", "số: không sự kiện nào cấp khoảng %s"},
	{"numbers: %d leased blocks are not in their table", "số: %s khoảng đã cấp không có trong bảng"},
	{"numbers: %d of %s is accounted for %d times", "số: số %s của khoảng %s được tính %s lần"},
	{"numbers: %d noted, dossiers have %d, or others", "số điện thoại, định danh: ghi nhận %s, các hồ sơ có %s, hoặc không phải những số ấy"},
	{"numbers %s of %d: %d noted from %d to %d, forms bear up to %d", "số phiếu %s năm %s: ghi nhận %s số, từ %s đến %s; giấy đã ra đến số %s"},
	{"numbers %s of %d: forms bear %d, none is noted", "số phiếu %s năm %s: giấy đã ra đến số %s, không số nào được ghi nhận"},
}

// faultWords is what a code alone tells of a thing that is wrong.
var faultWords = map[motcua.ErrorCode]string{
	motcua.CodeCorrupt: "dữ liệu hỏng hoặc không khớp nhau", motcua.CodeForged: "chữ ký không đúng", motcua.CodeUnknown: "thiếu dữ liệu",
	motcua.CodeConflict: "hai dữ liệu trái nhau", motcua.CodeNewer: "dữ liệu của phiên bản motcua mới hơn", motcua.CodeInvalid: "dữ liệu không đúng khuôn dạng",
	motcua.CodeTooLarge: "dữ liệu quá lớn", motcua.CodeRevoked: "khóa của quầy ghi sự kiện đã bị thu hồi", motcua.CodeDenied: "khóa không khớp",
}

// faultSaid says what is wrong; code and key follow for the support desk.
func faultSaid(code motcua.ErrorCode, key string) string {
	for _, f := range faults {
		if found := f.pattern().FindStringSubmatch(key); found != nil {
			args := make([]any, len(found)-1)
			for i, s := range found[1:] {
				args[i] = s
			}
			return fmt.Sprintf(f.said, args...) + fmt.Sprintf(". (%s: %s)", code, key)
		}
	}
	return fmt.Sprintf("%s. (%s: %s)", wordsOf(code), code, key)
}

func wordsOf(code motcua.ErrorCode) string {
	if words, ok := faultWords[code]; ok {
		return words
	}
	return "không kiểm tra được"
}

// hubFaultSaid says what is wrong with a hub's data, whose errors begin with
// where it is.
func hubFaultSaid(err error) string {
	for _, f := range []fault{{"station %s event %d: %s", "quầy %s, sự kiện %s: "}, {"dossier %s: %s", "hồ sơ %s: "}} {
		if found := f.pattern().FindStringSubmatch(err.Error()); found != nil {
			var args []any
			for _, s := range found[1 : len(found)-1] {
				args = append(args, s)
			}
			return fmt.Sprintf(f.said, args...) + fmt.Sprintf("%s. (%v)", wordsOf(motcua.CodeOf(err)), err)
		}
	}
	return fmt.Sprintf("%s. (%v)", wordsOf(motcua.CodeOf(err)), err)
}

func (f fault) pattern() *regexp.Regexp {
	p := regexp.QuoteMeta(f.key)
	p = strings.ReplaceAll(strings.ReplaceAll(p, "%d", `(\d+)`), "%s", `(.+)`)
	return regexp.MustCompile(`^(?s:` + p + `)$`)
}
