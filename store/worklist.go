package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"motcua"
	"motcua/store/sqlitedb"
)

// narrowing is what a filter of the work list asks beyond its tile and its
// words: " AND …" on dossier d, or nothing.
type narrowing struct {
	clause string
	args   []any
}

func narrowed(f motcua.WorkFilter) narrowing {
	var n narrowing
	if f.Near {
		n.clause += ` AND d.status IN (1, 2, 4) AND d.waiting = '' AND d.extended = 0
			AND d.due >= ? AND d.due < ? AND (d.received < ? OR d.due < ?)` // motcua.WorkTimes.Near
		n.args = append(n.args, millis(f.Times.Now), millis(f.Times.Soon), millis(f.Times.DayEnd.AddDate(0, 0, -1)), millis(f.Times.Now.Add(motcua.SameDayNear)))
	}
	if f.Procedure != "" {
		n.clause += ` AND d.procedure = ?`
		n.args = append(n.args, f.Procedure)
	}
	if f.Holder != "" {
		n.clause += ` AND d.holder = ?`
		n.args = append(n.args, motcua.NFC(f.Holder))
	}
	if !f.From.IsZero() {
		n.clause += ` AND d.received >= ?`
		n.args = append(n.args, millis(f.From))
	}
	if !f.To.IsZero() {
		n.clause += ` AND d.received < ?`
		n.args = append(n.args, millis(f.To))
	}
	return n
}

// WorkChoices returns what the open dossiers can be narrowed to. It looks at
// each of them.
func (s *Store) WorkChoices(ctx context.Context) (motcua.WorkChoices, error) {
	var out motcua.WorkChoices
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		for of, into := range map[string]*[]string{"procedure": &out.Procedures, "holder": &out.Holders} {
			*into, err = column(ctx, tx, `
				SELECT DISTINCT `+of+`
				FROM dossier d
				WHERE `+openStatuses+` AND `+of+` <> ''`)
			if err != nil {
				return err
			}
			slices.SortFunc(*into, func(a, b string) int { return cmp.Or(cmp.Compare(motcua.Fold(a), motcua.Fold(b)), cmp.Compare(a, b)) })
		}
		return nil
	})
	return out, err
}

// reachIn is reachOf, no wider than f needs it.
func reachIn(f motcua.WorkFilter) (reach, bool) {
	if f.Near && f.Tile == motcua.TileOpen {
		return reach{statuses: running[:], from: millis(f.Times.Now), to: millis(f.Times.Soon)}, true
	}
	return reachOf(f.Tile, f.Times)
}

// Work returns a page of the work list. A query of a whole code or number
// restricts as List does.
func (s *Store) Work(ctx context.Context, f motcua.WorkFilter) ([]motcua.Row, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit, offset := min(limit, maxLimit), max(f.Offset, 0)
	var out []motcua.Row
	err := s.work(ctx, f, limit+offset, func(tx *sqlitedb.Tx, query string, args []any) (err error) {
		out, err = listRows(ctx, tx, `
			WITH best AS MATERIALIZED (`+query+`
				ORDER BY rank, due, row
				LIMIT ? OFFSET ?
			)
			SELECT `+rowColumns+`
			FROM best b
			CROSS JOIN dossier d ON d.row = b.row, road
			ORDER BY b.rank, b.due, b.row`, append(args, limit, offset)...)
		return err
	})
	return out, err
}

// CountWork returns how many dossiers f selects, whatever its limit and offset,
// MaxTile at most.
func (s *Store) CountWork(ctx context.Context, f motcua.WorkFilter) (int, error) {
	n := 0
	err := s.work(ctx, f, motcua.MaxTile, func(tx *sqlitedb.Tx, query string, args []any) error {
		return tx.QueryRowContext(ctx, `
			SELECT COUNT(*)
			FROM (SELECT 1 FROM (`+query+`) LIMIT `+strconv.Itoa(motcua.MaxTile)+`)`, args...).Scan(&n)
	})
	return n, err
}

// work gives do a query for the row, due and rank of all that f selects, at
// most most of each part of its tile. Where nothing can be found do is not
// called.
func (s *Store) work(ctx context.Context, f motcua.WorkFilter, most int, do func(tx *sqlitedb.Tx, query string, args []any) error) error {
	q, err := s.ask(ctx, f.Query)
	if err != nil {
		return sqlitedb.Named(err)
	}
	return s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		var query string
		var args []any
		if q.all {
			query, args = s.workPage(f, most)
		} else if query, args, err = s.workFound(ctx, tx, f, q); err != nil || query == "" {
			return err
		}
		return do(tx, query, args)
	})
}

// dueRank orders rows as reach.parts does; ended ones come behind all others.
const dueRank = `
	SELECT d.row, d.due,
		CASE
			WHEN NOT ` + openStatuses + ` THEN 4
			WHEN d.due = 0 THEN 3
			WHEN d.status IN (5, 6) THEN 2
			WHEN d.status = 9 THEN 1
			ELSE 0
		END AS rank
	FROM dossier d`

func (s *Store) workPage(f motcua.WorkFilter, most int) (string, []any) {
	n := narrowed(f)
	if p, ok := reachIn(f); ok {
		parts, args := p.parts(most, n)
		return strings.Join(parts, ` UNION ALL `), args
	}
	query, args := s.picked(f.Tile, f.Times, n, most)
	return dueRank + ` WHERE d.row IN (` + query + `)` + n.clause, append(args, n.args...)
}

// workFound looks for the words of a query among the dossiers of a tile; no
// query where nothing can be found.
func (s *Store) workFound(ctx context.Context, tx *sqlitedb.Tx, f motcua.WorkFilter, q question) (string, []any, error) {
	n := narrowed(f)
	p, byReach := reachOf(f.Tile, f.Times)
	where, args := anything, []any{}
	switch {
	case byReach:
		where = `(d.due >= ? AND d.due < ? OR d.due = 0 AND ?)`
		args = append(args, p.from, p.to, p.noDue)
	case f.Tile == motcua.TileUnsent: // one look for each hit, where the tile may be the whole log
		where, args = unsent, []any{s.id()}
	default:
		query, with := s.picked(f.Tile, f.Times, n, 0)
		where, args = `d.row IN (`+query+`)`, with
	}
	of := motcua.Filter{Statuses: p.statuses}
	if q.listed() {
		also, with := conditions(of, q)
		return dueRank + ` WHERE ` + also + ` AND ` + where + n.clause, append(append(with, args...), n.args...), nil
	}
	if len(q.words) == 0 {
		return "", nil, nil
	}
	typed, err := typedTerms(ctx, tx, q)
	if err != nil {
		return "", nil, err
	}
	h, err := s.hits(ctx, tx, of, q, n, workHits, typed)
	if err != nil {
		return "", nil, err
	}
	return dueRank + ` WHERE d.row IN (` + h.query + `) AND ` + where, append(h.args[:len(h.args):len(h.args)], args...), nil
}
