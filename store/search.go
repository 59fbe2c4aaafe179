package store

import (
	"slices"
	"strings"
	"unicode"

	"motcua"
)

// Bounds of a query. Nobody types more; whatever is pasted is cut there.
const (
	maxQueryBytes = 400
	maxQueryWords = 12
)

// joinFrom is how many digits typed in groups ("046 090 001 234") are also
// tried as one number.
const joinFrom = 7

// people returns the names a dossier is known by.
func people(in motcua.Intake) []string {
	names := []string{in.Applicant.Name}
	if in.Authoriser != nil {
		names = append(names, in.Authoriser.Name)
	}
	if in.Organisation != nil {
		names = append(names, in.Organisation.Name)
	}
	return names
}

// exactNames is compared with the query as typed. Every word has a space
// before it, so that a match begins with a word.
func exactNames(in motcua.Intake) string {
	var b strings.Builder
	for _, n := range people(in) {
		b.WriteString(" " + exactText(n) + "\n")
	}
	return b.String()
}

// foldedNames is exactNames without marks.
func foldedNames(in motcua.Intake) string {
	var b strings.Builder
	for _, n := range people(in) {
		b.WriteString(" " + motcua.Fold(n) + "\n")
	}
	return b.String()
}

// exactText is lower case, composed, with single spaces.
func exactText(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(motcua.NFC(s))), " ")
}

// searchWords is all that a dossier is found by, folded.
func searchWords(r motcua.Received) string {
	in := r.Intake
	words := append(codeWords(r.Code), motcua.Fold(r.Procedure.Name), motcua.Fold(r.Procedure.Code))
	for _, n := range people(in) {
		words = append(words, motcua.Fold(n))
	}
	persons := []motcua.Person{in.Applicant}
	if in.Authoriser != nil {
		persons = append(persons, *in.Authoriser)
	}
	for _, p := range persons {
		words = append(words, numberWords(p.IDNumber)...)
		words = append(words, numberWords(p.Phone)...)
	}
	if in.Organisation != nil {
		words = append(words, numberWords(in.Organisation.TaxCode)...)
	}
	return strings.Join(words, " ")
}

// codeWords returns the day and the serial of a code, the serial also without
// its leading digits. The agency is left out: it is the same in every code,
// and its digits would be hits of every short number.
func codeWords(c motcua.Code) []string {
	_, tail, _ := strings.Cut(string(c), "-")
	words := []string{motcua.Fold(tail)}
	serial := tail[strings.LastIndexByte(tail, '-')+1:]
	for i := range len(serial) {
		words = append(words, serial[i:])
	}
	return words
}

// numberWords returns a phone, ID or tax number as one word, as people at home
// write it, and its last three to six digits, which is what a caller reads out.
func numberWords(s string) []string {
	n := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if n == "" {
		return nil
	}
	words := []string{n}
	if len(n) == 11 && strings.HasPrefix(n, "84") {
		words = append(words, "0"+n[2:])
	}
	for tail := 3; tail <= 6 && tail < len(n); tail++ {
		words = append(words, n[len(n)-tail:])
	}
	return words
}

// question is a query made ready for the database.
type question struct {
	all    bool        // it does not restrict
	code   motcua.Code // a whole dossier code; nothing else then counts
	words  []string    // folded; the last is a beginning; none finds nothing
	joined string      // the words as one number, where they may be one
	marked []string    // as typed, where that is not the same
	exact  string      // as it would stand in names
	folded string      // as it would stand in folded
}

// ask reads what somebody typed. Nothing typed can break an expression: its
// words are letters and digits, in quotes.
func ask(typed string) question {
	if len(typed) > maxQueryBytes {
		typed = typed[:maxQueryBytes]
	}
	typed = strings.ToValidUTF8(typed, "")
	if strings.TrimSpace(typed) == "" {
		return question{all: true}
	}
	if code, err := motcua.ParseCode(strings.ToUpper(strings.TrimSpace(typed))); err == nil {
		return question{code: code}
	}
	folded := motcua.Fold(typed)
	words := strings.FieldsFunc(folded, separates)
	words = words[:min(len(words), maxQueryWords)]
	q := question{words: words, exact: " " + exactText(typed), folded: " " + folded}
	if joined := strings.Join(words, ""); len(words) > 1 && len(joined) >= joinFrom && allDigits(joined) {
		q.joined = joined
	}
	if marked := exactWords(typed); len(marked) == len(words) && !slices.Equal(marked, words) {
		for _, w := range marked {
			q.marked = append(q.marked, exactMark+w)
		}
	}
	return q
}

func allDigits(s string) bool {
	return !slices.ContainsFunc([]rune(s), func(r rune) bool { return !unicode.IsDigit(r) })
}
