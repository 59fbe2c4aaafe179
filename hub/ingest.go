package hub

import (
	"context"
	"crypto/ed25519"
	"math"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/bundle"
	"motcua/sync/wire"
)

// ingest takes events of one station into its log, whatever road they came by;
// these are the only rules there are:
//
//   - the station is known and its key was not withdrawn;
//   - each event follows the one before by number and hash, and its body is
//     the one in its header; what is held already must be the same event;
//   - the newest is signed by the station, which vouches for all before it;
//   - every file that an event names is held already.
//
// All go in, or none. An event that breaks none of these but cannot count (a
// dossier code that another dossier has, a body that cannot be read) is held
// and named in the receipt; the ones after it go on.
//
// The receipt says what is held also where the events are not taken in
// because of a gap.
func (h *Hub) ingest(ctx context.Context, id string, events bundle.Events) (motcua.HubReceipt, error) {
	b := &batch{h: h, touched: map[string]bool{}}
	err := h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		b.tx = tx
		return b.run(ctx, id, events)
	})
	r := motcua.HubReceipt{Station: id, Through: b.was.seq, Hash: b.was.hash, At: h.now()}
	if err == nil {
		r.Through, r.Hash = b.held.seq, b.held.hash
		r.Accepted, r.Duplicate, r.Refused = b.accepted, b.duplicate, b.refused
		h.cfg.Log.InfoContext(ctx, "ingested", "station", id, "through", r.Through,
			"accepted", r.Accepted, "duplicate", r.Duplicate, "refused", len(r.Refused))
	}
	r.Sign(h.key)
	return r, err
}

// batch is one ingest on its way.
type batch struct {
	h       *Hub
	tx      *sqlitedb.Tx
	station station
	was     tip // before the batch
	held    tip
	newest  motcua.Event // that was added

	accepted, duplicate int
	refused             []motcua.Refusal
	touched             map[string]bool // dossiers
}

func (b *batch) run(ctx context.Context, id string, events bundle.Events) error {
	var err error
	if b.station, err = admitted(ctx, b.tx, id); err != nil {
		return err
	}
	if b.was, err = tipOf(ctx, b.tx, id); err != nil {
		return err
	}
	b.held = b.was
	n := 0
	for e, err := range events {
		if err != nil {
			return err
		}
		if n++; n > bundle.MaxEvents {
			return &motcua.Error{Code: motcua.CodeTooLarge, Field: "events"}
		}
		if err := b.take(ctx, e); err != nil {
			return err
		}
	}
	if b.newest.Seq > 0 {
		if err := b.newest.Verify(ed25519.PublicKey(b.station.Key)); err != nil {
			return err
		}
	}
	for dossier := range b.touched {
		if err := b.h.project(ctx, b.tx, dossier); err != nil {
			return err
		}
	}
	return nil
}

// take takes one event in.
func (b *batch) take(ctx context.Context, e motcua.Event) error {
	if e.Station != b.station.ID {
		return &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "event of another station"}
	}
	if err := e.CheckHeader(); err != nil {
		return err
	}
	if e.HLC > math.MaxInt64 || e.Seq > math.MaxInt64 {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "hlc"}
	}
	if err := e.VerifyBody(); err != nil {
		return err
	}
	if e.Seq <= b.held.seq {
		return b.again(ctx, e)
	}
	if err := e.Follows(b.held.seq, b.held.hash); err != nil {
		return err
	}
	code, err := b.judge(ctx, e)
	if err != nil {
		return err
	}
	if err := putEvent(ctx, b.tx, e, b.h.now()); err != nil {
		return err
	}
	if code != "" {
		if err := b.refuse(ctx, e.Seq, code); err != nil {
			return err
		}
	} else if e.Dossier != "" && e.Body != nil {
		b.touched[e.Dossier] = true
	} else if e.Kind == motcua.EventNumbersLeased {
		if err := b.h.relearn(ctx, b.tx, b.station, e); err != nil {
			return err
		}
	}
	b.held, b.newest = tip{e.Seq, e.Hash()}, e
	b.accepted++
	return nil
}

