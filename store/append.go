package store

import (
	"context"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Append is Act for a kind and its body, without a look at what was seen.
func (s *Store) Append(ctx context.Context, actor string, at time.Time, dossier string, kind motcua.EventKind, body any) (motcua.Dossier, error) {
	do, ok := body.(motcua.Action)
	if !ok || do.Kind() != kind {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "kind", Detail: string(kind)}
	}
	return s.Act(ctx, motcua.Act{Actor: actor, At: at, Dossier: dossier, Do: do})
}

// AppendStation adds an event about the station itself; kind starts with
// "station.", body is anything that JSON can hold.
func (s *Store) AppendStation(ctx context.Context, actor string, at time.Time, kind motcua.EventKind, body any) error {
	if !strings.HasPrefix(string(kind), "station.") {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "kind", Detail: string(kind)}
	}
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := s.append(ctx, tx, fact{actor: actor, at: at, kind: kind, data: body})
		return err
	})
}

// Dossier returns the dossier with this id; CodeUnknown where there is none.
func (s *Store) Dossier(ctx context.Context, id string) (motcua.Dossier, error) {
	var d motcua.Dossier
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) (err error) {
		d, err = s.foldDossier(ctx, tx, id)
		return err
	})
	return d, err
}

// ByCode returns the dossier with this code; CodeUnknown where there is none.
func (s *Store) ByCode(ctx context.Context, code motcua.Code) (motcua.Dossier, error) {
	var d motcua.Dossier
	err := s.db.View(ctx, func(tx *sqlitedb.Tx) error {
		id, err := idOf(ctx, tx, code)
		if err != nil {
			return err
		}
		d, err = s.foldDossier(ctx, tx, id)
		return err
	})
	return d, err
}

func (s *Store) foldDossier(ctx context.Context, tx *sqlitedb.Tx, id string) (motcua.Dossier, error) {
	events, err := s.dossierEvents(ctx, tx, id)
	if err != nil {
		return motcua.Dossier{}, err
	}
	return motcua.FoldDossier(events)
}
