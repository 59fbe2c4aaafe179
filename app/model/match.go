package model

import (
	"strings"

	"motcua"
)

// match returns the choices whose text holds every word of query as the
// beginning of one of its words, compared without marks.
func match(all []Choice, query string) []Choice {
	words := strings.Fields(motcua.Fold(query))
	if len(words) == 0 {
		return all
	}
	var out []Choice
	for _, c := range all {
		if holds(motcua.Fold(c.Text), words) {
			out = append(out, c)
		}
	}
	return out
}

func holds(text string, words []string) bool {
	text = " " + text
	for _, w := range words {
		if !strings.Contains(text, " "+w) {
			return false
		}
	}
	return true
}
