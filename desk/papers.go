package desk

import (
	"fmt"
	"slices"

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
	rules := expected(p, n.in)
	given := map[string]motcua.PaperCount{}
	for i, c := range n.in.Papers {
		field := fmt.Sprintf("papers[%d]", i)
		if err := checkCount(c, field, rules, given); err != nil {
			return err
		}
		given[c.Key] = c
	}
	out := make([]motcua.PaperCount, 0, len(rules))
	for _, x := range rules {
		c, r := given[x.Rule.Key], x.Rule
		if n.in.Papers == nil {
			c = x.Count
			c.Shown = r.PresentOnly && x.Need == motcua.NeedAlways && r.Originals+r.Copies > 0
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

func checkCount(c motcua.PaperCount, field string, rules []motcua.Expected, given map[string]motcua.PaperCount) error {
	_, twice := given[c.Key]
	switch {
	case twice:
		return invalid(field+".key", "twice")
	case !slices.ContainsFunc(rules, func(x motcua.Expected) bool { return x.Rule.Key == c.Key }):
		return &motcua.Error{Code: motcua.CodeUnknown, Field: field + ".key"}
	case c.Originals < 0 || c.Originals > 999:
		return invalid(field+".originals", "out of range")
	case c.Copies < 0 || c.Copies > 999:
		return invalid(field+".copies", "out of range")
	}
	return nil
}

// expected returns the papers that an intake is asked for.
func expected(p motcua.Procedure, in motcua.Intake) []motcua.Expected {
	return p.Expected(in.Case, channelOf(in), kindOf(in) == motcua.ApplicantAuthorised)
}

// missingPapers returns the keys of papers of which fewer came than asked for.
func missingPapers(p motcua.Procedure, in motcua.Intake) []string {
	return p.Missing(in.Case, channelOf(in), kindOf(in) == motcua.ApplicantAuthorised, in.Papers)
}

func channelOf(in motcua.Intake) motcua.Channel {
	if in.Channel == "" {
		return motcua.ChannelDirect
	}
	return in.Channel
}
