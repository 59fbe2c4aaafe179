package app

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"motcua"
	"motcua/app/model"
	"motcua/app/view"
	"motcua/assets/icons"
	words "motcua/assets/lang"
	"motcua/internal/viinput"
)

// CounterConfig is what the counter window works with. Paper, Scanner and Road
// may be nil: what needs them is then absent from the window.
type CounterConfig struct {
	Desk      model.Desk
	Catalogue model.Catalogue
	Units     model.Units
	Dossiers  model.Dossiers
	Drafts    model.Drafts
	Paper     model.Paper
	Scanner   motcua.Scanner
	Road      model.Road

	Station  motcua.Station
	Province string           // code of the province most citizens live in; of the station where empty
	Ward     string           // code of the ward
	Media    string           // of receipts: "A5" where empty, or "A4"
	Now      func() time.Time // time.Now where nil
	NewID    func() string    // a new UUID; required
	Typing   viinput.Method   // Vietnamese typing of our own; off where another tool does it
	Tones    viinput.ToneStyle
	Reader   CardReader // a reader on a line of its own; nil where there is none
}

// Counter is the clerk's window.
type Counter struct {
	cfg    CounterConfig
	win    fyne.Window
	app    fyne.App
	run    *runner
	keys   *view.Keys
	sheet  *view.Sheet
	frame  *view.Frame
	intake *model.Intake
	today  *model.Today
	status *model.Status
	iview  *view.Intake
	tview  *view.Today
	screen int
	theme  view.Theme
	once   sync.Once
	shut   sync.Once
}

// NewCounter builds the window; Show opens it.
func NewCounter(a fyne.App, cfg CounterConfig) *Counter {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return newCounter(a, cfg, newRunner(cfg.Now))
}

func newCounter(a fyne.App, cfg CounterConfig, run *runner) *Counter {
	if p, w, ok := strings.Cut(cfg.Station.Unit, "-"); ok && cfg.Province == "" {
		cfg.Province, cfg.Ward = p, w
	}
	c := &Counter{cfg: cfg, app: a, run: run, theme: look(a)}
	setUp(a, c.theme)
	c.win = a.NewWindow(c.title("Tiếp nhận"))
	c.models()
	c.build()
	return c
}

// setUp gives the application its theme, its words and its mark.
func setUp(a fyne.App, t view.Theme) {
	a.Settings().SetTheme(t)
	a.SetIcon(fyne.NewStaticResource("motcua.png", icons.MarkPNG()))
	// Vietnamese whatever the system speaks: half the counters' PCs are set to
	// English, where the toolkit would take its English words.
	for _, l := range []fyne.Locale{"vi", "en"} {
		if err := lang.AddTranslationsForLocale(words.Vietnamese(), l); err != nil {
			fyne.LogError("Vietnamese words of the toolkit", err)
		}
	}
}

