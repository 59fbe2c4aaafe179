package store

import (
	"context"
	"database/sql"
	"hash/maphash"
	"strconv"

	"motcua/store/sqlitedb"
)

// lineText is the query for a line as one text, as line.text writes it, and for
// the words that wait on it.
const lineText = `CONCAT_WS(CHAR(31), d.id, d.code, d.station, d.taken_in, d.name, d.names, d.folded, d.procedure, d.status,
	d.received, d.due, d.updated, d.waiting, d.exceptions, d.last_seq, d.erased,
	COALESCE(d.holder, '?'), d.held_by, d.moving, d.extended, COALESCE(d.words, ''))`

// text appends all that a line says to b.
func (l line) text(b []byte) []byte {
	for _, s := range [...]string{l.id, l.code, l.station, l.takenIn, l.name, l.names, l.folded, l.procedure} {
		b = append(append(b, s...), 31)
	}
	for _, n := range [...]int64{int64(l.status), l.received, l.due, l.updated} {
		b = append(strconv.AppendInt(b, n, 10), 31)
	}
	b = append(append(b, l.waiting...), 31)
	b = append(strconv.AppendInt(b, int64(l.exceptions), 10), 31)
	b = append(strconv.AppendUint(b, l.lastSeq, 10), 31)
	b = append(flag(b, l.erased), 31)
	b = append(append(append(append(b, l.holder...), 31), l.heldBy...), 31)
	return flag(append(flag(b, l.moving), 31), l.extended)
}

func flag(b []byte, set bool) []byte {
	if set {
		return append(b, '1')
	}
	return append(b, '0')
}

// lineSum is a line of the lists as it is compared: where it is and a hash of
// what it says, under a seed that nobody who writes in the file can know. The
// zero value is no line.
type lineSum struct {
	row int64
	sum uint64
}

// lineReader reads the lines in the order of their rows, which is nearly the
// order of the log: one look at each, where an index would be asked for every
// dossier.
type lineReader struct {
	seed    maphash.Seed
	rows    *sql.Rows
	skip    map[string]bool    // dossiers that nobody takes here
	waiting map[string]lineSum // read before their event
}

func readLines(ctx context.Context, tx *sqlitedb.Tx, seed maphash.Seed, skip map[string]bool) (*lineReader, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT d.row, d.id, `+lineText+`
		FROM dossier d
		ORDER BY d.row`)
	return &lineReader{seed: seed, rows: rows, skip: skip, waiting: map[string]lineSum{}}, err
}

// take returns the line of a dossier, the zero value where it has none.
func (l *lineReader) take(id string) (lineSum, error) {
	if k, ok := l.waiting[id]; ok {
		delete(l.waiting, id)
		return k, nil
	}
	var k lineSum
	var of, text string
	for l.rows.Next() {
		if err := l.rows.Scan(&k.row, &of, &text); err != nil {
			return lineSum{}, err
		}
		k.sum = maphash.String(l.seed, text)
		if of == id {
			return k, nil
		}
		if !l.skip[of] {
			l.waiting[of] = k
		}
	}
	return lineSum{}, l.rows.Err()
}

// lineOfOne returns the line of one dossier.
func lineOfOne(ctx context.Context, tx *sqlitedb.Tx, seed maphash.Seed, id string) (lineSum, error) {
	var k lineSum
	var text string
	err := tx.QueryRowContext(ctx, `
		SELECT d.row, `+lineText+`
		FROM dossier d
		WHERE d.id = ?`, id).Scan(&k.row, &text)
	k.sum = maphash.String(seed, text)
	return k, err
}
