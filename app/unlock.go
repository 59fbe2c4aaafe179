package app

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

// UnlockConfig is what the start window works with.
type UnlockConfig struct {
	Folder string // of the data
	// Open opens the station. CodeDenied with Field "passphrase" is a wrong one.
	Open func(ctx context.Context, phrase string) error
	// Opened shows the station's window. It runs where windows live, after Open
	// returned nil.
	Opened func()
	Now    func() time.Time // time.Now where nil
}

// Unlock is the window that asks for the passphrase of a station before its own
// window can open.
type Unlock struct {
	win   fyne.Window
	run   *runner
	model *model.Unlock
	view  *view.Unlock
	once  sync.Once
}

// NewUnlock builds the window; Show opens it.
func NewUnlock(a fyne.App, cfg UnlockConfig) *Unlock {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return newUnlock(a, cfg, newRunner(cfg.Now))
}

func newUnlock(a fyne.App, cfg UnlockConfig, run *runner) *Unlock {
	u := &Unlock{run: run}
	setUp(a, look(a))
	u.win = a.NewWindow("Mở quầy – motcua")
	keys := view.NewKeys(u.win)
	u.model = model.NewUnlock(model.UnlockConfig{Folder: cfg.Folder, Open: cfg.Open, Tasks: run, Clock: run})
	u.view = view.NewUnlock(u.model, keys, u.Close)
	u.model.OnChange = func() { u.view.Show(u.model.State()) }
	u.model.OnOpened = func() {
		run.post(func() { // after the result that says so
			cfg.Opened()
			u.Close()
		})
	}
	keys.OnKey = func(name fyne.KeyName, _ bool) bool {
		if name == fyne.KeyEscape {
			u.Close()
		}
		return name == fyne.KeyEscape
	}
	u.win.SetContent(u.view.Root)
	u.win.SetPadded(false)
	u.win.Resize(fyne.NewSize(560, 468))
	u.win.CenterOnScreen()
	u.win.SetCloseIntercept(u.Close)
	return u
}

// Show opens the window.
func (u *Unlock) Show() {
	u.win.Show()
	u.view.Focus()
}

// Window returns the window.
func (u *Unlock) Window() fyne.Window { return u.win }

// Quit closes the window from any goroutine.
func (u *Unlock) Quit() { u.run.post(u.Close) }

// Close closes the window and forgets what was typed. It may be called more
// than once.
func (u *Unlock) Close() {
	u.once.Do(func() {
		u.End()
		u.view.Forget()
		u.win.SetCloseIntercept(nil)
		u.win.Close()
	})
}

// End lets nothing come back any more. It is for the time after the
// application has run, when the toolkit took the window away.
func (u *Unlock) End() {
	u.run.end()
	u.run.Close()
}
