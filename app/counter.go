package app

import (
	"context"
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

// CounterConfig is what the counter window works with. Paper, Scanner, Road,
// Carrier and Thumbs may be nil: what needs them is then absent from the window.
type CounterConfig struct {
	Desk      model.Desk
	Catalogue model.Catalogue
	Units     model.Units
	Fees      model.Fees // nil: fees are only shown as published
	File      File
	Drafts    model.Drafts
	Visits    model.Visits // nil: no visit can be held
	Paper     model.Paper
	Thumbs    model.Thumbs
	Scanner   motcua.Scanner
	Reuse     model.Reuse // nil: nothing of before is offered
	Road      model.Road
	Carrier   model.Carrier
	Prints    model.PrintQueue // nil where nothing is queued
	Steps     model.StepDesk   // nil where dossiers are only looked at
	Forms     model.FormPaper  // nil where nothing can be printed
	Course    model.Course     // nil where no internal process is known
	DayPaper  model.DayPaper   // nil where nothing can be printed
	Days      model.Workdays
	Door      model.Door // nil: nobody logs in

	Station motcua.Station
	Actor   string        // who is at the desk, where the station has no accounts
	Idle    time.Duration // without a key, after which the window locks; 5 minutes where 0
	Place   Place
	Now     func() time.Time // time.Now where nil
	NewID   func() string    // a new UUID; required
	Typing  viinput.Method   // Vietnamese typing of our own; off where another tool does it
	Tones   viinput.ToneStyle
	Reader  CardReader // a reader on a line of its own; nil where there is none
	// OnTaken is told of each dossier once its code is on the screen; may be nil.
	OnTaken func(motcua.Code)
	// OnShown is told whose numbers were shown in full, beside the window; may
	// be nil.
	OnShown func(context.Context, motcua.Code)
}

// File is what the window reads of the station's file.
type File interface {
	model.Dossiers
	model.Worklist
	model.Unsents
	model.DayBook
}

// Place is what most intakes at this counter have in common.
type Place struct {
	Province string // code of the province most citizens live in; of the station where empty
	Ward     string // code of the ward
	Media    string // of receipts: "A5" where empty, or "A4"
}

// The screens, in the order of the frame.
const (
	onIntake = iota
	onWork
	onPage // of one dossier; the work list leads to it
	onOutbox
	onDay
	onPrints // the status bar, Ctrl+P and the search box lead to it
)

// models are the state machines behind the screens.
type models struct {
	intake *model.Intake
	work   *model.Work
	page   *model.Page
	outbox *model.Outbox
	day    *model.DayClose
	prints *model.Prints
	search *model.Search
	status *model.Status
	steps  *model.Steps // nil where dossiers are only looked at
	gate   *model.Gate  // nil where nobody logs in
	narrow *model.WorkSheet
	batch  *model.Batch
}

// screens are what is drawn of them.
type screens struct {
	frame   *view.Frame
	sheet   *view.Sheet
	palette *view.Palette
	intake  *view.Intake
	work    *view.Work
	page    *view.Page
	outbox  *view.Outbox
	day     *view.DayClose
	prints  *view.Prints
	step    *view.StepSheet
	gate    *view.Gate
	narrow  *view.StepSheet // what to narrow the work list to
	batch   *view.StepSheet // one step on many
}

// Counter is the clerk's window.
type Counter struct {
	cfg    CounterConfig
	win    fyne.Window
	app    fyne.App
	run    *runner
	keys   *view.Keys
	m      models
	v      screens
	wedge  *model.Wedge // while somebody works here
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
	if p, w, ok := strings.Cut(cfg.Station.Unit, "-"); ok && cfg.Place.Province == "" {
		cfg.Place.Province, cfg.Place.Ward = p, w
	}
	c := &Counter{cfg: cfg, app: a, run: run, theme: look(a)}
	setUp(a, c.theme)
	c.win = a.NewWindow(c.title("Tiếp nhận"))
	c.models()
	c.build()
	c.connect()
	c.turn(onIntake)
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
	cfg, at := c.cfg, c.cfg.Place
	var turnAway func(motcua.Received, model.StepKey)
	if cfg.Steps != nil {
		turnAway = c.turnAway
	}
	c.m.intake = model.NewIntake(model.IntakeConfig{
		Desk: cfg.Desk, Catalogue: cfg.Catalogue, Units: cfg.Units, Drafts: cfg.Drafts, Dossiers: cfg.File, Paper: cfg.Paper, Forms: cfg.Forms, TurnAway: turnAway,
		Scanner: cfg.Scanner, Reuse: cfg.Reuse, Tasks: c.run, Clock: c.run, NewID: cfg.NewID, Fees: cfg.Fees, Visits: cfg.Visits, Actor: cfg.Actor,
		Province: at.Province, Ward: at.Ward, Media: at.Media,
	})
	c.m.steps = c.newSteps()
	c.m.work = model.NewWork(model.WorkConfig{Worklist: cfg.File, Dossiers: cfg.File, Paper: cfg.Paper, DayPaper: cfg.DayPaper, Media: at.Media, Days: cfg.Days, Steps: c.m.steps, Tasks: c.run, Clock: c.run})
	c.m.narrow = model.NewWorkSheet(c.m.work)
	c.m.batch = c.newBatch()
	c.m.page = model.NewPage(model.PageConfig{
		Dossiers: cfg.File, Units: cfg.Units, Paper: cfg.Paper, Media: at.Media, Thumbs: cfg.Thumbs, Road: cfg.Road,
		Days: cfg.Days, Steps: c.m.steps, Tasks: c.run, Clock: c.run, OnShown: c.numbersShown,
	})
	c.m.outbox = model.NewOutbox(model.OutboxConfig{Unsents: cfg.File, Dossiers: cfg.File, Road: cfg.Road, Carrier: cfg.Carrier, Tasks: c.run, Clock: c.run})
	c.m.day = model.NewDayClose(model.DayCloseConfig{Book: cfg.File, Road: cfg.Road, Paper: cfg.DayPaper, Actor: cfg.Actor, Tasks: c.run, Clock: c.run})
	c.m.prints = model.NewPrints(cfg.Prints, c.run, c.run)
	c.m.search = model.NewSearch(model.SearchConfig{
		Dossiers: cfg.File, Catalogue: cfg.Catalogue, Commands: c.commands, Tasks: c.run, Clock: c.run,
		OnDossier: c.openDossier, OnProcedure: c.beginIntake,
	})
	c.m.status = model.NewStatus(cfg.File, cfg.Road, c.run, c.run)
}

func (c *Counter) build() {
	layer := view.NewLayer()
	c.keys = view.NewKeys(c.win)
	c.hands()
	c.v.sheet = view.NewSheets(c.win, c.keys)
	c.v.palette = view.NewPalette(c.win, c.m.search, c.keys)
	c.v.intake = view.NewIntake(c.m.intake, c.keys, layer, c.v.sheet.Read, c.askPath)
	c.v.work = view.NewWork(c.m.work, c.keys, view.WorkActs{New: c.newIntake, Open: c.openChosen, Next: c.nextStep, Others: c.otherSteps, Sorry: c.apologise, Print: c.printMarked, Narrow: c.m.narrow.Begin})
	c.v.page = view.NewPage(c.m.page, c.keys, view.PageActs{Next: c.nextStep, Others: c.otherSteps, Note: func() { c.begin(model.StepNote) }, Sorry: c.apologise})
	c.v.step = view.NewStepSheet(c.win, c.m.steps, c.keys)
	c.v.narrow = view.NewFormSheet(c.win, c.m.narrow, c.keys)
	c.v.batch = view.NewFormSheet(c.win, c.m.batch, c.keys)
	c.v.outbox = view.NewOutbox(c.m.outbox, c.keys, c.askStick)
	c.v.day = view.NewDayClose(c.m.day, c.keys)
	c.v.prints = view.NewPrints(c.m.prints, c.keys, c.askPrinter)
	c.v.frame = view.NewFrame(view.FrameConfig{
		Keys: c.keys, Layer: layer, Place: c.cfg.Station.Name,
		Screens: []view.Screen{
			{Title: "Tiếp nhận", Name: "Tiếp nhận", Icon: "edit_document", Digit: "1", Root: c.v.intake.Root},
			{Title: "Danh sách việc", Name: "Việc", Icon: "checklist", Digit: "2", Root: c.v.work.Root},
			{Title: "Hồ sơ", Under: onWork, Root: c.v.page.Root},
			{Title: "Chưa gửi", Name: "Chưa gửi", Icon: "outbox", Digit: "5", Root: c.v.outbox.Root},
			{Title: "Kết sổ ngày", Name: "Kết sổ", Icon: "event_available", Digit: "6", Root: c.v.day.Root},
			{Title: "Hàng in", Under: onIntake, Root: c.v.prints.Root},
		},
		OnScreen: c.turnTo, OnFind: c.find, OnKeys: c.showKeys, OnPrints: c.showPrints,
	})
}

// connect leads what models say to what is drawn, and keys to the key map.
func (c *Counter) connect() {
	c.m.intake.OnChange = func() { c.v.intake.Show(c.m.intake.State()) }
	c.m.intake.OnReopened = func() { c.v.intake.FocusWhereLeft() }
	if c.cfg.OnTaken != nil {
		c.m.intake.OnTaken = c.cfg.OnTaken
	}
	c.m.intake.OnReceived = func() { c.m.status.Look(); c.m.work.Reload() }
	c.m.intake.OnRefused = c.v.intake.FocusFault
	c.m.work.OnChange = func() {
		s := c.m.work.State()
		c.v.work.Show(s)
		c.v.frame.Badge(onOutbox, s.Unsent)
		c.v.frame.Badge(onWork, s.Near.Count)
	}
	c.m.narrow.OnChange = func() { c.v.narrow.Show(c.m.narrow.State()) }
	c.m.outbox.OnChange = func() { c.v.outbox.Show(c.m.outbox.State()) }
	c.m.day.OnChange = func() { c.v.day.Show(c.m.day.State()) }
	c.m.day.OnRefused = c.v.day.FocusFault
	c.connectPrints()
	c.m.page.OnChange = func() { c.v.page.Show(c.m.page.State()) }
	c.m.search.OnChange = func() { c.v.palette.Set(c.m.search.State()) }
	c.keys.OnKey, c.keys.OnCtrl = c.key, c.ctrl
	c.keys.OnFocus = func(o fyne.CanvasObject) {
		c.keys.OnTouch()
		c.v.intake.Reveal(o)
		c.v.step.Reveal(o)
		c.v.narrow.Reveal(o)
	}
	c.connectSteps()
	c.connectBatch()
	c.gate()
	c.win.SetContent(c.v.frame.Root)
	c.win.SetPadded(false)
	c.win.Resize(fyne.NewSize(1366, 698))
	c.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { c.dropped(uris) })
	c.win.SetCloseIntercept(c.Close)
}

