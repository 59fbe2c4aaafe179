package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"slices"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Ingest takes in what a pull brought, all or nothing: the stations the hub
// knows, events of other logs, and where the next pull begins. at is the moment
// the hub said so, by its own clock; a zero or an older one than is known makes
// nothing fresher. Events that are
// here already are passed over; those about a dossier that is not here yet are
// kept for the day it comes. CodeDenied means not enrolled, or an event of a
// station the hub did not name; CodeForged a signature, a chain or a second
// event with the same number.
//
// A revoked peer's events are still taken: the hub stopped accepting its new
// ones, and what it signed before stays true.
func (s *Store) Ingest(ctx context.Context, events []motcua.Event, peers []motcua.Peer, cursor string, at time.Time) error {
	if len(cursor) > 1000 {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "cursor"}
	}
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		st, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		if st.Hub == nil {
			return &motcua.Error{Code: motcua.CodeDenied, Field: "hub", Detail: "not enrolled"}
		}
		for _, p := range peers {
			if err := s.putPeer(ctx, tx, p); err != nil {
				return err
			}
		}
		touched, err := s.ingest(ctx, tx, st, events)
		if err != nil {
			return err
		}
		for _, id := range touched {
			if err := s.honour(ctx, tx, id); err != nil {
				return err
			}
			// CodeUnknown: its first event has not come yet.
			if _, err := s.project(ctx, tx, id); err != nil && motcua.CodeOf(err) != motcua.CodeUnknown {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE road
			SET cursor = ?, heard = MAX(heard, ?)`, cursor, heardAt(at))
		return err
	})
	if err != nil || !slices.ContainsFunc(events, func(e motcua.Event) bool { return e.Kind == motcua.EventErased }) {
		return err
	}
	return s.removeFiles(ctx)
}

// heardAt is a moment as road.heard holds it; 0 where the hub named none.
func heardAt(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return millis(at)
}

func (s *Store) putPeer(ctx context.Context, tx *sqlitedb.Tx, p motcua.Peer) error {
	if len(p.Key) != ed25519.PublicKeySize || motcua.StationID(p.Key) != p.ID {
		return &motcua.Error{Code: motcua.CodeForged, Field: "peer", Detail: p.ID}
	}
	if len(p.Unit) > 200 || len(p.Name) > 200 {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "peer", Detail: p.ID}
	}
	res, err := tx.ExecContext(ctx, `
		INSERT INTO peer (id, key, unit, name, revoked)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET unit = excluded.unit, name = excluded.name, revoked = excluded.revoked
		WHERE key = excluded.key`, p.ID, p.Key, p.Unit, p.Name, p.Revoked)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return &motcua.Error{Code: motcua.CodeForged, Field: "peer", Detail: "second key for " + p.ID}
}

// ingest stores the events that are new and returns the dossiers they are
// about, each once.
func (s *Store) ingest(ctx context.Context, tx *sqlitedb.Tx, st motcua.Station, events []motcua.Event) ([]string, error) {
	var touched []string
	seen := map[string]bool{}
	keys := s.keyring(ctx, tx, *st.Hub)
	for _, e := range events {
		fresh, err := s.ingestOne(ctx, tx, keys, e)
		if err != nil {
			return nil, err
		}
		if fresh && e.Dossier != "" && !seen[e.Dossier] {
			seen[e.Dossier] = true
			touched = append(touched, e.Dossier)
		}
	}
	return touched, nil
}

func (s *Store) ingestOne(ctx context.Context, tx *sqlitedb.Tx, keys keyring, e motcua.Event) (fresh bool, err error) {
	key, err := keys(e.Station)
	if err != nil {
		return false, err
	}
	if err := e.Verify(key); err != nil {
		return false, err
	}
	if e.HLC >= maxHLC || e.Seq >= 1<<63 {
		return false, &motcua.Error{Code: motcua.CodeClock, Field: "hlc", Detail: e.Station}
	}
	have, err := hashOf(ctx, tx, e.Station, e.Seq)
	switch {
	case err == nil && have == e.Hash():
		return false, nil
	case err == nil:
		return false, &motcua.Error{Code: motcua.CodeForged, Field: "seq", Detail: "two events with one number from " + e.Station}
	case !errors.Is(err, sql.ErrNoRows):
		return false, err
	case e.Station == s.id():
		// Signed with this key, yet not in this log: an old copy was put back.
		return false, &motcua.Error{Code: motcua.CodeRolledBack, Field: "seq", Detail: "the hub holds more than this log"}
	}
	if err := checkNeighbour(ctx, tx, e); err != nil {
		return false, err
	}
	return true, s.insertRead(ctx, tx, e, canFold(e))
}

// checkNeighbour compares e with the event before it, where that is here: a
// station gets only the events that concern it, so that gaps are no fault.
func checkNeighbour(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event) error {
	prev, err := hashOf(ctx, tx, e.Station, e.Seq-1)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return e.Follows(e.Seq-1, prev)
}

// canFold reports whether an event's body says what its kind promises. One
// that does not is kept, as it is signed, and must not stop the others; Verify
// names it.
func canFold(e motcua.Event) bool { return motcua.CheckBody(e) == nil }

// keyring finds the key of a station; CodeDenied for a stranger.
type keyring func(station string) (ed25519.PublicKey, error)

func (s *Store) keyring(ctx context.Context, tx *sqlitedb.Tx, hub motcua.HubInfo) keyring {
	known := map[string]ed25519.PublicKey{s.id(): s.PublicKey()}
	if len(hub.Key) == ed25519.PublicKeySize {
		known[motcua.StationID(hub.Key)] = hub.Key
	}
	return func(station string) (ed25519.PublicKey, error) {
		if key, ok := known[station]; ok {
			return key, nil
		}
		p, found, err := readPeer(ctx, tx, station)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "unknown: " + station}
		}
		known[station] = p.Key
		return p.Key, nil
	}
}
