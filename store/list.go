package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

const (
	defaultLimit = 200
	maxLimit     = 10_000
	// rankedHits is how many of the newest hits of a search are put in order of
	// how well they match. Two letters may hit a million dossiers; nobody looks
	// past the first pages, and typing must not wait.
	rankedHits = 200
	// namedHits is how many of the newest names, as typed and with whatever
	// marks, are taken from behind those where they do not fill the page.
	namedHits = 50
)

// truthColumns says how far the own events about d have come (motcua.Truth)
// and why the hub refuses one. It needs tables dossier d and road.
const truthColumns = `
	CASE
		WHEN EXISTS (SELECT 1 FROM refusal f WHERE f.dossier = d.id) THEN 4
		WHEN d.last_seq <= road.acked THEN 3
		WHEN d.last_seq <= road.sent THEN 2
		ELSE 1
	END AS truth,
	COALESCE((SELECT f.code FROM refusal f WHERE f.dossier = d.id ORDER BY f.seq DESC LIMIT 1), '')`

const rowColumns = `d.id, d.code, d.name, d.procedure, d.status, d.received, d.due, d.waiting, d.erased,
	COALESCE(d.holder, ''), d.held_by, d.moving,` + truthColumns

// List returns the dossiers that f selects, newest first. With a query, those
// come first where somebody's name has all words as typed, marks included, in
// whatever order, or whose serial it is (12 for 0012); then those where a name
// has them without marks; then the others. Put in that order are the newest 200
// hits (more for a longer page) and, where too few of them are names to fill the
// page, the newest names behind them. The limit is at most 10,000. A cancelled
// ctx ends it at once.
func (s *Store) List(ctx context.Context, f motcua.Filter) ([]motcua.Row, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit, offset := min(limit, maxLimit), max(f.Offset, 0)
	q, err := s.ask(ctx, f.Query)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	var out []motcua.Row
	err = s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		var err error
		switch {
		case q.listed():
			query, args := newest(f, q, limit, offset)
			out, err = listRows(ctx, tx, query, args...)
		case len(q.words) > 0:
			out, err = s.listFound(ctx, tx, f, q, limit, offset)
		}
		return err
	})
	return out, err
}

// newest lists by time. Each status is an index of its own, in that order.
func newest(f motcua.Filter, q question, limit, offset int) (string, []any) {
	var parts []string
	var args []any
	each := []motcua.Filter{f}
	if len(f.Statuses) > 1 {
		each = nil
		for _, st := range slices.Compact(slices.Sorted(slices.Values(f.Statuses))) {
			one := f
			one.Statuses = []motcua.Status{st}
			each = append(each, one)
		}
	}
	for _, one := range each {
		where, with := conditions(one, q)
		parts = append(parts, `
			SELECT row, received
			FROM (
				SELECT d.row, d.received
				FROM dossier d
				WHERE `+where+`
				ORDER BY d.received DESC, d.row DESC
				LIMIT ?
			)`)
		args = append(append(args, with...), limit+offset)
	}
	return `
		WITH best AS MATERIALIZED (` + strings.Join(parts, ` UNION ALL `) + `
			ORDER BY received DESC, row DESC
			LIMIT ? OFFSET ?
		)
		SELECT ` + rowColumns + `
		FROM best b
		CROSS JOIN dossier d ON d.row = b.row, road
		ORDER BY b.received DESC, b.row DESC`, append(args, limit, offset)
}

// MaxCount is where Count stops: "more than a thousand" is all that anybody
// reads, and counting a million would keep the next key waiting.
const MaxCount = 1001

