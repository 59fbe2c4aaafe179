//go:build linux

package fault

import "math/rand/v2"

// Work is what the program does when it is hit.
type Work string

// The kinds of work.
const (
	Intake Work = "intake" // taking dossiers in
	Steps  Work = "step"   // moving dossiers on
	File   Work = "file"   // filing a picture
)

// Aim is a family of shots at one piece of work.
type Aim struct {
	Work Work
	Call string // the kind of call, for people
	Deed Deed
	// Calls as in Shot.
	Calls string
	// Last is the highest N that the work is long enough for.
	Last int
	// Weight is how many shots of a plan fall to this aim, relative to others.
	Weight int
}

func (a Aim) String() string { return string(a.Work) + " " + a.Call + ", " + string(a.Deed) }

// Calls that change a file, or make a change last.
const (
	syncCalls  = "fsync,fdatasync"
	writeCalls = "pwrite64"
	openCalls  = "openat,?open"
	cutCalls   = "ftruncate"
	nameCalls  = "renameat,?rename,?renameat2"
)

// deepest is the highest N of the shots at fsync and pwrite of intakes.
const deepest = 200

// Aims are what this program is tried with: to be killed, to find the disk
// full and to find it broken, at every kind of call that changes a file.
func Aims() []Aim {
	var out []Aim
	for _, d := range []Deed{Kill, NoSpace, IOError} {
		w := 1
		if d == Kill {
			w = 2
		}
		out = append(out,
			Aim{Intake, "fsync", d, syncCalls, deepest, 4 * w},
			Aim{Intake, "pwrite", d, writeCalls, deepest, 4 * w},
			Aim{Intake, "open", d, openCalls, 6, 1},
			Aim{Intake, "truncate", d, cutCalls, 2, 1},
			Aim{Steps, "fsync", d, syncCalls, deepest / 2, 2 * w},
			Aim{Steps, "pwrite", d, writeCalls, deepest / 2, 2 * w},
			Aim{File, "fsync", d, syncCalls, 7, w},
			Aim{File, "write", d, writeCalls + ",write", 30, w},
			Aim{File, "rename", d, nameCalls, 1, w},
			Aim{File, "open", d, openCalls, 12, 1},
		)
	}
	return out
}

// Trial is one planned shot.
type Trial struct {
	Aim Aim
	N   int
}

// Sweep returns a kill at every fsync and at every pwrite of intakes, from the
// 1st to the 200th, and n trials of Plan, in one mixed order.
func Sweep(n int, seed uint64) []Trial {
	out := Plan(n, seed)
	for _, a := range Aims() {
		if a.Work != Intake || a.Deed != Kill || a.Last != deepest {
			continue
		}
		for n := range a.Last {
			out = append(out, Trial{Aim: a, N: n + 1})
		}
	}
	rnd := rand.New(rand.NewPCG(seed, 2))
	rnd.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Plan returns n trials: each aim gets its share, and the numbers of its shots
// are spread evenly over 1 … Last with a random place in each stretch. The
// same seed gives the same plan, in the same mixed order. A share of at least
// Last shots hits every N.
func Plan(n int, seed uint64) []Trial {
	rnd := rand.New(rand.NewPCG(seed, 1))
	aims := Aims()
	weights := 0
	for _, a := range aims {
		weights += a.Weight
	}
	var out []Trial
	done := 0
	for _, a := range aims {
		before := n * done / weights
		done += a.Weight
		share := n*done/weights - before
		for i := range share {
			low, high := a.Last*i/share, a.Last*(i+1)/share
			out = append(out, Trial{Aim: a, N: min(a.Last, 1+low+rnd.IntN(max(1, high-low)))})
		}
	}
	rnd.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
