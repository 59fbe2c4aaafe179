package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

const printColumns = `id, dossier, form, event, media, printer, tray, copies, reprint,
	state, tries, doubts, code, field, problem, job, actor, made, changed, next, version,
	COALESCE((SELECT d.code FROM dossier d WHERE d.id = print_job.dossier), '')`

// AddPrint puts a paper of a stored dossier, or a test page, into the print
// queue; it is on disk when AddPrint returns. CodeUnknown where the dossier is
// not here.
func (s *Store) AddPrint(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	if err := checkPrint(o); err != nil {
		return o, err
	}
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if o.Dossier != "" {
			var one int
			err := tx.QueryRowContext(ctx, `SELECT 1 FROM dossier WHERE id = ?`, o.Dossier).Scan(&one)
			if errors.Is(err, sql.ErrNoRows) {
				return &motcua.Error{Code: motcua.CodeUnknown, Field: "dossier"}
			}
			if err != nil {
				return err
			}
		}
		now := millis(s.cfg.Now())
		var err error
		o, err = scanPrint(tx.QueryRowContext(ctx, `
			INSERT INTO print_job (dossier, form, event, media, printer, tray, copies, state, actor, made, changed)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
			RETURNING `+printColumns, o.Dossier, string(o.Form), o.Event, o.Media, o.Printer, o.Tray, o.Copies, o.Actor, now, now))
		return err
	})
	return o, err
}

// checkPrint bounds what a row of the queue may say.
func checkPrint(o motcua.PrintOrder) error {
	bad := func(field string) error { return &motcua.Error{Code: motcua.CodeInvalid, Field: field} }
	switch {
	case o.Form == "" || len(o.Form) > 40 || o.Dossier == "" && o.Form != motcua.PrintTest && !o.Form.OfDay():
		return bad("form")
	case o.Form.OfDay() && (o.Dossier != "" || !isDay(o.Event)):
		return bad("event")
	case o.Printer == "" || len(o.Printer) > 1000:
		return bad("printer")
	case len(o.Tray) > 200:
		return bad("tray")
	case len(o.Media) > 20:
		return bad("media")
	case o.Copies < 1 || o.Copies > motcua.MaxCopies:
		return bad("copies")
	case len(o.Job) > 2000 || len(o.Actor) > 200 || len(o.Event) > 100:
		return bad("order")
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.ParseInLocation(time.DateOnly, s, motcua.Local)
	return err == nil
}

// PutPrint writes what became of an order, if nobody changed it since it was
// read: CodeConflict otherwise. An order that begins to be printed learns how
// often its paper may have come out before (Reprint).
func (s *Store) PutPrint(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	if err := checkPrint(o); err != nil {
		return o, err
	}
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		got, err := scanPrint(tx.QueryRowContext(ctx, `
			UPDATE print_job
			SET printer = ?, tray = ?, media = ?, copies = ?, state = ?, tries = ?, doubts = ?,
				code = ?, field = ?, problem = ?, job = ?, next = ?, changed = ?, version = version + 1,
				reprint = CASE WHEN ? = 'printing' AND print_job.state <> 'printing' THEN print_job.doubts + (
					SELECT COALESCE(SUM(o.doubts + (o.state IN ('printed', 'sent', 'unknown', 'printing'))), 0)
					FROM print_job o
					WHERE o.dossier = print_job.dossier AND o.form = print_job.form AND o.event = print_job.event AND o.id <> print_job.id)
				ELSE print_job.reprint END
			WHERE id = ? AND version = ? AND print_job.state NOT IN ('printed', 'sent', 'cancelled')
			RETURNING `+printColumns,
			o.Printer, o.Tray, o.Media, o.Copies, string(o.State), o.Tries, o.Doubts,
			string(o.Code), o.Field, string(o.Problem), o.Job, millis(o.Next), millis(s.cfg.Now()),
			string(o.State), o.ID, o.Version))
		if errors.Is(err, sql.ErrNoRows) {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "order", Detail: "changed meanwhile"}
		}
		if err == nil {
			o = got
		}
		return err
	})
	return o, err
}

