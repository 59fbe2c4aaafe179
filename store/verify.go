package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"

	"motcua"
	"motcua/store/sqlitedb"
)

// Report is what Verify found.
type Report struct {
	Events   int // looked at, of all logs
	Files    int // looked at, each once
	Dossiers int
	Words    int // of the search, looked up
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
// Of the search it checks that every dossier is in it, and that the words of
// some lead to dossiers.
func (s *Store) Verify(ctx context.Context) (Report, error) { return s.verify(ctx, false) }

// VerifyDeep is Verify with every single signature, which only proofs of
// single events need, and every list of the search, row by row.
func (s *Store) VerifyDeep(ctx context.Context) (Report, error) { return s.verify(ctx, true) }

func (s *Store) verify(ctx context.Context, deep bool) (Report, error) {
	seed := maphash.MakeSeed()
	v := &verifier{s: s, deep: deep, lines: bag{seed: seed}, numbers: bag{seed: seed}, borne: map[seriesOf]int{}, textless: map[string]int{}, wording: wordCheck{deep: deep}}
	complaints, err := s.db.Check(ctx)
	for _, c := range complaints {
		v.problem(motcua.CodeCorrupt, "database: %s", c)
	}
	if err := v.tolerate(err); err != nil {
		return Report{}, err
	}
	err = s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		for _, part := range []func(context.Context, *sqlitedb.Tx) error{v.texts, v.log, v.road, v.lists, v.codes, v.serials, v.words} {
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
	s        *Store
	deep     bool
	report   Report
	keys     keyring
	bodies   bodyReader
	several  map[string]bool // dossiers with more than one event
	erased   map[string]bool // dossiers whose bodies may be gone
	textless map[string]int  // bodies that no longer open, by the text they lack
	named    int             // how often an event names a file
	told     told
	lines    bag    // rows of the lists that the log tells of
	numbers  bag    // what people are found by
	line     []byte // what the line folded last should say
	upto     int64  // the words of later lines wait on them
	wording  wordCheck
	borne    map[seriesOf]int // highest number that a form of the own log bears
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
func (v *verifier) log(ctx context.Context, tx *sqlitedb.Tx) error {
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
	if v.upto, err = searched(ctx, tx); err != nil {
		return err
	}
	if err := v.findSeveral(ctx, tx); err != nil {
		return err
	}
	files := map[string]int64{}
	if err := v.events(ctx, tx, st.ID, files); err != nil {
		return err
	}
	for text, n := range v.textless {
		v.problem(motcua.CodeCorrupt, "dictionary: %d bodies lack text %s", n, text)
	}
	if err := v.filed(ctx, tx); err != nil {
		return err
	}
	if err := v.slips(ctx, tx); err != nil {
		return err
	}
	return v.files(ctx, files)
}

// events looks at every event in the order of the logs, and at the line of each
// dossier that has only one.
func (v *verifier) events(ctx context.Context, tx *sqlitedb.Tx, own string, files map[string]int64) error {
	lines, err := readLines(ctx, tx, v.lines.seed, v.several)
	if err != nil {
		return err
	}
	defer lines.rows.Close()
	last := link{}
	for _, which := range []string{
		`event e NOT INDEXED WHERE e.station = ? ORDER BY e.row`, // as the own log came into the file
		`event e WHERE e.station < ? ORDER BY e.station, e.seq`,
		`event e WHERE e.station > ? ORDER BY e.station, e.seq`,
	} {
		rows, err := tx.QueryContext(ctx, `SELECT `+eventColumns+`, COALESCE(e.code, '') FROM `+which, own)
		if err == nil {
			last, err = v.eventsIn(ctx, tx, rows, own, last, lines, files)
			err = errors.Join(err, rows.Close())
		}
		if err != nil {
			return err
		}
	}
	v.signature(last)
	return ctx.Err()
}

// eventsIn is events for some of them; last is the one before. It returns the
// last of them.
func (v *verifier) eventsIn(ctx context.Context, tx *sqlitedb.Tx, rows *sql.Rows, own string, last link,
	lines *lineReader, files map[string]int64) (link, error) {
	var code string
	buf := make([]byte, 0, 128<<10) // each body lies here until the next
	for rows.Next() {
		e, err := v.s.scanEvent(ctx, tx, rows, buf, &code)
		if err != nil {
			return last, err
		}
		v.report.Events++
		last = v.event(e, last)
		v.note(e, own, files)
		if e.Station == own {
			if err := v.told.hear(e.Event); err != nil {
				v.problem(motcua.CodeOf(err), "event %d: numbers", e.Seq)
			}
			v.bear(e.Event)
		}
		if e.Kind == motcua.EventReceived && e.readable && !v.several[e.Dossier] {
			have, err := lines.take(e.Dossier)
			if err != nil {
				return last, err
			}
			v.single(e, code, have)
		}
		last.Body = nil
	}
	return last, rows.Err()
}

// filed checks that the table that keeps a file from being erased knows every
// event that names one.
func (v *verifier) filed(ctx context.Context, tx *sqlitedb.Tx) error {
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
	where := func() string { return fmt.Sprintf("event %d of %s", e.Seq, e.Station) }
	own := e.Station == v.s.id()
	follows := false
	if e.Station != last.Station {
		v.signature(last)
		last = link{}
	}
	if own || e.Seq == last.Seq+1 { // others' logs are here in part only
		err := e.Follows(last.Seq, last.sum)
		if err != nil {
			v.problem(motcua.CodeOf(err), "%s: chain", where())
		}
		follows = err == nil
	}
	switch lacks := lackedText(e.broken); {
	case lacks != "":
		v.textless[lacks]++ // one cause, said once
	case e.broken != nil:
		v.problem(motcua.CodeOf(e.broken), "%s: sealed body", where())
	}
	if !follows {
		v.signature(last) // nothing after it vouches for it
	}
	if err := errors.Join(e.CheckHeader(), e.VerifyBody()); err != nil {
		v.problem(motcua.CodeOf(err), "%s: %s", where(), motcua.FieldOf(err))
	}
	if e.hash != now.sum {
		v.problem(motcua.CodeCorrupt, "%s: hash beside it", where())
	}
	if v.deep || e.hash != now.sum {
		v.signature(now)
		now.signed = true
	}
	gone := e.Body == nil && v.erased[e.Dossier]
	if own && e.Body == nil && e.broken == nil && !gone {
		v.problem(motcua.CodeUnknown, "%s: no body", where())
	}
	if !e.readable && !gone {
		v.problem(motcua.CodeCorrupt, "%s: unreadable body", where())
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
func (v *verifier) road(ctx context.Context, tx *sqlitedb.Tx) error {
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

// codes checks that no two dossiers taken in here have one code, and that all
// of them can be searched.
func (v *verifier) codes(ctx context.Context, tx *sqlitedb.Tx) error {
	twice, err := column(ctx, tx, `
		SELECT code
		FROM (SELECT code FROM event WHERE code IS NOT NULL GROUP BY code HAVING COUNT(*) > 1) t
		WHERE (SELECT COUNT(*) FROM event e WHERE e.code = t.code AND e.station = ?) > 1`, v.s.id())
	if err != nil {
		return err
	}
	for _, c := range twice {
		v.problem(motcua.CodeConflict, "code %s: given out twice", c)
	}
	return v.searched(ctx, tx)
}

func column(ctx context.Context, tx *sqlitedb.Tx, query string, args ...any) ([]string, error) {
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
