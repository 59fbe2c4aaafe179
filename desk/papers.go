package desk

import (
	"fmt"
	"slices"
	"strings"

	"motcua"
)

// papers checks the counts and brings them into the order of the published
// list, one for each paper that applies. Without counts everything is taken as
// handed in as asked for; but what the list asks for only in some case, and
// papers of which one is enough, are not made up.
func (n *normaliser) papers(p motcua.Procedure) error {
	if len(n.in.Papers) > maxPapers {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "papers"}
	}
	rules := applicable(p, n.in)
	given := map[string]motcua.PaperCount{}
	for i, c := range n.in.Papers {
		field := fmt.Sprintf("papers[%d]", i)
		if err := checkCount(c, field, rules, given); err != nil {
			return err
		}
		given[c.Key] = c
	}
	out := make([]motcua.PaperCount, 0, len(rules))
	choice := slices.Concat(alternatives(p)...)
	for _, r := range rules {
		c := given[r.Key]
		if n.in.Papers == nil && !conditional(r) && !slices.Contains(choice, r.Key) {
			c = motcua.PaperCount{Originals: r.Originals, Copies: r.Copies}
		}
		if r.PresentOnly { // shown, never kept: nothing was handed in
			c = motcua.PaperCount{Shown: c.Shown || c.Originals > 0 || c.Copies > 0}
		} else {
			c.Shown = false
		}
		c.Key = r.Key
		out = append(out, c)
	}
	n.in.Papers = out
	return nil
}

func checkCount(c motcua.PaperCount, field string, rules []motcua.PaperRule, given map[string]motcua.PaperCount) error {
	_, twice := given[c.Key]
	switch {
	case twice:
		return invalid(field+".key", "twice")
	case !slices.ContainsFunc(rules, func(r motcua.PaperRule) bool { return r.Key == c.Key }):
		return &motcua.Error{Code: motcua.CodeUnknown, Field: field + ".key"}
	case c.Originals < 0 || c.Originals > 999:
		return invalid(field+".originals", "out of range")
	case c.Copies < 0 || c.Copies > 999:
		return invalid(field+".copies", "out of range")
	}
	return nil
}

// applicable returns the papers that an intake is asked for.
func applicable(p motcua.Procedure, in motcua.Intake) []motcua.PaperRule {
	channel := in.Channel
	if channel == "" {
		channel = motcua.ChannelDirect
	}
	return p.Papers(in.Case, channel, kindOf(in) == motcua.ApplicantAuthorised)
}

// alternatives returns the keys of the papers of which one is enough: the
// published lists of papers that authorise someone are such choices.
func alternatives(p motcua.Procedure) [][]string {
	var out [][]string
	for _, g := range p.Groups {
		var keys []string
		for _, r := range g.Papers {
			if g.Kind == motcua.GroupAuthorised && !r.Note {
				keys = append(keys, r.Key)
			}
		}
		if len(keys) > 1 {
			out = append(out, keys)
		}
	}
	return out
}

// conditional reports whether the published line itself says that the paper is
// asked for only in some case.
func conditional(r motcua.PaperRule) bool {
	name := motcua.Fold(r.Name)
	return strings.HasPrefix(name, "truong hop ") || strings.HasPrefix(name, "doi voi truong hop ") ||
		strings.Contains(name, " trong truong hop uy quyen") ||
		strings.HasSuffix(name, " neu co") && !strings.Contains(r.Name, ";")
}

// missingPapers returns the keys of papers of which fewer came than asked for.
func missingPapers(p motcua.Procedure, in motcua.Intake) []string {
	counts := map[string]motcua.PaperCount{}
	for _, n := range in.Papers {
		counts[n.Key] = n
	}
	var out []string
	choices := alternatives(p)
	choice := slices.Concat(choices...)
	rules := applicable(p, in)
	for _, r := range rules {
		n := counts[r.Key]
		missing := n.Originals < r.Originals || n.Copies < r.Copies
		if r.PresentOnly {
			missing = !n.Shown && n.Originals+n.Copies == 0
		}
		if missing && !conditional(r) && !slices.Contains(choice, r.Key) {
			out = append(out, r.Key)
		}
	}
	if kindOf(in) != motcua.ApplicantAuthorised {
		return out
	}
	for _, keys := range choices {
		came := func(k string) bool { return counts[k].Originals+counts[k].Copies > 0 || counts[k].Shown }
		if !slices.ContainsFunc(keys, came) {
			out = append(out, keys[0])
		}
	}
	return out
}
