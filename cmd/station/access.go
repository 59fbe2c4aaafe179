package station

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	gosync "sync"
	"time"

	"motcua"
	"motcua/store"
)

// accessPause is how long a look at a dossier counts as the same look: screens
// read it again and again.
const accessPause = 5 * time.Minute

// lookPatience is how long a look waits for its line to be on disk: whoever
// writes much meanwhile must not keep the clerk from reading.
const lookPatience = 200 * time.Millisecond

// Watch notes who looks at what in a station's file. A line is on disk before
// what it tells of is handed over; where that takes long or fails the work goes
// on and the log says so. Where nobody is logged in nothing is noted. Finish it
// before the file is closed.
type Watch struct {
	*store.Store
	now func() time.Time
	log *slog.Logger

	mu     gosync.Mutex
	looked map[[2]string]time.Time // person and dossier
	query  map[string]string       // what each asked last: keys of one word are one search
	late   gosync.WaitGroup        // lines that nobody waits for any longer
}

// NewWatch returns a station's file with an eye on who reads it.
func NewWatch(file *store.Store, now func() time.Time, log *slog.Logger) *Watch {
	return &Watch{Store: file, now: now, log: log, looked: map[[2]string]time.Time{}, query: map[string]string{}}
}

// Note adds a line in the name of whoever acts in ctx.
func (w *Watch) Note(ctx context.Context, deed motcua.AccessDeed, dossier, form string) {
	if a, ok := motcua.WhoActs(ctx); ok {
		w.NoteOf(ctx, a.Login, deed, dossier, form)
	}
}

// NoteOf adds a line in the name of a login.
func (w *Watch) NoteOf(ctx context.Context, login string, deed motcua.AccessDeed, dossier, form string) {
	// Whoever stops waiting has seen it all the same.
	err := w.NoteAccess(context.WithoutCancel(ctx), motcua.Access{At: w.now(), Login: login, Deed: deed, Dossier: dossier, Form: form})
	if err != nil {
		w.log.Error("access not noted", "deed", deed, "code", motcua.CodeOf(err))
	}
}

// look is Note for what is only read: it waits no longer than lookPatience. The
// line is written all the same.
func (w *Watch) look(ctx context.Context, deed motcua.AccessDeed, dossier, form string) {
	done := make(chan struct{})
	w.late.Go(func() {
		defer close(done)
		w.Note(ctx, deed, dossier, form)
	})
	patience := time.NewTimer(lookPatience)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
		w.log.Error("access not noted yet", "deed", deed)
	}
}

// Finish waits for lines that are still to be written. Nothing may be looked at
// any longer.
func (w *Watch) Finish() { w.late.Wait() }

// Dossier is store.Dossier, noted; many that are read for one deed are one line.
func (w *Watch) Dossier(ctx context.Context, id string) (motcua.Dossier, error) {
	d, err := w.Store.Dossier(ctx, id)
	if err != nil {
		return d, err
	}
	switch first, many := motcua.FirstOfMany(ctx); {
	case first:
		w.look(ctx, motcua.AccessOpened, "", "batch")
	case !many && w.newLook(ctx, id):
		w.look(ctx, motcua.AccessOpened, id, "")
	}
	return d, nil
}

func (w *Watch) newLook(ctx context.Context, id string) bool {
	a, ok := motcua.WhoActs(ctx)
	if !ok {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now, key := w.now(), [2]string{a.Login, id}
	before, seen := w.looked[key]
	if seen && now.Sub(before).Abs() < accessPause {
		return false
	}
	if len(w.looked) > 10_000 {
		clear(w.looked)
	}
	w.looked[key] = now
	return true
}

// List is store.List; a query is noted, but not what it asks for.
func (w *Watch) List(ctx context.Context, f motcua.Filter) ([]motcua.Row, error) {
	rows, err := w.Store.List(ctx, f)
	if err == nil && w.newQuery(ctx, f.Query) {
		w.look(ctx, motcua.AccessSearched, "", "")
	}
	return rows, err
}

// Work is store.Work; a query is noted, as by List.
func (w *Watch) Work(ctx context.Context, f motcua.WorkFilter) ([]motcua.Row, error) {
	rows, err := w.Store.Work(ctx, f)
	if err == nil && w.newQuery(ctx, f.Query) {
		w.look(ctx, motcua.AccessSearched, "", "")
	}
	return rows, err
}

// newQuery reports whether a query is more than the last with letters added or
// taken away.
func (w *Watch) newQuery(ctx context.Context, q string) bool {
	a, ok := motcua.WhoActs(ctx)
	if !ok || q == "" {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	last, had := w.query[a.Login]
	w.query[a.Login] = q
	return !had || !strings.HasPrefix(q, last) && !strings.HasPrefix(last, q)
}

// Earlier is store.Earlier, noted as a search by number.
func (w *Watch) Earlier(ctx context.Context, number string, limit int) ([]motcua.Earlier, error) {
	out, err := w.Store.Earlier(ctx, number, limit)
	if err == nil && w.newQuery(ctx, number) {
		w.look(ctx, motcua.AccessSearched, "", "")
	}
	return out, err
}

// Door is the way in of a station, noted.
type Door struct {
	*Station
	Watch *Watch
}

// List implements model.Door.
func (d Door) List(ctx context.Context) ([]motcua.Account, error) { return d.People.List(ctx) }

// Left implements model.Door.
func (d Door) Left(ctx context.Context, login string) (time.Duration, error) {
	return d.People.Left(ctx, login)
}

// SetPassword implements model.Door.
func (d Door) SetPassword(ctx context.Context, login, word string) error {
	return d.People.SetPassword(ctx, login, word)
}

// SetPIN implements model.Door.
func (d Door) SetPIN(ctx context.Context, login, pin string) error {
	return d.People.SetPIN(ctx, login, pin)
}

// Login implements model.Door.
func (d Door) Login(ctx context.Context, login, word string) (motcua.Account, error) {
	a, err := d.People.Login(ctx, login, word)
	d.Watch.Entry(ctx, login, err)
	return a, err
}

// Entry notes that somebody came in, or was refused for a wrong word. A try
// that was not looked at is not noted: there may be thousands.
func (w *Watch) Entry(ctx context.Context, login string, err error) {
	switch {
	case err == nil:
		w.NoteOf(ctx, login, motcua.AccessEntered, "", "")
	case motcua.CodeOf(err) == motcua.CodeDenied && motcua.FieldOf(err) == "password":
		w.NoteOf(ctx, w.ofSomebody(ctx, login), motcua.AccessRefused, "", "")
	}
}

// noLogin stands for whatever was typed that is nobody's login: it may be a
// password.
const noLogin = "?"

func (w *Watch) ofSomebody(ctx context.Context, login string) string {
	list, err := People(w.Store, w.now).List(ctx)
	if err != nil {
		w.log.Error("refused login not named", "code", motcua.CodeOf(err))
	}
	if slices.ContainsFunc(list, func(a motcua.Account) bool { return a.Login == login }) {
		return login
	}
	return noLogin
}
