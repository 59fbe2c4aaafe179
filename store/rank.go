package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"motcua"
	"motcua/store/sqlitedb"
)

// tier says how well a dossier answers a query; less is better.
type tier int

// The tiers: one person's name, or the serial, has every word of the query …
const (
	typedWhole  tier = iota // … as typed
	typedBegun              // … as typed, the last as a beginning
	foldedWhole             // … without marks
	foldedBegun             // … without marks, the last as a beginning
	elsewhere               // … or not: words stand elsewhere, too
)

// hit is one dossier that a query finds.
type hit struct {
	row, received int64
	tier          tier
}

// tier compares the query with a dossier: names and folded are those of its
// people, a line each, in the same order.
func (q question) tier(code, names, folded string) tier {
	serial := strings.TrimLeft(code[strings.LastIndexByte(code, '-')+1:], "0")
	best := elsewhere
	for {
		name, moreNames, more := strings.Cut(names, "\n")
		plain, moreFolded, _ := strings.Cut(folded, "\n")
		best = min(best, q.nameTier(serial, name, plain))
		if !more || best == typedWhole {
			return best
		}
		names, folded = moreNames, moreFolded
	}
}

// nameTier is tier for one name.
func (q question) nameTier(serial, name, folded string) tier {
	worst := typedWhole
	for i, w := range q.words {
		last := i == len(q.words)-1
		is := elsewhere
		if w.digits && strings.TrimLeft(w.folded, "0") == serial {
			is = typedWhole
		}
		for n := range strings.FieldsFuncSeq(folded, separates) {
			is = min(is, w.begins(n, w.folded, last, foldedWhole))
		}
		if is == elsewhere {
			return elsewhere
		}
		for n := range strings.FieldsFuncSeq(name, separates) {
			is = min(is, w.typedTier(n, last))
		}
		worst = max(worst, is)
	}
	return worst
}

// typedTier compares a word of a name, as written.
func (w word) typedTier(name string, last bool) tier {
	best := elsewhere
	for _, t := range w.typed {
		best = min(best, w.begins(name, t, last, typedWhole))
	}
	if last && best == elsewhere { // hò begins hòa, hence hoà
		first, second := motcua.TonePlacings(name)
		if strings.HasPrefix(first, w.typed[0]) || strings.HasPrefix(second, w.typed[0]) {
			best = typedBegun
		}
	}
	return best
}

// begins returns whole where a word of a name is the one that was typed, the
// tier behind it where it only begins so and may.
func (w word) begins(name, typed string, last bool, whole tier) tier {
	switch {
	case !strings.HasPrefix(name, typed):
		return elsewhere
	case len(name) == len(typed):
		return whole
	case last:
		return whole + 1
	}
	return elsewhere
}

// listFound returns a page of what a query finds, best first. The newest hits
// may be hundreds that have the words elsewhere, so names are looked for by
// themselves where the page is not full of them.
func (s *Store) listFound(ctx context.Context, tx *sqlitedb.Tx, f motcua.Filter, q question, limit, offset int) ([]motcua.Row, error) {
	most := max(rankedHits, limit+offset)
	h, err := s.hits(ctx, tx, f, q, narrowing{}, most)
	if err != nil {
		return nil, err
	}
	found := map[int64]hit{}
	if err := q.read(ctx, tx, h, found); err != nil {
		return nil, err
	}
	if len(found) >= most {
		if err := s.behind(ctx, tx, f, q, max(namedHits, limit+offset), found); err != nil {
			return nil, err
		}
	}
	all := slices.SortedFunc(maps.Values(found), func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.received, a.received), cmp.Compare(b.row, a.row))
	})
	all = all[min(offset, len(all)):]
	return listThese(ctx, tx, all[:min(limit, len(all))])
}

// behind adds names that lie behind the newest hits: with the words as typed
// where those have not enough of them to fill the page, and with or without
// marks where they have not enough of any.
func (s *Store) behind(ctx context.Context, tx *sqlitedb.Tx, f motcua.Filter, q question, page int, found map[int64]hit) error {
	typed, named := 0, 0
	for _, h := range found {
		if h.tier == typedWhole {
			typed++
		}
		if h.tier < elsewhere {
			named++
		}
	}
	before := slices.Min(slices.Collect(maps.Keys(found)))
	for _, kind := range []struct {
		look  bool
		terms func(context.Context, *sqlitedb.Tx, question) (string, error)
	}{{typed < page, typedTerms}, {named < page, s.namedTerms}} {
		if !kind.look {
			continue
		}
		match, err := kind.terms(ctx, tx, q)
		if err != nil {
			return err
		}
		if match == "" {
			continue
		}
		h, err := s.indexed(ctx, tx, f, q, narrowing{}, before, page, match)
		if err != nil {
			return err
		}
		if err := q.read(ctx, tx, h, found); err != nil {
			return err
		}
	}
	return nil
}

// read adds hits to those that were found. They come as one text, for to hand
// over a row costs more than to compare it; names that came from elsewhere may
// hold any sign, so that what is text follows its own length.
func (q question) read(ctx context.Context, tx *sqlitedb.Tx, h hits, found map[int64]hit) error {
	var all sql.NullString
	err := tx.QueryRowContext(ctx, `
		WITH hit AS (`+h.query+`)
		SELECT GROUP_CONCAT(CONCAT(d.row, ' ', d.received, ' ', OCTET_LENGTH(d.code), ' ', OCTET_LENGTH(d.names), ' ',
			OCTET_LENGTH(d.folded), ' ', d.code, d.names, d.folded), '')
		FROM hit
		CROSS JOIN dossier d ON d.row = hit.row`, h.args...).Scan(&all)
	if err != nil {
		return err
	}
	for rest := all.String; rest != ""; {
		var n [5]int64 // row, received, and the lengths of code, names and folded
		for i := range n {
			var digits string
			digits, rest, _ = strings.Cut(rest, " ")
			if n[i], err = strconv.ParseInt(digits, 10, 64); err != nil {
				return err
			}
		}
		var text [3]string
		for i, l := range n[2:] {
			if l < 0 || l > int64(len(rest)) {
				return &motcua.Error{Code: motcua.CodeCorrupt, Detail: "a line of the lists"}
			}
			text[i], rest = rest[:l], rest[l:]
		}
		if _, known := found[n[0]]; !known {
			found[n[0]] = hit{n[0], n[1], q.tier(text[0], text[1], text[2])}
		}
	}
	return nil
}

// listThese returns the dossiers of hits in their order.
func listThese(ctx context.Context, tx *sqlitedb.Tx, these []hit) ([]motcua.Row, error) {
	if len(these) == 0 {
		return nil, nil
	}
	rows := make([]int64, len(these))
	for i, h := range these {
		rows[i] = h.row
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	return listRows(ctx, tx, `
		SELECT `+rowColumns+`
		FROM JSON_EACH(?) these
		CROSS JOIN dossier d ON d.row = these.value, road
		ORDER BY these.key`, string(list))
}
