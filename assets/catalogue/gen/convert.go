package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"motcua"
)

var codeShape = regexp.MustCompile(`^\d\.\d{6}$`)

var channels = map[string]motcua.Channel{
	"Trực tiếp":         motcua.ChannelDirect,
	"Trực tuyến":        motcua.ChannelOnline,
	"Dịch vụ bưu chính": motcua.ChannelPost,
}

// convert turns one record into a procedure. Names, fees and results stay as
// published, in NFC.
func convert(r record) (motcua.Procedure, error) {
	p := motcua.Procedure{
		Code: r.Code, Name: oneLine(r.Name), Field: oneLine(r.Field),
		Decision: oneLine(r.Decision), Source: r.Source,
	}
	if !codeShape.MatchString(p.Code) || p.Name == "" || p.Field == "" || len(r.Channels) == 0 {
		return p, errors.New("incomplete record")
	}
	for _, c := range r.Channels {
		channel, ok := channels[motcua.NFC(c.Channel)]
		if !ok {
			return p, fmt.Errorf("channel %q", c.Channel)
		}
		limit, err := limitOf(r.Code, motcua.NFC(c.Time))
		if err != nil {
			return p, err
		}
		p.Offers = append(p.Offers, motcua.Offer{Channel: channel, Limit: limit, FeeText: verbatim(c.FeeText)})
	}
	for _, x := range r.Results {
		p.Results = append(p.Results, motcua.Result{Code: x.Code, Name: oneLine(x.Name)})
	}
	p.Groups = groupsOf(r.Groups)
	return p, nil
}

// groupsOf converts the list of papers and numbers them through, "p1", "p2" …
func groupsOf(groups []group) []motcua.PaperGroup {
	var out []motcua.PaperGroup
	n := 0
	for _, g := range groups {
		heading := oneLine(g.Case)
		kind := kindOf(heading, lone(groups))
		to := motcua.PaperGroup{Case: heading, Kind: kind}
		for _, x := range g.Papers {
			n++
			r := ruleOf(x)
			r.Key, r.PresentOnly = "p"+strconv.Itoa(n), g.PresentedOnly && !r.Note
			to.Papers = append(to.Papers, r)
		}
		out = append(out, to)
	}
	return out
}

// lone reports whether at most one heading could name a case: then it is no
// choice unless its words say that it is only for some.
func lone(groups []group) bool {
	n := 0
	for _, g := range groups {
		if kindOf(oneLine(g.Case), false) == motcua.GroupCase {
			n++
		}
	}
	return n < 2
}

// ruleOf converts one paper. A line that asks for nothing is a remark.
func ruleOf(x paper) motcua.PaperRule {
	name := verbatim(x.Name)
	// The page puts name and counts side by side without a gap, so the number
	// that ends a name ("… ngày 31/12/2025") ran into the count behind it. No
	// list asks for ten originals: the last digit is the count.
	if x.Originals > 9 {
		tail := strconv.Itoa(x.Originals / 10)
		if !strings.HasSuffix(name, "/") && !strings.HasSuffix(name, ".") && !strings.HasSuffix(name, "-QĐ") {
			tail = " " + tail
		}
		name, x.Originals = name+tail, x.Originals%10
	}
	return motcua.PaperRule{
		Name: name, Short: short(name), Originals: x.Originals, Copies: x.Copies,
		Note: x.Originals == 0 && x.Copies == 0,
	}
}

// shortLen bounds a paper's short name, in runes.
const shortLen = 60

// short returns the first clause of a name: up to the first ; . or (, or to a
// word boundary near shortLen runes. It is never empty where name is not.
func short(name string) string {
	s := strings.TrimLeft(oneLine(name), "-+*•.,;:)] ")
	if i := clauseEnd(s); i > 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, " ,:-")
	runes := []rune(s)
	if len(runes) > shortLen {
		cut := shortLen
		for cut > shortLen/2 && runes[cut] != ' ' {
			cut--
		}
		s = strings.TrimRight(string(runes[:cut]), " ,:-") + "…"
	}
	if s == "" {
		return oneLine(name)
	}
	return s
}

// clauseEnd returns where the first clause ends, 0 where nothing ends it. A
// point inside a number or a code is no end, and a clause has two words.
func clauseEnd(s string) int {
	for i, r := range s {
		if !strings.Contains(s[:i], " ") {
			continue
		}
		switch r {
		case ';', '(', '\n':
			return i
		case '.':
			if i+1 == len(s) || s[i+1] == ' ' {
				return i
			}
		}
	}
	return 0
}

// verbatim is s in NFC, without spaces at its ends.
func verbatim(s string) string { return strings.TrimSpace(motcua.NFC(s)) }

// oneLine is s in NFC with every run of spaces and line breaks as one space.
func oneLine(s string) string { return strings.Join(strings.Fields(motcua.NFC(s)), " ") }
