package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// EventClockSet is a person's word that the machine's clock is right now. From
// then on it is what later intakes are measured by.
const EventClockSet motcua.EventKind = "station.clock"

// ClockSet is the body of the event station.clock.
type ClockSet struct {
	Before time.Time `json:"before,omitzero"` // what intakes were measured by until then
}

// NewestWall returns the wall time of the newest intake of this station, or of
// the newest SetClock where that came after it; zero before the first. An
// intake far before it means that the machine's clock was set back. Other
// steps do not count: they are recorded whatever the clock says.
func (s *Store) NewestWall(ctx context.Context) (time.Time, error) {
	var at int64
	err := s.db.Read().QueryRowContext(ctx, `
		SELECT wall
		FROM event
		WHERE station = ? AND kind IN (?, ?)
		ORDER BY seq DESC
		LIMIT 1`, s.id(), string(motcua.EventReceived), string(EventClockSet)).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, sqlitedb.Named(err)
	}
	return fromMillis(at), nil
}

// SetClock records that actor has looked at the machine's clock and found it
// right: the way out where intakes were once taken in with a clock that ran
// far ahead.
func (s *Store) SetClock(ctx context.Context, actor string, at time.Time) error {
	before, err := s.NewestWall(ctx)
	if err != nil {
		return err
	}
	return s.AppendStation(ctx, actor, at, EventClockSet, ClockSet{Before: before})
}
