package station

import (
	"context"
	"fmt"
	"strings"
	"time"

	"motcua"
	"motcua/fee"
	"motcua/printing"
)

// DaySheet makes a paper of a day (motcua.PrintForm.OfDay) from what is stored,
// as at the moment now, as PDF. A day without money has no cash sheet, one that
// is not closed no shift sheet, and where no result waits there is no list of
// them: CodeUnknown with field "form".
func (s *Station) DaySheet(ctx context.Context, form motcua.PrintForm, day, now time.Time) ([]byte, error) {
	_, doc, err := s.daySheet(ctx, motcua.PrintOrder{Form: form, Event: dayText(day)}, now)
	if err != nil {
		return nil, err
	}
	return s.Press.PDF("", doc)
}

// HasDaySheet returns the error of DaySheet without making the paper.
func (s *Station) HasDaySheet(ctx context.Context, form motcua.PrintForm, day time.Time) error {
	_, _, err := s.daySheet(ctx, motcua.PrintOrder{Form: form, Event: dayText(day)}, day)
	return err
}

// DayOrder names the paper of a day for the print queue.
func DayOrder(form motcua.PrintForm, day time.Time) motcua.PrintOrder {
	return motcua.PrintOrder{Form: form, Event: dayText(day), Media: DefaultSheet(form)}
}

func dayText(day time.Time) string { return day.In(motcua.Local).Format(time.DateOnly) }

// daySheet returns what stands on the paper of a day that an order names, as at
// the moment now, and the title of its job.
func (s *Station) daySheet(ctx context.Context, o motcua.PrintOrder, now time.Time) (string, printing.Document, error) {
	none := &motcua.Error{Code: motcua.CodeUnknown, Field: "form", Detail: string(o.Form)}
	day, err := time.ParseInLocation(time.DateOnly, o.Event, motcua.Local)
	if err != nil || !o.Form.OfDay() {
		return "", nil, none
	}
	st := s.Store.Station()
	issue := printing.Issue{Unit: printing.Unit{Name: st.UnitName}, Day: day, Made: now, Reprint: o.Reprint}
	if o.Form == motcua.PrintUncollected {
		lines, err := s.uncollected(ctx, day, now)
		if err == nil && len(lines) == 0 {
			err = none
		}
		return "ket-qua-chua-tra-" + o.Event, printing.UncollectedData{Issue: issue, Counter: st.Name, Clerk: o.Actor, Until: now, Lines: lines}, err
	}
	payments, err := s.Store.DayPayments(ctx, day)
	if err != nil {
		return "", nil, err
	}
	cash, err := cashOf(day, payments)
	if err != nil {
		return "", nil, err
	}
	if o.Form == motcua.PrintCash {
		if cash.Issue, cash.Counter, cash.Clerk = issue, st.Name, o.Actor; len(cash.Lines) == 0 {
			return "", nil, none
		}
		return "bang-ke-thu-" + o.Event, cash, nil
	}
	counts, closed, err := s.Store.DayCounts(ctx, day)
	if err != nil {
		return "", nil, err
	}
	if closed == nil {
		return "", nil, none
	}
	d := printing.ShiftData{Issue: issue, Counter: st.Name, Counted: closed.Counted, Saved: closed.Saved, Sent: closed.Sent, Received: closed.Received,
		Reason: closed.Reason, Giver: closed.From, Taker: closed.To, Until: now, Money: cash.Total}
	own := counts[0]
	d.Taken, d.Returned, d.Supplements, d.Refused, d.Pages = own.Taken, own.Returned, own.Supplements, own.Refused, own.Pages
	for _, x := range closed.Differs {
		d.Differs = append(d.Differs, string(x.Code)+", "+truthWords[x.Truth])
	}
	return "ban-giao-ca-" + o.Event, d, nil
}

// truthWords say how far a dossier had come when the day was closed.
var truthWords = map[motcua.Truth]string{
	motcua.TruthSaved: "đã lưu trên máy, chưa gửi", motcua.TruthSent: "đã gửi, chờ biên nhận",
	motcua.TruthReceived: "Trung tâm đã nhận", motcua.TruthRefused: "Trung tâm chưa nhận, cần người sửa",
}

// cashOf reckons a day's money: what was taken as fee.CashSheet sums it up, less
// what was voided of earlier days.
func cashOf(day time.Time, payments []motcua.DayPayment) (printing.CashData, error) {
	d := printing.CashData{Sums: map[motcua.PayMethod]int64{}}
	var taken []fee.Taken
	for _, p := range payments {
		amount := motcua.Sum(p.Items)
		if amount == 0 { // an exemption
			continue
		}
		l := printing.CashLine{At: p.On, Collector: p.Collector, Code: string(p.Code), Payer: p.Payer, Receipt: strings.TrimSpace(p.Book + " " + p.Receipt), Method: p.Method, Amount: amount}
		if l.Payer == "" {
			l.Payer = p.Owner
		}
		for _, i := range p.Items {
			l.Items = append(l.Items, i.Name)
		}
		switch {
		case p.Back:
			l.Amount, l.Note = -amount, "Hủy khoản thu ngày "+p.At.In(motcua.Local).Format("02/01/2006")+": "+p.Void
			d.Sums[p.Method] -= amount
			d.Total -= amount
		case p.Voided:
			l.Amount, l.Note = 0, "Đã hủy: "+p.Void
		}
		if !p.Back {
			taken = append(taken, fee.Taken{At: p.At, Dossier: p.Code, Procedure: p.Procedure, Method: string(p.Method), Collector: p.Collector,
				Book: p.Book, Receipt: p.Receipt, Amount: amount, Voided: p.Voided, Void: p.Void})
		}
		d.Lines = append(d.Lines, l)
	}
	sheet, err := fee.CashSheet(day, taken)
	if err != nil {
		return d, err
	}
	d.Total += sheet.Total
	for _, m := range sheet.Methods {
		d.Sums[motcua.PayMethod(m.Key)] += m.Total
	}
	for _, b := range sheet.Books {
		d.Books = append(d.Books, bookWords(b))
	}
	return d, nil
}

// bookWords say which receipts of a book a day has, and which are wrong.
func bookWords(b fee.Book) string {
	s := fmt.Sprintf("Số %s đến %s, %d biên lai", b.First, b.Last, b.Count)
	if b.Book != "" {
		s = "Quyển " + b.Book + ": số" + strings.TrimPrefix(s, "Số")
	}
	for _, g := range b.Missing {
		s += "; thiếu " + g.From
		if g.To != g.From {
			s += " đến " + g.To
		}
	}
	if len(b.Twice) > 0 {
		s += "; trùng số " + strings.Join(b.Twice, ", ")
	}
	return s
}
