package desk

import (
	"context"

	"motcua"
)

// maxNote bounds the note of a step, in runes.
const maxNote = 1000

// ChangeStatus moves a dossier on. A step that the status machine does not
// allow from the dossier's present state is CodeConflict with Field "to" and
// leaves no trace.
func (d *Desk) ChangeStatus(ctx context.Context, dossierID string, to motcua.Status, note string) (motcua.Dossier, error) {
	if err := lines(&note, "note", maxNote); err != nil {
		return motcua.Dossier{}, err
	}
	if !to.Valid() {
		return motcua.Dossier{}, invalid("to", "no such status")
	}
	who, err := d.serving(ctx)
	if err != nil {
		return motcua.Dossier{}, err
	}
	dossier, err := d.file.Dossier(ctx, dossierID)
	if err != nil {
		return motcua.Dossier{}, err
	}
	body := motcua.StatusChanged{From: dossier.Status, To: to, Note: note}
	return d.file.Act(ctx, motcua.Act{Actor: who.Name, At: d.now(), Dossier: dossierID, Do: body})
}
