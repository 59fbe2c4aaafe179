package ctl

import (
	"fmt"
	"text/tabwriter"

	"motcua"
)

// peopleCmd manages who works at a station.
type peopleCmd struct {
	Add     peopleAddCmd     `cmd:"" help:"Thêm tài khoản. Tài khoản đầu tiên phải là người quản trị; từ đó mọi người phải đăng nhập."`
	List    peopleListCmd    `cmd:"" help:"Liệt kê tài khoản và vai trò."`
	Reset   peopleResetCmd   `cmd:"" help:"Đặt lại mật khẩu cho người quên. Sự kiện được giữ trong nhật ký."`
	Disable peopleDisableCmd `cmd:"" help:"Khóa một tài khoản; tên đăng nhập không cấp lại cho ai khác."`
	Enable  peopleEnableCmd  `cmd:"" help:"Mở lại tài khoản đã khóa."`
	Passwd  peoplePasswdCmd  `cmd:"" help:"Tự đổi mật khẩu của mình."`
	PIN     peoplePINCmd     `cmd:"" name:"pin" help:"Tự đặt mã PIN 6 số để đổi người nhanh ở cửa sổ quầy."`
	Sheet   peopleSheetCmd   `cmd:"" help:"Lập phiếu khôi phục mới thay phiếu đã mất; phiếu cũ hết hiệu lực."`
	Recover peopleRecoverCmd `cmd:"" help:"Mở lại tài khoản quản trị bằng mã trên phiếu khôi phục."`
}

// Help says who runs these.
func (peopleCmd) Help() string {
	return `Người chạy lệnh đăng nhập bằng MOTCUA_LOGIN (tên đăng nhập) và MOTCUA_PASSWORD_FILE (tệp có mật khẩu ở dòng đầu).
Vai trò: clerk cán bộ tiếp nhận, officer chuyên viên giải quyết, leader lãnh đạo, collector cán bộ thu gom, administrator người quản trị; một người có thể có nhiều vai trò.
Xóa tệp mật khẩu sau khi dùng.`
}

type peopleOn struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Login string `arg:"" help:"Tên đăng nhập: chữ thường không dấu, số, dấu chấm; thí dụ lan.nt."`
}

type peopleAddCmd struct {
	peopleOn
	Name         string   `required:"" help:"Họ và tên, như sẽ ghi trên giấy và trong nhật ký; không đổi được về sau."`
	Role         []string `required:"" enum:"clerk,officer,leader,collector,administrator" help:"Vai trò; nhiều lần nếu nhiều vai trò."`
	PasswordFile string   `required:"" type:"existingfile" help:"Tệp có mật khẩu đầu tiên ở dòng đầu, ít nhất 8 ký tự. Người dùng phải đổi khi đăng nhập lần đầu."`
	sheetFlag
}

func (c *peopleAddCmd) Run(e *env) error {
	word, err := secretIn(c.PasswordFile)
	if err != nil {
		return err
	}
	if err := c.check(c.Data); err != nil {
		return err
	}
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	// Where the accounts are gone from the file, adding is the way back.
	if _, err := e.admit(s.Store, s.People, "", motcua.PowerPeople); err != nil && (motcua.CodeOf(err) != motcua.CodeCorrupt || motcua.FieldOf(err) != "staff") {
		return err
	}
	by, _ := motcua.WhoActs(e.ctx)
	a := motcua.Account{Login: c.Login, Name: motcua.NFC(c.Name)}
	for _, r := range c.Role {
		a.Roles = append(a.Roles, motcua.Role(r))
	}
	code, err := s.People.Add(e.ctx, by, a, word)
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(e.Out, "Đã thêm %s (%s).\n", a.Name, a.Login); err != nil || code == "" {
		return err
	}
	return e.showRecovery(s, a, code, c.sheetFlag)
}

type peopleListCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	JSON bool   `name:"json" help:"Mỗi tài khoản một dòng JSON."`
}

func (c *peopleListCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.People.List(e.ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		for _, a := range list {
			if err := e.line(a); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ĐĂNG NHẬP\tHỌ VÀ TÊN\tVAI TRÒ\tTÌNH TRẠNG")
	for _, a := range list {
		state := "đang dùng"
		switch {
		case a.Disabled:
			state = "đã khóa"
		case a.MustChange:
			state = "chờ đổi mật khẩu đầu"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Login, a.Name, motcua.RoleNames(a.Roles), state)
	}
	return w.Flush()
}

type peopleResetCmd struct {
	peopleOn
	PasswordFile string `required:"" type:"existingfile" help:"Tệp có mật khẩu tạm ở dòng đầu; người dùng phải đổi khi đăng nhập."`
}

func (c *peopleResetCmd) Run(e *env) error {
	word, err := secretIn(c.PasswordFile)
	if err != nil {
		return err
	}
	return c.manage(e, "Đã đặt lại mật khẩu của %s.\n", func(m manager) error { return m.Reset(e.ctx, m.by, c.Login, word) })
}

type peopleDisableCmd struct{ peopleOn }

func (c *peopleDisableCmd) Run(e *env) error {
	return c.manage(e, "Đã khóa %s.\n", func(m manager) error { return m.Disable(e.ctx, m.by, c.Login, true) })
}

type peopleEnableCmd struct{ peopleOn }

func (c *peopleEnableCmd) Run(e *env) error {
	return c.manage(e, "Đã mở lại %s.\n", func(m manager) error { return m.Disable(e.ctx, m.by, c.Login, false) })
}

type peoplePasswdCmd struct {
	peopleOn
	PasswordFile string `required:"" type:"existingfile" help:"Tệp có mật khẩu mới ở dòng đầu, ít nhất 8 ký tự."`
}

func (c *peoplePasswdCmd) Run(e *env) error {
	return c.own(e, c.PasswordFile, "Đã đổi mật khẩu của %s.\n", func(m manager, word string) error { return m.SetPassword(e.ctx, c.Login, word) })
}

type peoplePINCmd struct {
	peopleOn
	PINFile string `name:"pin-file" required:"" type:"existingfile" help:"Tệp có mã PIN 6 số ở dòng đầu."`
}

func (c *peoplePINCmd) Run(e *env) error {
	return c.own(e, c.PINFile, "Đã đặt mã PIN của %s.\n", func(m manager, pin string) error { return m.SetPIN(e.ctx, c.Login, pin) })
}

type peopleRecoverCmd struct {
	peopleOn
	sheetFlag
	CodeFile     string `required:"" type:"existingfile" help:"Tệp có mã khôi phục ở dòng đầu."`
	PasswordFile string `required:"" type:"existingfile" help:"Tệp có mật khẩu mới của người quản trị ở dòng đầu."`
}

func (c *peopleRecoverCmd) Run(e *env) error {
	code, err := secretIn(c.CodeFile)
	if err != nil {
		return err
	}
	word, err := secretIn(c.PasswordFile)
	if err != nil {
		return err
	}
	if err := c.check(c.Data); err != nil {
		return err
	}
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	next, err := s.People.Recover(e.ctx, c.Login, code, word)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.Out, "Đã mở lại %s. Mã cũ không dùng được nữa; đây là mã mới.\n", c.Login); err != nil {
		return err
	}
	list, err := s.People.List(e.ctx)
	if err != nil {
		return err
	}
	of := motcua.Account{Login: c.Login}
	for _, a := range list {
		if a.Login == c.Login {
			of = a
		}
	}
	return e.showRecovery(s, of, next, c.sheetFlag)
}
