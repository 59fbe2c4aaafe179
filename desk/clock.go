package desk

import (
	"context"
	"time"

	"motcua"
)

// maxSetBack is how far behind the newest intake a clock may lie: daylight
// saving of a wrong zone, an hour put right by hand. An empty battery is off by
// years.
const maxSetBack = 24 * time.Hour

// firstDay is before the first intake of any counter.
func firstDay() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, motcua.Local) }

// clock refuses an hour that cannot be true.
func (d *Desk) clock(ctx context.Context, now time.Time) error {
	if now.Before(firstDay()) {
		return &motcua.Error{Code: motcua.CodeClock, Detail: "before 2025"}
	}
	newest, err := d.file.NewestWall(ctx)
	if err != nil {
		return err
	}
	if now.Before(newest.Add(-maxSetBack)) {
		return &motcua.Error{Code: motcua.CodeClock, Detail: "more than a day before the newest intake"}
	}
	return nil
}

// ofClock says of a calendar that knows nothing of today that today is wrong.
func ofClock(err error) error {
	if motcua.FieldOf(err) == "received" {
		return &motcua.Error{Code: motcua.CodeClock, Detail: "outside every calendar", Cause: err}
	}
	return err
}
