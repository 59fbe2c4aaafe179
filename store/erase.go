package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Erase takes away what a dossier says of its people, as the law asks: the
// bodies of its events, its names and numbers in lists and search, and the
// files that no other dossier names. Its papers leave the print queue. Headers stay, so that the chain still
// verifies, and an event says who erased it and why, and what a register must
// still tell (motcua.Erased). CodeDenied means that another station took the
// dossier in, CodeConflict that it is erased already. reason is for people and
// must not name any.
//
// Backups made before still hold it, until they are rotated away. A hub and
// other stations take away what they hold when the event reaches them.
func (s *Store) Erase(ctx context.Context, actor string, at time.Time, dossier, reason string) (motcua.Dossier, error) {
	var d motcua.Dossier
	clean, ok := motcua.CleanText(reason, false)
	if !ok || clean == "" || len(clean) > 500 {
		return d, &motcua.Error{Code: motcua.CodeInvalid, Field: "reason"}
	}
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		before, err := s.foldDossier(ctx, tx, dossier)
		if err != nil {
			return err
		}
		switch {
		case before.Station != s.id():
			return &motcua.Error{Code: motcua.CodeDenied, Field: "station", Detail: "dossier of another station"}
		case before.Erased:
			return &motcua.Error{Code: motcua.CodeConflict, Field: "body", Detail: "erased"}
		}
		_, err = s.append(ctx, tx, fact{actor, at, dossier, motcua.EventErased, motcua.Erased{
			Reason: clean, Code: before.Received.Code, Procedure: before.Received.Procedure.Name,
			Status: before.Status, Received: before.Received.Appointment.Received, Slips: slipsOf(before, s.id()),
		}})
		if err != nil {
			return err
		}
		if err := eraseBodies(ctx, tx, dossier); err != nil {
			return err
		}
		d, err = s.project(ctx, tx, dossier)
		return err
	})
	if err != nil {
		return motcua.Dossier{}, err
	}
	if err := s.removeFiles(ctx); err != nil {
		return d, err
	}
	// Erased bytes also lie in the journal until it is emptied. Where another
	// process is reading, that waits for the next checkpoint.
	if err := s.db.Settle(ctx); err != nil && motcua.CodeOf(err) != motcua.CodeBusy {
		return d, err
	}
	return d, nil
}

// eraseBodies deletes the bodies of a dossier, but for those that say it is
// erased, and notes which files may go with them. Deleted bytes are
// overwritten, the index of words merged, as it drops them only then, and words
// that nobody else is found by forgotten.
func eraseBodies(ctx context.Context, tx *sqlitedb.Tx, dossier string) error {
	const bodies = `SELECT row FROM event WHERE dossier = ?1 AND dossier <> '' AND kind <> 'dossier.erased'`
	for _, q := range []string{
		`INSERT OR IGNORE INTO removal (sum) SELECT sum FROM filed WHERE event IN (` + bodies + `)`,
		`DELETE FROM filed WHERE event IN (` + bodies + `)`,
		`UPDATE event SET body = NULL WHERE row IN (` + bodies + `)`,
		`DELETE FROM search WHERE rowid IN (SELECT row FROM dossier WHERE id = ?1)`,
		`UPDATE dossier SET words = NULL, numbers = NULL WHERE id = ?1`,
		// What is being handed over is left to who does it: it finds no dossier.
		`UPDATE print_job
			SET state = 'cancelled', version = version + 1
			WHERE dossier = ?1 AND state IN ('waiting', 'held', 'unknown')`,
		`DELETE FROM removal WHERE sum IN (SELECT sum FROM filed)`,
	} {
		if _, err := tx.ExecContext(ctx, q, dossier); err != nil {
			return err
		}
	}
	for _, q := range []string{
		`INSERT INTO search (search) VALUES ('optimize')`,
		`DELETE FROM word WHERE NOT EXISTS (SELECT 1 FROM search WHERE search MATCH '"' || word.word || '"')`,
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// removeFiles removes the files that erasures left without a dossier. It holds
// the one write transaction, in which an event that names a file checks that
// the file is there: none can go that has just been named.
func (s *Store) removeFiles(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		sums, err := column(ctx, tx, `SELECT sum FROM removal WHERE sum NOT IN (SELECT sum FROM filed)`)
		if err != nil {
			return err
		}
		for _, sum := range sums {
			if err := s.files.Remove(sum); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM removal`)
		return err
	})
}

// honour does for a dossier of another station what its erasure asks.
func (s *Store) honour(ctx context.Context, tx *sqlitedb.Tx, dossier string) error {
	d, err := s.foldDossier(ctx, tx, dossier)
	if motcua.CodeOf(err) == motcua.CodeUnknown {
		return nil // what takes it in has not come yet
	}
	if err != nil || !d.Erased {
		return err
	}
	return eraseBodies(ctx, tx, dossier)
}

// erasedDossiers returns the dossiers that an event says are erased.
func erasedDossiers(ctx context.Context, tx *sqlitedb.Tx) (map[string]bool, error) {
	ids, err := column(ctx, tx, `
		SELECT DISTINCT dossier
		FROM event
		WHERE kind = 'dossier.erased'`)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, sqlitedb.Named(err)
	}
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}
