//go:build linux

package fault

import (
	"fmt"
	"slices"
)

// Taken is a dossier that the program said was saved.
type Taken struct {
	ID, Code string
	Status   int // of the national portal's ten; 0 where nothing was said of it
}

// Filed is a file that the program said was filed under a paper of a dossier.
type Filed struct {
	Dossier, Paper, SHA256 string
}

// Book holds what was acknowledged to the outside, and which code each dossier
// was ever seen with. Its fields are for storing it; use the methods.
type Book struct {
	Said   []Taken           // acknowledged, in order
	Files  []Filed           // acknowledged, in order
	Steps  int               // acknowledged
	Seen   map[string]string // code to dossier id, of all that was ever seen there
	Status map[string]int    // by dossier id: as acknowledged or, later, as last seen
	Unsaid int               // dossiers that are there though nobody was told
	Silent int               // steps that were made though nobody was told
	// Perhaps is the step that a run was at when it ended: made or not made.
	Perhaps Taken
}

// Say enters what a run acknowledged.
func (b *Book) Say(t ...Taken) { b.Said = append(b.Said, t...) }

// File enters a file that a run acknowledged.
func (b *Book) File(f ...Filed) { b.Files = append(b.Files, f...) }

// Step enters what came of a run that was to move dossiers on, one after the
// other: done are those that it acknowledged.
func (b *Book) Step(tried []Taken, to int, done ...Taken) {
	if b.Status == nil {
		b.Status = map[string]int{}
	}
	for _, d := range done {
		b.Status[d.ID] = d.Status
	}
	b.Steps += len(done)
	if len(done) < len(tried) {
		b.Perhaps = Taken{ID: tried[len(done)].ID, Status: to}
	}
}

// Check compares the book with the dossiers that are there now and returns
// what is wrong, in words; empty where all is well. A run that is cut short may
// leave one dossier, or one step, that it had no time to acknowledge; runs
// tells how many runs there were. fresh is the status of a new dossier.
func (b *Book) Check(there []Taken, runs, fresh int) []string {
	var wrong []string
	ids := make(map[string]string, len(there))
	codes := make(map[string]string, len(there))
	status := make(map[string]int, len(there))
	for _, d := range there {
		if _, twice := ids[d.ID]; twice {
			wrong = append(wrong, fmt.Sprintf("dossier %s is there twice", d.ID))
		}
		if other, twice := codes[d.Code]; twice {
			wrong = append(wrong, fmt.Sprintf("code %s belongs to %s and %s", d.Code, other, d.ID))
		}
		ids[d.ID], codes[d.Code], status[d.ID] = d.Code, d.ID, d.Status
		was, known := b.Status[d.ID]
		if !known {
			was = fresh
		}
		switch {
		case d.Status == was:
		case d.ID == b.Perhaps.ID && d.Status == b.Perhaps.Status:
			b.Silent++
		default:
			wrong = append(wrong, fmt.Sprintf("dossier %s was acknowledged at status %d and is at %d", d.ID, was, d.Status))
		}
	}
	for _, s := range b.Said {
		if have, ok := ids[s.ID]; !ok || have != s.Code {
			wrong = append(wrong, fmt.Sprintf("dossier %s was acknowledged as %s and is %q now", s.ID, s.Code, have))
		}
	}
	for code, id := range b.Seen {
		if now, ok := codes[code]; ok && now != id {
			wrong = append(wrong, fmt.Sprintf("code %s went from %s to %s", code, id, now))
		} else if !ok {
			wrong = append(wrong, fmt.Sprintf("code %s of %s vanished", code, id))
		}
	}
	b.Seen, b.Status, b.Perhaps = codes, status, Taken{}
	b.Unsaid = len(ids) - len(b.Said)
	if b.Unsaid > runs {
		wrong = append(wrong, fmt.Sprintf("%d dossiers nobody was told of after %d runs", b.Unsaid, runs))
	}
	slices.Sort(wrong)
	return wrong
}
