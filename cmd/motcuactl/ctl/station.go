package ctl

import (
	"fmt"
	"strconv"

	"motcua"
	"motcua/cmd/station"
	"motcua/sync"
)

type stationCmd struct {
	Init      stationInitCmd    `cmd:"" help:"Lập quầy mới trong một thư mục trống."`
	Enrol     stationEnrolCmd   `cmd:"" help:"Đăng ký quầy với Trung tâm bằng mã dùng một lần."`
	RotateKey stationRotateCmd  `cmd:"" help:"Thay khóa gốc của quầy. Mật khẩu, nếu có, giữ nguyên."`
	Show      stationShowCmd    `cmd:"" help:"Cho biết quầy này là gì."`
	Clock     stationClockCmd   `cmd:"" help:"Xác nhận đồng hồ của máy lúc này là đúng, sau khi đã chỉnh lại một đồng hồ chạy trước."`
	Proceed   stationProceedCmd `cmd:"" help:"Cho quầy vừa khôi phục làm việc lại mà không hỏi Trung tâm."`

	Passphrase  stationPassphraseCmd `cmd:"" help:"Đặt, đổi hoặc bỏ mật khẩu của quầy."`
	RecoveryKey stationRecoveryCmd   `cmd:"" help:"Lập khóa khôi phục cho bản sao lưu và in ra một lần."`
}

type stationInitCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu sẽ lập."`
	Unit   string `required:"" help:"Mã đơn vị: mã tỉnh-mã xã, thí dụ 46-19789."`
	Name   string `required:"" help:"Tên quầy, thí dụ \"Quầy 01\"."`
	Agency string `help:"Mã định danh cơ quan trong mã hồ sơ; để trống thì suy từ mã đơn vị."`
	From   serial `default:"1" help:"Số đầu trong ngày của quầy khi chưa có Trung tâm; mỗi quầy một khoảng riêng trong 1 đến 999."`
	To     serial `default:"999" help:"Số cuối trong ngày của quầy khi chưa có Trung tâm."`
}

func (c *stationInitCmd) Run(e *env) error {
	s, err := station.Init(e.ctx, c.Data, c.Unit, c.Agency, c.Name, int(c.From), int(c.To), e.now, station.KeysFromEnv())
	if err != nil {
		return err
	}
	return e.line(shown(s))
}

type stationProceedCmd struct {
	Data string  `required:"" help:"Thư mục dữ liệu của quầy."`
	Last *serial `help:"Bốn số cuối của mã trên giấy tiếp nhận sau cùng in trong ngày khôi phục, 0 nếu ngày ấy chưa in; bỏ trống thì ngày ấy không cấp số nữa."`
}

// Help names the price.
func (stationProceedCmd) Help() string {
	return "Quầy không đăng ký Trung tâm: xem số trên giấy tiếp nhận hoặc trong sổ rồi nêu ở --last; số sau nó mới được cấp. " +
		"Quầy có đăng ký: chỉ dùng khi Trung tâm không còn. Nếu Trung tâm đang giữ hồ sơ tiếp nhận sau bản sao lưu thì từ đây nó không nhận gì thêm của quầy này, " +
		"và người quản trị phải lập quầy mới. Số còn lại của ngày khôi phục không được cấp nữa nếu bỏ trống --last."
}

func (c *stationProceedCmd) Run(e *env) error {
	s, _, err := e.enterStore(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	last := motcua.MaxSerial
	if c.Last != nil {
		last = int(*c.Last)
	}
	if err := s.Proceed(e.ctx, last); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.Out, "Quầy làm việc lại được.")
	return err
}

type stationEnrolCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	Hub  string `required:"" help:"Địa chỉ của Trung tâm, thí dụ https://motcua.example.vn."`
	Code string `required:"" help:"Mã dùng một lần do Trung tâm cấp."`

	InsecureHTTP bool `name:"insecure-http" help:"Cho phép http:// đến máy khác: ai ở trên đường truyền cũng đọc được. Chỉ dùng trong mạng nội bộ tin cậy."`
}

func (c *stationEnrolCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	var how []sync.EnrolOption
	if c.InsecureHTTP {
		how = append(how, sync.InsecureHTTP())
	}
	if err := s.Sync.Enrol(e.ctx, c.Hub, c.Code, how...); err != nil {
		return err
	}
	return e.line(shown(s.Store.Station()))
}

type stationRotateCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
}

func (c *stationRotateCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Store.RotateKeys(e.ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.Out, "Đã thay khóa gốc. Bản sao lưu cũ vẫn mở bằng khóa cũ.")
	return err
}

type stationShowCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
}

func (c *stationShowCmd) Run(e *env) error {
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	l := shown(s.Store.Station())
	l.Key = s.Store.PublicKey()
	left, err := s.Store.NumbersLeft(e.ctx, e.now())
	if err != nil {
		return err
	}
	l.Left = &left
	return e.line(l)
}

type stationClockCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Actor string `required:"" help:"Người đã xem đồng hồ."`
}

func (c *stationClockCmd) Run(e *env) error {
	s, who, err := e.enter(c.Data, c.Actor, motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	now := e.now()
	if err := s.Store.SetClock(e.ctx, who, now); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s\n", local(now))
	return err
}

// stationLine is what `station` prints of a station.
type stationLine struct {
	ID     string `json:"id"`
	Unit   string `json:"unit"`
	Where  string `json:"where"`
	Agency string `json:"agency"`
	Name   string `json:"name"`
	From   int    `json:"serialFrom"`
	To     int    `json:"serialTo"`
	Hub    string `json:"hub,omitempty"`
	Left   *int   `json:"numbersLeft,omitempty"` // that it can still print today
	Key    []byte `json:"key,omitempty"`         // public, of the station
}

func shown(s motcua.Station) stationLine {
	l := stationLine{s.ID, s.Unit, s.UnitName, s.Agency, s.Name, s.SerialFrom, s.SerialTo, "", nil, nil}
	if s.Hub != nil {
		l.Hub = s.Hub.URL
	}
	return l
}

type syncCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	Once bool   `help:"Một lượt rồi thôi; không có thì chạy cho đến khi dừng."`
	JSON bool   `name:"json" help:"In kết quả dạng JSON."`
}

// synced is what `sync --once --json` prints.
type synced struct {
	Sent      int `json:"sent"`
	Accepted  int `json:"accepted"`
	Duplicate int `json:"duplicate"`
	Refused   int `json:"refused"`
	Files     int `json:"files"`
	Pulled    int `json:"pulled"`
}

func (c *syncCmd) Run(e *env) error {
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	if !c.Once {
		return s.Sync.Serve(e.ctx)
	}
	if s.Store.Station().Hub == nil {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "hub"}
	}
	r, err := s.Sync.Once(e.ctx)
	if r.Restored > 0 {
		fmt.Fprintf(e.Err, "motcuactl: dữ liệu trên máy này cũ hơn Trung tâm; đã lấy lại %d sự kiện của chính quầy này. Không số nào bị cấp lại.\n", r.Restored)
	}
	// What was done before an error ended the round is done all the same.
	if perr := c.print(e, r); err == nil {
		err = perr
	}
	if err == nil {
		err = e.refused(r.Refused)
	}
	return err
}

func (c *syncCmd) print(e *env, r sync.Summary) error {
	if c.JSON {
		return e.line(synced{r.Sent, r.Accepted, r.Duplicate, r.Refused, r.Files, r.Pulled})
	}
	_, err := fmt.Fprintf(e.Out, "sent %d, accepted %d, duplicate %d, refused %d, files %d, pulled %d\n",
		r.Sent, r.Accepted, r.Duplicate, r.Refused, r.Files, r.Pulled)
	return err
}

// refused ends a command with 1 where the hub holds something that it does not
// accept.
func (e *env) refused(n int) error {
	if n == 0 {
		return nil
	}
	fmt.Fprintf(e.Err, "motcuactl: Trung tâm giữ nhưng không chấp nhận %d mục. Xem hồ sơ có dấu cần người xử lý ở quầy.\n", n)
	return exit(exitWrong)
}

// serial is a number as codes have it. 0123 is one hundred and twenty-three,
// which kong would read as octal.
type serial int

// UnmarshalText reads at most four digits.
func (s *serial) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil || len(text) > 4 {
		return fmt.Errorf("%q không phải là số từ 0 đến %d", text, motcua.MaxSerial)
	}
	*s = serial(n)
	return nil
}
