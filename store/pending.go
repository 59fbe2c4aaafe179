package store

import (
	"context"

	"motcua"
	"motcua/store/sqlitedb"
)

// PendingAfter returns the own events that follow one with this number, in
// order, whether or not a receipt covers them: what a carrier reads on with,
// and what a hub gets again that lost its newest events. The bounds are those
// of Pending; an empty answer is the end of the log.
func (s *Store) PendingAfter(ctx context.Context, after uint64, max int) ([]motcua.Event, error) {
	if max <= 0 {
		max = defaultBatch
	}
	var out []motcua.Event
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		size := 0
		return s.eachEvent(ctx, tx, func(e stored) (bool, error) {
			if e.broken != nil {
				return false, e.broken
			}
			size += len(e.Body)
			if len(out) > 0 && size > maxBatchBytes {
				return false, nil
			}
			out = append(out, e.Event)
			return true, nil
		}, `
			SELECT `+eventColumns+`
			FROM event e
			WHERE e.station = ? AND e.seq > ?
			ORDER BY e.seq
			LIMIT ?`, s.id(), after, max)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
