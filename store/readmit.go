package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"motcua"
	"motcua/store/sqlitedb"
)

// Head returns the seq of the newest own event, 0 before the first.
func (s *Store) Head(ctx context.Context) (uint64, error) {
	var h head
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		h, err = readHead(ctx, tx, s.id())
		return err
	})
	return h.seq, err
}

// CheckReceipt compares the hub's signed word with the log and changes
// nothing: CodeRolledBack means that the hub holds events of this station that
// are not here (field "through"), or others under the same numbers (field
// "hash"). The other codes are those of Acknowledge.
func (s *Store) CheckReceipt(ctx context.Context, r motcua.HubReceipt) error {
	return s.db.View(ctx, func(tx *sqlitedb.Tx) error { return s.checkReceipt(ctx, tx, r) })
}

// Readmit appends events of this station's own log that an older copy of its
// file has lost, all or nothing, in order of seq; those that are here are
// passed over. Each is checked by its signature, its place in the chain and
// the files it names, and its number is used up again, so that it is not printed
// on another receipt. CodeRolledBack means that other events have their
// numbers here: the log has gone another way since.
func (s *Store) Readmit(ctx context.Context, events []motcua.Event) error {
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		st, err := readStation(ctx, tx)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := s.readmitOne(ctx, tx, st, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !slices.ContainsFunc(events, func(e motcua.Event) bool { return e.Kind == motcua.EventErased }) {
		return err
	}
	return s.removeFiles(ctx)
}

func (s *Store) readmitOne(ctx context.Context, tx *sqlitedb.Tx, st motcua.Station, e motcua.Event) error {
	if e.Station != st.ID {
		return &motcua.Error{Code: motcua.CodeForged, Field: "station", Detail: "event of another station"}
	}
	if err := e.Verify(s.PublicKey()); err != nil {
		return err
	}
	have, err := hashOf(ctx, tx, st.ID, e.Seq)
	if err == nil && have == e.Hash() {
		return nil
	}
	forked := &motcua.Error{Code: motcua.CodeRolledBack, Field: "seq", Detail: "another event has its number"}
	if err == nil {
		return forked
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	h, err := readHead(ctx, tx, st.ID)
	if err != nil {
		return err
	}
	if err := e.Follows(h.seq, h.hash); err != nil {
		if motcua.FieldOf(err) == "chain" {
			return forked
		}
		return err
	}
	return s.readmitNext(ctx, tx, st, e)
}

// readmitNext writes an own event that follows on the newest, and all that
// hung on it.
func (s *Store) readmitNext(ctx context.Context, tx *sqlitedb.Tx, st motcua.Station, e motcua.Event) error {
	if refs, err := motcua.FilesOf(e); err == nil {
		for _, f := range refs {
			if _, here, err := s.files.Has(f.SHA256); err != nil || !here {
				return errors.Join(err, &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: f.SHA256})
			}
		}
	}
	// A body that was erased before is not needed once the event that says so
	// has come too.
	gone := e.Kind == motcua.EventReceived && e.Body == nil
	readable := canFold(e) || gone
	if err := s.insertRead(ctx, tx, e, readable); err != nil {
		return err
	}
	switch {
	case e.Kind == motcua.EventStationEnrolled:
		return reenrol(ctx, tx, st, e)
	case e.Kind == motcua.EventNumbersLeased || e.Kind == motcua.EventNumbersUnused:
		return replayNumbers(ctx, tx, e)
	case e.Dossier == "" || !readable || gone:
		return nil
	case e.Kind == motcua.EventErased:
		if err := takeErased(ctx, tx, e); err != nil {
			return err
		}
		if err := s.honour(ctx, tx, e.Dossier); err != nil {
			return err
		}
	default:
		if slip, ok := motcua.SlipOf(e); ok {
			if err := takeSlips(ctx, tx, slip); err != nil {
				return err
			}
		}
	}
	_, err := s.project(ctx, tx, e.Dossier)
	if motcua.CodeOf(err) == motcua.CodeUnknown { // its first event is not here to be read
		return nil
	}
	return err
}

// takeErased notes the numbers of an erased dossier's forms, whose events may
// have come without their bodies.
func takeErased(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event) error {
	var b motcua.Erased
	if err := e.DecodeBody(&b); err != nil {
		return err
	}
	return takeSlips(ctx, tx, b.Slips...)
}

// reenrol takes the serials of a lease that came after the older copy.
func reenrol(ctx context.Context, tx *sqlitedb.Tx, st motcua.Station, e motcua.Event) error {
	var b Enrolment
	if err := e.DecodeBody(&b); err != nil || st.Hub == nil || string(b.Hub.Key) != string(st.Hub.Key) || checkSerials(b.SerialFrom, b.SerialTo) != nil {
		return nil // of another hub, which holds nothing for us any more
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE station
		SET serial_from = ?, serial_to = ?`, b.SerialFrom, b.SerialTo)
	return err
}
