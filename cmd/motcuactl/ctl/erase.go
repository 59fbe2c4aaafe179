package ctl

import (
	"fmt"

	"motcua"
)

type eraseCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code   string `arg:"" help:"Mã hồ sơ."`
	Reason string `required:"" help:"Căn cứ xóa; không ghi tên hay số của công dân."`
	Actor  string `help:"Người xóa."`
}

func (c *eraseCmd) Run(e *env) error {
	code, err := motcua.ParseCode(c.Code)
	if err != nil {
		return err
	}
	s, err := e.open(c.Data, c.Actor)
	if err != nil {
		return err
	}
	defer s.Close()
	d, err := s.Store.ByCode(e.ctx, code)
	if err != nil {
		return err
	}
	if d, err = s.Store.Erase(e.ctx, c.Actor, e.now(), d.ID, c.Reason); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s: %s\n", d.Received.Code, erasedWords)
	return err
}

// erasedWords stand where the name of an erased dossier's owner stood.
const erasedWords = "đã xóa theo quy định"
