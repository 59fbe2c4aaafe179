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
	_, doc, err := s.daySheet(ctx, form, day.In(motcua.Local).Format(time.DateOnly), 0, day)
	if err != nil {
		return nil, err
	}
	return s.Press.PDF("", doc)
}

// daySheet returns what stands on the paper of a day (yyyy-MM-dd), and the title
// of its job.
func (s *Station) daySheet(ctx context.Context, form motcua.PrintForm, of string, reprint int, now time.Time) (string, printing.Document, error) {
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
	issue := printing.Issue{Unit: printing.Unit{Name: st.UnitName}, Day: day, Made: now, Reprint: reprint}
	if form == motcua.PrintCash {
		if len(payments) == 0 {
			return "", nil, none
		}
		return "bang-ke-thu-" + of, cashSheet(printing.CashData{Issue: issue, Counter: st.Name}, payments), nil
	}
	counts, closed, err := s.Store.DayCounts(ctx, day)
	if err != nil {
		return "", nil, err
	}
	if closed == nil {
		return "", nil, none
	}
	d := printing.ShiftData{Issue: issue, Counter: st.Name, Counted: closed.Counted, Saved: closed.Saved, Sent: closed.Sent, Received: closed.Received,
		Reason: closed.Reason, Giver: closed.From, Taker: closed.To}
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

func cashSheet(d printing.CashData, payments []motcua.DayPayment) printing.Document {
	methods := map[motcua.PayMethod]printing.CashMethod{motcua.PayCash: printing.Cash, motcua.PayTransfer: printing.Transfer, motcua.PayOnline: printing.Online}
	for _, p := range payments {
		l := printing.CashLine{At: p.At, Code: string(p.Code), Payer: p.Payer, Receipt: p.Receipt, Method: methods[p.Method], Amount: p.Sum()}
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
			l.Note = "Trả lại: " + p.Back
		}
		d.Clerk = p.Collector
		d.Lines = append(d.Lines, l)
	}
	return d
}
