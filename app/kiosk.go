package app

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

// KioskConfig is what the public screen works with.
type KioskConfig struct {
	Lookup   model.Lookup
	UnitName string           // "Phường Thuận Hoá, Thành phố Huế"
	Now      func() time.Time // time.Now where nil
	Windowed bool             // not full screen: for trying out
}

// Kiosk is the public screen. A reader that types like a keyboard is its only
// input beside touch; nothing on it takes the keyboard away.
type Kiosk struct {
	win   fyne.Window
	app   fyne.App
	run   *runner
	model *model.Kiosk
	view  *view.Kiosk
	theme view.Theme
	tall  bool
	big   bool
	once  sync.Once

	answered bool // the last thing shown was a dossier
}

const (
	kioskTall = 1.4 // tall screens are bigger and stand further away
	kioskBig  = 1.2 // "Chữ to hơn"
)

// NewKiosk builds the window; Show opens it full screen.
func NewKiosk(a fyne.App, cfg KioskConfig) *Kiosk {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return newKiosk(a, cfg, newRunner(cfg.Now))
}

func newKiosk(a fyne.App, cfg KioskConfig, run *runner) *Kiosk {
	k := &Kiosk{app: a, run: run, theme: view.Theme{Scale: 1, Kiosk: true}}
	setUp(a, k.theme)
	k.win = a.NewWindow("motcua")
	k.model = model.NewKiosk(model.KioskConfig{Lookup: cfg.Lookup, Tasks: k.run, Clock: k.run, UnitName: cfg.UnitName})
	k.view = view.NewKiosk(k.model, view.KioskActions{OnSize: k.bigger, OnContrast: k.contrast, OnShape: k.shape})
	k.model.OnChange = k.show
	k.win.SetContent(k.view.Root)
	k.win.SetPadded(false)
	k.win.Canvas().SetOnTypedRune(k.model.Type)
	k.win.Canvas().SetOnTypedKey(k.key)
	k.win.SetCloseIntercept(k.Close)
	k.win.Resize(fyne.NewSize(1366, 768))
	k.win.SetFullScreen(!cfg.Windowed)
	return k
}

// Show opens the window.
func (k *Kiosk) Show() {
	k.win.Show()
	k.clock()
}

// Window returns the window.
func (k *Kiosk) Window() fyne.Window { return k.win }

// Close ends the kiosk; nothing of a scan is left.
func (k *Kiosk) Close() {
	k.once.Do(func() {
		k.model.Clear()
		k.End()
		k.win.SetCloseIntercept(nil)
		k.win.Close()
	})
}

// End lets nothing come back any more. It is for the time after the
// application has run, when the toolkit took the window away.
func (k *Kiosk) End() {
	k.run.end()
	k.run.Close()
}

// Quit closes the kiosk from any goroutine.
func (k *Kiosk) Quit() { k.run.post(k.Close) }

// clock keeps the hour on the home screen right.
func (k *Kiosk) clock() {
	k.view.Show(k.model.State())
	k.run.After(20*time.Second, k.clock)
}

func (k *Kiosk) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		k.model.Enter()
	case fyne.KeyEscape:
		k.model.Clear()
	}
}

// show follows the model; the next visitor finds the screen in its own size
// and colours.
func (k *Kiosk) show() {
	s := k.model.State()
	if k.answered && s.Phase == model.KioskHome && (k.big || k.theme.Look != view.Light) {
		k.big, k.theme.Look = false, view.Light
		k.restyle()
	}
	k.answered = s.Phase == model.KioskAnswer
	k.view.Show(s)
}

func (k *Kiosk) bigger() {
	k.big = !k.big
	k.restyle()
}

func (k *Kiosk) contrast() {
	if k.theme.Look == view.Contrast {
		k.theme.Look = view.Light
	} else {
		k.theme.Look = view.Contrast
	}
	k.restyle()
}

// shape is told from within a layout, so the new theme waits for its end.
func (k *Kiosk) shape(tall bool) {
	k.tall = tall
	k.run.After(0, k.restyle)
}

func (k *Kiosk) restyle() {
	k.theme.Scale = 1
	if k.tall {
		k.theme.Scale = kioskTall
	}
	if k.big {
		k.theme.Scale *= kioskBig
	}
	k.app.Settings().SetTheme(k.theme)
}
