package desktop

import (
	"context"
	"errors"
	"io/fs"
	"os"
	gosync "sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"motcua"
	window "motcua/app"
	"motcua/app/model"
	"motcua/assets/units"
	"motcua/cmd/station"
	"motcua/store"
)

// program is one station and its window, from the first look at the folder to
// the end.
type program struct {
	e    *env
	data string
	open func(ctx context.Context, keys store.Keys) (*station.Station, error)
	// make makes a new station in the folder; nil where that is not offered.
	make func(ctx context.Context, n model.NewStation) error
	// hold keeps other windows off the folder; nil where any number may look.
	hold func(dir string) (release func() error, err error)
	// show opens the window and starts what runs beside it.
	show func(a fyne.App, s *station.Station) (*session, error)
}

// session is an open window and what runs beside it.
type session struct {
	quit func()       // closes the window, from any goroutine
	lift func()       // brings it to the front, from any goroutine; nil where nobody asks for it
	end  func() error // after the application has run: ends what runs beside it
}

// run shows the station's window until it is closed or the program is asked to
// end. A station under a passphrase that is not given in the environment asks
// for it first, in a window of its own.
func (p program) run() error {
	fresh := p.make != nil && empty(p.data)
	var s *station.Station
	var locked bool
	if !fresh {
		var err error
		s, err = p.open(p.e.ctx, station.KeysFromEnv())
		locked = motcua.CodeOf(err) == motcua.CodeDenied && motcua.FieldOf(err) == "passphrase"
		// A folder where a station was begun and never finished is as good as
		// empty; one with other things is refused by make.
		fresh = p.make != nil && motcua.CodeOf(err) == motcua.CodeUnknown && motcua.FieldOf(err) == "station"
		if err != nil && !locked && !fresh {
			return p.e.say(err)
		}
	}
	o := &opening{program: p, station: s}
	if !fresh {
		if err := o.take(); err != nil {
			return errors.Join(err, o.finish())
		}
	}
	o.app = app.NewWithID(appID)
	switch {
	case fresh:
		o.setUp()
	case locked:
		o.ask()
	default:
		o.begin()
	}
	if o.err == nil {
		runApp(o.app)
	}
	return o.finish()
}

// empty reports whether nothing is in a folder, or no folder there.
func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0
}

// stopping is what the toolkit's lifecycle has besides its public face.
type stopping interface {
	OnStopped() func()
	SetOnStoppedHookExecuted(func())
}

// runApp is a.Run for a toolkit (Fyne 2.8.1) that queues what it does last, the
// saving of preferences, while it empties that queue: where the two meet, Run
// never returns, and the folder stays held by a program without a window. So
// that is done here, after Run.
func runApp(a fyne.App) {
	l, ok := a.Lifecycle().(stopping)
	if !ok {
		a.Run()
		return
	}
	last := l.OnStopped()
	l.SetOnStoppedHookExecuted(nil)
	a.Run()
	if last != nil {
		last()
	}
}

// opening is a program that is being shown. All of it lives where windows do.
type opening struct {
	program
	app     fyne.App
	station *station.Station
	release func() error   // of take; nil before
	ends    []func() error // in order
	err     error          // why there is no window
}

// take keeps other windows off the folder until finish.
func (o *opening) take() (err error) {
	if o.hold != nil {
		o.release, err = o.hold(o.data)
	}
	return err
}

// setUp shows the window that makes the station.
func (o *opening) setUp() {
	un, err := units.Load()
	if err != nil {
		o.err = err
		return
	}
	var got *station.Station
	u := window.NewSetup(o.app, window.SetupConfig{
		Folder: o.data, Units: places{un}, Now: o.e.now,
		Make: func(ctx context.Context, n model.NewStation) error {
			made := o.make(ctx, n)
			if made != nil && motcua.CodeOf(made) != motcua.CodeConflict {
				return made
			}
			// One that was made, and only not opened, is there already.
			s, err := o.open(ctx, station.KeysFromEnv())
			if motcua.CodeOf(err) == motcua.CodeUnknown && made != nil {
				return made
			}
			got = s
			return err
		},
		Made: func() {
			o.station = got
			if o.err = o.take(); o.err == nil {
				o.begin()
			}
		},
	})
	o.shown(u.Quit, u.End, &got)
	u.Show()
}

// shown ends a window that is shown before the station's own; got is the
// station that it may have opened while it was closed.
func (o *opening) shown(quit, end func(), got **station.Station) {
	stop := context.AfterFunc(o.e.ctx, quit)
	o.ends = append(o.ends, func() error {
		stop()
		end()
		if o.station == nil && *got != nil {
			return (*got).Close()
		}
		return nil
	})
}

// ask shows the start window.
func (o *opening) ask() {
	var got *station.Station // of the try that is running; there is one at a time
	u := window.NewUnlock(o.app, window.UnlockConfig{
		Folder: o.data, Now: o.e.now,
		Open: func(ctx context.Context, phrase string) error {
			keys := station.KeysFromEnv()
			keys.Passphrase = func() ([]byte, error) { return []byte(phrase), nil }
			s, err := o.open(ctx, keys)
			got = s
			return err
		},
		Opened: func() {
			o.station = got
			o.begin()
		},
	})
	o.shown(u.Quit, u.End, &got)
	u.Show()
}

// begin shows the station's own window.
func (o *opening) begin() {
	s, err := o.show(o.app, o.station)
	if err != nil {
		o.err = err
		return
	}
	stop := context.AfterFunc(o.e.ctx, s.quit)
	still := func() error { return nil }
	if s.lift != nil {
		if answer, err := station.AnswerKnocks(o.data, s.lift); err == nil {
			still = answer
		} else { // the window works without
			o.e.log.Error("no second start can raise the window", "code", motcua.CodeOf(err))
		}
	}
	o.ends = append(o.ends, func() error {
		stop()
		return errors.Join(still(), s.end())
	})
}

func (o *opening) finish() error {
	errs := []error{o.err}
	for _, end := range o.ends {
		errs = append(errs, end())
	}
	if o.station != nil {
		errs = append(errs, o.station.Close())
	}
	if o.release != nil {
		errs = append(errs, o.release())
	}
	return errors.Join(errs...)
}

// background is the work that runs beside a window.
type background struct {
	e      *env
	ctx    context.Context
	cancel context.CancelFunc
	wg     gosync.WaitGroup
}

func inBackground(e *env) *background {
	b := &background{e: e}
	b.ctx, b.cancel = context.WithCancel(e.ctx)
	return b
}

// serve runs a worker until end; that it ends earlier goes to the log.
func (b *background) serve(name string, serve func(context.Context) error) {
	b.wg.Go(func() {
		if err := serve(b.ctx); err != nil && b.ctx.Err() == nil {
			b.e.log.Error("background "+name+" ended", "code", motcua.CodeOf(err))
		}
	})
}

// end stops the workers and waits for them.
func (b *background) end() {
	b.cancel()
	b.wg.Wait()
}
