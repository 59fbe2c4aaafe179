package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// sampledLines is how many dossiers a look-through that is not deep takes words
// from, others each time.
const sampledLines = 200

// wordCheck compares the full-text index with the words that the log gives
// each dossier. Deep, that is every word and every short beginning, with the
// number and the sum of the rows that it must find; else a sample of words,
// which must lead to some row: to go through their lists costs more than all
// else that is looked at.
type wordCheck struct {
	deep   bool
	seen   int
	sample []string          // the words of some dossiers
	terms  map[string]rowSum // by word
	begins map[string]rowSum // by beginning, as the prefix indexes have them
}

// rowSum is a set of rows in which the order does not count.
type rowSum struct{ n, sum int64 }

// hear takes a dossier whose words are in the index; words is asked for them
// where they are needed.
func (w *wordCheck) hear(row int64, words func() string) {
	w.seen++
	if w.deep {
		own := once(words())
		count(&w.terms, own, row)
		count(&w.begins, beginnings(own), row)
		return
	}
	at := len(w.sample)
	if at == sampledLines {
		if at = rand.IntN(w.seen); at >= sampledLines {
			return
		}
		w.sample[at] = words()
		return
	}
	w.sample = append(w.sample, words())
}

func count(in *map[string]rowSum, words []string, row int64) {
	if *in == nil {
		*in = map[string]rowSum{}
	}
	for _, s := range words {
		t := (*in)[s]
		(*in)[s] = rowSum{t.n + 1, t.sum + row}
	}
}

// once returns the words of a text, each once.
func once(text string) []string {
	seen := map[string]bool{}
	var out []string
	for s := range strings.FieldsSeq(text) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// beginnings returns what the prefix indexes hold of words, each once.
func beginnings(words []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range words {
		letters := 0
		for end := range s + "." { // the index after each letter
			if letters > 0 && !seen[s[:end]] {
				seen[s[:end]] = true
				out = append(out, s[:end])
			}
			if letters++; letters > prefixLetters {
				break
			}
		}
	}
	return out
}

// hearWords is hear for what a dossier was folded to.
func (v *verifier) hearWords(row int64, r motcua.Received, received time.Time) {
	if row <= v.upto {
		v.wording.hear(row, func() string { return v.s.allWords(r, received) })
	}
}

// words checks what was heard against the index.
func (v *verifier) words(ctx context.Context, tx *sqlitedb.Tx) error {
	sample := once(strings.Join(v.wording.sample, ""))
	v.report.Words = len(sample) + len(v.wording.terms)
	for _, s := range sample {
		if err := v.leads(ctx, tx, `"`+s+`"`); err != nil {
			return err
		}
	}
	for _, s := range beginnings(sample) {
		if err := v.leads(ctx, tx, `"`+s+`"*`); err != nil {
			return err
		}
	}
	if err := v.spelt(ctx, tx, sample...); err != nil {
		return err
	}
	if err := v.tallies(ctx, tx, v.wording.terms, `"`); err != nil {
		return err
	}
	return v.tallies(ctx, tx, v.wording.begins, `"*`)
}

// leads checks that an expression finds anything.
func (v *verifier) leads(ctx context.Context, tx *sqlitedb.Tx, match string) error {
	var row int64
	err := tx.QueryRowContext(ctx, `
		SELECT rowid
		FROM search
		WHERE search MATCH ?
		LIMIT 1`, match).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		v.problem(motcua.CodeCorrupt, "search: a word finds nothing where the log tells of a dossier")
		return nil
	}
	return err
}

// tallies checks that each word finds the rows that it must.
func (v *verifier) tallies(ctx context.Context, tx *sqlitedb.Tx, want map[string]rowSum, end string) error {
	for s, t := range want {
		var have rowSum
		err := tx.QueryRowContext(ctx, `
			SELECT COUNT(*), COALESCE(SUM(rowid), 0)
			FROM search
			WHERE search MATCH ?`, `"`+s+end).Scan(&have.n, &have.sum)
		if err != nil {
			return err
		}
		if have != t {
			v.problem(motcua.CodeCorrupt, "search: a word finds %d dossiers where the log tells of %d, or others", have.n, t.n)
		}
		if end == `"` {
			if err := v.spelt(ctx, tx, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// spelt checks that beginnings are spelt out to words of letters.
func (v *verifier) spelt(ctx context.Context, tx *sqlitedb.Tx, words ...string) error {
	for _, s := range words {
		if !letters(s) {
			continue
		}
		var there bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM word WHERE word = ?)`, s).Scan(&there)
		if err != nil {
			return err
		}
		if !there {
			v.problem(motcua.CodeCorrupt, "search: a word that beginnings are spelt out to is missing")
		}
	}
	return nil
}
