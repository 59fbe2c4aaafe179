package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// fact is what is about to become an event of the own log.
type fact struct {
	actor   string
	at      time.Time
	dossier string
	kind    motcua.EventKind
	data    any
}

// head is the newest event of a log; all zero before the first.
type head struct {
	seq  uint64
	hash motcua.Hash
	hlc  motcua.HLC
}

// maxHLC is a hybrid time that no honest clock reaches (year 4199) and after
// which there is still room to count.
const maxHLC = motcua.HLC(1) << 62

const saltLen = 16

// append signs f as the next event of the own log. The head is read inside the
// transaction, as another process may have moved it.
func (s *Store) append(ctx context.Context, tx *sqlitedb.Tx, f fact) (motcua.Event, error) {
	h, err := s.headFor(ctx, tx, f.at)
	if err != nil {
		return motcua.Event{}, err
	}
	return s.appendAfter(ctx, tx, h, f)
}

// appendAfter is append where the head is known.
func (s *Store) appendAfter(ctx context.Context, tx *sqlitedb.Tx, h head, f fact) (motcua.Event, error) {
	seen, err := newestHLC(ctx, tx, f.dossier)
	if err != nil {
		return motcua.Event{}, err
	}
	e, salt, err := s.header(f, h, seen)
	if err == nil {
		err = s.sign(&e, salt, f.data)
	}
	if err != nil {
		return e, err
	}
	return e, s.insertEvent(ctx, tx, e, true, "")
}

// headFor returns what an event of the moment at comes after. Whatever has to
// be said in the log before it is said here.
func (s *Store) headFor(ctx context.Context, tx *sqlitedb.Tx, at time.Time) (head, error) {
	if at.IsZero() {
		return head{}, &motcua.Error{Code: motcua.CodeClock, Detail: "no time"}
	}
	var restored bool
	if err := tx.QueryRowContext(ctx, `SELECT `+unasked).Scan(&restored); err != nil {
		return head{}, err
	}
	if restored {
		return head{}, s.notYet()
	}
	if err := s.explainGaps(ctx, tx, at, motcua.DayOf(at)); err != nil {
		return head{}, err
	}
	return readHead(ctx, tx, s.id())
}

// header makes f the event after h, but for its body and signature, and the
// salt of its body; seen is the newest hybrid time known of its dossier.
func (s *Store) header(f fact, h head, seen motcua.HLC) (e motcua.Event, salt []byte, err error) {
	if f.at.IsZero() {
		return e, nil, &motcua.Error{Code: motcua.CodeClock, Detail: "no time"}
	}
	random := make([]byte, saltLen+len(uuid.UUID{}))
	if _, err := io.ReadFull(s.cfg.Rand, random); err != nil {
		return e, nil, filedir.Named(err)
	}
	wall := f.at.UTC().Truncate(time.Millisecond)
	e = motcua.Event{
		Version: motcua.EventVersion, ID: eventID(wall, random[saltLen:]), Station: s.id(), Seq: h.seq + 1, Prev: h.hash,
		Wall: wall, HLC: max(h.hlc, seen).Next(wall), Actor: f.actor, Dossier: f.dossier, Kind: f.kind,
	}
	if e.HLC >= maxHLC {
		return e, nil, &motcua.Error{Code: motcua.CodeClock, Detail: "time out of range"}
	}
	return e, random[:saltLen], nil
}

// sign hangs the salted body to a header and signs it.
func (s *Store) sign(e *motcua.Event, salt []byte, data any) (err error) {
	if e.Body, err = motcua.SaltedBody(salt, data); err != nil {
		return err
	}
	return e.SignNew(s.key)
}

// eventID makes a UUIDv7 (RFC 9562) of a time and 16 random bytes.
func eventID(at time.Time, random []byte) string {
	u := uuid.UUID(random)
	ms := uint64(max(at.UnixMilli(), 0))
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}

func readHead(ctx context.Context, tx *sqlitedb.Tx, station string) (head, error) {
	var h head
	var hash []byte
	err := tx.QueryRowContext(ctx, `
		SELECT seq, hash, hlc
		FROM event
		WHERE station = ?
		ORDER BY seq DESC
		LIMIT 1`, station).Scan(&h.seq, &hash, &h.hlc)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, nil
	}
	copy(h.hash[:], hash)
	return h, err
}

// newestHLC returns the latest hybrid time of a dossier's events, whoever
// wrote them, so that a step taken here sorts after all that was known here.
func newestHLC(ctx context.Context, tx *sqlitedb.Tx, dossier string) (motcua.HLC, error) {
	var h motcua.HLC
	if dossier == "" {
		return 0, nil
	}
	err := tx.QueryRowContext(ctx, `
		SELECT COALESCE(MAX(hlc), 0)
		FROM event
		WHERE dossier = ?`, dossier).Scan(&h)
	return h, err
}

