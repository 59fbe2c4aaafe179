package hub

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"

	"motcua"
	"motcua/store/sqlitedb"
)

// station is a row of stations.
type station struct {
	motcua.Peer
	UnitName   string
	Recipient  string
	Slot       int
	SerialFrom int
	SerialTo   int
}

// querier is a transaction or the reader pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

const stationColumns = `id, key, unit, unit_name, name, recipient, slot, serial_from, serial_to, revoked IS NOT NULL`

func scanStation(row interface{ Scan(...any) error }) (station, error) {
	var s station
	err := row.Scan(&s.ID, &s.Key, &s.Unit, &s.UnitName, &s.Name, &s.Recipient, &s.Slot, &s.SerialFrom, &s.SerialTo, &s.Revoked)
	return s, err
}

// stationByID returns a station; CodeDenied where it never enrolled.
func stationByID(ctx context.Context, q querier, id string) (station, error) {
	s, err := scanStation(q.QueryRowContext(ctx, `SELECT `+stationColumns+` FROM stations WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return station{}, &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "not enrolled"}
	}
	return s, sqlitedb.Named(err)
}

// admitted returns a station whose word counts; CodeRevoked where its key was
// withdrawn.
func admitted(ctx context.Context, q querier, id string) (station, error) {
	s, err := stationByID(ctx, q, id)
	if err == nil && s.Revoked {
		err = &motcua.Error{Code: motcua.CodeRevoked, Field: "station"}
	}
	return s, err
}

// keyOf returns the key of a station whose word counts.
func (h *Hub) keyOf(ctx context.Context) func(string) (ed25519.PublicKey, error) {
	return func(id string) (ed25519.PublicKey, error) {
		s, err := admitted(ctx, h.db.Read(), id)
		return s.Key, err
	}
}

// stationsOf lists the stations of a unit, all where unit is "", without the
// one with id but.
func stationsOf(ctx context.Context, q querier, unit, but string) ([]motcua.Peer, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT `+stationColumns+`
		FROM stations
		WHERE (unit = ?1 OR ?1 = '') AND id <> ?2
		ORDER BY unit, slot`, unit, but)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Peer
	for rows.Next() {
		s, err := scanStation(rows)
		if err != nil {
			return nil, sqlitedb.Named(err)
		}
		out = append(out, s.Peer)
	}
	return out, sqlitedb.Named(rows.Err())
}

// Stations lists all stations that were ever taken in.
func (h *Hub) Stations(ctx context.Context) ([]motcua.Peer, error) {
	return stationsOf(ctx, h.db.Read(), "", "")
}

// Revoke withdraws a station's key: nothing signed by it counts from now on.
// What it sent before stays.
func (h *Hub) Revoke(ctx context.Context, id string) error {
	return h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if _, err := stationByID(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE stations
			SET revoked = coalesce(revoked, ?)
			WHERE id = ?`, h.now().UnixMilli(), id)
		return err
	})
}
