package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// Receive takes a dossier in: in one transaction it gives it the next number
// of its agency and day (of at, in Vietnam) and a secret, appends the signed
// event and writes lists and search. When it returns, all of it is on disk.
//
// r.Intake.ID, a UUID, makes it repeatable: a second call with the same intake
// returns the dossier of the first and writes nothing. Another intake under a
// known id is CodeConflict with field "id": one citizen's form must never be
// answered with another's dossier. Code, Secret, Unit,
// Agency and Counter of r are filled in here, from the station as the file has
// it at that moment. CodeNoNumbers means that the station's serials of the day
// are used up; none is ever used twice, and a call that fails uses none. A
// station with a hub that was put back from a backup refuses every own event
// with motcua.ReasonRestored until the hub was asked (see AskedHub) or, where
// there is none, ReasonRestoredAlone until a person was (see Proceed).
//
// A draft of the form is left alone: delete it after this returned. A crash in
// between leaves a draft whose intake id is taken in already, and the same id
// makes taking it in again harmless.
//
// What then names happens to the new dossier in the same transaction; where the
// intake is here already, it has happened.
func (s *Store) Receive(ctx context.Context, actor string, at time.Time, r motcua.Received, then ...motcua.Action) (motcua.Dossier, error) {
	id := r.Intake.ID
	if u, err := uuid.Parse(id); err != nil || u.String() != id {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "id", Detail: "not a UUID"}
	}
	var d motcua.Dossier
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		ctx := context.WithoutCancel(ctx) // Write's word; and a statement under one that can end costs a goroutine
		o, err := s.opening(ctx, tx, id, at)
		if err != nil {
			return err
		}
		if o.known.received {
			if d, err = s.again(ctx, tx, id, r.Intake); err != nil {
				return err
			}
			return happened(d, r, then)
		}
		if o.restored {
			return s.notYet()
		}
		if r, err = s.number(ctx, tx, &numberer{station: o.station}, at, r); err != nil {
			return err
		}
		f := fact{actor, at, id, motcua.EventReceived, r}
		e, salt, err := s.header(f, o.head, o.known.hlc)
		if err != nil {
			return err
		}
		if d, err = s.settle(ctx, tx, o.known, e, r, s.signing(e, salt, r)); err != nil {
			return err
		}
		for _, do := range then {
			if d, err = s.act(ctx, tx, motcua.Act{Actor: actor, At: at, Dossier: id, Do: do}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return motcua.Dossier{}, err
	}
	return d, nil
}

// opening is what an intake needs to know of the file before it writes.
type opening struct {
	station  motcua.Station // but for its hub
	known    known
	head     head
	restored bool // and the hub was not asked yet
}

// opening reads it all at once: each statement has its price. What has to be
// said in the log before an event of the moment at is said here.
func (s *Store) opening(ctx context.Context, tx *sqlitedb.Tx, id string, at time.Time) (opening, error) {
	var o opening
	if at.IsZero() {
		return o, &motcua.Error{Code: motcua.CodeClock, Detail: "no time"}
	}
	var hash []byte
	var gaps bool
	day := motcua.DayOf(at)
	st, k, h := &o.station, &o.known, &o.head
	err := tx.QueryRowContext(ctx, `
		SELECT s.id, s.unit, s.unit_name, s.agency, s.name, s.serial_from, s.serial_to,
			k.events, k.hlc, k.received,
			COALESCE(h.seq, 0), h.hash, COALESCE(h.hlc, 0),
			EXISTS (SELECT 1 FROM block WHERE closed = 0 AND day < ?),
			`+unasked+`
		FROM station s
		JOIN (
			SELECT COUNT(*) AS events, COALESCE(MAX(hlc), 0) AS hlc, COALESCE(MAX(kind = ? AND readable), 0) AS received
			FROM event
			WHERE dossier = ? AND dossier <> ''
		) k
		LEFT JOIN (
			SELECT seq, hash, hlc
			FROM event
			WHERE station = ?
			ORDER BY seq DESC
			LIMIT 1
		) h ON TRUE`, day, string(motcua.EventReceived), id, s.id()).
		Scan(&st.ID, &st.Unit, &st.UnitName, &st.Agency, &st.Name, &st.SerialFrom, &st.SerialTo,
			&k.events, &k.hlc, &k.received, &h.seq, &hash, &h.hlc, &gaps, &o.restored)
	if errors.Is(err, sql.ErrNoRows) {
		return o, &motcua.Error{Code: motcua.CodeUnknown, Field: "station", Detail: "not set up"}
	}
	copy(h.hash[:], hash)
	if err == nil && gaps && !o.restored {
		o.head, err = s.headFor(ctx, tx, at)
	}
	return o, err
}

