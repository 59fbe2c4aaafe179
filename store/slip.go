package store

import (
	"context"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// nextSlip takes the next number of a series in the year of at, in Vietnam.
// Where the transaction fails, the number is not taken.
func nextSlip(ctx context.Context, tx *sqlitedb.Tx, series motcua.Series, at time.Time) (motcua.Slip, error) {
	st, err := readStation(ctx, tx)
	if err != nil {
		return motcua.Slip{}, err
	}
	slip := motcua.Slip{Series: series, Unit: st.Unit, Year: at.In(motcua.Local).Year(), Counter: st.Name}
	err = tx.QueryRowContext(ctx, `
		INSERT INTO slip (unit, series, year, number)
		SELECT ?1, ?2, ?3, COALESCE(MAX(number), 0) + 1
		FROM slip
		WHERE unit = ?1 AND series = ?2 AND year = ?3
		RETURNING number`, slip.Unit, string(series), slip.Year).Scan(&slip.Number)
	return slip, err
}

// takeSlips notes numbers that forms of this station bear, as an own event
// says that came back from the hub.
func takeSlips(ctx context.Context, tx *sqlitedb.Tx, slips ...motcua.Slip) error {
	for _, s := range slips {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO slip (unit, series, year, number)
			VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, s.Unit, string(s.Series), s.Year, s.Number)
		if err != nil {
			return err
		}
	}
	return nil
}

// slipsOf returns the numbers that the forms of a dossier bear and that this
// station allotted.
func slipsOf(d motcua.Dossier, own string) []motcua.Slip {
	var out []motcua.Slip
	for _, s := range d.Steps {
		if s.Slip.Number > 0 && s.Station == own {
			out = append(out, s.Slip)
		}
	}
	return out
}

// slips checks that the numbers of the forms in the own log are noted, and
// that none of a series is missing between them.
func (v *verifier) slips(ctx context.Context, tx *sqlitedb.Tx) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT unit, series, year, COUNT(*), MIN(number), MAX(number)
		FROM slip
		GROUP BY unit, series, year`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var unit, series string
		var year, count, first, last int
		if err := rows.Scan(&unit, &series, &year, &count, &first, &last); err != nil {
			return err
		}
		key := seriesOf{unit, series, year}
		if first != 1 || last != count || v.borne[key] > last {
			v.problem(motcua.CodeCorrupt, "numbers %s of %d: %d noted from %d to %d, forms bear up to %d", series, year, count, first, last, v.borne[key])
		}
		delete(v.borne, key)
	}
	for s, n := range v.borne {
		v.problem(motcua.CodeCorrupt, "numbers %s of %d: forms bear %d, none is noted", s.series, s.year, n)
	}
	return rows.Err()
}

// seriesOf is one series of one unit and year.
type seriesOf struct {
	unit, series string
	year         int
}

// bear notes that a form of the own log bears a number.
func (v *verifier) bear(e motcua.Event) {
	slips := []motcua.Slip{}
	if s, ok := motcua.SlipOf(e); ok {
		slips = append(slips, s)
	}
	var gone motcua.Erased
	if e.Kind == motcua.EventErased && e.DecodeBody(&gone) == nil {
		slips = append(slips, gone.Slips...)
	}
	for _, s := range slips {
		v.borne[seriesOf{s.Unit, string(s.Series), s.Year}] = max(v.borne[seriesOf{s.Unit, string(s.Series), s.Year}], s.Number)
	}
}
