package desk

import (
	"context"

	"motcua"
)

// On names a dossier and what the screen had seen of it.
type On struct {
	Dossier string // id
	// Seen is Dossier.Newest as the screen showed it. Where the dossier has
	// moved on since, the step is CodeConflict with motcua.ReasonChanged and
	// nothing is written; "" does not ask.
	Seen string
}

// act asks the file for one action, in one transaction.
func (d *Desk) act(ctx context.Context, on On, do motcua.Action) (motcua.Dossier, error) {
	return d.file.Act(ctx, motcua.Act{Actor: d.actor, At: d.now(), Dossier: on.Dossier, Seen: on.Seen, Do: do})
}
