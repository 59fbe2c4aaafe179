package ctl

import (
	"fmt"
	"text/tabwriter"
	"time"

	"motcua"
)

// accessCmd tells who looked at what.
type accessCmd struct {
	List accessListCmd `cmd:"" help:"Liệt kê ai đã vào, mở, tìm, xem số, in, xuất gì, mới nhất trước."`
}

type accessListCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Login string `help:"Chỉ của người này."`
	Code  string `help:"Chỉ hồ sơ này."`
	From  string `help:"Từ ngày này, viết như 30/11/2026."`
	To    string `help:"Đến hết ngày này."`
	Limit int    `default:"200" help:"Số dòng nhiều nhất."`
	JSON  bool   `name:"json" help:"Mỗi dòng một JSON."`
}

// Help says what is kept and what not.
func (accessListCmd) Help() string {
	return `Chỉ người quản trị xem được, và lần xem ấy cũng được ghi lại. Không ghi từ khóa tìm kiếm, tên hay số của công dân. Các bước xử lý nằm trong nhật ký của hồ sơ.
Quầy chưa có tài khoản thì không ghi.`
}

// accessLine is one line of `access list --json`.
type accessLine struct {
	At      time.Time         `json:"at"`
	Login   string            `json:"login"`
	Name    string            `json:"name,omitempty"`
	Did     motcua.AccessDeed `json:"did"`
	Code    motcua.Code       `json:"code,omitempty"`
	Dossier string            `json:"dossier,omitempty"`
	Form    string            `json:"form,omitempty"`
}

// accessWords say what was done.
var accessWords = map[motcua.AccessDeed]string{
	motcua.AccessEntered: "đăng nhập", motcua.AccessRefused: "nhập sai mật khẩu", motcua.AccessSearched: "tìm hồ sơ",
	motcua.AccessOpened: "mở hồ sơ", motcua.AccessNumbers: "xem đủ số của công dân", motcua.AccessPrinted: "in giấy",
	motcua.AccessExported: "xuất ra tệp", motcua.AccessListed: "xem danh sách truy cập",
}

func (c *accessListCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	f := motcua.AccessFilter{Login: c.Login, Limit: c.Limit}
	if f.From, f.To, err = daysIn(c.From, c.To); err != nil {
		return err
	}
	if c.Code != "" {
		code, err := motcua.ParseCode(c.Code)
		if err != nil {
			return err
		}
		d, err := s.Store.ByCode(e.ctx, code)
		if err != nil {
			return err
		}
		f.Dossier = d.ID
	}
	people, err := s.People.List(e.ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, a := range people {
		names[a.Login] = a.Name
	}
	list, err := s.Store.Accesses(e.ctx, f)
	if err != nil {
		return err
	}
	e.note(motcua.AccessListed, f.Dossier, "")
	return c.print(e, list, names)
}

func (c *accessListCmd) print(e *env, list []motcua.Access, names map[string]string) error {
	if c.JSON {
		for _, a := range list {
			if err := e.line(accessLine{a.At, a.Login, names[a.Login], a.Deed, a.Code, a.Dossier, a.Form}); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LÚC\tNGƯỜI\tVIỆC\tHỒ SƠ\tGIẤY")
	for _, a := range list {
		name := names[a.Login]
		if name == "" {
			name = a.Login
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", local(a.At), name, accessWords[a.Deed], a.Code, a.Form)
	}
	return w.Flush()
}

// daysIn reads a span of days; zero where not given. The end is exclusive.
func daysIn(from, to string) (a, b time.Time, err error) {
	if from != "" {
		if a, err = dayIn("from", from); err != nil {
			return a, b, err
		}
	}
	if to != "" {
		if b, err = dayIn("to", to); err != nil {
			return a, b, err
		}
		b = b.AddDate(0, 0, 1)
	}
	return a, b, nil
}
