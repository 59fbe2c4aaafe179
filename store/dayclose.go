package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// dayOf returns the bounds of the local day of t in milliseconds.
func dayOf(t time.Time) (from, to int64) {
	y, m, d := t.In(motcua.Local).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, motcua.Local)
	return millis(start), millis(start.AddDate(0, 0, 1))
}

// DayDiffers returns the dossiers that this station took in on the local day
// of day and that the hub has not confirmed, in the order of their codes; at
// most limit.
func (s *Store) DayDiffers(ctx context.Context, day time.Time, limit int) ([]motcua.Row, error) {
	from, to := dayOf(day)
	var out []motcua.Row
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		out, err = listRows(ctx, tx, `
			SELECT `+rowColumns+`
			FROM dossier d INDEXED BY dossier_received, road
			WHERE d.received >= ? AND d.received < ? AND d.station = ?
				AND (d.last_seq > road.acked OR EXISTS (SELECT 1 FROM refusal f WHERE f.dossier = d.id))
			ORDER BY +d.code
			LIMIT ?`, from, to, s.id(), limit)
		return err
	})
	return out, err
}

// OthersUnconfirmed counts the dossiers that DayDiffers leaves out, those of
// other days and counters, on which this station did something that the hub
// has not confirmed; MaxTile at most.
func (s *Store) OthersUnconfirmed(ctx context.Context, day time.Time) (int, error) {
	from, to := dayOf(day)
	others := narrowing{` AND NOT (d.received >= ? AND d.received < ? AND d.station = ?)`, []any{from, to, s.id()}}
	query, args := s.unsentRows(others)
	n := 0
	err := s.db.Read().QueryRowContext(ctx, `
		SELECT COUNT(*)
		FROM (
			SELECT row
			FROM (
				`+query+`
				UNION
				SELECT d.row
				FROM refusal f
				JOIN dossier d ON d.id = f.dossier
				WHERE `+anything+others.clause+`
			)
			LIMIT `+strconv.Itoa(motcua.MaxTile)+`
		)`, append(args, others.args...)...).Scan(&n)
	return n, sqlitedb.Named(err)
}

// DayCounts returns what each station whose log is here did on the local day
// of day, this one first, and this station's newest closing of that day, nil
// where it is not closed. A station that did nothing is left out, but for this
// one.
func (s *Store) DayCounts(ctx context.Context, day time.Time) ([]motcua.DayCount, *motcua.DayClosed, error) {
	var out []motcua.DayCount
	var closed *motcua.DayClosed
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		stations, err := counters(ctx, tx)
		if err != nil {
			return err
		}
		for i, st := range stations {
			n, c, err := s.dayOfStation(ctx, tx, st.id, day)
			if err != nil {
				return err
			}
			if i == 0 {
				closed = c
			}
			if n.Counter = st.name; i == 0 || n != (motcua.DayCount{Counter: st.name}) {
				out = append(out, n)
			}
		}
		return nil
	})
	return out, closed, err
}

// named is a station and what people call it.
type named struct{ id, name string }

