package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/klauspost/compress/s2"

	"motcua"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
)

// vault seals what lies in the database and opens it again. Its keys may be
// changed by another process; then it reads them anew. Safe for concurrent use.
type vault struct {
	s     *Store
	place seal.Place
	roots atomic.Pointer[[]seal.Root]
	ring  atomic.Pointer[seal.Ring]
	texts texts
}

// How a body lies under its seal, by its first byte.
const (
	wholeBody = 0x80 // as it is
	cutBody   = 0x81 // eight bytes that name a text, where it was cut out (uvarint), and the rest, S2 with the text and skeleton as dictionary
)

// minText is the length from which a text is worth being cut out.
const minText = 400

func bodyPlace(station string, seq uint64) []byte {
	b := append(make([]byte, 0, 64), "body "...)
	return append(append(strconv.AppendUint(b, seq, 10), " of "...), station...)
}

func draftPlace(key string) []byte { return []byte("draft " + key) }

func textPlace(id uint64) []byte { return fmt.Appendf(nil, "text %d", id) }

// sealBody returns what the file holds of an event's body, sealed in the
// event's place; nil where the body is erased. The snapshot of a procedure, which thousands of bodies repeat
// word for word, is cut out and kept once, in table dictionary.
func (v *vault) sealBody(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event) ([]byte, error) {
	if e.Body == nil {
		return nil, nil
	}
	plain := append([]byte{wholeBody}, e.Body...)
	if e.Kind == motcua.EventReceived {
		start, end, ok := snapshotIn(e.Body)
		if ok && end-start >= minText {
			id, kept, err := v.keepText(ctx, tx, e.Body[start:end])
			if err != nil {
				return nil, err
			}
			if kept {
				text, err := v.readText(ctx, tx, id)
				if err != nil {
					return nil, err
				}
				plain = cut(e.Body, start, end, id, text)
			}
		}
	}
	return v.ring.Load().Seal(v.s.cfg.Rand, bodyPlace(e.Station, e.Seq), plain)
}

func cut(body []byte, start, end int, id uint64, x text) []byte {
	rest := make([]byte, 0, len(body)-(end-start))
	rest = append(append(rest, body[:start]...), body[end:]...)
	out := binary.BigEndian.AppendUint64([]byte{cutBody}, id)
	return append(binary.AppendUvarint(out, uint64(start)), x.dict.Encode(nil, rest)...)
}

// openBody reverses sealBody, and says which part of the body was cut out. The
// body may lie in the first half of buf, where that is long enough; the second
// is used.
func (v *vault) openBody(ctx context.Context, tx *sqlitedb.Tx, station string, seq uint64, sealed, buf []byte) (json.RawMessage, clip, error) {
	plain, err := v.open(ctx, tx, bodyPlace(station, seq), sealed)
	if err != nil {
		return nil, clip{}, err
	}
	noBody := &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "no body"}
	switch {
	case len(plain) > 0 && plain[0] == wholeBody:
		return plain[1:], clip{}, nil
	case len(plain) < 10 || plain[0] != cutBody:
		return nil, clip{}, noBody
	}
	start, n := binary.Uvarint(plain[9:])
	if n <= 0 || start > motcua.MaxBody {
		return nil, clip{}, noBody
	}
	c := clip{start: int(start), text: binary.BigEndian.Uint64(plain[1:])}
	text, err := v.readText(ctx, tx, c.text)
	if err != nil {
		return nil, clip{}, err
	}
	if long, err := s2.DecodedLen(plain[9+n:]); err != nil || long > motcua.MaxBody {
		return nil, clip{}, noBody
	}
	half := cap(buf) / 2
	rest, err := text.dict.Decode(buf[half:half:cap(buf)], plain[9+n:])
	if err != nil || c.start > len(rest) {
		return nil, clip{}, noBody
	}
	c.end = c.start + len(text.bytes)
	body := slices.Grow(buf[:0:half], len(rest)+len(text.bytes))
	return append(append(append(body, rest[:start]...), text.bytes...), rest[start:]...), c, nil
}

// keepText returns the id of a text that is in the dictionary, after it was
// put there, in this very transaction, where it was new. Not kept is one whose
// id another text has.
func (v *vault) keepText(ctx context.Context, tx *sqlitedb.Tx, b []byte) (id uint64, kept bool, err error) {
	if id, ok := v.texts.id(b, tx); ok {
		return id, true, nil
	}
	id = textID(b)
	have, err := v.loadText(ctx, tx, id)
	if err == nil {
		if kept = bytes.Equal(have, b); kept {
			v.texts.keep(id, have, nil) // an earlier transaction's, and committed
		}
		return id, kept, nil
	}
	if motcua.CodeOf(err) != motcua.CodeUnknown {
		return 0, false, err
	}
	data, err := v.ring.Load().Seal(v.s.cfg.Rand, textPlace(id), b)
	if err != nil {
		return 0, false, err
	}
	for _, in := range textTables {
		if err := putText(ctx, tx, in, id, data); err != nil {
			return 0, false, err
		}
	}
	v.texts.keep(id, b, tx)
	return id, true, nil
}

// readText returns a text that a body says was cut out of it; CodeCorrupt with
// field "dictionary" where no copy of it is whole.
func (v *vault) readText(ctx context.Context, tx *sqlitedb.Tx, id uint64) (text, error) {
	return v.texts.get(id, func() ([]byte, error) {
		b, err := v.loadText(ctx, tx, id)
		if code := motcua.CodeOf(err); code == motcua.CodeUnknown || code == motcua.CodeCorrupt {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "dictionary", Detail: strconv.FormatUint(id, 10), Cause: err}
		}
		return b, err
	})
}

// open opens what any key of this station sealed.
func (v *vault) open(ctx context.Context, tx *sqlitedb.Tx, place, sealed []byte) ([]byte, error) {
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
func (v *vault) load(ctx context.Context, tx *sqlitedb.Tx, station string) error {
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

func readKeys(ctx context.Context, tx *sqlitedb.Tx) ([]seal.Wrapped, error) {
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
func (v *vault) put(ctx context.Context, tx *sqlitedb.Tx, ring *seal.Ring, root seal.Root) error {
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
func (v *vault) begin(ctx context.Context, tx *sqlitedb.Tx, station string) error {
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
