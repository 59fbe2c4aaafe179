package hub

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"regexp"
	"slices"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store/sqlitedb"
	"motcua/sync/wire"
)

const (
	codeLen   = 10
	codeValid = 24 * time.Hour
	// codeLetters has 32 signs without 0, O, 1 and I: ten of them are 50 bits.
	codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
)

var unitShape = regexp.MustCompile(`^\d{2}-\d{5}$`)

// EnrolCode makes a code that lets one station of a unit in within 24 hours.
// The hub keeps a keyed hash only: the code is shown this once.
func (h *Hub) EnrolCode(ctx context.Context, unit string) (string, error) {
	if !unitShape.MatchString(unit) {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "unit", Detail: "not a unit"}
	}
	b := make([]byte, codeLen)
	if _, err := io.ReadFull(h.cfg.Rand, b); err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	for i := range b {
		b[i] = codeLetters[b[i]%32]
	}
	code, err := wire.ReadEnrolCode(string(b))
	if err != nil {
		return "", err
	}
	now := h.now()
	err = h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM enrol_codes
			WHERE expires <= ?`, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO enrol_codes (hash, unit, expires, secret)
			VALUES (?, ?, ?, ?)`, h.codeHash(code.Name), unit, now.Add(codeValid).UnixMilli(), code.Secret)
		return err
	})
	if err != nil {
		return "", err
	}
	return string(b), nil
}

// codeHash takes the name of a code.
func (h *Hub) codeHash(name string) []byte {
	m := hmac.New(sha256.New, h.derived("enrol codes"))
	m.Write([]byte(name))
	return m.Sum(nil)
}

// enrol takes a station in.
func (h *Hub) enrol(ctx context.Context, r wire.EnrolRequest) (wire.EnrolResponse, error) {
	if err := r.Verify(); err != nil {
		return wire.EnrolResponse{}, err
	}
	if err := checkEnrol(&r); err != nil {
		return wire.EnrolResponse{}, err
	}
	out := wire.EnrolResponse{Hub: h.Info()}
	err := h.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		id := motcua.StationID(r.Key)
		secret, err := h.spendCode(ctx, tx, r, id)
		if err != nil {
			return err
		}
		out.Proof = wire.EnrolProof(secret, out.Hub.Key, id)
		s, err := h.admit(ctx, tx, r, id)
		if err != nil {
			return err
		}
		out.SerialFrom, out.SerialTo = s.SerialFrom, s.SerialTo
		out.Peers, err = stationsOf(ctx, tx, r.Unit, id)
		return err
	})
	return out, err
}

func checkEnrol(r *wire.EnrolRequest) error {
	bad := func(field string) error { return &motcua.Error{Code: motcua.CodeInvalid, Field: field} }
	if !unitShape.MatchString(r.Unit) {
		return bad("unit")
	}
	if _, err := age.ParseX25519Recipient(r.Recipient); err != nil {
		return bad("recipient")
	}
	for field, p := range map[string]*string{"name": &r.Name, "unitName": &r.UnitName} {
		clean, ok := motcua.CleanText(*p, false)
		if !ok || len(clean) > 200 {
			return bad(field)
		}
		*p = clean
	}
	if r.Name == "" {
		return bad("name")
	}
	if r.SerialFrom != 0 || r.SerialTo != 0 {
		if r.SerialFrom < 1 || r.SerialTo > 9999 || r.SerialFrom > r.SerialTo {
			return bad("serials")
		}
	}
	return nil
}

// spendCode uses the code up. All codes that are still good are compared, and
// whatever is wrong looks the same from outside. The station that used a code
// may use it again: its first answer may have been lost. It returns the code's
// secret.
func (h *Hub) spendCode(ctx context.Context, tx *sqlitedb.Tx, r wire.EnrolRequest, id string) ([]byte, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT hash, unit, coalesce(used_by, ''), secret
		FROM enrol_codes
		WHERE expires > ?`, h.now().UnixMilli())
	if err != nil {
		return nil, sqlitedb.Named(err)
	}
	defer rows.Close()
	want := h.codeHash(r.Code)
	var found []byte
	for rows.Next() {
		var hash, secret []byte
		var unit, usedBy string
		if err := rows.Scan(&hash, &unit, &usedBy, &secret); err != nil {
			return nil, sqlitedb.Named(err)
		}
		if subtle.ConstantTimeCompare(hash, want) == 1 && (usedBy == "" || usedBy == id) && unit == r.Unit {
			found = secret
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, sqlitedb.Named(err)
	}
	if found == nil {
		return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "code"}
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE enrol_codes
		SET used_by = ?
		WHERE hash = ?`, id, want)
	return found, err
}

