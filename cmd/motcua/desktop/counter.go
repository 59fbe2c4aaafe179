package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"motcua"
	window "motcua/app"
	"motcua/app/model"
	"motcua/cmd/station"
	"motcua/internal/viinput"
	"motcua/internal/worker"
	"motcua/scan/folder"
	"motcua/scan/sane"
	"motcua/scan/virtual"
	"motcua/store"
)

// appID names the program to the desktop; its settings hang on it.
const appID = "vn.motcua.app"

type counterCmd struct {
	Data       string        `help:"Thư mục dữ liệu của quầy; chưa có thì cửa sổ đầu tiên lập quầy ở đó. Để trống: thư mục motcua của người dùng."`
	Actor      string        `help:"Người trực quầy, khi quầy chưa có tài khoản; tên quầy nếu để trống."`
	Idle       time.Duration `default:"5m" help:"Khóa quầy sau khoảng không gõ phím này, khi quầy có tài khoản: 5m, 10m."`
	Prints     string        `help:"Thư mục nhận giấy in ra PDF, ngoài dữ liệu của quầy; Documents/Giấy in motcua nếu để trống."`
	ScanFolder string        `type:"existingdir" help:"Thư mục mà máy photo quét vào; F5 lấy các tệp ở đó, lấy xong thì xóa."`
	Virtual    bool          `help:"Dùng máy quét ảo (trang thí dụ)."`

	Printer string `help:"Máy in của quầy, được nhớ cho lần sau nếu quầy chưa có tài khoản (có rồi thì nhớ bằng motcuactl printers --use): ipp://máy/ipp/print, raw://máy, escpos://máy, file:/thư/mục. Chưa chọn thì giấy ghi thành tệp."`
	Tray    string `help:"Khay giấy của máy in ấy."`
	Copies  int    `default:"1" help:"Số bản của mỗi giấy."`

	Typing string `enum:"off,telex,vni" default:"off" help:"Bộ gõ tiếng Việt của motcua: off, telex, vni. Để off nếu máy chạy UniKey."`
	Tones  string `enum:"old,new" default:"old" help:"Đặt dấu kiểu cũ (hòa) hay kiểu mới (hoà)."`

	Backup []string `help:"Thư mục sao lưu ở ổ đĩa khác, ngoài thư mục <dữ liệu>-backup bên cạnh dữ liệu."`
}

// Run opens the counter, and makes it first where there is none.
func (c *counterCmd) Run(e *env) error {
	if c.Data == "" {
		var err error
		if c.Data, err = station.UsersFolder(); err != nil {
			return err
		}
	}
	err := openCounter(e, *c)
	if motcua.CodeOf(err) == motcua.CodeBusy && motcua.FieldOf(err) == "window" && station.Knock(c.Data) == nil {
		_, err = fmt.Fprintln(e.out, "Cửa sổ quầy của thư mục này đang mở; đã đưa nó ra trước.")
	}
	return err
}

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
		make: func(ctx context.Context, n model.NewStation) error {
			_, err := station.Init(ctx, c.Data, n.Unit, "", n.Name, n.From, n.To, e.now, station.KeysFromEnv())
			return err
		},
		open: func(ctx context.Context, keys store.Keys) (*station.Station, error) {
			return station.Open(ctx, station.Config{Dir: c.Data, Actor: c.Actor, Now: e.now, Log: e.log, Inspect: inspector{judge}, Keys: keys})
		},
		show: func(a fyne.App, s *station.Station) (*session, error) { return showCounter(e, c, a, s, command) },
	}
	return errors.Join(p.run(), judge.Close())
}

