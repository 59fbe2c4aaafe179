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

// hits looks in the index for the words without marks and, where some were
// typed with marks, for those; and in the words that are not in the index yet.
// Only what n allows is a hit.
func (s *Store) hits(ctx context.Context, tx *sqlitedb.Tx, f motcua.Filter, q question, n narrowing, most int) (hits, error) {
	var h hits
	where, with := conditions(f, q)
	where, with = where+n.clause, append(with, n.args...)
	oldest, err := oldestOf(ctx, tx, f.Statuses)
	if err != nil {
		return h, err
	}
	if oldest == nobody {
		return hits{query: `SELECT NULL AS row LIMIT 0`}, nil
	}
	match, err := expression(ctx, tx, q.words)
	if err != nil {
		return h, err
	}
	matches := []string{match}
	if len(q.marked) > 0 {
		marked, err := expression(ctx, tx, q.marked)
		if err != nil {
			return h, err
		}
		matches = append(matches, marked)
	}
	var parts []string
	for _, m := range matches {
		from := `search`
		if where != anything {
			from += ` CROSS JOIN dossier d ON d.row = search.rowid`
		}
		parts = append(parts, `
			SELECT row
			FROM (
				SELECT search.rowid AS row
				FROM `+from+`
				WHERE search MATCH ? AND search.rowid >= ? AND `+where+`
				ORDER BY search.rowid DESC
				LIMIT ?
			)`)
		h.args = append(append(append(h.args, m+s.times(f), oldest), with...), most)
	}
	waiting, words := onLines(q)
	parts = append(parts, `
		SELECT d.row
		FROM dossier d NOT INDEXED -- from row to row, a few hundred at most
		WHERE `+waits+` AND `+waiting+` AND `+where)
	h.query = strings.Join(parts, ` UNION `)
	h.args = append(append(h.args, words...), with...)
	return h, nil
}

// expression returns the FTS5 expression that finds all words, the last as a
// beginning. A long beginning is spelt out to the words it can end in: those
// lists are read newest first, a beginning's own would be gathered whole.
func expression(ctx context.Context, tx *sqlitedb.Tx, words []string) (string, error) {
	last := words[len(words)-1]
	var terms []string
	for _, w := range words[:len(words)-1] {
		terms = append(terms, `"`+w+`"`)
	}
	if runes := []rune(last); len(runes) > prefixLetters && letters(last) {
		endings, err := column(ctx, tx, `
			SELECT word
			FROM word
			WHERE word >= ? AND word < ?
			LIMIT ?`, last, last+"\U0010ffff", maxEndings+1)
		if err != nil {
			return "", err
		}
		if len(endings) > 0 && len(endings) <= maxEndings {
			return strings.Join(append(terms, `("`+strings.Join(endings, `" OR "`)+`")`), " AND "), nil
		}
	}
	return strings.Join(append(terms, `"`+last+`"*`), " AND "), nil
}

// onLines returns the same question for the words that wait on lines d.
func onLines(q question) (string, []any) {
	clauses := make([]string, len(q.words))
	var args []any
	for i, w := range q.words {
		clauses[i] = `INSTR(d.words, ?) > 0`
		if i < len(q.words)-1 {
			w += " "
		}
		args = append(args, " "+w)
	}
	return `(` + strings.Join(clauses, ` AND `) + `)`, args
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
