package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"motcua"
)

// A branch's tax number is its company's and three digits.
const companyLen, branchLen = 10, 13

// numbersOf returns the numbers that the people of an intake are found by,
// normalised, each once: phone, identity and tax numbers.
func numbersOf(in motcua.Intake) []string {
	raw := []string{in.Applicant.IDNumber, in.Applicant.Phone}
	if in.Authoriser != nil {
		raw = append(raw, in.Authoriser.IDNumber, in.Authoriser.Phone)
	}
	if in.Organisation != nil {
		raw = append(raw, in.Organisation.TaxCode)
	}
	var out []string
	seen := map[string]bool{}
	for i := 0; i < len(raw); i++ {
		n := normalNumber(raw[i])
		if len(n) == branchLen { // of a company is asked for by the company's number too
			raw = append(raw, n[:companyLen])
		}
		if len(n) >= numberFrom && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}

// normalNumber returns the digits of a number as people at home write it: a
// phone without +84.
func normalNumber(s string) string {
	n := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if len(n) == 11 && strings.HasPrefix(n, "84") {
		return "0" + n[2:]
	}
	return n
}

// putNumbers makes a dossier found by its people's numbers.
func (s *Store) putNumbers(ctx context.Context, tx *sql.Tx, row int64, in motcua.Intake) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM lookup WHERE row = ?`, row); err != nil {
		return err
	}
	for _, n := range numbersOf(in) {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO lookup (hash, row)
			VALUES (?, ?)`, s.vault.ring.Load().Lookup(n), row)
		if err != nil {
			return err
		}
	}
	return nil
}

// ask reads a query and hashes its numbers. Digits in groups may be one number
// or a code's day and serial: they are the number if anybody has it.
func (s *Store) ask(ctx context.Context, typed string) (question, error) {
	q := ask(typed)
	ring := s.vault.ring.Load()
	if q.joined != "" {
		hash := ring.Lookup(q.joined)
		var known bool
		err := s.db.Read().QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM lookup WHERE hash = ?)`, hash).Scan(&known)
		if err != nil {
			return q, err
		}
		if known {
			q.hashes, q.words, q.marked = [][]byte{hash}, nil, nil
			return q, nil
		}
	}
	for _, n := range q.numbers {
		q.hashes = append(q.hashes, ring.Lookup(n))
	}
	return q, nil
}

// lookups checks that a dossier is found by its people's numbers and by no
// others.
func (v *verifier) lookups(ctx context.Context, tx *sql.Tx, d motcua.Dossier) error {
	hashes, err := column(ctx, tx, `
		SELECT l.hash
		FROM lookup l
		JOIN dossier d ON d.row = l.row
		WHERE d.id = ?`, d.ID)
	if err != nil {
		return err
	}
	numbers := numbersOf(d.Received.Intake)
	lost := len(hashes) != len(numbers)
	for _, n := range numbers {
		lost = lost || !slices.Contains(hashes, string(v.s.vault.ring.Load().Lookup(n)))
	}
	if lost {
		v.problem(motcua.CodeCorrupt, "dossier %s: not found by its numbers", d.ID)
	}
	return nil
}
