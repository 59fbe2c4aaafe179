// Package desk is what a clerk does at the counter: one call, one durable
// outcome. It knows the rules of an intake and nothing of windows, files or
// networks; what it needs of them it declares here as interfaces.
package desk

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"motcua"
)

// Catalogue finds procedures.
type Catalogue interface {
	// Version names the state of the catalogue; kept in every dossier.
	Version() string
	// Get returns a procedure by its code, also by a localised one.
	Get(code string) (motcua.Procedure, bool)
}

// Units knows provinces and communes.
type Units interface {
	// Get returns the commune with an id such as "46-19789".
	Get(id string) (motcua.Unit, bool)
	// Province returns the name of the province with a two-digit code.
	Province(code string) (string, bool)
}

// Calendar makes appointments.
type Calendar interface {
	Due(received time.Time, l motcua.Limit) (motcua.Appointment, error)
	// Deadline moves a.Due by the pauses since it was promised.
	Deadline(a motcua.Appointment, pauses []motcua.Pause) (motcua.Deadline, error)
	// Works reports whether the office is open at a moment.
	Works(at time.Time) bool
}

// File is the station's durable log and files. Every method that changes
// something returns after it is on disk.
type File interface {
	// Receive takes a dossier in and fills Code and Secret inside the
	// transaction. A second call with the same Intake changes nothing and
	// returns the dossier of the first; another Intake under a known ID is
	// CodeConflict with Field "id".
	// What then names happens to the new dossier in the same transaction.
	Receive(ctx context.Context, actor string, at time.Time, r motcua.Received, then ...motcua.Action) (motcua.Dossier, error)
	// Act adds the event of one action to a dossier's log, with the number of
	// its form where it is motcua.Numbered, and returns the new state. A step
	// that the dossier does not allow, and a dossier that is no longer as it
	// was seen, is CodeConflict with a motcua.Reason.
	Act(ctx context.Context, a motcua.Act) (motcua.Dossier, error)
	// Dossier returns a dossier by its id, or CodeUnknown.
	Dossier(ctx context.Context, id string) (motcua.Dossier, error)
	// PutFile stores bytes under their SHA-256, in lower-case hex.
	PutFile(ctx context.Context, r io.Reader) (sha256 string, size int64, err error)
	// NewestWall returns the wall time that an intake must not lie far before:
	// that of the newest intake; zero where there is none.
	NewestWall(ctx context.Context) (time.Time, error)
	// Station says which counter this is.
	Station() motcua.Station
}

// Inspector judges foreign bytes: type, number of pages, SHA-256 and size. It
// answers CodeCorrupt for what is no readable document and CodeTooLarge for
// pages that no reader should open.
type Inspector interface {
	Inspect(data []byte) (motcua.FileRef, error)
}

// Config is what a desk works with. File, Catalogue, Units, Calendar and
// Inspect must be given; File alone is enough for ChangeStatus.
type Config struct {
	File      File
	Catalogue Catalogue
	Units     Units
	Calendar  Calendar
	Inspect   Inspector
	Now       func() time.Time // time.Now where nil
	Random    io.Reader        // crypto/rand where nil; makes Intake.ID
	Actor     string           // who works at this counter; may be empty
	// Who says who acts, and refuses where nobody may (motcua.WhoActs); nil
	// where the station has no accounts: then it is Actor, who may do all.
	Who func(ctx context.Context) (motcua.Account, error)
}

// Desk does a clerk's work. It is safe for concurrent use.
type Desk struct {
	file      File
	catalogue Catalogue
	units     Units
	calendar  Calendar
	inspect   Inspector
	now       func() time.Time
	random    io.Reader
	who       func(context.Context) (motcua.Account, error)
}

// New returns a desk.
func New(c Config) *Desk {
	d := &Desk{
		file: c.File, catalogue: c.Catalogue, units: c.Units, calendar: c.Calendar,
		inspect: c.Inspect, now: c.Now, random: c.Random, who: c.Who,
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.random == nil {
		d.random = rand.Reader
	}
	if d.who == nil {
		anybody := motcua.Account{Name: c.Actor, Roles: motcua.Roles()}
		d.who = func(context.Context) (motcua.Account, error) { return anybody, nil }
	}
	return d
}

// serving returns who works here now. CodeDenied with field "person" says that
// somebody must log in, with field "role" that this is not for him.
func (d *Desk) serving(ctx context.Context) (motcua.Account, error) {
	who, err := d.who(ctx)
	if err == nil && !who.May(motcua.PowerServe) {
		err = &motcua.Error{Code: motcua.CodeDenied, Field: "role"}
	}
	return who, err
}
