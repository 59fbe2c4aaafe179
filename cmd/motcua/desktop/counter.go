package desktop

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"motcua"
	window "motcua/app"
	"motcua/app/model"
	"motcua/cmd/station"
	"motcua/internal/viinput"
	"motcua/internal/worker"
	"motcua/printing/file"
	"motcua/scan/virtual"
	"motcua/store"
)

// appID names the program to the desktop; its settings hang on it.
const appID = "vn.motcua.app"

type counterCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	Actor   string `help:"Người trực quầy; tên quầy nếu để trống."`
	Prints  string `help:"Thư mục nhận giấy in ra PDF; thư mục prints trong dữ liệu nếu để trống."`
	Virtual bool   `help:"Dùng máy quét ảo (trang thí dụ)."`

	Typing string `enum:"off,telex,vni" default:"off" help:"Bộ gõ tiếng Việt của motcua: off, telex, vni. Để off nếu máy chạy UniKey."`
	Tones  string `enum:"old,new" default:"old" help:"Đặt dấu kiểu cũ (hòa) hay kiểu mới (hoà)."`

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
	p := program{
		e: e, data: c.Data, hold: station.HoldWindow,
		open: func(ctx context.Context, keys store.Keys) (*station.Station, error) {
			return station.Open(ctx, station.Config{Dir: c.Data, Actor: c.Actor, Now: e.now, Log: e.log, Inspect: inspector{judge}, Keys: keys})
		},
		show: func(a fyne.App, s *station.Station) (*session, error) { return showCounter(e, c, a, s, command) },
	}
	return errors.Join(p.run(), judge.Close())
}

func showCounter(e *env, c counterCmd, a fyne.App, s *station.Station, command []string) (*session, error) {
	if c.Prints == "" {
		c.Prints = filepath.Join(c.Data, "prints")
	}
	beside, err := station.BackupBeside(c.Data)
	if err != nil {
		return nil, err
	}
	backups := &station.AutoBackup{Store: s.Store, Default: beside, Others: c.Backup, Now: e.now, Log: e.log}
	w := worker.New(worker.Config{Command: command})
	var scanner motcua.Scanner
	if c.Virtual {
		scanner = virtual.New(virtual.Config{})
	}
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
		Days:      s.Calendar,
		Steps:     steps{s},
		Forms:     forms{s, file.Printer{Dir: c.Prints}},
		Course:    s,
		Station:   s.Store.Station(),
		Actor:     c.Actor,
		Now:       e.now,
		NewID:     uuid.NewString,
		OnShown:   func(code motcua.Code) { e.log.Info("numbers shown in full", "code", code, "actor", c.Actor) },
		Typing:    map[string]viinput.Method{"telex": viinput.Telex, "vni": viinput.VNI}[c.Typing],
		Tones:     map[string]viinput.ToneStyle{"new": viinput.ToneNew}[c.Tones],
	})
	bg := inBackground(e)
	bg.serve("sync", s.Sync.Serve)
	bg.serve("backup", backups.Serve)
	bg.serve("days", (&station.Days{Store: s.Store, Now: e.now, Log: e.log, Wake: s.Sync.Wake}).Serve)
	win.Show()
	return &session{quit: win.Quit, end: func() error {
		win.End()
		bg.end()
		backups.Final(e.ctx)
		return w.Close()
	}}, nil
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