// Count returns how many dossiers f selects, whatever its limit and offset,
// but never more than MaxCount.
func (s *Store) Count(ctx context.Context, f motcua.Filter) (int, error) {
	q, err := s.ask(ctx, f.Query)
	if err != nil {
		return 0, sqlitedb.Named(err)
	}
	n := 0
	err = s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		where, args := conditions(f, q)
		query := `SELECT 1 FROM dossier d WHERE ` + where + ` LIMIT ` + strconv.Itoa(MaxCount)
		if !q.listed() {
			if len(q.words) == 0 {
				return nil
			}
			h, err := s.hits(ctx, tx, f, q, narrowing{}, MaxCount)
			if err != nil {
				return err
			}
			query, args = h.query, h.args
		}
		err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM (`+query+`)`, args...).Scan(&n)
		n = min(n, MaxCount)
		return err
	})
	return n, err
}

// Truths counts the dossiers that this station took in on the local day of
// day. One that the hub refuses counts as sent, not as received.
func (s *Store) Truths(ctx context.Context, day time.Time) (motcua.Truths, error) {
	y, m, d := day.In(motcua.Local).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, motcua.Local)
	rows, err := s.db.Read().QueryContext(ctx, `
		SELECT truth, COUNT(*)
		FROM (
			SELECT `+truthColumns+` AS refusal
			FROM dossier d INDEXED BY dossier_received, road -- else SQLite makes an index of all for every question
			WHERE d.station = ? AND d.received >= ? AND d.received < ?
		)
		GROUP BY truth`, s.id(), millis(from), millis(from.AddDate(0, 0, 1)))
	if err != nil {
		return motcua.Truths{}, sqlitedb.Named(err)
	}
	defer rows.Close()
	var t motcua.Truths
	for rows.Next() {
		var truth motcua.Truth
		var n int
		if err := rows.Scan(&truth, &n); err != nil {
			return motcua.Truths{}, sqlitedb.Named(err)
		}
		t.Saved += n
		if truth >= motcua.TruthSent {
			t.Sent += n
		}
		switch truth {
		case motcua.TruthReceived:
			t.Received += n
		case motcua.TruthRefused:
			t.Refused += n
		}
	}
	return t, sqlitedb.Named(rows.Err())
}

// anything is the clause that excludes nothing.
const anything = "1"

// conditions returns the WHERE clause, on dossier d, of all of f, and of its
// query what is no matter of words: code and numbers.
func conditions(f motcua.Filter, q question) (string, []any) {
	clauses, args := []string{anything}, []any{}
	if q.code != "" {
		clauses = append(clauses, "d.code = ? AND d.id IN (SELECT e.dossier FROM event e WHERE e.code = ?)")
		args = append(args, string(q.code), string(q.code))
	}
	for _, h := range q.hashes {
		clauses = append(clauses, "d.row IN ("+byNumber+")")
		args = append(args, h, h)
	}
	if len(f.Statuses) > 0 {
		clauses = append(clauses, statusClause(f.Statuses))
	}
	if !f.From.IsZero() {
		clauses = append(clauses, "d.received >= ?")
		args = append(args, millis(f.From))
	}
	if !f.To.IsZero() {
		clauses = append(clauses, "d.received < ?")
		args = append(args, millis(f.To))
	}
	return strings.Join(clauses, " AND "), args
}

// endedStatuses is the condition of index dossier_ended, word for word.
const endedStatuses = `d.status IN (3, 7, 8, 10)`

// statusClause restricts to statuses. Each part says the condition of the index
// that has it.
func statusClause(statuses []motcua.Status) string {
	var open, ended []string
	for _, s := range statuses {
		n := strconv.Itoa(int(s))
		if s.Ended() {
			ended = append(ended, n)
			continue
		}
		open = append(open, n)
	}
	var parts []string
	if len(open) > 0 {
		parts = append(parts, "d.status IN ("+strings.Join(open, ", ")+") AND "+openStatuses)
	}
	if len(ended) > 0 {
		parts = append(parts, "d.status IN ("+strings.Join(ended, ", ")+") AND "+endedStatuses)
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func listRows(ctx context.Context, tx *sqlitedb.Tx, query string, args ...any) ([]motcua.Row, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []motcua.Row
	for rows.Next() {
		r, err := scanRow(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func scanRow(rows *sql.Rows) (motcua.Row, error) {
	var r motcua.Row
	var received, due int64
	err := rows.Scan(&r.ID, &r.Code, &r.Name, &r.Procedure, &r.Status, &received, &due, &r.Waiting, &r.Erased,
		&r.At.Name, &r.At.Person, &r.Moving, &r.Truth, &r.Refusal)
	r.Received, r.Due = fromMillis(received), fromMillis(due)
	return r, err
}
