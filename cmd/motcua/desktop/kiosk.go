package desktop

import (
	"context"
	"errors"
	gosync "sync"

	"fyne.io/fyne/v2/app"

	"motcua"
	window "motcua/app"
	"motcua/cmd/station"
)

type kioskCmd struct {
	Data     string `required:"" help:"Thư mục dữ liệu của quầy mà máy tra cứu đọc."`
	Windowed bool   `help:"Không toàn màn hình (để thử)."`
}

func (c *kioskCmd) Run(e *env) error { return openKiosk(e, *c) }

// openKiosk shows the kiosk until e.ctx ends.
func openKiosk(e *env, c kioskCmd) error {
	s, err := station.Open(e.ctx, station.Config{Dir: c.Data, Now: e.now, Log: e.log})
	if err != nil {
		return err
	}
	a := app.NewWithID(appID)
	win := window.NewKiosk(a, window.KioskConfig{
		Lookup: s, UnitName: s.Store.Station().UnitName, Now: e.now, Windowed: c.Windowed,
	})
	ctx, cancel := context.WithCancel(e.ctx)
	var bg gosync.WaitGroup
	bg.Go(func() {
		if err := s.Sync.Serve(ctx); err != nil && ctx.Err() == nil {
			e.log.Error("background sync ended", "code", motcua.CodeOf(err))
		}
	})
	stop := context.AfterFunc(e.ctx, win.Quit)
	win.Show()
	a.Run()
	stop()
	win.End()
	cancel()
	bg.Wait()
	return errors.Join(s.Close())
}
