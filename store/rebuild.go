package store

import (
	"context"
	"strconv"

	"motcua"
	"motcua/store/sqlitedb"
)

// Rebuild mends the dictionary from its second copy and makes the lists, the search, the codes beside events and the leased
// blocks again from the log, in one transaction: whoever looks meanwhile sees
// the old ones, and a program that is killed in it has changed nothing. It
// returns how many dossiers there are. A dossier whose events cannot be read any
// more would lose its line: where there is one, Rebuild changes nothing and
// returns CodeCorrupt with field "bodies", unless drop says that this is meant.
// The request for blocks that waits for its answer stays: the log knows nothing
// of it.
//
// While it runs, nobody else can write: it is for a counter that stands still.
func (s *Store) Rebuild(ctx context.Context, drop bool) (int, error) {
	n, lost := 0, 0
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if err := s.vault.mendTexts(ctx, tx); err != nil {
			return err
		}
		if err := forgetFinds(ctx, tx); err != nil {
			return err
		}
		for _, q := range []string{`DELETE FROM filed`, `DELETE FROM dossier`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		ids, err := column(ctx, tx, `
			SELECT dossier
			FROM event
			WHERE dossier <> '' AND kind = 'dossier.received' AND readable
			GROUP BY dossier
			ORDER BY MIN(row)`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := s.project(ctx, tx, id)
			if code := motcua.CodeOf(err); code == motcua.CodeUnknown || code == motcua.CodeCorrupt {
				lost++ // named by Verify
				continue
			}
			if err != nil {
				return err
			}
			n++
		}
		if lost > 0 && !drop {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "bodies", Detail: strconv.Itoa(lost)}
		}
		if err := s.rebuildCodes(ctx, tx); err != nil {
			return err
		}
		if err := s.rebuildFiled(ctx, tx); err != nil {
			return err
		}
		return s.rebuildBlocks(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// rebuildCodes writes again beside each event that took a dossier in which code
// it gave. Where the body is gone, what erased the dossier says it (project).
func (s *Store) rebuildCodes(ctx context.Context, tx *sqlitedb.Tx) error {
	type given struct {
		station string
		seq     uint64
		code    motcua.Code
	}
	var all []given
	err := s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		code, err := codeIn(e.Event)
		if err != nil || code == "" {
			return true, nil // kept, not folded: Verify names it
		}
		all = append(all, given{e.Station, e.Seq, code})
		return true, nil
	}, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.kind = ? AND e.readable`, string(motcua.EventReceived))
	if err != nil {
		return err
	}
	for _, g := range all {
		_, err := tx.ExecContext(ctx, `
			UPDATE event
			SET code = ?
			WHERE station = ? AND seq = ? AND code IS NOT ?`, string(g.code), g.station, g.seq, string(g.code))
		if err != nil {
			return err
		}
	}
	return nil
}

// rebuildFiled notes again which events name which files.
func (s *Store) rebuildFiled(ctx context.Context, tx *sqlitedb.Tx) error {
	type naming struct {
		station string
		seq     uint64
		sum     string
	}
	var all []naming
	err := s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		refs, err := motcua.FilesOf(e.Event)
		if err != nil {
			return true, nil // kept, not folded: it names nothing
		}
		for _, f := range refs {
			all = append(all, naming{e.Station, e.Seq, f.SHA256})
		}
		return true, nil
	}, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.kind IN (?, ?)`, filingKinds()...)
	if err != nil {
		return err
	}
	for _, n := range all {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO filed (sum, event)
			SELECT ?, row
			FROM event
			WHERE station = ? AND seq = ?`, n.sum, n.station, n.seq)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) rebuildBlocks(ctx context.Context, tx *sqlitedb.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM block`); err != nil {
		return err
	}
	var said []motcua.Event
	err := s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		said = append(said, e.Event)
		return true, nil
	}, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.station = ? AND e.kind IN (?, ?)
		ORDER BY e.seq`, s.id(), string(motcua.EventNumbersLeased), string(motcua.EventNumbersUnused))
	if err != nil {
		return err
	}
	for _, e := range said {
		if err := replayNumbers(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

// replayNumbers does to the table of blocks what an own event of the log says.
// A block that was used up has no event that closes it; it is closed with the
// next event of a later day, and nothing is left in it until then.
func replayNumbers(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event) error {
	var t told
	if t.hear(e) != nil {
		return nil // named by Verify
	}
	for b := range t.leased {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO block (agency, day, first, last, closed)
			VALUES (?, ?, ?, ?, 0)
			ON CONFLICT DO NOTHING`, b.Agency, b.Day, b.From, b.To)
		if err != nil {
			return err
		}
	}
	for _, b := range t.unused {
		_, err := tx.ExecContext(ctx, `
			UPDATE block
			SET closed = 1
			WHERE agency = ? AND day = ? AND first <= ? AND last >= ?`, b.Agency, b.Day, b.To, b.From)
		if err != nil {
			return err
		}
	}
	return nil
}
