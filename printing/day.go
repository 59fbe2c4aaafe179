package printing

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// CashData is what a counter's money of one day says: Bảng kê thu phí, lệ phí.
// Money is in đồng.
type CashData struct {
	Issue
	Counter string
	Clerk   string // who made the list
	Lines   []CashLine
	Sums    map[motcua.PayMethod]int64
	Total   int64
	Books   []string // of fee receipts: which numbers, what is missing
}

// CashLine is money taken, so an exemption is none; of an entry that is void, Amount is 0, or below 0
// where it was counted on an earlier day.
type CashLine struct {
	At        time.Time
	Code      string
	Payer     string
	Items     []string
	Receipt   string // số biên lai, with its book
	Method    motcua.PayMethod
	Collector string
	Amount    int64
	Note      string // why the entry is void
}

// methodWords are the ways in which money comes; where nothing was to pay there
// is no line.
var methodWords = map[motcua.PayMethod]string{motcua.PayCash: "Tiền mặt", motcua.PayTransfer: "Chuyển khoản", motcua.PayOnline: "Trực tuyến"}

func (d CashData) content() content {
	c := d.Issue.content("cash", "")
	c.fields["counter"], c.fields["clerk"], c.fields["date"] = clean(d.Counter), glue(clean(d.Clerk)), shortDay(d.Day)
	t := rows{keys: []string{"at", "code", "payer", "items", "receipt", "method", "collector", "amount"}}
	for _, l := range d.Lines {
		items := strings.Join(l.Items, "; ")
		if l.Note != "" {
			items += ". " + l.Note
		}
		t.list = append(t.list, map[string]string{
			"at": glue(l.At.In(motcua.Local).Format("15:04")), "code": clean(l.Code), "payer": glue(clean(l.Payer)), "items": clean(items), "receipt": clean(l.Receipt),
			"method": methodWords[l.Method], "collector": glue(clean(l.Collector)), "amount": money(int(l.Amount)),
		})
	}
	for key, m := range map[string]motcua.PayMethod{"cash": motcua.PayCash, "transfer": motcua.PayTransfer, "online": motcua.PayOnline} {
		c.fields[key] = money(int(d.Sums[m]))
	}
	c.fields["total"] = money(int(d.Total))
	c.tables = map[string]rows{"lines": t}
	c.lists = map[string][]string{"books": cleaned(d.Books)}
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
