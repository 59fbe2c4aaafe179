package hub

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/bundle"
)

func unitOf(ctx context.Context, q querier, dossier string) (unit string, known bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT unit FROM dossiers WHERE id = ?`, dossier).Scan(&unit)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return unit, err == nil, sqlitedb.Named(err)
}

// fold returns the state of a dossier: the events of its unit's stations and
// of the hub that were not refused, in hybrid-time order. Nobody else's word
// counts, also where it came before the dossier did.
func (h *Hub) fold(ctx context.Context, tx *sqlitedb.Tx, id string) (motcua.Dossier, []motcua.Event, error) {
	list, err := events(ctx, tx, `
		SELECT `+eventColumns+`
		FROM events e
		JOIN dossiers d ON d.id = e.dossier
		LEFT JOIN stations s ON s.id = e.station
		LEFT JOIN refusals r ON r.station = e.station AND r.seq = e.seq
		WHERE e.dossier = ? AND r.code IS NULL AND (s.unit = d.unit OR e.station = ?)`, id, h.id)
	if err != nil {
		return motcua.Dossier{}, nil, err
	}
	d, err := motcua.FoldDossier(list)
	return d, list, err
}

// project writes anew what the events of a dossier fold to. A dossier that has
// not been taken in yet has no row and waits.
func (h *Hub) project(ctx context.Context, tx *sqlitedb.Tx, id string) error {
	if _, known, err := unitOf(ctx, tx, id); err != nil || !known {
		return err
	}
	d, _, err := h.fold(ctx, tx, id)
	if err != nil {
		return err
	}
	p := d.Public()
	p.AsOf = h.now()
	raw, err := json.Marshal(p)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "public", Cause: err}
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE dossiers
		SET status = ?, public = ?, learnt = ?
		WHERE id = ?`, d.Status, string(raw), p.AsOf.UnixMilli(), id)
	return err
}

// Dossiers lists what may be shown of all dossiers, by code. AsOf is when the
// hub last heard of each.
func (h *Hub) Dossiers(ctx context.Context) ([]motcua.Public, error) {
	rows, err := h.db.Read().QueryContext(ctx, `SELECT public FROM dossiers ORDER BY code`)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var out []motcua.Public
	for rows.Next() {
		var raw string
		if err := rows.Scan(&raw); err != nil {
			return nil, sqlitedb.Named(err)
		}
		var p motcua.Public
		if err := json.Unmarshal([]byte(raw), &p); err != nil {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "public", Cause: err}
		}
		out = append(out, p)
	}
	return out, sqlitedb.Named(rows.Err())
}

// SetStatus moves a dossier on, as an event of the hub's own log that its
// station will pull. A step that the status machine does not allow is
// CodeConflict with field "status".
func (h *Hub) SetStatus(ctx context.Context, code motcua.Code, to motcua.Status, note, actor string) error {
	note, okNote := motcua.CleanText(note, true)
	actor, okActor := motcua.CleanText(actor, false)
	switch {
	case !to.Valid():
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "status"}
	case !okNote || len(note) > 4000:
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "note"}
	case !okActor || len(actor) > 200:
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "actor"}
	}
	return h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		var id string
		err := tx.QueryRowContext(ctx, `SELECT id FROM dossiers WHERE code = ?`, string(code)).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return &motcua.Error{Code: motcua.CodeUnknown, Field: "code"}
		}
		if err != nil {
			return err
		}
		d, known, err := h.fold(ctx, tx, id)
		if err != nil {
			return err
		}
		if !d.Status.CanBecome(to) {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "status"}
		}
		if err := h.say(ctx, tx, id, known, actor, motcua.StatusChanged{From: d.Status, To: to, Note: note}); err != nil {
			return err
		}
		return h.project(ctx, tx, id)
	})
}

// say appends a status change to the hub's own log. Its hybrid time comes
// after all that is known of the dossier, so that every copy folds it last.
func (h *Hub) say(ctx context.Context, tx *sqlitedb.Tx, dossier string, known []motcua.Event, actor string, data motcua.StatusChanged) error {
	last, err := tipOf(ctx, tx, h.id)
	if err != nil {
		return err
	}
	var own sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT hlc FROM events WHERE station = ? AND seq = ?`, h.id, last.seq).Scan(&own)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	latest := motcua.HLC(own.Int64)
	for _, e := range known {
		latest = max(latest, e.HLC)
	}
	now := h.now()
	e := motcua.Event{
		Version: motcua.EventVersion, Station: h.id, Seq: last.seq + 1, Prev: last.hash,
		Wall: now, HLC: latest.Next(now), Actor: actor, Dossier: dossier, Kind: motcua.EventStatusChanged,
	}
	if e.ID, err = bundle.NewID(now, h.cfg.Rand); err != nil {
		return err
	}
	salt, err := h.random(16)
	if err != nil {
		return err
	}
	if e.Body, err = motcua.SaltedBody(salt, data); err != nil {
		return err
	}
	if err := e.Sign(h.key); err != nil {
		return err
	}
	return putEvent(ctx, tx, e, now)
}

// lookup is what the hub knows about one dossier code.
type lookup struct {
	station string
	secret  []byte
	public  motcua.Public
	learnt  time.Time
}

func (h *Hub) lookup(ctx context.Context, code motcua.Code) (lookup, bool, error) {
	var l lookup
	var raw string
	var learnt int64
	err := h.db.Read().QueryRowContext(ctx, `
		SELECT station, secret, public, learnt
		FROM dossiers
		WHERE code = ?`, string(code)).Scan(&l.station, &l.secret, &raw, &learnt)
	if errors.Is(err, sql.ErrNoRows) {
		return lookup{}, false, nil
	}
	if err != nil {
		return lookup{}, false, sqlitedb.Named(err)
	}
	if err := json.Unmarshal([]byte(raw), &l.public); err != nil {
		return lookup{}, false, &motcua.Error{Code: motcua.CodeCorrupt, Field: "public", Cause: err}
	}
	l.learnt = time.UnixMilli(learnt)
	return l, true, nil
}
