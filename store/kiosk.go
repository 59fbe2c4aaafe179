package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Peer returns the station with this id, our own included, and whether it is
// known: whose receipts a kiosk here can verify.
func (s *Store) Peer(ctx context.Context, station string) (motcua.Peer, bool, error) {
	if station == s.id() {
		st := s.Station()
		return motcua.Peer{ID: st.ID, Key: s.PublicKey(), Unit: st.Unit, Name: st.Name}, true, nil
	}
	var p motcua.Peer
	var found bool
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		p, found, err = readPeer(ctx, tx, station)
		return err
	})
	return p, found, err
}

func readPeer(ctx context.Context, tx *sqlitedb.Tx, station string) (motcua.Peer, bool, error) {
	p := motcua.Peer{ID: station}
	err := tx.QueryRowContext(ctx, `
		SELECT key, unit, name, revoked
		FROM peer
		WHERE id = ?`, station).Scan(&p.Key, &p.Unit, &p.Name, &p.Revoked)
	if errors.Is(err, sql.ErrNoRows) {
		return motcua.Peer{}, false, nil
	}
	return p, err == nil, err
}

// Public returns what may be shown of a dossier to whoever holds its receipt,
// and how fresh that is: when the hub was last heard, or the dossier's newest
// event if that is later. It does not check the holder.
func (s *Store) Public(ctx context.Context, code motcua.Code) (motcua.Public, time.Time, error) {
	d, err := s.ByCode(ctx, code)
	if err != nil {
		return motcua.Public{}, time.Time{}, err
	}
	var heard int64
	err = s.db.Read().QueryRowContext(ctx, `SELECT heard FROM road`).Scan(&heard)
	if err != nil {
		return motcua.Public{}, time.Time{}, sqlitedb.Named(err)
	}
	p := d.Public()
	if at := fromMillis(heard); at.After(p.AsOf) {
		p.AsOf = at
	}
	return p, p.AsOf, nil
}
