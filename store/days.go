package store

import (
	"context"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// maxIdle is how far after the newest event a clock is believed without a
// person's step: an event of a clock that jumped ahead would stand there, with
// its time, for good.
const maxIdle = 31 * 24 * time.Hour

// EndDays explains in the log what the days before the local day of now left
// unused of their leased numbers, as the next event would; it reports whether
// there was anything to explain. A clock that is more than 31 days past the
// newest event is left to that next event; a restored station first asks the hub.
func (s *Store) EndDays(ctx context.Context, now time.Time) (bool, error) {
	var due bool
	var newest int64
	err := s.db.Read().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM block WHERE closed = 0 AND day < ?) AND NOT `+unasked+`,
		       (SELECT wall FROM event WHERE station = ? ORDER BY seq DESC LIMIT 1)`,
		motcua.DayOf(now), s.id()).Scan(&due, &newest)
	if err != nil {
		return false, sqlitedb.Named(err)
	}
	if !due || now.Sub(fromMillis(newest)) > maxIdle {
		return false, nil
	}
	err = s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		return s.explainGaps(ctx, tx, now, motcua.DayOf(now))
	})
	return err == nil, err
}
