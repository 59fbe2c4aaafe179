package desk

import (
	"context"
	"fmt"
	"time"

	"motcua"
)

// Bounds of what an action says, in runes and items.
const (
	maxReason = 1000
	maxItems  = 100
)

// On names a dossier and what the screen had seen of it.
type On struct {
	Dossier string // id
	// Seen is Dossier.Newest as the screen showed it. Where the dossier has
	// moved on since, the step is CodeConflict with motcua.ReasonChanged and
	// nothing is written; "" takes the dossier as it is now.
	Seen string
}

// step does one action on a dossier: it reads the dossier, lets plan work the
// action out at one moment, and has the file write it if nobody came between.
// A clock that cannot be right is CodeClock: forms and appointments would be
// wrong.
func (d *Desk) step(ctx context.Context, on On, plan func(motcua.Dossier, time.Time) (motcua.Action, error)) (motcua.Dossier, error) {
	who, err := d.serving(ctx)
	if err != nil {
		return motcua.Dossier{}, err
	}
	at := d.now()
	if err := d.clock(ctx, at); err != nil {
		return motcua.Dossier{}, err
	}
	dossier, err := d.file.Dossier(ctx, on.Dossier)
	if err != nil {
		return motcua.Dossier{}, err
	}
	switch {
	case dossier.Erased:
		return motcua.Dossier{}, motcua.Refuse("body", motcua.ReasonErased)
	case on.Seen != "" && on.Seen != dossier.Newest:
		return motcua.Dossier{}, motcua.Refuse("seen", motcua.ReasonChanged)
	}
	do, err := plan(dossier, at)
	if err != nil {
		return motcua.Dossier{}, err
	}
	return d.file.Act(ctx, motcua.Act{Actor: who.Name, At: at, Dossier: on.Dossier, Seen: dossier.Newest, Do: do})
}

// words cleans the texts of an action; those that must be said are missing
// where empty.
func words(list ...word) error {
	for _, w := range list {
		if err := lines(w.at, w.field, maxReason); err != nil {
			return err
		}
		if w.needed && *w.at == "" {
			return invalid(w.field, "missing")
		}
	}
	return nil
}

// word is one text of an action.
type word struct {
	at     *string
	field  string
	needed bool
}

// each cleans a list of texts, of which there must be one at least.
func each(list []string, field string) error {
	if len(list) == 0 {
		return invalid(field, "missing")
	}
	if len(list) > maxItems {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: field}
	}
	for i := range list {
		if err := words(word{&list[i], fmt.Sprintf("%s[%d]", field, i), true}); err != nil {
			return err
		}
	}
	return nil
}

// future refuses a moment that is over; zero is none.
func future(at, now time.Time, field string) error {
	if !at.IsZero() && !at.After(now) {
		return motcua.Refuse(field, motcua.ReasonDuePast)
	}
	return nil
}

// moved returns the appointment of a dossier that waited until now; zero where
// there is none to move or nothing was waited for.
func (d *Desk) moved(dossier motcua.Dossier, now time.Time) (time.Time, error) {
	w := dossier.Course.Waiting
	if w == nil || dossier.Due.IsZero() {
		return time.Time{}, nil
	}
	a := dossier.Received.Appointment
	a.Due = dossier.Due
	// A clock that was put back in between takes nothing from the citizen.
	from, to := w.Since, now
	if from.Before(a.Received) {
		from = a.Received
	}
	if to.Before(from) {
		to = from
	}
	deadline, err := d.calendar.Deadline(a, []motcua.Pause{{From: from, To: to, Reason: w.For}})
	if err != nil {
		return time.Time{}, err
	}
	return deadline.Due, nil
}
