package store

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// openStatuses is the condition of index dossier_work, word for word: a query
// that says it reads that index alone.
const openStatuses = `d.status IN (1, 2, 4, 5, 6, 9)`

// workHits is how many of the newest hits of a search the work list looks at.
const workHits = 1_000

// reach is a part of the work list: statuses, and bounds of the due time.
type reach struct {
	statuses []motcua.Status
	from, to int64 // milliseconds; to is excluded
	noDue    bool  // with those that have no due time
}

var running = [...]motcua.Status{motcua.StatusRegistered, motcua.StatusReceived, motcua.StatusProcessing}

// reachOf returns the part of the list that a tile counts; false for the tiles
// that do not go by status and due time.
func reachOf(t motcua.Tile, at motcua.WorkTimes) (reach, bool) {
	all := reach{from: 1, to: math.MaxInt64, noDue: true}
	switch t {
	case motcua.TileOpen:
		all.statuses = append(running[:len(running):len(running)], motcua.StatusSupplement, motcua.StatusPayment, motcua.StatusDone)
		return all, true
	case motcua.TileWaiting:
		all.statuses = []motcua.Status{motcua.StatusSupplement, motcua.StatusPayment}
		return all, true
	case motcua.TileReady:
		all.statuses = []motcua.Status{motcua.StatusDone}
		return all, true
	case motcua.TileLate:
		return reach{statuses: running[:], from: 1, to: millis(at.Now)}, true
	case motcua.TileToday:
		return reach{statuses: running[:], from: millis(at.Now), to: millis(at.DayEnd)}, true
	case motcua.TileSoon:
		return reach{statuses: running[:], from: millis(at.DayEnd), to: millis(at.Soon)}, true
	}
	return reach{}, false
}

// parts returns queries for row, due and rank, each at most most rows in the
// order of the index, and their arguments. By rank those come first whose time
// runs, then results that wait, then those whose time rests, then those
// without a due time.
func (p reach) parts(most int, n narrowing) ([]string, []any) {
	var out []string
	var args []any
	for _, s := range p.statuses {
		rank := "0"
		switch s {
		case motcua.StatusDone:
			rank = "1"
		case motcua.StatusSupplement, motcua.StatusPayment:
			rank = "2"
		}
		out = append(out, `
			SELECT row, due, `+rank+` AS rank
			FROM (
				SELECT d.row, d.due
				FROM dossier d INDEXED BY dossier_work
				WHERE d.status = ? AND `+openStatuses+` AND d.due >= ? AND d.due < ?`+n.clause+`
				ORDER BY d.due, d.row
				LIMIT ?
			)`)
		args = append(append(append(args, int(s), p.from, p.to), n.args...), most)
		if p.noDue {
			out = append(out, `
			SELECT row, due, 3 AS rank
			FROM (
				SELECT d.row, d.due
				FROM dossier d INDEXED BY dossier_work
				WHERE d.status = ? AND `+openStatuses+` AND d.due = 0`+n.clause+`
				ORDER BY d.row
				LIMIT ?
			)`)
			args = append(append(append(args, int(s)), n.args...), most)
		}
	}
	return out, args
}

// seen is the query for the rows that a human must look at, refused here or by
// the hub.
const seen = `
	SELECT d.row
	FROM dossier d INDEXED BY dossier_exception
	WHERE d.exceptions > 0
	UNION
	SELECT d.row
	FROM dossier d
	WHERE d.id IN (SELECT f.dossier FROM refusal f)`

// unsent is the condition that no receipt covers some own event on dossier d.
// Its argument is the station.
const unsent = `EXISTS (
		SELECT 1
		FROM event e
		WHERE e.dossier = d.id AND e.station = ? AND e.seq > (SELECT acked FROM road)
	)`

