package desktop

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"motcua"
	"motcua/cmd/demo"
	"motcua/cmd/station"
	"motcua/hub"
)

type demoCmd struct {
	Dir    string `required:"" help:"Thư mục cho dữ liệu thí dụ."`
	Listen string `default:"127.0.0.1:8321" help:"Địa chỉ của Trung tâm thí dụ."`
	Kiosk  bool   `help:"Mở máy tra cứu thay cho quầy."`
}

// Run opens the counter on an invented week with a hub in the same process.
func (c *demoCmd) Run(e *env) error {
	stop, url, err := c.startHub(e)
	if err != nil {
		return err
	}
	data := filepath.Join(c.Dir, "quay-01")
	if err := c.fill(e, data, url); err != nil {
		return errors.Join(err, stop())
	}
	fmt.Fprintf(e.out, "motcua: dữ liệu thí dụ ở %s, Trung tâm thí dụ ở %s, giấy in ra ở %s\n", data, url, filepath.Join(c.Dir, "prints"))
	if c.Kiosk {
		err = openKiosk(e, kioskCmd{Data: data})
	} else {
		err = openCounter(e, counterCmd{Data: data, Prints: filepath.Join(c.Dir, "prints"), Virtual: true})
	}
	return errors.Join(err, stop())
}

// startHub serves the demo's hub and returns how to end it and where it is.
func (c *demoCmd) startHub(e *env) (stop func() error, url string, err error) {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, "", &motcua.Error{Code: motcua.CodeBusy, Field: "listen", Cause: err}
	}
	url = "http://" + l.Addr().String()
	h, err := hub.Open(e.ctx, hub.Config{
		Dir: filepath.Join(c.Dir, "hub"), Public: url, Name: "Trung tâm Phục vụ hành chính công Phường Thuận Hoá",
		Now: e.now, Log: slog.New(slog.NewJSONHandler(e.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return nil, "", errors.Join(err, l.Close())
	}
	s := &http.Server{Handler: h.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err := s.Shutdown(ctx)
		if serr := <-done; !errors.Is(serr, http.ErrServerClosed) {
			err = errors.Join(err, serr)
		}
		return errors.Join(err, h.Close())
	}, url, nil
}

// fill makes the station with its week the first time.
func (c *demoCmd) fill(e *env, data, url string) error {
	if _, err := os.Stat(data); err == nil {
		return nil
	}
	// Made beside and moved into place whole: an interrupted start begins anew.
	half := data + ".new"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if _, err := demo.Fill(e.ctx, demo.Config{Dir: half, Seed: 1, Now: e.now}); err != nil {
		return err
	}
	s, err := station.Open(e.ctx, station.Config{Dir: half, Now: e.now, Log: e.log})
	if err != nil {
		return err
	}
	if err := errors.Join(c.enrol(e, s, url), s.Close()); err != nil {
		return err
	}
	return os.Rename(half, data)
}

func (c *demoCmd) enrol(e *env, s *station.Station, url string) error {
	h, err := hub.Open(e.ctx, hub.Config{Dir: filepath.Join(c.Dir, "hub"), Public: url, Now: e.now})
	if err != nil {
		return err
	}
	code, err := h.EnrolCode(e.ctx, s.Store.Station().Unit)
	if err = errors.Join(err, h.Close()); err != nil {
		return err
	}
	if err := s.Sync.Enrol(e.ctx, url, code); err != nil {
		return err
	}
	_, err = s.Sync.Once(e.ctx)
	return err
}