// admit writes the station's row. A station that comes again keeps its
// numbers; one that comes for another unit is CodeConflict with field "unit".
func (h *Hub) admit(ctx context.Context, tx *sqlitedb.Tx, r wire.EnrolRequest, id string) (station, error) {
	old, err := admitted(ctx, tx, id)
	known := err == nil
	if known && old.Unit != r.Unit { // its dossiers and its numbers are that unit's
		return station{}, &motcua.Error{Code: motcua.CodeConflict, Field: "unit"}
	}
	if err != nil && motcua.CodeOf(err) != motcua.CodeDenied {
		return station{}, err
	}
	s := station{
		Peer:     motcua.Peer{ID: id, Key: r.Key, Unit: r.Unit, Name: r.Name},
		UnitName: r.UnitName, Recipient: r.Recipient,
		Slot: old.Slot, SerialFrom: old.SerialFrom, SerialTo: old.SerialTo,
	}
	if !known {
		if s.Slot, s.SerialFrom, s.SerialTo, err = freeNumbers(ctx, tx, r, id, motcua.DayOf(h.now())); err != nil {
			return station{}, err
		}
	}
	if r.SerialFrom != s.SerialFrom {
		// It printed from these today and, as clocks differ, perhaps tomorrow.
		until := motcua.DayOf(h.now().Add(24 * time.Hour))
		if err := putFormer(ctx, tx, r.Unit, id, r.SerialFrom, r.SerialTo, until); err != nil {
			return station{}, err
		}
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO stations (id, key, unit, unit_name, name, recipient, slot, serial_from, serial_to, enrolled)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET unit = excluded.unit, unit_name = excluded.unit_name, name = excluded.name,
			recipient = excluded.recipient, slot = excluded.slot,
			serial_from = excluded.serial_from, serial_to = excluded.serial_to`,
		s.ID, s.Key, s.Unit, s.UnitName, s.Name, s.Recipient, s.Slot, s.SerialFrom, s.SerialTo, h.now().UnixMilli())
	return s, err
}

// freeNumbers finds the sub-range of the day's numbers that a station gets for
// itself: the one that it prints from already, where nobody has that, else the
// first free one. Numbers of revoked stations are not given again: they stand
// on papers.
func freeNumbers(ctx context.Context, tx *sqlitedb.Tx, r wire.EnrolRequest, id, today string) (slot, from, to int, err error) {
	taken, err := blocks(ctx, tx, `
		SELECT '', '', serial_from, serial_to
		FROM stations
		WHERE unit = ?1
		UNION ALL
		SELECT '', '', ?4 + slot * ?5, ?4 + slot * ?5 + ?5 - 1
		FROM stations
		WHERE unit = ?1
		UNION ALL
		SELECT '', '', first, last
		FROM former_serials
		WHERE unit = ?1 AND station <> ?2 AND until >= ?3`, r.Unit, id, today, motcua.OwnFrom, motcua.OwnSize)
	if err != nil {
		return 0, 0, 0, err
	}
	free := func(slot int) bool {
		from, to = slotRange(slot)
		return !slices.ContainsFunc(taken, motcua.Block{From: from, To: to}.Overlaps)
	}
	if r.SerialFrom >= motcua.OwnFrom {
		if own := (r.SerialFrom - motcua.OwnFrom) / motcua.OwnSize; free(own) {
			return own, from, to, nil
		}
	}
	for slot := range motcua.Slots {
		if free(slot) {
			return slot, from, to, nil
		}
	}
	return 0, 0, 0, &motcua.Error{Code: motcua.CodeNoNumbers, Field: "unit", Detail: "ten stations have them all"}
}

func slotRange(slot int) (from, to int) {
	from = motcua.OwnFrom + slot*motcua.OwnSize
	return from, from + motcua.OwnSize - 1
}

// putFormer remembers numbers that a station printed from until a day.
func putFormer(ctx context.Context, tx *sqlitedb.Tx, unit, station string, from, to int, until string) error {
	if from == 0 {
		return nil // there were none
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO former_serials (unit, station, first, last, until)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (unit, station, first) DO UPDATE
		SET last = max(last, excluded.last), until = max(until, excluded.until)`, unit, station, from, to, until)
	return err
}
