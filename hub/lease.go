package hub

import (
	"cmp"
	"context"
	"slices"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/wire"
)

// postBlocks leases serials.
func (s *server) postBlocks(c call) (any, error) {
	var in motcua.BlockRequest
	if err := wire.Unpack(c.body, c.r.Header, &in); err != nil {
		return nil, err
	}
	blocks, err := s.lease(c.ctx, c.station, in)
	return wire.BlocksResponse{Blocks: blocks}, err
}

// lease gives a station one more block for each day it asks for: on disk
// before it is answered, apart from every other lease and from every number
// that another station of its unit prints from by itself. A request that was
// answered before gets the same blocks. A day that is over or too far off, or
// has no numbers left, gets none; the station then prints from its own
// sub-range.
func (h *Hub) lease(ctx context.Context, id string, r motcua.BlockRequest) ([]motcua.Block, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	out := []motcua.Block{}
	err := h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		st, err := admitted(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := blocks(ctx, tx, `
			SELECT agency, day, first, last
			FROM leases
			WHERE station = ? AND request = ?
			ORDER BY day, first`, id, r.ID)
		if err != nil || len(before) > 0 {
			out = append(out, before...)
			return err
		}
		for _, day := range r.Days {
			b, found, err := h.freeBlock(ctx, tx, st, r.Agency, day)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if err := h.putLease(ctx, tx, id, r.ID, b); err != nil {
				return err
			}
			out = append(out, b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	h.cfg.Log.InfoContext(ctx, "leased", "station", id, "request", r.ID, "blocks", len(out))
	return out, nil
}

func (h *Hub) putLease(ctx context.Context, tx *sqlitedb.Tx, station, request string, b motcua.Block) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO leases (agency, day, first, last, station, request, leased)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, b.Agency, b.Day, b.From, b.To, station, request, h.now().UnixMilli())
	return err
}

// mayLease reports whether a day is one that numbers are leased for now, and
// the station has fewer blocks of it than it may have. Yesterday counts: its
// clock may be behind ours.
func (h *Hub) mayLease(ctx context.Context, tx *sqlitedb.Tx, station, day string) (bool, error) {
	now := h.now()
	if day < motcua.DayOf(now.Add(-wire.ClockWindow)) || day > motcua.DayOf(now.Add(motcua.BlockDays*24*time.Hour)) {
		return false, nil
	}
	var n int
	err := tx.QueryRowContext(ctx, `
		SELECT COUNT(*)
		FROM leases
		WHERE station = ? AND day = ?`, station, day).Scan(&n)
	return n < motcua.BlocksADay, err
}

// freeBlock finds the lowest whole block that is free on a day, else the
// longest run that is.
func (h *Hub) freeBlock(ctx context.Context, tx *sqlitedb.Tx, st station, agency, day string) (motcua.Block, bool, error) {
	best := motcua.Block{Agency: agency, Day: day}
	if may, err := h.mayLease(ctx, tx, st.ID, day); err != nil || !may {
		return best, false, err
	}
	taken, err := takenOn(ctx, tx, st.Unit, agency, day)
	if err != nil {
		return best, false, err
	}
	best.From, best.To = widest(taken, motcua.LeaseFrom, motcua.LeaseTo, motcua.BlockSize)
	return best, best.From <= best.To, nil
}

// widest returns the first run of size numbers of from … to that no block
// touches, else the longest run there is; to < from where there is none.
func widest(taken []motcua.Block, from, to, size int) (first, last int) {
	taken = append(slices.Clone(taken), motcua.Block{From: to + 1, To: to + 1})
	slices.SortFunc(taken, func(a, b motcua.Block) int { return cmp.Compare(a.From, b.From) })
	first, last = from, from-1
	next := from // lowest number that may still be free
	for _, b := range taken {
		end := min(b.From-1, next+size-1, to)
		if end-next > last-first {
			first, last = next, end
		}
		if last-first+1 == size {
			return first, last
		}
		next = max(next, b.To+1)
	}
	return first, last
}

// takenOn returns all that must not be leased on a day: what is leased, what
// stations of the unit print from by themselves or did, and what stands on a
// dossier already.
func takenOn(ctx context.Context, q querier, unit, agency, day string) ([]motcua.Block, error) {
	at, err := time.ParseInLocation(time.DateOnly, day, motcua.Local)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "days", Cause: err}
	}
	printed, err := printedOn(ctx, q, agency, at)
	if err != nil {
		return nil, err
	}
	kept, err := blocks(ctx, q, `
		SELECT agency, day, first, last
		FROM leases
		WHERE agency = ?1 AND day = ?2
		UNION ALL
		SELECT ?1, ?2, serial_from, serial_to
		FROM stations
		WHERE unit = ?3
		UNION ALL
		SELECT ?1, ?2, first, last
		FROM former_serials
		WHERE unit = ?3 AND until >= ?2`, agency, day, unit)
	return append(printed, kept...), err
}

// printedOn returns the serials of the day's dossier codes, one block each.
func printedOn(ctx context.Context, q querier, agency string, at time.Time) ([]motcua.Block, error) {
	head := agency + "-" + at.Format("060102") + "-"
	return blocks(ctx, q, `
		SELECT '', '', CAST(SUBSTR(code, ?2) AS INTEGER), CAST(SUBSTR(code, ?2) AS INTEGER)
		FROM dossiers
		WHERE code > ?1 AND code < ?1 || ':'`, head, len(head)+1)
}

func blocks(ctx context.Context, q querier, query string, args ...any) ([]motcua.Block, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Block
	for rows.Next() {
		var b motcua.Block
		if err := rows.Scan(&b.Agency, &b.Day, &b.From, &b.To); err != nil {
			return nil, sqlitedb.Named(err)
		}
		out = append(out, b)
	}
	return out, sqlitedb.Named(rows.Err())
}

// relearn notes the leases that a station's log speaks of and this hub does
// not know: it came back from an older copy of itself. What another station
// has by now stays that station's.
func (h *Hub) relearn(ctx context.Context, tx *sqlitedb.Tx, st station, e motcua.Event) error {
	var list []motcua.Block
	if err := e.DecodeBody(&list); err != nil {
		return err
	}
	for _, b := range list {
		if b.Check() != nil || b.From < motcua.LeaseFrom || b.To > motcua.LeaseTo || b.Count() > motcua.BlockSize {
			continue // not of this hub: another one shares its numbers otherwise
		}
		may, err := h.mayLease(ctx, tx, st.ID, b.Day)
		if err != nil {
			return err
		}
		known, err := blocks(ctx, tx, `
			SELECT agency, day, first, last
			FROM leases
			WHERE agency = ? AND day = ? AND first <= ? AND last >= ?`, b.Agency, b.Day, b.To, b.From)
		if err != nil {
			return err
		}
		if !may || len(known) > 0 {
			continue
		}
		if err := h.putLease(ctx, tx, st.ID, "", b); err != nil {
			return err
		}
	}
	return nil
}
