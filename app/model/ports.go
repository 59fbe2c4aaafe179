package model

import (
	"context"
	"image"
	"io"
	"time"

	"motcua"
)

// Desk takes dossiers in. Prepare and Check are pure; Receive returns once the
// dossier is on disk.
type Desk interface {
	// Prepare returns what Receive would write, without a code, or a
	// *motcua.Error whose Field names the culprit.
	Prepare(in motcua.Intake) (motcua.Received, error)
	// Check returns doubts that do not stop the intake.
	Check(in motcua.Intake) []motcua.Warning
	Receive(ctx context.Context, in motcua.Intake) (motcua.Dossier, error)
	// ReceivePaid is Receive with the money that was paid, both or neither.
	ReceivePaid(ctx context.Context, in motcua.Intake, b motcua.PaymentReceived) (motcua.Dossier, error)
	// AddFile files r under a paper and returns the dossier with it.
	AddFile(ctx context.Context, dossierID, paperKey, name, from string, r io.Reader) (motcua.Dossier, error)
}

// Catalogue finds procedures.
type Catalogue interface {
	// Search returns the best matches for a query typed with or without marks.
	Search(query string, limit int) []motcua.Procedure
	Get(code string) (motcua.Procedure, bool)
}

// Place is a province or a ward.
type Place struct{ Code, Name string }

// Units lists the administrative units of 1 July 2025.
type Units interface {
	Provinces() []Place
	Wards(province string) []Place
}

// Dossiers reads the station's lists.
type Dossiers interface {
	List(ctx context.Context, f motcua.Filter) ([]motcua.Row, error)
	Dossier(ctx context.Context, id string) (motcua.Dossier, error)
	// Truths counts the dossiers received on the local day of day.
	Truths(ctx context.Context, day time.Time) (motcua.Truths, error)
}

// Numbers tells how many serials are left.
type Numbers interface {
	// NumbersLeft counts what can still be printed on the local day of day.
	NumbersLeft(ctx context.Context, day time.Time) (int, error)
}

// Drafts keeps half-filled forms. Draft returns nil data where there is none.
type Drafts interface {
	PutDraft(ctx context.Context, key string, data []byte) error
	Draft(ctx context.Context, key string) ([]byte, time.Time, error)
	DeleteDraft(ctx context.Context, key string) error
}

// Paper makes, shows and prints receipts. media is "A4" or "A5".
type Paper interface {
	Receipt(ctx context.Context, id, media string) ([]byte, error)
	// Preview draws one page (from 0) of a PDF at most maxWidth pixels wide.
	Preview(ctx context.Context, pdf []byte, page, maxWidth int) (image.Image, error)
	// Print returns where the receipt went, in words for the clerk.
	Print(ctx context.Context, id, media string) (string, error)
}

// Road tells how background sync fares.
type Road interface{ State() motcua.RoadState }

// Door lets people in. A station without accounts has an empty List.
type Door interface {
	List(ctx context.Context) ([]motcua.Account, error)
	// Login checks a password or PIN: CodeDenied with field "password" (wrong),
	// "pin" (the password is asked for) or "hold" (motcua.HeldFor).
	Login(ctx context.Context, login, word string) (motcua.Account, error)
	// Left returns how long the next try with an account must wait, and keeps
	// what has passed of it.
	Left(ctx context.Context, login string) (time.Duration, error)
	SetPassword(ctx context.Context, login, word string) error
	SetPIN(ctx context.Context, login, pin string) error
}

// Lookup answers the kiosk from what this machine holds. It verifies the token
// offline; the time is that of the data. CodeUnknown with Field "dossier" is a
// true receipt whose dossier is not here; every other error is one to a visitor.
type Lookup interface {
	Public(ctx context.Context, token string) (motcua.Public, time.Time, error)
}

// Lane orders work: jobs of one lane run one after the other.
type Lane string

// The lanes. Work in LaneDraft, LaneDesk and LaneAccess is finished before the program
// ends; the others are cancelled.
const (
	LaneDraft  Lane = "draft"
	LaneDesk   Lane = "desk"
	LaneCheck  Lane = "check"
	LanePaper  Lane = "paper"
	LaneScan   Lane = "scan"
	LaneList   Lane = "list"
	LaneStatus Lane = "status"
	LaneLookup Lane = "lookup"
	LaneFind   Lane = "find"
	LaneThumb  Lane = "thumb"
	LaneUnlock Lane = "unlock"
	LaneGate   Lane = "gate"
	LaneAccess Lane = "access"
)

// Tasks runs work beside the window.
type Tasks interface {
	// Go queues work in its lane and afterwards runs the function that work
	// returns (nil for none) where the models live.
	Go(lane Lane, work func(ctx context.Context) func())
}

// Clock tells the time and wakes a model up, on the models' goroutine.
type Clock interface {
	Now() time.Time
	After(d time.Duration, f func()) (stop func())
}
