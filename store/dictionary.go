package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"motcua"
	"motcua/store/sqlitedb"
)

// textTables hold the dictionary twice, as a text that is lost takes with it
// every body that it was cut out of.
var textTables = [...]string{"dictionary", "dictionary_copy"}

func putText(ctx context.Context, tx *sqlitedb.Tx, in string, id uint64, data []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO `+in+` (id, data) VALUES (?, ?)`, id, data)
	return err
}

// loadText returns a text as it is in the file, from whichever copy is whole;
// CodeUnknown where there is none, CodeCorrupt where none is whole.
func (v *vault) loadText(ctx context.Context, tx *sqlitedb.Tx, id uint64) ([]byte, error) {
	var worst error
	for _, in := range textTables {
		b, _, err := v.loadTextIn(ctx, tx, in, id)
		if err == nil {
			return b, nil
		}
		if worst == nil || motcua.CodeOf(worst) == motcua.CodeUnknown {
			worst = err
		}
	}
	return nil, worst
}

// loadTextIn is loadText from one copy, with what lies there.
func (v *vault) loadTextIn(ctx context.Context, tx *sqlitedb.Tx, in string, id uint64) (b, data []byte, err error) {
	err = tx.QueryRowContext(ctx, `SELECT data FROM `+in+` WHERE id = ?`, id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "seal", Detail: in}
	}
	if err != nil {
		return nil, nil, sqlitedb.Named(err)
	}
	if b, err = v.open(ctx, tx, textPlace(id), data); err == nil && textID(b) != id {
		err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "seal", Detail: in}
	}
	return b, data, err
}

// eachText calls fn for every text there is, with what each copy holds of it
// (nil where that is not whole) and why it is not.
func (v *vault) eachText(ctx context.Context, tx *sqlitedb.Tx, fn func(id uint64, data [len(textTables)][]byte, why error) error) error {
	ids, err := column(ctx, tx, `SELECT id FROM dictionary UNION SELECT id FROM dictionary_copy`)
	if err != nil {
		return err
	}
	for _, s := range ids {
		var id uint64
		if _, err := fmt.Sscan(s, &id); err != nil {
			return err
		}
		var data [len(textTables)][]byte
		var why error
		for i, in := range textTables {
			_, d, err := v.loadTextIn(ctx, tx, in, id)
			switch motcua.CodeOf(err) {
			case "":
				data[i] = d
			case motcua.CodeUnknown, motcua.CodeCorrupt:
				why = err
			default:
				return err
			}
		}
		if err := fn(id, data, why); err != nil {
			return err
		}
	}
	return nil
}

// mendTexts writes each copy that is not whole again from the other. Where
// neither is, both stay for whoever can read more of them.
func (v *vault) mendTexts(ctx context.Context, tx *sqlitedb.Tx) error {
	return v.eachText(ctx, tx, func(id uint64, data [len(textTables)][]byte, why error) error {
		if why == nil {
			return nil
		}
		for i, in := range textTables {
			if other := data[1-i]; data[i] == nil && other != nil {
				return putText(ctx, tx, in, id, other)
			}
		}
		return nil
	})
}

// texts checks every copy of the dictionary.
func (v *verifier) texts(ctx context.Context, tx *sqlitedb.Tx) error {
	return v.s.vault.eachText(ctx, tx, func(id uint64, data [len(textTables)][]byte, why error) error {
		switch {
		case why == nil:
		case data[0] == nil && data[1] == nil:
			v.problem(motcua.CodeCorrupt, "dictionary: text %d, neither copy is whole", id)
		default:
			v.problem(motcua.CodeCorrupt, "dictionary: text %d, one of two copies; rebuild mends it", id)
		}
		return nil
	})
}

// lackedText returns the id of the text for want of which a body does not
// open, "" where that is not the reason.
func lackedText(why error) string {
	var e *motcua.Error
	if errors.As(why, &e) && e.Code == motcua.CodeCorrupt && e.Field == "dictionary" {
		return e.Detail
	}
	return ""
}
