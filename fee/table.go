package fee

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"motcua"
)

// Table is a set of reviewed rules. A rule stands beside the published words
// that it was derived from and holds only for a procedure that is published in
// these very words: where the words change, the clerk enters the amount until
// somebody has read them.
type Table struct {
	Version string `json:"version"` // "2026-07/1"; kept in every rule that For returns
	Source  string `json:"source"`
	// Free are published words that say that nothing is collected.
	Free []string `json:"free"`
	// Exempt are published sentences that name who pays nothing.
	Exempt []Exempt `json:"exempt"`
	Rules  []Entry  `json:"rules"`
}

// Exempt is a sentence with the exemptions it names, each part of it.
type Exempt struct {
	Sentence   string   `json:"sentence"`
	Exemptions []string `json:"exemptions"`
}

// Entry is a rule with the procedures it is for.
type Entry struct {
	Procedures []string `json:"procedures"` // national codes
	motcua.FeeRule
}

// maxTable bounds a table's bytes.
const maxTable = 1 << 20

// Parse reads a table and refuses, with CodeInvalid and the field, what could
// not be applied: unknown fields, rules that Check refuses, exemptions that are
// not in the published words, two rules for one case.
func Parse(data []byte) (Table, error) {
	if len(data) > maxTable {
		return Table{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "table"}
	}
	var t Table
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return Table{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "table", Cause: err}
	}
	if _, err := d.Token(); err != io.EOF {
		return Table{}, invalid("table", "more than one value")
	}
	return t, t.check()
}

func (t Table) check() error {
	if t.Version == "" || t.Source == "" {
		return invalid("version", "version or source missing")
	}
	for i, e := range t.Exempt {
		if !within(e.Exemptions, e.Sentence) {
			return invalid(fmt.Sprintf("exempt[%d]", i), "not in its sentence")
		}
	}
	seen := map[string]bool{}
	for i, e := range t.Rules {
		field := fmt.Sprintf("rules[%d]", i)
		if err := Check(e.FeeRule); err != nil {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: field + "." + motcua.FieldOf(err), Cause: err}
		}
		switch {
		case e.Text == "" || e.Source == "" || len(e.Procedures) == 0:
			return invalid(field, "text, source or procedures missing")
		case e.Kind == motcua.FeeEntered || e.Kind == motcua.FeeFree:
			return invalid(field+".kind", "needs no rule")
		case len(e.Exemptions) > 0 && !within(e.Exemptions, e.Text):
			return invalid(field+".exemptions", "not in its text")
		}
		for _, p := range e.Procedures {
			key := p + "\n" + e.From + "\n" + e.Text
			if seen[key] {
				return invalid(field, "two rules for one case")
			}
			seen[key] = true
		}
	}
	return nil
}

// within reports whether all parts, at least one, stand in whole.
func within(parts []string, whole string) bool {
	for _, p := range parts {
		if p == "" || !strings.Contains(whole, p) {
			return false
		}
	}
	return len(parts) > 0
}

// For returns the rule for a procedure handed in by a channel on a day:
// FeeEntered, with the published words and whom they exempt, where no reviewed
// rule is for these words or none is in force on that day.
func (t Table) For(p motcua.Procedure, c motcua.Channel, at time.Time) motcua.FeeRule {
	o, _ := p.Offer(c)
	day := at.In(motcua.Local).Format(dateLayout)
	for _, e := range t.Rules {
		if e.Text == o.FeeText && slices.Contains(e.Procedures, p.Code) && e.From <= day && (e.Until == "" || day <= e.Until) {
			r := e.FeeRule
			r.Exemptions, r.Steps, r.Table = slices.Clone(r.Exemptions), slices.Clone(r.Steps), t.Version
			return r
		}
	}
	r := motcua.FeeRule{Kind: motcua.FeeEntered, Text: o.FeeText, Source: p.Source, Table: t.Version}
	if o.FeeText != "" && slices.Contains(t.Free, o.FeeText) {
		r.Kind = motcua.FeeFree
		return r
	}
	for _, e := range t.Exempt {
		if strings.Contains(o.FeeText, e.Sentence) {
			r.Exemptions = append(r.Exemptions, e.Exemptions...)
		}
	}
	return r
}
