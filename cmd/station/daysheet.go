package station

import (
	"context"
	"time"

	"motcua"
	"motcua/printing"
)

// DaySheet makes a paper of a day (motcua.PrintForm.OfDay) from what is stored,
// as PDF. A day without money has no cash sheet, one that is not closed no shift
// sheet: CodeUnknown with field "form".
func (s *Station) DaySheet(ctx context.Context, form motcua.PrintForm, day time.Time) ([]byte, error) {
	o := motcua.PrintOrder{Form: form, Event: day.In(motcua.Local).Format(time.DateOnly)}
	_, doc, err := s.daySheet(ctx, o, day)
	if err != nil {
		return nil, err
	}
	return s.Press.PDF("", doc)
}

// daySheet returns what stands on the paper of a day that an order names, as at
// the moment now, and the title of its job.
func (s *Station) daySheet(ctx context.Context, o motcua.PrintOrder, now time.Time) (string, printing.Document, error) {
	form, of := o.Form, o.Event
	none := &motcua.Error{Code: motcua.CodeUnknown, Field: "form", Detail: string(form)}
	day, err := time.ParseInLocation(time.DateOnly, of, motcua.Local)
	if err != nil || !form.OfDay() {
		return "", nil, none
	}
	payments, err := s.Store.DayPayments(ctx, day)
	if err != nil {
		return "", nil, err
	}
	st := s.Store.Station()
	issue := printing.Issue{Unit: printing.Unit{Name: st.UnitName}, Day: day, Made: now, Reprint: o.Reprint}
	if form == motcua.PrintCash {
		d := cashSheet(printing.CashData{Issue: issue, Counter: st.Name, Clerk: o.Actor}, payments)
		if len(d.Lines) == 0 {
			return "", nil, none
		}
		return "bang-ke-thu-" + of, d, nil
	}
	counts, closed, err := s.Store.DayCounts(ctx, day)
	if err != nil {
		return "", nil, err
	}
	if closed == nil {
		return "", nil, none
	}
	d := printing.ShiftData{Issue: issue, Counter: st.Name, Counted: closed.Counted, Saved: closed.Saved, Sent: closed.Sent, Received: closed.Received,
		Reason: closed.Reason, Giver: closed.From, Taker: closed.To, Until: now}
	own := counts[0]
	d.Taken, d.Returned, d.Supplements, d.Refused, d.Pages = own.Taken, own.Returned, own.Supplements, own.Refused, own.Pages
	for _, p := range payments {
		d.Money += p.Sum()
	}
	for _, x := range closed.Differs {
		d.Differs = append(d.Differs, string(x.Code)+", "+truthWords[x.Truth])
	}
	return "ban-giao-ca-" + of, d, nil
}

// truthWords say how far a dossier had come when the day was closed.
var truthWords = map[motcua.Truth]string{
	motcua.TruthSaved: "đã lưu trên máy, chưa gửi", motcua.TruthSent: "đã gửi, chờ biên nhận",
	motcua.TruthReceived: "Trung tâm đã nhận", motcua.TruthRefused: "Trung tâm chưa nhận, cần người sửa",
}

func cashSheet(d printing.CashData, payments []motcua.DayPayment) printing.CashData {
	methods := map[motcua.PayMethod]printing.CashMethod{motcua.PayCash: printing.Cash, motcua.PayTransfer: printing.Transfer, motcua.PayOnline: printing.Online}
	for _, p := range payments {
		if p.Sum() == 0 { // an exemption
			continue
		}
		l := printing.CashLine{At: p.On, Collector: p.Collector, Code: string(p.Code), Payer: p.Payer, Receipt: p.Receipt, Method: methods[p.Method], Amount: p.Sum()}
		if l.Payer == "" {
			l.Payer = p.Owner
		}
		if p.Book != "" {
			l.Receipt = p.Book + " " + p.Receipt
		}
		for _, i := range p.Items {
			l.Items = append(l.Items, i.Name)
		}
		if p.Back != "" {
			l.Note = "Hủy khoản thu ngày " + p.At.In(motcua.Local).Format("02/01/2006") + ": " + p.Back
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}
