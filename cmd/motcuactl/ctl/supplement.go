package ctl

import (
	"strings"

	"motcua"
	"motcua/desk"
)

type supplementCmd struct {
	onCmd
	Missing  []string `sep:"none" help:"Giấy tờ còn thiếu, như 'p1: Tờ khai có chữ ký' hoặc chỉ nội dung; nhiều lần."`
	Reason   string   `help:"Lý do."`
	Basis    string   `help:"Căn cứ pháp lý."`
	Deadline string   `help:"Hạn bổ sung: 17:00 30/11/2026 hoặc 30/11/2026."`
	Contact  string   `help:"Người hướng dẫn."`
	Phone    string   `help:"Số điện thoại của người hướng dẫn."`
	Came     []string `help:"Ghi nhận giấy tờ đã đến thay vì yêu cầu: p1=1/0 (bản chính/bản sao); nhiều lần."`
	Complete bool     `help:"Đã bổ sung đủ: thời hạn chạy tiếp."`
	Note     string   `help:"Ghi chú khi nhận bổ sung."`
}

func (c *supplementCmd) Run(e *env) error {
	if len(c.Came) > 0 || c.Complete {
		papers, err := counts(c.Came)
		if err != nil {
			return err
		}
		return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
			return d.TakeSupplement(e.ctx, on, motcua.SupplementReceived{Papers: papers, Complete: c.Complete, Note: c.Note})
		})
	}
	deadline, err := when(c.Deadline, "deadline")
	if err != nil {
		return err
	}
	b := motcua.SupplementRequested{
		Reason: c.Reason, Basis: c.Basis, Deadline: deadline, Contact: motcua.Contact{Name: c.Contact, Phone: c.Phone},
	}
	for _, m := range c.Missing {
		b.Missing = append(b.Missing, missingPaper(m))
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) { return d.RequestSupplement(e.ctx, on, b) })
}

// missingPaper reads "p1: Tờ khai có chữ ký", or words alone.
func missingPaper(s string) motcua.MissingPaper {
	key, text, ok := strings.Cut(s, ":")
	if ok && strings.HasPrefix(key, "p") && strings.Trim(key[1:], "0123456789") == "" {
		return motcua.MissingPaper{Paper: key, Text: text}
	}
	return motcua.MissingPaper{Text: s}
}

type pauseCmd struct {
	onCmd
	Reason   string `required:"" help:"Lý do xác minh."`
	With     string `required:"" help:"Cơ quan được đề nghị xác minh."`
	Document string `help:"Số, ngày văn bản đề nghị."`
	Basis    string `help:"Căn cứ pháp lý."`
	Until    string `help:"Dự kiến có trả lời: 30/11/2026."`
}

func (c *pauseCmd) Run(e *env) error {
	until, err := when(c.Until, "until")
	if err != nil {
		return err
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Pause(e.ctx, on, motcua.Paused{Reason: c.Reason, With: c.With, Document: c.Document, Basis: c.Basis, Until: until})
	})
}

type resumeCmd struct {
	onCmd
	Document string `help:"Số, ngày văn bản trả lời."`
	Note     string `help:"Ghi chú."`
}

func (c *resumeCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Resume(e.ctx, on, motcua.Resumed{Document: c.Document, Note: c.Note})
	})
}