// OpenPrints returns the orders that are not over, oldest first.
func (s *Store) OpenPrints(ctx context.Context) ([]motcua.PrintOrder, error) {
	return s.prints(ctx, `
		SELECT `+printColumns+`
		FROM print_job
		WHERE state NOT IN ('printed', 'sent', 'cancelled')
		ORDER BY id`)
}

// Prints returns the newest orders, at most limit, newest first.
func (s *Store) Prints(ctx context.Context, limit int) ([]motcua.PrintOrder, error) {
	return s.prints(ctx, `
		SELECT `+printColumns+`
		FROM print_job
		ORDER BY id DESC
		LIMIT ?`, limit)
}

// PrintsOf returns the orders of a dossier's papers, oldest first.
func (s *Store) PrintsOf(ctx context.Context, dossier string) ([]motcua.PrintOrder, error) {
	return s.prints(ctx, `
		SELECT `+printColumns+`
		FROM print_job
		WHERE dossier = ? AND dossier <> ''
		ORDER BY id`, dossier)
}

// Print returns one order; CodeUnknown where there is none.
func (s *Store) Print(ctx context.Context, id int64) (motcua.PrintOrder, error) {
	list, err := s.prints(ctx, `
		SELECT `+printColumns+`
		FROM print_job
		WHERE id = ?`, id)
	if err == nil && len(list) == 0 {
		err = &motcua.Error{Code: motcua.CodeUnknown, Field: "order"}
	}
	if err != nil {
		return motcua.PrintOrder{}, err
	}
	return list[0], nil
}

func (s *Store) prints(ctx context.Context, query string, args ...any) ([]motcua.PrintOrder, error) {
	var out []motcua.PrintOrder
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		out = nil
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			o, err := scanPrint(rows)
			if err != nil {
				return err
			}
			out = append(out, o)
		}
		return rows.Err()
	})
	return out, err
}

func scanPrint(row interface{ Scan(...any) error }) (motcua.PrintOrder, error) {
	var o motcua.PrintOrder
	var made, changed, next int64
	err := row.Scan(&o.ID, &o.Dossier, &o.Form, &o.Event, &o.Media, &o.Printer, &o.Tray, &o.Copies, &o.Reprint,
		&o.State, &o.Tries, &o.Doubts, &o.Code, &o.Field, &o.Problem, &o.Job, &o.Actor, &made, &changed, &next, &o.Version, &o.Of)
	o.Made, o.Changed, o.Next = fromMillis(made), fromMillis(changed), fromMillis(next)
	return o, err
}

// PrintChoice returns where a form is printed: its own choice, else the one for
// every form; false where neither was made.
func (s *Store) PrintChoice(ctx context.Context, form motcua.PrintForm) (motcua.PrintChoice, bool, error) {
	var c motcua.PrintChoice
	found := false
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		err := tx.QueryRowContext(ctx, `
			SELECT form, printer, tray, media, copies
			FROM print_choice
			WHERE form IN (?, '')
			ORDER BY form DESC
			LIMIT 1`, string(form)).Scan(&c.Form, &c.Printer, &c.Tray, &c.Media, &c.Copies)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return err
	})
	return c, found, err
}

// PutPrintChoice remembers where a form is printed; "" is every form without a
// choice of its own.
func (s *Store) PutPrintChoice(ctx context.Context, c motcua.PrintChoice) error {
	err := checkPrint(motcua.PrintOrder{Form: motcua.PrintTest, Printer: c.Printer, Tray: c.Tray, Media: c.Media, Copies: c.Copies})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO print_choice (form, printer, tray, media, copies)
			VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (form) DO UPDATE
			SET printer = excluded.printer, tray = excluded.tray, media = excluded.media, copies = excluded.copies`,
			string(c.Form), c.Printer, c.Tray, c.Media, c.Copies)
		return err
	})
}
