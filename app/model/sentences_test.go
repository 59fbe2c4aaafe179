package model

import (
	"strings"
	"testing"

	"motcua"
)

func TestAFailingDiskOrClockIsToldInThreeSentences(t *testing.T) {
	said := map[string]motcua.ErrorCode{}
	for _, code := range []motcua.ErrorCode{motcua.CodeDiskFull, motcua.CodeReadOnly, motcua.CodeIO, motcua.CodeClock, motcua.CodeBusy} {
		s := Explain(DeedReceive, &motcua.Error{Code: code, Detail: "database"})
		for _, part := range []string{s.What, s.Safe, s.Now} {
			if !strings.HasSuffix(part, ".") || strings.Contains(part, "database") {
				t.Errorf("%s: %q", code, part)
			}
		}
		if !strings.Contains(s.Safe, "chưa được tiếp nhận") || !strings.HasSuffix(s.Code, strings.ToUpper(string(code))) {
			t.Errorf("%s: %+v", code, s)
		}
		if other, twice := said[s.What]; twice {
			t.Errorf("%s and %s sound the same: %q", code, other, s.What)
		}
		said[s.What] = code
	}
}

func TestAScannerSaysWhatAPersonCanMend(t *testing.T) {
	for want, err := range map[string]error{
		"Khay của máy quét không có giấy.":                   &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanNoDocs)},
		"Máy quét bị kẹt giấy.":                              &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanJammed)},
		"Nắp máy quét đang mở.":                              &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanCoverOpen)},
		"Máy quét không trả lời nữa nên đã được dừng.":       &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanHung)},
		"Máy quét báo lỗi.":                                  &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Detail: "status 9"},
		"Máy quét đang bận: chương trình khác đang dùng nó.": &motcua.Error{Code: motcua.CodeBusy, Field: "scanner"},
		"Máy photo chưa ghi xong tệp 1.jpg.":                 &motcua.Error{Code: motcua.CodeBusy, Field: "file", Detail: "1.jpg"},
		"Tệp quét 1.jpg quá lớn nên chưa lấy.":               &motcua.Error{Code: motcua.CodeTooLarge, Field: "file", Detail: "1.jpg"},
		"Không xóa được tệp vừa lấy khỏi thư mục quét.":      &motcua.Error{Code: motcua.CodeReadOnly, Field: "scanner"},
		"Không tìm thấy máy quét nào.":                       &motcua.Error{Code: motcua.CodeUnknown, Field: "device"},
		"Máy không đọc hoặc không ghi được.":                 &motcua.Error{Code: motcua.CodeIO, Field: "file"},
	} {
		s := Explain(DeedScan, err)
		if s.What != want || s.Safe != "Hồ sơ đã lưu trên máy, các trang đã nhận trước đó vẫn còn." || s.Now == "" {
			t.Errorf("%v: %+v", err, s)
		}
	}
}
