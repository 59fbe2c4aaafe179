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
		if _, err := station.ClearPapers(c.Data); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(e.Out, "%s: %s\n", d.Received.Code, erasedWords); err != nil {
			return err
		}
		return e.saved(s, d)
	})
}

// saved names the papers of an erased dossier that lie where the program does
// not clear up: whoever chose the folder must.
func (e *env) saved(s *station.Station, d motcua.Dossier) error {
	list, err := s.SavedPapers(e.ctx, d)
	if err != nil || len(list) == 0 {
		return err
	}
	fmt.Fprintln(e.Out, "Giấy của hồ sơ này đã in ra tệp ngoài thư mục dữ liệu; motcua không xóa ở đó, hãy tự xóa:")
	for _, path := range list {
		fmt.Fprintln(e.Out, "  "+path)
	}
	return nil
}

// erasedWords stand where the name of an erased dossier's owner stood.
const erasedWords = "đã xóa theo quy định"
