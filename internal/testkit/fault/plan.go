//go:build linux

package fault

import "math/rand/v2"

// Aim is a family of shots at one piece of work.
type Aim struct {
	Name string
	Deed Deed
	// Calls as in Shot.
	Calls string
	// Last is the highest N that the work is long enough for.
	Last int
	// Weight is how many shots of a plan fall to this aim, relative to others.
	Weight int
	// Anywhere aims at all files; otherwise only at the database's.
	Anywhere bool
	// Attach aims at filing a file; otherwise at taking dossiers in.
	Attach bool
}

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
			Aim{Name: "intake fsync", Deed: d, Calls: "fsync,fdatasync", Last: 200, Weight: 2 * w},
			Aim{Name: "intake pwrite", Deed: d, Calls: "pwrite64", Last: 200, Weight: 4 * w},
			Aim{Name: "intake open", Deed: d, Calls: "openat,?open", Last: 6, Weight: 1},
			Aim{Name: "intake truncate", Deed: d, Calls: "ftruncate", Last: 2, Weight: 1},
			Aim{Name: "file fsync", Deed: d, Calls: "fsync,fdatasync", Last: 7, Weight: w, Anywhere: true, Attach: true},
			Aim{Name: "file write", Deed: d, Calls: "pwrite64,write", Last: 30, Weight: w, Anywhere: true, Attach: true},
			Aim{Name: "file rename", Deed: d, Calls: "renameat,?rename,?renameat2", Last: 1, Weight: w, Anywhere: true, Attach: true},
			Aim{Name: "file open", Deed: d, Calls: "openat,?open", Last: 12, Weight: 1, Anywhere: true, Attach: true},
		)
	}
	return out
}

// Trial is one planned shot.
type Trial struct {
	Aim Aim
	N   int
}

// Plan returns n trials: each aim gets its share, and the numbers of its shots
// are spread evenly over 1 … Last with a random place in each stretch. The
// same seed gives the same plan, in the same mixed order.
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
