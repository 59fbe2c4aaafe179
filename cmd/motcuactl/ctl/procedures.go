package ctl

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"motcua"
	"motcua/assets/catalogue"
	"motcua/cmd/station"
)

type proceduresCmd struct {
	Query string `arg:"" optional:"" help:"Mã thủ tục, hoặc chữ trong tên, không dấu cũng được."`
	JSON  bool   `name:"json" help:"Mỗi thủ tục một dòng JSON đầy đủ."`
	Limit int    `default:"20" help:"Số dòng nhiều nhất; 0 là tất cả."`
}

// Run lists what matches; a whole code shows that one procedure with its
// cases, channels and the keys of its papers, as intake takes them.
func (c *proceduresCmd) Run(e *env) error {
	cat, err := catalogue.Load()
	if err != nil {
		return err
	}
	if p, ok := cat.Get(c.Query); ok && !c.JSON {
		return showProcedure(e, p)
	}
	found := cat.Search(c.Query, c.Limit)
	if c.Query == "" {
		found = cat.List()
		if c.Limit > 0 {
			found = found[:min(c.Limit, len(found))]
		}
	}
	if len(found) == 0 {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "query"}
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	for _, p := range found {
		if c.JSON {
			err = e.line(p)
		} else {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\n", p.Code, p.Field, short(p.Name, 80))
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func showProcedure(e *env, p motcua.Procedure) error {
	fees, err := station.Fees()
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Out, "%s  %s\nLĩnh vực: %s\n", p.Code, p.Name, p.Field)
	for _, o := range p.Offers {
		only := motcua.Procedure{Code: p.Code, Offers: []motcua.Offer{o}}
		fmt.Fprintf(e.Out, "channel %s: %s; phí, lệ phí: %s\n", o.Channel, limitWords(o.Limit), feeWords(fees.For(only, o.Channel, e.now())))
	}
	for _, g := range p.Groups {
		if g.Kind == motcua.GroupNote {
			continue
		}
		if g.Kind == motcua.GroupCase {
			fmt.Fprintf(e.Out, "case %q\n", g.Case)
		} else if g.Case != "" {
			fmt.Fprintf(e.Out, "%s\n", g.Case)
		}
		for _, r := range g.Papers {
			if r.Note {
				continue
			}
			what := fmt.Sprintf("%d bản chính, %d bản sao", r.Originals, r.Copies)
			if r.PresentOnly {
				what = "chỉ xuất trình"
			}
			fmt.Fprintf(e.Out, "  %s  (%s) %s\n", r.Key, what, short(r.Name, 100))
		}
	}
	return nil
}

func limitWords(l motcua.Limit) string {
	words := ""
	switch l.Unit {
	case motcua.LimitNone:
		return "chưa có thời hạn công bố"
	case motcua.LimitSameDay:
		words = "trong ngày"
	case motcua.LimitHours:
		words = fmt.Sprintf("%d giờ làm việc", l.Count)
	case motcua.LimitWorkDays:
		words = fmt.Sprintf("%d ngày làm việc", l.Count)
	case motcua.LimitDays:
		words = fmt.Sprintf("%d ngày", l.Count)
	}
	if l.Unverified {
		words += " (chưa kiểm chứng)"
	}
	return words
}

// feeWords says a fee rule in one line.
func feeWords(r motcua.FeeRule) string {
	words := ""
	switch r.Kind {
	case motcua.FeeFree:
		return "không thu"
	case motcua.FeeFixed:
		words = dong(r.Amount)
	case motcua.FeeCase, motcua.FeeCopy:
		words = dong(r.Amount) + "/" + r.Unit
	case motcua.FeePage:
		for i, s := range r.Steps {
			if i > 0 {
				words += fmt.Sprintf(", từ trang %d: ", s.From)
			}
			words += dong(s.Amount) + "/" + r.Unit
		}
		if r.Cap > 0 {
			words += ", tối đa " + dong(r.Cap) + "/bản"
		}
	default:
		if r.Text == "" {
			return "chưa có mức công bố"
		}
		return "cán bộ nhập theo văn bản công bố: " + short(strings.Join(strings.Fields(r.Text), " "), 100)
	}
	if r.Unverified {
		words += " (chưa kiểm chứng)"
	}
	return words
}

// dong writes đồng as people read them: 200.000 đ.
func dong(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s + " đ"
}
