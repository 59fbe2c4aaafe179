package people

import (
	"time"

	"motcua"
)

const (
	maxHold        = 15 * time.Minute // there is no last try: the data would be lost with it
	freeAtStation  = 5                // failures of a whole station without a pause
	pinFailures    = 5                // in a row, after which only the password opens
	pinAfterLogin  = 12 * time.Hour   // since the password was typed
	stationHoldTop = 5 * time.Minute
)

// HoldOf is the pause after the nth failure in a row with one account: 1, 2, 4
// seconds … 15 minutes.
func HoldOf(n int) time.Duration { return doubled(n-1, maxHold) }

// StationHoldOf is the pause of the whole station after the nth failure of
// whomever: none for the first five, then 1, 2, 4 seconds … 5 minutes.
func StationHoldOf(n int) time.Duration { return doubled(n-1-freeAtStation, stationHoldTop) }

func doubled(n int, top time.Duration) time.Duration {
	switch {
	case n < 0:
		return 0
	case n > 20:
		return top
	}
	return min(top, time.Second<<n)
}

// seen is what this process last saw of a hold, and when by its own monotonic
// clock. Time is credited to a hold only from there and only if nobody changed
// it since: so several processes never count one second twice.
type seen struct {
	version uint64
	at      time.Duration
}

// sight is a look at holds inside one transaction. What it saw counts only
// once the transaction is over.
type sight struct {
	now   time.Duration
	had   map[string]seen
	fresh map[string]seen
}

// credit takes from a hold the time that this process counted; key names it.
func (s *sight) credit(key string, h *motcua.Hold) {
	if had, ok := s.had[key]; ok && had.version == h.Version && h.Left > 0 && s.now > had.at {
		h.Left = max(0, h.Left-(s.now-had.at))
		h.Version++
	}
	s.note(key, h)
}

// fail adds a failure.
func (s *sight) fail(key string, h *motcua.Hold, rule func(int) time.Duration) {
	h.Fails++
	h.Left = max(h.Left, rule(h.Fails))
	h.Version++
	s.note(key, h)
}

// clear ends a hold and sets how many failures still count.
func (s *sight) clear(key string, h *motcua.Hold, fails int) {
	h.Fails, h.Left = fails, 0
	h.Version++
	s.note(key, h)
}

func (s *sight) note(key string, h *motcua.Hold) { s.fresh[key] = seen{h.Version, s.now} }
