package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"motcua"
	"motcua/store/sqlitedb"
)

// Verify looks at everything that the hub holds: the database, every log's
// chain, bodies and newest signature, every file that an event names, and
// every dossier against its events. It returns what is wrong; the error is for
// a look that could not be finished.
func (h *Hub) Verify(ctx context.Context) ([]error, error) {
	lines, err := h.db.Check(ctx)
	if err != nil {
		return nil, err
	}
	var wrong []error
	for _, l := range lines {
		wrong = append(wrong, &motcua.Error{Code: motcua.CodeCorrupt, Field: "database", Detail: l})
	}
	peers, err := h.Stations(ctx)
	if err != nil {
		return nil, err
	}
	peers = append(peers, motcua.Peer{ID: h.id, Key: h.key.Public().(ed25519.PublicKey)})
	for _, p := range peers {
		found, err := h.verifyLog(ctx, p)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	found, err := h.verifyDossiers(ctx)
	return append(wrong, found...), err
}

func (h *Hub) verifyLog(ctx context.Context, p motcua.Peer) ([]error, error) {
	refused, err := h.refusedOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	rows, err := h.db.Read().QueryContext(ctx, `
		SELECT `+eventColumns+`
		FROM events e
		WHERE e.station = ?
		ORDER BY e.seq`, p.ID)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	var wrong []error
	var last motcua.Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		var hash motcua.Hash
		if last.Seq > 0 {
			hash = last.Hash()
		}
		for _, err := range []error{e.Follows(last.Seq, hash), e.VerifyBody(), h.verifyFiles(e, refused[e.Seq])} {
			if err != nil {
				wrong = append(wrong, fmt.Errorf("station %s event %d: %w", p.ID, e.Seq, err))
			}
		}
		last = e
	}
	if err := rows.Err(); err != nil {
		return nil, sqlitedb.Named(err)
	}
	if last.Seq > 0 {
		if err := last.Verify(p.Key); err != nil {
			wrong = append(wrong, fmt.Errorf("station %s event %d: %w", p.ID, last.Seq, err))
		}
	}
	return wrong, nil
}

func (h *Hub) verifyFiles(e motcua.Event, refused bool) error {
	if refused {
		return nil // nobody relies on what it names
	}
	refs, err := motcua.FilesOf(e)
	if err != nil {
		return err
	}
	for _, f := range refs {
		if err := h.files.Check(f.SHA256); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hub) refusedOf(ctx context.Context, station string) (map[uint64]bool, error) {
	rows, err := h.db.Read().QueryContext(ctx, `SELECT seq FROM refusals WHERE station = ?`, station)
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	out := map[uint64]bool{}
	for rows.Next() {
		var seq uint64
		if err := rows.Scan(&seq); err != nil {
			return nil, sqlitedb.Named(err)
		}
		out[seq] = true
	}
	return out, sqlitedb.Named(rows.Err())
}

// verifyDossiers folds every dossier anew and compares.
func (h *Hub) verifyDossiers(ctx context.Context) ([]error, error) {
	var wrong []error
	err := h.db.View(ctx, func(tx *sqlitedb.Tx) error {
		kept, err := statuses(ctx, tx)
		if err != nil {
			return err
		}
		for id, status := range kept {
			d, _, err := h.fold(ctx, tx, id)
			if err == nil && d.Status != status {
				err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "status"}
			}
			var own *motcua.Error
			if err != nil && !errors.As(err, &own) {
				return err
			}
			if err != nil {
				wrong = append(wrong, fmt.Errorf("dossier %s: %w", id, err))
			}
		}
		return nil
	})
	return wrong, err
}

func statuses(ctx context.Context, tx *sqlitedb.Tx) (map[string]motcua.Status, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, status FROM dossiers`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]motcua.Status{}
	for rows.Next() {
		var id string
		var s motcua.Status
		if err := rows.Scan(&id, &s); err != nil {
			return nil, err
		}
		out[id] = s
	}
	return out, rows.Err()
}
