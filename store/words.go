package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

const (
	// absorbEvery is how many dossiers wait, words on their lines, until those
	// go into the full-text index together. One by one, each would write
	// a segment of its own; a query reads those that wait one after the other.
	absorbEvery = 512
	// exactMark begins the words as written, with their marks; timeMark the
	// years, months and days of reception. Private use, so nobody types them, and
	// parts of words for the tokenizer (Unicode category Co).
	exactMark = "\ue000"
	timeMark  = "\ue001"

	lastLatin = 0x1eff // of the letters that are part of words

	yearWord, monthWord, dayWord = "2006", "200601", "20060102"
)

// finds is what a dossier is found by.
type finds struct {
	words   string // each with a space around it
	numbers []byte // of its people: hashes, one after the other
}

func (s *Store) findsOf(r motcua.Received, received time.Time) finds {
	f := finds{words: s.allWords(r, received)}
	ring := s.vault.ring.Load()
	for _, n := range numbersOf(r.Intake) {
		f.numbers = append(f.numbers, ring.Lookup(n)...)
	}
	return f
}

// allWords is every word that a dossier is found by.
func (s *Store) allWords(r motcua.Received, received time.Time) string {
	var b strings.Builder
	b.Grow(400)
	add := func(word string) { b.WriteByte(' '); b.WriteString(word) }
	for _, w := range codeWords(r.Code) {
		addFolded(&b, w)
	}
	b.WriteString(s.procedures.words(r.Procedure))
	for _, n := range people(r.Intake) {
		addFolded(&b, motcua.Fold(n))
		for _, w := range exactWords(n) {
			add(exactMark + w)
		}
	}
	local := received.In(motcua.Local)
	add(timeMark + local.Format(yearWord))
	add(timeMark + local.Format(monthWord))
	add(timeMark + local.Format(dayWord))
	b.WriteByte(' ')
	return b.String()
}

func addFolded(b *strings.Builder, folded string) {
	for w := range strings.FieldsFuncSeq(folded, separates) {
		b.WriteByte(' ')
		b.WriteString(w)
	}
}

// procedureWords remembers how procedures are found: thousands of dossiers
// have the same. The zero value is empty. Safe for concurrent use.
type procedureWords struct {
	mu    sync.Mutex
	known map[[2]string]string
}

func (p *procedureWords) words(of motcua.Procedure) string {
	key := [2]string{of.Name, of.Code}
	p.mu.Lock()
	defer p.mu.Unlock()
	if w, ok := p.known[key]; ok {
		return w
	}
	if p.known == nil || len(p.known) >= maxTexts {
		p.known = map[[2]string]string{}
	}
	var b strings.Builder
	addFolded(&b, motcua.Fold(of.Name))
	addFolded(&b, motcua.Fold(of.Code))
	p.known[key] = b.String()
	return b.String()
}

// exactWords are the words of s as written, in lower case, composed.
func exactWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(motcua.NFC(s)), separates)
}

// separates reports whether r is no part of a word: whatever SQLite's
// tokenizer, which knows the letters of 2012, might split at.
func separates(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9',
		r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7, // Latin letters with marks
		r >= 0x1e00 && r <= lastLatin,
		r >= 0x4e00 && r <= 0x9fcc: // Han
		return false
	}
	return true
}

func letters(w string) bool { return w[0] > '9' }

