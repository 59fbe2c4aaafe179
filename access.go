package motcua

import (
	"context"
	"sync/atomic"
	"time"
)

// AccessDeed is what somebody looked at or took out. Steps on dossiers are
// events and stand in the log.
type AccessDeed string

// The deeds.
const (
	AccessEntered  AccessDeed = "entered"  // logged in
	AccessRefused  AccessDeed = "refused"  // a wrong password or PIN
	AccessSearched AccessDeed = "searched" // what for is not kept
	AccessOpened   AccessDeed = "opened"   // a dossier
	AccessNumbers  AccessDeed = "numbers"  // a dossier's numbers, shown in full
	AccessPrinted  AccessDeed = "printed"  // a paper
	AccessExported AccessDeed = "exported" // a file, a list, a bundle
	AccessListed   AccessDeed = "listed"   // this very list
)

// AccessDeeds returns every deed.
func AccessDeeds() []AccessDeed {
	return []AccessDeed{AccessEntered, AccessRefused, AccessSearched, AccessOpened, AccessNumbers, AccessPrinted, AccessExported, AccessListed}
}

type manyKey struct{}

// ReadingMany returns a context in which many dossiers are read for one deed:
// that is one line of who looked at what.
func ReadingMany(ctx context.Context) context.Context {
	return context.WithValue(ctx, manyKey{}, new(atomic.Bool))
}

// FirstOfMany reports whether many are read in ctx, and whether it is asked for
// the first time.
func FirstOfMany(ctx context.Context) (first, many bool) {
	seen, many := ctx.Value(manyKey{}).(*atomic.Bool)
	return many && seen.CompareAndSwap(false, true), many
}

// Access is one line of who looked at what: no citizen, no words.
type Access struct {
	At      time.Time
	Login   string
	Deed    AccessDeed
	Dossier string // id; "" where it was none or many
	Form    string // which paper or file: "01", "bundle"; may be empty
	Code    Code   // of the dossier, filled in when it is read
}

// AccessFilter selects lines. Zero values select all.
type AccessFilter struct {
	Login   string
	Dossier string // id
	From    time.Time
	To      time.Time // exclusive
	Limit   int       // newest first
}
