package ctl

import (
	"motcua"
	"motcua/desk"
)

type chargeCmd struct {
	onCmd
	Item     []string `required:"" sep:"none" help:"Khoản phải nộp, như 'Lệ phí=8000'; nhiều lần."`
	Deadline string   `help:"Hạn nộp."`
	Rests    bool     `help:"Thời hạn giải quyết tạm dừng đến khi nộp."`
	Note     string   `help:"Ghi chú."`
}

func (c *chargeCmd) Run(e *env) error {
	items, err := fees(c.Item)
	if err != nil {
		return err
	}
	deadline, err := when(c.Deadline, "deadline")
	if err != nil {
		return err
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.RequestPayment(e.ctx, on, motcua.PaymentRequested{Items: items, Deadline: deadline, Rests: c.Rests, Note: c.Note})
	})
}

type payCmd struct {
	onCmd
	Item      []string `required:"" sep:"none" help:"Khoản đã thu, như 'Lệ phí=8000'; nhiều lần."`
	Method    string   `default:"cash" enum:"cash,transfer,online" help:"cash: tiền mặt; transfer: chuyển khoản; online: Cổng Dịch vụ công."`
	Receipt   string   `help:"Số biên lai."`
	Book      string   `help:"Ký hiệu biên lai."`
	Collector string   `help:"Người thu; người làm nếu bỏ trống."`
	Payer     string   `help:"Người nộp tiền."`
	Note      string   `help:"Ghi chú."`
}

func (c *payCmd) Run(e *env) error {
	items, err := fees(c.Item)
	if err != nil {
		return err
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.TakePayment(e.ctx, on, motcua.PaymentReceived{
			Items: items, Method: motcua.PayMethod(c.Method), Receipt: c.Receipt, Book: c.Book,
			Collector: c.Collector, Payer: c.Payer, Note: c.Note,
		})
	})
}

type voidCmd struct {
	onCmd
	Payment string `help:"Sự kiện đã ghi thu; khoản mới nhất còn hiệu lực nếu bỏ trống."`
	Reason  string `required:"" help:"Lý do hủy."`
}

func (c *voidCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.VoidPayment(e.ctx, on, c.Payment, c.Reason)
	})
}
