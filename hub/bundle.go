package hub

import (
	"bytes"
	"context"
	"errors"
	"io"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/bundle"
	"motcua/sync/wire"
)

// Summary says what a bundle brought.
type Summary struct {
	Bundle  string // its id
	Station string // who made it
	Name    string // of that station
	Unit    string
	Events  int
	Files   int
	More    bool // its station had more than fits
	Before  bool // it was read here before
}

// ImportBundle takes a station's bundle in by the same rules as the network
// road and returns the sealed reply that the station applies: the receipt, the
// hub's events for it and its peers' keys. Nothing of a bundle that is wrong
// in any way is kept. Where a bundle is whole but does not fit on what is held
// (CodeCorrupt with field "seq": one before it is missing, or this hub came back
// from an older copy of itself), there is a reply all the same: its receipt says
// from where the station must send.
func (h *Hub) ImportBundle(ctx context.Context, r io.Reader) (reply []byte, receipt motcua.HubReceipt, sum Summary, err error) {
	o, err := bundle.Read(r, bundle.Reader{
		Kind: bundle.ToHub, Recipient: h.seal.Recipient().String(), Unseal: bundle.Unsealer(h.seal),
		Key: h.keyOf(ctx), Dir: h.staging(),
	})
	if err != nil {
		return nil, receipt, sum, err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	m := o.Manifest
	st, err := admitted(ctx, h.db.Read(), m.From)
	if err != nil {
		return nil, receipt, sum, err
	}
	sum = Summary{
		Bundle: m.ID, Station: st.ID, Name: st.Name, Unit: st.Unit,
		Events: m.Events, Files: len(m.Files), More: m.More,
	}
	if err := h.keepFiles(ctx, o); err != nil {
		return nil, receipt, sum, err
	}
	if receipt, err = h.ingest(ctx, st.ID, o.Events()); err != nil {
		if !gap(err) {
			return nil, receipt, sum, err
		}
		reply, rerr := h.reply(ctx, st, m, receipt)
		if rerr != nil {
			return nil, receipt, sum, errors.Join(err, rerr)
		}
		return reply, receipt, sum, err
	}
	if sum.Before, err = h.noteBundle(ctx, m); err != nil {
		return nil, receipt, sum, err
	}
	reply, err = h.reply(ctx, st, m, receipt)
	return reply, receipt, sum, err
}

// gap reports whether events do not fit on what is held because some between
// are missing.
func gap(err error) bool {
	return motcua.CodeOf(err) == motcua.CodeCorrupt && motcua.FieldOf(err) == "seq"
}

func (h *Hub) keepFiles(ctx context.Context, o *bundle.Opened) error {
	for _, f := range o.Manifest.Files {
		size, held, err := h.files.Has(f.SHA256)
		if err != nil {
			return err
		}
		if held && size == f.Size {
			continue
		}
		src, err := o.OpenFile(f.SHA256)
		if err != nil {
			return err
		}
		if err := errors.Join(store(ctx, h.files, src, f.SHA256), src.Close()); err != nil {
			return err
		}
	}
	return nil
}

// noteBundle remembers a bundle and reports whether it was here before.
func (h *Hub) noteBundle(ctx context.Context, m bundle.Manifest) (before bool, err error) {
	err = h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		res, err := tx.ExecContext(ctx, `
			INSERT INTO bundles (id, station, read)
			VALUES (?, ?, ?)
			ON CONFLICT (id) DO NOTHING`, m.ID, m.From, h.now().UnixMilli())
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		before = n == 0
		return err
	})
	return before, sqlitedb.Named(err)
}

// reply seals what goes back on the stick.
func (h *Hub) reply(ctx context.Context, st station, m bundle.Manifest, receipt motcua.HubReceipt) ([]byte, error) {
	after, err := wire.ParseCursor(m.Cursor)
	if err != nil {
		return nil, err
	}
	var news []motcua.Event
	var next uint64
	var more bool
	var peers []motcua.Peer
	err = h.db.View(ctx, func(tx *sqlitedb.Tx) error {
		var err error
		if news, next, more, err = h.news(ctx, tx, st.ID, after, bundle.MaxEvents); err != nil {
			return err
		}
		peers, err = stationsOf(ctx, tx, st.Unit, st.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	id, err := bundle.NewID(h.now(), h.cfg.Rand)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = bundle.Write(&out, bundle.Contents{
		Manifest: bundle.Manifest{
			ID: id, Kind: bundle.ToStation, From: h.id, To: st.Recipient, Station: st.ID, Made: h.now(),
			After: m.Cursor, Cursor: wire.FormatCursor(next), More: more, Receipt: &receipt, Peers: peers,
		},
		Events: each(news),
		Sign:   h.sign,
	})
	return out.Bytes(), err
}

// random returns n random bytes.
func (h *Hub) random(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(h.cfg.Rand, b); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	return b, nil
}
