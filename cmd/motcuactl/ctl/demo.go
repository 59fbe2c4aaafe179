package ctl

import (
	"fmt"

	"motcua/cmd/demo"
)

type demoCmd struct {
	Data     string `required:"" help:"Thư mục dữ liệu; lập quầy thí dụ nếu chưa có."`
	Dossiers int    `default:"60" help:"Số hồ sơ, đến 1000000; trên 2000 thì trải ra mười năm."`
	Seed     uint64 `default:"1" help:"Cùng số thì cùng người, cùng thủ tục."`
}

func (c *demoCmd) Run(e *env) error {
	n, err := demo.Fill(e.ctx, demo.Config{Dir: c.Data, Dossiers: c.Dossiers, Seed: c.Seed, Now: e.now})
	if err != nil {
		return err
	}
	span := "một tuần làm việc"
	if c.Dossiers > demo.MaxWeek {
		span = "mười năm"
	}
	_, err = fmt.Fprintf(e.Out, "%d hồ sơ thí dụ trong %s, thư mục %s. Người, số và địa chỉ đều đặt ra.\n", n, span, c.Data)
	return err
}
