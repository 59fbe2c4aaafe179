package ctl

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"motcua"
	"motcua/hub"
)

type hubCmd struct {
	Serve     hubServeCmd     `cmd:"" help:"Chạy Trung tâm."`
	Stations  hubStationsCmd  `cmd:"" help:"Liệt kê các quầy đã đăng ký."`
	Revoke    hubRevokeCmd    `cmd:"" help:"Thu hồi khóa của một quầy."`
	EnrolCode hubEnrolCodeCmd `cmd:"" help:"Cấp mã dùng một lần để đăng ký một quầy."`
	Dossiers  hubDossiersCmd  `cmd:"" help:"Liệt kê hồ sơ Trung tâm đang giữ."`
	Status    hubStatusCmd    `cmd:"" help:"Chuyển trạng thái một hồ sơ tại Trung tâm (1 đến 10)."`
}

// nowhere is the public address of a hub that is opened only to look or to
// write, not to serve.
const nowhere = "https://motcua.invalid"

// openHub opens the hub that is in dir; where there is none it makes nothing.
func (e *env) openHub(dir string) (*hub.Hub, error) {
	if !isHub(dir) {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "hub-folder"}
	}
	return e.runHub(hub.Config{Dir: dir, Public: nowhere})
}

// runHub opens a hub and makes it where it is not there.
func (e *env) runHub(c hub.Config) (*hub.Hub, error) {
	c.Now = e.now
	c.Log = slog.New(slog.NewJSONHandler(e.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return hub.Open(e.ctx, c)
}

type hubServeCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của Trung tâm."`
	Listen string `required:"" help:"Địa chỉ lắng nghe, thí dụ 127.0.0.1:8321; cổng 0 là tự chọn."`
	Public string `help:"Địa chỉ in trong mã QR; để trống là địa chỉ lắng nghe; phải cho khi lắng nghe trên mọi địa chỉ."`
	Name   string `default:"Trung tâm Phục vụ hành chính công" help:"Tên hiện cho người dân."`
	Phone  string `help:"Điện thoại của Trung tâm trên trang tra cứu."`
	Cert   string `help:"Tệp chứng thư TLS (PEM); đi cùng --key. Có thì trả lời bằng https."`
	Key    string `help:"Tệp khóa của chứng thư TLS (PEM)."`

	BehindProxy bool `help:"Có máy chủ chuyển tiếp (reverse proxy) trên cùng máy này, ghi địa chỉ người hỏi vào X-Forwarded-For."`
}

// served is the line that `hub serve` prints once it answers.
type served struct {
	Listen string `json:"listen"`
}

func (c *hubServeCmd) Run(e *env) error {
	if isStation(c.Data) {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "data", Detail: "a station's folder"}
	}
	certs, err := c.certificates()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "listen", Cause: err}
	}
	defer l.Close()
	address := "http://" + l.Addr().String()
	if certs != nil {
		address = "https://" + l.Addr().String()
	}
	if c.Public == "" {
		c.Public = address
	}
	h, err := e.runHub(hub.Config{Dir: c.Data, Public: c.Public, Name: c.Name, Phone: c.Phone, BehindProxy: c.BehindProxy})
	if err != nil {
		return err
	}
	err = serve(e, h, l, certs, address)
	return errors.Join(err, h.Close())
}

// certificates reads what TLS needs; nil where plain http was asked for.
func (c *hubServeCmd) certificates() ([]tls.Certificate, error) {
	if c.Cert == "" && c.Key == "" {
		return nil, nil
	}
	cert, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "cert", Cause: err}
	}
	return []tls.Certificate{cert}, nil
}

// serve answers until the command is told to stop, then lets requests end.
func serve(e *env, h *hub.Hub, l net.Listener, certs []tls.Certificate, address string) error {
	s := hub.NewServer(h.Handler())
	done := make(chan error, 1)
	go func() {
		if certs == nil {
			done <- s.Serve(l)
			return
		}
		s.TLSConfig = &tls.Config{Certificates: certs, MinVersion: tls.VersionTLS12}
		done <- s.ServeTLS(l, "", "")
	}()
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
	h, err := e.openHub(c.Data)
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
	h, err := e.openHub(c.Data)
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
	h, err := e.openHub(c.Data)
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
