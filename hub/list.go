package hub

import (
	"context"

	"motcua"
	"motcua/store/sqlitedb"
)

// StationLine says of one station what whoever runs the hub needs to know.
type StationLine struct {
	motcua.Peer
	SerialFrom, SerialTo int
	LastSeq              uint64 // of its newest event here, 0 where there is none
}

// StationLines lists all stations that were ever taken in, by unit.
func (h *Hub) StationLines(ctx context.Context) ([]StationLine, error) {
	rows, err := h.db.Read().QueryContext(ctx, `
		SELECT id, key, unit, name, revoked IS NOT NULL, serial_from, serial_to,
			coalesce((SELECT max(seq) FROM events WHERE events.station = stations.id), 0)
		FROM stations
		ORDER BY unit, slot`)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []StationLine
	for rows.Next() {
		var s StationLine
		if err := rows.Scan(&s.ID, &s.Key, &s.Unit, &s.Name, &s.Revoked, &s.SerialFrom, &s.SerialTo, &s.LastSeq); err != nil {
			return nil, sqlitedb.Named(err)
		}
		out = append(out, s)
	}
	return out, sqlitedb.Named(rows.Err())
}
