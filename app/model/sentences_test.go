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
