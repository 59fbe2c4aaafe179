package printing

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// CashData is what a counter's money of one day says: Bảng kê thu phí, lệ phí.
type CashData struct {
	Issue
	Counter string
	Clerk   string
	Lines   []CashLine
}

// CashLine is money taken, or an earlier entry made void where Amount is below 0,
// in đồng.
type CashLine struct {
	At      time.Time
	Code    string
	Payer   string
	Items   []string
	Receipt string // số biên lai, with its book
	Method  CashMethod
	Amount  int64
	Note    string // why an earlier entry is void

	Collector string
}

// CashMethod is how money came.
type CashMethod int

// The methods.
const (
	Cash CashMethod = iota
	Transfer
	Online
)

var methodWords = [...]string{Cash: "Tiền mặt", Transfer: "Chuyển khoản", Online: "Trực tuyến"}

func (d CashData) content() content {
	c := d.Issue.content("cash", "")
	c.fields["counter"], c.fields["clerk"], c.fields["date"] = clean(d.Counter), glue(clean(d.Clerk)), shortDay(d.Day)
	t := rows{keys: []string{"at", "code", "payer", "items", "receipt", "method", "collector", "amount"}}
	var sums [len(methodWords)]int64
	for _, l := range d.Lines {
		sums[l.Method] += l.Amount
		items := strings.Join(l.Items, "; ")
		if l.Note != "" {
			items += ". " + l.Note
		}
		t.list = append(t.list, map[string]string{
			"at": glue(l.At.In(motcua.Local).Format("15:04")), "code": clean(l.Code), "payer": glue(clean(l.Payer)), "items": clean(items), "receipt": clean(l.Receipt),
			"method": methodWords[l.Method], "collector": glue(clean(l.Collector)), "amount": money(int(l.Amount)),
		})
	}
	c.fields["cash"], c.fields["transfer"], c.fields["online"] = money(int(sums[Cash])), money(int(sums[Transfer])), money(int(sums[Online]))
	c.fields["total"] = money(int(sums[Cash] + sums[Transfer] + sums[Online]))
	c.tables = map[string]rows{"lines": t}
	c.must = []string{"lines", "amount", "total"}
	return c
}

// ShiftData is what one shift hands to the next when the day is closed: Biên bản
// bàn giao ca. Money is in đồng.
type ShiftData struct {
	Issue
	Counter                                      string
	Counted, Saved, Sent, Received               int
	Taken, Returned, Supplements, Refused, Pages int
	Money                                        int64
	Differs                                      []string // dossiers that the centre has not confirmed, and why
	Reason                                       string
	Until                                        time.Time // what of the day is counted
	Giver, Taker                                 string
}

func (d ShiftData) content() content {
	c := d.Issue.content("shift", "")
	f := c.fields
	f["counter"], f["date"], f["reason"] = clean(d.Counter), shortDay(d.Day), clean(d.Reason)
	f["until"] = shortTime(d.Until)
	f["giver"], f["taker"], f["money"] = glue(clean(d.Giver)), glue(clean(d.Taker)), money(int(d.Money))
	for key, n := range map[string]int{
		"counted": d.Counted, "saved": d.Saved, "sent": d.Sent, "received": d.Received,
		"taken": d.Taken, "returned": d.Returned, "supplements": d.Supplements, "refused": d.Refused, "pages": d.Pages,
	} {
		f[key] = fmt.Sprint(n)
	}
	if len(d.Differs) == 0 && d.Reason == "" {
		f["reason"] = "không có"
	}
	differs := cleaned(d.Differs)
	if len(differs) == 0 {
		differs = []string{"không có"}
	}
	c.lists = map[string][]string{"differs": differs}
	c.must = []string{"counted", "saved", "giver"}
	return c
}
