package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

const (
	defaultLimit = 200
	maxLimit     = 10_000
	// rankedHits is how many of the newest hits of a search are put in order
	// of how well they match. Two letters may hit a million dossiers; nobody
	// looks past the first pages, and typing must not wait.
	rankedHits = 2_000
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

const rowColumns = `d.id, d.code, d.name, d.procedure, d.status, d.received, d.due, d.erased,` + truthColumns

// List returns the dossiers that f selects, newest first. With a query, those
// come first where somebody's name has the words as typed, marks included,
// then those where a name has them without marks, then the others; of a
// query with more than 2,000 hits the newest 2,000 are put in that order. The
// limit is at most 10,000.
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
	where, args := conditions(f, q)
	switch {
	case q.listed():
		return s.rows(ctx, `
			SELECT `+rowColumns+`
			FROM dossier d, road
			WHERE `+where+`
			ORDER BY d.received DESC, d.row DESC
			LIMIT ? OFFSET ?`, append(args, limit, offset)...)
	case q.match == "":
		return nil, nil
	}
	args = append([]any{q.match}, args...)
	args = append(args, max(rankedHits, limit+offset), q.exact, q.folded, limit, offset)
	return s.rows(ctx, `
		WITH hit AS (
			SELECT search.rowid AS row
			FROM search
			JOIN dossier d ON d.row = search.rowid
			WHERE search MATCH ? AND `+where+`
			ORDER BY search.rowid DESC
			LIMIT ?
		)
		SELECT `+rowColumns+`
		FROM hit
		JOIN dossier d ON d.row = hit.row, road
		ORDER BY
			CASE
				WHEN INSTR(d.names, ?) > 0 THEN 0
				WHEN INSTR(d.folded, ?) > 0 THEN 1
				ELSE 2
			END,
			d.received DESC, d.row DESC
		LIMIT ? OFFSET ?`, args...)
}

// Count returns how many dossiers f selects, whatever its limit and offset.
func (s *Store) Count(ctx context.Context, f motcua.Filter) (int, error) {
	q, err := s.ask(ctx, f.Query)
	if err != nil {
		return 0, sqlitedb.Named(err)
	}
	where, args := conditions(f, q)
	query := `SELECT COUNT(*) FROM dossier d WHERE ` + where
	if !q.listed() {
		if q.match == "" {
			return 0, nil
		}
		query = `
			SELECT COUNT(*)
			FROM search
			JOIN dossier d ON d.row = search.rowid
			WHERE search MATCH ? AND ` + where
		args = append([]any{q.match}, args...)
	}
	var n int
	err = s.db.Read().QueryRowContext(ctx, query, args...).Scan(&n)
	return n, sqlitedb.Named(err)
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
			FROM dossier d, road
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

// conditions returns the WHERE clause, on dossier d, of all of f, and of its
// query what is no matter of words: code and numbers.
func conditions(f motcua.Filter, q question) (string, []any) {
	clauses, args := []string{"1"}, []any{}
	if q.code != "" {
		clauses = append(clauses, "d.code = ?")
		args = append(args, string(q.code))
	}
	for _, h := range q.hashes {
		clauses = append(clauses, "d.row IN (SELECT l.row FROM lookup l WHERE l.hash = ?)")
		args = append(args, h)
	}
	if len(f.Statuses) > 0 {
		marks := make([]string, len(f.Statuses))
		for i, s := range f.Statuses {
			marks[i] = "?"
			args = append(args, int(s))
		}
		clauses = append(clauses, "d.status IN ("+strings.Join(marks, ", ")+")")
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

func (s *Store) rows(ctx context.Context, query string, args ...any) ([]motcua.Row, error) {
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Row
	for rows.Next() {
		r, err := scanRow(rows)
		if err != nil {
			return nil, sqlitedb.Named(err)
		}
		out = append(out, r)
	}
	return out, sqlitedb.Named(rows.Err())
}

func scanRow(rows *sql.Rows) (motcua.Row, error) {
	var r motcua.Row
	var received, due int64
	err := rows.Scan(&r.ID, &r.Code, &r.Name, &r.Procedure, &r.Status, &received, &due, &r.Erased, &r.Truth, &r.Refusal)
	r.Received, r.Due = fromMillis(received), fromMillis(due)
	return r, err
}
