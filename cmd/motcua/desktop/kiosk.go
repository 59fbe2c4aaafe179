package desktop

import (
	"context"

	"fyne.io/fyne/v2"

	window "motcua/app"
	"motcua/cmd/station"
	"motcua/store"
)

type kioskCmd struct {
	Data     string `required:"" help:"Thư mục dữ liệu của quầy mà máy tra cứu đọc."`
	Windowed bool   `help:"Không toàn màn hình (để thử)."`
}

func (c *kioskCmd) Run(e *env) error { return openKiosk(e, *c) }

// openKiosk shows the kiosk until e.ctx ends.
func openKiosk(e *env, c kioskCmd) error {
	p := program{
		e: e, data: c.Data,
		open: func(ctx context.Context, keys store.Keys) (*station.Station, error) {
			return station.Open(ctx, station.Config{Dir: c.Data, Now: e.now, Log: e.log, Keys: keys})
		},
		show: func(a fyne.App, s *station.Station) (*session, error) {
			win := window.NewKiosk(a, window.KioskConfig{
				Lookup: s, UnitName: s.Store.Station().UnitName, Now: e.now, Windowed: c.Windowed,
			})
			bg := inBackground(e)
			bg.serve("sync", s.Sync.Serve)
			win.Show()
			return &session{quit: win.Quit, end: func() error {
				win.End()
				bg.end()
				return nil
			}}, nil
		},
	}
	return p.run()
}
