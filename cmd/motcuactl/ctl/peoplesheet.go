package ctl

import (
	"fmt"

	"motcua"
	"motcua/cmd/station"
	"motcua/printing"
)

// sheetFlag asks for the recovery sheet as a paper.
type sheetFlag struct {
	Sheet string `help:"Tệp PDF sẽ ghi phiếu khôi phục, ngoài thư mục dữ liệu. In ra, cất trong két rồi xóa tệp."`
}

// check refuses a place inside the station's folder before anything is changed.
func (f sheetFlag) check(data string) error {
	if f.Sheet == "" {
		return nil
	}
	return station.Outside(data, f.Sheet)
}

type peopleSheetCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	sheetFlag
}

func (c *peopleSheetCmd) Run(e *env) error {
	if err := c.check(c.Data); err != nil {
		return err
	}
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	by, _ := motcua.WhoActs(e.ctx)
	code, err := s.People.NewCode(e.ctx, by)
	if err != nil {
		return err
	}
	return e.showRecovery(s, by, code, c.sheetFlag)
}

// showRecovery prints the recovery code of an administrator, the only time that
// it is there, and makes its sheet.
func (e *env) showRecovery(s *station.Station, of motcua.Account, code string, sheet sheetFlag) error {
	fmt.Fprint(e.Err, "motcuactl: mã khôi phục chỉ hiện một lần này. Ghi ra giấy, cất trong két: quên mật khẩu quản trị thì chỉ mã này mở lại được.\n")
	if _, err := fmt.Fprintln(e.Out, code); err != nil || sheet.Sheet == "" {
		return err
	}
	st := s.Store.Station()
	pdf, err := s.Press.PDF("", printing.RecoveryData{
		Unit: printing.Unit{Name: st.UnitName}, Counter: st.Name, Administrator: of.Name, Login: of.Login, Code: code, Made: e.now(),
	})
	if err != nil {
		return err
	}
	if err := writeFile(sheet.Sheet, pdf); err != nil {
		return err
	}
	fmt.Fprintf(e.Err, "motcuactl: phiếu khôi phục ở %s. In ra, cất trong két rồi xóa tệp.\n", sheet.Sheet)
	return nil
}
