package store

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"motcua"
	"motcua/store/seal"
	"motcua/store/sqlitedb"
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

// byNumber is the query for the rows that have a number; its hash is asked for
// twice, as those of the newest dossiers wait on their lines.
const byNumber = `
	SELECT row
	FROM lookup
	WHERE hash = ?
	UNION ALL
	SELECT d.row
	FROM dossier d NOT INDEXED
	WHERE ` + waits + ` AND (INSTR(d.numbers, ?) - 1) % 16 = 0`

// absorbNumbers puts the numbers that wait on some lines into table lookup, in
// its order.
func absorbNumbers(ctx context.Context, tx *sqlitedb.Tx, after, upto int64) error {
	all, err := waitingNumbers(ctx, tx, after, upto)
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b numbered) int { return bytes.Compare(a.hash, b.hash) })
	for _, n := range all {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO lookup (hash, row)
			VALUES (?, ?)
			ON CONFLICT DO NOTHING`, n.hash, n.row)
		if err != nil {
			return err
		}
	}
	return nil
}

// numbered is a row that has a number.
type numbered struct {
	hash []byte
	row  int64
}

// waitingNumbers returns those on the lines after one row up to another.
func waitingNumbers(ctx context.Context, tx *sqlitedb.Tx, after, upto int64) ([]numbered, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT row, numbers
		FROM dossier
		WHERE row > ? AND row <= ? AND words IS NOT NULL`, after, upto)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []numbered
	for rows.Next() {
		var row int64
		var hashes []byte
		if err := rows.Scan(&row, &hashes); err != nil {
			return nil, err
		}
		for h := range slices.Chunk(hashes, seal.LookupLen) {
			out = append(out, numbered{h, row})
		}
	}
	return out, rows.Err()
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
			SELECT EXISTS (`+byNumber+`)`, hash, hash).Scan(&known)
		if err != nil {
			return q, err
		}
		if known {
			q.hashes, q.words = [][]byte{hash}, nil
			return q, nil
		}
	}
	for _, n := range q.numbers {
		q.hashes = append(q.hashes, ring.Lookup(n))
	}
	return q, nil
}
