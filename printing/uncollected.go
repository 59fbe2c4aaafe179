package printing

import (
	"fmt"
	"time"

	"motcua"
)

// UncollectedData is which results nobody has fetched: Danh sách kết quả chưa
// trả.
type UncollectedData struct {
	Issue
	Counter string
	Clerk   string    // who made the list
	Until   time.Time // that it was made at
	Lines   []UncollectedLine
}

// UncollectedLine is one result that waits.
type UncollectedLine struct {
	Code      string
	Owner     string
	Phone     string
	Procedure string
	Done      time.Time // since when the result is there
	By        motcua.Channel
}

func (d UncollectedData) content() content {
	c := d.Issue.content("uncollected", "")
	f := c.fields
	f["counter"], f["clerk"], f["date"] = clean(d.Counter), glue(clean(d.Clerk)), shortDay(d.Day)
	f["until"], f["count"] = shortTime(d.Until), fmt.Sprint(len(d.Lines))
	t := rows{keys: []string{"code", "owner", "phone", "procedure", "done", "waits", "by"}}
	for _, l := range d.Lines {
		by := "Tại quầy"
		if l.By == motcua.ChannelPost {
			by = "Qua bưu chính"
		}
		t.list = append(t.list, map[string]string{
			"code": clean(l.Code), "owner": glue(clean(l.Owner)), "phone": clean(l.Phone), "procedure": clean(l.Procedure),
			"done": shortDay(l.Done), "waits": waitWords(l.Done, d.Until), "by": by,
		})
	}
	c.tables = map[string]rows{"lines": t}
	c.must = []string{"lines", "code", "count"}
	return c
}

// waitWords says for how many days a result has been there.
func waitWords(done, until time.Time) string {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(motcua.Local).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, motcua.Local)
	}
	if n := int(day(until).Sub(day(done)) / (24 * time.Hour)); n > 0 {
		return fmt.Sprintf("%d ngày", n)
	}
	return "hôm nay"
}
