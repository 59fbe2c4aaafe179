package store

import (
	"context"
	"math"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

const (
	// maxEndings is how many words a beginning is spelt out to; one with more
	// is short enough for the prefix indexes, or rare.
	maxEndings = 64
	// prefixLetters is the longest beginning that has an index of its own.
	prefixLetters = 4
	// rareStatus is how many dossiers in the wanted statuses are few enough to
	// look for the oldest of them first.
	rareStatus = 3_000
	maxYears   = 40
)

// hits is a query for the rows of table dossier that a search finds: the
// newest, at most a number of each kind, each once, in no order.
type hits struct {
	query string
	args  []any
}

// hits looks for the words wherever they stand: in the index, and in those
// that are not there yet. Further expressions may find older ones. Only what n
// allows is a hit.
func (s *Store) hits(ctx context.Context, tx *sqlitedb.Tx, f motcua.Filter, q question, n narrowing, most int, more ...string) (hits, error) {
	match, err := foldedTerms(ctx, tx, q.words)
	if err != nil {
		return hits{}, err
	}
	h, err := s.indexed(ctx, tx, f, q, n, nobody, most, append([]string{match}, more...)...)
	if err != nil {
		return h, err
	}
	waiting, words := onLines(q.words)
	where, with := conditions(f, q)
	where, with = where+n.clause, append(with, n.args...)
	h.query += `
		UNION
		SELECT d.row
		FROM dossier d NOT INDEXED -- from row to row, a few hundred at most
		WHERE ` + waits + ` AND ` + waiting + ` AND ` + where
	h.args = append(append(h.args, words...), with...)
	return h, nil
}

// indexed looks in the index for what each expression finds before a row.
func (s *Store) indexed(ctx context.Context, tx *sqlitedb.Tx, f motcua.Filter, q question, n narrowing, before int64, most int, expressions ...string) (hits, error) {
	oldest, err := oldestOf(ctx, tx, f.Statuses)
	if err != nil {
		return hits{}, err
	}
	where, with := conditions(f, q)
	where, with = where+n.clause, append(with, n.args...)
	from := `search`
	if where != anything {
		from += ` CROSS JOIN dossier d ON d.row = search.rowid`
	}
	parts := []string{`SELECT NULL AS row WHERE 0`}
	var h hits
	for _, match := range expressions {
		if match == "" || oldest == nobody {
			continue
		}
		parts = append(parts, `
			SELECT row
			FROM (
				SELECT search.rowid AS row
				FROM `+from+`
				WHERE search MATCH ? AND search.rowid >= ? AND search.rowid < ? AND `+where+`
				ORDER BY search.rowid DESC
				LIMIT ?
			)`)
		h.args = append(append(append(h.args, match+s.times(f), oldest, before), with...), most)
	}
	h.query = strings.Join(parts, ` UNION `)
	return h, nil
}

// nobody is the row of no dossier.
const nobody = math.MaxInt64

// oldestOf returns the row of the oldest dossier in rarely used statuses, 0
// where there is no reason to begin anywhere, nobody where none has them.
func oldestOf(ctx context.Context, tx *sqlitedb.Tx, statuses []motcua.Status) (int64, error) {
	if len(statuses) == 0 {
		return 0, nil
	}
	where, args := conditions(motcua.Filter{Statuses: statuses}, question{})
	var n int
	var oldest int64
	err := tx.QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(MIN(row), 0)
		FROM (SELECT d.row FROM dossier d WHERE `+where+` LIMIT ?)`, append(args, rareStatus+1)...).Scan(&n, &oldest)
	switch {
	case n > rareStatus:
		return 0, err
	case n == 0:
		return nobody, err
	}
	return oldest, err
}

// times narrows an expression to the years, months and days that f selects: of
// those at its two ends that are cut, only the days.
func (s *Store) times(f motcua.Filter) string {
	if f.From.IsZero() && f.To.IsZero() {
		return ""
	}
	from, to := f.From.In(motcua.Local), f.To.In(motcua.Local)
	if f.From.IsZero() {
		from = time.Date(2000, 1, 1, 0, 0, 0, 0, motcua.Local)
	}
	if f.To.IsZero() {
		to = time.Date(s.cfg.Now().In(motcua.Local).Year()+3, 1, 1, 0, 0, 0, 0, motcua.Local)
	}
	if to.Year()-from.Year() >= maxYears || f.From.IsZero() && from.After(to) {
		return "" // nothing to gain
	}
	var terms []string
	y, m, d := from.Date()
	for at := time.Date(y, m, d, 0, 0, 0, 0, motcua.Local); at.Before(to); {
		layout, next := dayWord, at.AddDate(0, 0, 1)
		if month := at.AddDate(0, 1, 0); at.Day() == 1 && !month.After(to) {
			layout, next = monthWord, month
			if year := at.AddDate(1, 0, 0); at.Month() == 1 && !year.After(to) {
				layout, next = yearWord, year
			}
		}
		terms = append(terms, at.Format(layout))
		at = next
	}
	if len(terms) == 0 {
		return ""
	}
	return ` AND ("` + timeMark + strings.Join(terms, `" OR "`+timeMark) + `")`
}
