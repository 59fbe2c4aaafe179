// Package station wires one counter's rooms together, without a screen: the
// file, the desk, the catalogue, printing and the road to the hub. Both
// programs and the end-to-end tests start from it.
package station

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"motcua"
	"motcua/assets/catalogue"
	"motcua/assets/units"
	workdays "motcua/calendar"
	"motcua/desk"
	"motcua/people"
	"motcua/printing"
	"motcua/process"
	"motcua/scan/page"
	"motcua/store"
	"motcua/sync"
)

// Config says how to open a station. Zero values: the real clock, the
// system's randomness, no log.
type Config struct {
	Dir   string
	Actor string // who is at the desk, where the station has no accounts
	Now   func() time.Time
	Log   *slog.Logger
	// Inspect judges foreign files; in this very process where nil, which is
	// for programs without a window.
	Inspect desk.Inspector
	Keys    store.Keys // where the root key is kept; in a file of the folder where zero
}

// Station is one opened counter.
type Station struct {
	Store     *store.Store
	Desk      *desk.Desk
	Catalogue *catalogue.Catalogue
	Units     *units.Units
	Calendar  *workdays.Calendar
	People    *people.People
	Press     *printing.Press
	Printers  Printers
	Processes process.Table // the internal processes
	Sync      *sync.Sync
}

// Open opens the station in c.Dir, which `station init` must have made.
func Open(ctx context.Context, c Config) (*Station, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Inspect == nil {
		c.Inspect = inspector{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	cat, err := catalogue.Load()
	if err != nil {
		return nil, err
	}
	un, err := units.Load()
	if err != nil {
		return nil, err
	}
	cal, err := calendarOf(c.Dir, c.Log)
	if err != nil {
		return nil, err
	}
	ways, err := Processes()
	if err != nil {
		return nil, err
	}
	press, err := openPress(c)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, c.Dir, store.Config{Now: c.Now, Rand: rand.Reader, Keys: c.Keys})
	if err != nil {
		return nil, err
	}
	if n, err := ClearPapers(c.Dir); err != nil {
		c.Log.Error("papers in the station's folder not removed", "removed", n, "err", err)
	} else if n > 0 {
		c.Log.Warn("papers in the station's folder removed", "papers", n)
	}
	staff := People(st, c.Now)
	return &Station{
		Store:     st,
		People:    staff,
		Catalogue: cat,
		Units:     un,
		Calendar:  cal,
		Press:     press,
		Printers:  Printers{data: c.Dir},
		Processes: ways,
		Desk: desk.New(desk.Config{
			File: st, Catalogue: cat, Units: un, Calendar: cal,
			Inspect: c.Inspect, Now: c.Now,
			Who: func(ctx context.Context) (motcua.Account, error) { return staff.Who(ctx, c.Actor) },
		}),
		Sync: sync.New(sync.Config{File: st, Numbers: st, HTTP: &http.Client{Timeout: time.Minute}, Now: c.Now, Log: c.Log}),
	}, nil
}

// Close closes the file.
func (s *Station) Close() error { return s.Store.Close() }

// Receipt returns the receipt (Mẫu 01) of a dossier as PDF, from the stored
// row. media is "A5" or "A4". An erased dossier has none (CodeConflict,
// "dossier").
func (s *Station) Receipt(ctx context.Context, id, media string) ([]byte, error) {
	d, err := s.Store.Dossier(ctx, id)
	if err != nil {
		return nil, err
	}
	if d.Erased {
		return nil, &motcua.Error{Code: motcua.CodeConflict, Field: "dossier", Detail: "erased"}
	}
	doc, err := receiptData(s.Store, d, 0)
	if err != nil {
		return nil, err
	}
	return s.Press.PDF(media, doc)
}

// formsDir is the folder beside the station's file where replaced forms lie.
const formsDir = "forms"

// openPress reads the forms. A replacement that cannot be used is logged by file
// and line; the shipped form serves in its place.
func openPress(c Config) (*printing.Press, error) {
	forms, refused, err := printing.LoadForms(os.DirFS(filepath.Join(c.Dir, formsDir)))
	if err != nil {
		return nil, err
	}
	for _, r := range refused {
		c.Log.Warn("form refused", "file", r.File, "line", r.Line, "reason", r.Reason, "word", r.Word)
	}
	return printing.NewPress(forms), nil
}

type inspector struct{}

func (inspector) Inspect(data []byte) (motcua.FileRef, error) { return page.Inspect(data) }

// Init makes a new station for a unit of the administrative list.
func Init(ctx context.Context, dir, unit, agency, name string, from, to int, now func() time.Time, keys store.Keys) (motcua.Station, error) {
	un, err := units.Load()
	if err != nil {
		return motcua.Station{}, err
	}
	u, ok := un.Get(unit)
	if !ok {
		return motcua.Station{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "unit"}
	}
	if agency == "" {
		agency = un.Agency(unit)
	}
	return store.Init(ctx, dir, store.InitConfig{
		Unit: unit, UnitName: u.Name + ", " + u.Province, Agency: agency, Name: name,
		SerialFrom: from, SerialTo: to, Now: now, Rand: rand.Reader, Keys: keys,
	})
}

var _ io.Closer = (*Station)(nil)
