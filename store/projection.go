package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"motcua"
	"motcua/store/sqlitedb"
)

// line is a row of table dossier but for its number.
type line struct {
	id, code, station, takenIn string
	name, names, folded        string
	procedure                  string
	status                     motcua.Status
	received, due, updated     int64
	waiting                    motcua.PauseReason
	exceptions                 int
	lastSeq                    uint64
	erased                     bool
	holder, heldBy             string // '' once it is ended
	moving, extended           bool
}

// lineOf is what the list shows of a dossier that folds from these events.
func lineOf(d motcua.Dossier, events []motcua.Event, own string) line {
	r := d.Received
	l := line{
		id: d.ID, code: string(r.Code), station: d.Station,
		name: motcua.NFC(r.Intake.Owner()), names: exactNames(r.Intake), folded: foldedNames(r.Intake),
		procedure: r.Procedure.Name, status: d.Status,
		received: millis(r.Appointment.Received), due: millis(d.Due), updated: millis(d.Updated),
		exceptions: len(d.Exceptions), erased: d.Erased,
	}
	if w := d.Course.Waiting; w != nil {
		l.waiting = w.For
	}
	if l.erased {
		l.names, l.folded = "", ""
	}
	if !d.Status.Ended() {
		at, moving := d.Whereabouts()
		l.holder, l.heldBy, l.moving = motcua.NFC(at.Name), motcua.NFC(at.Person), moving
		l.extended = d.Course.Extension != nil
	}
	for _, s := range d.Steps {
		if s.Kind == motcua.EventReceived && l.takenIn == "" {
			l.takenIn = s.Event
			if l.received == 0 {
				l.received = millis(s.At)
			}
		}
	}
	for _, e := range events {
		if e.Station == own {
			l.lastSeq = max(l.lastSeq, e.Seq)
		}
	}
	return l
}

// project folds a dossier from its events and writes its line and its words.
func (s *Store) project(ctx context.Context, tx *sqlitedb.Tx, id string) (motcua.Dossier, error) {
	events, err := s.dossierEvents(ctx, tx, id)
	if err != nil {
		return motcua.Dossier{}, err
	}
	d, err := motcua.FoldDossier(events)
	if err != nil {
		return motcua.Dossier{}, err
	}
	l := lineOf(d, events, s.id())
	var row int64
	var before string
	err = tx.QueryRowContext(ctx, `
		SELECT row, taken_in
		FROM dossier
		WHERE id = ?`, id).Scan(&row, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return motcua.Dossier{}, err
	}
	if row, err = putLine(ctx, tx, l); err != nil {
		return motcua.Dossier{}, err
	}
	if l.erased { // an event that came without its body did not say its code
		_, err := tx.ExecContext(ctx, `
			UPDATE event
			SET code = ?
			WHERE dossier = ? AND id = ? AND code IS NULL`, l.code, l.id, l.takenIn)
		if err != nil {
			return motcua.Dossier{}, err
		}
	}
	// The words depend on that event alone, and on what was ever put right in
	// it or taken in later, also where that no longer counts.
	changed := slices.ContainsFunc(events, func(e motcua.Event) bool {
		return e.Kind == motcua.EventCorrected || e.Kind == motcua.EventAccepted
	})
	if before != l.takenIn || l.erased || changed {
		err = putFinds(ctx, tx, row, s.findsOf(d.Received, fromMillis(l.received)))
	}
	return d, err
}

// putNew writes line, words and numbers of a dossier that the lists do not have yet.
func (s *Store) putNew(ctx context.Context, tx *sqlitedb.Tx, d motcua.Dossier, events []motcua.Event) error {
	l := lineOf(d, events, s.id())
	f := s.findsOf(d.Received, fromMillis(l.received))
	res, err := tx.ExecContext(ctx, `
		INSERT INTO dossier (id, code, station, taken_in, name, names, folded, procedure,
			status, received, due, updated, exceptions, last_seq, erased, holder, words, numbers)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.id, l.code, l.station, l.takenIn, l.name, l.names, l.folded, l.procedure,
		int(l.status), l.received, l.due, l.updated, l.exceptions, l.lastSeq, l.erased, l.holder, f.words, f.numbers)
	if err != nil {
		return err
	}
	row, err := res.LastInsertId()
	if err != nil {
		return err
	}
	return absorbLot(ctx, tx, row)
}

func putLine(ctx context.Context, tx *sqlitedb.Tx, l line) (row int64, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO dossier (id, code, station, taken_in, name, names, folded, procedure,
			status, received, due, updated, waiting, exceptions, last_seq, erased, holder, held_by, moving, extended)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET code = excluded.code, station = excluded.station, taken_in = excluded.taken_in,
			name = excluded.name, names = excluded.names, folded = excluded.folded,
			procedure = excluded.procedure, status = excluded.status, received = excluded.received,
			due = excluded.due, updated = excluded.updated, waiting = excluded.waiting,
			exceptions = excluded.exceptions, last_seq = excluded.last_seq, erased = excluded.erased,
			holder = excluded.holder, held_by = excluded.held_by, moving = excluded.moving, extended = excluded.extended
		RETURNING row`,
		l.id, l.code, l.station, l.takenIn, l.name, l.names, l.folded, l.procedure,
		int(l.status), l.received, l.due, l.updated, string(l.waiting), l.exceptions, l.lastSeq, l.erased,
		l.holder, l.heldBy, l.moving, l.extended).Scan(&row)
	return row, err
}
