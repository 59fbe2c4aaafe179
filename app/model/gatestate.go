package model

import (
	"fmt"

	"motcua"
)

// gateFault is a kind of failure at the gate.
type gateFault struct {
	code  motcua.ErrorCode
	field string
}

// gateSentences say what a person can put right himself.
var gateSentences = map[gateFault]string{
	{motcua.CodeDenied, "password"}:  "Mật khẩu hoặc mã PIN chưa đúng. Chữ đang gõ ở quầy vẫn còn nguyên. Xem lại phím Caps Lock và bộ gõ tiếng Việt.",
	{motcua.CodeDenied, "hold"}:      "Đã nhập sai nhiều lần nên phải chờ. Chữ đang gõ ở quầy vẫn còn nguyên.",
	{motcua.CodeDenied, "pin"}:       "Lần này cần mật khẩu, không dùng mã PIN. Mã PIN dùng được sau khi đã nhập mật khẩu trong ngày.",
	{motcua.CodeDenied, "person"}:    "Tài khoản này không còn được dùng. Hỏi người quản trị.",
	{motcua.CodeInvalid, "password"}: "Mật khẩu phải dài từ 8 ký tự, không có dấu cách ở hai đầu, khác tên mình và khác mật khẩu cũ. Mật khẩu chưa đổi.",
	{motcua.CodeInvalid, "pin"}:      "Mã PIN phải là 6 chữ số, không liền nhau như 123456, không lặp một số. Mã PIN chưa đặt.",
	{motcua.CodeCorrupt, "staff"}:    "Nhật ký của quầy có tài khoản nhưng trong tệp dữ liệu không còn. Hồ sơ vẫn còn nguyên. Người quản trị lập lại bằng motcuactl people add.",
}

// GatePerson is one line of who may come in.
type GatePerson struct{ Name, Roles string }

// GateState is what the gate shows.
type GateState struct {
	Open   bool
	Phase  GatePhase
	Title  string
	Note   string // under the title
	People []GatePerson
	Chosen int
	Name   string // of the chosen person, or who is choosing a password
	Busy   bool
	Ready  bool   // a word may be tried, or the accounts read anew
	Said   string // about the last try
	Code   string // for whoever helps
}

// State returns what the gate shows now.
func (m *Gate) State() GateState {
	s := GateState{
		Open: m.phase == GateOpen, Phase: m.phase, Chosen: m.at, Name: m.chosen().Name, Busy: m.busy,
		Ready: !m.busy && m.left == 0 && (m.phase != GateLoading || m.unread()), Said: m.said, Code: m.code,
		Title: "Đăng nhập · " + m.cfg.Place, Note: "Chọn tên bằng phím Lên, Xuống rồi nhập mật khẩu.",
	}
	for _, a := range m.people {
		s.People = append(s.People, GatePerson{a.Name, motcua.RoleNames(a.Roles)})
	}
	if m.left > 0 {
		wait := fmt.Sprintf("Nhập lại được sau %d giây.", m.left)
		if s.Said != "" {
			wait = " " + wait
		}
		s.Said += wait
	}
	switch m.phase {
	case GateLoading:
		s.Note = "Đang đọc danh sách tài khoản."
		if m.unread() {
			s.Note = "Chưa đọc được danh sách tài khoản."
		}
	case GatePassword:
		s.Name, s.Title = m.who.Name, "Đặt mật khẩu của riêng mình"
		s.Note = "Mật khẩu vừa nhập do người quản trị cấp, chỉ dùng một lần. Từ 8 ký tự; gõ chữ không dấu thì máy nào cũng gõ được."
	case GatePIN:
		s.Name, s.Title = m.who.Name, "Đặt mã PIN để đổi người nhanh"
		s.Note = "6 chữ số. Chỉ dùng được ở máy này, sau khi đã nhập mật khẩu trong ngày. Bỏ trống nếu không dùng."
	case GateShut:
		if m.locked != "" {
			s.Title = "Quầy đang khóa · " + m.cfg.Place
			s.Note = m.locked + " đang làm việc khi quầy khóa lúc " + Hour(m.since) + ". Chữ đang gõ vẫn còn nguyên."
		}
	}
	return s
}
