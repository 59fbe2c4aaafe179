package seal

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/zstd"

	"motcua"
)

// Packer makes bytes small before they are sealed, where it is known with the
// help of a text that they repeat. Safe for concurrent use.
//
// It speeds up and shrinks; nothing depends on what it remembers: the
// encoders and decoders of the last maxKept texts, each under the hash of its
// text, so that what was remembered of a transaction that was undone is still
// true.
type Packer struct {
	mu    sync.Mutex
	kept  map[uint64]*list.Element
	order *list.List // newest first
	plain *codec
}

const (
	maxKept = 24
	// maxUnpacked bounds what a few bytes may grow to.
	maxUnpacked = motcua.MaxBody + 1<<20
	// window is all that an encoder looks back: a dictionary and one body.
	window = 128 << 10
	// dictNumber is the same in every frame: our own header says which one.
	dictNumber = 1
)

type codec struct {
	id  uint64
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// NewPacker returns an empty packer.
func NewPacker() *Packer { return &Packer{kept: map[uint64]*list.Element{}, order: list.New()} }

// TextID names a text by its content.
func TextID(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8]) >> 1 // SQLite's integers are signed
}

// Pack returns b, smaller. text, where it is not nil, must be given to Unpack
// again.
func (p *Packer) Pack(b, text []byte) ([]byte, error) {
	c, err := p.codec(TextID(text), func() ([]byte, error) { return text, nil })
	if err != nil {
		return nil, err
	}
	return c.enc.EncodeAll(b, nil), nil
}

// Unpack reverses Pack. text returns the text with that id; it is called only
// where the packer does not remember it, and not at all for id 0, no text.
func (p *Packer) Unpack(b []byte, id uint64, text func() ([]byte, error)) ([]byte, error) {
	c, err := p.codec(id, text)
	if err != nil {
		return nil, err
	}
	out, err := c.dec.DecodeAll(b, []byte{})
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: "does not unpack", Cause: err}
	}
	return out, nil
}

func (p *Packer) codec(id uint64, text func() ([]byte, error)) (*codec, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id == TextID(nil) || id == 0 {
		if p.plain == nil {
			c, err := newCodec(0, nil)
			if err != nil {
				return nil, err
			}
			p.plain = c
		}
		return p.plain, nil
	}
	if e, ok := p.kept[id]; ok {
		p.order.MoveToFront(e)
		return e.Value.(*codec), nil
	}
	t, err := text()
	if err != nil {
		return nil, err
	}
	c, err := newCodec(id, t)
	if err != nil {
		return nil, err
	}
	p.kept[id] = p.order.PushFront(c)
	if p.order.Len() > maxKept {
		last := p.order.Remove(p.order.Back()).(*codec)
		delete(p.kept, last.id)
	}
	return c, nil
}

func newCodec(id uint64, text []byte) (*codec, error) {
	to := []zstd.EOption{zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(window),
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false)}
	from := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxUnpacked)}
	if text != nil {
		to = append(to, zstd.WithEncoderDictRaw(dictNumber, text))
		from = append(from, zstd.WithDecoderDictRaw(dictNumber, text))
	}
	enc, err := zstd.NewWriter(nil, to...)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "seal", Cause: err}
	}
	dec, err := zstd.NewReader(nil, from...)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "seal", Cause: err}
	}
	return &codec{id: id, enc: enc, dec: dec}, nil
}
