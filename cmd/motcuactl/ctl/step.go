package ctl

import (
	"fmt"

	"motcua"
	"motcua/desk"
)

type stepCmd struct {
	Data  string   `required:"" help:"Thư mục dữ liệu của quầy."`
	To    int      `required:"" help:"Trạng thái mới, 1 đến 10: 4 Đang xử lý, 5 Yêu cầu bổ sung giấy tờ, 9 Đã xử lý xong, 10 Đã trả kết quả."`
	Codes []string `arg:"" name:"code" help:"Mã hồ sơ; có thể nhiều mã."`
	Note  string   `help:"Ghi chú của bước này."`
	Actor string   `help:"Người chuyển."`
}

// Help says what the lines mean.
func (stepCmd) Help() string {
	return `In ra mỗi hồ sơ một dòng JSON (trong đó có "id", "code", "status") ngay khi bước đã nằm trên đĩa. Mã sai hay bước không được phép làm dừng lệnh với mã thoát 2; các hồ sơ đã in ra đã chuyển xong.`
}

func (c *stepCmd) Run(e *env) error {
	s, who, err := e.enterStore(c.Data, c.Actor, motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	d := desk.New(desk.Config{File: s, Now: e.now, Actor: who})
	for _, text := range c.Codes {
		code, err := motcua.ParseCode(text)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		had, err := s.ByCode(e.ctx, code)
		if err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
		now, err := d.ChangeStatus(e.ctx, had.ID, motcua.Status(c.To), c.Note)
		if err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
		if err := e.line(steppedOf(now)); err != nil {
			return err
		}
	}
	return nil
}
