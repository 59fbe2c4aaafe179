package ctl

import "fmt"

type hubStationsCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	JSON bool   `name:"json" help:"Mỗi quầy một dòng JSON."`
}

// hubStation is one line of `hub stations --json`.
type hubStation struct {
	ID      string `json:"id"`
	Unit    string `json:"unit"`
	Name    string `json:"name"`
	From    int    `json:"serialFrom"`
	To      int    `json:"serialTo"`
	Revoked bool   `json:"revoked"`
	Last    uint64 `json:"lastSeq"` // newest event that the hub holds
}

func (c *hubStationsCmd) Run(e *env) error {
	h, err := e.openHub(c.Data)
	if err != nil {
		return err
	}
	defer h.Close()
	list, err := h.StationLines(e.ctx)
	if err != nil {
		return err
	}
	for _, s := range list {
		if c.JSON {
			err = e.line(hubStation{s.ID, s.Unit, s.Name, s.SerialFrom, s.SerialTo, s.Revoked, s.LastSeq})
		} else {
			word := "đang dùng"
			if s.Revoked {
				word = "đã thu hồi"
			}
			_, err = fmt.Fprintf(e.Out, "%s  %s  %s  số %d–%d  %d sự kiện  %s\n",
				s.ID, s.Unit, s.Name, s.SerialFrom, s.SerialTo, s.LastSeq, word)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type hubRevokeCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	Station string `arg:"" help:"Mã quầy, như hub stations in ra."`
}

func (c *hubRevokeCmd) Run(e *env) error {
	h, err := e.openHub(c.Data)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Revoke(e.ctx, c.Station); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s: đã thu hồi. Những gì quầy đã gửi trước đó vẫn còn.\n", c.Station)
	return err
}
