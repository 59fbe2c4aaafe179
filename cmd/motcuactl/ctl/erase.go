package ctl

import (
	"fmt"

	"motcua"
	"motcua/cmd/station"
)

type eraseCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code   string `arg:"" help:"Mã hồ sơ."`
	Reason string `required:"" help:"Căn cứ xóa; không ghi tên hay số của công dân."`
	Actor  string `help:"Người xóa."`
}

func (c *eraseCmd) Run(e *env) error {
	return e.onDossier(c.Data, c.Actor, c.Code, func(s *station.Station, d motcua.Dossier) error {
		d, err := s.Store.Erase(e.ctx, e.actor(c.Actor), e.now(), d.ID, c.Reason)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.Out, "%s: %s\n", d.Received.Code, erasedWords)
		return err
	})
}

// erasedWords stand where the name of an erased dossier's owner stood.
const erasedWords = "đã xóa theo quy định"