// insertEvent writes e; code is that of the dossier it takes in, "" where it
// takes none in or does not say.
func (s *Store) insertEvent(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event, readable bool, code motcua.Code) error {
	hash := e.Hash()
	body, err := s.vault.sealBody(ctx, tx, e)
	if err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, `
		INSERT INTO event (station, seq, version, id, prev, hash, wall, hlc, actor, dossier, kind, body_hash, sig, readable, body, code)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''))`,
		e.Station, e.Seq, e.Version, e.ID, e.Prev[:], hash[:], e.Wall.UnixMilli(), e.HLC, e.Actor, e.Dossier,
		string(e.Kind), e.BodyHash[:], e.Sig, readable, body, string(code))
	if err != nil {
		return err
	}
	row, err := res.LastInsertId()
	if err != nil {
		return err
	}
	return noteFiles(ctx, tx, row, e)
}

// insertRead is insertEvent for an event that was written elsewhere or before:
// its body says the code.
func (s *Store) insertRead(ctx context.Context, tx *sqlitedb.Tx, e motcua.Event, readable bool) error {
	if !readable {
		return s.insertEvent(ctx, tx, e, false, "")
	}
	code, err := codeIn(e)
	if err != nil {
		return err
	}
	return s.insertEvent(ctx, tx, e, true, code)
}

// codeIn returns the code of the dossier that an event takes in, "" where it
// takes none in or its body is gone.
func codeIn(e motcua.Event) (motcua.Code, error) {
	if e.Kind != motcua.EventReceived || e.Body == nil {
		return "", nil
	}
	var r motcua.Received
	err := e.DecodeBody(&r)
	return r.Code, err
}

// noteFiles notes which files the event in a row names.
func noteFiles(ctx context.Context, tx *sqlitedb.Tx, row int64, e motcua.Event) error {
	files, err := motcua.FilesOf(e)
	if err != nil {
		return nil // kept, not folded: it names nothing
	}
	for _, f := range files {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO filed (sum, event)
			VALUES (?, ?)`, f.SHA256, row)
		if err != nil {
			return err
		}
	}
	return nil
}

// stored is an event as this file keeps it.
type stored struct {
	motcua.Event
	hash     motcua.Hash // as written beside it
	readable bool
	broken   error // why its body, which is there, cannot be opened
	clip     clip  // where in its body the snapshot of a procedure is
}

// eventColumns is what scanEvent reads, in this order.
const eventColumns = `e.version, e.id, e.station, e.seq, e.prev, e.hash, e.wall, e.hlc, e.actor, e.dossier, e.kind,
	e.body_hash, e.sig, e.readable, e.body`

// dossierEvents returns the events of a dossier that can be folded.
func (s *Store) dossierEvents(ctx context.Context, tx *sqlitedb.Tx, dossier string) ([]motcua.Event, error) {
	var out []motcua.Event
	err := s.eachEvent(ctx, tx, func(e stored) (bool, error) {
		out = append(out, e.Event)
		return true, e.broken
	}, `
		SELECT `+eventColumns+`
		FROM event e
		WHERE e.dossier = ? AND e.dossier <> '' AND e.readable`, dossier)
	return out, err
}

// eachEvent calls fn with the events of a query until it returns false. fn
// must look at broken where it uses the body.
func (s *Store) eachEvent(ctx context.Context, tx *sqlitedb.Tx, fn func(stored) (bool, error), query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := s.scanEvent(ctx, tx, rows, nil)
		if err != nil {
			return err
		}
		if more, err := fn(e); err != nil || !more {
			return err
		}
	}
	return rows.Err()
}

// scanEvent reads eventColumns and what comes behind them. The body may lie in
// buf, as openBody has it.
func (s *Store) scanEvent(ctx context.Context, tx *sqlitedb.Tx, rows *sql.Rows, buf []byte, behind ...any) (stored, error) {
	var e stored
	var prev, hash, bodyHash, body sql.RawBytes
	var wall int64
	into := [...]any{&e.Version, &e.ID, &e.Station, &e.Seq, &prev, &hash, &wall, &e.HLC, &e.Actor, &e.Dossier, &e.Kind,
		&bodyHash, &e.Sig, &e.readable, &body}
	err := rows.Scan(append(into[:], behind...)...)
	copy(e.Prev[:], prev)
	copy(e.hash[:], hash)
	copy(e.BodyHash[:], bodyHash)
	e.Wall = time.UnixMilli(wall).UTC()
	if err == nil && body != nil {
		e.Body, e.clip, e.broken = s.vault.openBody(ctx, tx, e.Station, e.Seq, body, buf)
	}
	return e, err
}
