package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// span is a run of serials of one day, with the last one that was printed of
// it; the number before the span where none was.
type span struct{ from, to, last int }

// numberer gives out the serials of a station inside one transaction.
type numberer struct {
	station motcua.Station
	days    map[string][]span
}

// next takes the next serial of a day: of the lowest leased block that has
// one, else of the station's own sub-range. Within a span numbers only grow,
// so that a clock set back to a day goes on after the day's last number. It is
// used up once an event beside it has the code.
func (g *numberer) next(ctx context.Context, tx *sqlitedb.Tx, at time.Time) (motcua.Code, error) {
	day := motcua.DayOf(at)
	spans, known := g.days[day]
	if !known {
		var err error
		if spans, err = spansOf(ctx, tx, g.station, day); err != nil {
			return "", err
		}
		if g.days == nil {
			g.days = map[string][]span{}
		}
		g.days[day] = spans
	}
	for i := range spans {
		for sp := &spans[i]; sp.last < sp.to; {
			sp.last++
			code, err := motcua.MakeCode(g.station.Agency, at, sp.last)
			if err != nil {
				return "", err
			}
			// Another station may have been given the same range by mistake.
			var taken bool
			err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM event WHERE code = ?)`, string(code)).Scan(&taken)
			if err != nil || !taken {
				return code, err
			}
		}
	}
	return "", &motcua.Error{Code: motcua.CodeNoNumbers, Detail: day}
}

// serialOf is the serial of a code that motcua.MakeCode made.
const serialOf = `CAST(SUBSTR(code, -4) AS INTEGER)`

// codeOfDay returns how the codes begin that motcua.MakeCode makes of an agency
// on a day (yyyy-MM-dd); four digits follow.
func codeOfDay(agency, day string) string {
	return agency + "-" + strings.ReplaceAll(day, "-", "")[2:] + "-"
}

// spansOf returns what a station may print from on a day, in order, its own
// sub-range last.
func spansOf(ctx context.Context, q querier, st motcua.Station, day string) ([]span, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT first, last, COALESCE((
				SELECT `+serialOf+`
				FROM event INDEXED BY event_code
				WHERE code >= ?5 || PRINTF('%04d', first) AND code <= ?5 || PRINTF('%04d', last) AND station = ?6
				ORDER BY code DESC
				LIMIT 1
			), first - 1), COALESCE((SELECT MAX(MIN(u.last, spans.last)) FROM doubtful u WHERE u.day = ?2 AND u.first <= spans.last AND u.last >= spans.first), 0)
		FROM (
			SELECT 0 AS own, first, last
			FROM block
			WHERE agency = ?1 AND day = ?2 AND closed = 0
			UNION ALL
			SELECT 1, ?3, ?4
		) spans
		ORDER BY own, first`, st.Agency, day, st.SerialFrom, st.SerialTo, codeOfDay(st.Agency, day), st.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []span
	for rows.Next() {
		var sp span
		var doubtful int // up to this one, what was printed nobody knows
		if err := rows.Scan(&sp.from, &sp.to, &sp.last, &doubtful); err != nil {
			return nil, err
		}
		sp.last = max(sp.last, doubtful)
		out = append(out, sp)
	}
	return out, rows.Err()
}

// NumbersLeft returns how many serials the station can still print on the
// local day of day: leased ones and its own.
func (s *Store) NumbersLeft(ctx context.Context, day time.Time) (int, error) {
	left := 0
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		st, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		spans, err := spansOf(ctx, tx, st, motcua.DayOf(day))
		if err != nil {
			return err
		}
		left = leftIn(spans)
		return nil
	})
	return left, err
}

func leftIn(spans []span) int {
	left := 0
	for _, sp := range spans {
		left += sp.to - sp.last
	}
	return left
}

// querier is a transaction or the reader pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// blocksOf reads rows of agency, day, first and last.
func blocksOf(ctx context.Context, q querier, query string, args ...any) ([]motcua.Block, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []motcua.Block
	for rows.Next() {
		var b motcua.Block
		if err := rows.Scan(&b.Agency, &b.Day, &b.From, &b.To); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, sqlitedb.Named(rows.Err())
}

// explainGaps closes the blocks of the days before a day and has one event
// name what was never printed of them. It runs before every other event, so
// that no event of a later day stands in the log while a gap is unexplained.
func (s *Store) explainGaps(ctx context.Context, tx *sqlitedb.Tx, at time.Time, before string) error {
	open, err := blocksOf(ctx, tx, `
		SELECT agency, day, first, last
		FROM block
		WHERE closed = 0 AND day < ?
		ORDER BY day, agency, first`, before)
	if err != nil || len(open) == 0 {
		return err
	}
	var unused []motcua.Block
	for _, b := range open {
		printed, err := s.printedIn(ctx, tx, b)
		if err != nil {
			return err
		}
		unused = append(unused, without(b, printed)...)
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE block
		SET closed = 1
		WHERE closed = 0 AND day < ?`, before); err != nil {
		return err
	}
	if len(unused) == 0 {
		return nil
	}
	h, err := readHead(ctx, tx, s.id())
	if err != nil {
		return err
	}
	_, err = s.appendAfter(ctx, tx, h, fact{at: at, kind: motcua.EventNumbersUnused, data: unused})
	return err
}

// printedIn returns the serials of a block that were printed here, in order.
func (s *Store) printedIn(ctx context.Context, q querier, b motcua.Block) ([]int, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT `+serialOf+`
		FROM event INDEXED BY event_code
		WHERE code >= ?1 || PRINTF('%04d', ?2) AND code <= ?1 || PRINTF('%04d', ?3) AND station = ?4
		ORDER BY code`, codeOfDay(b.Agency, b.Day), b.From, b.To, s.id())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// without returns what is left of b when the numbers, in order, are taken out.
func without(b motcua.Block, numbers []int) []motcua.Block {
	var out []motcua.Block
	for _, n := range numbers {
		if n > b.From {
			out = append(out, motcua.Block{Agency: b.Agency, Day: b.Day, From: b.From, To: n - 1})
		}
		b.From = n + 1
	}
	if b.From <= b.To {
		out = append(out, b)
	}
	return out
}
