package ctl

import (
	"io"
	"os"

	"motcua"
	"motcua/desk"
	"motcua/store/filedir"
)

type registerCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	File  string `required:"" help:"Tệp JSON một hồ sơ, như của intake; - là đầu vào chuẩn."`
	Actor string `help:"Người đăng ký."`
}

func (c *registerCmd) Run(e *env) error {
	return withIntake(e, c.Data, c.File, c.Actor, func(d *desk.Desk, in motcua.Intake) (motcua.Dossier, error) {
		return d.Register(e.ctx, in)
	})
}

// withIntake reads one intake, does something with it and prints the dossier.
func withIntake(e *env, data, file, actor string, do func(*desk.Desk, motcua.Intake) (motcua.Dossier, error)) error {
	var src io.Reader = e.In
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return filedir.Named(err)
		}
		defer f.Close()
		src = f
	}
	var in motcua.Intake
	if err := newObjects(src).next(&in); err != nil {
		return err
	}
	s, _, err := e.enter(data, actor, motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	d, err := do(s.Desk, in)
	if err != nil {
		return err
	}
	return e.line(steppedOf(d))
}

type acceptCmd struct {
	onCmd
	Note string `help:"Ghi chú."`
}

func (c *acceptCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) { return d.Accept(e.ctx, on, c.Note) })
}

type refuseCmd struct {
	Data   string   `required:"" help:"Thư mục dữ liệu của quầy."`
	Code   string   `arg:"" optional:"" help:"Mã hồ sơ đã đăng ký; bỏ trống khi từ chối ngay tại quầy bằng --file."`
	File   string   `help:"Tệp JSON của hồ sơ bị từ chối ngay tại quầy; - là đầu vào chuẩn."`
	Reason []string `required:"" sep:"none" help:"Lý do; nhiều lần."`
	Basis  string   `help:"Căn cứ pháp lý."`
	Seen   string   `help:"Sự kiện mới nhất đã xem."`
	Actor  string   `help:"Người từ chối."`
}

func (c *refuseCmd) Run(e *env) error {
	b := motcua.Refused{Reasons: c.Reason, Basis: c.Basis, Contact: motcua.Contact{Name: c.Actor}}
	if c.Code == "" && c.File != "" {
		return withIntake(e, c.Data, c.File, c.Actor, func(d *desk.Desk, in motcua.Intake) (motcua.Dossier, error) {
			return d.RefuseIntake(e.ctx, in, b)
		})
	}
	return onCmd{c.Data, c.Code, c.Seen, c.Actor}.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Refuse(e.ctx, on, b)
	})
}

type stopCmd struct {
	onCmd
	Reason    string `required:"" help:"Lý do."`
	Cause     string `default:"request" enum:"request,no-supplement,no-payment,by-law" help:"request: công dân yêu cầu; no-supplement: quá hạn bổ sung; no-payment: không nộp tiền; by-law: theo --basis."`
	Requester string `help:"Người yêu cầu dừng, nếu không phải chủ hồ sơ."`
	Channel   string `help:"Yêu cầu qua: direct, online, post."`
	Basis     string `help:"Căn cứ pháp lý."`
	Signer    string `help:"Người quyết định."`
}

func (c *stopCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Stop(e.ctx, on, motcua.Stopped{
			Cause: motcua.StopCause(c.Cause), Reason: c.Reason, Requester: c.Requester,
			Channel: motcua.Channel(c.Channel), Basis: c.Basis, Signer: c.Signer,
		})
	})
}

type extendCmd struct {
	onCmd
	Due    string `required:"" help:"Hẹn lại: 16:30 30/11/2026 hoặc 30/11/2026."`
	Reason string `required:"" help:"Lý do."`
	Agency string `help:"Cơ quan chậm trễ; đơn vị này nếu bỏ trống."`
	Signer string `help:"Thủ trưởng ký."`
}

func (c *extendCmd) Run(e *env) error {
	due, err := when(c.Due, "due")
	if err != nil {
		return err
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Extend(e.ctx, on, motcua.Extended{Due: due, Reason: c.Reason, Agency: c.Agency, Signer: c.Signer})
	})
}

type forwardCmd struct {
	onCmd
	To     string `help:"Nơi nhận: Phòng Kinh tế, Quầy 02 …"`
	Unit   string `help:"Đơn vị nhận, nếu là xã, phường khác: 46-19789."`
	Person string `help:"Người nhận."`
	Step   string `help:"Bước trong quy trình nội bộ."`
	Due    string `help:"Hạn của bước này."`
	Papers bool   `help:"Hồ sơ giấy chuyển cùng."`
	Note   string `help:"Ghi chú."`
}

func (c *forwardCmd) Run(e *env) error {
	due, err := when(c.Due, "due")
	if err != nil {
		return err
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Forward(e.ctx, on, motcua.Forwarded{
			To: motcua.Place{Unit: c.Unit, Name: c.To, Person: c.Person}, Step: c.Step, Due: due, Papers: c.Papers, Note: c.Note,
		})
	})
}

type takeoverCmd struct {
	onCmd
	Outcome string `help:"Kết quả của bước trước: early, on-time, late; tính theo hạn nếu bỏ trống."`
	Note    string `help:"Ghi chú."`
}

func (c *takeoverCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.TakeOver(e.ctx, on, motcua.TakenOver{Outcome: motcua.Outcome(c.Outcome), Note: c.Note})
	})
}
