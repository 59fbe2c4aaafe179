package ctl

import (
	"motcua"
	"motcua/cmd/station"
)

type paperCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code string `arg:"" help:"Mã hồ sơ."`
	Form string `required:"" enum:"01,02,03,04,05,06,result" help:"01 giấy hẹn, 02 yêu cầu bổ sung, 03 từ chối, 04 hẹn lại, 05 dừng, 06 phiếu kiểm soát, result giấy biên nhận trả kết quả."`
	Out  string `required:"" help:"Tệp PDF sẽ ghi."`
}

// Help says which step a paper belongs to.
func (paperCmd) Help() string {
	return "Ghi giấy của bước mới nhất có mẫu ấy. Hồ sơ chưa có bước ấy thì không có giấy: mã thoát 2."
}

func (c *paperCmd) Run(e *env) error {
	return e.onDossier(c.Data, "", c.Code, func(s *station.Station, d motcua.Dossier) error {
		pdf, err := s.Paper(e.ctx, d.ID, motcua.PrintForm(c.Form))
		if err == nil {
			e.note(motcua.AccessExported, d.ID, c.Form)
		}
		return e.deliver(c.Data, c.Out, pdf, err)
	})
}

type dayPaperCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	Form string `required:"" enum:"cash,shift,uncollected" help:"cash bảng kê thu phí, lệ phí; shift biên bản bàn giao ca; uncollected danh sách kết quả chưa trả."`
	Day  string `help:"Ngày, viết như 30/11/2026; hôm nay nếu để trống."`
	Out  string `required:"" help:"Tệp PDF sẽ ghi."`
}

// Help says which days have which paper.
func (dayPaperCmd) Help() string {
	return "Ngày không thu tiền thì không có bảng kê, ngày chưa kết sổ thì không có biên bản, không kết quả nào chờ trả thì không có danh sách: mã thoát 2."
}

func (c *dayPaperCmd) Run(e *env) error {
	day := e.now()
	if c.Day != "" {
		var err error
		if day, err = dayIn("day", c.Day); err != nil {
			return err
		}
	}
	s, _, err := e.enter(c.Data, "", motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	pdf, err := s.DaySheet(e.ctx, motcua.PrintForm(c.Form), day, e.now())
	if err == nil {
		e.note(motcua.AccessExported, "", c.Form)
	}
	return e.deliver(c.Data, c.Out, pdf, err)
}
