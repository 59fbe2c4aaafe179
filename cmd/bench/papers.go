package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"motcua"
	"motcua/printing"
)

// papers times making the papers of a counter: a receipt, an everyday one and
// a register of a thousand dossiers.
func papers(ctx context.Context, b *bench) error {
	forms, _, err := printing.LoadForms(nil)
	if err != nil {
		return err
	}
	press := printing.NewPress(forms)
	day := time.Date(2026, 11, 20, 9, 5, 0, 0, motcua.Local)
	unit := printing.Unit{Name: "Phường Thuận Hoá, Thành phố Huế"}
	receipt := printing.ReceiptData{
		Dossier: motcua.Dossier{Received: motcua.Received{
			Code: "H57.19.789-261120-0007", Intake: motcua.Intake{Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}},
			Procedure: motcua.Procedure{Name: "Thủ tục đăng ký khai sinh"}, Appointment: motcua.Appointment{Received: day},
		}},
		Unit: unit, URL: "HTTPS://MOTCUA.EXAMPLE/T/" + strings.Repeat("A7", 85),
	}
	register := printing.RegisterData{Issue: printing.Issue{Unit: unit, Day: day}}
	for i := range 1000 {
		register.Entries = append(register.Entries, printing.RegisterEntry{
			Code: fmt.Sprintf("H57.19.789-261120-%04d", i+1), Procedure: "Thủ tục đăng ký khai sinh", Owner: "Nguyễn Thị Ví Dụ",
			Contact: "12 đường Không Có, Phường Thuận Hoá; 0900000017", Agency: "Ủy ban nhân dân phường Thuận Hoá",
			Received: day, Due: day.AddDate(0, 0, 3), By: "Trực tiếp",
		})
	}
	one, err := made(ctx, press, 40, printing.A5, receipt)
	if err != nil {
		return err
	}
	b.most("a receipt as PDF, warm, p95 of 40", short(one.at(95)), "p50 "+short(one.at(50)), "≤ 20 ms", one.at(95) <= 20*time.Millisecond)
	book, err := made(ctx, press, 5, printing.Landscape, register)
	if err != nil {
		return err
	}
	b.most("a register of 1,000 dossiers as PDF, worst of 5", short(book.at(100)), "p50 "+short(book.at(50)), "≤ 1 s", book.at(100) <= time.Second)
	return nil
}

// made times making a document n times after one that is not counted, with the
// faces read ahead, as the counter does while nobody waits.
func made(ctx context.Context, press *printing.Press, n int, media string, d printing.Document) (times, error) {
	var all times
	for i := range n + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		press.Warm()
		took, err := timed(func() error { _, err := press.PDF(media, d); return err })
		if err != nil {
			return nil, err
		}
		if i > 0 {
			all = append(all, took)
		}
	}
	return all, nil
}
