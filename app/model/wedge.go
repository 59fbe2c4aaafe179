package model

import (
	"regexp"
	"strings"
	"time"
)

const (
	wedgeGap     = 150 * time.Millisecond // between two keys of a reader, even while a slow machine paints
	wedgePace    = 30 * time.Millisecond  // of a reader, on average; hands and held keys are slower
	wedgeSure    = 12 * time.Millisecond  // nothing but a machine types so fast for so long
	wedgeRun     = 16                     // keys at that pace
	wedgeFew     = 8                      // fewer keys are never looked at
	wedgeSilence = 300 * time.Millisecond // ends a burst that has no Enter
	wedgeLimit   = 4096                   // characters
)

// WedgeKey says what becomes of a key.
type WedgeKey int

// The verdicts. A box remembers itself at WedgeFirst and goes back to that at
// WedgeCaught.
const (
	WedgeFirst  WedgeKey = iota // the clerk's, after a pause: use it
	WedgeOn                     // not yet known: use it
	WedgeCaught                 // the keys since WedgeFirst were a reader's: undo them, drop this one
	WedgeTaken                  // a reader's: drop it
)

// Wedge tells the keys of a reader that types like a keyboard from a clerk's
// own, by their pace and by how citizens' cards and receipts begin. What it
// catches never stays in a box. It lives where the models live.
type Wedge struct {
	// OnScan gets what a reader typed, without the Enter.
	OnScan func(text string)

	clock   Clock
	keys    []rune
	began   time.Time
	last    time.Time     // the newest key was dealt with
	busy    time.Duration // spent on dealing with keys, while the next ones queued
	caught  bool
	silence func()
}

// NewWedge returns a wedge that has caught nothing.
func NewWedge(clock Clock) *Wedge {
	return &Wedge{clock: clock, OnScan: func(string) {}}
}

// readerBegins matches what a person does not type at such a pace: a card's
// number with its bar (or what another keyboard makes of it), a web address,
// the name of the code's kind (ISO/IEC 15424).
var readerBegins = regexp.MustCompile(`^(\]Q\d|[Hh][Tt][Tt][Pp][Ss]?:|\d{12}[^\d\p{L}\s])`)

// Rune takes one typed character.
func (w *Wedge) Rune(r rune) WedgeKey {
	now := w.clock.Now()
	if w.caught {
		if len(w.keys) < wedgeLimit {
			w.keys = append(w.keys, r)
		}
		w.listen()
		return WedgeTaken
	}
	if len(w.keys) == 0 || now.Sub(w.last) > wedgeGap {
		w.keys, w.began, w.last, w.busy = append(w.keys[:0], r), now, now, 0
		return WedgeFirst
	}
	w.keys, w.last = append(w.keys, r), now
	if !w.reader() {
		return WedgeOn
	}
	w.caught = true
	w.listen()
	return WedgeCaught
}

// Done tells that the newest key was dealt with: what that took says nothing of
// the hand that typed it.
func (w *Wedge) Done() {
	if w != nil && len(w.keys) > 0 && !w.caught {
		now := w.clock.Now()
		w.busy += now.Sub(w.last)
		w.last = now
	}
}

// reader judges the run of keys so far.
func (w *Wedge) reader() bool {
	n := len(w.keys)
	if n < wedgeFew {
		return false
	}
	pace := (w.last.Sub(w.began) - w.busy) / time.Duration(n-1)
	return pace <= wedgeSure && n >= wedgeRun || pace <= wedgePace && readerBegins.MatchString(string(w.keys[:min(n, 16)]))
}

// listen waits for the end of a burst.
func (w *Wedge) listen() {
	if w.silence != nil {
		w.silence()
	}
	w.silence = w.clock.After(wedgeSilence, func() { w.End() })
}

// Catching reports whether a burst is under way: its keys are nobody else's.
func (w *Wedge) Catching() bool { return w != nil && w.caught }

// End takes the Enter or Tab behind a burst. It reports false where there was
// none: then the key is the clerk's.
func (w *Wedge) End() bool {
	if w.silence != nil {
		w.silence()
		w.silence = nil
	}
	caught, text := w.caught, string(w.keys)
	clear(w.keys) // nothing of a card stays behind
	w.keys, w.caught = w.keys[:0], false
	if caught && strings.TrimSpace(text) != "" {
		w.OnScan(text)
	}
	return caught
}