func showCounter(e *env, c counterCmd, a fyne.App, s *station.Station, command []string) (*session, error) {
	beside, err := station.BackupBeside(c.Data)
	if err != nil {
		return nil, err
	}
	printer, err := c.choosePrinter(e, s)
	if err != nil {
		return nil, err
	}
	prints := s.NewQueue(station.QueueConfig{Now: e.now, Log: e.log})
	backups := &station.AutoBackup{Store: s.Store, Default: beside, Others: c.Backup, Now: e.now, Log: e.log}
	table, err := station.Fees()
	if err != nil {
		return nil, err
	}
	fees := prices{table, e.now}
	w := worker.New(worker.Config{Command: command})
	if c.ScanFolder != "" {
		if err := station.ScanFolder(c.ScanFolder, c.Data, c.Prints); err != nil {
			return nil, err
		}
	}
	scanner := scannerOf(c)
	watch := station.NewWatch(s.Store, e.now, e.log)
	win := window.NewCounter(a, window.CounterConfig{
		Desk:      announcing{s.Desk, s},
		Catalogue: s.Catalogue,
		Units:     places{s.Units},
		Fees:      fees,
		File:      watch,
		Drafts:    s.Store,
		Visits:    visits{s.Store},
		Paper:     paper{s, w, prints, printer, c.Actor, watch},
		Thumbs:    thumbs{s, w},
		Scanner:   scanner,
		Reuse:     reuse{s, watch},
		Road:      s.Sync,
		Carrier:   carrier{s, e.now, watch},
		Prints:    printQueue{s, prints},
		Days:      s.Calendar,
		Door:      station.Door{Station: s, Watch: watch},
		Idle:      c.Idle,
		Steps:     steps{s},
		Forms:     paper{s, w, prints, printer, c.Actor, watch},
		DayPaper:  paper{s, w, prints, printer, c.Actor, watch},
		Course:    s,
		Station:   s.Store.Station(),
		Actor:     c.Actor,
		Now:       e.now,
		NewID:     uuid.NewString,
		OnTaken:   func(code motcua.Code) { e.log.Info("received", "code", code) },
		OnShown:   func(ctx context.Context, code motcua.Code) { numbersShown(ctx, e, watch, code) },
		Typing:    map[string]viinput.Method{"telex": viinput.Telex, "vni": viinput.VNI}[c.Typing],
		Tones:     map[string]viinput.ToneStyle{"new": viinput.ToneNew}[c.Tones],
	})
	bg := inBackground(e)
	bg.serve("print", prints.Serve)
	bg.serve("sync", s.Sync.Serve)
	bg.serve("backup", backups.Serve)
	bg.serve("days", (&station.Days{Store: s.Store, Now: e.now, Log: e.log, Wake: s.Sync.Wake}).Serve)
	win.Show()
	if e.opened != nil {
		e.opened(win.Window())
	}
	return &session{quit: win.Quit, lift: win.Lift, end: func() error {
		win.End()
		bg.end()
		watch.Finish()
		backups.Final(e.ctx)
		return w.Close()
	}}, nil
}

// choosePrinter remembers a printer that was named on the command line and
// returns the one for forms of which nothing is remembered. Where the station
// has accounts nobody has logged in yet, and it is remembered for nobody.
func (c counterCmd) choosePrinter(e *env, s *station.Station) (string, error) {
	if c.Printer == "" {
		return c.paperFolder(s)
	}
	if _, err := s.Printers.At(c.Printer); err != nil {
		return "", err
	}
	if needed, err := s.People.Needed(e.ctx); needed || motcua.FieldOf(err) == "staff" { // accounts that are lost: the gate tells
		e.log.Warn("printer not remembered: the station has accounts, use motcuactl printers --use")
		return c.Printer, nil
	} else if err != nil {
		return "", err
	}
	return c.Printer, s.Store.PutPrintChoice(e.ctx, motcua.PrintChoice{Printer: c.Printer, Tray: c.Tray, Copies: c.Copies})
}

// paperFolder returns the folder that takes papers where nobody chose a printer.
func (c counterCmd) paperFolder(s *station.Station) (string, error) {
	if c.Prints == "" {
		var err error
		if c.Prints, err = station.PaperFolder(); err != nil {
			return "", err
		}
	}
	address, err := station.FilePrinter(c.Prints)
	if err == nil {
		_, err = s.Printers.At(address)
	}
	return address, err
}

// announcing wakes the road for everything new.
type announcing struct {
	model.Desk
	station *station.Station
}

func (d announcing) Receive(ctx context.Context, in motcua.Intake) (motcua.Dossier, error) {
	got, err := d.Desk.Receive(ctx, in)
	if err == nil {
		d.station.Sync.Wake()
	}
	return got, err
}

func (d announcing) ReceivePaid(ctx context.Context, in motcua.Intake, b motcua.PaymentReceived) (motcua.Dossier, error) {
	got, err := d.Desk.ReceivePaid(ctx, in, b)
	if err == nil {
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

// scannerOf returns what pages come from; nil where this machine knows no way
// to a scanner.
func scannerOf(c counterCmd) motcua.Scanner {
	if c.ScanFolder != "" {
		return folder.New(folder.Config{Dir: c.ScanFolder})
	}
	if c.Virtual {
		return virtual.New(virtual.Config{})
	}
	if s := sane.New(sane.Config{}); s.Installed() {
		return s
	}
	return nil
}

// numbersShown notes whose numbers were shown in full.
func numbersShown(ctx context.Context, e *env, watch *station.Watch, code motcua.Code) {
	e.log.Info("numbers shown in full", "code", code)
	d, err := watch.ByCode(ctx, code)
	if err != nil {
		e.log.Error("access not noted", "deed", motcua.AccessNumbers, "code", motcua.CodeOf(err))
		return
	}
	watch.Note(ctx, motcua.AccessNumbers, d.ID, "")
}
