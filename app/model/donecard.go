package model

import (
	"fmt"

	"motcua"
)

func (m *Intake) doneCard() *DoneCard {
	d := m.done.dossier
	same, differs := CodeParts(d.Received.Code)
	c := &DoneCard{
		Same: same, Differs: differs, Saved: "Đã lưu trên máy lúc " + Clock6(m.done.at),
		Owner: d.Received.Intake.Owner(), Procedure: d.Received.Procedure.Name,
		Preview: m.done.preview, Selected: m.done.paper, CanScan: m.cfg.Scanner != nil && !d.Status.Ended(), CanFile: !d.Status.Ended(),
		Paper: formNames[m.done.form], CanPrint: m.cfg.Paper != nil, Note: m.done.note,
	}
	switch a := d.Received.Appointment; {
	case d.Status == motcua.StatusRefused:
		c.Appointment = "Không tiếp nhận"
	case d.Status == motcua.StatusRegistered:
		c.Appointment = "Chưa tiếp nhận, chờ giấy tờ bổ sung"
	case !a.Due.IsZero():
		c.Appointment = "Hẹn " + Hour(a.Due) + " " + Weekday(a.Due) + " " + Date(a.Due)
	default:
		c.Appointment = "Chưa có thời hạn, báo kết quả sau"
	}
	if m.done.page > 0 {
		c.Page = fmt.Sprintf("xem trước trang %d", m.done.page+1)
	}
	switch {
	case m.done.printing:
		c.Printing = "đang in " + formNames[m.done.form]
	case m.done.printed != "":
		c.Printing = formNames[m.done.form] + ": " + m.done.printed
	}
	if m.done.scanning {
		c.Scanning = "đang quét"
	} else if m.done.importing > 0 {
		c.Scanning = "đang nhập tệp"
	}
	for _, x := range d.Components {
		p := donePaper(x)
		if o, ok := m.done.offers[x.Rule.Key]; ok && p.Pages == "" {
			p.Remark = "đã có ở hồ sơ " + ShortCode(o.code)
		}
		c.Papers = append(c.Papers, p)
	}
	_, _, c.CanReuse = m.offered()
	return c
}

func donePaper(x motcua.Component) DonePaper {
	p := DonePaper{Name: paperName(x.Rule), Filable: !x.Rule.PresentOnly}
	pages := 0
	for _, f := range x.Files {
		pages += f.File.Pages
	}
	if pages > 0 {
		p.Pages = fmt.Sprintf("%d trang", pages)
	}
	switch {
	case x.Rule.PresentOnly:
		p.Remark = "chỉ xuất trình, không quét"
	case pages == 0:
		p.Remark = noScan
	}
	return p
}
