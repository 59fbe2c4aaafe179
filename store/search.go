package store

import (
	"strings"

	"motcua"
)

// Bounds of a query. Nobody types more; whatever is pasted is cut there.
const (
	maxQueryBytes = 400
	maxQueryWords = 12
)

// numberFrom is how many digits make a number that is looked up by its hash:
// the old identity card has nine, the least of all.
const numberFrom = 9

const (
	serialDigits    = 4 // of the codes that are printed today
	procedureDigits = 7 // of a national procedure code, its point aside
)

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

// question is a query made ready for the database.
type question struct {
	all   bool        // it does not restrict
	code  motcua.Code // a whole dossier code; nothing else then counts
	words []word      // the last is a beginning; none finds nothing
	// numbers are the words that can only be somebody's phone, ID or tax
	// number, normalised; each must be one of the dossier's.
	numbers []string
	joined  string   // all that was typed, where it is digits in groups
	hashes  [][]byte // of the numbers that count
	toned   bool     // words were typed with marks
}

// word is one word of a query.
type word struct {
	folded string
	typed  [2]string // in lower case, its tone at either place
	digits bool
}

// serial returns the word of the index that a dossier has whose serial a word
// of digits is, leading zeros or not.
func (w word) serial() string {
	bare := strings.TrimLeft(w.folded, "0")
	return strings.Repeat("0", max(0, serialDigits-len(bare))) + bare
}

// procedure returns the two words of the index that a procedure has whose code
// was typed without its point: 2000815 for 2.000815.
func (w word) procedure() (series, number string, ok bool) {
	if !w.digits || len(w.folded) != procedureDigits || w.folded[0] == '0' {
		return "", "", false
	}
	return w.folded[:1], w.folded[1:], true
}

// listed reports whether the lists alone answer, without the search.
func (q question) listed() bool {
	return q.all || q.code != "" || len(q.words) == 0 && len(q.hashes) > 0
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
	words := strings.FieldsFunc(motcua.Fold(typed), separates)
	words = words[:min(len(words), maxQueryWords)]
	var q question
	if joined := strings.Join(words, ""); len(words) > 1 && len(joined) >= numberFrom && allDigits(joined) {
		q.joined = normalNumber(joined)
	}
	exact := exactWords(typed)
	exact = exact[:min(len(exact), maxQueryWords)]
	if len(exact) != len(words) {
		exact = words // letters that are more than one when folded
	}
	for i, w := range words {
		digits := allDigits(w)
		if len(w) >= numberFrom && digits {
			q.numbers = append(q.numbers, normalNumber(w))
			continue
		}
		one := word{folded: w, digits: digits}
		one.typed[0], one.typed[1] = motcua.TonePlacings(exact[i])
		q.words = append(q.words, one)
		q.toned = q.toned || exact[i] != w
	}
	return q
}

func allDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