// unsentRows returns the query for the rows that own events tell of which no
// receipt covers and that n leaves, those that have waited longest, MaxTile at
// most: a station that never met a hub has its whole log unsent.
func (s *Store) unsentRows(n narrowing) (string, []any) {
	return `
	SELECT row
	FROM (
		SELECT d.row
		FROM (
			SELECT DISTINCT +e.dossier AS id
			FROM event e
			WHERE e.station = ? AND e.seq > (SELECT acked FROM road) AND e.dossier <> ''
		) u
		CROSS JOIN dossier d ON d.id = u.id
		WHERE ` + anything + n.clause + `
		LIMIT ?
	)`, append(append([]any{s.id()}, n.args...), motcua.MaxTile)
}

// picked returns the query for column row of what n leaves of all that a tile
// counts, at most most of each of its parts.
func (s *Store) picked(t motcua.Tile, at motcua.WorkTimes, n narrowing, most int) (string, []any) {
	switch t {
	case motcua.TileException:
		return seen, nil
	case motcua.TileUnsent:
		return s.unsentRows(n)
	}
	p, _ := reachOf(t, at)
	parts, args := p.parts(most, n)
	return `SELECT row FROM (` + strings.Join(parts, ` UNION ALL `) + `)`, args
}

// Tiles counts what the work list shows under each tile, MaxTile at most.
func (s *Store) Tiles(ctx context.Context, at motcua.WorkTimes) (motcua.Tiles, error) {
	var out motcua.Tiles
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		for t := range motcua.TileCount {
			query, args := s.picked(t, at, narrowing{}, motcua.MaxTile)
			err := tx.QueryRowContext(ctx, `
				SELECT COUNT(*)
				FROM (SELECT row FROM (`+query+`) LIMIT `+strconv.Itoa(motcua.MaxTile)+`)`, args...).Scan(&out[t])
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// Unsent returns what the hub has not confirmed yet of this station's log,
// dossier by dossier, refused ones first, then those that wait longest; at most
// limit (200 where 0) dossiers. What concerns the station itself stands under an empty id.
func (s *Store) Unsent(ctx context.Context, limit int) ([]motcua.Unsent, error) {
	if limit <= 0 {
		limit = defaultLimit
	}
	rows, err := s.db.Read().QueryContext(ctx, `
		WITH some AS MATERIALIZED (
			SELECT DISTINCT +e.dossier AS dossier
			FROM event e
			WHERE e.station = ?1 AND e.seq > (SELECT acked FROM road)
			LIMIT ?2
		),
		open AS MATERIALIZED (
			SELECT e.dossier, e.seq, e.kind, e.wall, '' AS code
			FROM some s
			CROSS JOIN event e ON e.dossier = s.dossier
			WHERE e.station = ?1 AND e.seq > (SELECT acked FROM road)
			UNION ALL
			SELECT f.dossier, f.seq, '', 0, f.code
			FROM refusal f
		)
		SELECT o.dossier, COALESCE(d.code, ''), COALESCE(d.name, ''),
			SUM(o.kind <> ''), SUM(o.kind = 'dossier.received'), SUM(o.kind = 'dossier.file'),
			COALESCE(MIN(NULLIF(o.wall, 0)), 0),
			COALESCE(MAX(CASE WHEN o.kind <> '' THEN o.seq END), 0) <= (SELECT sent FROM road),
			MAX(o.code) AS refusal
		FROM open o
		LEFT JOIN dossier d ON d.id = o.dossier AND o.dossier <> ''
		GROUP BY o.dossier
		ORDER BY refusal = '', o.dossier = '', MIN(o.seq)
		LIMIT ?2`, s.id(), limit)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Unsent
	for rows.Next() {
		var u motcua.Unsent
		var since int64
		if err := rows.Scan(&u.Dossier, &u.Code, &u.Name, &u.Events, &u.Taken, &u.Files, &since, &u.Sent, &u.Refusal); err != nil {
			return nil, sqlitedb.Named(err)
		}
		u.Since = fromMillis(since)
		out = append(out, u)
	}
	return out, sqlitedb.Named(rows.Err())
}

// LastReceipt returns when the hub last confirmed something, by its own clock;
// zero where it never did.
func (s *Store) LastReceipt(ctx context.Context) (time.Time, error) {
	var at int64
	err := s.db.Read().QueryRowContext(ctx, `SELECT held_at FROM road`).Scan(&at)
	return fromMillis(at), sqlitedb.Named(err)
}
