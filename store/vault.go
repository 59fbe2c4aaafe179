package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"

	"motcua"
	"motcua/store/seal"
)

// vault seals what lies in the database and opens it again. Its keys may be
// changed by another process; then it reads them anew. Safe for concurrent use.
type vault struct {
	s     *Store
	place seal.Place
	roots atomic.Pointer[[]seal.Root]
	ring  atomic.Pointer[seal.Ring]
	packs *seal.Packer
}

// Texts shorter than this are not worth a dictionary; longer ones do not fit
// what an encoder looks back.
const minText, maxText = 400, 100 << 10

func bodyPlace(station string, seq uint64) []byte {
	return fmt.Appendf(nil, "body %d of %s", seq, station)
}

func draftPlace(key string) []byte { return []byte("draft " + key) }

func textPlace(id uint64) []byte { return fmt.Appendf(nil, "text %d", id) }

// sealBody returns what table body holds of an event's body: eight bytes that
// name the text it is packed with (0: none) and the packed JSON, sealed in the
// event's place.
func (v *vault) sealBody(ctx context.Context, tx *sql.Tx, e motcua.Event) ([]byte, error) {
	text, err := v.text(ctx, tx, e)
	if err != nil {
		return nil, err
	}
	packed, err := v.packs.Pack(e.Body, text)
	if err != nil {
		return nil, err
	}
	var id uint64
	if text != nil {
		id = seal.TextID(text)
	}
	plain := append(binary.BigEndian.AppendUint64(nil, id), packed...)
	return v.ring.Load().Seal(v.s.cfg.Rand, bodyPlace(e.Station, e.Seq), plain)
}

// openBody reverses sealBody.
func (v *vault) openBody(ctx context.Context, tx *sql.Tx, station string, seq uint64, sealed []byte) (json.RawMessage, error) {
	plain, err := v.open(ctx, tx, bodyPlace(station, seq), sealed)
	if err != nil {
		return nil, err
	}
	if len(plain) < 8 {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "short"}
	}
	id := binary.BigEndian.Uint64(plain)
	return v.packs.Unpack(plain[8:], id, func() ([]byte, error) { return v.readText(ctx, tx, id) })
}

// text returns the part of a body that others will repeat, after it was put
// into the dictionary of this very transaction; nil where there is none.
func (v *vault) text(ctx context.Context, tx *sql.Tx, e motcua.Event) ([]byte, error) {
	if e.Kind != motcua.EventReceived {
		return nil, nil
	}
	var b struct {
		Data struct {
			Procedure json.RawMessage `json:"procedure"`
		} `json:"data"`
	}
	// A body that is no such thing is kept as it is.
	if err := json.Unmarshal(e.Body, &b); err != nil || len(b.Data.Procedure) < minText || len(b.Data.Procedure) > maxText {
		return nil, nil
	}
	text := []byte(b.Data.Procedure)
	id := seal.TextID(text)
	var n int
	err := tx.QueryRowContext(ctx, `
		SELECT 1
		FROM dictionary
		WHERE id = ?`, id).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return text, err
	}
	packed, err := v.packs.Pack(text, nil)
	if err != nil {
		return nil, err
	}
	data, err := v.ring.Load().Seal(v.s.cfg.Rand, textPlace(id), packed)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO dictionary (id, data) VALUES (?, ?)`, id, data)
	return text, err
}

func (v *vault) readText(ctx context.Context, tx *sql.Tx, id uint64) ([]byte, error) {
	var data []byte
	err := tx.QueryRowContext(ctx, `
		SELECT data
		FROM dictionary
		WHERE id = ?`, id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "dictionary"}
	}
	if err != nil {
		return nil, err
	}
	packed, err := v.open(ctx, tx, textPlace(id), data)
	if err != nil {
		return nil, err
	}
	return seal.NewPacker().Unpack(packed, 0, nil) // the packer itself is waiting for this answer
}

// open opens what any key of this station sealed.
func (v *vault) open(ctx context.Context, tx *sql.Tx, place, sealed []byte) ([]byte, error) {
	plain, err := v.ring.Load().Open(place, sealed)
	if motcua.CodeOf(err) != motcua.CodeUnknown {
		return plain, err
	}
	// Another process has changed the keys since they were read.
	if err := v.load(ctx, tx, v.s.id()); err != nil {
		return nil, err
	}
	plain, err = v.ring.Load().Open(place, sealed)
	if motcua.CodeOf(err) == motcua.CodeUnknown {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "no such key", Cause: err}
	}
	return plain, err
}

// load reads the wrapped keys and opens them; sql.ErrNoRows where there are
// none yet.
func (v *vault) load(ctx context.Context, tx *sql.Tx, station string) error {
	keys, err := readKeys(ctx, tx)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return sql.ErrNoRows
	}
	ring, err := seal.Unwrap(*v.roots.Load(), station, keys)
	if motcua.CodeOf(err) == motcua.CodeDenied {
		roots, lerr := v.place.Load()
		if lerr != nil {
			return lerr
		}
		v.roots.Store(&roots)
		ring, err = seal.Unwrap(roots, station, keys)
	}
	if err != nil {
		return err
	}
	v.ring.Store(ring)
	return nil
}

func readKeys(ctx context.Context, tx *sql.Tx) ([]seal.Wrapped, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT number, root, made, data
		FROM seal_key
		ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []seal.Wrapped
	for rows.Next() {
		var w seal.Wrapped
		if err := rows.Scan(&w.Number, &w.Root, &w.Made, &w.Data); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// put writes a ring's keys, wrapped by root, in the place of those there are.
// The vault uses it only after the transaction: see use.
func (v *vault) put(ctx context.Context, tx *sql.Tx, ring *seal.Ring, root seal.Root) error {
	keys, err := ring.Wrap(v.s.cfg.Rand, root)
	if err != nil {
		return err
	}
	for _, w := range keys {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO seal_key (number, root, made, data)
			VALUES (?, ?, ?, ?)
			ON CONFLICT (number) DO UPDATE
			SET root = excluded.root, data = excluded.data`, w.Number, w.Root, w.Made, w.Data)
		if err != nil {
			return err
		}
	}
	return nil
}

// begin makes the first keys of a station and seals with them from now on:
// should the transaction not be committed, nothing it sealed is there either.
func (v *vault) begin(ctx context.Context, tx *sql.Tx, station string) error {
	ring, err := seal.NewRing(v.s.cfg.Rand, station, millis(v.s.cfg.Now()))
	if err != nil {
		return err
	}
	if err := v.put(ctx, tx, ring, (*v.roots.Load())[0]); err != nil {
		return err
	}
	v.ring.Store(ring)
	return nil
}
