package desktop

import (
	"context"
	"errors"
	"image"
	"io"
	"path/filepath"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/assets/units"
	"motcua/cmd/station"
	"motcua/internal/worker"
	"motcua/printing/queue"
)

// places gives the window the administrative units in its own words.
type places struct{ *units.Units }

func (p places) Provinces() []model.Place {
	var out []model.Place
	for _, x := range p.Units.Provinces() {
		out = append(out, model.Place{Code: x.Code, Name: x.Name})
	}
	return out
}

func (p places) Wards(province string) []model.Place {
	var out []model.Place
	for _, x := range p.Units.Wards(province) {
		out = append(out, model.Place{Code: x.Code, Name: x.Name})
	}
	return out
}

// thumbs draws stored files small, in the worker process.
type thumbs struct {
	station *station.Station
	worker  *worker.Client
}

// mostThumb is the largest file that is drawn small, in bytes.
const mostThumb = 32 << 20

func (t thumbs) Thumb(ctx context.Context, f motcua.FileRef, maxWidth int) (image.Image, error) {
	if f.Size > mostThumb {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file"}
	}
	r, err := t.station.Store.OpenFile(f.SHA256)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	return t.worker.Render(ctx, data, 0, maxWidth)
}

// carrier gets unsent things on their way, by the network or on a stick.
type carrier struct {
	station *station.Station
	now     func() time.Time
	watch   *station.Watch
}

// Wake implements model.Carrier.
func (c carrier) Wake() { c.station.Sync.Wake() }

// WriteStick implements model.Carrier.
func (c carrier) WriteStick(ctx context.Context, folder string) (model.Stick, error) {
	now := c.now()
	path := filepath.Join(folder, "motcua-"+c.station.Store.Station().ID+"-"+now.In(motcua.Local).Format("20060102-150405")+".goi")
	m, err := c.station.WriteBundle(ctx, path, now)
	if err == nil {
		c.watch.Note(ctx, motcua.AccessExported, "", "bundle")
	}
	return model.Stick{Path: path, Events: m.Events, Files: len(m.Files)}, err
}

// paper makes receipts from stored rows, shows them through the worker process
// and queues them for the printer.
type paper struct {
	station *station.Station
	worker  *worker.Client
	queue   *queue.Queue
	printer string // address where nothing else is remembered
	actor   string
	watch   *station.Watch
}

func (p paper) Receipt(ctx context.Context, id, media string) ([]byte, error) {
	return p.station.Receipt(ctx, id, media)
}

func (p paper) Preview(ctx context.Context, pdf []byte, page, maxWidth int) (image.Image, error) {
	return p.worker.Render(ctx, pdf, page, maxWidth)
}

// printPatience is how long the clerk's line waits for a printer's word before
// it says that the paper is queued. Nothing else waits for it.
const printPatience = 3 * time.Second

func (p paper) Print(ctx context.Context, id, media string) (string, error) {
	return p.ask(ctx, motcua.PrintOrder{Dossier: id, Form: motcua.PrintReceipt, Media: media})
}

// ask queues a paper where its form is printed and says what has become of it
// so far.
func (p paper) ask(ctx context.Context, o motcua.PrintOrder) (string, error) {
	c, err := p.station.PrintChoice(ctx, o.Form, p.printer)
	if err != nil {
		return "", err
	}
	if c.Media != "" {
		o.Media = c.Media
	}
	o.Printer, o.Tray, o.Copies, o.Actor = c.Printer, c.Tray, c.Copies, p.actor
	if a, ok := motcua.WhoActs(ctx); ok {
		o.Actor = a.Name
	}
	if o, err = p.queue.Ask(ctx, o); err != nil {
		return "", err
	}
	p.watch.Note(ctx, motcua.AccessPrinted, o.Dossier, string(o.Form))
	wait, cancel := context.WithTimeout(ctx, printPatience)
	defer cancel()
	if o, err = p.queue.Wait(wait, o.ID); err != nil {
		return "", err
	}
	return model.PrintedWords(o)
}

// printQueue shows the window its print queue.
type printQueue struct {
	station *station.Station
	*queue.Queue
}

// shownPrints is how many papers that are over the window shows.
const shownPrints = 30

// Prints implements model.PrintQueue.
func (q printQueue) Prints(ctx context.Context) ([]motcua.PrintOrder, error) {
	out, err := q.station.Store.OpenPrints(ctx)
	if err != nil {
		return nil, err
	}
	newest, err := q.station.Store.Prints(ctx, shownPrints)
	for _, o := range newest {
		if o.State.Over() {
			out = append(out, o)
		}
	}
	return out, err
}