// counters lists this station and its neighbours.
func counters(ctx context.Context, tx *sqlitedb.Tx) ([]named, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT id, name, 0 AS other FROM station
		UNION ALL
		SELECT id, name, 1 FROM peer WHERE id NOT IN (SELECT id FROM station)
		ORDER BY other, name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []named
	for rows.Next() {
		var n named
		var other int
		if err := rows.Scan(&n.id, &n.name, &other); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// clockSlack is how far back the walk through a log goes beyond the day: a
// clock may have been set back by as much.
const clockSlack = 26 * 60 * 60 * 1000

// dayOfStation counts what a station did on a day.
func (s *Store) dayOfStation(ctx context.Context, tx *sqlitedb.Tx, station string, day time.Time) (motcua.DayCount, *motcua.DayClosed, error) {
	var n motcua.DayCount
	var closed *motcua.DayClosed
	open, err := dayRows(ctx, tx, station, day, func(kind motcua.EventKind, within bool) bool {
		// What was taken back later did not happen on that day either.
		return kind == motcua.EventRevoked || within && tallied[kind]
	})
	if err != nil {
		return n, nil, err
	}
	revoked := map[string]bool{} // ids
	for _, row := range open {
		err := s.eventAt(ctx, tx, row, func(e stored) error { return tally(e, &n, &closed, revoked) })
		if err != nil {
			return n, nil, err
		}
	}
	return n, closed, nil
}

// eventAt hands over the event of a row.
func (s *Store) eventAt(ctx context.Context, tx *sqlitedb.Tx, row int64, to func(stored) error) error {
	return s.eachEvent(ctx, tx, func(e stored) (bool, error) { return false, to(e) }, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.row = ?`, row)
}

// dayRows returns the rows of a station's events from a day on that want wants,
// newest first; within says that an event is of that day.
func dayRows(ctx context.Context, tx *sqlitedb.Tx, station string, day time.Time, want func(kind motcua.EventKind, within bool) bool) ([]int64, error) {
	from, to := dayOf(day)
	var out []int64
	rows, err := tx.QueryContext(ctx, `
		SELECT row, wall, kind
		FROM event
		WHERE station = ?
		ORDER BY seq DESC`, station)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var row, wall int64
		var kind motcua.EventKind
		if err := rows.Scan(&row, &wall, &kind); err != nil {
			return nil, err
		}
		if wall < from-clockSlack {
			break
		}
		if want(kind, wall >= from && wall < to) {
			out = append(out, row)
		}
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// tallied are the kinds of events that tally counts, but for those that take
// others back.
var tallied = map[motcua.EventKind]bool{
	motcua.EventReceived: true, motcua.EventAccepted: true, motcua.EventStatusChanged: true, motcua.EventFileAdded: true,
	motcua.EventHandedOver: true, motcua.EventSupplementRequested: true, motcua.EventRefused: true, motcua.EventStopped: true,
	motcua.EventDayClosed: true,
}

// tally counts what one event did, unless it is among the revoked. Events come
// newest first. One whose body is gone or cannot be read counts where its kind
// alone says what was done.
func tally(e stored, n *motcua.DayCount, closed **motcua.DayClosed, revoked map[string]bool) error {
	if revoked[e.ID] {
		return nil
	}
	switch e.Kind {
	case motcua.EventAccepted:
		n.Taken++
		return nil
	case motcua.EventHandedOver:
		n.Returned++
		return nil
	case motcua.EventSupplementRequested:
		n.Supplements++
		return nil
	case motcua.EventRefused, motcua.EventStopped:
		n.Refused++
		return nil
	}
	if e.broken != nil || e.Body == nil || !e.readable {
		if e.Kind == motcua.EventReceived {
			n.Taken++
		}
		return nil
	}
	switch e.Kind {
	case motcua.EventReceived:
		var b motcua.Received
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		if b.Begin != motcua.StatusRegistered { // that one waits to be taken in
			n.Taken++
		}
	case motcua.EventRevoked:
		var b motcua.Revoked
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		revoked[b.Event] = true
	case motcua.EventStatusChanged:
		var b motcua.StatusChanged
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		switch b.To {
		case motcua.StatusResultReturned:
			n.Returned++
		case motcua.StatusSupplement:
			n.Supplements++
		case motcua.StatusRefused, motcua.StatusStopped:
			n.Refused++
		}
	case motcua.EventFileAdded:
		var b motcua.FileAdded
		if err := e.DecodeBody(&b); err != nil {
			return err
		}
		n.Pages += b.File.Pages
	case motcua.EventDayClosed:
		var b motcua.DayClosed
		if *closed != nil || e.DecodeBody(&b) != nil {
			return nil
		}
		*closed = &b
	}
	return nil
}

// CloseDay records that a day is closed. What the body says of the file must
// be what the file says: CodeConflict with the field that has changed since.
func (s *Store) CloseDay(ctx context.Context, actor string, at time.Time, d motcua.DayClosed) error {
	if err := d.Check(); err != nil {
		return err
	}
	day, err := time.ParseInLocation("2006-01-02", d.Day, motcua.Local)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "day", Cause: err}
	}
	t, err := s.Truths(ctx, day)
	if err != nil {
		return err
	}
	if t.Saved != d.Saved {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "saved", Detail: "changed since"}
	}
	return s.AppendStation(ctx, actor, at, motcua.EventDayClosed, d)
}
