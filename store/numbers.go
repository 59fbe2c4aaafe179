package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// span is a run of serials of one day.
type span struct{ from, to int }

// nextCode takes the next serial of a day: of the lowest leased block that has
// one, else of the station's own sub-range. Within a span numbers only grow,
// so that a clock set back to a day goes on after the day's last number.
func nextCode(ctx context.Context, tx *sql.Tx, st motcua.Station, at time.Time) (motcua.Code, error) {
	day := motcua.DayOf(at)
	spans, err := spansOf(ctx, tx, st, day)
	if err != nil {
		return "", err
	}
	for _, sp := range spans {
		code, err := takeFrom(ctx, tx, st.Agency, at, sp)
		if motcua.CodeOf(err) != motcua.CodeNoNumbers {
			return code, err
		}
	}
	return "", &motcua.Error{Code: motcua.CodeNoNumbers, Detail: day}
}

// spansOf returns what a station may print from on a day, in order.
func spansOf(ctx context.Context, q querier, st motcua.Station, day string) ([]span, error) {
	blocks, err := blocksOf(ctx, q, `
		SELECT agency, day, first, last
		FROM block
		WHERE agency = ? AND day = ? AND closed = 0
		ORDER BY first`, st.Agency, day)
	var out []span
	for _, b := range blocks {
		out = append(out, span{b.From, b.To})
	}
	return append(out, span{st.SerialFrom, st.SerialTo}), err
}

// takeFrom takes the next serial of a span; CodeNoNumbers where it is used up.
func takeFrom(ctx context.Context, tx *sql.Tx, agency string, at time.Time, sp span) (motcua.Code, error) {
	day := motcua.DayOf(at)
	last, err := lastOf(ctx, tx, agency, day, sp)
	if err != nil {
		return "", err
	}
	for n := last + 1; n <= sp.to; n++ {
		code, err := motcua.MakeCode(agency, at, n)
		if err != nil {
			return "", err
		}
		// Another station may have been given the same range by mistake.
		_, err = idOf(ctx, tx, code)
		if err == nil {
			continue
		}
		if motcua.CodeOf(err) != motcua.CodeUnknown {
			return "", err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO serial (agency, day, number, code)
			VALUES (?, ?, ?, ?)`, agency, day, n, string(code))
		return code, err
	}
	return "", &motcua.Error{Code: motcua.CodeNoNumbers, Detail: day}
}

// lastOf returns the highest serial of a span that was printed, the number
// before the span where none was.
func lastOf(ctx context.Context, q querier, agency, day string, sp span) (int, error) {
	last := sp.from - 1
	err := q.QueryRowContext(ctx, `
		SELECT number
		FROM serial
		WHERE agency = ? AND day = ? AND number BETWEEN ? AND ?
		ORDER BY number DESC
		LIMIT 1`, agency, day, sp.from, sp.to).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return last, err
}

// NumbersLeft returns how many serials the station can still print on the
// local day of day: leased ones and its own.
func (s *Store) NumbersLeft(ctx context.Context, day time.Time) (int, error) {
	left := 0
	err := s.db.View(ctx, func(tx *sql.Tx) error {
		st, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		spans, err := spansOf(ctx, tx, st, motcua.DayOf(day))
		if err != nil {
			return err
		}
		left, err = leftIn(ctx, tx, st.Agency, motcua.DayOf(day), spans)
		return err
	})
	return left, err
}

func leftIn(ctx context.Context, q querier, agency, day string, spans []span) (int, error) {
	left := 0
	for _, sp := range spans {
		last, err := lastOf(ctx, q, agency, day, sp)
		if err != nil {
			return 0, err
		}
		left += sp.to - last
	}
	return left, nil
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
func (s *Store) explainGaps(ctx context.Context, tx *sql.Tx, at time.Time, before string) error {
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
		printed, err := printedIn(ctx, tx, b)
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

// printedIn returns the printed serials of a block in order.
func printedIn(ctx context.Context, q querier, b motcua.Block) ([]int, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT number
		FROM serial
		WHERE agency = ? AND day = ? AND number BETWEEN ? AND ?
		ORDER BY number`, b.Agency, b.Day, b.From, b.To)
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