// again looks at an event that is held already.
func (b *batch) again(ctx context.Context, e motcua.Event) error {
	var hash []byte
	var code string
	err := b.tx.QueryRowContext(ctx, `
		SELECT e.hash, coalesce(r.code, '')
		FROM events e
		LEFT JOIN refusals r ON r.station = e.station AND r.seq = e.seq
		WHERE e.station = ? AND e.seq = ?`, e.Station, e.Seq).Scan(&hash, &code)
	if err != nil {
		return err
	}
	if h := e.Hash(); string(hash) != string(h[:]) {
		return &motcua.Error{Code: motcua.CodeRolledBack, Field: "seq", Detail: "another event is held under this number"}
	}
	if code != "" {
		b.refused = append(b.refused, motcua.Refusal{Seq: e.Seq, Code: motcua.ErrorCode(code)})
	}
	b.duplicate++
	return nil
}

func (b *batch) refuse(ctx context.Context, seq uint64, code motcua.ErrorCode) error {
	b.refused = append(b.refused, motcua.Refusal{Seq: seq, Code: code})
	_, err := b.tx.ExecContext(ctx, `
		INSERT INTO refusals (station, seq, code)
		VALUES (?, ?, ?)`, b.station.ID, seq, string(code))
	return err
}

// judge returns why an event cannot count, "" where it can. It gives an error
// where a file is still to come.
func (b *batch) judge(ctx context.Context, e motcua.Event) (motcua.ErrorCode, error) {
	if e.Kind == motcua.EventNumbersLeased && e.DecodeBody(new([]motcua.Block)) != nil {
		return motcua.CodeCorrupt, nil
	}
	if e.Dossier == "" {
		return "", nil
	}
	if e.Body == nil {
		return "", nil // erased where it was written: held for the chain, it changes nothing
	}
	switch e.Kind {
	case motcua.EventReceived:
		return b.receive(ctx, e)
	case motcua.EventFileAdded, motcua.EventResultRecorded:
		if code, err := b.file(e); code != "" || err != nil {
			return code, err
		}
	case motcua.EventErased: // what cannot be read of it becomes an exception
	default:
		if motcua.CheckBody(e) != nil {
			return motcua.CodeCorrupt, nil
		}
	}
	unit, known, err := unitOf(ctx, b.tx, e.Dossier)
	if err != nil {
		return "", err
	}
	if known && unit != b.station.Unit {
		return motcua.CodeDenied, nil
	}
	return "", nil
}

func (b *batch) file(e motcua.Event) (motcua.ErrorCode, error) {
	refs, err := motcua.FilesOf(e)
	if err != nil || len(refs) == 0 && e.Kind == motcua.EventFileAdded {
		return motcua.CodeCorrupt, nil
	}
	for _, f := range refs {
		if !wire.Carriable(f) {
			return motcua.CodeInvalid, nil
		}
		size, held, err := b.h.files.Has(f.SHA256)
		if err != nil {
			return "", err
		}
		if !held {
			return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: f.SHA256}
		}
		if size != f.Size {
			return motcua.CodeInvalid, nil
		}
	}
	return "", nil
}

// receive opens a dossier, if its id and its code are still free and the
// station speaks for the unit.
func (b *batch) receive(ctx context.Context, e motcua.Event) (motcua.ErrorCode, error) {
	var r motcua.Received
	if err := e.DecodeBody(&r); err != nil {
		return motcua.CodeCorrupt, nil
	}
	if _, err := motcua.ParseCode(string(r.Code)); err != nil || len(r.Secret) != motcua.SecretLen {
		return motcua.CodeInvalid, nil
	}
	if r.Unit != b.station.Unit {
		return motcua.CodeDenied, nil
	}
	var taken bool
	err := b.tx.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM dossiers WHERE id = ? OR code = ?)`,
		e.Dossier, string(r.Code)).Scan(&taken)
	if err != nil {
		return "", err
	}
	if taken {
		return motcua.CodeConflict, nil
	}
	_, err = b.tx.ExecContext(ctx, `
		INSERT INTO dossiers (id, code, station, unit, secret, status, public, learnt)
		VALUES (?, ?, ?, ?, ?, ?, '{}', ?)`,
		e.Dossier, string(r.Code), e.Station, r.Unit, r.Secret, motcua.StatusReceived, b.h.now().UnixMilli())
	return "", err
}
