package modeltest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"motcua"
)

// Weekdays are worked from Monday to Friday but for the days named "02/01".
type Weekdays []string

// IsWorkday implements model.Workdays.
func (w Weekdays) IsWorkday(day time.Time) bool {
	day = day.In(motcua.Local)
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !slices.Contains(w, day.Format("02/01"))
}

// under reports whether a tile counts a dossier.
func under(t motcua.Tile, x motcua.Dossier, at motcua.WorkTimes) bool {
	due := x.Received.Appointment.Due
	waits := x.Status == motcua.StatusSupplement || x.Status == motcua.StatusPayment
	runs := !x.Status.Ended() && !waits && x.Status != motcua.StatusDone && !due.IsZero()
	switch t {
	case motcua.TileOpen:
		return !x.Status.Ended()
	case motcua.TileLate:
		return runs && due.Before(at.Now)
	case motcua.TileToday:
		return runs && !due.Before(at.Now) && due.Before(at.DayEnd)
	case motcua.TileSoon:
		return runs && !due.Before(at.DayEnd) && due.Before(at.Soon)
	case motcua.TileWaiting:
		return waits
	case motcua.TileReady:
		return x.Status == motcua.StatusDone
	case motcua.TileException:
		return len(x.Exceptions) > 0
	}
	return true
}

// Tiles implements model.Worklist.
func (d *Desk) Tiles(_ context.Context, at motcua.WorkTimes) (motcua.Tiles, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out motcua.Tiles
	for t := range motcua.TileCount {
		for _, x := range d.dossiers {
			if under(t, x, at) {
				out[t]++
			}
		}
	}
	return out, d.Fail
}

// CountWork implements model.Worklist.
func (d *Desk) CountWork(ctx context.Context, f motcua.WorkFilter) (int, error) {
	f.Limit, f.Offset = motcua.MaxTile, 0
	rows, err := d.Work(ctx, f)
	return len(rows), err
}

// WorkChoices implements model.Worklist.
func (d *Desk) WorkChoices(ctx context.Context) (motcua.WorkChoices, error) {
	rows, err := d.List(ctx, motcua.Filter{})
	var out motcua.WorkChoices
	for _, r := range rows {
		out.Procedures, out.Holders = append(out.Procedures, r.Procedure), append(out.Holders, r.At.Name)
	}
	for _, names := range []*[]string{&out.Procedures, &out.Holders} {
		slices.Sort(*names)
		*names = slices.Compact(*names)
	}
	return out, err
}

// within reports whether a row has what f asks for beside tile and words.
func within(f motcua.WorkFilter, r motcua.Row) bool {
	return (f.Procedure == "" || f.Procedure == r.Procedure) && (f.Holder == "" || f.Holder == r.At.Name) &&
		!r.Received.Before(f.From) && (f.To.IsZero() || r.Received.Before(f.To))
}

// near reports whether an appointment is near and can still be moved.
func near(x motcua.Dossier, at motcua.WorkTimes) bool {
	a := x.Received.Appointment
	return (under(motcua.TileToday, x, at) || under(motcua.TileSoon, x, at)) && at.Near(a.Received, a.Due) && x.Course.Waiting == nil && x.Course.Extension == nil
}

// Work implements model.Worklist.
func (d *Desk) Work(ctx context.Context, f motcua.WorkFilter) ([]motcua.Row, error) {
	rows, err := d.List(ctx, motcua.Filter{Query: f.Query})
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	byID := map[string]motcua.Dossier{}
	for _, x := range d.dossiers {
		byID[x.ID] = x
	}
	rows = slices.DeleteFunc(rows, func(r motcua.Row) bool {
		return !under(f.Tile, byID[r.ID], f.Times) || f.Near && !near(byID[r.ID], f.Times) || !within(f, r)
	})
	slices.Reverse(rows)
	slices.SortStableFunc(rows, func(a, b motcua.Row) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return cmp.Compare(a.Due.Unix()*-1, b.Due.Unix()*-1)
		}
		return a.Due.Compare(b.Due)
	})
	from := min(f.Offset, len(rows))
	return rows[from:min(len(rows), from+cmp.Or(f.Limit, 200))], nil
}
