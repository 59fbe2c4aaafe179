// Package process follows dossiers through the internal processes of an
// office: at which step one is, who has it, who is late and by how much office
// time. It is pure: processes come in as data, office time through Clock.
package process

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"motcua"
)

// Table is a set of processes with one default.
type Table struct {
	Version   string           `json:"version"`
	Processes []motcua.Process `json:"processes"`
}

// Bounds of a table.
const (
	maxTable = 1 << 20
	maxSteps = 50
	maxHours = 8 * 3650 // the longest time limit, in working hours
)

// Parse reads a table and refuses, with CodeInvalid and the field, what cannot
// be followed: unknown fields, steps without or with a used key, more than one
// process for a procedure of a province, no default or two.
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
	if t.Version == "" {
		return invalid("version", "missing")
	}
	seen := map[string]bool{}
	defaults := 0
	for i, p := range t.Processes {
		field := fmt.Sprintf("processes[%d]", i)
		if p.Default {
			defaults++
		}
		if p.Source == "" {
			return invalid(field+".source", "missing")
		}
		if p.Default != (len(p.Procedures) == 0) || p.Default && p.Province != "" {
			return invalid(field+".procedures", "a default has none, all others have some")
		}
		for _, code := range p.Procedures {
			key := p.Province + " " + code
			if seen[key] {
				return invalid(field+".procedures", "a procedure twice")
			}
			seen[key] = true
		}
		if err := checkSteps(field, p.Steps); err != nil {
			return err
		}
	}
	if defaults != 1 {
		return invalid("processes", "not one default")
	}
	return nil
}

func checkSteps(field string, steps []motcua.ProcessStep) error {
	if len(steps) == 0 || len(steps) > maxSteps {
		return invalid(field+".steps", "none, or too many")
	}
	keys := map[string]bool{}
	for i, s := range steps {
		at := fmt.Sprintf("%s.steps[%d]", field, i)
		switch {
		case s.Key == "" || keys[s.Key]:
			return invalid(at+".key", "missing or twice")
		case s.Name == "" && s.Role == "":
			return invalid(at+".name", "neither name nor role")
		case s.Hours < 0 || s.Hours > maxHours || s.Hours > 0 && (s.Instant || s.Untimed):
			return invalid(at+".hours", "out of range, or of a step without time")
		case s.Instant && i == len(steps)-1:
			return invalid(at+".instant", "the last step")
		}
		keys[s.Key] = true
	}
	return nil
}

// For returns the process of a procedure in a province (two digits): its own,
// else the one for every province, else the default.
func (t Table) For(procedure, province string) motcua.Process {
	best, found := -1, motcua.Process{}
	for _, p := range t.Processes {
		rank := -1
		switch {
		case p.Default:
			rank = 0
		case !slices.Contains(p.Procedures, procedure):
		case p.Province == "":
			rank = 1
		case p.Province == province:
			rank = 2
		}
		if rank > best {
			best, found = rank, p
		}
	}
	found.Procedures, found.Steps, found.Table = slices.Clone(found.Procedures), slices.Clone(found.Steps), t.Version
	return found
}

func invalid(field, detail string) error {
	return &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: detail}
}
