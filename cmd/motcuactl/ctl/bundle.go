package ctl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"motcua"
	"motcua/store"
	"motcua/sync/bundle"
)

type bundleCmd struct {
	Make   bundleMakeCmd   `cmd:"" help:"Ghi mọi thứ Trung tâm chưa xác nhận vào một gói niêm phong."`
	Import bundleImportCmd `cmd:"" help:"Tại Trung tâm: nhận gói, ghi gói biên nhận. Tại quầy: nhận gói biên nhận."`
}

type bundleMakeCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	File string `required:"" help:"Gói sẽ ghi."`
}

func (c *bundleMakeCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerCollect)
	if err != nil {
		return err
	}
	defer s.Close()
	m, err := s.WriteBundle(e.ctx, c.File, e.now())
	if err != nil {
		return err
	}
	e.note(motcua.AccessExported, "", "bundle")
	_, err = fmt.Fprintf(e.Out, "%s: events %d, files %d\n", c.File, m.Events, len(m.Files))
	return err
}

type bundleImportCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của Trung tâm hoặc của quầy."`
	File  string `required:"" help:"Gói sẽ nhận."`
	Reply string `help:"Tại Trung tâm: gói biên nhận sẽ ghi; để trống là tên gói thêm .bien-nhan."`
}

func (c *bundleImportCmd) Run(e *env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Cause: err}
	}
	defer f.Close()
	if isHub(c.Data) {
		return c.atHub(e, f)
	}
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := bundle.Apply(e.ctx, s.Store, f)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "received through %d, refused %d, pulled %d\n", a.Receipt.Through, len(a.Receipt.Refused), a.Events)
	if err == nil {
		err = e.refused(len(a.Receipt.Refused))
	}
	return err
}

func (c *bundleImportCmd) atHub(e *env, f io.Reader) error {
	h, err := e.openHub(c.Data)
	if err != nil {
		return err
	}
	defer h.Close()
	reply, receipt, sum, err := h.ImportBundle(e.ctx, f)
	if len(reply) > 0 { // also where the stick came too early: it says from where to send
		if c.Reply == "" {
			c.Reply = c.File + ".bien-nhan"
		}
		if werr := writeFile(c.Reply, reply); werr != nil {
			return errors.Join(err, werr)
		}
	}
	if err != nil && len(reply) > 0 {
		fmt.Fprintf(e.Err, "motcuactl: gói này không nối được vào những gì Trung tâm đang giữ (đến sự kiện %d); chưa có gì của gói được nhận. "+
			"Mang %s về quầy, nhận nó, rồi ghi gói mới.\n", receipt.Through, c.Reply)
		return exit(exitWrong)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "accepted %d, duplicate %d, refused %d, files %d; %s\n",
		receipt.Accepted, receipt.Duplicate, len(receipt.Refused), sum.Files, c.Reply)
	if err == nil {
		err = e.refused(len(receipt.Refused))
	}
	return err
}

// isStation reports whether a folder is a station's.
func isStation(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "station.db"))
	return err == nil
}

// isHub reports whether a folder is a hub's and not a station's.
func isHub(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "hub.db"))
	return err == nil && !isStation(dir)
}

type verifyCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy hoặc của Trung tâm."`
	Rebuild bool   `help:"Dựng lại danh sách và tìm kiếm của quầy từ chuỗi sự kiện trước khi kiểm tra. Đóng cửa sổ quầy trước. Quầy có tài khoản thì chỉ người quản trị làm được."`

	DropUnreadable bool `help:"Dựng lại dù có hồ sơ không còn đọc được: chúng mất khỏi danh sách."`

	Deep bool `help:"Kiểm tra từng chữ ký, không chỉ chữ ký cuối của mỗi chuỗi, và từng từ của chỉ mục tìm kiếm."`
}

// open opens the station's file: anybody may look whether it is whole, only an
// administrator makes its lists again.
func (c *verifyCmd) open(e *env) (*store.Store, error) {
	if !c.Rebuild {
		return e.openStore(c.Data)
	}
	s, _, err := e.enterStore(c.Data, "", motcua.PowerPeople)
	return s, err
}

// Run prints what is wrong, one line each, and ends with 1 if anything is.
func (c *verifyCmd) Run(e *env) error {
	if os.Getenv("GOGC") == "" {
		// It ends soon: a few times its live memory costs nobody anything, to
		// collect it again and again costs a tenth of the look.
		defer debug.SetGCPercent(debug.SetGCPercent(400))
	}
	var wrong []string
	var what bytes.Buffer
	if isHub(c.Data) {
		if c.Rebuild {
			return told{&motcua.Error{Code: motcua.CodeInvalid, Field: "rebuild"}, "--rebuild chỉ dùng cho thư mục của quầy. Không có gì thay đổi"}
		}
		h, err := e.openHub(c.Data)
		if err != nil {
			return err
		}
		defer h.Close()
		found, err := h.Verify(e.ctx)
		if err != nil {
			return err
		}
		for _, w := range found {
			wrong = append(wrong, hubFaultSaid(w))
		}
		what.WriteString("Trung tâm")
	} else {
		s, err := c.open(e)
		if err != nil {
			return err
		}
		defer s.Close()
		if c.Rebuild {
			n, err := s.Rebuild(e.ctx, c.DropUnreadable)
			if motcua.FieldOf(err) == "bodies" {
				return told{err, "có hồ sơ không còn đọc được từ chuỗi sự kiện; dựng lại sẽ bỏ chúng khỏi danh sách nên chưa làm gì. Chạy verify để xem, khôi phục từ bản sao lưu; nếu vẫn muốn dựng lại, thêm --drop-unreadable"}
			}
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(e.Out, "Đã dựng lại danh sách và tìm kiếm: %d hồ sơ.\n", n); err != nil {
				return err
			}
		}
		look := s.Verify
		if c.Deep {
			look = s.VerifyDeep
		}
		r, err := look(e.ctx)
		if err != nil {
			return err
		}
		for _, p := range r.Problems {
			wrong = append(wrong, faultSaid(p.Code, p.What))
		}
		fmt.Fprintf(&what, "%d sự kiện, %d tệp, %d hồ sơ, tra thử %d từ tìm kiếm", r.Events, r.Files, r.Dossiers, r.Words)
	}
	for _, w := range wrong {
		fmt.Fprintf(e.Err, "SAI: %s\n", w)
	}
	if len(wrong) > 0 {
		fmt.Fprintf(e.Err, "motcuactl: có %d chỗ sai trong %s. Đừng xóa gì; gọi người hỗ trợ.\n", len(wrong), c.Data)
		return exit(exitWrong)
	}
	_, err := fmt.Fprintf(e.Out, "Đúng: %s.\n", what.String())
	return err
}
