package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"

	"filippo.io/age"

	"motcua"
	"motcua/store/sqlitedb"
)

const (
	defaultBatch  = 500
	maxBatchBytes = 4 << 20
)

// Enrolment is the body of the event station.enrolled.
type Enrolment struct {
	Hub        motcua.HubInfo `json:"hub"`
	SerialFrom int            `json:"serialFrom"`
	SerialTo   int            `json:"serialTo"`
}

// Enrolled records that the station belongs to a hub from now on and that a
// sub-range of each day's serials is its own, for when no leased block has one
// left. A hub with another key than before has received nothing yet: the whole
// log is pending again, and what the other one leased is given up.
func (s *Store) Enrolled(ctx context.Context, hub motcua.HubInfo, serialFrom, serialTo int) error {
	if err := checkHub(hub); err != nil {
		return err
	}
	if err := checkSerials(serialFrom, serialTo); err != nil {
		return err
	}
	text, err := json.Marshal(hub)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "hub", Cause: err}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		before, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE station
			SET hub = ?, serial_from = ?, serial_to = ?`, string(text), serialFrom, serialTo)
		if err != nil {
			return err
		}
		if before.Hub == nil || string(before.Hub.Key) != string(hub.Key) {
			if err := startOver(ctx, tx); err != nil {
				return err
			}
			if err := s.giveUpLeases(ctx, tx); err != nil {
				return err
			}
		}
		_, err = s.append(ctx, tx, fact{at: s.cfg.Now(), kind: motcua.EventStationEnrolled,
			data: Enrolment{Hub: hub, SerialFrom: serialFrom, SerialTo: serialTo}})
		return err
	})
}

func checkHub(hub motcua.HubInfo) error {
	bad := func(field string) error { return &motcua.Error{Code: motcua.CodeInvalid, Field: "hub." + field} }
	if len(hub.Key) != ed25519.PublicKeySize {
		return bad("key")
	}
	if hub.URL == "" || len(hub.URL) > 500 || len(hub.Public) > 200 || len(hub.Name) > 500 {
		return bad("url")
	}
	if hub.Public != "" && motcua.CheckPublic(hub.Public) != nil { // it is printed on every receipt
		return bad("public")
	}
	if _, err := age.ParseX25519Recipient(hub.Recipient); err != nil {
		return bad("recipient")
	}
	return nil
}

// startOver forgets what another hub said.
func startOver(ctx context.Context, tx *sqlitedb.Tx) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE road
		SET sent = 0, acked = 0, held = 0, held_at = 0, receipt = NULL, cursor = '', heard = 0`)
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM refusal`)
	}
	return err
}

// Pending returns the next own events that the hub does not hold by its newest
// word, in order: at most max (500 where 0) and 4 MiB of bodies, but at least
// one if there is any. Those are the ones that no receipt covers, and again
// those that a hub lost which came back from an older copy of itself.
func (s *Store) Pending(ctx context.Context, max int) ([]motcua.Event, error) {
	var held uint64
	if err := s.db.Read().QueryRowContext(ctx, `SELECT MIN(acked, held) FROM road`).Scan(&held); err != nil {
		return nil, sqlitedb.Named(err)
	}
	return s.PendingAfter(ctx, held, max)
}

// MarkSent records that every own event up to through has left by some road.
// It never moves backwards.
func (s *Store) MarkSent(ctx context.Context, through uint64) error {
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		h, err := readHead(ctx, tx, s.id())
		if err != nil {
			return err
		}
		if through > h.seq {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: "through", Detail: "beyond the log"}
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE road
			SET sent = MAX(sent, ?)`, through)
		return err
	})
}

// Acknowledge takes in the hub's signed receipt, by whichever road and in
// whichever order receipts come. How fresh the kiosk's word is follows the hub's
// time in it, so that an old stick makes nothing fresher; a newer receipt that
// covers less puts no light out, but the log is sent again from there. It gives
// CodeDenied before enrolment, CodeForged for a receipt of another hub or
// station, and CodeRolledBack for one that speaks of events this log has not,
// or has otherwise: the file was put back to an older state, or somebody else
// writes with this key.
func (s *Store) Acknowledge(ctx context.Context, r motcua.HubReceipt) error {
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if err := s.checkReceipt(ctx, tx, r); err != nil {
			return err
		}
		for _, x := range r.Refused {
			if err := s.refuse(ctx, tx, x); err != nil {
				return err
			}
		}
		text, err := json.Marshal(r)
		if err != nil {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: "receipt", Cause: err}
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE road
			SET receipt = CASE WHEN ?1 > acked OR receipt IS NULL THEN ?2 ELSE receipt END,
				sent = MAX(sent, ?1),
				acked = MAX(acked, ?1),
				held = CASE WHEN ?3 > held_at THEN ?1 WHEN ?3 = held_at THEN MAX(held, ?1) ELSE held END,
				held_at = MAX(held_at, ?3),
				heard = MAX(heard, ?3)`, r.Through, string(text), heardAt(r.At))
		return err
	})
}

func (s *Store) checkReceipt(ctx context.Context, tx *sqlitedb.Tx, r motcua.HubReceipt) error {
	st, err := readStation(ctx, tx)
	if err != nil {
		return err
	}
	if st.Hub == nil {
		return &motcua.Error{Code: motcua.CodeDenied, Field: "receipt", Detail: "not enrolled"}
	}
	if err := r.Verify(st.Hub.Key); err != nil {
		return err
	}
	if r.Station != st.ID {
		return &motcua.Error{Code: motcua.CodeForged, Field: "station", Detail: "receipt for another station"}
	}
	for _, x := range r.Refused {
		if x.Seq > r.Through {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "refused", Detail: "an event that the hub does not hold"}
		}
	}
	var want motcua.Hash
	if r.Through > 0 {
		hash, err := hashOf(ctx, tx, st.ID, r.Through)
		if errors.Is(err, sql.ErrNoRows) {
			return &motcua.Error{Code: motcua.CodeRolledBack, Field: "through", Detail: "the hub holds more than this log"}
		}
		if err != nil {
			return err
		}
		want = hash
	}
	if r.Hash != want {
		return &motcua.Error{Code: motcua.CodeRolledBack, Field: "hash", Detail: "the hub holds another log"}
	}
	return nil
}

// hashOf returns the hash of one event, sql.ErrNoRows where it is not here.
func hashOf(ctx context.Context, tx *sqlitedb.Tx, station string, seq uint64) (motcua.Hash, error) {
	var hash []byte
	var h motcua.Hash
	if seq >= 1<<63 { // more than the column holds
		return h, sql.ErrNoRows
	}
	err := tx.QueryRowContext(ctx, `
		SELECT hash
		FROM event
		WHERE station = ? AND seq = ?`, station, seq).Scan(&hash)
	copy(h[:], hash)
	return h, err
}

func (s *Store) refuse(ctx context.Context, tx *sqlitedb.Tx, x motcua.Refusal) error {
	if _, err := hashOf(ctx, tx, s.id(), x.Seq); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "refused", Detail: "no such event"}
		}
		return err
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO refusal (seq, dossier, code)
		SELECT seq, dossier, ?
		FROM event
		WHERE station = ? AND seq = ?
		ON CONFLICT (seq) DO UPDATE
		SET code = excluded.code`, string(x.Code), s.id(), x.Seq)
	return err
}

// Cursor returns where the next pull begins, "" before the first.
func (s *Store) Cursor(ctx context.Context) (string, error) {
	var c string
	err := s.db.Read().QueryRowContext(ctx, `SELECT cursor FROM road`).Scan(&c)
	return c, sqlitedb.Named(err)
}
