package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"motcua"
	"motcua/store/seal"
)

// text is some kilobytes that do not shrink by themselves.
func text(n int) []byte {
	var b bytes.Buffer
	for i := range 300 {
		fmt.Fprintf(&b, "%d:%x ", i, seal.TextID(fmt.Append(nil, n, i)))
	}
	return b.Bytes()
}

func TestABodyThatRepeatsAKnownTextCostsAlmostNothing(t *testing.T) {
	p, known := seal.NewPacker(), text(1)
	body := append(append([]byte(`{"procedure":`), known...), `,"name":"Nguyễn Thị Ví Dụ"}`...)
	packed, err := p.Pack(body, known)
	if err != nil || len(packed) > 120 {
		t.Fatal(len(packed), err)
	}
	for _, q := range []*seal.Packer{p, seal.NewPacker()} {
		got, err := q.Unpack(packed, seal.TextID(known), func() ([]byte, error) { return known, nil })
		if err != nil || !bytes.Equal(got, body) {
			t.Fatal(err)
		}
	}
}

func TestPackingWithoutATextReverses(t *testing.T) {
	p := seal.NewPacker()
	for _, b := range [][]byte{{}, []byte("x"), text(2)} {
		packed, err := p.Pack(b, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Unpack(packed, 0, func() ([]byte, error) { return nil, errors.New("asked") })
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%d bytes: %v", len(b), err)
		}
	}
}

func TestTheWrongTextIsSaidAndAMissingOneToo(t *testing.T) {
	known := text(3)
	packed, err := seal.NewPacker().Pack(append([]byte("a"), known...), known)
	if err != nil {
		t.Fatal(err)
	}
	gone := errors.New("gone")
	if _, err := seal.NewPacker().Unpack(packed, seal.TextID(known), func() ([]byte, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Error(err)
	}
	_, err = seal.NewPacker().Unpack(packed, 0, nil)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
}

func TestAFewBytesDoNotGrowWithoutBound(t *testing.T) {
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bomb := enc.EncodeAll(make([]byte, 64<<20), nil)
	_, err = seal.NewPacker().Unpack(bomb, 0, nil)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
}

func TestManyTextsAtOnceDoNotMixUp(t *testing.T) {
	p := seal.NewPacker()
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 60 {
				known := text((g*13 + i) % 40) // more than are remembered
				body := append([]byte{byte(g)}, known...)
				packed, err := p.Pack(body, known)
				if err != nil {
					t.Error(err)
					return
				}
				got, err := p.Unpack(packed, seal.TextID(known), func() ([]byte, error) { return known, nil })
				if err != nil || !bytes.Equal(got, body) {
					t.Error("mixed up", err)
					return
				}
			}
		})
	}
	wg.Wait()
}