func (c *Counter) title(screen string) string {
	parts := []string{screen + " – motcua"}
	for _, p := range []string{c.cfg.Station.UnitName, c.cfg.Station.Name} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

func (c *Counter) models() {
	c.intake = model.NewIntake(model.IntakeConfig{
		Desk: c.cfg.Desk, Catalogue: c.cfg.Catalogue, Units: c.cfg.Units, Drafts: c.cfg.Drafts, Dossiers: c.cfg.Dossiers, Paper: c.cfg.Paper,
		Scanner: c.cfg.Scanner, Tasks: c.run, Clock: c.run, NewID: c.cfg.NewID,
		Province: c.cfg.Province, Ward: c.cfg.Ward, Media: c.cfg.Media,
	})
	c.today = model.NewToday(c.cfg.Dossiers, c.cfg.Paper, c.cfg.Media, c.run, c.run)
	c.status = model.NewStatus(c.cfg.Dossiers, c.cfg.Road, c.run, c.run)
}

func (c *Counter) build() {
	layer := view.NewLayer()
	c.keys = view.NewKeys(c.win)
	c.hands()
	c.sheet = view.NewSheets(c.win, c.keys)
	c.iview = view.NewIntake(c.intake, c.keys, layer, c.sheet.Read, c.askPath)
	c.tview = view.NewToday(c.today, c.keys, func() { c.turn(0); c.iview.FocusSearch() })
	c.frame = view.NewFrame(view.FrameConfig{
		Keys: c.keys, Layer: layer, Place: c.cfg.Station.Name,
		Screens: []view.Screen{
			{Title: "Tiếp nhận", Name: "Tiếp nhận", Icon: "edit_document", Root: c.iview.Root},
			{Title: "Hồ sơ hôm nay", Name: "Việc", Icon: "checklist", Root: c.tview.Root},
		},
		OnScreen: c.turn, OnFind: c.find, OnKeys: c.showKeys,
	})
	c.intake.OnChange = func() { c.iview.Show(c.intake.State()) }
	c.intake.OnReopened = func() { c.iview.FocusWhereLeft() }
	c.intake.OnReceived = func() { c.status.Look(); c.today.Reload() }
	c.intake.OnRefused = c.iview.FocusFault
	c.today.OnChange = func() { c.tview.Show(c.today.State()) }
	c.status.OnChange = func() { c.frame.ShowStatus(c.status.State()) }
	c.keys.OnKey, c.keys.OnCtrl = c.key, c.ctrl
	c.keys.OnFocus = c.iview.Reveal
	c.win.SetContent(c.frame.Root)
	c.win.SetPadded(false)
	c.win.Resize(fyne.NewSize(1366, 698))
	c.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { c.dropped(uris) })
	c.win.SetCloseIntercept(c.Close)
	c.turn(0)
}

// Show opens the window with the form as it was left.
func (c *Counter) Show() {
	c.win.Show()
	c.intake.Open()
	c.today.Reload()
	c.status.Watch()
	c.iview.FocusSearch()
}

// Window returns the window, for tests and for whoever places it.
func (c *Counter) Window() fyne.Window { return c.win }

// Quit closes the window from any goroutine, as its own button does. Ending the
// toolkit first would let work that comes back run beside the window's own.
func (c *Counter) Quit() { c.run.post(c.Close) }

// Close writes the draft, waits for work that must not be lost and closes the
// window. It may be called more than once.
func (c *Counter) Close() {
	c.End()
	c.shut.Do(func() {
		c.win.SetCloseIntercept(nil)
		c.win.Close()
	})
}

// End does what Close does but for the window itself. It is for the time after
// the application has run, when the toolkit took the window away.
func (c *Counter) End() {
	c.once.Do(func() {
		c.run.end()
		c.status.Stop()
		c.intake.Flush()
		c.run.Close()
	})
}

func (c *Counter) turn(i int) {
	c.screen = i
	if i == 0 {
		c.win.SetTitle(c.title("Tiếp nhận"))
		c.frame.Turn(0, "Tiếp nhận", c.cfg.Station.UnitName)
		return
	}
	c.win.SetTitle(c.title("Hồ sơ hôm nay"))
	c.frame.Turn(1, "Hồ sơ hôm nay", c.cfg.Station.UnitName)
	c.today.Reload()
	c.tview.FocusSearch()
}

func (c *Counter) find() {
	c.sheet.Close()
	c.turn(1)
	c.tview.FocusSearch()
}

func (c *Counter) askPath() {
	c.sheet.Path(func(p string) {
		if p = strings.TrimSpace(p); p != "" {
			c.importFile(p)
		}
	})
}

func (c *Counter) dropped(uris []fyne.URI) {
	for _, u := range uris {
		if u.Scheme() == "file" {
			c.importFile(u.Path())
		}
	}
}

func (c *Counter) importFile(path string) {
	c.intake.Import(filepath.Base(path), func() (io.ReadCloser, error) { return os.Open(path) })
}
