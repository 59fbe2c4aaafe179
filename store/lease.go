package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// NeedBlocks returns what to ask the hub for: one block for each day, from
// now's to a week ahead, that has fewer than motcua.BlockLow leased serials
// left. No days means nothing to ask, as for a station without a hub.
//
// A request is on disk before it is returned and comes again, the same, until
// PutBlocks has taken its answer: the hub then answers the same, and a lost
// answer wastes nothing. Its id is random, so that a file put back to an older
// state never gets the blocks that it forgot to have used.
func (s *Store) NeedBlocks(ctx context.Context, now time.Time) (motcua.BlockRequest, error) {
	var r motcua.BlockRequest
	need := func(tx *sqlitedb.Tx) (err error) {
		r, err = blocksNeeded(ctx, tx, now)
		return err
	}
	if err := s.db.View(ctx, need); err != nil || r.ID != "" || len(r.Days) == 0 {
		return r, err
	}
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if err := need(tx); err != nil || r.ID != "" || len(r.Days) == 0 {
			return err // another process asked meanwhile
		}
		random := make([]byte, len(uuid.UUID{}))
		if _, err := io.ReadFull(s.cfg.Rand, random); err != nil {
			return filedir.Named(err)
		}
		r.ID = eventID(now, random)
		_, err := tx.ExecContext(ctx, `
			INSERT INTO block_request (one, id, agency, days)
			VALUES (1, ?, ?, ?)`, r.ID, r.Agency, strings.Join(r.Days, " "))
		return err
	})
	if err != nil {
		return motcua.BlockRequest{}, err
	}
	return r, nil
}

// blocksNeeded returns the request that waits for its answer, else one
// without an id for the days that are short of numbers.
func blocksNeeded(ctx context.Context, tx *sqlitedb.Tx, now time.Time) (motcua.BlockRequest, error) {
	st, err := readStation(ctx, tx)
	if err != nil || st.Hub == nil {
		return motcua.BlockRequest{}, err
	}
	r, err := openRequest(ctx, tx)
	if err != nil || r.ID != "" {
		return r, err
	}
	r.Agency = st.Agency
	for _, day := range motcua.BlockDaysFrom(now) {
		spans, err := spansOf(ctx, tx, st, day)
		if err != nil {
			return r, err
		}
		if leftIn(spans[:len(spans)-1]) < motcua.BlockLow { // its own do not count
			r.Days = append(r.Days, day)
		}
	}
	return r, nil
}

func openRequest(ctx context.Context, tx *sqlitedb.Tx) (motcua.BlockRequest, error) {
	var r motcua.BlockRequest
	var days string
	err := tx.QueryRowContext(ctx, `
		SELECT id, agency, days
		FROM block_request`).Scan(&r.ID, &r.Agency, &days)
	if errors.Is(err, sql.ErrNoRows) {
		return motcua.BlockRequest{}, nil
	}
	r.Days = strings.Fields(days)
	return r, err
}

// PutBlocks takes the hub's answer to the request with this id: the blocks go
// into the log, as one event, and are printed from at once. Blocks that are
// here already are passed over, so that an answer may come twice. No blocks is
// an answer too: the hub has none left. CodeInvalid means blocks that cannot
// be this station's, CodeConflict a request that nobody waits for.
func (s *Store) PutBlocks(ctx context.Context, request string, blocks []motcua.Block) error {
	if len(blocks) > motcua.BlockDays*motcua.BlocksADay {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "blocks"}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		st, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		if st.Hub == nil {
			return &motcua.Error{Code: motcua.CodeDenied, Field: "hub", Detail: "not enrolled"}
		}
		fresh, err := freshBlocks(ctx, tx, st, blocks)
		if err != nil {
			return err
		}
		r, err := openRequest(ctx, tx)
		if err != nil {
			return err
		}
		if r.ID != request && len(fresh) > 0 {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "request"}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM block_request WHERE id = ?`, request); err != nil {
			return err
		}
		return s.lease(ctx, tx, fresh)
	})
}

// lease writes blocks to the log and to their table.
func (s *Store) lease(ctx context.Context, tx *sqlitedb.Tx, blocks []motcua.Block) error {
	if len(blocks) == 0 {
		return nil
	}
	now := s.cfg.Now()
	if _, err := s.append(ctx, tx, fact{at: now, kind: motcua.EventNumbersLeased, data: blocks}); err != nil {
		return err
	}
	for _, b := range blocks {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO block (agency, day, first, last, closed)
			VALUES (?, ?, ?, ?, 0)`, b.Agency, b.Day, b.From, b.To)
		if err != nil {
			return err
		}
	}
	return s.explainGaps(ctx, tx, now, motcua.DayOf(now)) // of an answer that came a day late
}

// freshBlocks returns the blocks that are not here yet, after checking all.
func freshBlocks(ctx context.Context, tx *sqlitedb.Tx, st motcua.Station, blocks []motcua.Block) ([]motcua.Block, error) {
	var fresh []motcua.Block
	for i, b := range blocks {
		if err := b.Check(); err != nil {
			return nil, err
		}
		if b.Agency != st.Agency || b.Count() > motcua.BlockSize || slices.ContainsFunc(blocks[:i], b.Overlaps) {
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "blocks", Detail: fmt.Sprintf("%s %d", b.Day, b.From)}
		}
		here, err := blocksOf(ctx, tx, `
			SELECT agency, day, first, last
			FROM block
			WHERE agency = ? AND day = ? AND first <= ? AND last >= ?`, b.Agency, b.Day, b.To, b.From)
		if err != nil {
			return nil, err
		}
		switch {
		case len(here) == 0:
			fresh = append(fresh, b)
		case len(here) > 1 || here[0] != b:
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "blocks", Detail: "overlaps " + b.Day}
		}
	}
	return fresh, nil
}

// giveUpLeases ends what another hub leased: the new one knows nothing of it
// and may lease the same numbers to somebody else.
func (s *Store) giveUpLeases(ctx context.Context, tx *sqlitedb.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM block_request`); err != nil {
		return err
	}
	return s.explainGaps(ctx, tx, s.cfg.Now(), endOfDays)
}

// endOfDays sorts after every day.
const endOfDays = "9999-99-99"
