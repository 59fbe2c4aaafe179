package store

import (
	"context"
	"slices"

	"motcua"
	"motcua/store/sqlitedb"
)

// Act adds one event to a dossier's story, in one transaction with the number
// of its form and with lists and search, and returns the dossier as it is then.
// CodeUnknown means no such dossier, no such paper in it, or a file that is not
// stored here; CodeConflict a step that the dossier does not allow, its Detail
// a motcua.Reason. On any error nothing is changed and no number is used.
func (s *Store) Act(ctx context.Context, a motcua.Act) (motcua.Dossier, error) {
	var d motcua.Dossier
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) (err error) {
		d, err = s.act(context.WithoutCancel(ctx), tx, a) // Write's word
		return err
	})
	if err != nil {
		return motcua.Dossier{}, err
	}
	return d, nil
}

func (s *Store) act(ctx context.Context, tx *sqlitedb.Tx, a motcua.Act) (motcua.Dossier, error) {
	// Inside, so that no erasure takes a file away in between.
	if err := s.checkFiles(a.Do); err != nil {
		return motcua.Dossier{}, err
	}
	before, err := s.foldDossier(ctx, tx, a.Dossier)
	if err != nil {
		return motcua.Dossier{}, err
	}
	if err := s.allowed(before, a); err != nil {
		return motcua.Dossier{}, err
	}
	if n, ok := a.Do.(motcua.Numbered); ok {
		slip, err := nextSlip(ctx, tx, n.Series(), a.At)
		if err != nil {
			return motcua.Dossier{}, err
		}
		a.Do = n.Numbered(slip)
	}
	e, err := s.append(ctx, tx, fact{a.Actor, a.At, a.Dossier, a.Do.Kind(), a.Do})
	if err != nil {
		return motcua.Dossier{}, err
	}
	d, err := s.project(ctx, tx, a.Dossier)
	if err != nil {
		return d, err
	}
	// The last word has the fold that every other copy will do too.
	if i := slices.IndexFunc(d.Exceptions, func(x motcua.Step) bool { return x.Event == e.ID }); i >= 0 {
		return d, &motcua.Error{Code: motcua.CodeConflict, Detail: d.Exceptions[i].Detail}
	}
	return d, nil
}

// allowed asks the dossier whether it can take a step, and whether it is still
// what was seen by whoever asks.
func (s *Store) allowed(d motcua.Dossier, a motcua.Act) error {
	if d.Erased {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "body", Detail: string(motcua.ReasonErased)}
	}
	if a.Seen != "" && a.Seen != d.Newest {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "seen", Detail: string(motcua.ReasonChanged)}
	}
	if err := a.Do.Allows(d); err != nil {
		return err
	}
	if a.Do.Kind() != motcua.EventRevoked {
		return nil
	}
	_, err := d.Undoable(s.id(), a.At)
	return err
}

// checkFiles asks that the files which an action names are on disk.
func (s *Store) checkFiles(do motcua.Action) error {
	var f motcua.FileRef
	switch b := do.(type) {
	case motcua.FileAdded:
		f = b.File
	case motcua.ResultRecorded:
		if b.File == nil {
			return nil
		}
		f = *b.File
	default:
		return nil
	}
	size, here, err := s.files.Has(f.SHA256)
	if err != nil {
		return err
	}
	if !here || size != f.Size {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: f.SHA256}
	}
	return nil
}

// happened checks of an intake that is here already that it came in as it is
// asked for again: what was taken in must not be taken for refused.
func happened(d motcua.Dossier, r motcua.Received, then []motcua.Action) error {
	same := d.Erased || d.Received.Begin == r.Begin
	for _, do := range then {
		if pay, ok := do.(motcua.PaymentReceived); ok && !d.Erased {
			same = same && slices.ContainsFunc(d.Course.Payments, func(p motcua.Payment) bool { return samePayment(p.PaymentReceived, pay) })
			continue
		}
		same = same && slices.ContainsFunc(d.Steps, func(s motcua.Step) bool { return s.Kind == do.Kind() })
	}
	if !same {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "id", Detail: "came in another way"}
	}
	return nil
}

// samePayment reports whether two say the same of the same money.
func samePayment(a, b motcua.PaymentReceived) bool {
	return slices.Equal(a.Items, b.Items) && a.Method == b.Method && a.Receipt == b.Receipt && a.Book == b.Book && a.Collector == b.Collector
}