// Show opens the window with the form as it was left.
func (c *Counter) Show() {
	if c.m.gate != nil {
		c.keys.Wedge = nil
		c.m.gate.OnChange() // covered before the first frame
	}
	c.win.Show()
	c.m.intake.Open()
	c.m.work.Watch()
	c.m.status.Watch()
	c.m.prints.Watch()
	c.v.intake.FocusSearch()
	if c.m.gate != nil {
		c.m.gate.Open()
	}
}

// Window returns the window, for tests and for whoever places it.
func (c *Counter) Window() fyne.Window { return c.win }

// Quit closes the window from any goroutine, as its own button does. Ending the
// toolkit first would let work that comes back run beside the window's own.
func (c *Counter) Quit() { c.run.post(c.Close) }

// Lift brings the window to the front from any goroutine: somebody started the
// program again.
func (c *Counter) Lift() {
	c.run.post(func() {
		c.win.Show()
		c.win.RequestFocus()
	})
}

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
		c.m.status.Stop()
		c.m.work.Stop()
		c.m.outbox.Stop()
		c.m.day.Stop()
		c.m.prints.Stop()
		if c.m.gate != nil {
			c.m.gate.Stop()
		}
		c.m.intake.Flush()
		c.run.Close()
	})
}

func (c *Counter) askPath() {
	c.v.sheet.Path(func(p string) {
		if p = strings.TrimSpace(p); p != "" {
			c.importFile(p)
		}
	})
}

func (c *Counter) dropped(uris []fyne.URI) {
	if c.locked() {
		return
	}
	for _, u := range uris {
		if u.Scheme() == "file" {
			c.importFile(u.Path())
		}
	}
}

func (c *Counter) importFile(path string) {
	c.m.intake.Import(filepath.Base(path), func() (io.ReadCloser, error) { return os.Open(path) })
}
