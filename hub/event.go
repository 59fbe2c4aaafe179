package hub

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// tip is the newest event of a log that is held; zero where there is none.
type tip struct {
	seq  uint64
	hash motcua.Hash
}

func tipOf(ctx context.Context, q querier, station string) (tip, error) {
	var t tip
	var hash []byte
	err := q.QueryRowContext(ctx, `
		SELECT seq, hash
		FROM events
		WHERE station = ?
		ORDER BY seq DESC
		LIMIT 1`, station).Scan(&t.seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return tip{}, nil
	}
	copy(t.hash[:], hash)
	return t, sqlitedb.Named(err)
}

func putEvent(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event, now time.Time) error {
	hash := e.Hash()
	var body any // NULL, not an empty blob, where it was erased
	if e.Body != nil {
		body = []byte(e.Body)
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO events (station, seq, id, version, prev, hash, wall, hlc, actor, dossier, kind, body_hash, sig, body, stored)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Station, e.Seq, e.ID, e.Version, e.Prev[:], hash[:], e.Wall.UnixMilli(), int64(e.HLC),
		e.Actor, e.Dossier, string(e.Kind), e.BodyHash[:], e.Sig, body, now.UnixMilli())
	return err
}

const eventColumns = `e.station, e.seq, e.id, e.version, e.prev, e.wall, e.hlc, e.actor, e.dossier, e.kind, e.body_hash, e.sig, e.body`

func scanEvent(rows *sql.Rows) (motcua.Event, error) {
	var e motcua.Event
	var prev, bodyHash, body []byte
	var wall, hlc int64
	err := rows.Scan(&e.Station, &e.Seq, &e.ID, &e.Version, &prev, &wall, &hlc, &e.Actor, &e.Dossier, &e.Kind, &bodyHash, &e.Sig, &body)
	if err != nil {
		return motcua.Event{}, sqlitedb.Named(err)
	}
	copy(e.Prev[:], prev)
	copy(e.BodyHash[:], bodyHash)
	e.Wall, e.HLC, e.Body = time.UnixMilli(wall).UTC(), motcua.HLC(hlc), body
	return e, nil
}

func events(ctx context.Context, q querier, query string, args ...any) ([]motcua.Event, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, sqlitedb.Named(rows.Err())
}

// news returns a page of the hub's own events about dossiers that a station
// took in, after its cursor, the next cursor, and whether there is more. The
// cursor moves past the events for others too.
func (h *Hub) news(ctx context.Context, q querier, station string, after uint64, limit int) ([]motcua.Event, uint64, bool, error) {
	last, err := tipOf(ctx, q, h.id)
	if err != nil {
		return nil, 0, false, err
	}
	if after > last.seq {
		// This hub came back from an older copy of itself; what it says next
		// would not fit on what the station knows.
		return nil, 0, false, &motcua.Error{Code: motcua.CodeConflict, Field: "after", Detail: "cursor is ahead of the log"}
	}
	list, err := events(ctx, q, `
		SELECT `+eventColumns+`
		FROM events e
		JOIN dossiers d ON d.id = e.dossier
		WHERE e.station = ? AND e.seq > ? AND d.station = ?
		ORDER BY e.seq
		LIMIT ?`, h.id, after, station, limit+1)
	if err != nil {
		return nil, 0, false, err
	}
	if len(list) > limit {
		return list[:limit], list[limit-1].Seq, true, nil
	}
	return list, last.seq, false, nil
}
