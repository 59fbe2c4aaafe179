package desktop

import (
	"context"
	"image"

	"motcua"
	"motcua/app/model"
	"motcua/assets/units"
	"motcua/cmd/station"
	"motcua/internal/worker"
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

// paper makes receipts from stored rows, shows them through the worker
// process and hands them to the printer.
type paper struct {
	station *station.Station
	worker  *worker.Client
	printer motcua.Printer
}

func (p paper) Receipt(ctx context.Context, id, media string) ([]byte, error) {
	return p.station.Receipt(ctx, id, media)
}

func (p paper) Preview(ctx context.Context, pdf []byte, page, maxWidth int) (image.Image, error) {
	return p.worker.Render(ctx, pdf, page, maxWidth)
}

func (p paper) Print(ctx context.Context, id, media string) (string, error) {
	pdf, err := p.station.Receipt(ctx, id, media)
	if err != nil {
		return "", err
	}
	d, err := p.station.Store.Dossier(ctx, id)
	if err != nil {
		return "", err
	}
	defer p.station.Press.Warm() // for the next, while this one comes out
	return p.printer.Print(ctx, motcua.PrintJob{Title: "giay-hen-" + string(d.Received.Code), PDF: pdf, Media: media})
}
