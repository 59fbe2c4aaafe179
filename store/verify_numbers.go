package store

import (
	"context"
	"fmt"

	"motcua"
	"motcua/store/sqlitedb"
)

// told is what the own log says of leased serials.
type told struct {
	leased map[motcua.Block]bool
	unused []motcua.Block
}

// hear remembers what an own event says of leased serials.
func (t *told) hear(e motcua.Event) error {
	var blocks []motcua.Block
	switch e.Kind {
	case motcua.EventNumbersLeased:
		if err := e.DecodeBody(&blocks); err != nil {
			return err
		}
		if t.leased == nil {
			t.leased = map[motcua.Block]bool{}
		}
		for _, b := range blocks {
			t.leased[b] = true
		}
	case motcua.EventNumbersUnused:
		if err := e.DecodeBody(&blocks); err != nil {
			return err
		}
		t.unused = append(t.unused, blocks...)
	}
	return nil
}

// numbers checks that the table of blocks is what the log says, and that every
// serial of a closed block is either printed or named as unused, not both.
func (v *verifier) serials(ctx context.Context, tx *sqlitedb.Tx) error {
	kept, err := blocksOf(ctx, tx, `
		SELECT agency, day, first, last
		FROM block`)
	if err != nil {
		return err
	}
	for _, b := range kept {
		if !v.told.leased[b] {
			v.problem(motcua.CodeCorrupt, "numbers: no event leased %s", name(b))
		}
	}
	if n := len(v.told.leased) - len(kept); n > 0 {
		v.problem(motcua.CodeCorrupt, "numbers: %d leased blocks are not in their table", n)
	}
	closed, err := blocksOf(ctx, tx, `
		SELECT agency, day, first, last
		FROM block
		WHERE closed = 1`)
	if err != nil {
		return err
	}
	explained := map[motcua.Block]int{} // of one number each
	for _, u := range v.told.unused {
		for n := u.From; n <= u.To; n++ {
			explained[single(u, n)]++
		}
	}
	for _, b := range closed {
		printed, err := v.s.printedIn(ctx, tx, b)
		if err != nil {
			return err
		}
		for _, n := range printed {
			explained[single(b, n)]++
		}
		for n := b.From; n <= b.To; n++ {
			if k := explained[single(b, n)]; k != 1 {
				v.problem(motcua.CodeCorrupt, "numbers: %d of %s is accounted for %d times", n, name(b), k)
				break
			}
		}
	}
	return nil
}

func single(b motcua.Block, n int) motcua.Block {
	b.From, b.To = n, n
	return b
}

func name(b motcua.Block) string { return fmt.Sprintf("%s %s %d to %d", b.Agency, b.Day, b.From, b.To) }
