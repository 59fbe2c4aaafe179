package desktop

import (
	"context"

	"motcua"
	"motcua/app/model"
	"motcua/cmd/station"
)

// steps does what the window's sheets ask for and wakes the road.
type steps struct{ station *station.Station }

// Do implements model.StepDesk.
func (s steps) Do(ctx context.Context, dossier, seen string, do motcua.Action) (motcua.Dossier, error) {
	d, err := s.station.Do(ctx, dossier, seen, do)
	if err == nil {
		s.station.Sync.Wake()
	}
	return d, err
}

// forms prints the papers of a dossier's steps.
type forms struct {
	station *station.Station
	printer motcua.Printer
}

// PrintForm implements model.FormPaper.
func (f forms) PrintForm(ctx context.Context, dossier string, form model.Form) (string, error) {
	p, err := f.station.Paper(ctx, dossier, station.Form(form))
	if err != nil {
		return "", err
	}
	return f.printer.Print(ctx, motcua.PrintJob{Title: p.Title, PDF: p.PDF, Media: p.Media})
}
