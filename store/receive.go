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
// are used up; none is ever used twice, and a call that fails uses none.
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
	err := s.db.Write(ctx, func(tx *sql.Tx) error {
		k, err := knownOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if k.received {
			if d, err = s.again(ctx, tx, id, r.Intake); err != nil {
				return err
			}
			return happened(d, r, then)
		}
		if r, err = s.number(ctx, tx, at, r); err != nil {
			return err
		}
		h, err := s.headFor(ctx, tx, at)
		if err != nil {
			return err
		}
		e, err := s.next(h, k.hlc, fact{actor, at, id, motcua.EventReceived, r})
		if err != nil {
			return err
		}
		if d, err = s.settle(ctx, tx, k, e, r); err != nil {
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

// again returns the dossier that id was taken in as, if in is that very intake.
func (s *Store) again(ctx context.Context, tx *sql.Tx, id string, in motcua.Intake) (motcua.Dossier, error) {
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

func knownOf(ctx context.Context, tx *sql.Tx, id string) (known, error) {
	var k known
	err := tx.QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(MAX(hlc), 0), COALESCE(MAX(kind = ? AND readable), 0)
		FROM event
		WHERE dossier = ? AND dossier <> ''`,
		string(motcua.EventReceived), id).Scan(&k.events, &k.hlc, &k.received)
	return k, err
}

// settle writes the signed event that takes a dossier in, and its projections.
// Where it is the first that is known of the dossier, the fold needs nothing
// from the file: what was written a moment ago is not read back.
func (s *Store) settle(ctx context.Context, tx *sql.Tx, k known, e motcua.Event, r motcua.Received) (motcua.Dossier, error) {
	if err := s.insertEvent(ctx, tx, e, true); err != nil {
		return motcua.Dossier{}, err
	}
	if k.events > 0 || !readsBack(e.Body) {
		return s.project(ctx, tx, e.Dossier)
	}
	events := []motcua.Event{e}
	d, err := motcua.FoldDossierWith(events, func(motcua.Event) (motcua.Received, error) { return r, nil })
	if err != nil {
		return d, err
	}
	return d, s.putNew(ctx, tx, d, events)
}

// readsBack reports whether a body says what it was made of. JSON writes this
// escape only for what was no UTF-8.
func readsBack(body []byte) bool { return !bytes.Contains(body, []byte(`\ufffd`)) }

// number fills in what the station decides: code, secret and who we are.
func (s *Store) number(ctx context.Context, tx *sql.Tx, at time.Time, r motcua.Received) (motcua.Received, error) {
	st, err := readStation(ctx, tx)
	if err != nil {
		return r, err
	}
	r.Unit, r.Agency, r.Counter = st.Unit, st.Agency, st.Name
	r.Secret = make([]byte, motcua.SecretLen)
	if _, err := io.ReadFull(s.cfg.Rand, r.Secret); err != nil {
		return r, filedir.Named(err)
	}
	r.Code, err = nextCode(ctx, tx, st, at)
	return r, err
}

// idOf finds the dossier with a code; one taken in here comes before one that
// another station gave the same code.
func idOf(ctx context.Context, tx *sql.Tx, code motcua.Code) (string, error) {
	var id string
	err := tx.QueryRowContext(ctx, `
		SELECT d.id
		FROM dossier d, station s
		WHERE d.code = ?
		ORDER BY d.station <> s.id, d.row
		LIMIT 1`, string(code)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "code"}
	}
	return id, err
}
