package ctl

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"motcua"
	"motcua/store"
)

// maxListed is how many dossiers one list has at most.
const maxListed = 10_000

type dossiersCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Query string `help:"Tên chủ hồ sơ hoặc người nộp, không dấu cũng được, số điện thoại, số định danh, mã hồ sơ hoặc số cuối, thủ tục."`

	From   string          `help:"Tiếp nhận từ ngày này, viết như 30/11/2026."`
	To     string          `help:"Tiếp nhận đến hết ngày này."`
	Status []motcua.Status `help:"Chỉ những trạng thái này, số từ 1 đến 10."`

	Limit int  `default:"200" help:"Số dòng nhiều nhất, đến 10000."`
	JSON  bool `name:"json" help:"Mỗi hồ sơ một dòng JSON."`
}

// listed is one line of `dossiers --json`.
type listed struct {
	ID        string           `json:"id"`
	Code      motcua.Code      `json:"code"`
	Name      string           `json:"name"`
	Procedure string           `json:"procedure"`
	Status    motcua.Status    `json:"status"`
	Received  time.Time        `json:"received"`
	Due       *time.Time       `json:"due"`
	Truth     string           `json:"truth"` // saved, sent, received, refused
	Refusal   motcua.ErrorCode `json:"refusal,omitempty"`
	Erased    bool             `json:"erased,omitempty"`
}

var truthWords = map[motcua.Truth][2]string{
	motcua.TruthSaved:    {"saved", "Đã lưu trên máy"},
	motcua.TruthSent:     {"sent", "Đã gửi"},
	motcua.TruthReceived: {"received", "Trung tâm đã nhận"},
	motcua.TruthRefused:  {"refused", "Trung tâm chưa nhận, cần người sửa"},
}

func (c *dossiersCmd) Run(e *env) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	s, _, err := e.enterStore(c.Data, "", motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	rows, err := s.List(e.ctx, f)
	if err != nil {
		return err
	}
	if f.Query != "" {
		e.note(motcua.AccessSearched, "", "")
	} else {
		e.note(motcua.AccessExported, "", "list")
	}
	rest, err := c.rest(e.ctx, s, f, len(rows))
	if err != nil {
		return err
	}
	if c.JSON {
		for _, r := range rows {
			l := listed{r.ID, r.Code, r.Name, r.Procedure, r.Status, r.Received, nil, truthWords[r.Truth][0], r.Refusal, r.Erased}
			if !r.Due.IsZero() {
				l.Due = &r.Due
			}
			if err := e.line(l); err != nil {
				return err
			}
		}
		if rest != "" {
			fmt.Fprintln(e.Err, rest) // no dossier, so not among their lines
		}
		return nil
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MÃ HỒ SƠ\tCHỦ HỒ SƠ\tTHỦ TỤC\tHẸN TRẢ\tTRẠNG THÁI\tTRUYỀN")
	for _, r := range rows {
		if r.Erased {
			r.Name = erasedWords
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Code, r.Name, short(r.Procedure, 48), local(r.Due), r.Status.Name(), truthWords[r.Truth][1])
	}
	if rest != "" {
		fmt.Fprintln(w, rest)
	}
	return w.Flush()
}

// rest says what the limit left out, "" for nothing.
func (c *dossiersCmd) rest(ctx context.Context, s *store.Store, f motcua.Filter, listed int) (string, error) {
	if listed < f.Limit {
		return "", nil
	}
	n, err := s.Count(ctx, f)
	switch {
	case err != nil || n == listed && n < store.MaxCount:
		return "", err
	case n > listed && n < store.MaxCount:
		return fmt.Sprintf("… còn %d hồ sơ nữa; dùng --limit", n-listed), nil
	case n > listed:
		return fmt.Sprintf("… còn ít nhất %d hồ sơ nữa; dùng --limit", n-listed), nil
	}
	f.Limit, f.Offset = 1, listed
	more, err := s.List(ctx, f)
	switch {
	case err != nil || len(more) == 0:
		return "", err
	case listed == maxListed:
		return "… còn hồ sơ nữa; thu hẹp bằng --query, --from, --to hoặc --status", nil
	}
	return "… còn hồ sơ nữa; dùng --limit", nil
}

func (c *dossiersCmd) filter() (motcua.Filter, error) {
	f := motcua.Filter{Query: c.Query, Limit: c.Limit, Statuses: c.Status}
	if c.Limit < 1 || c.Limit > maxListed {
		return f, told{&motcua.Error{Code: motcua.CodeInvalid, Field: "limit"}, "số dòng phải từ 1 đến 10000"}
	}
	for _, st := range c.Status {
		if !st.Valid() {
			return f, told{&motcua.Error{Code: motcua.CodeInvalid, Field: "status"}, "trạng thái phải là một số từ 1 đến 10"}
		}
	}
	for _, d := range []struct {
		field, text string
		to          *time.Time
		more        int
	}{{"from", c.From, &f.From, 0}, {"to", c.To, &f.To, 1}} {
		if d.text == "" {
			continue
		}
		day, err := dayIn(d.field, d.text)
		if err != nil {
			return f, err
		}
		*d.to = day.AddDate(0, 0, d.more)
	}
	return f, nil
}

// dayIn reads a day as people write it.
func dayIn(field, text string) (time.Time, error) {
	day, err := time.ParseInLocation("2/1/2006", text, motcua.Local)
	if err != nil {
		return day, told{&motcua.Error{Code: motcua.CodeInvalid, Field: field, Cause: err}, "ngày phải viết như 30/11/2026"}
	}
	return day, nil
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
