package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"slices"
	"sync"

	"motcua"
	"motcua/store/filedir"
)

// LookupKey is the number of the key that numbers of people are looked up by.
// It seals nothing and is never replaced, only wrapped again: replacing it
// would mean to hash every number of every dossier anew.
const LookupKey = 0

// LookupLen is the length of what Lookup returns, in bytes.
const LookupLen = 16

// Wrapped is one key as it lies in the database.
type Wrapped struct {
	Number uint32
	Root   string // ID of the root that wraps it
	Made   int64  // milliseconds since 1970
	Data   []byte
}

// Ring holds the open keys of one station. It never changes: whoever adds a
// key makes a new ring. Safe for concurrent use.
type Ring struct {
	station string
	plain   map[uint32][]byte
	made    map[uint32]int64
	aeads   map[uint32]cipher.AEAD
	newest  uint32
	hashes  *sync.Pool // of hash.Hash, keyed with lookup
}

// NewRing makes the first two keys of a station: the one for look-ups and
// data key 1.
func NewRing(random io.Reader, station string, at int64) (*Ring, error) {
	r := &Ring{station: station}
	for _, n := range []uint32{LookupKey, 1} {
		next, err := r.with(random, n, at)
		if err != nil {
			return nil, err
		}
		r = next
	}
	return r, nil
}

// Grown returns the ring with one more data key, which seals from then on.
func (r *Ring) Grown(random io.Reader, at int64) (*Ring, error) {
	return r.with(random, r.newest+1, at)
}

func (r *Ring) with(random io.Reader, number uint32, at int64) (*Ring, error) {
	key := make([]byte, KeyLen)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, filedir.Named(err)
	}
	out := empty(r.station)
	for n, k := range r.plain {
		if err := out.add(n, r.made[n], k); err != nil {
			return nil, err
		}
	}
	return out, out.add(number, at, key)
}

func empty(station string) *Ring {
	return &Ring{station: station, plain: map[uint32][]byte{}, made: map[uint32]int64{}, aeads: map[uint32]cipher.AEAD{}}
}

func (r *Ring) add(number uint32, at int64, key []byte) error {
	r.plain[number], r.made[number] = key, at
	if number == LookupKey {
		k, err := derive(key, "look-up")
		r.hashes = &sync.Pool{New: func() any { return hmac.New(sha256.New, k) }}
		return err
	}
	a, err := newAEAD(key, "data")
	r.aeads[number] = a
	r.newest = max(r.newest, number)
	return err
}

// Newest is the number of the key that seals.
func (r *Ring) Newest() uint32 { return r.newest }

// wrapPlace is what a wrapped key is bound to.
func wrapPlace(station string, number uint32) []byte {
	return fmt.Appendf(nil, "key %d of %s", number, station)
}

// Wrap returns every key wrapped by root, in order of their numbers.
func (r *Ring) Wrap(random io.Reader, root Root) ([]Wrapped, error) {
	a, err := newAEAD(root.key, "root wrap")
	if err != nil {
		return nil, err
	}
	var out []Wrapped
	for n, key := range r.plain {
		data, err := box(a, random, nil, wrapPlace(r.station, n), key)
		if err != nil {
			return nil, err
		}
		out = append(out, Wrapped{Number: n, Root: root.id, Made: r.made[n], Data: data})
	}
	slices.SortFunc(out, func(a, b Wrapped) int { return int(a.Number) - int(b.Number) })
	return out, nil
}

// Unwrap opens the wrapped keys of a station with whichever of roots wrapped
// them. CodeDenied names a root that is not among them, CodeCorrupt a key that
// does not open with its root.
func Unwrap(roots []Root, station string, keys []Wrapped) (*Ring, error) {
	out := empty(station)
	for _, w := range keys {
		i := slices.IndexFunc(roots, func(r Root) bool { return r.id == w.Root })
		if i < 0 {
			return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "root", Detail: "sealed with another root key"}
		}
		a, err := newAEAD(roots[i].key, "root wrap")
		if err != nil {
			return nil, err
		}
		key, err := unbox(a, nil, wrapPlace(station, w.Number), w.Data)
		if err != nil {
			return nil, err
		}
		if err := out.add(w.Number, w.Made, key); err != nil {
			return nil, err
		}
	}
	if out.hashes == nil || out.newest == 0 {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: "keys are missing"}
	}
	return out, nil
}

// Format is the first byte of everything that a ring sealed. It is followed by
// the key's number (four bytes, big endian), the nonce (24) and the ciphertext.
const Format = 1

const headLen = 5

// Seal seals plain for one place, which Open must be told again.
func (r *Ring) Seal(random io.Reader, place, plain []byte) ([]byte, error) {
	head := binary.BigEndian.AppendUint32([]byte{Format}, r.newest)
	return box(r.aeads[r.newest], random, head, place, plain)
}

// Open opens what Seal made for the same place. CodeUnknown with field "key"
// means a key that this ring has not, CodeNewer a format that this program
// does not know, CodeCorrupt anything else that does not open.
func (r *Ring) Open(place, sealed []byte) ([]byte, error) {
	if len(sealed) < headLen {
		return nil, corrupt("short")
	}
	if sealed[0] > Format && sealed[0] < 0x10 {
		return nil, &motcua.Error{Code: motcua.CodeNewer, Field: "seal", Detail: fmt.Sprintf("format %d", sealed[0])}
	}
	if sealed[0] != Format {
		return nil, corrupt("not sealed")
	}
	number := binary.BigEndian.Uint32(sealed[1:headLen])
	a, ok := r.aeads[number]
	if !ok {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "key", Detail: fmt.Sprintf("data key %d", number)}
	}
	return unbox(a, sealed[:headLen], place, sealed[headLen:])
}

// Lookup returns what a number is found by: a keyed hash, so that nobody
// without the key can try all numbers. Both sides normalise first.
func (r *Ring) Lookup(number string) []byte {
	h := r.hashes.Get().(hash.Hash)
	defer r.hashes.Put(h)
	h.Reset()
	h.Write([]byte(number))
	return h.Sum(nil)[:LookupLen]
}
