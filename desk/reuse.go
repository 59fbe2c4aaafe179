package desk

import (
	"context"
	"time"

	"motcua"
)

// ReuseFile files under a paper the very file that lies in an earlier dossier of
// the same owner, so that the citizen need not bring the paper again: the event
// names the same bytes, nothing is copied. A dossier of somebody else is
// CodeConflict with motcua.ReasonFileElsewhere, a file it does not have
// CodeUnknown.
func (d *Desk) ReuseFile(ctx context.Context, on On, paper, from, sha256 string) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, _ time.Time) (motcua.Action, error) {
		if err := mayHold(dossier, paper); err != nil {
			return nil, err
		}
		source, err := d.file.Dossier(ctx, from)
		if err != nil {
			return nil, err
		}
		if !sameOwner(dossier.Received.Intake, source.Received.Intake) {
			return nil, motcua.Refuse("from", motcua.ReasonFileElsewhere)
		}
		for _, f := range source.Filed() {
			if f.File.SHA256 == sha256 {
				return motcua.FileAdded{Paper: paper, File: f.File, Name: f.Name, From: motcua.FromReuse, Reused: source.Received.Code}, nil
			}
		}
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: sha256}
	})
}

// sameOwner reports whether two intakes are of one owner, by number.
func sameOwner(a, b motcua.Intake) bool {
	n := a.OwnerNumber()
	return n != "" && n == b.OwnerNumber()
}
