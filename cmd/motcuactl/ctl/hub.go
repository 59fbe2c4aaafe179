package ctl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"motcua"
	"motcua/hub"
)

type hubCmd struct {
	Serve     hubServeCmd     `cmd:"" help:"Chạy Trung tâm."`
	EnrolCode hubEnrolCodeCmd `cmd:"" help:"Cấp mã dùng một lần để đăng ký một quầy."`
	Dossiers  hubDossiersCmd  `cmd:"" help:"Liệt kê hồ sơ Trung tâm đang giữ."`
	Status    hubStatusCmd    `cmd:"" help:"Chuyển trạng thái một hồ sơ tại Trung tâm (1 đến 10)."`
}

// nowhere is the public address of a hub that is opened only to look or to
// write, not to serve.
const nowhere = "https://motcua.invalid"

func (e *env) openHub(dir, public, name, phone string) (*hub.Hub, error) {
	return hub.Open(e.ctx, hub.Config{
		Dir: dir, Public: public, Name: name, Phone: phone, Now: e.now,
		Log: slog.New(slog.NewJSONHandler(e.Err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
}

type hubServeCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	Listen string `required:"" help:"Địa chỉ lắng nghe, thí dụ 127.0.0.1:8321; cổng 0 là tự chọn."`
	Public string `help:"Địa chỉ in trong mã QR; để trống là địa chỉ lắng nghe; phải cho khi lắng nghe trên mọi địa chỉ."`
	Name   string `default:"Trung tâm Phục vụ hành chính công" help:"Tên hiện cho người dân."`
	Phone  string `help:"Điện thoại của Trung tâm trên trang tra cứu."`
}

// served is the line that `hub serve` prints once it answers.
type served struct {
	Listen string `json:"listen"`
}

func (c *hubServeCmd) Run(e *env) error {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "listen", Cause: err}
	}
	defer l.Close()
	address := "http://" + l.Addr().String()
	if c.Public == "" {
		c.Public = address
	}
	h, err := e.openHub(c.Data, c.Public, c.Name, c.Phone)
	if err != nil {
		return err
	}
	err = serve(e, h, l, address)
	return errors.Join(err, h.Close())
}

// serve answers until the command is told to stop, then lets requests end.
func serve(e *env, h *hub.Hub, l net.Listener, address string) error {
	s := &http.Server{
		Handler:           h.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	if err := e.line(served{address}); err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-e.ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), 10*time.Second)
	defer cancel()
	return s.Shutdown(ctx)
}

type hubEnrolCodeCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	Unit string `required:"" help:"Đơn vị của quầy sẽ đăng ký, thí dụ 46-19789."`
}

func (c *hubEnrolCodeCmd) Run(e *env) error {
	h, err := e.openHub(c.Data, nowhere, "", "")
	if err != nil {
		return err
	}
	defer h.Close()
	code, err := h.EnrolCode(e.ctx, c.Unit)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.Out, code)
	return err
}

type hubDossiersCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	JSON bool   `name:"json" help:"Mỗi hồ sơ một dòng JSON."`
}

// hubRow is one line of `hub dossiers --json`.
type hubRow struct {
	Code      motcua.Code   `json:"code"`
	Procedure string        `json:"procedure"`
	Initials  string        `json:"initials"`
	Status    motcua.Status `json:"status"`
	Received  time.Time     `json:"received"`
}

func (c *hubDossiersCmd) Run(e *env) error {
	h, err := e.openHub(c.Data, nowhere, "", "")
	if err != nil {
		return err
	}
	defer h.Close()
	all, err := h.Dossiers(e.ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		if c.JSON {
			err = e.line(hubRow{d.Code, d.Procedure, d.Initials, d.Status, d.Received})
		} else {
			_, err = fmt.Fprintf(e.Out, "%s  %s  %s  %s\n", d.Code, d.Initials, d.Status.Name(), short(d.Procedure, 60))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type hubStatusCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	Code   string `arg:"" help:"Mã hồ sơ."`
	Status int    `arg:"" help:"Trạng thái mới, 1 đến 10."`
	Note   string `help:"Ghi chú."`
	Actor  string `help:"Người chuyển."`
}

func (c *hubStatusCmd) Run(e *env) error {
	code, err := motcua.ParseCode(c.Code)
	if err != nil {
		return err
	}
	h, err := e.openHub(c.Data, nowhere, "", "")
	if err != nil {
		return err
	}
	defer h.Close()
	to := motcua.Status(c.Status)
	if err := h.SetStatus(e.ctx, code, to, c.Note, c.Actor); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s: %s\n", code, to.Name())
	return err
}
