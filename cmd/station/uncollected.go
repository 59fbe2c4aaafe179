package station

import (
	"cmp"
	"context"
	"slices"
	"time"

	"motcua"
	"motcua/printing"
)

// uncollected fills in which results up to a day nobody has fetched, those that
// have waited longest first.
func (s *Station) uncollected(ctx context.Context, day, now time.Time) ([]printing.UncollectedLine, error) {
	rows, err := s.Store.Work(ctx, motcua.WorkFilter{Tile: motcua.TileReady, Times: motcua.WorkTimes{Now: now, DayEnd: now, Soon: now}, Limit: motcua.MaxTile})
	if err != nil {
		return nil, err
	}
	y, m, d := day.In(motcua.Local).Date()
	end := time.Date(y, m, d+1, 0, 0, 0, 0, motcua.Local)
	var out []printing.UncollectedLine
	for _, r := range rows {
		x, err := s.Store.Dossier(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		since := doneAt(x)
		if x.Status != motcua.StatusDone || !since.Before(end) { // fetched meanwhile, or of a later day
			continue
		}
		in := x.Received.Intake
		l := printing.UncollectedLine{Code: string(x.Received.Code), Owner: in.Owner(), Phone: in.Applicant.Phone, Procedure: x.Received.Procedure.Name, Done: since, By: in.ResultBy}
		if x.Erased {
			l.Owner = "đã xóa theo quy định"
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b printing.UncollectedLine) int {
		return cmp.Or(a.Done.Compare(b.Done), cmp.Compare(a.Code, b.Code))
	})
	return out, nil
}

// doneAt is since when the result of a dossier is there: when it was recorded,
// else when the status was reached.
func doneAt(d motcua.Dossier) time.Time {
	if !d.Course.ResultAt.IsZero() {
		return d.Course.ResultAt
	}
	at := d.Updated
	for _, s := range d.Steps {
		if s.To == motcua.StatusDone && !s.Revoked {
			at = s.At
		}
	}
	return at
}
