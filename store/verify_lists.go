package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"math"
	"slices"

	"motcua"
	"motcua/store/sqlitedb"
)

// findSeveral notes the dossiers that more than one event is about: those can
// only be folded when all are known. The others are folded on the way.
func (v *verifier) findSeveral(ctx context.Context, tx *sqlitedb.Tx) error {
	ids, err := column(ctx, tx, `
		SELECT dossier
		FROM event
		WHERE dossier <> ''
		GROUP BY dossier
		HAVING COUNT(*) > 1`)
	v.several = make(map[string]bool, len(ids))
	for _, id := range ids {
		v.several[id] = true
	}
	return err
}

// lists checks that every dossier of the log has its line, right in every
// column, and that no line is without a dossier. Those of one event were
// looked at on the way through the log.
func (v *verifier) lists(ctx context.Context, tx *sqlitedb.Tx) error {
	for id := range v.several {
		received, err := column(ctx, tx, `
			SELECT COALESCE(code, '')
			FROM event
			WHERE dossier = ? AND kind = 'dossier.received' AND readable`, id)
		if err != nil {
			return err
		}
		if len(received) == 0 {
			continue // its first event has not come yet
		}
		if err := v.refold(ctx, tx, id, received); err != nil {
			return err
		}
	}
	if err := v.ghosts(ctx, tx); err != nil {
		return err
	}
	return v.lookups(ctx, tx)
}

// ghosts names the lines that are of no dossier, where there are more lines
// than the log told of.
func (v *verifier) ghosts(ctx context.Context, tx *sqlitedb.Tx) error {
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM dossier`).Scan(&n); err != nil || n == v.lines.n {
		return err
	}
	ids, err := column(ctx, tx, `
		SELECT id
		FROM dossier d
		WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.dossier = d.id AND e.kind = 'dossier.received' AND e.readable)`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := v.refold(ctx, tx, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// searched checks that each line can be searched for, and nothing else.
func (v *verifier) searched(ctx context.Context, tx *sqlitedb.Tx) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT rowid FROM search
		UNION ALL
		SELECT d.row FROM dossier d WHERE `+waits)
	if err != nil {
		return err
	}
	defer rows.Close()
	have := bag{seed: v.lines.seed}
	var row int64
	for rows.Next() {
		if err := rows.Scan(&row); err != nil {
			return err
		}
		have.add(nil, row)
	}
	if err := rows.Err(); err != nil || have == v.lines || len(v.textless) > 0 {
		return err
	}
	v.problem(motcua.CodeCorrupt, "search: %d lines where the log tells of %d, or others", have.n, v.lines.n)
	lost, err := column(ctx, tx, `
		SELECT d.id
		FROM dossier d
		LEFT JOIN search ON search.rowid = d.row
		WHERE search.rowid IS NULL AND NOT (`+waits+`)`)
	for _, id := range lost {
		v.problem(motcua.CodeCorrupt, "dossier %s: not in the search", id)
	}
	return err
}

// refold folds a dossier and compares it with its line, and with the codes
// beside the events that take it in.
func (v *verifier) refold(ctx context.Context, tx *sqlitedb.Tx, id string, codes []string) error {
	events, err := v.s.dossierEvents(ctx, tx, id)
	if motcua.CodeOf(sqlitedb.Named(err)) == motcua.CodeCorrupt {
		v.unopened(id, err)
		return nil
	}
	if err != nil {
		return err
	}
	have, err := lineOfOne(ctx, tx, v.lines.seed, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	v.dossier(id, events, v.bodies.received, have, codes...)
	return nil
}

// single is refold for the only event of a dossier, and code and line beside it.
func (v *verifier) single(e stored, code string, have lineSum) {
	if e.broken != nil {
		v.unopened(e.Dossier, e.broken)
		return
	}
	read := func(motcua.Event) (motcua.Received, error) { return v.bodies.clipped(e.Event, e.clip) }
	v.dossier(e.Dossier, []motcua.Event{e.Event}, read, have, code)
}

func (v *verifier) unopened(dossier string, why error) {
	v.report.Dossiers++
	if lackedText(why) != "" {
		return // named with its text
	}
	v.problem(motcua.CodeCorrupt, "dossier %s: sealed body", dossier)
}

// dossier compares a line of the lists with the events it is folded from.
func (v *verifier) dossier(id string, events []motcua.Event, read func(motcua.Event) (motcua.Received, error),
	have lineSum, codes ...string) {
	v.report.Dossiers++
	d, err := motcua.FoldDossierWith(events, read)
	var l line
	if err == nil {
		l = lineOf(d, events, v.s.id())
		v.line = append(l.text(v.line[:0]), 31)
		if have.row > v.upto {
			v.line = append(v.line, v.s.allWords(d.Received, fromMillis(l.received))...)
		}
	}
	switch {
	case err != nil:
		v.problem(motcua.CodeOf(err), "dossier %s: cannot be folded", id)
		return
	case have.row == 0:
		v.problem(motcua.CodeCorrupt, "dossier %s: not in the lists", id)
		return
	case have.sum != maphash.Bytes(v.lines.seed, v.line):
		v.problem(motcua.CodeCorrupt, "dossier %s: the lists say something else", id)
	case !slices.Contains(codes, string(d.Received.Code)):
		v.problem(motcua.CodeCorrupt, "numbers: the code of dossier %s is not beside its event", id)
	}
	v.lines.add(nil, have.row)
	v.hearWords(have.row, d.Received, fromMillis(l.received))
	ring := v.s.vault.ring.Load()
	for _, n := range numbersOf(d.Received.Intake) {
		v.numbers.add(ring.Lookup(n), have.row)
	}
}

// lookups checks that every dossier is found by its people's numbers and by no
// others: the table must hold what the log says, whatever the order.
func (v *verifier) lookups(ctx context.Context, tx *sqlitedb.Tx) error {
	have := bag{seed: v.numbers.seed}
	upto, err := searched(ctx, tx)
	if err != nil {
		return err
	}
	waiting, err := waitingNumbers(ctx, tx, upto, math.MaxInt64)
	if err != nil {
		return err
	}
	for _, n := range waiting {
		have.add(n.hash, n.row)
	}
	rows, err := tx.QueryContext(ctx, `SELECT hash, row FROM lookup`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var hash sql.RawBytes
	var row int64
	for rows.Next() {
		if err := rows.Scan(&hash, &row); err != nil {
			return err
		}
		have.add(hash, row)
	}
	if have != v.numbers && len(v.textless) == 0 {
		v.problem(motcua.CodeCorrupt, "numbers: %d noted, dossiers have %d, or others", have.n, v.numbers.n)
	}
	return rows.Err()
}

// bag is a set of pairs in which the order does not count: how many there are
// and the sum of their hashes, under a seed that nobody who writes in the file
// can know.
type bag struct {
	seed maphash.Seed
	n    int
	sum  uint64
}

func (b *bag) add(key []byte, row int64) {
	var h maphash.Hash
	h.SetSeed(b.seed)
	h.Write(key)
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(row)))
	b.n++
	b.sum += h.Sum64()
}
