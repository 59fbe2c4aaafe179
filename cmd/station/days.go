package station

import (
	"context"
	"log/slog"
	"time"

	"motcua"
	"motcua/store"
)

// Days has the log explain the unused numbers of a day that is over, at start
// and soon after each local midnight, where no event does it.
type Days struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
	Wake  func()        // told that there is something new to send
	Look  time.Duration // longest pause between looks, as machines sleep and clocks are set; 15 minutes where 0
}

// Serve looks until ctx ends, and then returns its error. A failure is logged
// and tried again at the next look.
func (d *Days) Serve(ctx context.Context) error {
	for {
		did, err := d.Store.EndDays(ctx, d.Now())
		switch {
		case err != nil && ctx.Err() == nil:
			d.Log.WarnContext(ctx, "unused numbers not explained", "code", motcua.CodeOf(err))
		case did:
			d.Wake()
		}
		t := time.NewTimer(min(or(d.Look, 15*time.Minute), untilMidnight(d.Now())))
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-t.C:
		}
	}
}

// untilMidnight is how long the local day of now still lasts.
func untilMidnight(now time.Time) time.Duration {
	y, m, d := now.In(motcua.Local).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, motcua.Local).Sub(now)
}
