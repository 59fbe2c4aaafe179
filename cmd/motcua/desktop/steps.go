package desktop

import (
	"context"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/desk"
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

// Begin implements model.StepDesk.
func (s steps) Begin(ctx context.Context, in motcua.Intake, do motcua.Action) (motcua.Dossier, error) {
	d, err := s.station.Begin(ctx, in, do)
	if err == nil {
		s.station.Sync.Wake()
	}
	return d, err
}

// Form implements model.FormPaper.
func (p paper) Form(ctx context.Context, dossier string, form motcua.PrintForm) ([]byte, error) {
	return p.station.Paper(ctx, dossier, form)
}

// PrintForm implements model.FormPaper.
func (p paper) PrintForm(ctx context.Context, dossier string, form motcua.PrintForm) (string, error) {
	return p.ask(ctx, motcua.PrintOrder{Dossier: dossier, Form: form, Media: station.DefaultSheet(form)})
}

// PrintDay implements model.DayPaper. What the day has not is said before it is
// queued.
func (p paper) PrintDay(ctx context.Context, form motcua.PrintForm, day time.Time) (string, error) {
	if err := p.station.HasDaySheet(ctx, form, day); err != nil {
		return "", err
	}
	return p.ask(ctx, station.DayOrder(form, day))
}

// reuse offers a citizen's papers of before and wakes the road.
type reuse struct {
	station *station.Station
	watch   *station.Watch
}

// Earlier implements model.Reuse.
func (r reuse) Earlier(ctx context.Context, number string, limit int) ([]motcua.Earlier, error) {
	return r.watch.Earlier(ctx, number, limit)
}

// ReuseFile implements model.Reuse.
func (r reuse) ReuseFile(ctx context.Context, dossier, paper, from, sha256 string) (motcua.Dossier, error) {
	d, err := r.station.Desk.ReuseFile(ctx, desk.On{Dossier: dossier}, paper, from, sha256)
	if err == nil {
		r.station.Sync.Wake()
	}
	return d, err
}
