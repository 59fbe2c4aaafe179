package motcua

import (
	"slices"
	"strings"
)

// Need says how firmly a published list asks for a paper.
type Need int

// The needs.
const (
	NeedAlways Need = iota // of everyone
	NeedIfAny              // "(nếu có)": of whoever has it
	NeedInCase             // "Trường hợp …": the line itself names those it is asked of
	NeedOneOf              // of several papers that authorise someone one is enough
)

// Expected is one paper that an intake is asked for.
type Expected struct {
	Rule PaperRule
	Need Need
	// Count is what a form starts from: as published for what is asked of
	// everyone and handed in, nothing for all else. A receipt lists what a
	// person said was handed in, and nothing made up.
	Count PaperCount

	choice int // number of the group of which one is enough
}

// Expected returns the papers that apply as Papers does, each with how firmly
// it is asked for and the count to start from.
func (p Procedure) Expected(caseName string, c Channel, authorised bool) []Expected {
	choices := map[string]int{}
	for i, g := range p.Groups {
		var keys []string
		for _, r := range g.Papers {
			if g.Kind == GroupAuthorised && !r.Note {
				keys = append(keys, r.Key)
			}
		}
		if len(keys) < 2 {
			continue
		}
		for _, k := range keys {
			choices[k] = i + 1
		}
	}
	var out []Expected
	for _, r := range p.Papers(caseName, c, authorised) {
		x := Expected{Rule: r, Need: r.need(), Count: PaperCount{Key: r.Key}, choice: choices[r.Key]}
		if x.choice > 0 {
			x.Need = NeedOneOf
		}
		if x.Need == NeedAlways && !r.PresentOnly {
			x.Count.Originals, x.Count.Copies = r.Originals, r.Copies
		}
		out = append(out, x)
	}
	return out
}

// need reads how firmly a published line asks for its paper.
func (r PaperRule) need() Need {
	name := Fold(r.Name)
	switch {
	case strings.HasPrefix(name, "truong hop "), strings.HasPrefix(name, "doi voi truong hop "),
		strings.Contains(name, " trong truong hop uy quyen"):
		return NeedInCase
	case strings.HasSuffix(name, " neu co") && !strings.Contains(r.Name, ";"):
		return NeedIfAny
	}
	return NeedAlways
}

// Missing returns the keys of papers of which fewer came than the list asks
// for, or that were to be shown and were not. Papers asked for only in some
// case are not counted; of a choice of which nothing came the first is named.
func (p Procedure) Missing(caseName string, c Channel, authorised bool, counts []PaperCount) []string {
	came := map[string]PaperCount{}
	for _, n := range counts {
		came[n.Key] = n
	}
	some := func(n PaperCount) bool { return n.Originals+n.Copies > 0 || n.Shown }
	all := p.Expected(caseName, c, authorised)
	var out []string
	chosen := map[int]bool{}
	for _, x := range all {
		n := came[x.Rule.Key]
		switch {
		case x.Need == NeedOneOf:
			same := func(y Expected) bool { return y.choice == x.choice && some(came[y.Rule.Key]) }
			if !chosen[x.choice] && !slices.ContainsFunc(all, same) {
				out = append(out, x.Rule.Key)
			}
			chosen[x.choice] = true
		case x.Need != NeedAlways:
		case x.Rule.PresentOnly && !some(n),
			!x.Rule.PresentOnly && (n.Originals < x.Rule.Originals || n.Copies < x.Rule.Copies):
			out = append(out, x.Rule.Key)
		}
	}
	return out
}
