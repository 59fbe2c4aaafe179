package app

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
	"motcua/app/view"
)

// SetupConfig is what the first window works with.
type SetupConfig struct {
	Folder string // of the data to be
	Units  model.Units
	// Make makes the station and opens it.
	Make func(ctx context.Context, s model.NewStation) error
	// Made shows the station's window. It runs where windows live, after Make
	// returned nil.
	Made func()
	Now  func() time.Time
}

// Setup is the window of a folder that is no counter yet.
type Setup struct {
	win   fyne.Window
	run   *runner
	model *model.Setup
	view  *view.Setup
	once  sync.Once
}

// NewSetup builds the window; Show opens it.
func NewSetup(a fyne.App, cfg SetupConfig) *Setup { return newSetup(a, cfg, newRunner(cfg.Now)) }

func newSetup(a fyne.App, cfg SetupConfig, run *runner) *Setup {
	u := &Setup{run: run}
	setUp(a, look(a))
	u.win = a.NewWindow("Lập quầy – motcua")
	keys, layer := view.NewKeys(u.win), view.NewLayer()
	u.model = model.NewSetup(model.SetupConfig{Folder: cfg.Folder, Units: cfg.Units, Make: cfg.Make, Tasks: run, Clock: run})
	u.view = view.NewSetup(u.model, keys, layer, u.Close)
	u.model.OnChange = func() { u.view.Show(u.model.State()) }
	u.model.OnMade = func() {
		run.post(func() { // after the result that says so
			cfg.Made()
			u.Close()
		})
	}
	keys.OnKey = func(name fyne.KeyName, _ bool) bool {
		switch name {
		case fyne.KeyEscape:
			u.Close()
		case fyne.KeyF9:
			u.model.Make()
		default:
			return false
		}
		return true
	}
	u.win.SetContent(container.NewStack(u.view.Root, layer.Root()))
	u.win.SetPadded(false)
	u.win.Resize(fyne.NewSize(592, 600))
	u.win.CenterOnScreen()
	u.win.SetCloseIntercept(u.Close)
	return u
}

// Show opens the window.
func (u *Setup) Show() {
	u.win.Show()
	u.view.Focus()
}

// Window returns the window.
func (u *Setup) Window() fyne.Window { return u.win }

// Quit closes the window from any goroutine.
func (u *Setup) Quit() { u.run.post(u.Close) }

// Close closes the window. It may be called more than once.
func (u *Setup) Close() {
	u.once.Do(func() {
		u.End()
		u.win.SetCloseIntercept(nil)
		u.win.Close()
	})
}

// End lets nothing come back any more; see Unlock.End.
func (u *Setup) End() {
	u.run.end()
	u.run.Close()
}