// putFinds makes a dossier found by f, and by nothing else.
func putFinds(ctx context.Context, tx *sqlitedb.Tx, row int64, f finds) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE dossier
		SET words = ?, numbers = ?
		WHERE row = ?`, f.words, f.numbers, row)
	if err != nil {
		return err
	}
	upto, err := searched(ctx, tx)
	if err != nil {
		return err
	}
	if row > upto {
		return absorbLot(ctx, tx, row)
	}
	// Its lot has gone; it follows by itself.
	for _, q := range []string{`DELETE FROM search WHERE rowid = ?`, `DELETE FROM lookup WHERE row = ?`} {
		if _, err := tx.ExecContext(ctx, q, row); err != nil {
			return err
		}
	}
	return absorb(ctx, tx, row-1, row)
}

// absorbLot moves what waits where a row is the last of a lot.
func absorbLot(ctx context.Context, tx *sqlitedb.Tx, row int64) error {
	if row%absorbEvery != 0 {
		return nil
	}
	upto, err := searched(ctx, tx)
	if err != nil || row <= upto {
		return err
	}
	if err := absorb(ctx, tx, upto, row); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE searched SET upto = ?`, row)
	return err
}

// searched returns the last line whose words wait no longer.
func searched(ctx context.Context, tx *sqlitedb.Tx) (int64, error) {
	var upto int64
	err := tx.QueryRowContext(ctx, `SELECT upto FROM searched`).Scan(&upto)
	return upto, err
}

// waits is the condition for lines d whose words and numbers wait on them.
const waits = `d.row > (SELECT upto FROM searched) AND d.words IS NOT NULL`

// absorb moves the words and numbers that wait on the lines after one row up
// to another to where many are found quickly.
func absorb(ctx context.Context, tx *sqlitedb.Tx, after, upto int64) error {
	texts, err := column(ctx, tx, `
		SELECT words
		FROM dossier
		WHERE row > ? AND row <= ? AND words IS NOT NULL`, after, upto)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, t := range texts {
		for w := range strings.FieldsSeq(t) {
			if seen[w] || !letters(w) {
				continue
			}
			seen[w] = true
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO word (word) VALUES (?)`, w); err != nil {
				return err
			}
		}
	}
	if err := absorbNumbers(ctx, tx, after, upto); err != nil {
		return err
	}
	for _, q := range []string{`
		INSERT INTO search (rowid, words)
		SELECT row, words
		FROM dossier
		WHERE row > ? AND row <= ? AND words IS NOT NULL
		ORDER BY row`, `
		UPDATE dossier
		SET words = NULL, numbers = NULL
		WHERE row > ? AND row <= ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, after, upto); err != nil {
			return err
		}
	}
	return nil
}

// forgetFinds empties the search, so that it can be filled in the order of the
// lines.
func forgetFinds(ctx context.Context, tx *sqlitedb.Tx) error {
	for _, q := range []string{
		`INSERT INTO search (search) VALUES ('delete-all')`,
		`DELETE FROM word`,
		`DELETE FROM lookup`,
		`UPDATE dossier SET words = NULL, numbers = NULL`,
		`UPDATE searched SET upto = 0`,
		`DELETE FROM reindex`, // whoever empties it fills it
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// reindex fills the search again from the log where a migration emptied it.
func (s *Store) reindex(ctx context.Context) error {
	var needed int
	err := s.db.Read().QueryRowContext(ctx, `SELECT one FROM reindex`).Scan(&needed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if err := forgetFinds(ctx, tx); err != nil {
			return err
		}
		ids, err := column(ctx, tx, `SELECT id FROM dossier ORDER BY row`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			// One that cannot be folded is named by Verify and keeps nobody
			// from opening the file.
			if err := s.rewords(ctx, tx, id); err != nil && motcua.CodeOf(err) != motcua.CodeCorrupt && motcua.CodeOf(err) != motcua.CodeUnknown {
				return err
			}
		}
		return s.rebuildCodes(ctx, tx) // the migration had them from the lines only
	})
}

func (s *Store) rewords(ctx context.Context, tx *sqlitedb.Tx, id string) error {
	d, err := s.foldDossier(ctx, tx, id)
	if err != nil {
		return err
	}
	var row, received int64
	err = tx.QueryRowContext(ctx, `SELECT row, received FROM dossier WHERE id = ?`, id).Scan(&row, &received)
	if err != nil {
		return err
	}
	return putFinds(ctx, tx, row, s.findsOf(d.Received, fromMillis(received)))
}
