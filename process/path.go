package process

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"motcua"
)

// Clock measures office time.
type Clock interface {
	// Add returns the moment at which so much office time has passed.
	Add(from time.Time, work time.Duration) time.Time
	// Between returns the office time between two moments.
	Between(from, to time.Time) time.Duration
}

// Visit is a dossier's coming to a step.
type Visit struct {
	Step string // key; "" for the step after the one before, the first at first
	At   time.Time
	By   string // who has it then: a desk, a unit, a person
}

// History is what has become of a dossier.
type History struct {
	Visits []Visit        // in order of time, the first at reception
	Pauses []motcua.Pause // in any order; they may overlap
	Ended  time.Time      // zero while it is open
}

// State is where a dossier stands to a step.
type State string

// The states of a step.
const (
	Ahead State = "ahead" // not yet come to
	Here  State = "here"  // the dossier is at it
	Done  State = "done"  // left behind
)

// Point is one step of a dossier's path. Times and By are of the last visit;
// Spent counts all of them.
type Point struct {
	Step    motcua.ProcessStep
	State   State
	Entered time.Time
	Left    time.Time // zero while the dossier is here
	By      string
	Visits  int
	Spent   time.Duration // office time without pauses
	// Due is when the step's hours are used up, on the last visit; zero where
	// it has none, was not come to, or the clock stands before they are.
	Due  time.Time
	Late time.Duration // office time beyond its hours
}

// Path returns the steps of a process as a dossier has gone through them by
// now. A step that was passed over stays Ahead. Visits out of order of time or
// to a step that the process does not have are CodeInvalid in "visits[i]".
func Path(p motcua.Process, h History, now time.Time, clock Clock) ([]Point, error) {
	points := make([]Point, len(p.Steps))
	for i, s := range p.Steps {
		points[i] = Point{Step: s, State: Ahead}
	}
	visits, err := follow(p, h.Visits)
	if err != nil {
		return nil, err
	}
	end := now
	if !h.Ended.IsZero() {
		end = h.Ended
	}
	t := timer{clock, slices.Clone(h.Pauses)}
	slices.SortStableFunc(t.pauses, func(a, b motcua.Pause) int { return cmp.Compare(a.From.UnixNano(), b.From.UnixNano()) })
	for i, v := range visits {
		at := &points[v.step]
		left := end
		if at.State = Here; i+1 < len(visits) || !h.Ended.IsZero() {
			at.State = Done
			if i+1 < len(visits) {
				left = visits[i+1].At
			}
			at.Left = left
		} else {
			at.Left = time.Time{}
		}
		at.Entered, at.By = v.At, v.By
		at.Visits++
		hours := time.Duration(at.Step.Hours) * time.Hour
		if hours > 0 {
			at.Due = t.due(v.At, hours-at.Spent)
		}
		at.Spent += t.spent(v.At, left)
		if hours > 0 {
			at.Late = max(0, at.Spent-hours)
		}
	}
	return points, nil
}

// come is a visit with the place of its step.
type come struct {
	Visit
	step int
}

// follow finds the step of every visit and goes on from instant ones.
func follow(p motcua.Process, visits []Visit) ([]come, error) {
	var out []come
	step := -1
	for i, v := range visits {
		field := fmt.Sprintf("visits[%d]", i)
		if i > 0 && v.At.Before(visits[i-1].At) {
			return nil, invalid(field+".at", "before the one before")
		}
		if v.Step == "" {
			step = min(step+1, len(p.Steps)-1)
		} else if step = slices.IndexFunc(p.Steps, func(s motcua.ProcessStep) bool { return s.Key == v.Step }); step < 0 {
			return nil, invalid(field+".step", "not of this process")
		}
		out = append(out, come{v, step})
		for p.Steps[step].Instant && step+1 < len(p.Steps) {
			step++
			out = append(out, come{v, step})
		}
	}
	return out, nil
}

// Late returns the steps that took longer than their hours, the worst first.
func Late(points []Point) []Point {
	late := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return p.Late <= 0 })
	slices.SortStableFunc(late, func(a, b Point) int { return cmp.Compare(b.Late, a.Late) })
	return late
}

// timer counts office time and leaves out pauses, which are in order of From.
type timer struct {
	clock  Clock
	pauses []motcua.Pause
}

func (t timer) spent(from, to time.Time) time.Duration {
	sum := time.Duration(0)
	for _, p := range t.pauses {
		if p.From.After(from) && p.From.Before(to) {
			sum += t.clock.Between(from, p.From)
			from = p.From
		}
		if open := p.To.IsZero(); p.From.Before(to) && (open || p.To.After(from)) {
			if open || p.To.After(to) {
				return sum
			}
			from = p.To
		}
	}
	if from.Before(to) {
		sum += t.clock.Between(from, to)
	}
	return sum
}

// due returns when so much office time is used up; zero where an open pause
// begins before.
func (t timer) due(from time.Time, left time.Duration) time.Time {
	if left <= 0 {
		return from
	}
	for _, p := range t.pauses {
		if p.From.After(from) {
			run := t.clock.Between(from, p.From)
			if run >= left {
				break
			}
			left -= run
			from = p.From
		}
		if p.To.IsZero() {
			return time.Time{}
		}
		if p.To.After(from) {
			from = p.To
		}
	}
	return t.clock.Add(from, left)
}
