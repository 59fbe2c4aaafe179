package model

import (
	"strconv"
	"strings"

	"motcua"
)

// WorkLine is one row of the work list in words.
type WorkLine struct {
	ID            string
	Light         Light
	LightName     string // "Quá 2 ngày"
	Same, Differs string // of the code
	Name          string
	Procedure     string
	Due           string // "30/11 17:00"
	Status        motcua.Status
	StatusName    string
	Where         string // who has it
	Moving        bool   // it is on its way there
	Marked        bool   // for an action on many
	Truth         motcua.Truth
	TruthName     string
	Refusal       string
}

// erasedName stands in the lists where the name of an erased dossier stood.
const erasedName = "Đã xóa theo quy định"

func workLineOf(r motcua.Row, at motcua.WorkTimes, days Workdays) WorkLine {
	l := WorkLine{
		ID: r.ID, Name: r.Name, Procedure: r.Procedure, Due: "–", Status: r.Status, StatusName: StatusName(r.Status),
		Where: rowWhere(r), Moving: r.Moving, Truth: r.Truth, TruthName: TruthName(r.Truth),
	}
	if r.Erased {
		l.Name = erasedName
	}
	l.Same, l.Differs = CodeParts(r.Code)
	l.Light, l.LightName = lightOf(r.Status, r.Waiting, r.Due, at, days)
	if !r.Due.IsZero() && l.Light != LightPaused {
		l.Due = ShortDate(r.Due) + " " + Hour(r.Due)
	}
	if r.Truth == motcua.TruthRefused {
		l.Refusal = RefusalWords(r.Refusal)
	}
	return l
}

// movingTo stands before who is to get a dossier, where there is little room.
const movingTo = "Tới: "

// rowWhere says who has a dossier, or who is to get it.
func rowWhere(r motcua.Row) string {
	at := join(r.At.Name, r.At.Person)
	switch {
	case at == "":
		return whereWords(r.Status)
	case r.Moving:
		return movingTo + at
	}
	return at
}

// stripWords says in one sentence how a dossier stands and what comes next.
func stripWords(l WorkLine) string {
	if l.Refusal != "" {
		return l.Refusal
	}
	s := map[motcua.Status]string{
		motcua.StatusRegistered: "mới đăng ký, chưa tiếp nhận",
		motcua.StatusReceived:   "đã tiếp nhận, chờ chuyển xử lý",
		motcua.StatusProcessing: "đang xử lý",
		motcua.StatusSupplement: "chờ người dân bổ sung giấy tờ, không tính thời hạn",
		motcua.StatusPayment:    "chờ người dân nộp lệ phí, không tính thời hạn",
		motcua.StatusDone:       "đã có kết quả, chờ người dân đến nhận",
	}[l.Status]
	if s == "" {
		s = "đã kết thúc: " + l.Status.Name()
	}
	switch l.Light {
	case LightLate:
		s += ", quá hạn " + l.LightName[len("Quá "):]
	case LightToday, LightSoon, LightCalm:
		s += ", hẹn trả " + l.Due
	}
	switch {
	case l.Moving:
		s += " · đang chuyển tới " + strings.TrimPrefix(l.Where, movingTo)
	case l.Where != whereWords(l.Status): // else the status has said it
		s += " · " + l.Where
	}
	return s + " · " + l.TruthName + " · " + l.Procedure
}

// countWords writes a count that may have stopped at its bound.
func countWords(n int) string {
	if n >= motcua.MaxTile {
		return "trên " + thousands(motcua.MaxTile-1)
	}
	return thousands(n)
}

// thousands writes "1.000.000".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// empty says in words why no row is shown.
func (m *Work) empty() *EmptyState {
	switch {
	case motcua.Fold(m.query) != "":
		return &EmptyState{Icon: "search_off", Head: "Không có hồ sơ nào khớp “" + m.query + "”",
			Text: "Thử tên không dấu hoặc 4 số cuối của mã. Esc bỏ bộ lọc, Ctrl+K tìm trong mọi hồ sơ, kể cả đã kết thúc."}
	case m.by.Near && m.by == Narrowing{Near: true}:
		return &EmptyState{Icon: "task_alt", Head: "Không có việc nào sắp đến hẹn mà chưa có thư xin lỗi", Text: "Esc xem lại mọi việc."}
	case m.by != Narrowing{}:
		return &EmptyState{Icon: "search_off", Head: "Không có hồ sơ nào khớp các điều kiện lọc",
			Text: "Esc bỏ điều kiện cuối, Ctrl+F đổi điều kiện, Ctrl+K tìm trong mọi hồ sơ, kể cả đã kết thúc."}
	case m.tile == motcua.TileOpen:
		return &EmptyState{Icon: "checklist", Head: "Chưa có hồ sơ nào đang mở",
			Text: "Hồ sơ tiếp nhận ở quầy này hoặc quầy khác sẽ hiện ở đây, việc gần hạn đứng trước.", Begin: true}
	}
	return &EmptyState{Icon: "task_alt", Head: emptyTile[m.tile], Text: "Bấm mũi tên trái, phải trên dãy ô để xem việc khác."}
}

var emptyTile = [motcua.TileCount]string{
	motcua.TileLate:      "Không có hồ sơ quá hạn",
	motcua.TileToday:     "Không còn hồ sơ nào hẹn trả hôm nay",
	motcua.TileSoon:      "Không có hồ sơ đến hạn trong 24 giờ tới",
	motcua.TileWaiting:   "Không có hồ sơ nào chờ người dân bổ sung",
	motcua.TileReady:     "Không có kết quả nào chờ trả",
	motcua.TileException: "Không có ngoại lệ nào",
	motcua.TileUnsent:    "Mọi hồ sơ của quầy này đã được Trung tâm nhận",
}
