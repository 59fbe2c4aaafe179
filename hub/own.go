package hub

import (
	"context"
	"io"
	"strconv"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
	"motcua/sync/wire"
)

// getOwn gives a station its own log back, from where its file ends: an older
// copy of that file was put back.
func (s *server) getOwn(c call) (any, error) {
	after, err := wire.ParseCursor(c.r.URL.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	var out wire.OwnResponse
	err = s.db.View(c.ctx, func(tx *sqlitedb.Tx) error {
		if out.Receipt, err = s.held(c.ctx, tx, c.station); err != nil {
			return err
		}
		if out.Receipt.Refused, err = refusedAfter(c.ctx, tx, c.station, after); err != nil {
			return err
		}
		list, err := events(c.ctx, tx, `
			SELECT `+eventColumns+`
			FROM events e
			WHERE e.station = ? AND e.seq > ?
			ORDER BY e.seq
			LIMIT ?`, c.station, after, wire.MaxEvents)
		out.Events = fitting(list)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Receipt.Sign(s.key)
	return out, nil
}

// fitting returns the events at the front whose bodies fit in one answer.
func fitting(list []motcua.Event) []motcua.Event {
	size := 0
	for i, e := range list {
		if size += len(e.Body) + 1000; i > 0 && size > wire.MaxChunk {
			return list[:i]
		}
	}
	return list
}

// held says, unsigned, what the hub holds of a station's log.
func (h *Hub) held(ctx context.Context, q querier, station string) (motcua.HubReceipt, error) {
	t, err := tipOf(ctx, q, station)
	return motcua.HubReceipt{Station: station, Through: t.seq, Hash: t.hash, At: h.now()}, err
}

func refusedAfter(ctx context.Context, tx *sqlitedb.Tx, station string, after uint64) ([]motcua.Refusal, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT seq, code
		FROM refusals
		WHERE station = ? AND seq > ?
		ORDER BY seq`, station, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []motcua.Refusal
	for rows.Next() {
		var r motcua.Refusal
		if err := rows.Scan(&r.Seq, &r.Code); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// getOwnFile gives a station a piece of the file that one of its own events
// names; it says which by the event's seq.
func (s *server) getOwnFile(c call) (any, error) {
	seq, err := strconv.ParseUint(c.r.URL.Query().Get("seq"), 10, 63)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "seq"}
	}
	offset, err := strconv.ParseInt(c.r.URL.Query().Get("offset"), 10, 63)
	if err != nil || offset < 0 {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "offset"}
	}
	list, err := events(c.ctx, s.db.Read(), `
		SELECT `+eventColumns+`
		FROM events e
		WHERE e.station = ? AND e.seq = ?`, c.station, seq)
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		if refs, err := motcua.FilesOf(e); err == nil && len(refs) > 0 {
			return s.piece(refs[0].SHA256, offset)
		}
	}
	return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "seq", Detail: "names no file"}
}

func (s *server) piece(sha string, offset int64) (wire.OwnPiece, error) {
	f, err := s.files.Open(sha)
	if err != nil {
		return wire.OwnPiece{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.NewSectionReader(f, offset, wire.MaxChunk))
	return wire.OwnPiece{Data: data, Size: f.Size()}, filedir.Named(err)
}
