package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"motcua"
	"motcua/store/sqlitedb"
)

// Report is what Verify found.
type Report struct {
	Events   int // looked at, of all logs
	Files    int // looked at, each once
	Dossiers int
	Problems []Problem
}

// Problem is one thing that is not as it should be.
type Problem struct {
	Code motcua.ErrorCode
	What string // short English key, never a person's data
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// maxProblems bounds a report; a broken disk has no end of them.
const maxProblems = 1000

// Verify reads everything again: the database's own structure, every event's
// header, place in its chain and body, every file an own event names, and
// every line of the lists against the events it is folded from. It returns an
// error only where it could not look.
//
// Of events that follow each other without a gap it checks the signature of
// the last: that one names the hash of the one before, and so on to the first.
func (s *Store) Verify(ctx context.Context) (Report, error) { return s.verify(ctx, false) }

// VerifyDeep is Verify with every single signature, which only proofs of
// single events need.
func (s *Store) VerifyDeep(ctx context.Context) (Report, error) { return s.verify(ctx, true) }

func (s *Store) verify(ctx context.Context, deep bool) (Report, error) {
	v := &verifier{s: s, deep: deep, borne: map[seriesOf]int{}}
	complaints, err := s.db.Check(ctx)
	for _, c := range complaints {
		v.problem(motcua.CodeCorrupt, "database: %s", c)
	}
	if err := v.tolerate(err); err != nil {
		return Report{}, err
	}
	err = s.db.View(ctx, func(tx *sql.Tx) error {
		for _, part := range []func(context.Context, *sql.Tx) error{v.log, v.road, v.lists, v.codes, v.numbers} {
			if err := v.tolerate(part(ctx, tx)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Report{}, err
	}
	return v.report, ctx.Err()
}

type verifier struct {
	s       *Store
	deep    bool
	report  Report
	keys    keyring
	bodies  bodyReader
	several map[string]bool // dossiers with more than one event
	erased  map[string]bool // dossiers whose bodies may be gone
	named   int             // how often an event names a file
	told    told
	borne   map[seriesOf]int // highest number that a form of the own log bears
}

func (v *verifier) problem(code motcua.ErrorCode, format string, args ...any) {
	if len(v.report.Problems) < maxProblems {
		v.report.Problems = append(v.report.Problems, Problem{code, fmt.Sprintf(format, args...)})
	}
}

// tolerate turns damage that stops one part of the look-through into a problem
// of the report, so that the other parts are still looked at.
func (v *verifier) tolerate(err error) error {
	if named := sqlitedb.Named(err); motcua.CodeOf(named) == motcua.CodeCorrupt {
		v.problem(motcua.CodeCorrupt, "%s", named)
		return nil
	}
	return err
}

// log checks every event of every log.
func (v *verifier) log(ctx context.Context, tx *sql.Tx) error {
	st, err := readStation(ctx, tx)
	if err != nil {
		return err
	}
	var hub motcua.HubInfo
	if st.Hub != nil {
		hub = *st.Hub
	}
	v.keys = v.s.keyring(ctx, tx, hub)
	if v.erased, err = erasedDossiers(ctx, tx); err != nil {
		return err
	}
	if err := v.findSeveral(ctx, tx); err != nil {
		return err
	}
	last := link{}
	files := map[string]int64{}
	err = v.s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		v.report.Events++
		last = v.event(e, last)
		v.note(e, st.ID, files)
		if e.Station == st.ID {
			if err := v.told.hear(e.Event); err != nil {
				v.problem(motcua.CodeOf(err), "event %d: numbers", e.Seq)
			}
			v.bear(e.Event)
		}
		if e.Kind == motcua.EventReceived && e.readable && !v.several[e.Dossier] {
			return true, v.single(ctx, tx, e)
		}
		return true, ctx.Err()
	}, `
		SELECT `+eventColumns+`
		FROM event e
		LEFT JOIN body b ON b.row = e.row
		ORDER BY e.station, e.seq`)
	if err != nil {
		return err
	}
	v.signature(last)
	if err := v.filed(ctx, tx); err != nil {
		return err
	}
	if err := v.slips(ctx, tx); err != nil {
		return err
	}
	return v.files(ctx, files)
}

// filed checks that the table that keeps a file from being erased knows every
// event that names one.
func (v *verifier) filed(ctx context.Context, tx *sql.Tx) error {
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM filed`).Scan(&n); err != nil {
		return err
	}
	if n != v.named {
		v.problem(motcua.CodeCorrupt, "files: %d noted, events name %d", n, v.named)
	}
	return nil
}

// link is an event already looked at, with the hash of its header.
type link struct {
	stored
	sum    motcua.Hash
	signed bool // its signature was looked at
}

// event checks e, which comes after last in the order of stations and numbers.
func (v *verifier) event(e stored, last link) link {
	now := link{stored: e, sum: e.Hash()}
	where := fmt.Sprintf("event %d of %s", e.Seq, e.Station)
	own := e.Station == v.s.id()
	follows := false
	if e.Station != last.Station {
		v.signature(last)
		last = link{}
	}
	if own || e.Seq == last.Seq+1 { // others' logs are here in part only
		err := e.Follows(last.Seq, last.sum)
		if err != nil {
			v.problem(motcua.CodeOf(err), "%s: chain", where)
		}
		follows = err == nil
	}
	if e.broken != nil {
		v.problem(motcua.CodeOf(e.broken), "%s: sealed body", where)
	}
	if !follows {
		v.signature(last) // nothing after it vouches for it
	}
	if err := errors.Join(e.CheckHeader(), e.VerifyBody()); err != nil {
		v.problem(motcua.CodeOf(err), "%s: %s", where, motcua.FieldOf(err))
	}
	if e.hash != now.sum {
		v.problem(motcua.CodeCorrupt, "%s: hash beside it", where)
	}
	if v.deep || e.hash != now.sum {
		v.signature(now)
		now.signed = true
	}
	gone := e.Body == nil && v.erased[e.Dossier]
	if own && e.Body == nil && e.broken == nil && !gone {
		v.problem(motcua.CodeUnknown, "%s: no body", where)
	}
	if !e.readable && !gone {
		v.problem(motcua.CodeCorrupt, "%s: unreadable body", where)
	}
	return now
}

// signature checks that the station of an event signed it.
func (v *verifier) signature(e link) {
	if e.Seq == 0 || e.signed {
		return
	}
	key, err := v.keys(e.Station)
	if err == nil {
		bare := e.Event
		bare.Body = nil // checked by itself
		err = bare.Verify(key)
	}
	if err != nil {
		v.problem(motcua.CodeOf(err), "event %d of %s: %s", e.Seq, e.Station, motcua.FieldOf(err))
	}
}

// note remembers the files that an event names.
func (v *verifier) note(e stored, own string, files map[string]int64) {
	refs, err := motcua.FilesOf(e.Event)
	if err != nil {
		if e.Station == own {
			v.problem(motcua.CodeOf(err), "event %d of %s: files", e.Seq, e.Station)
		}
		return
	}
	v.named += len(refs)
	for _, f := range refs {
		if e.Station == own {
			files[f.SHA256] = f.Size
		}
	}
}

func (v *verifier) files(ctx context.Context, files map[string]int64) error {
	for sum, size := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		v.report.Files++
		if err := v.s.files.Check(sum); err != nil {
			v.problem(motcua.CodeOf(err), "file %s", sum)
			continue
		}
		if have, _, err := v.s.files.Has(sum); err != nil || have != size {
			v.problem(motcua.CodeCorrupt, "file %s: %d bytes where its event says %d", sum, have, size)
		}
	}
	return nil
}

// road checks that the log still holds what the hub's last receipt says.
func (v *verifier) road(ctx context.Context, tx *sql.Tx) error {
	var text sql.NullString
	var sent uint64
	if err := tx.QueryRowContext(ctx, `SELECT receipt, sent FROM road`).Scan(&text, &sent); err != nil {
		return err
	}
	h, err := readHead(ctx, tx, v.s.id())
	if err != nil {
		return err
	}
	if sent > h.seq {
		v.problem(motcua.CodeCorrupt, "road: event %d was sent, the log ends at %d", sent, h.seq)
	}
	if !text.Valid {
		return nil
	}
	var r motcua.HubReceipt
	if err := json.Unmarshal([]byte(text.String), &r); err != nil {
		v.problem(motcua.CodeCorrupt, "road: receipt")
		return nil
	}
	if err := v.s.checkReceipt(ctx, tx, r); err != nil {
		v.problem(motcua.CodeOf(err), "road: receipt %s", motcua.FieldOf(err))
	}
	return nil
}

// findSeveral notes the dossiers that more than one event is about: those can
// only be folded when all are known. The others are folded on the way.
func (v *verifier) findSeveral(ctx context.Context, tx *sql.Tx) error {
	ids, err := column(ctx, tx, `
		SELECT dossier
		FROM event
		WHERE dossier <> ''
		GROUP BY dossier
		HAVING COUNT(*) > 1`)
	v.several = make(map[string]bool, len(ids))
	for _, id := range ids {
		v.several[id] = true
	}
	return err
}

// lists checks that every dossier of the log has its line, right in every
// column, and that no line is without a dossier. Those of one event were
// looked at on the way through the log.
func (v *verifier) lists(ctx context.Context, tx *sql.Tx) error {
	ids, err := column(ctx, tx, `
		SELECT id
		FROM dossier d
		WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.dossier = d.id AND e.kind = 'dossier.received' AND e.readable)`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		delete(v.several, id)
		if err := v.refold(ctx, tx, id); err != nil {
			return err
		}
	}
	for id := range v.several {
		received, err := column(ctx, tx, `
			SELECT id
			FROM event
			WHERE dossier = ? AND kind = 'dossier.received' AND readable
			LIMIT 1`, id)
		if err != nil {
			return err
		}
		if len(received) == 0 {
			continue // its first event has not come yet
		}
		if err := v.refold(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) refold(ctx context.Context, tx *sql.Tx, id string) error {
	events, err := v.s.dossierEvents(ctx, tx, id)
	if motcua.CodeOf(sqlitedb.Named(err)) == motcua.CodeCorrupt {
		v.unopened(id)
		return nil
	}
	if err != nil {
		return err
	}
	return v.dossier(ctx, tx, id, events)
}

// single is refold for the only event of a dossier.
func (v *verifier) single(ctx context.Context, tx *sql.Tx, e stored) error {
	if e.broken != nil {
		v.unopened(e.Dossier)
		return nil
	}
	return v.dossier(ctx, tx, e.Dossier, []motcua.Event{e.Event})
}

func (v *verifier) unopened(dossier string) {
	v.report.Dossiers++
	v.problem(motcua.CodeCorrupt, "dossier %s: sealed body", dossier)
}

// dossier compares a line of the lists with the events it is folded from.
func (v *verifier) dossier(ctx context.Context, tx *sql.Tx, id string, events []motcua.Event) error {
	v.report.Dossiers++
	d, err := motcua.FoldDossierWith(events, v.bodies.received)
	if err != nil {
		v.problem(motcua.CodeOf(err), "dossier %s: cannot be folded", id)
		return nil
	}
	have, err := readLine(ctx, tx, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		v.problem(motcua.CodeCorrupt, "dossier %s: not in the lists", id)
	case err != nil:
		return err
	case have != lineOf(d, events, v.s.id()):
		v.problem(motcua.CodeCorrupt, "dossier %s: the lists say something else", id)
	default:
		return v.lookups(ctx, tx, d)
	}
	return nil
}

// codes checks that no two dossiers taken in here have one code, and that all
// of them can be searched.
func (v *verifier) codes(ctx context.Context, tx *sql.Tx) error {
	twice, err := column(ctx, tx, `
		SELECT code
		FROM dossier
		WHERE station = ?
		GROUP BY code
		HAVING COUNT(*) > 1`, v.s.id())
	if err != nil {
		return err
	}
	for _, c := range twice {
		v.problem(motcua.CodeConflict, "code %s: given out twice", c)
	}
	lost, err := column(ctx, tx, `
		SELECT d.id
		FROM dossier d
		LEFT JOIN search ON search.rowid = d.row
		LEFT JOIN unsearched u ON u.row = d.row
		WHERE search.rowid IS NULL AND u.row IS NULL`)
	for _, id := range lost {
		v.problem(motcua.CodeCorrupt, "dossier %s: not in the search", id)
	}
	return err
}

func column(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
