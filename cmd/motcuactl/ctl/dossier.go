package ctl

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/store/filedir"
)

type dossiersCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Query string `help:"Tên không dấu cũng được, số điện thoại, số định danh, mã hồ sơ hoặc số cuối, thủ tục."`

	From   string          `help:"Tiếp nhận từ ngày này, viết như 30/11/2026."`
	To     string          `help:"Tiếp nhận đến hết ngày này."`
	Status []motcua.Status `help:"Chỉ những trạng thái này, số từ 1 đến 10."`

	Limit int  `default:"200" help:"Số dòng nhiều nhất."`
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
		return nil
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MÃ HỒ SƠ\tNGƯỜI NỘP\tTHỦ TỤC\tHẸN TRẢ\tTRẠNG THÁI\tTRUYỀN")
	for _, r := range rows {
		if r.Erased {
			r.Name = erasedWords
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Code, r.Name, short(r.Procedure, 48), local(r.Due), r.Status.Name(), truthWords[r.Truth][1])
	}
	return w.Flush()
}

func (c *dossiersCmd) filter() (motcua.Filter, error) {
	f := motcua.Filter{Query: c.Query, Limit: c.Limit, Statuses: c.Status}
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

type receiptCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code  string `arg:"" help:"Mã hồ sơ."`
	Out   string `required:"" help:"Tệp PDF sẽ ghi."`
	Media string `default:"A5" enum:"A4,A5" help:"Khổ giấy: A4 hoặc A5."`
}

func (c *receiptCmd) Run(e *env) error {
	return e.onDossier(c.Data, "", c.Code, func(s *station.Station, d motcua.Dossier) error {
		pdf, err := s.Receipt(e.ctx, d.ID, c.Media)
		return e.deliver(c.Out, pdf, err)
	})
}

// deliver writes a paper that was made, unless err says that it was not, and
// prints where it lies.
func (e *env) deliver(path string, pdf []byte, err error) error {
	if err != nil {
		return err
	}
	if err := writeFile(path, pdf); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s\n", path)
	return err
}

// writeFile writes and fsyncs a file under its final name only when whole.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".motcua-*")
	if err != nil {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "out", Cause: err}
	}
	defer os.Remove(f.Name()) // fails once renamed, as it should
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = filedir.SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "out", Cause: err}
	}
	return nil
}

type attachCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code  string `arg:"" help:"Mã hồ sơ."`
	Paper string `arg:"" help:"Giấy tờ: p1, p2 …"`
	File  string `required:"" help:"Tệp PDF, JPEG, PNG hoặc TIFF."`
	Actor string `help:"Người đưa vào."`
}

func (c *attachCmd) Run(e *env) error {
	return e.onDossier(c.Data, c.Actor, c.Code, func(s *station.Station, d motcua.Dossier) error {
		f, err := os.Open(c.File)
		if err != nil {
			return filedir.Named(err)
		}
		defer f.Close()
		d, err = s.Desk.AddFile(e.ctx, d.ID, c.Paper, filepath.Base(c.File), "file", f)
		if err != nil {
			return err
		}
		for _, k := range d.Components {
			if k.Rule.Key == c.Paper && len(k.Files) > 0 {
				return e.line(k.Files[len(k.Files)-1].File)
			}
		}
		return nil
	})
}
