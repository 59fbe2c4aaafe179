package motcua

import "errors"

// Reason is why a step is refused: the Detail of an *Error with CodeConflict,
// and of a Step among a dossier's Exceptions. Reasons never change meaning;
// every edge has a sentence for each.
type Reason string

// The reasons. Those that replaying a log can give are frozen: a new rule
// needs a new kind of event.
const (
	ReasonStep           Reason = "refused-step"       // the status machine has no such step
	ReasonEnded          Reason = "ended"              // refused, withdrawn, stopped or handed over
	ReasonAccepted       Reason = "accepted-already"   // taken in, so that it can no longer be refused
	ReasonNotAccepted    Reason = "not-accepted"       // registered only
	ReasonWaiting        Reason = "waiting"            // for papers or a verification
	ReasonNotWaiting     Reason = "not-waiting"        // for what came
	ReasonExtended       Reason = "extended-already"   // one re-appointment at most
	ReasonNoDue          Reason = "no-due"             // no appointment that could be moved
	ReasonDueNotLater    Reason = "due-not-later"      // than the appointment so far
	ReasonHasResult      Reason = "has-result"         // the result is there already
	ReasonNoResult       Reason = "no-result"          // nothing to hand over yet
	ReasonInTransit      Reason = "in-transit"         // given over, not yet confirmed
	ReasonNotInTransit   Reason = "not-in-transit"     // nothing to confirm
	ReasonSamePlace      Reason = "same-place"         // it lies there already
	ReasonOtherValue     Reason = "other-value"        // the field says something else by now
	ReasonSameValue      Reason = "same-value"         // nothing would change
	ReasonNotCorrectable Reason = "not-correctable"    // this field stands as printed
	ReasonNoPayment      Reason = "no-such-payment"    // of this dossier
	ReasonVoided         Reason = "voided-already"     // this payment
	ReasonReceiptUsed    Reason = "receipt-used"       // this fee receipt's number is entered already
	ReasonPaper          Reason = "no-such-paper"      // in this dossier
	ReasonTwice          Reason = "received-twice"     // taken in by two events
	ReasonErased         Reason = "erased"             // nothing is left to work on
	ReasonErasure        Reason = "refused-erasure"    // by another station than the one that took it in
	ReasonNotUndoable    Reason = "not-undoable"       // a paper or a number went out with it
	ReasonFollowed       Reason = "followed"           // something came after it
	ReasonTooLate        Reason = "too-late-to-undo"   // more than UndoWithin ago
	ReasonOtherStation   Reason = "other-station"      // whoever did it undoes it
	ReasonNothingToUndo  Reason = "nothing-to-undo"    // the last step changed nothing
	ReasonChanged        Reason = "changed-meanwhile"  // by another counter or window; never in a log
	ReasonDuePast        Reason = "due-past"           // the new appointment is over already; never in a log
	ReasonDueNotWorked   Reason = "due-not-worked"     // the office is closed then; never in a log
	ReasonAbolished      Reason = "procedure-not-open" // not in force on this day; never in a log
	ReasonFileElsewhere  Reason = "file-not-of-owner"  // a filed paper of somebody else; never in a log
	ReasonLeader         Reason = "leader-only"        // the head of the office must do it; never in a log
	ReasonRestored       Reason = "restored"           // from a backup, and the hub has not been asked since; never in a log
	ReasonRestoredAlone  Reason = "restored-alone"     // from a backup, with no hub to ask for today's last number; never in a log
)

// Reasons returns every reason, so that an edge can show that it has a
// sentence for each.
func Reasons() []Reason {
	return []Reason{
		ReasonStep, ReasonEnded, ReasonAccepted, ReasonNotAccepted, ReasonWaiting, ReasonNotWaiting,
		ReasonExtended, ReasonNoDue, ReasonDueNotLater, ReasonHasResult, ReasonNoResult,
		ReasonInTransit, ReasonNotInTransit, ReasonSamePlace, ReasonOtherValue, ReasonSameValue,
		ReasonNotCorrectable, ReasonNoPayment, ReasonVoided, ReasonReceiptUsed, ReasonPaper, ReasonTwice,
		ReasonErased, ReasonErasure, ReasonNotUndoable, ReasonFollowed, ReasonTooLate, ReasonOtherStation,
		ReasonNothingToUndo, ReasonChanged, ReasonDuePast, ReasonDueNotWorked, ReasonAbolished, ReasonFileElsewhere, ReasonRestored, ReasonLeader,
		ReasonRestoredAlone,
	}
}

// ReasonOf returns the reason of a refused step, "" where err is none.
func ReasonOf(err error) Reason {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	for _, r := range Reasons() {
		if e.Detail == string(r) {
			return r
		}
	}
	return ""
}

// Refuse returns the error of a step that is refused for a reason; field is
// what it concerns.
func Refuse(field string, r Reason) error {
	return refuse(field, r)
}

// refuse is Refuse with a short name for the many rules of this package.
func refuse(field string, r Reason) error {
	return &Error{Code: CodeConflict, Field: field, Detail: string(r)}
}
