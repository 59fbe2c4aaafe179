package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"motcua"
	"motcua/store/sqlitedb"
)

// Append adds an event to a dossier's story and returns the dossier as it is
// then. kind and body are EventStatusChanged with motcua.StatusChanged or
// EventFileAdded with motcua.FileAdded. CodeUnknown means no such dossier, no
// such paper in it, or a file that is not stored here; CodeConflict a step
// that the dossier's status does not allow.
func (s *Store) Append(ctx context.Context, actor string, at time.Time, dossier string, kind motcua.EventKind, body any) (motcua.Dossier, error) {
	var d motcua.Dossier
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		// Inside, so that no erasure takes a file away in between.
		if err := s.checkBody(kind, body); err != nil {
			return err
		}
		before, err := s.foldDossier(ctx, tx, dossier)
		if err != nil {
			return err
		}
		if err := allowed(before, body); err != nil {
			return err
		}
		e, err := s.append(ctx, tx, fact{actor, at, dossier, kind, body})
		if err != nil {
			return err
		}
		if d, err = s.project(ctx, tx, dossier); err != nil {
			return err
		}
		// The last word has the fold that every other copy will do too.
		if i := slices.IndexFunc(d.Exceptions, func(x motcua.Step) bool { return x.Event == e.ID }); i >= 0 {
			return &motcua.Error{Code: motcua.CodeConflict, Detail: d.Exceptions[i].Detail}
		}
		return nil
	})
	if err != nil {
		return motcua.Dossier{}, err
	}
	return d, nil
}

func (s *Store) checkBody(kind motcua.EventKind, body any) error {
	switch b := body.(type) {
	case motcua.StatusChanged:
		if kind == motcua.EventStatusChanged {
			return nil
		}
	case motcua.FileAdded:
		if kind != motcua.EventFileAdded {
			break
		}
		size, here, err := s.files.Has(b.File.SHA256)
		if err != nil {
			return err
		}
		if !here || size != b.File.Size {
			return &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: b.File.SHA256}
		}
		return nil
	}
	return &motcua.Error{Code: motcua.CodeInvalid, Field: "kind", Detail: string(kind)}
}

func allowed(d motcua.Dossier, body any) error {
	if d.Erased {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "body", Detail: "erased"}
	}
	switch b := body.(type) {
	case motcua.StatusChanged:
		if b.From != d.Status || !d.Status.CanBecome(b.To) {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "status"}
		}
	case motcua.FileAdded:
		if !slices.ContainsFunc(d.Components, func(c motcua.Component) bool { return c.Rule.Key == b.Paper }) {
			return &motcua.Error{Code: motcua.CodeUnknown, Field: "paper", Detail: b.Paper}
		}
	}
	return nil
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