// signing encodes and signs e beside the goroutine that writes its rows, and
// returns where to wait for it. It must be waited for.
func (s *Store) signing(e motcua.Event, salt []byte, r motcua.Received) func() (motcua.Event, error) {
	done := make(chan error, 1)
	go func() { done <- s.sign(&e, salt, r) }()
	return func() (motcua.Event, error) {
		err := <-done
		return e, err
	}
}

// again returns the dossier that id was taken in as, if in is that very intake.
func (s *Store) again(ctx context.Context, tx *sqlitedb.Tx, id string, in motcua.Intake) (motcua.Dossier, error) {
	d, err := s.foldDossier(ctx, tx, id)
	if err != nil || d.Erased { // nothing is left to compare
		return d, err
	}
	first := d.Received.Intake
	if d.Course.TakenIn != nil { // put right since
		first = *d.Course.TakenIn
	}
	have, err := json.Marshal(first)
	if err != nil {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "body", Cause: err}
	}
	want, err := json.Marshal(in)
	if err != nil {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "intake", Cause: err}
	}
	if !bytes.Equal(have, want) {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeConflict, Field: "id", Detail: "taken in as another intake"}
	}
	return d, nil
}

// known is what the log has of a dossier before it is taken in here.
type known struct {
	events   int
	hlc      motcua.HLC // newest, whoever wrote it
	received bool
}

func knownOf(ctx context.Context, tx *sqlitedb.Tx, id string) (known, error) {
	var k known
	err := tx.QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(MAX(hlc), 0), COALESCE(MAX(kind = ? AND readable), 0)
		FROM event
		WHERE dossier = ? AND dossier <> ''`,
		string(motcua.EventReceived), id).Scan(&k.events, &k.hlc, &k.received)
	return k, err
}

// settle writes the event that takes a dossier in, and its projections. header
// is that event before it is signed, signed waits for it. Where it is the first
// that is known of the dossier, the fold needs nothing from the file, and the
// projections are written while the event is being signed.
func (s *Store) settle(ctx context.Context, tx *sqlitedb.Tx, k known, header motcua.Event, r motcua.Received,
	signed func() (motcua.Event, error)) (d motcua.Dossier, err error) {
	if k.events == 0 {
		events := []motcua.Event{header}
		d, err = motcua.FoldDossierWith(events, func(motcua.Event) (motcua.Received, error) { return r, nil })
		if err == nil {
			err = s.putNew(ctx, tx, d, events)
		}
	}
	e, serr := signed()
	if err = errors.Join(err, serr); err != nil {
		return d, err
	}
	if !readsBack(e.Body) {
		return d, &motcua.Error{Code: motcua.CodeInvalid, Field: "body", Detail: "not UTF-8"}
	}
	if err := s.insertEvent(ctx, tx, e, true, r.Code); err != nil || k.events == 0 {
		return d, err
	}
	return s.project(ctx, tx, e.Dossier)
}

// readsBack reports whether a body says what it was made of. JSON writes this
// escape only for what was no UTF-8.
func readsBack(body []byte) bool { return !bytes.Contains(body, []byte(`\ufffd`)) }

// number fills in what the station decides: code, secret and who we are.
func (s *Store) number(ctx context.Context, tx *sqlitedb.Tx, g *numberer, at time.Time, r motcua.Received) (motcua.Received, error) {
	r.Unit, r.Agency, r.Counter = g.station.Unit, g.station.Agency, g.station.Name
	r.Secret = make([]byte, motcua.SecretLen)
	if _, err := io.ReadFull(s.cfg.Rand, r.Secret); err != nil {
		return r, filedir.Named(err)
	}
	var err error
	r.Code, err = g.next(ctx, tx, at)
	return r, err
}

// idOf finds the dossier with a code; one taken in here comes before one that
// another station gave the same code.
func idOf(ctx context.Context, tx *sqlitedb.Tx, code motcua.Code) (string, error) {
	var id string
	err := tx.QueryRowContext(ctx, `
		SELECT d.id
		FROM event e
		JOIN dossier d ON d.id = e.dossier, station s
		WHERE e.code = ? AND d.code = e.code
		ORDER BY d.station <> s.id, d.row
		LIMIT 1`, string(code)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "code"}
	}
	return id, err
}
