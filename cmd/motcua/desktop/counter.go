package desktop

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	gosync "sync"

	"fyne.io/fyne/v2/app"
	"github.com/google/uuid"

	"motcua"
	window "motcua/app"
	"motcua/app/model"
	"motcua/cmd/station"
	"motcua/internal/worker"
	"motcua/printing/file"
	"motcua/scan/virtual"
)

// appID names the program to the desktop; its settings hang on it.
const appID = "vn.motcua.app"

type counterCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	Actor   string `help:"Người trực quầy; tên quầy nếu để trống."`
	Prints  string `help:"Thư mục nhận giấy in ra PDF; thư mục prints trong dữ liệu nếu để trống."`
	Virtual bool   `help:"Dùng máy quét ảo (trang thí dụ)."`

	Backup []string `help:"Thư mục sao lưu ở ổ đĩa khác, ngoài thư mục <dữ liệu>-backup bên cạnh dữ liệu."`
}

func (c *counterCmd) Run(e *env) error { return openCounter(e, *c) }

// openCounter shows the counter window until it is closed or e.ctx ends.
// Background sync and backups run beside it and are over before it returns.
func openCounter(e *env, c counterCmd) error {
	command, err := selfWorker()
	if err != nil {
		return err
	}
	judge := worker.New(worker.Config{Command: command, MemoryLimit: judgeMemory, Timeout: judgeTime})
	s, err := station.Open(e.ctx, station.Config{Dir: c.Data, Actor: c.Actor, Now: e.now, Log: e.log, Inspect: inspector{judge}})
	if err != nil {
		return err
	}
	release, err := holdCounter(c.Data)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	return errors.Join(showCounter(e, c, s, command), judge.Close(), s.Close(), release())
}

func showCounter(e *env, c counterCmd, s *station.Station, command []string) error {
	if c.Prints == "" {
		c.Prints = filepath.Join(c.Data, "prints")
	}
	beside, err := station.BackupBeside(c.Data)
	if err != nil {
		return err
	}
	days, err := station.Calendar()
	if err != nil {
		return err
	}
	backups := &station.AutoBackup{Store: s.Store, Default: beside, Others: c.Backup, Now: e.now, Log: e.log}
	w := worker.New(worker.Config{Command: command})
	var scanner motcua.Scanner
	if c.Virtual {
		scanner = virtual.New(virtual.Config{})
	}
	a := app.NewWithID(appID)
	win := window.NewCounter(a, window.CounterConfig{
		Desk:      announcing{s.Desk, e, s},
		Catalogue: s.Catalogue,
		Units:     places{s.Units},
		File:      s.Store,
		Drafts:    s.Store,
		Paper:     paper{s, w, file.Printer{Dir: c.Prints}},
		Thumbs:    thumbs{s, w},
		Scanner:   scanner,
		Road:      s.Sync,
		Carrier:   carrier{s, e.now},
		Days:      days,
		Station:   s.Store.Station(),
		Actor:     c.Actor,
		Now:       e.now,
		NewID:     uuid.NewString,
		OnShown:   func(code motcua.Code) { e.log.Info("numbers shown in full", "code", code, "actor", c.Actor) },
	})
	ctx, cancel := context.WithCancel(e.ctx)
	var bg gosync.WaitGroup
	bg.Go(func() {
		if err := s.Sync.Serve(ctx); err != nil && ctx.Err() == nil {
			e.log.Error("background sync ended", "code", motcua.CodeOf(err))
		}
	})
	bg.Go(func() {
		if err := backups.Serve(ctx); err != nil && ctx.Err() == nil {
			e.log.Error("background backup ended", "code", motcua.CodeOf(err))
		}
	})
	stop := context.AfterFunc(e.ctx, win.Quit)
	win.Show()
	a.Run()
	stop()
	win.End()
	cancel()
	bg.Wait()
	backups.Final(e.ctx)
	return w.Close()
}

// announcing tells the log of each new dossier, once it is on disk, and the
// road of everything new.
type announcing struct {
	model.Desk
	env     *env
	station *station.Station
}

func (d announcing) Receive(ctx context.Context, in motcua.Intake) (motcua.Dossier, error) {
	got, err := d.Desk.Receive(ctx, in)
	if err == nil {
		d.env.log.Info("received", "code", got.Received.Code)
		d.station.Sync.Wake()
	}
	return got, err
}

func (d announcing) AddFile(ctx context.Context, dossierID, paperKey, name, from string, r io.Reader) (motcua.Dossier, error) {
	got, err := d.Desk.AddFile(ctx, dossierID, paperKey, name, from, r)
	if err == nil {
		d.station.Sync.Wake()
	}
	return got, err
}
