package store

import (
	"context"
	"strings"
	"sync"

	"motcua"
	"motcua/store/sqlitedb"
)

// A query is put to the index as an FTS5 expression. Each of the three kinds
// finds all words, the last as a beginning.

// foldedTerms finds words wherever they stand.
func foldedTerms(ctx context.Context, tx *sqlitedb.Tx, words []word) (string, error) {
	terms := make([]string, len(words))
	for i, w := range words {
		term, err := oneTerm(ctx, tx, i == len(words)-1, w.folded)
		if err != nil {
			return "", err
		}
		if series, number, ok := w.procedure(); ok {
			term = `(` + term + ` OR "` + series + `" AND "` + number + `")`
		}
		terms[i] = term
	}
	return strings.Join(terms, " AND "), nil
}

// typedTerms finds words that stand in names as they were typed, and a serial;
// nothing where nobody typed a mark.
func typedTerms(ctx context.Context, tx *sqlitedb.Tx, q question) (string, error) {
	if !q.toned {
		return "", nil
	}
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		if w.digits {
			terms[i] = `"` + w.serial() + `"`
			continue
		}
		spellings := []string{exactMark + w.typed[0]}
		if w.typed[1] != w.typed[0] {
			spellings = append(spellings, exactMark+w.typed[1])
		}
		var err error
		if terms[i], err = oneTerm(ctx, tx, i == len(q.words)-1, spellings...); err != nil {
			return "", err
		}
	}
	return strings.Join(terms, " AND "), nil
}

// oneTerm finds one of the spellings of a word. A long beginning is spelt out
// to the words it can end in: those lists are read newest first, a beginning's
// own would be gathered whole.
func oneTerm(ctx context.Context, tx *sqlitedb.Tx, beginning bool, spellings ...string) (string, error) {
	var terms []string
	for _, w := range spellings {
		switch {
		case !beginning:
			terms = append(terms, `"`+w+`"`)
			continue
		case len([]rune(w)) > prefixLetters && letters(w):
			endings, err := column(ctx, tx, `
				SELECT word
				FROM word
				WHERE word >= ? AND word < ?
				LIMIT ?`, w, w+"\U0010ffff", maxEndings+1)
			if err != nil {
				return "", err
			}
			if len(endings) > 0 && len(endings) <= maxEndings {
				terms = append(terms, `"`+strings.Join(endings, `" OR "`)+`"`)
				continue
			}
		}
		terms = append(terms, `"`+w+`"*`)
	}
	return oneOf(terms), nil
}

func oneOf(terms []string) string {
	if len(terms) == 1 && !strings.Contains(terms[0], " OR ") {
		return terms[0]
	}
	return `(` + strings.Join(terms, ` OR `) + `)`
}

// namedTerms finds words that stand in names with whatever marks, and a serial.
// The index has words of names with their marks, so each is spelt out to those
// it may be; nothing where those are too many to help.
func (s *Store) namedTerms(ctx context.Context, tx *sqlitedb.Tx, q question) (string, error) {
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		if w.digits {
			terms[i] = `"` + w.serial() + `"`
			continue
		}
		pattern := s.spellings.pattern(w.folded)
		if i == len(q.words)-1 {
			pattern += "*"
		}
		spelt, err := column(ctx, tx, `
			SELECT word
			FROM word
			WHERE word >= ?1 AND word < ?1 || CHAR(0x10ffff) AND word GLOB ?1 || ?2
			LIMIT ?3`, exactMark, pattern, maxEndings+1)
		if err != nil || len(spelt) == 0 || len(spelt) > maxEndings {
			return "", err
		}
		terms[i] = `("` + strings.Join(spelt, `" OR "`) + `")`
	}
	return strings.Join(terms, " AND "), nil
}

// spellings knows the letters that fold to one. The zero value is ready. Safe
// for concurrent use.
type spellings struct {
	once sync.Once
	of   map[rune]string
}

// pattern is what GLOB finds the words by that fold to w.
func (s *spellings) pattern(w string) string {
	s.once.Do(func() {
		s.of = map[rune]string{}
		for r := 'a'; r <= lastLatin; r++ {
			if f := []rune(motcua.Fold(string(r))); len(f) == 1 && !separates(r) {
				s.of[f[0]] += string(r)
			}
		}
	})
	var b strings.Builder
	for _, r := range w {
		if all := s.of[r]; all != "" {
			b.WriteString("[" + all + "]")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// onLines returns the question of foldedTerms for the words that wait on lines
// d.
func onLines(words []word) (string, []any) {
	clauses := make([]string, len(words))
	var args []any
	for i, w := range words {
		clauses[i] = `INSTR(d.words, ?) > 0`
		whole := " "
		if i == len(words)-1 {
			whole = ""
		}
		args = append(args, " "+w.folded+whole)
		if series, number, ok := w.procedure(); ok {
			clauses[i] = `(` + clauses[i] + ` OR INSTR(d.words, ?) > 0 AND INSTR(d.words, ?) > 0)`
			args = append(args, " "+series+" ", " "+number+" ")
		}
	}
	return `(` + strings.Join(clauses, ` AND `) + `)`, args
}
