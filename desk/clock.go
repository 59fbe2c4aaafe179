package desk

import (
	"context"
	"time"

	"motcua"
)

// firstDay is before the first intake of any counter.
func firstDay() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, motcua.Local) }

// clock refuses an hour that cannot be true. A clock put right by some minutes or
// hours is none; on a day before the newest intake's, numbers and appointments
// would be those of a day that is over.
func (d *Desk) clock(ctx context.Context, now time.Time) error {
	if now.Before(firstDay()) {
		return &motcua.Error{Code: motcua.CodeClock, Detail: "before 2025"}
	}
	newest, err := d.file.NewestWall(ctx)
	if err != nil {
		return err
	}
	if !newest.IsZero() && motcua.DayOf(now) < motcua.DayOf(newest) {
		return &motcua.Error{Code: motcua.CodeClock, Detail: "a day before the newest intake's"}
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
