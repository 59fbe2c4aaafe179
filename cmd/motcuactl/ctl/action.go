package ctl

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/desk"
)

// actionCmds are the steps of a dossier's way, one command each.
type actionCmds struct {
	Register   registerCmd   `cmd:"" help:"Đăng ký hồ sơ đến qua bưu chính hoặc trực tuyến, chưa tiếp nhận."`
	Accept     acceptCmd     `cmd:"" help:"Tiếp nhận hồ sơ đã đăng ký."`
	Refuse     refuseCmd     `cmd:"" help:"Từ chối tiếp nhận (Mẫu 03)."`
	Supplement supplementCmd `cmd:"" help:"Yêu cầu bổ sung (Mẫu 02), hoặc ghi nhận giấy tờ bổ sung đã đến."`
	Pause      pauseCmd      `cmd:"" help:"Tạm dừng thời hạn để xác minh."`
	Resume     resumeCmd     `cmd:"" help:"Kết thúc xác minh, thời hạn chạy tiếp."`
	Extend     extendCmd     `cmd:"" help:"Xin lỗi và hẹn lại (Mẫu 04), một lần."`
	Stop       stopCmd       `cmd:"" help:"Dừng giải quyết (Mẫu 05)."`
	Forward    forwardCmd    `cmd:"" help:"Bàn giao hồ sơ cho bộ phận, đơn vị khác (Mẫu 06)."`
	Takeover   takeoverCmd   `cmd:"" help:"Xác nhận đã nhận hồ sơ bàn giao."`
	Charge     chargeCmd     `cmd:"" help:"Yêu cầu công dân nộp tiền."`
	Pay        payCmd        `cmd:"" help:"Ghi khoản tiền đã thu."`
	Void       voidCmd       `cmd:"" help:"Hủy một khoản đã ghi thu."`
	Result     resultCmd     `cmd:"" help:"Ghi kết quả giải quyết."`
	Handover   handoverCmd   `cmd:"" help:"Trao kết quả cho công dân."`
	Correct    correctCmd    `cmd:"" help:"Đính chính mục ghi nhầm; nhật ký giữ cả hai."`
	Note       noteCmd       `cmd:"" help:"Ghi chú vào nhật ký hồ sơ."`
	Undo       undoCmd       `cmd:"" help:"Hoàn tác bước cuối, trong 10 phút."`
	Show       showCmd       `cmd:"" help:"In một hồ sơ với nhật ký ra JSON."`
	Earlier    earlierCmd    `cmd:"" help:"Hồ sơ cũ và giấy tờ đã số hóa của một người, theo số định danh."`
	Reuse      reuseCmd      `cmd:"" help:"Dùng lại giấy tờ đã số hóa của hồ sơ trước, cùng chủ hồ sơ."`
}

// onCmd is what every step on a dossier takes.
type onCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code  string `arg:"" help:"Mã hồ sơ."`
	Seen  string `help:"Sự kiện mới nhất đã xem (newest); hồ sơ đã đổi thì bước này bị từ chối."`
	Actor string `help:"Người làm."`
}

// stepped is the line that a step prints.
type stepped struct {
	ID      string             `json:"id"`
	Code    motcua.Code        `json:"code"`
	Status  motcua.Status      `json:"status"`
	Word    string             `json:"word"` // of the status
	Due     *time.Time         `json:"due"`  // as it holds now; null where none does
	Waiting motcua.PauseReason `json:"waiting,omitempty"`
	Newest  string             `json:"newest"`         // for --seen of the next step
	Slip    string             `json:"slip,omitempty"` // number of this step's form
	File    *motcua.FileRef    `json:"file,omitempty"`
}

func steppedOf(d motcua.Dossier) stepped {
	s := stepped{ID: d.ID, Code: d.Received.Code, Status: d.Status, Word: d.Status.Name(), Newest: d.Newest}
	if !d.Due.IsZero() {
		s.Due = &d.Due
	}
	if w := d.Course.Waiting; w != nil {
		s.Waiting = w.For
	}
	if n := len(d.Steps); n > 0 && d.Steps[n-1].Slip.Number > 0 {
		s.Slip = d.Steps[n-1].Slip.Text()
	}
	return s
}

// do opens the station, does one step and prints the dossier's new state.
func (c onCmd) do(e *env, step func(*desk.Desk, desk.On) (motcua.Dossier, error)) error {
	return c.at(e, func(s *station.Station, d motcua.Dossier) error {
		d, err := step(s.Desk, desk.On{Dossier: d.ID, Seen: c.Seen})
		if err != nil {
			return err
		}
		return e.line(steppedOf(d))
	})
}

// at opens the station and finds the dossier.
func (c onCmd) at(e *env, use func(*station.Station, motcua.Dossier) error) error {
	return e.onDossier(c.Data, c.Actor, c.Code, use)
}

// onDossier opens a station, finds a dossier by its code and closes the station
// behind use.
func (e *env) onDossier(data, actor, code string, use func(*station.Station, motcua.Dossier) error) error {
	parsed, err := motcua.ParseCode(code)
	if err != nil {
		return err
	}
	s, _, err := e.enter(data, actor, motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	d, err := s.Store.ByCode(e.ctx, parsed)
	if err != nil {
		return err
	}
	e.note(motcua.AccessOpened, d.ID, "")
	return use(s, d)
}

// when reads a moment as people write it, "17:00 30/11/2026" or the day alone,
// whose end of office is at 17:00; zero where s is empty.
func when(s, field string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"15:04 02/01/2006", "02/01/2006"} {
		at, err := time.ParseInLocation(layout, s, motcua.Local)
		if err != nil {
			continue
		}
		if layout == "02/01/2006" {
			at = at.Add(17 * time.Hour)
		}
		return at, nil
	}
	return time.Time{}, &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: "not like 17:00 30/11/2026"}
}

// day reads a day, "30/11/2026"; zero where s is empty.
func day(s, field string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation("02/01/2006", s, motcua.Local)
	if err != nil {
		return at, &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: "not like 30/11/2026", Cause: err}
	}
	return at, nil
}

// fees reads lines such as "Lệ phí=8000".
func fees(list []string) ([]motcua.FeeItem, error) {
	var out []motcua.FeeItem
	for i, s := range list {
		n := strings.LastIndexByte(s, '=')
		if n < 0 {
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: fmt.Sprintf("items[%d]", i), Detail: "not like Lệ phí=8000"}
		}
		amount, err := strconv.ParseInt(strings.TrimSpace(s[n+1:]), 10, 64)
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: fmt.Sprintf("items[%d].amount", i), Detail: "no number", Cause: err}
		}
		out = append(out, motcua.FeeItem{Name: s[:n], Amount: amount})
	}
	return out, nil
}

// counts reads papers such as "p1=1" or "p2=1/2": originals, and copies after
// the stroke.
func counts(list []string) ([]motcua.PaperCount, error) {
	var out []motcua.PaperCount
	for i, s := range list {
		key, number, ok := strings.Cut(s, "=")
		originals, copies, both := strings.Cut(number, "/")
		c := motcua.PaperCount{Key: key}
		var err, err2 error
		c.Originals, err = strconv.Atoi(originals)
		if both {
			c.Copies, err2 = strconv.Atoi(copies)
		}
		if !ok || err != nil || err2 != nil {
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: fmt.Sprintf("papers[%d]", i), Detail: "not like p1=1/0"}
		}
		out = append(out, c)
	}
	return out, nil
}
