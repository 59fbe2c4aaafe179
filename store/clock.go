package store

import (
	"context"
	"database/sql"
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

// NewestWall returns the wall time of the intake with the highest code that
// this station has given since the newest SetClock, or of that where it is
// later; zero before the first. An intake on an earlier day means that the
// machine's clock was set back, however often and by however little each time.
// Other steps do not count: they are recorded whatever the clock says.
func (s *Store) NewestWall(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	agency := s.Station().Agency
	err := s.db.Read().QueryRowContext(ctx, `
		WITH said AS (
			SELECT seq, wall
			FROM event
			WHERE station = ?1 AND kind = 'station.clock'
			ORDER BY seq DESC
			LIMIT 1
		)
		SELECT MAX(wall)
		FROM (
			SELECT wall FROM said
			UNION ALL
			SELECT *
			FROM (
				SELECT wall
				FROM event INDEXED BY event_code
				WHERE code > ?2 || '-' AND code < ?2 || '.' AND station = ?1 AND seq > COALESCE((SELECT seq FROM said), 0)
				ORDER BY code DESC
				LIMIT 1
			)
		)`, s.id(), agency).Scan(&at)
	if err != nil || !at.Valid {
		return time.Time{}, sqlitedb.Named(err)
	}
	return fromMillis(at.Int64), nil
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
